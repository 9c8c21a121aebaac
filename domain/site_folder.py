"""Reading a site folder: every file is checked against the contract and against the others before anything is used."""

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

from domain.cell_text import unguarded
from domain.errors import ConfigError
from domain.people import LIMITS_WITH_NUMBER, OPEN_END, Leave, Limit, LimitKind, Person, Preference
from domain.roster import Duty
from domain.rule_pack import read_rule_pack
from domain.shifts import MINUTES_A_DAY, Shift
from domain.site import Site
from domain.site_config import read_site_config
from domain.tables import Row, Table, read_table
from domain.temporary_holidays import temporary_holidays

MODES = ("site", "remote", "any")
ROLES = ("agent", "lead")
SHIFT_COLUMNS = (
    "shift",
    "start",
    "span_minutes",
    "meal_minutes",
    "meal_from",
    "meal_until",
    "rest_minutes",
    "rest_count",
    "days",
    "roles",
    "mode",
)
STAFF_COLUMNS = (
    "agent_id",
    "role",
    "team",
    "vendor",
    "skills",
    "contract_minutes_week",
    "max_overtime_minutes_week",
    "night_consent",
    "mode",
    "start_date",
    "end_date",
)
DUTY_COLUMNS = ("agent_id", "role", "team", "date", "shift", "start", "end", "paid_minutes", "mode")


def read_site(folder: Path) -> Site:
    """The checked site; raises DataError or ConfigError with file, row, column, value and what is expected."""
    if not folder.is_dir():
        raise ConfigError(f"{folder} is not a site folder; `wfm init {folder}` makes one")
    config = read_site_config(folder / "site.toml")
    rules = read_rule_pack(config.rules.pack, config.rules.override, folder)
    shifts = read_shifts(folder / "shifts.csv")
    shift_ids = frozenset(shift.id for shift in shifts)
    people = read_staff(folder / "staff.csv", frozenset(queue.id for queue in config.queue))
    ids = frozenset(person.id for person in people)
    return Site(
        config=config,
        rules=rules,
        shifts=shifts,
        people=people,
        leave=read_leave(folder / "leave.csv", ids),
        limits=read_limits(folder / "limits.csv", ids, shift_ids),
        preferences=read_preferences(folder / "preferences.csv", ids, shift_ids),
        previous=read_duties(folder / "previous.csv") if (folder / "previous.csv").exists() else (),
        temporary_holidays=temporary_holidays(folder / "events.csv", config.site.timezone),
    )


def read_shifts(path: Path) -> tuple[Shift, ...]:
    """The shift catalogue of `shifts.csv`."""
    table = read_table(path, SHIFT_COLUMNS, must_have_rows=True)
    shifts = tuple(_shift(row) for row in table.cells())
    _refuse_twice(table, "shift")
    table.finish()
    return shifts


