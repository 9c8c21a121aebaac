"""Versions of a site's roster, of nights, solves, repairs and edits; their files; publishing and rolling back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.access import Act
from domain.errors import ConfigError, DataError, Problem
from domain.roster import PlanningWindow, Roster
from domain.roster_files import ACTIVITY_FILE, REPORT_FILE, ROSTER_FILE, activity_frame, read_roster, roster_frame
from domain.site_config import read_site_config
from domain.site_folder import read_site
from pipeline.access import needs, stamp_for
from pipeline.diff_run import RosterDiff, diff_of, write_changes
from pipeline.export_run import write_workbook
from pipeline.file_names import CHANGES_FILE, MANIFEST_FILE, REQUIREMENT_FILE, WORKBOOK_FILE
from pipeline.roster_states import RosterState, roster_state, whole_of
from pipeline.roster_summary import read_report
from pipeline.schedule_run import curve_beside, read_contacts, read_needed
from pipeline.site_store import open_site_database, stamp_of
from pipeline.version_report import edited_report
from pipeline.views_night import planned_days
from store.csv_files import write_csv
from store.files import write_bytes, write_json
from store.folders import point_latest, staged_folder
from store.json_text import Json
from store.layout import night_folder, rosters_folder, version_folder
from store.roster_records import Origin, Publication, RosterVersion
from store.rosters import (
    NewRoster,
    add_whole,
    find_night_roster,
    find_roster,
    list_publications,
    list_rosters,
    newest_of_line,
    publish_roster,
    read_chain,
)

__all__ = ["Origin", "Publication", "RosterVersion"]

FILES = (ROSTER_FILE, ACTIVITY_FILE, REPORT_FILE, REQUIREMENT_FILE, MANIFEST_FILE)
PUBLISHED_FILES = (ROSTER_FILE, ACTIVITY_FILE, REPORT_FILE, CHANGES_FILE, WORKBOOK_FILE)
NIGHTS_NAME = "night"  # who made the version of a night's roster


@dataclass(frozen=True, slots=True)
class Versions:
    """The site's versions, newest first, and what was published, newest first: the first one is in force."""

    versions: tuple[RosterVersion, ...]
    publications: tuple[Publication, ...]

    @property
    def in_force(self) -> int | None:
        """The number of the version in force; None before the first publication."""
        return self.publications[0].number if self.publications else None

    def newest_of(self, root: int) -> RosterVersion:
        """The last version of a line."""
        return next(version for version in self.versions if version.root == root)


@needs(Act.SEE_ROSTER)
def site_versions(site_dir: Path) -> Versions:
    """All versions and publications of the site."""
    site_id = _site_id(site_dir)
    with open_site_database(site_dir) as database:
        return Versions(list_rosters(database, site_id), list_publications(database, site_id))


@needs(Act.SEE_ROSTER)
def version_of_night(site_dir: Path, night: date) -> RosterVersion:
    """The version that is the roster of a published night, kept the first time that somebody asks for it."""
    site_id, folder = _site_id(site_dir), night_folder(site_dir, night)
    if not (folder / REPORT_FILE).is_file():
        raise ConfigError(f"{folder} holds no {REPORT_FILE}; run `wfm nightly` again")
    report = (folder / REPORT_FILE).read_bytes()
    with open_site_database(site_dir) as database:
        known = find_night_roster(database, site_id, night, report)
    if known is not None:
        return known
    _, window = planned_days(folder)
    return _keep(site_dir, NewRoster(Origin.NIGHT, night, window), read_roster(folder, window), report, NIGHTS_NAME)


@needs(Act.RUN_JOBS)
def keep_roster(site_dir: Path, new: NewRoster, folder: Path, who: str) -> RosterVersion:
    """The roster of a folder as a new draft version."""
    report = (folder / REPORT_FILE).read_bytes()
    return _keep(site_dir, new, read_roster(folder, new.window), report, who)


def _keep(site_dir: Path, new: NewRoster, roster: Roster, report: bytes, who: str) -> RosterVersion:
    with open_site_database(site_dir) as database:
        return add_whole(database, _site_id(site_dir), new, whole_of(roster, report), stamp_of(who))


@needs(Act.SEE_ROSTER)
def version_state(site_dir: Path, number: int) -> RosterState:
    """A version with its roster and locks; raises UsageError where there is none with this number."""
    return roster_state(site_dir, _site_id(site_dir), number)


