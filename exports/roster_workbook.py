"""The roster as a workbook: a summary, one sheet a team by week, HR's tables, and a flat sheet for import."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from domain.people import Person
from exports.flat_sheet import write_flat_sheet
from exports.guarded_sheet import GuardedSheet
from exports.roster_book import RosterBook
from exports.sheet_names import sheet_names
from exports.summary_sheet import write_summary_sheet
from exports.table_sheet import write_spoken_table
from exports.team_sheet import write_team_sheet
from exports.wording import (
    CHANGES_SHEET,
    FLAT_SHEET,
    NO_TEAM,
    PAY_HOURS_SHEET,
    PAY_MONTHS_SHEET,
    SIMULATED_MARK,
    SUMMARY_SHEET,
)
from exports.workbook_styles import make_styles

OWN_SHEETS = (SUMMARY_SHEET, CHANGES_SHEET, PAY_MONTHS_SHEET, PAY_HOURS_SHEET, FLAT_SHEET)

# Text stays text: nothing a person typed into a site file may become a formula, a link or a number.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_roster_workbook(path: Path, book: RosterBook) -> None:
    """Writes the workbook to `path`; the same book gives the same bytes. Raises OSError where the disk refuses it."""
    try:
        with xlsxwriter.Workbook(str(path), AS_TEXT) as workbook:
            _fill(workbook, book)
    except FileCreateError as error:  # the library's own wrapping, which hides that the disk is full
        raise error.args[0] from error


def _fill(workbook: xlsxwriter.Workbook, book: RosterBook) -> None:
    workbook.set_properties(_properties(book))
    styles = make_styles(workbook)
    teams = people_by_team(book)
    names = sheet_names(teams, taken=OWN_SHEETS)

    def sheet(name: str) -> GuardedSheet:
        return workbook.add_worksheet(name, GuardedSheet)

    write_summary_sheet(sheet(SUMMARY_SHEET), book, styles)
    for team, people in teams.items():
        title = f"{book.site_name} · {team}"
        write_team_sheet(sheet(names[team]), title, book, people, styles)
    for name, table in hr_sheets(book).items():
        write_spoken_table(sheet(name), f"{book.heading} · {name}", table, styles, book.simulated)
    write_flat_sheet(sheet(FLAT_SHEET), book, styles)


def hr_sheets(book: RosterBook) -> Mapping[str, pd.DataFrame]:
    """HR's tables that the book has, by the name of their sheet."""
    if book.tables is None:
        return {}
    tables = {
        CHANGES_SHEET: book.tables.changes,
        PAY_MONTHS_SHEET: book.tables.months,
        PAY_HOURS_SHEET: book.tables.hours,
    }
    return {name: pd.DataFrame(table) for name, table in tables.items() if table is not None}


def people_by_team(book: RosterBook) -> Mapping[str, list[Person]]:
    """The people employed in the planning window by team, teams in order of their names."""
    window = book.roster.window
    teams: dict[str, list[Person]] = {}
    for person in book.site.people:
        if person.start_date <= window.last and person.end_date >= window.start:
            teams.setdefault(person.team or NO_TEAM, []).append(person)
    return dict(sorted(teams.items()))


def _properties(book: RosterBook) -> dict[str, str | datetime]:
    """The file's properties; `created` is the window's first day, since a clock would make every file another."""
    return {
        "title": f"{book.site_name} {book.roster.window.start.isoformat()}",
        "comments": SIMULATED_MARK if book.simulated else "",
        "created": datetime.combine(book.roster.window.start, time()),
    }
