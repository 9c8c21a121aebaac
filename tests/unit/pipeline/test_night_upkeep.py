"""What goes on around a night: its heartbeat, its budget, its log, how long it is kept, and how a site stands."""

import json
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from domain.errors import ScheduleError, WfmError
from domain.roster import PlanningWindow
from pipeline.heartbeat import Beat, beating, last_beat
from pipeline.night_budget import OverBudgetError, within
from pipeline.night_log import night_log
from pipeline.night_retention import dated_folders, remove_old_nights
from pipeline.nightly import refuse_clock_that_went_back
from pipeline.site_status import site_status, status_json, status_lines
from pipeline.site_store import Database, open_site_database
from pipeline.telling import nobody
from store.folders import point_latest
from store.layout import heartbeat_file, night_log_file, steps_folder
from store.lock import run_lock
from store.nights import begin_night, finish_night
from store.records import NightStatus, Stamp
from store.roster_records import Origin, WholeRoster
from store.rosters import NewRoster, add_whole
from tests.cli.tiny import tiny_site

NIGHT = date(2026, 6, 7)
NOW = datetime(2026, 6, 7, 2, 0, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tiny_site(tmp_path / "site")


@pytest.fixture
def database(site: Path) -> Iterator[Database]:
    with open_site_database(site) as opened:
        yield opened


def ended(database: Database, night: date, status: NightStatus, at: datetime) -> None:
    begun = begin_night(database, "tiny", night, Stamp("clock", at - timedelta(minutes=5)))
    summary = {"error": "no luck"} if status is NightStatus.FAILED else {}
    finish_night(database, begun, status, summary, Stamp("clock", at))


# --- Heartbeat


def test_a_run_beats_says_what_it_does_and_ends(site: Path, database: Database) -> None:
    heard: list[str] = []
    with beating(site, "night 2026-06-07", heard.append, every_s=0.02) as tell:
        tell("roster: at work")
        first = wait_for(site, lambda beat: beat.said == "roster: at work")
        assert first.ended == ""
        assert first.what == "night 2026-06-07"
    assert heard == ["roster: at work"]
    last = last_beat(site)
    assert last is not None
    assert last.ended


def wait_for(site: Path, holds: Callable[[Beat], bool]) -> Beat:
    for _ in range(500):
        beat = last_beat(site)
        if beat is not None and holds(beat):
            return beat
        time.sleep(0.01)
    raise AssertionError("no such beat within five seconds")


def test_a_heartbeat_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    with beating(tmp_path / "absent", "night", nobody, every_s=0.01) as tell:
        tell("at work")
    assert last_beat(tmp_path / "absent") is None


# --- Budget


def test_a_step_beyond_its_budget_is_ended_and_named() -> None:
    before = time.monotonic()
    said = r"The step roster was ended after its budget of 0\.05 s"
    with pytest.raises(OverBudgetError, match=said), within("roster", 0.05):
        time.sleep(30)
    assert time.monotonic() - before < 10


def test_a_step_within_its_budget_hears_nothing_of_it_later() -> None:
    done = ""
    with within("roster", 0.05):
        done = "in time"
    time.sleep(0.1)  # a timer that was left running would raise here
    assert done == "in time"
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_a_step_outside_the_main_thread_runs_on() -> None:
    done: list[bool] = []

    def work() -> None:
        with within("roster", 0.01):
            time.sleep(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


# --- Log


def test_the_log_is_a_line_of_json_an_entry_and_tells_the_end(site: Path) -> None:
    with pytest.raises(ScheduleError), night_log(site, NIGHT):
        logging.getLogger("pipeline.checkpoints").info("step %s: done in %.1f s", "forecast", 1.5)
        raise ScheduleError("the solver stumbled")
    entries = [json.loads(line) for line in night_log_file(site, NIGHT).read_text(encoding="utf-8").splitlines()]
    assert [entry["said"] for entry in entries] == [
        "night of 2026-06-07 begun",
        "step forecast: done in 1.5 s",
        "night of 2026-06-07 ended with exit code 1: the solver stumbled",
    ]
    assert entries[-1]["level"] == "error"


# --- Retention


def dated(site: Path, night: date) -> None:
    for folder in (site / "nights" / night.isoformat(), steps_folder(site) / night.isoformat() / "roster-1"):
        folder.mkdir(parents=True)
        (folder / "roster.csv").write_text("x", encoding="utf-8")


def test_old_nights_go_but_never_the_last_good_one_the_shown_one_or_one_with_a_version(
    site: Path, database: Database
) -> None:
    nights = [NIGHT + timedelta(days=number) for number in range(8)]
    for night in nights:
        dated(site, night)
        ended(database, night, NightStatus.DONE if night == nights[1] else NightStatus.FAILED, NOW)
    point_latest(site / "nights", nights[2].isoformat())
    add_whole(
        database,
        "tiny",
        NewRoster(Origin.NIGHT, nights[3], PlanningWindow(NIGHT, 7)),
        _empty_roster(),
        Stamp("kim", NOW),
    )
    gone = remove_old_nights(site, "tiny", database, keep=2)
    assert gone == (nights[0], nights[4], nights[5])
    kept = [nights[1], nights[2], nights[3], nights[6], nights[7]]
    assert dated_folders(site) == kept
    assert sorted(path.name for path in steps_folder(site).iterdir()) == [night.isoformat() for night in kept]


def _empty_roster() -> WholeRoster:
    return WholeRoster(pd.DataFrame({"agent_id": []}), pd.DataFrame({"agent_id": []}), b"{}")


def test_without_a_number_every_night_is_kept(site: Path, database: Database) -> None:
    dated(site, NIGHT)
    assert remove_old_nights(site, "tiny", database, keep=None) == ()
    assert dated_folders(site) == [NIGHT]


# --- Status


def test_a_site_without_a_night_is_trouble(site: Path) -> None:
    status = site_status(site, now=NOW)
    assert status.trouble == ("No night of this site ever ended well.",)
    assert "Nothing runs: the lock is free." in status_lines(status)
    assert not (site / ".wfm").exists()  # whoever asks changes nothing


def test_the_age_of_the_last_good_night_decides(site: Path, database: Database) -> None:
    ended(database, NIGHT, NightStatus.PARTLY, NOW)
    ended(database, NIGHT + timedelta(days=1), NightStatus.FAILED, NOW + timedelta(days=1))
    young = site_status(site, now=NOW + timedelta(hours=35))
    assert young.trouble == ()
    assert status_lines(young)[0].startswith("Site tiny: the last good night is that of 2026-06-07, done in part")
    assert "The night of 2026-06-08 ended as failed: no luck" in status_lines(young)
    assert site_status(site, now=NOW + timedelta(hours=37)).trouble == (
        "The last good night is 37.0 h old, more than 36 h.",
    )
    assert site_status(site, max_age_h=40, now=NOW + timedelta(hours=37)).trouble == ()
    assert json.loads(json.dumps(status_json(young)))["last_good"]["night"] == "2026-06-07"


def test_a_night_that_is_run_again_and_killed_takes_nothing_from_its_good_end(site: Path, database: Database) -> None:
    ended(database, NIGHT, NightStatus.DONE, NOW)
    begin_night(database, "tiny", NIGHT, Stamp("clock", NOW + timedelta(hours=1)))
    status = site_status(site, now=NOW + timedelta(hours=2))
    assert status.trouble == ()
    assert any("was killed, or had no room to say how it ended: the next" in line for line in status_lines(status))


def test_a_clock_before_the_last_good_night_is_told(site: Path, database: Database) -> None:
    ended(database, NIGHT, NightStatus.DONE, NOW)
    (said,) = site_status(site, now=NOW - timedelta(hours=3)).trouble
    assert said.startswith("The clock stands 3.0 h before the end of the last good night")


def test_a_night_that_was_run_for_a_day_far_ahead_is_said_with_the_way_back(site: Path, database: Database) -> None:
    ended(database, NIGHT + timedelta(days=1), NightStatus.DONE, NOW)  # in Seoul it is that day soon
    assert not any("days ahead" in line for line in status_lines(site_status(site, now=NOW)))
    ended(database, date(2062, 6, 7), NightStatus.DONE, NOW)
    (said,) = [line for line in status_lines(site_status(site, now=NOW)) if "days ahead" in line]
    assert "remove nights/2062-06-07, run today's night by name (--date 2026-06-07)" in said
    with pytest.raises(WfmError, match=r"remove its folder nights/2062-06-07 and run today's night by name"):
        refuse_clock_that_went_back(database, "tiny", NIGHT)
    ended(database, NIGHT, NightStatus.DONE, NOW)  # by name: the last good night is today's, but `latest` stays
    assert not any("days ahead" in line for line in status_lines(site_status(site, now=NOW)))
    (site / "nights" / "2062-06-07").mkdir(parents=True)
    point_latest(site / "nights", "2062-06-07")
    assert said in status_lines(site_status(site, now=NOW))


def test_who_holds_the_lock_and_how_long_ago_it_gave_a_sign(site: Path, database: Database) -> None:
    ended(database, NIGHT, NightStatus.DONE, datetime.now(UTC))
    with run_lock(site, "night 2026-06-08", datetime.now(UTC)):
        with beating(site, "night 2026-06-08", nobody) as tell:
            tell("roster: bound")
            assert site_status(site).trouble == ()
            old = json.loads(heartbeat_file(site).read_text(encoding="utf-8"))
            (line,) = [line for line in status_lines(site_status(site)) if line.startswith("The lock is held")]
            assert "night 2026-06-08, process" in line
        old["at"] = (datetime.now(UTC) - timedelta(minutes=10)).isoformat()
        heartbeat_file(site).write_text(json.dumps(old), encoding="utf-8")
        (said,) = site_status(site).trouble
        assert said.startswith("The run that holds the lock has given no sign for 60")
