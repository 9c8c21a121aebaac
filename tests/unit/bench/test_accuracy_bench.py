"""What the measurements stand on: peers on tiny series, what is kept on disk, what counts as kept of a promise."""

import math
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from bench import peer_cache
from bench.material import GLM, SERIES
from bench.peer import PeerForecast, PeerTask
from bench.peers import PEERS
from bench.peers_regression import glm_forecasts
from bench.scores import pinball
from bench.simulated_queues import simulated_history
from bench.target import Target
from domain.day_types import demand_calendar

MONDAY = date(2026, 3, 2)
WEEKS = 8


def office_task() -> PeerTask:
    """Eight weeks of 10 contacts an hour, 20 at noon, none at night; the next week is wanted."""
    hours = pd.date_range(pd.Timestamp(MONDAY), periods=24 * 7 * (WEEKS + 1), freq="h")
    counts = np.where(hours.hour < 8, 0.0, np.where(hours.hour == 12, 20.0, 10.0))
    origin = MONDAY + timedelta(weeks=WEEKS)
    past = hours < pd.Timestamp(origin)
    calendar = demand_calendar("US", MONDAY, origin + timedelta(days=7))
    return PeerTask(origin, 60, hours[past], counts[past], hours[~past], calendar)


def test_the_regression_finds_the_hours_of_the_week() -> None:
    plain, levelled = glm_forecasts(office_task())

    assert plain.mean[0] == 0.0
    assert plain.mean[12] == pytest.approx(20, rel=0.02)
    assert levelled.mean[13] == pytest.approx(10, rel=0.02)


def test_half_hours_are_summed_to_hours() -> None:
    starts = pd.date_range("2026-03-02", periods=4, freq="30min")
    calendar = demand_calendar("US", MONDAY, MONDAY)
    task = PeerTask(MONDAY, 30, starts[:3], np.array([1.0, 2.0, 3.0]), starts[3:], calendar).by_hour()

    assert task.counts.tolist() == [3.0, 3.0]
    assert list(task.wanted) == [pd.Timestamp("2026-03-02 01:00")]


def test_a_peers_forecast_is_kept_until_its_series_origin_or_version_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peer_cache, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr("bench.material.SHARED", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "calls.csv").write_text("x", encoding="utf-8")
    series = replace(SERIES[0], file="calls.csv")
    peer = next(peer for peer in PEERS if GLM in peer.names)
    values = np.array([1.0, 2.0])
    found = (PeerForecast(values, values, values, values), PeerForecast(values * 2, values, values, values))
    peer_cache.kept(series, MONDAY, peer, 60, "1.0", found, 3.5)

    again = peer_cache.kept_or_none(series, MONDAY, peer, 60, "1.0")
    assert again is not None and again[1] == 3.5
    assert again[0][1].mean.tolist() == [2.0, 4.0]
    assert peer_cache.kept_or_none(series, MONDAY, peer, 60, "1.1") is None
    assert peer_cache.kept_or_none(series, MONDAY, peer, 30, "1.0") is None
    assert peer_cache.kept_or_none(series, MONDAY + timedelta(days=1), peer, 60, "1.0") is None


@pytest.mark.parametrize(
    ("value", "is_met"), [(75.99, False), (76.0, True), (84.0, True), (84.01, False), (math.nan, False)]
)
def test_a_promise_is_kept_within_its_limits_alone(value: float, is_met: bool) -> None:
    assert Target("inside", value, 76, 84).is_met == is_met


def test_pinball_loss_is_that_of_its_definition() -> None:
    pairs = pd.DataFrame({"actual": [10.0], "p10": [4.0], "p50": [12.0], "p90": [15.0]})

    assert pinball(pairs) == pytest.approx(100 * (0.1 * 6 + 0.5 * 2 + 0.1 * 5) / 3 / 10)


def test_simulated_queues_differ_and_are_the_same_for_a_seed() -> None:
    first, second, other = (simulated_history(2, 1, seed) for seed in (1, 1, 2))

    pd.testing.assert_frame_equal(first, second)
    assert not first["offered"].equals(other["offered"])
    assert first["queue"].value_counts().to_dict() == {"Q0000": 8760, "Q0001": 8760}
    assert (first["offered"] >= 0).all() and first.groupby("queue")["offered"].sum().nunique() == 2


def test_fresh_days_are_none_of_those_that_were_tuned_on() -> None:
    assert all(set(series.fresh).isdisjoint(series.origins) and len(series.fresh) == 4 for series in SERIES)
