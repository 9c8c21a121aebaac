"""A roster folder as HR takes it: `roster.csv`, `activities.csv` and the workbook, behind `wfm export`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from domain.day_types import demand_calendar
from domain.roster import PlanningWindow, Roster
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE, activity_frame, read_roster, roster_frame
from domain.site import Site
from domain.site_folder import read_site
from exports.roster_book import RosterBook
from exports.roster_workbook import write_roster_workbook
from pipeline.roster_summary import read_report, roster_summary
from store.csv_files import write_csv
from store.files import staged_file
from store.folders import staged_folder
from store.json_text import Json

WORKBOOK_FILE = "roster.xlsx"
FILES = (ROSTER_FILE, ACTIVITY_FILE, WORKBOOK_FILE)


def export_roster(site_dir: Path, roster_dir: Path, out: Path) -> tuple[str, ...]:
    """Writes the exports of a roster into a folder; the names of the files in it."""
    site, report = read_site(site_dir), read_report(roster_dir)
    roster = read_roster(roster_dir, window_of(report))
    with staged_folder(out, FILES) as staged:
        write_csv(staged / ROSTER_FILE, roster_frame(roster.duties))
        write_csv(staged / ACTIVITY_FILE, activity_frame(roster.activities))
        write_workbook(staged / WORKBOOK_FILE, site, roster, report)
    return FILES


def write_workbook(path: Path, site: Site, roster: Roster, report: Mapping[str, Json]) -> None:
    """Writes the workbook of a roster, whole or not at all."""
    book = RosterBook(site, roster, roster_summary(site, report), holiday_names(site, roster.window))
    with staged_file(path) as staged:
        write_roster_workbook(staged, book)


def window_of(report: Mapping[str, Json]) -> PlanningWindow | None:
    """The planning window that a report names; none where it does not."""
    match report.get("window"):
        case {"start": str(start), "days": int(days)}:
            return PlanningWindow(date.fromisoformat(start), days)
    return None


def holiday_names(site: Site, window: PlanningWindow) -> dict[date, str]:
    """The names of the holidays in the window, in Korean where the calendar has them."""
    section = site.config.site
    calendar = demand_calendar(section.country, window.start, window.last, section.region, language="ko")
    return {day: names[0] for day, names in calendar.holidays.items() if window.holds(day)}
