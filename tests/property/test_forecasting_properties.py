"""What holds for every history: ordered quantiles, no look ahead, scale, and sums that are kept."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from domain.frames import CallHistory, Forecast, checked
from domain.overrides import Override, OverrideKind, OverrideOrder
from forecasting.combination import LEAST_MEAN, mean_of_members
from forecasting.day_table import day_table, history_days
from forecasting.forecast import forecast_queues
from forecasting.history import aggregate_to_interval, clean_queue, without_duplicates
from forecasting.intraday import Days, updated
from forecasting.models.boosting import BoostedLevel, Boosting
from forecasting.models.moving_level import MovingLevel
from forecasting.models.regression import Regression
from forecasting.models.simple import PlannerMean, PlannerMeanWithHolidays, SeasonalNaive
from forecasting.outages import outages
from forecasting.overrides import with_overrides
from forecasting.persistence import learnt_persistence
from forecasting.profile import shares
from forecasting.quantiles import count_quantiles
from forecasting.series import QueueSeries
from tests.unit.forecasting.histories import MONDAY, korea, rows_of, series_of, week_wave

WEEKS = 12
FUTURE = [MONDAY + timedelta(days=7 * WEEKS + offset) for offset in range(14)]

SIMPLE = (SeasonalNaive(), PlannerMean(), PlannerMeanWithHolidays())

wobbles = arrays.arrays(np.float64, (7 * WEEKS, 24), elements=st.floats(0.2, 5.0))
counts = arrays.arrays(np.int64, (28, 24), elements=st.integers(0, 60))


def wobbled(wobble: np.ndarray) -> QueueSeries:
    series = series_of(week_wave, 7 * WEEKS)
    return replace(series, offered=series.offered * wobble)


@given(
    arrays.arrays(np.float64, 20, elements=st.floats(0, 1e5)),
    arrays.arrays(np.float64, 20, elements=st.floats(0, 50)),
)
def test_quantiles_are_whole_ordered_and_never_negative(means: np.ndarray, excess: np.ndarray) -> None:
    low, middle, high = count_quantiles(means, means + excess * means**2 / 100)

    assert (low >= 0).all() and (low <= middle).all() and (middle <= high).all()
    assert all((value == np.floor(value)).all() for value in (low, middle, high))


@settings(max_examples=15)
@given(wobbles, st.sampled_from([0.1, 3.0, 1000.0]))
def test_scaling_a_series_scales_its_simple_forecasts(wobble: np.ndarray, factor: float) -> None:
    series = wobbled(wobble)
    scaled = replace(series, offered=series.offered * factor)
    future = day_table(korea(), FUTURE)

    for model in (SeasonalNaive(), PlannerMean()):
        plain, grown = (model.fit(each, korea()).mean(future) for each in (series, scaled))
        assert np.allclose(grown, factor * plain, rtol=1e-9)


@settings(max_examples=10)
@given(wobbles, st.sampled_from([3.0, 20.0]))
def test_scaling_a_series_scales_the_regressions_nearly(wobble: np.ndarray, factor: float) -> None:
    series = wobbled(1 + (wobble - 1) / 20)
    scaled = replace(series, offered=series.offered * factor)
    future = day_table(korea(), FUTURE)

    for model in (Regression(), MovingLevel(), BoostedLevel(), Boosting(), PlannerMeanWithHolidays()):
        plain, grown = (model.fit(each, korea()).mean(future).sum() for each in (series, scaled))
        assert abs(grown / (factor * plain) - 1) < 0.05


@settings(max_examples=10)
@given(wobbles)
def test_every_model_gives_counts(wobble: np.ndarray) -> None:
    future = day_table(korea(), FUTURE)

    for model in (*SIMPLE, Regression(), MovingLevel(), BoostedLevel(), Boosting()):
        mean = model.fit(wobbled(wobble), korea()).mean(future)
        assert mean.shape == (14, 24)
        assert np.isfinite(mean).all() and (mean >= 0).all()


@settings(max_examples=15)
@given(wobbles)
def test_shares_of_every_open_day_sum_to_one(wobble: np.ndarray) -> None:
    series = wobbled(wobble)
    table = shares(series, day_table(korea(), history_days(series)), day_table(korea(), FUTURE))

    assert np.allclose(table.sum(axis=1), 1) and (table >= 0).all()


@settings(max_examples=8)
@given(st.randoms(use_true_random=False), st.integers(70, 90))
def test_shuffling_what_comes_after_the_start_changes_nothing(shuffler, days: int) -> None:  # type: ignore[no-untyped-def]
    rows = rows_of(week_wave, 98)
    start = MONDAY + timedelta(days=days)
    later = np.flatnonzero(rows["interval_start"] >= pd.Timestamp(start, tz="UTC"))
    order = later.tolist()
    shuffler.shuffle(order)
    offered = rows["offered"].to_numpy().copy()
    offered[later] = offered[order]
    frames = [
        forecast_queues(
            checked(CallHistory, each),
            korea(),
            start,
            7,
            60,
            {},
            None,
            2,
            (MovingLevel(), BoostedLevel(), PlannerMean()),
        ).frame
        for each in (rows, rows.assign(offered=offered))
    ]

    assert frames[0].to_csv() == frames[1].to_csv()


@settings(max_examples=25)
@given(arrays.arrays(np.float64, (4, 7, 24), elements=st.floats(0, 1e4)))
def test_the_mean_of_members_lies_between_the_least_and_the_greatest(members: np.ndarray) -> None:
    found = mean_of_members(list(members))

    assert (found >= members.min(axis=0) - 1e-9).all()
    assert (found <= np.maximum(members.max(axis=0), LEAST_MEAN) * (1 + 1e-9)).all()


@settings(max_examples=25)
@given(arrays.arrays(np.float64, (30, 24), elements=st.floats(0, 500)), st.integers(1, 23))
def test_a_reforecast_is_a_count_with_a_variance_whatever_came(counted: np.ndarray, now: int) -> None:
    means = np.full((30, 24), 50.0)
    persistence = learnt_persistence(range(29), means[:-1], counted[:-1], 60)
    so_far = np.where(np.arange(24) < now, counted[-1], np.nan)[None, :]
    found = updated(Days.ordinary((0,), means[:1]), so_far, Days.ordinary((0, 1), means[:2]), 60, persistence)

    assert np.isfinite(found.means).all() and (found.means >= 0).all()
    assert np.isfinite(found.variances).all() and (found.variances >= 0).all()


@settings(max_examples=25)
@given(counts)
def test_cleaning_never_invents_a_count(table: np.ndarray) -> None:
    rows = rows_of(week_wave, 28).assign(offered=table.ravel().astype(float))
    series = clean_queue(rows, 60, date(2100, 1, 1)).series

    known = ~np.isnan(series.offered)
    assert (series.offered[known] == table[known]).all()


@settings(max_examples=25)
@given(counts)
def test_only_zeros_are_taken_for_outages(table: np.ndarray) -> None:
    found = outages(table.astype(float), np.arange(28) % 7)

    assert (table[found] == 0).all()


@settings(max_examples=25)
@given(arrays.arrays(np.int64, 14 * 96, elements=st.integers(0, 9)), st.sampled_from([30, 60]))
def test_summing_keeps_every_contact(table: np.ndarray, interval_min: int) -> None:
    rows = rows_of(week_wave, 14, interval_min=15).assign(offered=table.astype(float))
    found = aggregate_to_interval(checked(CallHistory, rows), interval_min)

    assert found.history["offered"].sum() == table.sum()
    assert found.changes.empty


@settings(max_examples=25)
@given(st.lists(st.integers(0, 47), min_size=1, max_size=60))
def test_duplicates_leave_each_interval_once_and_are_all_recorded(picked: list[int]) -> None:
    rows = rows_of(week_wave, 2)
    doubled = pd.concat([rows, rows.iloc[picked].assign(offered=range(len(picked)))], ignore_index=True)
    kept, changes = without_duplicates(doubled)

    assert kept["interval_start"].is_unique and len(kept) == 48
    assert len(changes) == len(picked)
    last = {hour: place for place, hour in enumerate(picked)}
    assert all(kept["offered"].iloc[hour] == place for hour, place in last.items())


def _six_hours(means: np.ndarray) -> pd.DataFrame:
    starts = pd.date_range("2026-03-02", periods=len(means), freq="6h", tz="Asia/Seoul")
    band = {"p10": means * 0.5, "p50": means, "p90": means * 1.5}
    frame = pd.DataFrame({"interval_start": starts, "queue": "general", "offered": means, **band})
    return checked(Forecast, frame.assign(aht_s=180.0, model="boosting"))


@given(
    arrays.arrays(np.float64, 28, elements=st.floats(0.01, 1e4).map(lambda value: round(value, 4))),
    st.integers(0, 27),
    st.integers(1, 28),
    st.sampled_from(list(OverrideKind)),
    st.floats(0, 1e5),
)
def test_an_override_changes_its_span_alone_and_a_total_is_kept(
    means: np.ndarray, first: int, length: int, kind: OverrideKind, value: float
) -> None:
    model = _six_hours(means)
    last = min(first + length, 28)
    start = model["interval_start"].iloc[first].to_pydatetime()
    order = OverrideOrder("general", start, start + timedelta(hours=6 * (last - first)), kind, value, "why")

    found = with_overrides(model, [Override(1, order, "P01", start)]).frame

    inside = np.zeros(28, dtype=bool)
    inside[first:last] = True
    assert found[~inside].equals(model[~inside])
    if kind is OverrideKind.TOTAL:
        assert abs(found["offered"][inside].sum() - value) < 0.01
    assert (found[["p10", "p50", "p90"]].diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert with_overrides(model, []).frame is model
