"""Days that cannot be so are held back and told; days that may be so are not."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from pandera.typing.pandas import DataFrame

from domain.day_types import DemandCalendar, demand_calendar, with_events
from domain.frames import CallHistory, checked
from domain.history_files import read_history
from forecasting.held_days import DayLimits, HeldDay, sifted
from tests.shared import SHARED

NIGHT = date(2026, 6, 8)  # a Monday
FIRST = NIGHT - timedelta(days=70)
DOUBTFUL = NIGHT - timedelta(days=3)  # Friday 5 June, an ordinary day: 6 June is a holiday on a Saturday
SLOTS = np.arange(18, 38)  # half-hours from nine to seven

type Change = Callable[[np.ndarray], np.ndarray]


def history(change: Change | None = None, day: date = DOUBTFUL, mean: float = 40.0) -> DataFrame[CallHistory]:
    """Ten weeks of one queue, Poisson around a daily shape, the same every time; one day changed."""
    chance = np.random.default_rng(5)
    parts = []
    for each in (FIRST + timedelta(days=number) for number in range((NIGHT - FIRST).days)):
        shape = mean * (0.6 + 0.8 * np.sin(np.pi * (SLOTS - 17.5) / 20)) * (0.4 if each.weekday() >= 5 else 1.0)
        offered = chance.poisson(shape).astype(float)
        if change is not None and each == day:
            offered = change(offered)
        starts = pd.Timestamp(each, tz="Asia/Seoul") + pd.to_timedelta(SLOTS[: len(offered)] * 30, unit="min")
        parts.append(pd.DataFrame({"interval_start": starts, "queue": "general", "offered": offered}))
    blank = dict.fromkeys(("answered", "abandoned", "aht_s"), np.nan)
    return checked(CallHistory, pd.concat(parts, ignore_index=True).assign(**blank))


def held(frame: DataFrame[CallHistory], calendar: DemandCalendar | None = None) -> tuple[HeldDay, ...]:
    calendar = calendar or demand_calendar("KR", FIRST, NIGHT)
    return sifted(frame, {"general": calendar}, NIGHT, DayLimits()).held


def stuck_at(count: float, first: int, length: int) -> Change:
    def changed(offered: np.ndarray) -> np.ndarray:
        offered = offered.copy()
        offered[first : first + length] = count
        return offered

    return changed


def test_a_history_without_a_fault_is_believed_as_a_whole() -> None:
    frame = history()
    found = sifted(frame, {"general": demand_calendar("KR", FIRST, NIGHT)}, NIGHT, DayLimits())
    assert found.held == ()
    assert found.history is frame


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(lambda offered: np.floor(offered * 0.45), "contacts came where", id="less than half"),
        pytest.param(lambda offered: offered[:8], "none after 12:30", id="an export that ends at one"),
        pytest.param(stuck_at(44, 4, 7), "stood still at 44 from 11:00 on, for 7 intervals", id="a stuck counter"),
        pytest.param(stuck_at(0, 6, 6), "no contact came from 12:00 on, for 6 intervals", id="a dead counter"),
    ],
)
def test_a_day_that_cannot_be_so_is_held_back_with_the_reason(change: Change, said: str) -> None:
    frame = history(change)
    found = sifted(frame, {"general": demand_calendar("KR", FIRST, NIGHT)}, NIGHT, DayLimits())
    (day,) = found.held
    assert (day.queue, day.day) == ("general", DOUBTFUL)
    assert said in day.reason
    kept = found.history["interval_start"].dt.date
    assert DOUBTFUL not in set(kept)
    assert len(found.history) == len(frame) - (frame["interval_start"].dt.date == DOUBTFUL).sum()


@pytest.mark.parametrize(
    ("change", "day"),
    [
        pytest.param(lambda offered: np.floor(offered * 0.6), DOUBTFUL, id="three fifths"),
        pytest.param(stuck_at(44, 4, 4), DOUBTFUL, id="four equal counts"),
        pytest.param(stuck_at(5, 4, 7), DOUBTFUL, id="seven equal small counts"),
        pytest.param(lambda offered: offered * 0, date(2026, 5, 25), id="a substitute holiday"),
        pytest.param(lambda offered: offered * 0, NIGHT - timedelta(days=40), id="a day of long ago"),
    ],
)
def test_a_day_that_may_be_so_is_believed(change: Change, day: date) -> None:
    assert held(history(change, day)) == ()


def test_a_day_that_the_events_explain_is_believed() -> None:
    calendar = with_events(demand_calendar("KR", FIRST, NIGHT), frozenset({DOUBTFUL}))
    assert held(history(lambda offered: offered * 0.2), calendar) == ()


def test_few_contacts_may_halve_by_chance() -> None:
    assert held(history(lambda offered: offered * 0, mean=1.5)) == ()


def test_a_doubtful_day_is_not_what_a_later_one_is_compared_with() -> None:
    frame = history()
    days = frame["interval_start"].dt.date
    fridays = [DOUBTFUL - timedelta(days=7 * week) for week in range(2)]
    cut = frame.assign(offered=frame["offered"].mask(days.isin(fridays), (frame["offered"] * 0.4).round()))
    assert {day.day for day in held(checked(CallHistory, cut))} == set(fridays)


def test_real_weeks_of_a_bank_hold_nothing_back(bank_weeks: DataFrame[CallHistory]) -> None:
    last = bank_weeks["interval_start"].max().date()
    calendar = demand_calendar("US", bank_weeks["interval_start"].min().date(), last)
    nights = [last + timedelta(days=1) - timedelta(days=7 * week) for week in range(0, 20, 5)]
    found = [day for night in nights for day in sifted(bank_weeks, {"calls": calendar}, night, DayLimits()).held]
    assert found == []


@pytest.fixture(scope="module")
def bank_weeks() -> DataFrame[CallHistory]:
    path = SHARED / "data" / "bank_us_30min.csv.gz"
    if not path.is_file():
        pytest.skip("the measuring material is absent: days of a real history were NOT judged")
    return read_history(path, "America/New_York")
