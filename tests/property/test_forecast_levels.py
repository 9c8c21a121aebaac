"""What holds for every hierarchy: exact sums, ordered and non-negative quantiles, and no matter in which order."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from domain.frames import ForecastTotals
from forecasting.backtest import Backtest, BacktestPlan, PastForecast
from forecasting.band_sums import summed_band
from forecasting.day_table import day_table
from forecasting.hierarchy import levels_of
from forecasting.past_sums import QueuePast
from forecasting.quantiles import count_quantiles
from store.csv_files import csv_bytes
from tests.unit.forecasting.histories import korea

CUTOFF, START, DAYS = date(2026, 3, 2), date(2026, 3, 30), 14
CHANNELS = {"a": "voice", "b": "voice", "c": "chat", "d": "email"}

tables = arrays.arrays(np.float64, (4, DAYS, 4), elements=st.floats(0, 3000).map(lambda value: round(value, 4)))
errors = arrays.arrays(np.float64, (4, DAYS, 4), elements=st.floats(0, 3))
chosen = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4, unique=True)


def queues_of(means: np.ndarray, factors: np.ndarray, names: list[str]) -> list[QueuePast]:
    """Queues whose past was off by the factors."""
    return [_queue(name, means["abcd".index(name)], factors["abcd".index(name)]) for name in names]


def _queue(name: str, mean: np.ndarray, factor: np.ndarray) -> QueuePast:
    past_days = day_table(korea(), [CUTOFF + timedelta(days=n) for n in range(DAYS)])
    future = day_table(korea(), [START + timedelta(days=n) for n in range(DAYS)])
    backtest = Backtest(
        plan=BacktestPlan((CUTOFF,), DAYS),
        forecasts=(PastForecast("m", CUTOFF, mean),),
        actual=(np.floor(mean * factor),),
        days=(past_days,),
        failures=(),
    )
    low, middle, high = count_quantiles(mean.ravel(), mean.ravel() + (0.2 * mean.ravel()) ** 2)
    starts = pd.date_range(pd.Timestamp(START, tz="Asia/Seoul"), periods=DAYS * 4, freq="6h")
    frame = pd.DataFrame(
        {"interval_start": starts, "queue": name, "offered": mean.ravel(), "p10": low, "p50": middle, "p90": high}
    )
    return QueuePast(name, frame, backtest, ("m",), future, START - timedelta(days=1))


def units(text: str) -> int:
    """A written number in ten-thousandths, without a detour through binary fractions."""
    whole, _, rest = text.partition(".")
    return int(whole + rest.ljust(4, "0"))


def written(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows as they stand in the file."""
    head, *lines = csv_bytes(frame).decode().splitlines()
    return [dict(zip(head.split(","), line.split(","), strict=True)) for line in lines]


@settings(max_examples=15, deadline=None)
@given(tables, errors, chosen)
def test_written_means_of_queues_add_up_to_their_channel_s_and_the_total_s(
    means: np.ndarray, factors: np.ndarray, names: list[str]
) -> None:
    queues = queues_of(means, factors, names)
    levels = levels_of(queues, CHANNELS)
    assert levels is not None
    sums: dict[tuple[str, str], int] = {}
    for row in written(pd.concat([queue.frame for queue in queues])):
        for name in (CHANNELS[row["queue"]], "total"):
            key = (name, row["interval_start"])
            sums[key] = sums.get(key, 0) + units(row["offered"])

    assert {(row["name"], row["interval_start"]): units(row["offered"]) for row in written(levels.frame)} == sums


@settings(max_examples=15, deadline=None)
@given(tables, errors, chosen, st.booleans())
def test_quantiles_of_levels_are_whole_ordered_and_never_negative(
    means: np.ndarray, factors: np.ndarray, names: list[str], has_past: bool
) -> None:
    queues = queues_of(means, factors, names)
    if not has_past:
        queues = [replace(queue, members=()) for queue in queues]
    levels = levels_of(queues, CHANNELS)
    assert levels is not None
    frame = levels.frame

    ForecastTotals.validate(frame)
    bands = frame[["p10", "p50", "p90"]].to_numpy()
    assert (bands >= 0).all() and (np.diff(bands, axis=1) >= 0).all() and (bands == np.floor(bands)).all()
    assert (bands[frame["offered"] == 0] == 0).all()


@settings(max_examples=10, deadline=None)
@given(tables, errors, st.permutations("abcd"))
def test_the_order_of_the_queues_changes_nothing(means: np.ndarray, factors: np.ndarray, names: list[str]) -> None:
    straight = levels_of(queues_of(means, factors, list("abcd")), CHANNELS)
    shuffled = levels_of(queues_of(means, factors, list(names)), CHANNELS)
    assert straight is not None
    assert shuffled is not None
    pd.testing.assert_frame_equal(straight.frame, shuffled.frame)
    assert repr(straight.records) == repr(shuffled.records)  # NaN where no contact came


@settings(max_examples=15, deadline=None)
@given(arrays.arrays(np.float64, 12, elements=st.floats(0, 500)), st.floats(0, 0.5))
def test_the_band_of_a_sum_is_no_wider_than_all_bands_added(means: np.ndarray, deviation: float) -> None:
    """But for one count at either end, to which quantiles are rounded."""
    low, middle, high = count_quantiles(means, means + (deviation * means) ** 2)
    rows = pd.DataFrame({"day": 1, "offered": means, "p10": low, "p50": middle, "p90": high})
    found = summed_band(rows, ["day"]).iloc[0]
    assert found["p10"] <= found["p50"] <= found["p90"]
    assert found["p90"] - found["p10"] <= (high - low).sum() * 1.1 + 3
