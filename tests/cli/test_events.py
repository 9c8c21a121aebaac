"""`wfm events`: what stands out is told, and written so that a planner can copy it."""

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from tests.cli.runner import wfm
from tests.cli.tiny import tiny_history, tiny_site

FIRST = date(2026, 1, 5)
STORM = date(2026, 4, 15)
BARE = ("--country", "KR")


def history(path: Path, storm: bool = True, days: int = 150) -> Path:
    """Workdays from nine to seven, a hundred contacts an hour; three times as many on the storm's afternoon."""
    chance = np.random.default_rng(3)
    lines = ["interval_start,queue,offered"]
    for day in (FIRST + timedelta(days=number) for number in range(days)):
        if day.weekday() < 5:
            for slot in range(20):
                start = datetime(day.year, day.month, day.day, 9) + timedelta(minutes=30 * slot)
                factor = 3 if storm and day == STORM and 6 <= slot < 14 else 1
                lines.append(f"{start:%Y-%m-%dT%H:%M},general,{chance.poisson(50 * factor)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_found_spike_is_told_and_written_as_an_event(tmp_path: Path) -> None:
    calls, out = history(tmp_path / "calls.csv"), tmp_path / "found.csv"
    done = wfm("events", "--history", calls, *BARE, "--out", out)

    assert done.exit_code == 0, done.stderr
    assert "spike" in done.stderr and "2026-04-15 12:00" in done.stderr
    assert rows(out) == [
        {
            "event": "found 2026-04-15 spike",
            "from": "2026-04-15T12:00",
            "until": "2026-04-15T16:00",
            "queue": "general",
            "effect": "",
        }
    ]


def test_what_was_written_and_renamed_is_known_and_no_longer_found(tmp_path: Path) -> None:
    calls, out = history(tmp_path / "calls.csv"), tmp_path / "events.csv"
    wfm("events", "--history", calls, *BARE, "--out", out)
    out.write_text(out.read_text(encoding="utf-8").replace("found 2026-04-15 spike", "storm"), encoding="utf-8")
    done = wfm("events", "--history", calls, *BARE, "--events", out)

    assert done.exit_code == 0, done.stderr
    assert "Nothing stands out" in done.stderr
    assert "1 past occurrence, x2." in done.stderr


def test_a_named_storm_teaches_the_coming_one_and_the_forecast_says_so(tmp_path: Path) -> None:
    calls, known = history(tmp_path / "calls.csv"), tmp_path / "events.csv"
    past = f"storm,{STORM}T12:00,{STORM}T16:00,general,\n"
    known.write_text(f"event,from,until,queue,effect\n{past}storm,2026-06-09T12:00,2026-06-09T16:00,*,\n", "utf-8")
    words = ("--history", calls, *BARE, "--events", known, "--start", "2026-06-08", "--days", "7")
    done = wfm("forecast", *words, "--out", tmp_path / "forecast.csv")

    assert done.exit_code == 0, done.stderr
    assert "general: event storm: 1 past occurrence, x2." in done.stderr
    found = {row["interval_start"]: float(row["offered"]) for row in rows(tmp_path / "forecast.csv")}
    assert found["2026-06-09T13:00:00"] > 1.8 * found["2026-06-10T13:00:00"]


def test_only_what_came_before_the_start_is_looked_at(tmp_path: Path) -> None:
    calls = history(tmp_path / "calls.csv")
    done = wfm("events", "--history", calls, *BARE, "--start", "2026-04-15")

    assert done.exit_code == 0, done.stderr
    assert "Nothing stands out" in done.stderr


def test_a_quiet_history_gets_an_empty_list(tmp_path: Path) -> None:
    calls = history(tmp_path / "calls.csv", storm=False)
    done = wfm("events", "--history", calls, *BARE, "--out", tmp_path / "found.csv")

    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "found.csv").read_text(encoding="utf-8") == "event,from,until,queue,effect\n"


def test_a_site_with_seven_weeks_of_history_is_told_that_they_are_too_few(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    assert wfm("ingest", tiny_history(tmp_path / "calls.csv"), "--site", site).exit_code == 0
    done = wfm("events", "--site", site, "--out", tmp_path / "found.csv")

    assert done.exit_code == 1
    assert "takes at least 56" in done.stderr
    assert not (tmp_path / "found.csv").exists()


def test_no_history_before_the_day_is_a_failure_in_words_and_nothing_is_written(tmp_path: Path) -> None:
    calls = history(tmp_path / "calls.csv", days=60)
    done = wfm("events", "--history", calls, *BARE, "--start", "2020-01-01", "--out", tmp_path / "found.csv")

    assert done.exit_code == 1
    assert "no history before 2020-01-01" in done.stderr
    assert not (tmp_path / "found.csv").exists()
