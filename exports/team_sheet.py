"""One team's sheet: week under week, people down, days across; each week starts a printed page.

A team that is too large for a page has its week in parts, each with its own heads and legend.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from math import ceil

from xlsxwriter.worksheet import Worksheet

from domain.people import Person
from domain.roster import Duty
from domain.site_folder import days_on_leave
from exports.roster_book import RosterBook, weeks_of
from exports.sheet_setup import begin_sheet
from exports.wording import LEAVE, NOT_EMPLOYED, OFF, ROLES, day_heading, week_heading
from exports.workbook_styles import KIND_WORDS, Kind, Styles, kind_of_shift

ID_COLUMN, ROLE_COLUMN, FIRST_DAY = 0, 1, 2
WEEK_DAYS = 7
HOURS_COLUMN = FIRST_DAY + WEEK_DAYS
# Of ordinary height, beside the title, a week's heads and the line before the legend: what A4 across holds.
PAGE_ROWS = 28
MIDNIGHT_MIN = 24 * 60
SHIFTS_A_LINE = 5  # of the legend, as wide as the table


@dataclass(frozen=True, slots=True)
class _Team:
    """What one team's sheet is drawn from."""

    book: RosterBook
    people: Sequence[Person]
    duties: Mapping[tuple[str, date], Sequence[Duty]]
    leave: Mapping[str, frozenset[date]]
    legend: Sequence[tuple[Kind, str]]


def write_team_sheet(sheet: Worksheet, title: str, book: RosterBook, people: Sequence[Person], styles: Styles) -> None:
    """Writes all weeks of one team; leads stand on top."""
    on_top = sorted(people, key=lambda person: (person.role != "lead", person.id))
    team = _Team(book, on_top, _duties_by_day(book, people), days_on_leave(book.site), _legend_lines(book))
    row = begin_sheet(sheet, title, styles, book.simulated, own_pages=True)
    sheet.set_column(ID_COLUMN, ID_COLUMN, 12)
    sheet.set_column(ROLE_COLUMN, ROLE_COLUMN, 14)
    sheet.set_column(FIRST_DAY, FIRST_DAY + WEEK_DAYS - 1, 10)
    sheet.set_column(HOURS_COLUMN, HOURS_COLUMN, 10)
    sheet.freeze_panes(row, FIRST_DAY)
    sheet.repeat_rows(0, row - 1)
    breaks = []
    for week in weeks_of(book):
        for part in _parts(team):
            row = _write_legend(sheet, _write_week(sheet, row, week, part, team, styles), team.legend, styles)
            breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])


def _parts(team: _Team) -> Sequence[Sequence[Person]]:
    """The people by printed page, as evenly as may be: what the legend leaves of a page, and four at least."""
    pages = ceil(len(team.people) / max(4, PAGE_ROWS - len(team.legend)))
    return list(batched(team.people, ceil(len(team.people) / pages)))


def _duties_by_day(book: RosterBook, people: Sequence[Person]) -> dict[tuple[str, date], list[Duty]]:
    ids = {person.id for person in people}
    found: dict[tuple[str, date], list[Duty]] = {}
    for duty in sorted(book.roster.duties, key=lambda duty: (duty.agent_id, duty.start)):
        if duty.agent_id in ids:
            found.setdefault((duty.agent_id, duty.day), []).append(duty)
    return found


def _write_week(
    sheet: Worksheet, row: int, week: Sequence[date], people: Sequence[Person], team: _Team, styles: Styles
) -> int:
    sheet.write_string(row, 0, week_heading(week[0], week[-1]), styles.title)
    _write_heads(sheet, row + 1, week, team.book, styles)
    row += 2
    for person in people:
        _write_person(sheet, row, person, week, team, styles)
        row += 1
    return row


def _write_heads(sheet: Worksheet, row: int, week: Sequence[date], book: RosterBook, styles: Styles) -> None:
    sheet.set_row(row, 42)
    sheet.write_string(row, ID_COLUMN, "번호\nID", styles.head)
    sheet.write_string(row, ROLE_COLUMN, "역할\nRole", styles.head)
    for place, day in enumerate(week):
        holiday = book.holidays.get(day)
        style = styles.weekend_head if day.weekday() >= 5 else styles.head
        text = day_heading(day) if holiday is None else f"{day_heading(day)}\n{holiday[:14]}"
        sheet.write_string(row, FIRST_DAY + place, text, style if holiday is None else styles.holiday_head)
    sheet.write_string(row, HOURS_COLUMN, "유급 시간\nPaid h", styles.head)


def _write_person(
    sheet: Worksheet, row: int, person: Person, week: Sequence[date], team: _Team, styles: Styles
) -> None:
    name_style = styles.lead_name if person.role == "lead" else styles.name
    sheet.write_string(row, ID_COLUMN, person.id, name_style)
    sheet.write_string(row, ROLE_COLUMN, ROLES[person.role], name_style)
    for place, day in enumerate(week):
        text, kind = _day_of(person, day, team)
        sheet.write_string(row, FIRST_DAY + place, text, styles.kinds[kind])
    paid_min = sum(duty.paid_minutes for day in week for duty in team.duties.get((person.id, day), ()))
    sheet.write_number(row, HOURS_COLUMN, paid_min / 60, styles.hours)


def _day_of(person: Person, day: date, team: _Team) -> tuple[str, Kind]:
    """What stands in a person's cell of that day, and its colour."""
    duties = team.duties.get((person.id, day), ())
    if duties:
        shift = team.book.site.shift_by_id.get(duties[0].shift)
        kind = Kind.DAY if shift is None else kind_of_shift(shift, team.book.site.rules.parameters)
        return " ".join(f"{duty.shift}{'*' if duty.mode == 'remote' else ''}" for duty in duties), kind
    if day in team.leave.get(person.id, frozenset()):
        return LEAVE, Kind.LEAVE
    return (OFF, Kind.OFF) if person.is_employed(day) else (NOT_EMPLOYED, Kind.NONE)


def _legend_lines(book: RosterBook) -> list[tuple[Kind, str]]:
    """A colour and what it means, a line each: the kind, and the shifts of it with their times."""
    shown: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for shift in sorted(book.site.shifts, key=lambda shift: (shift.start_min, shift.id)):
        clock = f"{shift.start_min // 60:02}:{shift.start_min % 60:02}-{_end_clock(shift.end_min)}"
        shown[kind_of_shift(shift, book.site.rules.parameters)].append(f"{shift.id} {clock}")
    return [
        (kind, "   ".join([KIND_WORDS[kind], *shifts]))
        for kind, all_shifts in shown.items()
        if all_shifts or kind in (Kind.OFF, Kind.LEAVE, Kind.NONE)
        for shifts in list(batched(all_shifts, SHIFTS_A_LINE)) or [()]
    ]


def _write_legend(sheet: Worksheet, row: int, lines: Sequence[tuple[Kind, str]], styles: Styles) -> int:
    """The colours and the times of the shifts, below each week so that every printed page has them."""
    row += 1
    sheet.write_string(row, 0, "범례 Legend    * 재택 remote", styles.text)
    for kind, text in lines:
        row += 1
        sheet.write_string(row, 0, "", styles.kinds[kind])
        sheet.write_string(row, 1, text, styles.text)
    return row + 2


def _end_clock(end_min: int) -> str:
    if end_min <= MIDNIGHT_MIN:
        return f"{end_min // 60:02}:{end_min % 60:02}"  # 24:00 for a shift that ends with its day
    return f"{end_min // 60 % 24:02}:{end_min % 60:02}+1"
