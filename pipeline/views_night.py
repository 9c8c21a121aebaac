"""The last published night as the screens see it: where it lies, what it planned, and what has changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from domain.access import Act
from domain.day_types import demand_calendar
from domain.errors import ConfigError, DataError, Problem
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_config import read_site_config
from domain.site_folder import read_site
from pipeline.access import needs
from pipeline.file_names import MANIFEST_FILE, SITE_FILES
from pipeline.json_reading import as_object
from pipeline.night_files import RUN
from pipeline.site_store import has_database, open_site_database
from store.audit_trail import newest_act
from store.folders import latest_folder
from store.hashes import sha256_of
from store.json_text import Json
from store.layout import nights_folder


@dataclass(frozen=True, slots=True)
class SiteName:
    """What a page says about the site before there is a night: its name, and whether it is a simulated sample."""

    id: str
    name: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class NightMark:
    """What tells one state of a site from another at the price of a few file times: the key of every cached read."""

    site_dir: Path
    folder: Path
    state: str


@dataclass(frozen=True, slots=True)
class PublishedNight:
    """The last night of a site: the site as it is now, the days that were planned, and when that was done."""

    site_dir: Path
    folder: Path
    site: Site
    night: date
    window: PlanningWindow
    started: datetime | None
    changed_files: tuple[str, ...]

    @property
    def interval_h(self) -> float:
        """Length of an interval in hours: what turns agent-intervals into agent-hours."""
        return self.site.interval_min / 60


def site_name(site_dir: Path) -> SiteName:
    """The site's name and mark; raises where the folder is no site, or its site.toml is wrong."""
    section = read_site_config(site_dir / "site.toml").site
    return SiteName(section.id, section.name or section.id, section.simulated)


def latest_mark(site_dir: Path) -> NightMark | None:
    """The mark of the newest published night; none before the first."""
    folder = latest_folder(nights_folder(site_dir))
    if folder is None:
        return None
    watched = [folder / MANIFEST_FILE, *(site_dir / name for name in SITE_FILES)]
    state = " ".join(_state(path) for path in watched)
    return NightMark(site_dir, folder, f"{state} {_acts(site_dir)}")


def _acts(site_dir: Path) -> int:
    """The newest act in the database that changes what a night shows: an ingest, an override, a night.

    Progress of jobs, edits of rosters and accounts are not among them: whoever plans would wait for every page anew
    meanwhile.
    """
    if not has_database(site_dir):
        return 0
    with open_site_database(site_dir) as database:
        return newest_act(database, read_site_config(site_dir / "site.toml").site.id, ("job", "roster", "account"))


def _state(path: Path) -> str:
    """When the file was last written and how long it is; a dash where there is none."""
    if not path.is_file():
        return "-"
    found = path.stat()
    return f"{found.st_mtime_ns}:{found.st_size}"


@needs(Act.SEE_PLAN)
def published_night(mark: NightMark) -> PublishedNight:
    """The night of a mark; raises where the site or the night's manifest cannot be read."""
    manifest = read_object(mark.folder / MANIFEST_FILE)
    night, window = _planned(manifest)
    site = read_site(mark.site_dir)
    return PublishedNight(
        site_dir=mark.site_dir,
        folder=mark.folder,
        site=site,
        night=night,
        window=window,
        started=_started(manifest, site),
        changed_files=_changed_files(mark.site_dir, manifest.get("inputs")),
    )


def planned_days(folder: Path) -> tuple[date, PlanningWindow]:
    """The date of a night's folder and the days that it planned, by its manifest."""
    return _planned(read_object(folder / MANIFEST_FILE))


def _planned(manifest: Mapping[str, Json]) -> tuple[date, PlanningWindow]:
    match manifest:
        case {"night": str(night), "window": {"start": str(start), "days": int(days)}}:
            return date.fromisoformat(night), PlanningWindow(date.fromisoformat(start), days)
    expected = "the night's date and window; run `wfm nightly` again"
    raise DataError([Problem(MANIFEST_FILE, None, None, None, expected)])


def _started(manifest: Mapping[str, Json], site: Site) -> datetime | None:
    """When the night began, in the site's time; none where nothing tells it."""
    started = as_object(manifest.get(RUN)).get("started")
    return datetime.fromisoformat(started).astimezone(site.timezone) if isinstance(started, str) else None


def _changed_files(site_dir: Path, inputs: Json) -> tuple[str, ...]:
    """The site's files that are not as the night read them: changed, added or gone."""
    if not isinstance(inputs, dict):
        return ()
    present = {name: sha256_of(site_dir / name) for name in SITE_FILES if (site_dir / name).is_file()}
    return tuple(name for name in SITE_FILES if present.get(name) != inputs.get(name))


def read_object(path: Path) -> Mapping[str, Json]:
    """A JSON object of a published night."""
    if not path.is_file():
        raise ConfigError(f"{path.parent} holds no {path.name}; run `wfm nightly` again")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError([Problem(path.name, None, None, None, f"valid JSON, but {error}")]) from error
    if not isinstance(content, dict):
        raise DataError([Problem(path.name, None, None, None, "a JSON object, as a night writes it")])
    return content


@needs(Act.SEE_PLAN)
def holidays_of(night: PublishedNight, language: str) -> dict[date, str]:
    """The names of the holidays in the planned days, in the language where the calendar has them in it."""
    section, window = night.site.config.site, night.window
    calendar = demand_calendar(section.country, window.start, window.last, section.region, language)
    return {day: names[0] for day, names in calendar.holidays.items() if window.holds(day)}
