"""The measuring material: real series, the days they are forecast from, and what peers were once measured to reach."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import CallHistory, checked
from domain.history_files import read_history

SHARED = Path(os.environ.get("WFM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
ABSENT = "The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured."
DAYS = 28

# The keys of the peers, in the order of the tables; `documented` figures and runs made beside go by the same names.
NAIVE = "seasonal naive"
PLANNER = "planner's mean of 4 weeks"
PLANNER_HOLIDAYS = "planner's mean with holiday ratios"
PROPHET = "Prophet, country holidays"
PROPHET_SHAPED = "Prophet, multiplicative, daily shape by weekday"
MSTL_ETS = "statsforecast MSTL + AutoETS"
MSTL_ARIMA = "statsforecast MSTL + AutoARIMA"
GLM = "statsmodels Poisson GLM"
GLM_LEVEL = "the same GLM with a 4-week level"
BOOSTING = "LightGBM, Poisson, untuned"
QUANTILE_BOOSTING = "LightGBM, quantile loss, untuned"
PEER_NAMES = (
    NAIVE,
    PLANNER,
    PLANNER_HOLIDAYS,
    PROPHET,
    PROPHET_SHAPED,
    MSTL_ETS,
    MSTL_ARIMA,
    GLM,
    GLM_LEVEL,
    BOOSTING,
)


@dataclass(frozen=True, slots=True)
class Series:
    """One series of the measuring material.

    `origins`: the days that its README names; `fresh`: days about midway between them, on which nothing was ever
    tuned; `documented`: the WAPE in % of peers as its README gives it.
    """

    name: str
    file: str
    queue: str
    country: str
    interval_min: int
    first: date | None
    origins: tuple[date, ...]
    fresh: tuple[date, ...]
    documented: Mapping[str, float] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """The file that holds it."""
        return SHARED / "data" / self.file

    @property
    def peers(self) -> tuple[tuple[str, float], ...]:
        """The documented peers as pairs."""
        return tuple(self.documented.items())


def _days(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in text.split())


def _documented(*wape: float) -> dict[str, float]:
    return dict(zip(PEER_NAMES, wape, strict=True))


ASSISTANCE = "assistance_fr_30min.csv.gz"
ASSISTANCE_ORIGINS = _days("2012-03-26 2012-04-23 2012-06-25 2012-08-06 2012-10-22 2012-11-29")
ASSISTANCE_FRESH = _days("2012-02-27 2012-05-28 2012-07-16 2012-09-17")
BANK_ORIGINS = _days("2003-06-23 2003-07-21 2003-08-25 2003-09-22")
BANK_FRESH = _days("2003-06-09 2003-07-07 2003-08-11 2003-09-08")
EMS_ORIGINS = _days("2019-01-28 2019-05-06 2019-06-17 2019-08-12 2019-11-04 2019-12-04")
EMS_FRESH = _days("2019-03-18 2019-05-27 2019-07-15 2019-09-23")


def _assistance(queue: str, documented: Mapping[str, float]) -> Series:
    return Series(queue, ASSISTANCE, queue, "FR", 30, None, ASSISTANCE_ORIGINS, ASSISTANCE_FRESH, documented)


SERIES = (
    Series(
        "bank",
        "bank_us_30min.csv.gz",
        "calls",
        "US",
        30,
        None,
        BANK_ORIGINS,
        BANK_FRESH,
        _documented(6.5, 6.7, 6.7, 17.6, 8.5, 6.3, 6.3, 6.9, 6.5, 5.7),
    ),
    _assistance("tech_axa", _documented(19.9, 18.7, 16.3, 26.4, 19.2, 19.2, 18.5, 14.7, 14.8, 14.0)),
    _assistance("cat", _documented(24.5, 25.0, 16.9, 51.6, 22.6, 24.2, 24.8, 12.8, 12.7, 14.3)),
    _assistance("telephonie", {PLANNER_HOLIDAYS: 16.9, GLM: 34.4}),
    _assistance("services", {}),
    _assistance("domicile", {}),
    _assistance("tech_total", {}),
    _assistance("rtc", {}),
    Series(
        "ems",
        "nyc_ems_hourly.csv.gz",
        "total",
        "US",
        60,
        date(2017, 1, 1),
        EMS_ORIGINS,
        EMS_FRESH,
        _documented(11.5, 9.3, 8.9, 11.4, 9.0, 8.8, 9.2, 7.9, 7.9, 7.9),
    ),
)


def series_named(name: str) -> Series:
    """The series of that name."""
    return next(series for series in SERIES if series.name == name)


def history_of(series: Series) -> DataFrame[CallHistory]:
    """The series' rows."""
    rows = read_history(series.path)
    rows = rows[rows["queue"] == series.queue]
    if series.first is not None:
        rows = rows[rows["interval_start"] >= pd.Timestamp(series.first, tz="UTC")]
    return checked(CallHistory, rows.reset_index(drop=True))
