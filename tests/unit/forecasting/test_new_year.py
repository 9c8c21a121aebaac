"""The Lunar New Year of 2015 at Seoul's 120: a block of holidays has hours of its own, and two past ones teach them.

Shares of a five-day block by two hours: 22-24 h 15.4%, 12-14 h 13.9%, 14-16 h 13.0% were reported; the others are
assumed (as in `pipeline/simulated_history.py`). Other holidays are simulated with a Sunday's hours, to lead astray.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest

from domain.day_types import DayKind, day_types
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import TRUSTED_TOGETHER
from forecasting.combination import mean_of_members
from forecasting.day_table import day_table
from forecasting.models.moving_level import MovingLevel
from forecasting.models.protocol import Model
from forecasting.series import Floats, QueueSeries
from tests.unit.forecasting.histories import MONDAY, korea, series_of, steady

# fmt: off
WORKDAY = (1.45, .55, .3, .2, .2, .25, .35, .5, 4.2, 9.6, 10.4, 9.4,
           6.4, 8.4, 9.2, 8.6, 8.2, 6.8, 4.0, 2.6, 2.1, 2.0, 2.1, 2.2)
NEW_YEAR = np.repeat((5.0, 1.2, .9, 2.4, 7.6, 12.4, 13.9, 13.0, 10.6, 8.6, 9.0, 15.4), 2) / 200
# fmt: on
FIRST, LAST, START = date(2013, 1, 1), date(2015, 2, 8), date(2015, 2, 9)
BLOCK = [date(2015, 2, 18) + timedelta(days=offset) for offset in range(5)]
IN_BLOCK = (DayKind.BLOCK_FIRST, DayKind.BLOCK_MIDDLE, DayKind.BLOCK_LAST)
LATE = slice(22, 24)
TRUSTED = tuple(model for model in DEFAULT_CANDIDATES if model.name in TRUSTED_TOGETHER)


def seoul() -> QueueSeries:
    """Two years of counts: days off have a third of a workday's contacts, and blocks alone the New Year's hours."""
    chance = np.random.default_rng(2015)
    workday = np.array(WORKDAY) / np.sum(WORKDAY)
    table = []
    for day in day_types(korea(FIRST, date(2015, 12, 31)), FIRST, LAST):
        shape = NEW_YEAR if day.kind in IN_BLOCK else workday
        table.append(chance.poisson((7900 if day.is_day_off else 22000) * chance.lognormal(0, 0.05) * shape))
    series = series_of(steady(), 28, first=MONDAY)
    return QueueSeries(
        queue="general",
        first=FIRST,
        interval_min=60,
        offered=np.array(table, dtype=float),
        is_open=series.is_open,
        listed=series.listed,
        shut=np.zeros(len(table), dtype=bool),
        absent=np.zeros(len(table), dtype=bool),
    )


def block_shares(models: Sequence[Model], days: list[date]) -> Floats:
    """The share of all contacts of the days by hour, as the models' mean forecasts it."""
    calendar = korea(FIRST, date(2015, 12, 31))
    table = day_table(calendar, days)
    by_hour = mean_of_members([model.fit(seoul(), calendar).mean(table) for model in models]).sum(axis=0)
    return np.asarray(by_hour / by_hour.sum())


def by_two_hours(shares: Floats) -> Floats:
    return np.asarray(shares.reshape(12, 2).sum(axis=1))


@pytest.mark.parametrize("models", [(MovingLevel(),), TRUSTED], ids=["regression alone", "trusted together"])
def test_the_third_new_year_has_its_late_evening_and_its_peak_from_the_two_before(models: Sequence[Model]) -> None:
    found = block_shares(models, BLOCK)

    assert found[LATE].sum() == pytest.approx(0.154, abs=0.015)
    assert by_two_hours(found).argmax() == by_two_hours(NEW_YEAR).argmax() == 11


def test_an_ordinary_sunday_scaled_down_fails_the_same_test() -> None:
    sunday = block_shares((MovingLevel(),), [date(2015, 2, 15)])

    assert abs(sunday[LATE].sum() - 0.154) > 0.1
    assert by_two_hours(sunday).argmax() == 5
