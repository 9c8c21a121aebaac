"""The history takes each interval once, corrects what differs, loses nothing, and gives it back in local time."""

import time

import numpy as np
import pandas as pd
import pytest
from pandera.typing.pandas import DataFrame
from sqlalchemy import Engine

from domain.frames import CallHistory, checked
from store.audit_trail import list_audit
from store.history import history_span, read_history, record_history
from store.records import Counts
from tests.unit.store.small import SEOUL, calls, stamp


def record(engine: Engine, history: DataFrame[CallHistory], site: str = "bank") -> Counts:
    return record_history(engine, site, history, "calls.csv", stamp())


def test_new_changed_and_known_rows_are_counted(engine: Engine) -> None:
    assert record(engine, calls([10, 20, 30])) == Counts(new=3, changed=0, same=0)
    assert record(engine, calls([10, 20, 30])) == Counts(new=0, changed=0, same=3)
    assert record(engine, calls([10, 21, 30, 40])) == Counts(new=1, changed=1, same=2)
    assert read_history(engine, "bank", SEOUL)["offered"].tolist() == [10, 21, 30, 40]


def test_a_history_comes_back_as_it_went_in(engine: Engine) -> None:
    history = calls([10, 20], answered=[9, None])
    record(engine, history)
    pd.testing.assert_frame_equal(read_history(engine, "bank", SEOUL), history)


def test_a_missing_value_never_takes_a_known_one_away(engine: Engine) -> None:
    record(engine, calls([10, 20], answered=[9, 18]))
    assert record(engine, calls([10, 25])) == Counts(new=0, changed=1, same=1)
    history = read_history(engine, "bank", SEOUL)
    assert history["answered"].tolist() == [9, 18]
    assert history["offered"].tolist() == [10, 25]


def test_a_value_that_was_missing_is_filled_in(engine: Engine) -> None:
    record(engine, calls([10, 20]))
    assert record(engine, calls([10, 20], answered=[None, 18])) == Counts(new=0, changed=1, same=1)
    assert read_history(engine, "bank", SEOUL)["answered"].tolist()[1] == 18


def test_sites_and_queues_are_kept_apart(engine: Engine) -> None:
    record(engine, calls([1], queue="b"))
    record(engine, calls([2], queue="a"))
    record(engine, calls([3], queue="a"), site="other")
    history = read_history(engine, "bank", SEOUL)
    assert list(zip(history["queue"], history["offered"], strict=True)) == [("a", 2.0), ("b", 1.0)]
    assert read_history(engine, "other", SEOUL)["offered"].tolist() == [3]


def test_the_hour_that_a_clock_change_repeats_is_two_intervals(engine: Engine) -> None:
    history = calls([1, 2, 3, 4], start="2026-11-01T01:00-04:00", timezone="America/New_York")
    assert record(engine, history).new == 4
    pd.testing.assert_frame_equal(read_history(engine, "bank", "America/New_York"), history)


def test_a_span_of_time_is_read_alone(engine: Engine) -> None:
    record(engine, calls([1, 2, 3, 4]))
    starts = calls([1, 2, 3, 4])["interval_start"]
    part = read_history(engine, "bank", SEOUL, since=starts[1], until=starts[3])
    assert part["offered"].tolist() == [2, 3]
    assert history_span(engine, "bank") == (starts[0], starts[3])


def test_a_site_without_history_gives_an_empty_frame_of_the_right_kind(engine: Engine) -> None:
    history = read_history(engine, "bank", SEOUL)
    assert history.empty
    assert isinstance(history["interval_start"].dtype, pd.DatetimeTZDtype)
    assert history_span(engine, "bank") is None


def test_an_empty_history_changes_nothing(engine: Engine) -> None:
    assert record(engine, read_history(engine, "bank", SEOUL)) == Counts(0, 0, 0)


def test_what_was_recorded_stands_in_the_audit_trail(engine: Engine) -> None:
    record(engine, calls([1, 2]))
    assert [line.detail for line in list_audit(engine, "bank")] == ["calls.csv: 2 new, 0 changed"]


def test_a_hundred_thousand_rows_take_seconds(engine: Engine) -> None:
    days = pd.date_range("2024-01-01", periods=50_000, freq="30min", tz=SEOUL)
    one = pd.DataFrame({"interval_start": days, "queue": "a", "offered": np.arange(50_000.0)})
    both = pd.concat([one, one.assign(queue="b")], ignore_index=True).astype({"queue": "str"})
    history = checked(CallHistory, both.assign(answered=np.nan, abandoned=np.nan, aht_s=200.0))
    began = time.perf_counter()
    assert record(engine, history).new == 100_000
    assert record(engine, history).same == 100_000
    assert len(read_history(engine, "bank", SEOUL)) == 100_000
    assert time.perf_counter() - began < 20, "a million rows would take minutes"


@pytest.mark.parametrize("offered", [0.1 + 0.2, 1e15 + 0.5, 5e-324])
def test_a_number_comes_back_bit_by_bit(engine: Engine, offered: float) -> None:
    record(engine, calls([offered]))
    assert read_history(engine, "bank", SEOUL)["offered"].tolist() == [offered]
    assert record(engine, calls([offered])).same == 1
