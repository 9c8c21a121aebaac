"""The Lunar New Year of 2015 at Seoul's 120: a block of holidays has hours of its own, and two past ones teach them.

Shares of a five-day block by two hours: 22-24 h 15.4%, 12-14 h 13.9%, 14-16 h 13.0% were reported; the others are
assumed (as in `pipeline/simulated_history.py`). Other holidays are simulated with a Sunday's hours, to lead astray.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from domain.day_types import DayKind, DemandCalendar, day_types, demand_calendar
from domain.site_config import read_site_config
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import TRUSTED_TOGETHER
from forecasting.combination import mean_of_members
from forecasting.day_table import day_table
from forecasting.models.protocol import Model
from forecasting.series import Floats, QueueSeries
from pipeline.simulated_history import simulated_history
from pipeline.site_template import TEMPLATES_DIR

# fmt: off
WORKDAY = (1.45, .55, .3, .2, .2, .25, .35, .5, 4.2, 9.6, 10.4, 9.4,
           6.4, 8.4, 9.2, 8.6, 8.2, 6.8, 4.0, 2.6, 2.1, 2.0, 2.1, 2.2)
NEW_YEAR = np.repeat((5.0, 1.2, .9, 2.4, 7.6, 12.4, 13.9, 13.0, 10.6, 8.6, 9.0, 15.4), 2) / 200
# fmt: on
FIRST, LAST, YEAR_END = date(2013, 1, 1), date(2015, 2, 8), date(2015, 12, 31)
BLOCK = [date(2015, 2, 18) + timedelta(days=offset) for offset in range(5)]
SUNDAY = date(2015, 2, 15)
IN_BLOCK = (DayKind.BLOCK_FIRST, DayKind.BLOCK_MIDDLE, DayKind.BLOCK_LAST)
LATE = slice(22, 24)
LATE_SHARE, LATE_WITHIN = 0.154, 0.015
REPORTED = {11: 0.154, 6: 0.139, 7: 0.130}  # by pairs of hours
SAMPLE_FIRST, SAMPLE_SEED = date(2011, 3, 1), 120  # four years, and the seed of the sample `dasan`
PEAK = 11  # the two hours from 22 h on
TRUSTED = tuple(model for model in DEFAULT_CANDIDATES if model.name in TRUSTED_TOGETHER)


def calendar() -> DemandCalendar:
    """The Korean calendar of the simulated years."""
    return demand_calendar("KR", FIRST, YEAR_END)


def seoul() -> QueueSeries:
    """Two years of counts: days off have a third of a workday's contacts, and blocks alone the New Year's hours."""
    chance = np.random.default_rng(2015)
    workday = np.array(WORKDAY) / np.sum(WORKDAY)
    table = []
    for day in day_types(calendar(), FIRST, LAST):
        shape = NEW_YEAR if day.kind in IN_BLOCK else workday
        table.append(chance.poisson((7900 if day.is_day_off else 22000) * chance.lognormal(0, 0.05) * shape))
    always = np.ones((7, 24), dtype=bool)
    never = np.zeros(len(table), dtype=bool)
    return QueueSeries("general", FIRST, 60, np.array(table, dtype=float), always, always, never, never)


def sample_contacts(last: date, first: date = SAMPLE_FIRST) -> pd.DataFrame:
    """Contacts of all channels of the sample `dasan` by hour, a row a day: its generator moved to the years of 2015."""
    config = read_site_config(TEMPLATES_DIR / "dasan" / "site.toml")
    rows = pd.DataFrame(simulated_history(config, first, last, SAMPLE_SEED))
    by_hour = rows.groupby([rows["interval_start"].dt.date, rows["interval_start"].dt.hour])["offered"].sum()
    return by_hour.unstack()


def sample_series() -> QueueSeries:
    """What the sample knows on 8 February 2015: no contact after that, and three New Years before it."""
    counts = sample_contacts(LAST).to_numpy(float)
    always, never = np.ones((7, 24), dtype=bool), np.zeros(len(counts), dtype=bool)
    return QueueSeries("all", SAMPLE_FIRST, 60, counts, always, always, never, never)


def sample_block_shares(models: Sequence[Model]) -> Floats:
    """The share of the block's contacts by hour, as the models' mean forecasts it from the sample's years before."""
    known, series = demand_calendar("KR", SAMPLE_FIRST, YEAR_END), sample_series()
    table = day_table(known, BLOCK)
    by_hour = mean_of_members([model.fit(series, known).mean(table) for model in models]).sum(axis=0)
    return np.asarray(by_hour / by_hour.sum())


def block_shares(models: Sequence[Model], days: Sequence[date]) -> Floats:
    """The share of all contacts of the days by hour, as the models' mean forecasts it."""
    table = day_table(calendar(), days)
    by_hour = mean_of_members([model.fit(seoul(), calendar()).mean(table) for model in models]).sum(axis=0)
    return np.asarray(by_hour / by_hour.sum())


def by_two_hours(shares: Floats) -> Floats:
    """Shares by pairs of hours, as they were reported."""
    return np.asarray(shares.reshape(12, 2).sum(axis=1))


def is_like_the_new_year(shares: Floats) -> bool:
    """Whether the late evening has its share, and is the peak."""
    is_near = abs(float(shares[LATE].sum()) - LATE_SHARE) <= LATE_WITHIN
    return is_near and int(by_two_hours(shares).argmax()) == PEAK
