"""How all sites of a portfolio stand, those first that need a planner: failed, late, short, with warnings, good."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from domain.errors import WfmError
from domain.portfolio_config import SITE_FILE, read_portfolio
from domain.roster_files import REPORT_FILE
from domain.site_config import read_site_config
from exports.portfolio_page import LANGUAGES, PageSite, portfolio_page
from pipeline.file_names import MANIFEST_FILE
from pipeline.json_reading import as_number, as_object, as_texts
from pipeline.night_files import RUN
from pipeline.portfolio_night import SiteNight, SiteState
from pipeline.portfolio_summary import last_outcomes
from pipeline.site_status import KILLED, SiteStatus, site_status
from store.failures import file_words
from store.files import write_text
from store.folders import latest_folder
from store.json_text import Json, plain
from store.layout import nights_folder, portfolio_page_file
from store.records import NightStatus

FAILED, LATE, SHORT, PARTLY, WARNED, GOOD = "failed", "late", "short", "partly", "warned", "good"
WORST_FIRST = (FAILED, LATE, PARTLY, SHORT, WARNED, GOOD)
LOOK_AT = frozenset({FAILED, LATE})  # what makes `wfm portfolio status` end with 1


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site as a planner is told of it.

    `last_good` is the night that ended well last, `ended` when (UTC), `how` as it did. `short_h` are agent-hours short
    of those required in the roster that is shown, `short_share` their share. `now` is what runs, `said` why the state
    is what it is, in sentences; `warnings` are the night's, `notes` what it has to say that asks nothing of anybody.
    """

    name: str
    site: str
    title: str
    state: str
    last_good: date | None = None
    ended: datetime | None = None
    how: str = ""
    age_h: float | None = None
    short_h: float = 0.0
    short_share: float = 0.0
    leads_short: int = 0
    now: str = ""
    said: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortfolioStatus:
    """All sites at `now`, the worst first."""

    name: str
    now: datetime
    sites: tuple[SiteLine, ...]

    def count(self, state: str) -> int:
        """How many sites are in the state."""
        return sum(site.state == state for site in self.sites)

    @property
    def needs_a_look(self) -> bool:
        """Whether any site failed or is late."""
        return any(site.state in LOOK_AT for site in self.sites)


def portfolio_status(folder: Path, now: datetime | None = None) -> PortfolioStatus:
    """How every site stands; one that cannot be read is told as failed, with the reason. Writes nothing."""
    portfolio = read_portfolio(folder)
    at, outcomes = now or datetime.now(UTC), last_outcomes(folder)
    lines = [
        _line(name, site_dir, outcomes.get(name), portfolio.settings.short_from, at)
        for name, site_dir in portfolio.sites
    ]
    lines.sort(key=lambda line: (WORST_FIRST.index(line.state), -line.short_share, line.name))
    return PortfolioStatus(portfolio.name, at, tuple(lines))


def _line(name: str, site_dir: Path, outcome: SiteNight | None, short_from: float, now: datetime) -> SiteLine:
    try:
        status = site_status(site_dir, now=now)
        published = _published(site_dir, read_site_config(site_dir / SITE_FILE).site.interval_minutes)
    except (WfmError, OSError, ValueError) as error:  # whatever is wrong with one site is wrong with that one
        return SiteLine(name, "", "", FAILED, said=(str(error),))
    good = status.last_good
    failure = _failure(status, outcome)
    told = (each for each in failure if each != status.mistake)  # the trouble says a mistake in its own words
    said = tuple(dict.fromkeys((*told, *status.trouble, *published.missing)))
    return SiteLine(
        name=name,
        site=status.site_id,
        title=status.name,
        state=_state(bool(failure or status.mistake), status, published, short_from),
        last_good=None if good is None else good.night,
        ended=None if good is None else good.at,
        how="" if good is None else str(good.status),
        age_h=status.age_h,
        short_h=published.short_h,
        short_share=published.short_share,
        leads_short=published.leads_short,
        now=_now_said(status),
        said=said,
        warnings=published.warnings,
        notes=published.notes,
    )


