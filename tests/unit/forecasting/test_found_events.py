"""Spikes, dips and breaks planted in a series are found where they were planted, and nothing else is."""

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.day_types import DemandCalendar, demand_calendar
from forecasting.breaks import level_breaks
from forecasting.found import MOST_FOUND, FoundEvent, FoundKind, found_events
from forecasting.series import QueueSeries
from forecasting.stretches import Counts, stretches
from tests.unit.forecasting.histories import series_of, week_wave

FIRST = date(2024, 1, 1)
DAYS = 500
WEEK = (1.15, 1.0, 0.97, 0.95, 1.0, 0.4, 0.33)


def korea() -> DemandCalendar:
    return demand_calendar("KR", date(2023, 1, 1), date(2026, 12, 31))


def simulated(
    planted: np.ndarray | None = None, seed: int = 1, level: float = 1500.0, day_sd: float = 0.045, days: int = DAYS
) -> QueueSeries:
    """Half hours of a line that never closes: a weekly and a daily shape, days with a factor of their own."""
    chance = np.random.default_rng(seed)
    hours = np.arange(48) / 2
    shape = np.exp(-(((hours - 13) / 5) ** 2)) + 0.03
    totals = level * np.array(WEEK)[np.arange(days) % 7] * chance.lognormal(-(day_sd**2) / 2, day_sd, days)
    mean = totals[:, None] * (shape / shape.sum()) * (1.0 if planted is None else planted)
    always, never = np.ones((7, 48), dtype=bool), np.zeros(days, dtype=bool)
    return QueueSeries("q", FIRST, 30, chance.poisson(mean).astype(float), always, always, never, never)


def at(row: int, hour: float = 0.0) -> datetime:
    return datetime(2024, 1, 1) + timedelta(days=row, hours=hour)


def within(found: FoundEvent, start: datetime, end: datetime, hours: float) -> bool:
    """Whether both borders are within so many hours."""
    apart = (abs(found.start - start), abs(found.end - end))
    return max(apart) <= timedelta(hours=hours)


def plan(**stretches_by_factor: tuple[slice, slice, float]) -> np.ndarray:
    factors = np.ones((DAYS, 48))
    for days, intervals, factor in stretches_by_factor.values():
        factors[days, intervals] *= factor
    return factors


ALL_DAY = slice(0, 48)


@pytest.mark.parametrize("level", [1500.0, 15000.0])
def test_spikes_and_dips_are_found_where_they_were_whatever_the_scale(level: float) -> None:
    planted = plan(
        afternoon=(slice(200, 201), slice(24, 34), 1.8),
        day=(slice(400, 401), ALL_DAY, 1.6),
        week=(slice(300, 304), ALL_DAY, 0.6),
        hours=(slice(450, 451), slice(28, 33), 0.2),
    )
    found = sorted(found_events(simulated(planted, level=level), korea()), key=lambda event: event.start)

    assert [event.kind for event in found] == [FoundKind.SPIKE, FoundKind.DIP, FoundKind.SPIKE, FoundKind.DIP]
    assert within(found[0], at(200, 12), at(200, 17), 0.5)
    assert within(found[1], at(300), at(304), 1)
    assert within(found[2], at(400), at(401), 1)
    assert within(found[3], at(450, 14), at(450, 16.5), 0.5)
    assert found[0].ratio == pytest.approx(1.8, rel=0.15)
    assert found[1].ratio == pytest.approx(0.6, rel=0.1)


@pytest.mark.parametrize(("factor", "kind"), [(1.4, FoundKind.BREAK_UP), (0.7, FoundKind.BREAK_DOWN)])
def test_a_level_that_changes_and_stays_is_one_break(factor: float, kind: FoundKind) -> None:
    found = found_events(simulated(plan(after=(slice(260, None), ALL_DAY, factor))), korea())

    assert [event.kind for event in found] == [kind]
    assert abs(found[0].start - at(260)) <= timedelta(days=1)
    assert found[0].ratio == pytest.approx(factor, rel=0.1)
    assert "follows" in found[0].done


def test_a_level_that_lasts_three_weeks_is_a_spike_with_two_borders() -> None:
    found = found_events(simulated(plan(campaign=(slice(300, 322), ALL_DAY, 1.5))), korea())

    assert [event.kind for event in found] == [FoundKind.SPIKE]
    assert within(found[0], at(300), at(322), 24)


def test_growth_is_no_break() -> None:
    growth = np.exp(np.arange(DAYS) * np.log(8) / DAYS)[:, None] * np.ones(48)

    assert found_events(simulated(growth), korea()) == ()


def test_holidays_are_left_to_the_calendar() -> None:
    seollal = slice((date(2025, 1, 28) - FIRST).days, (date(2025, 1, 31) - FIRST).days)

    assert found_events(simulated(plan(block=(seollal, ALL_DAY, 0.3))), korea()) == ()


def test_what_is_unknown_already_is_not_found_again() -> None:
    series = simulated(plan(storm=(slice(200, 202), ALL_DAY, 2.0)))
    assert [event.kind for event in found_events(series, korea())] == [FoundKind.SPIKE]
    series.offered[200:202] = np.nan

    assert found_events(series, korea()) == ()


def test_no_more_than_ten_are_told_and_the_strongest_first() -> None:
    rows = range(30, 480, 30)
    planted = plan(**{f"day{row}": (slice(row, row + 1), ALL_DAY, 1.5 + row / 500) for row in rows})
    found = found_events(simulated(planted), korea())

    assert len(found) == MOST_FOUND
    assert [event.strength for event in found] == sorted((event.strength for event in found), reverse=True)


def test_a_short_or_an_empty_history_has_nothing_found() -> None:
    assert found_events(simulated(days=50), korea()) == ()
    silent = series_of(week_wave, 84)
    silent.offered[:] = np.nan
    assert found_events(silent, korea()) == ()


def test_two_stretches_a_day_apart_stay_two() -> None:
    counted = np.array([10.0] * 20 + [30.0] * 8 + [10.0] * 8 + [30.0] * 8 + [10.0] * 20)
    counts = Counts(counted, np.full(64, 10.0), np.ones(64))

    assert [(each.first, each.last) for each in stretches(counts, 1.5, 10.0)] == [(20, 28), (36, 44)]


def test_a_step_in_the_level_is_a_break_and_a_slope_is_none() -> None:
    wave = 0.01 * np.sin(np.arange(200.0))
    step = wave + 0.4 * (np.arange(200) >= 100)
    slope = wave + np.clip((np.arange(200) - 80) / 40, 0, 1) * 0.4

    assert [each.row for each in level_breaks(step, np.zeros(200)).lasting] == [100]
    assert level_breaks(slope, np.zeros(200)).lasting == ()
