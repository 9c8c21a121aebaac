"""One team's sheet: week under week, people down, days across, one printed page a week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True)
class _Team:
    """What one team's sheet is drawn from."""

    book: RosterBook
    people: Sequence[Person]
    duties: Mapping[tuple[str, date], Sequence[Duty]]
    leave: Mapping[str, frozenset[date]]


def write_team_sheet(sheet: Worksheet, title: str, book: RosterBook, people: Sequence[Person], styles: Styles) -> None:
    """Writes all weeks of one team; leads stand on top."""
    team = _Team(book, people, _duties_by_day(book, people), days_on_leave(book.site))
    row = begin_sheet(sheet, title, styles, book.simulated)
    sheet.set_column(ID_COLUMN, ID_COLUMN, 12)
    sheet.set_column(ROLE_COLUMN, ROLE_COLUMN, 13)
    sheet.set_column(FIRST_DAY, FIRST_DAY + WEEK_DAYS - 1, 11)
    sheet.set_column(HOURS_COLUMN, HOURS_COLUMN, 11)
    sheet.freeze_panes(row, FIRST_DAY)
    sheet.repeat_rows(0, row - 1)
    breaks = []
    for week in weeks_of(book):
        row = _write_legend(sheet, _write_week(sheet, row, week, team, styles), book, styles)
        breaks.append(row)
    sheet.set_h_pagebreaks(breaks[:-1])


def _duties_by_day(book: RosterBook, people: Sequence[Person]) -> dict[tuple[str, date], list[Duty]]:
    ids = {person.id for person in people}
    found: dict[tuple[str, date], list[Duty]] = {}
    for duty in sorted(book.roster.duties, key=lambda duty: (duty.agent_id, duty.start)):
        if duty.agent_id in ids:
            found.setdefault((duty.agent_id, duty.day), []).append(duty)
    return found


def _write_week(sheet: Worksheet, row: int, week: Sequence[date], team: _Team, styles: Styles) -> int:
    sheet.write_string(row, 0, week_heading(week[0], week[-1]), styles.title)
    _write_heads(sheet, row + 1, week, team.book, styles)
    row += 2
    for person in sorted(team.people, key=lambda person: (person.role != "lead", person.id)):
        _write_person(sheet, row, person, week, team, styles)
        row += 1
    return row


def _write_heads(sheet: Worksheet, row: int, week: Sequence[date], book: RosterBook, styles: Styles) -> None:
    sheet.set_row(row, 38)
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


def _write_legend(sheet: Worksheet, row: int, book: RosterBook, styles: Styles) -> int:
    """The colours and the times of the shifts, below each week so that every printed page has them."""
    row += 1
    sheet.write_string(row, 0, "범례 Legend    * 재택 remote", styles.text)
    shown: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for shift in sorted(book.site.shifts, key=lambda shift: (shift.start_min, shift.id)):
        clock = f"{shift.start_min // 60:02}:{shift.start_min % 60:02}-{_end_clock(shift.end_min)}"
        shown[kind_of_shift(shift, book.site.rules.parameters)].append(f"{shift.id} {clock}")
    for kind, shifts in shown.items():
        if shifts or kind in (Kind.OFF, Kind.LEAVE, Kind.NONE):
            row += 1
            sheet.write_string(row, 0, "", styles.kinds[kind])
            sheet.write_string(row, 1, "   ".join([KIND_WORDS[kind], *shifts]), styles.text)
    return row + 2


def _end_clock(end_min: int) -> str:
    return f"{end_min // 60 % 24:02}:{end_min % 60:02}{'+1' if end_min > 24 * 60 else ''}"
