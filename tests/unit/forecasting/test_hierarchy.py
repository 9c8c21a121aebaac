"""Channels and the total: what they add up to, whose errors their bands are learnt from, and when there are none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.frames import CallHistory, checked
from forecasting.backtest import Backtest, BacktestPlan, PastForecast
from forecasting.band_sums import summed_band
from forecasting.candidates import PlannerMean
from forecasting.day_table import day_table
from forecasting.forecast import ForecastOutcome, forecast_queues
from forecasting.hierarchy import levels_of
from forecasting.past_sums import SUM, QueuePast, summed_backtest
from forecasting.record import level_json
from tests.unit.forecasting.histories import MONDAY, korea, noisy, rows_of, steady, week_wave

WEEKS = 16
START = MONDAY + timedelta(days=7 * WEEKS)
CHANNELS = {"a": "voice", "b": "voice", "c": "chat"}
PLANNERS = (PlannerMean(),)


def history(*queues: str) -> pd.DataFrame:
    """Queues of different sizes with Poisson counts."""
    parts = [rows_of(noisy(week_wave, seed), 7 * WEEKS, queue=queue) for seed, queue in enumerate(queues, 1)]
    return checked(CallHistory, pd.concat(parts, ignore_index=True))


def forecast_of(*queues: str, channels: dict[str, str] | None = None) -> ForecastOutcome:
    return forecast_queues(history(*queues), korea(), START, 14, 60, {}, None, 4, PLANNERS, channels=channels)


def past(
    queue: str,
    actual: Sequence[float],
    mean: Sequence[float],
    cutoffs: Sequence[date] = (MONDAY,),
    members: tuple[str, ...] = ("m",),
) -> QueuePast:
    """A queue of one interval a day: the same past from every cutoff, and ten contacts forecast for one day."""
    days = [day_table(korea(), [cutoff + timedelta(days=n) for n in range(len(mean))]) for cutoff in cutoffs]
    backtest = Backtest(
        plan=BacktestPlan(tuple(cutoffs), len(mean)),
        forecasts=tuple(PastForecast("m", cutoff, np.array(mean)[:, None]) for cutoff in cutoffs),
        actual=tuple(np.array(actual)[:, None] for _ in cutoffs),
        days=tuple(days),
        failures=(),
    )
    start = pd.Timestamp(START, tz="Asia/Seoul")
    frame = pd.DataFrame(
        {"interval_start": [start], "queue": queue, "offered": 10.0, "p10": 6.0, "p50": 10.0, "p90": 14.0}
    )
    return QueuePast(queue, frame, backtest, members, day_table(korea(), [START]), START - timedelta(days=1))


def large(queue: QueuePast) -> QueuePast:
    """The queue with 400 contacts forecast."""
    return replace(queue, frame=queue.frame.assign(offered=400.0))


def test_a_single_queue_has_no_levels() -> None:
    assert forecast_of("a").levels is None
    assert forecast_of("a", channels={"a": "voice"}).levels is None


def test_channels_and_total_are_the_sums_of_their_queues_as_written() -> None:
    outcome = forecast_of("a", "b", "c", channels=CHANNELS)
    assert outcome.levels is not None
    levels = outcome.levels.frame
    written = outcome.frame.assign(units=(outcome.frame["offered"] * 10_000).round().astype(int))

    assert [tuple(key) for key in levels[["level", "name"]].drop_duplicates().to_numpy()] == [
        ("channel", "chat"),
        ("channel", "voice"),
        ("total", "total"),
    ]
    for name, queues in (("voice", ["a", "b"]), ("total", ["a", "b", "c"])):
        own = levels[levels["name"] == name].set_index("interval_start")["offered"]
        summed = written[written["queue"].isin(queues)].groupby("interval_start")["units"].sum()
        assert [f"{value:.4f}" for value in own] == [f"{unit / 10_000:.4f}" for unit in summed]
        assert ((own * 10_000).round().astype(int) == summed).all()


def test_a_channel_of_one_queue_is_that_queue() -> None:
    outcome = forecast_of("a", "b", "c", channels=CHANNELS)
    assert outcome.levels is not None
    columns = ["interval_start", "offered", "p10", "p50", "p90"]
    chat = outcome.levels.frame[outcome.levels.frame["name"] == "chat"][columns].reset_index(drop=True)
    queue = outcome.frame[outcome.frame["queue"] == "c"][columns].reset_index(drop=True)
    pd.testing.assert_frame_equal(chat, queue)


def test_a_file_without_channels_has_a_total_alone() -> None:
    outcome = forecast_of("a", "b")
    assert outcome.levels is not None
    assert set(outcome.levels.frame["level"]) == {"total"}


def test_the_total_says_what_it_is_made_of_and_how_it_did() -> None:
    outcome = forecast_of("a", "b", "c", channels=CHANNELS)
    assert outcome.levels is not None
    said = level_json(outcome.levels.records[-1])
    assert (said["level"], said["name"], said["queues"]) == ("total", "total", ["a", "b", "c"])
    errors = said["past"]
    assert isinstance(errors, dict)
    assert 0 < errors["wape"] < min(record.chosen.wape for record in outcome.records if record.chosen)
    assert 0.75 < said["held_p10_p90"] < 0.95


def test_a_site_s_queue_that_cannot_be_forecast_leaves_a_total_of_the_others() -> None:
    outcome = forecast_of("a", channels={"a": "voice", "z": "chat"})
    assert outcome.levels is not None
    total = outcome.levels.frame[outcome.levels.frame["level"] == "total"]
    assert total["offered"].tolist() == outcome.frame["offered"].tolist()


def test_queues_that_err_together_have_a_wider_total_than_queues_that_err_apart() -> None:
    """Both err by a fifth, up and down by turns; in the second pair one errs up where the other errs down."""
    up, down, means = [120.0, 80.0] * 14, [80.0, 120.0] * 14, [100.0] * 28
    together = levels_of([large(past("a", up, means)), large(past("b", up, means))], {})
    apart = levels_of([large(past("a", up, means)), large(past("b", down, means))], {})
    assert together is not None
    assert apart is not None

    wide, narrow = (found.frame.iloc[0] for found in (together, apart))
    assert wide["p90"] - wide["p10"] > 2 * (narrow["p90"] - narrow["p10"])
    assert wide["offered"] == narrow["offered"] == 800


def test_past_counts_add_up_and_are_unknown_where_one_queue_s_is() -> None:
    found = summed_backtest([past("a", [1, np.nan, 3], [1, 1, 1]), past("b", [10, 20, np.nan], [10, 10, 0])])
    assert found is not None
    assert found.means(SUM)[0].ravel().tolist() == [11, 11, 1]
    assert found.actual[0].ravel() == pytest.approx([11, np.nan, 3], nan_ok=True)


def test_queues_whose_histories_end_some_days_apart_are_added_up_on_the_days_of_both() -> None:
    """A queue that is shut on weekends counts its cutoffs back from a Friday."""
    earlier = past("b", [5, 6, 7, 8], [1, 1, 1, 1], [MONDAY - timedelta(days=2)])
    found = summed_backtest([past("a", [1, 2, 3, 4], [2, 2, 2, 2]), earlier])
    assert found is not None
    assert found.plan.cutoffs == (MONDAY,)
    assert found.actual[0].ravel().tolist() == [1 + 7, 2 + 8]
    assert [len(days.types) for days in found.days] == [2]


def test_pasts_far_apart_are_not_added_up() -> None:
    far = past("b", [5, 6], [1, 1], [MONDAY - timedelta(days=7)])
    assert summed_backtest([past("a", [1, 2], [2, 2]), far]) is None


def test_a_small_queue_without_a_past_does_not_hide_that_of_the_others_and_a_large_one_does() -> None:
    known, new = past("a", [1, 2], [2, 2]), past("b", [1, 2], [2, 2], members=())
    assert summed_backtest([known, new]) is None
    small = replace(new, frame=new.frame.assign(offered=2.0))
    found = summed_backtest([known, small])
    assert found is not None
    assert found.actual[0].ravel().tolist() == [1, 2]


def test_without_a_common_past_rates_are_taken_to_miss_together() -> None:
    """Bands of 100 +- 26 and 50 +- 20 contacts: the sum's is wider than of independent queues, less than both added."""
    rows = pd.DataFrame(
        {
            "interval_start": [START] * 2,
            "offered": [100.0, 50.0],
            "p10": [74.0, 30.0],
            "p50": [100.0, 50.0],
            "p90": [126.0, 70.0],
        }
    )
    sums = summed_band(rows, ["interval_start"]).iloc[0]
    assert sums["offered"] == 150
    independent = np.hypot(52, 40)
    assert independent < sums["p90"] - sums["p10"] < 52 + 40


def test_a_poisson_day_has_a_poisson_band() -> None:
    """48 intervals of 25 contacts, none of them uncertain: 1,200 +- 44, where the sum of quantiles would be +- 288."""
    rows = pd.DataFrame({"day": [1] * 48, "offered": 25.0, "p10": 19.0, "p50": 25.0, "p90": 31.0})
    assert summed_band(rows, ["day"]).iloc[0].tolist() == [1, 1200, 1156, 1200, 1244]


def test_levels_of_a_day_with_a_clock_change_have_every_interval_once() -> None:
    rows = [rows_of(steady(9.0), 105, date(2026, 7, 6), queue=queue, timezone="Europe/Paris") for queue in "ab"]
    known = checked(CallHistory, pd.concat(rows, ignore_index=True))
    outcome = forecast_queues(known, korea(), date(2026, 10, 24), 2, 60, {}, None, 2, PLANNERS)
    assert outcome.levels is not None
    assert len(outcome.levels.frame) == 49
    assert outcome.levels.frame["interval_start"].is_unique
