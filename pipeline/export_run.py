"""A roster folder as HR and planners take it, behind `wfm export`: contract files, workbook, HR tables, feeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from domain.access import Act
from domain.day_types import demand_calendar
from domain.payroll_config import PayrollConfig, read_payroll_config
from domain.roster import PlanningWindow, Roster
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE, activity_frame, read_roster, roster_frame
from domain.site import Site
from domain.site_folder import read_site
from exports.feed_events import FeedForm
from exports.hr_words import Headers
from exports.roster_book import HrTables, RosterBook
from exports.roster_workbook import write_roster_workbook
from exports.wording import PAID_HOLIDAY
from pipeline.access import needs
from pipeline.diff_run import read_version
from pipeline.feed_export import Earlier, feeds
from pipeline.file_names import (
    CALENDAR_FOLDER,
    CHANGES_FILE,
    PAY_HOURS_FILE,
    PAY_MONTHS_FILE,
    PAYROLL_TABLE_FILE,
    WORKBOOK_FILE,
)
from pipeline.hr_tables import HrTerms, hr_tables, pay_terms, short_contract_note, write_hr_tables
from pipeline.roster_summary import read_report, roster_summary, window_of
from pipeline.site_store import stamp_now
from store.csv_files import write_csv
from store.files import staged_file, write_bytes
from store.folders import refuse_strangers, staged_folder
from store.json_text import Json

FILES = (
    ROSTER_FILE,
    ACTIVITY_FILE,
    WORKBOOK_FILE,
    PAY_HOURS_FILE,
    PAY_MONTHS_FILE,
    PAYROLL_TABLE_FILE,
    CHANGES_FILE,
    CALENDAR_FOLDER,
)
FEED_FILES = ("*.ics",)


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What the export is compared with, and its language: `since` is an earlier export, or any roster folder."""

    since: Path | None = None
    headers: Headers = "names"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The files of an export, how many feeds, duties changed since the earlier one, and what HR should know."""

    files: tuple[str, ...]
    feeds: int
    changes: int | None
    notes: tuple[str, ...]


PLAIN_ORDER = ExportOrder()


@needs(Act.TAKE_FILES)
def export_roster(
    site_dir: Path, roster_dir: Path, out: Path, order: ExportOrder = PLAIN_ORDER, stamp: datetime | None = None
) -> ExportReport:
    """Writes the exports of a roster into a folder, whole or not at all.

    `stamp` (aware) is when new and changed calendar events were made; without it, now. The same stamp and inputs give
    the same bytes. Raises DataError where a file of the site, the roster or the earlier export cannot be used.
    """
    site, report, config = read_site(site_dir), read_report(roster_dir), read_payroll_config(site_dir)
    roster = read_roster(roster_dir, window_of(report))
    earlier = None if order.since is None else Earlier(order.since, read_version(order.since))
    tables = hr_tables(site, roster, config, None if earlier is None else earlier.roster)
    form = feed_form(site, order.headers, stamp or stamp_now().at)
    calendars = feeds(site, roster, form, earlier)
    refuse_strangers(out / CALENDAR_FOLDER, FEED_FILES)
    with staged_folder(out, FILES) as staged:
        write_csv(staged / ROSTER_FILE, roster_frame(roster.duties))
        write_csv(staged / ACTIVITY_FILE, activity_frame(roster.activities))
        write_workbook(staged / WORKBOOK_FILE, site, roster, report, tables)
        written = write_hr_tables(staged, tables, HrTerms(config, order.headers))
        for name, content in calendars.items():
            write_bytes(staged / CALENDAR_FOLDER / name, content)
    note = short_contract_note(site, tables, roster.window)
    changes = None if tables.changes is None else len(tables.changes)
    files = (ROSTER_FILE, ACTIVITY_FILE, WORKBOOK_FILE, *written, CALENDAR_FOLDER)
    return ExportReport(files, len(calendars), changes, (note,) if note else ())


def feed_form(site: Site, headers: Headers, at: datetime) -> FeedForm:
    """What the feeds of the site share."""
    section = site.config.site
    return FeedForm(section.id, section.name or section.id, headers, at.replace(microsecond=0))


def write_workbook(
    path: Path, site: Site, roster: Roster, report: Mapping[str, Json], tables: HrTables | None = None
) -> None:
    """Writes the workbook of a roster, whole or not at all."""
    holidays = holiday_names(site, roster.window)
    book = RosterBook(site, roster, roster_summary(site, report), holidays, tables)
    with staged_file(path) as staged:
        write_roster_workbook(staged, book)


def holiday_names(site: Site, window: PlanningWindow) -> dict[date, str]:
    """The names of the holidays in the window, of callers and of pay, in Korean where the calendar has them."""
    section = site.config.site
    calendar = demand_calendar(section.country, window.start, window.last, section.region, language="ko")
    paid = dict.fromkeys(pay_terms(site, window, PayrollConfig()).holidays, PAID_HOLIDAY)
    named = paid | {day: names[0] for day, names in calendar.holidays.items()}
    return {day: name for day, name in sorted(named.items()) if window.holds(day)}
