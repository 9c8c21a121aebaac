"""A forecast judged by what happened: hourly WAPE, holiday hours, share inside the band, pinball loss."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from bench.material import DAYS, Series
from domain.day_types import DemandCalendar, demand_calendar
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.day_table import day_table
from forecasting.forecast import forecast_queues
from forecasting.models.protocol import Model
from forecasting.quantiles import KINDS, LEAST_DUE, PROBABILITIES, kinds_of

ORDINARY_KIND, HOLIDAY_KIND = KINDS[0], KINDS[-1]
LEAST_INTERVALS = 100  # a kind of day with fewer says nothing about a band


@dataclass(frozen=True, slots=True)
class Score:
    """A forecast judged.

    `wape` of hourly sums in %; `inside`: counts in the band in %, of the intervals in which a contact was due;
    `pinball` loss over p10, p50 and p90 in % of the contacts; `missing`: intervals without forecast; seconds.
    """

    wape: float
    inside: float
    pinball: float
    missing: int
    seconds: float


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """One forecast beside what happened (a forecast's columns, `actual`, the `kind` of day), and its seconds."""

    pairs: pd.DataFrame
    seconds: float


def judged(
    history: pd.DataFrame,
    series: Series,
    origin: date,
    candidates: Sequence[Model] = DEFAULT_CANDIDATES,
    backtest_origins: int = 6,
) -> Judged:
    """One forecast from an origin, made from the rows before it, beside the rows after it."""
    stamps = history["interval_start"].dt.tz_localize(None)
    begin, end = pd.Timestamp(origin), pd.Timestamp(origin + timedelta(days=DAYS))
    calendar = demand_calendar(series.country, stamps.min().date(), end.date())
    started = time.perf_counter()
    known, actual = history[stamps < begin], history[(stamps >= begin) & (stamps < end)]
    outcome = forecast_queues(
        known, calendar, origin, DAYS, series.interval_min, {}, None, backtest_origins, candidates
    )
    seconds = time.perf_counter() - started
    counted = actual[["interval_start", "offered"]].rename(columns={"offered": "actual"})
    pairs = counted.merge(outcome.frame, on="interval_start", how="left")
    kinds = kinds_by_day(calendar, origin, DAYS)
    return Judged(pairs.assign(kind=[kinds[day] for day in pairs["interval_start"].dt.date]), seconds)


def kinds_by_day(calendar: DemandCalendar, first: date, days: int) -> dict[date, str]:
    """The kind of every day from `first` on: ordinary, near a holiday, holiday."""
    dates = [first + timedelta(days=offset) for offset in range(days)]
    return dict(zip(dates, (KINDS[kind] for kind in kinds_of(day_table(calendar, dates))), strict=True))


def scored(
    history: pd.DataFrame,
    series: Series,
    origin: date,
    candidates: Sequence[Model] = DEFAULT_CANDIDATES,
    backtest_origins: int = 6,
) -> Score:
    """One forecast from an origin, judged by the rows after it."""
    return score_of(judged(history, series, origin, candidates, backtest_origins))


def score_of(found: Judged) -> Score:
    """The errors of one forecast."""
    return Score(
        wape=hourly_wape(found.pairs),
        inside=inside_share(due(found.pairs)),
        pinball=pinball(found.pairs),
        missing=int(found.pairs["offered"].isna().sum()),
        seconds=found.seconds,
    )


def hourly_wape(pairs: pd.DataFrame) -> float:
    """Sum of |forecast - actual| by hour, in % of the contacts."""
    hours = _hourly(pairs)
    return 100 * float((hours["actual"] - hours["offered"]).abs().sum() / hours["actual"].sum())


def _hourly(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.groupby(pairs["interval_start"].dt.floor("h"))[["actual", "offered"]].sum()


def due(pairs: pd.DataFrame) -> pd.DataFrame:
    """The intervals in which a contact was due: any band holds the others."""
    return pairs[pairs["offered"] >= LEAST_DUE]


def inside_share(pairs: pd.DataFrame) -> float:
    """Counts within p10 and p90, in %."""
    return 100 * float(pairs["actual"].between(pairs["p10"], pairs["p90"]).mean())


def pinball(pairs: pd.DataFrame) -> float:
    """Mean pinball loss of p10, p50 and p90, in % of the contacts."""
    losses = [_pinball(pairs["actual"], pairs[f"p{100 * share:.0f}"], share) for share in PROBABILITIES]
    return 100 * float(np.mean(losses)) / float(pairs["actual"].sum())


def _pinball(actual: pd.Series, quantile: pd.Series, share: float) -> float:
    miss = actual - quantile
    return float(np.maximum(share * miss, (share - 1) * miss).sum())


def holiday_error(found: Sequence[Judged]) -> float:
    """Mean absolute error of holiday hours in % of the mean of an ordinary hour; NaN where no holiday was forecast."""
    pairs = pd.concat([each.pairs for each in found])
    holidays, ordinary = (_hourly(pairs[pairs["kind"] == kind]) for kind in (HOLIDAY_KIND, ORDINARY_KIND))
    return 100 * float((holidays["actual"] - holidays["offered"]).abs().mean() / ordinary["actual"].mean())


def inside_by_kind(found: Sequence[Judged]) -> dict[str, float]:
    """Counts within the band in % for each kind of day of which enough was seen."""
    pairs = due(pd.concat([each.pairs for each in found]))
    parts = {kind: pairs[pairs["kind"] == kind] for kind in KINDS}
    return {kind: inside_share(part) for kind, part in parts.items() if len(part) >= LEAST_INTERVALS}


def mean_score(scores: Sequence[Score]) -> Score:
    """The mean over the origins; the intervals without forecast are added up."""
    return Score(
        wape=float(np.mean([score.wape for score in scores])),
        inside=float(np.mean([score.inside for score in scores])),
        pinball=float(np.mean([score.pinball for score in scores])),
        missing=sum(score.missing for score in scores),
        seconds=float(np.mean([score.seconds for score in scores])),
    )