def _shift(row: Row) -> Shift:
    span_min, meal_min = row.whole("span_minutes", least=1), row.whole("meal_minutes", default=0)
    if span_min > MINUTES_A_DAY:
        row.table.complain(
            row.number, "span_minutes", row.text("span_minutes"), "at most 1440; a shift is at most a day"
        )
    from_min, until_min = row.whole("meal_from", default=0), row.whole("meal_until", default=span_min)
    if meal_min and not (from_min > 0 and from_min + meal_min <= until_min < span_min):
        expected = f"a window strictly inside the shift of {span_min} min that holds the meal of {meal_min} min"
        row.table.complain(row.number, "meal_until", f"{from_min} to {until_min}", expected)
    weekday_letters = row.word("days")
    if len(weekday_letters) != 7:
        row.table.complain(row.number, "days", weekday_letters, "seven letters MTWTFSS with - for a day off")
    roles = _words(row, "roles", ROLES)
    if not roles:
        row.table.complain(row.number, "roles", "", "agent, lead or agent;lead")
    return Shift(
        id=row.word("shift"),
        start_min=int(row.clock("start").total_seconds() // 60),
        span_min=span_min,
        meal_min=meal_min,
        meal_from_min=from_min,
        meal_until_min=until_min,
        rest_min=row.whole("rest_minutes", default=0),
        rest_count=row.whole("rest_count", default=0),
        weekdays=frozenset(number for number, letter in enumerate(weekday_letters) if letter != "-"),
        roles=roles,
        mode=row.word("mode", MODES),  # type: ignore[arg-type]
    )


def read_staff(path: Path, queue_ids: frozenset[str]) -> tuple[Person, ...]:
    """The people of `staff.csv`; an agent without a skill is refused."""
    table = read_table(path, STAFF_COLUMNS, must_have_rows=True)
    people = tuple(_person(row, queue_ids) for row in table.cells())
    _refuse_twice(table, "agent_id")
    table.finish()
    return people


def _person(row: Row, queue_ids: frozenset[str]) -> Person:
    role = row.word("role", ROLES)
    skills = _words(row, "skills", queue_ids)
    if role == "agent" and not skills:
        row.table.complain(row.number, "skills", "", "at least one queue of site.toml for an agent")
    start, end = row.day("start_date"), row.day("end_date", default=OPEN_END)
    if end < start:
        row.table.complain(row.number, "end_date", end.isoformat(), f"a day on or after the start_date {start}")
    return Person(
        id=row.word("agent_id"),
        role=role,  # type: ignore[arg-type]
        team=row.text("team"),
        vendor=row.text("vendor"),
        skills=skills,
        contract_min_week=row.whole("contract_minutes_week"),
        max_overtime_min_week=row.whole("max_overtime_minutes_week", default=0),
        night_consent=row.word("night_consent", ("0", "1")) == "1",
        mode=row.word("mode", MODES),  # type: ignore[arg-type]
        start_date=start,
        end_date=end,
    )


def read_leave(path: Path, agent_ids: frozenset[str]) -> tuple[Leave, ...]:
    """Approved absences; none where the file is absent."""
    if not path.exists():
        return ()
    table = read_table(path, ("agent_id", "date", "kind"))
    leave = tuple(Leave(row.word("agent_id", agent_ids), row.day("date"), row.text("kind")) for row in table.cells())
    table.finish()
    return leave


def read_limits(path: Path, agent_ids: frozenset[str], shift_ids: frozenset[str]) -> tuple[Limit, ...]:
    """Dated limits; none where the file is absent."""
    if not path.exists():
        return ()
    table = read_table(path, ("agent_id", "from_date", "to_date", "limit", "value"))
    limits = tuple(_limit(row, agent_ids, shift_ids) for row in table.cells())
    table.finish()
    return limits


def _limit(row: Row, agent_ids: frozenset[str], shift_ids: frozenset[str]) -> Limit:
    kind = row.word("limit", get_args(LimitKind))
    start, end = row.day("from_date"), row.day("to_date", default=OPEN_END)
    if end < start:
        row.table.complain(row.number, "to_date", end.isoformat(), f"a day on or after the from_date {start}")
    return Limit(
        agent_id=row.word("agent_id", agent_ids),
        from_date=start,
        to_date=end,
        kind=kind,  # type: ignore[arg-type]
        minutes=row.whole("value") if kind in LIMITS_WITH_NUMBER else None,
        shifts=_words(row, "value", shift_ids) if kind == "shifts_only" else frozenset(),
    )


def read_preferences(path: Path, agent_ids: frozenset[str], shift_ids: frozenset[str]) -> tuple[Preference, ...]:
    """Wishes; none where the file is absent."""
    if not path.exists():
        return ()
    table = read_table(path, ("agent_id", "date", "shift", "weight"))
    wishes = tuple(
        Preference(
            row.word("agent_id", agent_ids),
            None if row.text("date") == "*" else row.day("date"),
            row.word("shift", shift_ids | {"*", "off"}),
            row.number_of("weight"),
        )
        for row in table.cells()
    )
    table.finish()
    return wishes


def read_duties(path: Path) -> tuple[Duty, ...]:
    """The duties of a roster file: `previous.csv` of a site or `roster.csv` of a roster folder."""
    table = read_table(path, DUTY_COLUMNS)
    duties = tuple(_duty(row) for row in table.cells())
    table.finish()
    return tuple(sorted(duties, key=lambda duty: (duty.agent_id, duty.start)))


def _duty(row: Row) -> Duty:
    start, end = row.stamp("start"), row.stamp("end")
    if not timedelta(0) < end - start <= timedelta(days=1):
        row.table.complain(
            row.number, "end", row.text("end"), f"a time after the start {start.isoformat()}, at most a day"
        )
    return Duty(
        agent_id=row.word("agent_id"),
        role=row.word("role", ROLES),  # type: ignore[arg-type]
        team=row.text("team"),
        day=row.day("date"),
        shift=row.word("shift"),
        start=start,
        end=end,
        paid_minutes=row.whole("paid_minutes"),
        mode=row.word("mode", ("site", "remote")),  # type: ignore[arg-type]
    )


def _words(row: Row, column: str, allowed: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    words = [word.strip() for word in row.text(column).split(";") if word.strip()]
    for word in words:
        if word not in allowed:
            row.table.complain(row.number, column, word, "one of " + ", ".join(sorted(allowed)[:12]))
    return frozenset(words)


def _refuse_twice(table: Table, column: str) -> None:
    first_row: dict[str, int] = {}
    for number, content in table.rows:
        value = unguarded((content.get(column) or "").strip())
        if value in first_row:
            table.complain(number, column, value, f"each {column} once; it stands in row {first_row[value]} already")
        first_row.setdefault(value, number)


def days_on_leave(site: Site) -> dict[str, frozenset[date]]:
    """Each person's approved days of absence."""
    days: dict[str, set[date]] = {}
    for leave in site.leave:
        days.setdefault(leave.agent_id, set()).add(leave.day)
    return {agent_id: frozenset(found) for agent_id, found in days.items()}