@dataclass(frozen=True, slots=True)
class _Published:
    """What the published night says of itself."""

    short_h: float = 0.0
    short_share: float = 0.0
    leads_short: int = 0
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _published(site_dir: Path, interval_minutes: int) -> _Published:
    folder = latest_folder(nights_folder(site_dir))
    if folder is None:
        return _Published()
    run = as_object(_read(folder / MANIFEST_FILE).get(RUN))
    report = _read(folder / REPORT_FILE)
    cover = [as_object(each) for each in as_object(report.get("coverage")).values()]
    short, required = (sum(as_number(each.get(word)) or 0.0 for each in cover) for word in ("short", "required"))
    return _Published(
        short_h=short * interval_minutes / 60,
        short_share=short / required if required else 0.0,
        leads_short=int(as_number(as_object(report.get("leads")).get("short")) or 0),
        missing=tuple(as_texts(run.get("missing"))),
        warnings=tuple(as_texts(run.get("warnings"))),
        notes=tuple(as_texts(run.get("notes"))),
    )


def _read(path: Path) -> Mapping[str, Json]:
    """A JSON object that a night wrote; an empty one where it is not there or cannot be read."""
    try:
        return as_object(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _failure(status: SiteStatus, outcome: SiteNight | None) -> tuple[str, ...]:
    """Why the newest attempt came to nothing; nothing where it did well.

    A night stopped by a mistake in the site's files left no trace in the store: the run of the portfolio knows.
    """
    last = status.last_run
    if outcome is not None and outcome.state in (SiteState.FAILED, SiteState.CANCELLED):
        later = status.last_good is not None and status.last_good.at.astimezone(UTC).isoformat() > outcome.begun
        if not later:
            return (outcome.said,)
    if last is None or last.status in (NightStatus.DONE, NightStatus.PARTLY):
        return ()
    if last.status is NightStatus.RUNNING:
        return () if status.is_held else (f"The night of {last.night} {KILLED}.",)
    why = str(last.summary.get("error") or "")
    return (f"The night of {last.night} ended as {last.status}{f': {why}' if why else '.'}",)


def _state(failed: bool, status: SiteStatus, published: _Published, short_from: float) -> str:
    if failed:
        return FAILED
    if status.trouble:
        return LATE
    if status.last_good is not None and status.last_good.status is NightStatus.PARTLY:
        return PARTLY
    if published.short_share > short_from or published.leads_short:
        return SHORT
    return WARNED if published.warnings else GOOD


def _now_said(status: SiteStatus) -> str:
    """What runs at this moment; empty where nothing does."""
    if not status.is_held:
        return ""
    said = status.beat.said if status.beat is not None and not status.beat.ended else ""
    return said or (status.holder.what if status.holder is not None else "at work")


def status_json(status: PortfolioStatus) -> Json:
    """The same for `wfm portfolio status --json`."""
    return plain(
        {
            "portfolio": status.name,
            "at": status.now,
            "counts": {state: status.count(state) for state in WORST_FIRST},
            "sites": [asdict(site) for site in status.sites],
        }
    )


def write_pages(folder: Path, status: PortfolioStatus) -> tuple[Path, ...]:
    """Writes the page of the portfolio in each language beside its summary; their files."""
    files = []
    for language in LANGUAGES:
        path = portfolio_page_file(folder, language)
        with file_words("write", path):
            write_text(path, portfolio_page(status.name, status.now, _page_sites(status.sites), language))
        files.append(path)
    return tuple(files)


def _page_sites(sites: Sequence[SiteLine]) -> tuple[PageSite, ...]:
    return tuple(
        PageSite(
            name=site.name,
            title=site.title,
            state=site.state,
            night="" if site.last_good is None else site.last_good.isoformat(),
            age_h=site.age_h,
            short_h=site.short_h,
            short_share=site.short_share,
            leads_short=site.leads_short,
            now=site.now,
            said=site.said,
            warnings=site.warnings,
            notes=site.notes,
        )
        for site in sites
    )
