"""A night that was killed is taken up again with what it had finished."""

from datetime import timedelta

from sqlalchemy import Engine

from store.audit_trail import list_audit
from store.nights import begin_night, finish_night, finished_step, last_good_night, list_nights, record_step
from store.records import Night, NightStatus
from tests.unit.store.small import NIGHT, killed, stamp, started

ONE, TWO, THREE = "1" * 64, "2" * 64, "3" * 64
ONE_STEP_AND_WAIT = """
import sys, time
from datetime import date, datetime, UTC
from store.database import open_database
from store.nights import begin_night, record_step
from store.records import Stamp
engine = open_database(sys.argv[1])
stamp = Stamp("night", datetime(2026, 3, 2, 1, tzinfo=UTC))
night = begin_night(engine, "bank", date(2026, 3, 2), stamp)
record_step(engine, night, "forecast", "1" * 64, "2" * 64, 12.5, stamp)
print("ready", flush=True)
time.sleep(60)
"""


def begin(engine: Engine, minute: int = 0, days: int = 0) -> Night:
    return begin_night(engine, "bank", NIGHT + timedelta(days=days), stamp(minute))


def test_a_night_begins_running_and_ends_with_its_summary(engine: Engine) -> None:
    night = begin(engine)
    assert (night.status, night.attempts, night.started, night.finished) == (NightStatus.RUNNING, 1, stamp().at, None)
    ended = finish_night(engine, night, NightStatus.DONE, {"gap": 0.01, "응대율": float("nan")}, stamp(9))
    assert (ended.status, ended.finished) == (NightStatus.DONE, stamp(9).at)
    assert ended.summary == {"gap": 0.01, "응대율": None}
    assert list_nights(engine, "bank") == (ended,)
    assert [line.what for line in list_audit(engine, "bank")] == ["night ended", "night begun"]


def test_a_night_begun_again_is_the_same_night(engine: Engine) -> None:
    first = begin(engine)
    finish_night(engine, first, NightStatus.FAILED, {}, stamp(5))
    again = begin(engine, minute=9)
    assert (again.id, again.attempts, again.status) == (first.id, 2, NightStatus.RUNNING)
    assert (again.started, again.finished) == (stamp(9).at, None)


def test_a_finished_step_is_known_by_its_night_and_inputs(engine: Engine) -> None:
    night = begin(engine)
    kept = record_step(engine, night, "forecast", ONE, TWO, 12.5, stamp(1), {"queues": 2})
    assert finished_step(engine, night, "forecast", ONE) == kept
    assert (kept.output_hash, kept.seconds, kept.detail) == (TWO, 12.5, {"queues": 2})
    assert finished_step(engine, night, "forecast", TWO) is None
    assert finished_step(engine, night, "roster", ONE) is None
    assert finished_step(engine, begin(engine, days=1), "forecast", ONE) is None


def test_a_step_recorded_again_replaces_what_was_kept(engine: Engine) -> None:
    night = begin(engine)
    record_step(engine, night, "forecast", ONE, TWO, 12.5, stamp(1))
    record_step(engine, night, "forecast", ONE, THREE, 3.0, stamp(2))
    found = finished_step(engine, night, "forecast", ONE)
    assert found is not None
    assert (found.output_hash, found.seconds) == (THREE, 3.0)


def test_a_killed_night_goes_on_after_its_finished_step(engine: Engine, where: object) -> None:
    killed(started(ONE_STEP_AND_WAIT, where))
    (left,) = list_nights(engine, "bank")
    assert (left.status, left.attempts) == (NightStatus.RUNNING, 1)
    again = begin(engine)
    assert again.attempts == 2
    found = finished_step(engine, again, "forecast", ONE)
    assert found is not None
    assert found.output_hash == TWO


def test_the_last_good_night_passes_over_failed_and_running_ones(engine: Engine) -> None:
    assert last_good_night(engine, "bank") is None
    endings = [NightStatus.DONE, NightStatus.PARTLY, NightStatus.FAILED]
    nights = [finish_night(engine, begin(engine, days=day), status, {}, stamp()) for day, status in enumerate(endings)]
    begin(engine, days=3)
    assert last_good_night(engine, "bank") == nights[1]
    assert [night.night.day for night in list_nights(engine, "bank", limit=2)] == [5, 4]
    assert last_good_night(engine, "other") is None
