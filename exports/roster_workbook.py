"""The roster as a workbook: a summary, one sheet a team by week, and a flat sheet for import."""

from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path

import xlsxwriter

from domain.people import Person
from exports.flat_sheet import write_flat_sheet
from exports.roster_book import RosterBook
from exports.sheet_names import sheet_names
from exports.summary_sheet import write_summary_sheet
from exports.team_sheet import write_team_sheet
from exports.wording import FLAT_SHEET, NO_TEAM, SIMULATED_MARK, SUMMARY_SHEET
from exports.workbook_styles import make_styles

# Text stays text: nothing a person typed into a site file may become a formula, a link or a number.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_roster_workbook(path: Path, book: RosterBook) -> None:
    """Writes the workbook to `path`; the same book gives the same bytes."""
    with xlsxwriter.Workbook(str(path), AS_TEXT) as workbook:
        workbook.set_properties(_properties(book))
        styles = make_styles(workbook)
        teams = people_by_team(book)
        names = sheet_names(teams, taken=(SUMMARY_SHEET, FLAT_SHEET))
        write_summary_sheet(workbook.add_worksheet(SUMMARY_SHEET), book, styles)
        for team, people in teams.items():
            title = f"{book.site.config.site.name or book.site.id} · {team}"
            write_team_sheet(workbook.add_worksheet(names[team]), title, book, people, styles)
        write_flat_sheet(workbook.add_worksheet(FLAT_SHEET), book, styles)


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
        "title": f"{book.site.config.site.name or book.site.id} {book.roster.window.start.isoformat()}",
        "comments": SIMULATED_MARK if book.simulated else "",
        "created": datetime.combine(book.roster.window.start, time()),
    }
