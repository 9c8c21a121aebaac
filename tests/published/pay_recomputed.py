"""Pay hours worked out anew, minute after minute, from the files alone: nothing of the product is imported here.

It follows docs/hr.md and reads `roster.csv`, `activities.csv` and `staff.csv` as text. A duty belongs to the day on
which it starts. Each paid minute is looked at once, in the order of time, and put where day and week stand by then.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from pathlib import Path

EIGHT_HOURS, FORTY_HOURS, FIFTEEN_HOURS = 480, 2400, 900
MINUTE = timedelta(minutes=1)
COLUMNS = (
    "paid_minutes",
    "regular_minutes",
    "part_time_extra_minutes",
    "overtime_minutes",
    "holiday_minutes_to_8h",
    "holiday_minutes_over_8h",
    "night_minutes",
    "weekly_holiday_minutes",
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def recomputed(
    site: Path, roster: Path, first: date, days: int, holidays: AbstractSet[date]
) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """Minutes by person and day of employment in the window, which has whole weeks from a Monday on."""
    minutes = paid_minutes(roster)
    before = site / "previous.csv"
    touched = days_touched([*(rows_of(before) if before.is_file() else []), *rows_of(roster / "roster.csv")])
    on_leave = {(row["agent_id"], date.fromisoformat(row["date"])) for row in rows_of(site / "leave.csv")}
    found = {}
    for person in rows_of(site / "staff.csv"):
        who, contract = person["agent_id"], int(person["contract_minutes_week"])
        for monday in (first + timedelta(days=7 * week) for week in range(days // 7)):
            week = [monday + timedelta(days=n) for n in range(7)]
            whole = all(is_employed(person, day) for day in week)
            rest_day = paid_rest_day(who, week, touched, on_leave, holidays) if whole else None
            counted, rows = 0, {}
            for day in [day for day in week if is_employed(person, day)]:
                row = Counter()
                for moment in minutes.get((who, day), ()):
                    row["paid_minutes"] += 1
                    row["night_minutes"] += moment.hour >= 22 or moment.hour < 6
                    beyond_day = row["paid_minutes"] > EIGHT_HOURS
                    if day in holidays or day == rest_day:
                        row["holiday_minutes_over_8h" if beyond_day else "holiday_minutes_to_8h"] += 1
                    elif beyond_day or counted >= FORTY_HOURS:
                        row["overtime_minutes"] += 1
                    else:
                        row["part_time_extra_minutes" if counted >= contract else "regular_minutes"] += 1
                    counted += not beyond_day
                rows[day] = row
            if rest_day is not None and contract >= FIFTEEN_HOURS:
                rows[rest_day]["weekly_holiday_minutes"] = round(min(contract, FORTY_HOURS) / 5)
            found |= {(who, day.isoformat()): {name: row[name] for name in COLUMNS} for day, row in rows.items()}
    return found


def is_employed(person: dict[str, str], day: date) -> bool:
    return person["start_date"] <= day.isoformat() <= (person["end_date"] or "9999")


def paid_minutes(roster: Path) -> Mapping[tuple[str, date], list[datetime]]:
    """Every paid minute by person and the day on which its duty starts."""
    starts = defaultdict(list)
    for row in rows_of(roster / "roster.csv"):
        starts[row["agent_id"]].append((datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])))
    found = defaultdict(list)
    for row in rows_of(roster / "activities.csv"):
        if row["activity"] == "meal":
            continue
        begin, end = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])
        (duty_start,) = [start for start, until in starts[row["agent_id"]] if start <= begin < until]
        found[row["agent_id"], duty_start.date()] += every_minute(begin, end)
    return {key: sorted(moments) for key, moments in found.items()}


def every_minute(begin: datetime, end: datetime) -> Iterator[datetime]:
    while begin < end:
        yield begin
        begin += MINUTE


def days_touched(duties: list[dict[str, str]]) -> AbstractSet[tuple[str, date]]:
    """Person and day wherever a minute of a duty lies, meals included; a night before the window reaches into it."""
    found = set()
    for row in duties:
        begin, last = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"]) - MINUTE
        found |= {(row["agent_id"], begin.date()), (row["agent_id"], last.date())}
    return found


def paid_rest_day(
    who: str,
    week: list[date],
    touched: AbstractSet[tuple[str, date]],
    on_leave: AbstractSet[tuple[str, date]],
    holidays: AbstractSet[date],
) -> date:
    """Sunday if nothing touches it, else the last such day; holidays and leave only when no other day is left."""
    sunday = week[6]
    free = [day for day in week if (who, day) not in touched]
    choices = [
        [day for day in free if day not in holidays and (who, day) not in on_leave],
        [day for day in free if (who, day) not in on_leave],
        free,
        [sunday],
    ]
    days = next(days for days in choices if days)
    return sunday if sunday in days else max(days)
