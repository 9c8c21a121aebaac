"""A night when nobody is there: late and wrong exports, days that cannot be so, steps that fail, and what is told."""

import json
import time
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from domain.errors import ForecastError, ScheduleError
from domain.frame_files import read_forecast
from domain.roster import PlanningWindow
from pipeline.night_fallback import moved_to
from pipeline.site_store import open_site_database
from store.ingest import list_quarantine
from store.layout import night_log_file
from tests.cli.conftest import WORDS
from tests.cli.published import stable_content
from tests.cli.runner import content_of, wfm
from tests.cli.tiny import SITE, WINDOW_START

NIGHT = "2026-06-07"
EARLIER = tuple("2026-06-06" if word == NIGHT else word for word in WORDS)
HEADER = "interval_start,queue,offered\n"
DOUBTFUL = datetime(2026, 6, 5, 9)  # the last day of the history, a Friday

pytestmark = pytest.mark.usefixtures("no_solver")


def day_of(start: datetime, counts: list[int]) -> list[str]:
    return [f"{start + timedelta(minutes=30 * n):%Y-%m-%dT%H:%M},general,{count}" for n, count in enumerate(counts)]


def drop(site: Path, name: str, lines: list[str]) -> Path:
    """A file in the inbox."""
    (site / "inbox").mkdir(exist_ok=True)
    path = site / "inbox" / name
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def night(site: Path, words: tuple[str, ...] = WORDS, code: int = 0) -> dict[str, object]:
    done = wfm(*words, site, "--json")
    assert done.exit_code == code, done.stderr
    return json.loads(done.stdout)


def test_a_late_file_is_planned_in_and_its_bad_rows_are_kept_apart_with_reasons(site: Path) -> None:
    rows = day_of(datetime(2026, 6, 4, 9), [9, 11, 12, 14, 13, 12, 15, 14, 16, 13])
    drop(site, "late.csv", [*rows, "2026-06-04T14:00,general,-3", "2026-06-04T14:30,nobody,7"])
    found = night(site)
    assert not found["unchanged"]
    assert not found["steps"][1]["resumed"]  # type: ignore[index]  # the forecast, after the intake
    (said,) = [line for line in found["warnings"] if "late.csv" in line]  # type: ignore[attr-defined]
    assert "2 rows were kept apart: late.csv, row 12, column offered: '-3' is not accepted" in said
    apart = (site / "nights" / NIGHT / "quarantine.csv").read_text(encoding="utf-8").splitlines()
    assert apart[0] == "file,row,column,value,reason"
    assert [line.split(",")[:4] for line in apart[1:]] == [
        ["late.csv", "12", "offered", "'-3"],  # guarded, since a spreadsheet would take it for a formula
        ["late.csv", "13", "queue", "nobody"],
    ]
    with open_site_database(site) as database:
        assert [(file, cell.row) for file, cell in list_quarantine(database, "tiny")] == [
            ("late.csv", 12),
            ("late.csv", 13),
        ]
    again = night(site)
    assert again["unchanged"]
    assert all(step["resumed"] for step in again["steps"])  # type: ignore[attr-defined]


def test_a_file_that_cannot_be_read_is_left_out_named_and_taken_once_it_is_whole(site: Path) -> None:
    rows = day_of(datetime(2026, 6, 4, 9), [9, 11, 12, 14])
    drop(site, "cut.csv", [*rows, "2026-06-04T11:00,gen"])
    found = night(site)
    (said,) = [line for line in found["warnings"] if "cut.csv" in line]  # type: ignore[attr-defined]
    assert said.startswith("inbox: cut.csv was left out: cut.csv, row 6")
    assert "cut.csv,6," in (site / "nights" / NIGHT / "quarantine.csv").read_text(encoding="utf-8")
    drop(site, "cut.csv", [*rows, "2026-06-04T11:00,general,12"])
    assert "cut.csv: 2026-06-04 09:00 to 2026-06-04 11:00" in str(night(site)["notes"])
    assert not (site / "nights" / NIGHT / "quarantine.csv").exists()


