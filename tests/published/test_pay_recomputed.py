"""`pay_hours.csv` of a site of 401 agents and 76 leads equals, to the minute, what a second computation finds.

One roster comes from the product's own solver in twenty seconds. Another is drawn by chance without any rule, so that
there are weeks without a day off, long days, part-timers and holidays at every hour.
"""

import csv
import random
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.runner import wfm
from tests.published.pay_recomputed import COLUMNS, recomputed, rows_of
from tests.shared import SHARED, needs_shared

SITE = SHARED / "sites" / "site401"
FIRST, DAYS = date(2026, 12, 7), 28
# The decree's days in the window: Christmas, a Friday, and New Year's Day, a Friday.
HOLIDAYS = frozenset({date(2026, 12, 25), date(2027, 1, 1)})


def exported(site: Path, roster: Path, out: Path) -> list[dict[str, str]]:
    done = wfm("export", "--site", site, "--roster", roster, "--out", out)
    assert done.exit_code == 0, done.stderr
    return rows_of(out / "pay_hours.csv")


def differences(site: Path, roster: Path, out: Path) -> tuple[int, int, list[str]]:
    """Rows compared, paid minutes compared, and every cell that differs."""
    rows, expected = exported(site, roster, out), recomputed(site, roster, FIRST, DAYS, HOLIDAYS)
    assert {(row["agent_id"], row["date"]) for row in rows} == set(expected)
    wrong = [
        f"{row['agent_id']} {row['date']} {name}: {row[name]} is not {expected[row['agent_id'], row['date']][name]}"
        for row in rows
        for name in COLUMNS
        if int(row[name]) != expected[row["agent_id"], row["date"]][name]
    ]
    return len(rows), sum(int(row["paid_minutes"]) for row in rows), wrong


@needs_shared
@pytest.mark.slow
def test_pay_hours_of_a_rostered_site_of_401_agents_equal_the_second_computation(tmp_path: Path) -> None:
    words = ("--start", FIRST.isoformat(), "--days", str(DAYS), "--time-limit", "20", "--out", tmp_path / "roster")
    done = wfm("schedule", "--site", SITE, "--requirement", SITE / "requirement.csv", *words)
    assert (tmp_path / "roster" / "roster.csv").is_file(), done.stderr
    rows, minutes, wrong = differences(SITE, tmp_path / "roster", tmp_path / "out")
    print(f"{rows} people-days, {minutes} paid minutes compared, {len(wrong)} cells differ")
    assert wrong == []
    assert rows > 13_000 and minutes > 3_000_000


@needs_shared
def test_pay_hours_of_a_roster_drawn_by_chance_equal_the_second_computation(tmp_path: Path) -> None:
    site, chance = tmp_path / "site", random.Random(7)
    shutil.copytree(SITE, site)
    (site / "previous.csv").unlink()
    people = _with_part_timers(site / "staff.csv", chance)
    _drawn_roster(tmp_path / "roster", people, chance)
    rows, minutes, wrong = differences(site, tmp_path / "roster", tmp_path / "out")
    print(f"{rows} people-days, {minutes} paid minutes compared, {len(wrong)} cells differ")
    assert wrong == []
    assert rows > 2_500 and minutes > 500_000


def _with_part_timers(path: Path, chance: random.Random) -> list[dict[str, str]]:
    """The first hundred people only, every other one on a contract of its own."""
    people = rows_of(path)[:100]
    for row in people[::2]:
        row["contract_minutes_week"] = str(chance.choice([480, 870, 900, 1203, 1800]))
    kept = {row["agent_id"] for row in people}
    _write(path, people)
    for name in ("leave.csv", "limits.csv", "preferences.csv"):
        rows = rows_of(path.parent / name)
        _write(path.parent / name, [row for row in rows if row["agent_id"] in kept] or rows[:0], list(rows[0]))
    return people


def _drawn_roster(folder: Path, people: list[dict[str, str]], chance: random.Random) -> None:
    duties, activities = [], []
    for person in people:
        at_work = chance.choice([0.5, 0.7, 1.0])
        for day in (FIRST + timedelta(days=n) for n in range(DAYS)):
            if chance.random() > at_work:
                continue
            start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=15 * chance.randrange(96))
            span, meal = 15 * chance.randrange(4, 60), 15 * chance.randrange(0, 5)
            start = min(start, datetime.combine(day, datetime.min.time()) + timedelta(hours=9))
            if chance.random() < 0.3 and not (duties and duties[-1]["agent_id"] == person["agent_id"]):
                start += timedelta(hours=14)
            previous_end = duties[-1]["end"] if duties and duties[-1]["agent_id"] == person["agent_id"] else ""
            if previous_end > start.isoformat():
                continue
            _add(duties, activities, person, (start, span, min(meal, span - 30)))
    folder.mkdir()
    _write(folder / "roster.csv", duties)
    _write(folder / "activities.csv", activities)


def _add(duties: list, activities: list, person: dict[str, str], drawn: tuple[datetime, int, int]) -> None:
    start, span, meal = drawn
    end, out = start + timedelta(minutes=span), start + timedelta(minutes=15)
    stretches = [(start, out, "rest"), (out, out + timedelta(minutes=meal), "meal")]
    stretches.append((out + timedelta(minutes=meal), end, "meeting"))
    who = {"agent_id": person["agent_id"]}
    activities += [
        who | {"start": one.isoformat(), "end": two.isoformat(), "activity": kind, "queue": ""}
        for one, two, kind in stretches
        if two > one
    ]
    of_day = {"date": start.date().isoformat(), "shift": "X", "start": start.isoformat(), "end": end.isoformat()}
    of_person = {"role": person["role"], "team": person["team"]}
    duties.append(who | of_person | of_day | {"paid_minutes": str(span - meal), "mode": "site"})


def _write(path: Path, rows: list[dict[str, str]], columns: list[str] | None = None) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