@needs(Act.SEE_ROSTER)
def version_files(site_dir: Path, number: int) -> Path:
    """A folder with the version's roster, activities, report and requirement, written when first asked for.

    The report of an edited version is the audit of it.
    """
    folder = version_folder(site_dir, number)
    if all((folder / name).is_file() for name in FILES):
        return folder
    state = version_state(site_dir, number)
    night = night_folder(site_dir, state.version.night)
    needed_file = night / REQUIREMENT_FILE
    if not needed_file.is_file():
        raise DataError([Problem(str(needed_file), None, None, None, "the requirement of the version's night")])
    with staged_folder(folder, FILES) as staged:
        write_csv(staged / ROSTER_FILE, roster_frame(state.roster.duties))
        write_csv(staged / ACTIVITY_FILE, activity_frame(state.roster.activities))
        for name in (REQUIREMENT_FILE, MANIFEST_FILE):  # with both, what reads a night reads a version
            write_bytes(staged / name, (night / name).read_bytes())
        _write_report(staged / REPORT_FILE, site_dir, state, needed_file)
    return folder


def _write_report(path: Path, site_dir: Path, state: RosterState, needed_file: Path) -> None:
    if state.version.origin is Origin.EDIT:
        site = read_site(site_dir)
        beside = curve_beside(site_dir, needed_file)
        curve = None if beside is None else read_contacts(site, beside)
        write_json(path, edited_report(site, state.roster, read_needed(site, needed_file), curve))
        return
    with open_site_database(site_dir) as database:
        write_bytes(path, read_chain(database, _site_id(site_dir), state.version.number).whole.report)


@needs(Act.SEE_ROSTER)
def version_diff(site_dir: Path, before: int, after: int) -> RosterDiff:
    """What differs between two versions of the site."""
    return diff_of(version_state(site_dir, before).roster, version_state(site_dir, after).roster)


@needs(Act.PUBLISH)
def publish_version(site_dir: Path, number: int, who: str | None, note: str = "") -> Publication:
    """Makes the version the roster in force; an older one is rolled back to in the same way.

    Its files, the workbook and the changes against the roster in force before appear whole in SITE/rosters/NUMBER, and
    `latest` points there. Raises ConfigError where the version breaks a hard rule: nothing is published then.
    """
    site, folder = read_site(site_dir), version_files(site_dir, number)
    report = read_report(folder)
    _refuse_broken(number, report)
    state, before = version_state(site_dir, number), site_versions(site_dir).in_force
    target = rosters_folder(site_dir) / str(number)
    with staged_folder(target, PUBLISHED_FILES) as staged:
        for name in (ROSTER_FILE, ACTIVITY_FILE, REPORT_FILE):
            write_bytes(staged / name, (folder / name).read_bytes())
        if before is not None:
            write_changes(staged / CHANGES_FILE, version_diff(site_dir, before, number).changes)
        write_workbook(staged / WORKBOOK_FILE, site, state.roster, report)
    with open_site_database(site_dir) as database:
        published = publish_roster(database, site.id, number, stamp_for(site_dir, who), note.strip())
    point_latest(target.parent, target.name)
    return published


def _refuse_broken(number: int, report: Mapping[str, Json]) -> None:
    rules = report.get("rules")
    broken = [
        rule_id
        for rule_id, found in (rules.items() if isinstance(rules, dict) else ())
        if isinstance(found, dict) and found.get("broken") and rule_id != "lead_span"
    ]
    if broken:
        raise ConfigError(
            f"Version {number} breaks the hard rule {broken[0]}; it was not published. Correct it on the roster page."
        )


@needs(Act.TAKE_FILES)
def version_download(site_dir: Path, number: int, name: str) -> bytes:
    """One file of a version; the workbook, for HR, is made when it is first asked for."""
    folder = version_files(site_dir, number)
    if name != WORKBOOK_FILE:
        return (folder / name).read_bytes()
    path = folder.with_name(f"{number}_{WORKBOOK_FILE}")
    if not path.is_file():
        write_workbook(path, read_site(site_dir), version_state(site_dir, number).roster, read_report(folder))
    return path.read_bytes()


def window_of_version(version: RosterVersion) -> PlanningWindow:
    """The days that a version plans."""
    return PlanningWindow(version.start, version.days)


@needs(Act.SEE_ROSTER)
def find_line_end(site_dir: Path, number: int) -> RosterVersion:
    """The newest version of the line that holds this one."""
    with open_site_database(site_dir) as database:
        return newest_of_line(database, _site_id(site_dir), number)


@needs(Act.SEE_ROSTER)
def find_version(site_dir: Path, number: int) -> RosterVersion:
    """The version with this number."""
    with open_site_database(site_dir) as database:
        return find_roster(database, _site_id(site_dir), number)


def requirement_of(site_dir: Path, version: RosterVersion) -> Path:
    """The requirement file of the night that the version is for."""
    return night_folder(site_dir, version.night) / REQUIREMENT_FILE


def _site_id(site_dir: Path) -> str:
    return read_site_config(site_dir / "site.toml").site.id
