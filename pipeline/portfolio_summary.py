"""What a run of a portfolio came to, site by site: written whenever one ends, read by whoever asks how it stands."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.json_reading import as_number, as_object, as_objects
from pipeline.portfolio_night import SiteNight, SiteState
from store.failures import file_words
from store.files import write_json
from store.json_text import Json, plain
from store.layout import portfolio_summary_file

FAILED, IN_PART, CANCELLED = 1, 3, 130


@dataclass(frozen=True, slots=True)
class RunNow:
    """A run as it stands: its sites in the order in which they run, whether it has ended, and what it took."""

    portfolio: str
    begun: str
    about: Mapping[str, Json]
    sites: tuple[SiteNight, ...]
    at_a_time: int = 0
    ended: str = ""
    seconds: float = 0.0

    def count(self, *states: SiteState) -> int:
        """How many sites are in one of these states."""
        return sum(site.state in states for site in self.sites)

    def with_site(self, found: SiteNight) -> "RunNow":
        """The same, with what is known of one site now."""
        return replace(self, sites=tuple(found if site.name == found.name else site for site in self.sites))

    @property
    def unfinished(self) -> tuple[SiteNight, ...]:
        """Sites whose night is not done whole."""
        return tuple(site for site in self.sites if site.state is not SiteState.DONE)

    @property
    def exit_code(self) -> int:
        """0: all done. 3: some failed or were done in part. 1: none was done. 130: cancelled."""
        if self.count(SiteState.CANCELLED):
            return CANCELLED
        if not self.unfinished:
            return 0
        return IN_PART if self.count(SiteState.DONE, SiteState.PARTLY) else FAILED

    @property
    def said(self) -> str:
        """One sentence: how many are done, and which are not, by name."""
        done = f"{self.count(SiteState.DONE):,} of {len(self.sites):,} sites are done."
        names = {state: [site.name for site in self.sites if site.state is state] for state in SiteState}
        told = [f"{state}: {_listed(names[state])}." for state in (SiteState.FAILED, SiteState.PARTLY) if names[state]]
        return " ".join([done, *told])


def _listed(names: list[str], most: int = 10) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def write_summary(folder: Path, run: RunNow) -> None:
    """Writes the summary whole, or leaves the one before."""
    path = portfolio_summary_file(folder)
    with file_words("write", path):
        write_json(path, run_json(run))


def run_json(run: RunNow) -> Json:
    """The summary, as it is written and as `wfm portfolio nightly --json` shows it."""
    counts = Counter(str(site.state) for site in run.sites)
    return plain(
        {
            "portfolio": run.portfolio,
            "begun": run.begun,
            "ended": run.ended,
            "seconds": run.seconds,
            **run.about,
            "at_a_time": run.at_a_time,
            "exit_code": run.exit_code if run.ended else None,
            "counts": {str(state): counts[str(state)] for state in SiteState},
            "sites": [asdict(site) for site in run.sites],
        }
    )


def last_outcomes(folder: Path) -> Mapping[str, SiteNight]:
    """What the last run came to by site; nothing where there was none, or what it wrote cannot be read."""
    try:
        content = as_object(json.loads(portfolio_summary_file(folder).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
    return {site.name: site for site in _sites(as_objects(content.get("sites")))}


def _sites(rows: Iterable[Mapping[str, Json]]) -> Iterable[SiteNight]:
    for row in rows:
        if row.get("state") in set(SiteState):
            yield SiteNight(
                name=str(row.get("name")),
                night=str(row.get("night")),
                state=SiteState(str(row["state"])),
                exit_code=int(as_number(row.get("exit_code")) or 0),
                said=str(row.get("said") or ""),
                begun=str(row.get("begun") or ""),
                seconds=as_number(row.get("seconds")) or 0.0,
            )