def test_a_day_with_half_the_usual_contacts_is_held_back_until_it_is_explained(site: Path) -> None:
    drop(site, "half.csv", day_of(DOUBTFUL, [4] * 3 + [5, 3] * 8 + [4]))
    found = night(site)
    assert found["held_back"] == ["general 2026-06-05"]
    assert "2026-06-05 is held back, the forecast does not see it" in str(found["warnings"])
    rows = (site / "nights" / NIGHT / "held_back.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith("general,2026-06-05,80")
    ahead = wfm(*WORDS, site, "--dry-run").stderr
    assert "Inbox: half.csv" in ahead
    assert "2026-06-05 is held back" in ahead
    (site / "events.csv").write_text(
        "event,from,until,queue,effect\nstrike,2026-06-05T00:00,2026-06-06T00:00,general,\n", encoding="utf-8"
    )
    assert night(site)["held_back"] == []
    assert not (site / "nights" / NIGHT / "held_back.csv").exists()


def test_where_the_solver_fails_the_last_good_roster_stands_in_and_says_so(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sleeps(*_: object, **__: object) -> None:
        time.sleep(60)

    (site / "site.toml").write_text(SITE + "\n[nightly]\nbudget_s = { roster = 0.3 }\n", encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.night_steps.write_roster", sleeps)
        done = wfm(*EARLIER, site)
    assert done.exit_code == 3, done.stderr
    said = done.stderr.strip().splitlines()[-1]
    assert "The roster of the night of 2026-06-07, repaired, stands in, because there is no new one: The step" in said
    assert "after its budget of 0.3 s" in said
    report = json.loads((site / "nights" / "2026-06-06" / "report.json").read_text(encoding="utf-8"))
    assert "stands in" in report["stands_in"]
    assert wfm("check", site / "nights" / "2026-06-06", "--site", site).exit_code == 0
    assert night(site, EARLIER)["missing"] == []  # tried again, the step itself does it
    assert "stands_in" not in (site / "nights" / "2026-06-06" / "report.json").read_text(encoding="utf-8")


def test_where_the_forecast_fails_the_last_good_one_stands_in_and_says_so(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ForecastError("no model could be fitted")

    monkeypatch.setattr("pipeline.night_steps.write_forecast", fails)
    found = night(site, EARLIER, code=3)
    assert found["missing"] == [
        "The forecast of the night of 2026-06-07 stands in, because there is no new one: no model could be fitted."
    ]
    new, old = (site / "nights" / each / "forecast.csv" for each in ("2026-06-06", NIGHT))
    assert new.read_bytes() == old.read_bytes()


def test_a_published_night_whose_second_run_fails_stays_as_it_is(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ScheduleError("the solver stumbled")

    (site / "leave.csv").write_text("agent_id,date,kind\nA0002,2026-06-11,annual\n", encoding="utf-8")
    monkeypatch.setattr("pipeline.night_steps.write_roster", fails)
    before = stable_content(site / "nights")
    done = wfm(*WORDS, site)
    assert (done.exit_code, done.stderr.strip().splitlines()[-1]) == (1, "wfm: the solver stumbled")
    assert stable_content(site / "nights") == before
    log = [json.loads(line) for line in night_log_file(site, site_night()).read_text(encoding="utf-8").splitlines()]
    assert log[-1]["said"] == "night of 2026-06-07 ended with exit code 1: the solver stumbled"
    status = wfm("status", "--site", site)
    assert status.exit_code == 0  # the good end of before still counts
    assert "The night of 2026-06-07 ended as failed: the solver stumbled" in status.stderr


def site_night() -> object:
    return datetime.fromisoformat(NIGHT).date()


def test_status_ends_with_one_where_the_last_good_night_is_old_and_writes_nothing(site: Path) -> None:
    before = content_of(site)
    found = wfm("status", "--site", site, "--max-age-h", "0", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["trouble"][0].startswith("The last good night is 0.")
    changed = {name for name, sha256 in content_of(site).items() if before.get(name) != sha256}
    assert {name for name in changed if "wfm.db" not in name} == set()


def test_status_ends_with_one_where_the_sites_files_let_no_night_run(site: Path) -> None:
    assert wfm("status", "--site", site).exit_code == 0
    (site / "leave.csv").write_text("agent_id,date,kind\nA0002,tomorrow,annual\n", encoding="utf-8")
    found = wfm("status", "--site", site)
    assert found.exit_code == 1
    assert "no night can run" in found.stderr
    assert "leave.csv" in found.stderr
    assert "tomorrow" in found.stderr


def test_a_forecast_that_ends_early_repeats_whole_weeks(site: Path) -> None:
    forecast = read_forecast(site / "nights" / NIGHT / "forecast.csv", "Asia/Seoul")
    later = PlanningWindow(WINDOW_START + timedelta(days=7), 14)
    planned = PlanningWindow(WINDOW_START, 14)
    moved, repeated = moved_to(forecast, planned, later)
    assert moved is not None
    assert repeated == tuple(later.dates()[7:])
    by_day = moved.groupby(moved["interval_start"].dt.date)["offered"].sum()
    old = forecast.groupby(forecast["interval_start"].dt.date)["offered"].sum()
    assert by_day[later.start] == pytest.approx(old[later.start])
    assert by_day[later.start + timedelta(days=7)] == pytest.approx(old[later.start])
    assert moved_to(forecast, planned, PlanningWindow(WINDOW_START - timedelta(days=1), 14)) == (None, ())
    assert isinstance(moved, pd.DataFrame)
