"""The forecast with a planner's overrides: each worked out from the model's figures as if it were alone.

Where two overlap the later one counts; so a day's total that a later override cuts into is no longer that total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.day_types import days_between
from domain.frames import Forecast, checked
from domain.overrides import Override, OverrideKind, OverrideOrder
from forecasting.quantiles import count_quantiles
from forecasting.series import Floats, Truths

MARK = "+override"
DIGITS = 4
NOBODY = -1


@dataclass(frozen=True, slots=True)
class AppliedOverride:
    """An override with the contacts of the model and of the planner in the intervals in which it counts.

    It counts in none where the forecast has no interval of its span, or where later overrides count instead.
    """

    override: Override
    intervals: int
    model_contacts: float
    planner_contacts: float


@dataclass(frozen=True, slots=True, eq=False)
class Overridden:
    """The forecast that leaves, and what each override did to it."""

    frame: DataFrame[Forecast]
    applied: tuple[AppliedOverride, ...]


def with_overrides(model: DataFrame[Forecast], overrides: Sequence[Override]) -> Overridden:
    """The model's forecast with the overrides in it; `model` in the frame says which intervals they changed.

    p10, p50 and p90 are scaled as the mean is; where the model has no contact they are those of a Poisson count. The
    frame comes back as it was where no override has an interval in it.
    """
    ordered = sorted(overrides, key=lambda override: override.id)
    inside = [_inside(model, override.order) for override in ordered]
    owner = np.full(len(model), NOBODY)
    figure = model["offered"].to_numpy(dtype=float).copy()
    for place, (override, rows) in enumerate(zip(ordered, inside, strict=True)):
        if rows.any():
            owner[rows] = place
            figure[rows] = _alone(model, override.order, rows)
    applied = tuple(
        _applied(override, model["offered"].to_numpy(dtype=float), figure, owner == place)
        for place, override in enumerate(ordered)
    )
    changed = owner != NOBODY
    return Overridden(_frame(model, figure, changed) if changed.any() else model, applied)


def _inside(model: pd.DataFrame, order: OverrideOrder) -> Truths:
    starts = model["interval_start"]
    inside: Truths = ((model["queue"] == order.queue) & (starts >= order.start) & (starts < order.until)).to_numpy()
    return inside


def _alone(model: pd.DataFrame, order: OverrideOrder, rows: Truths) -> Floats:
    """The contacts of the override's intervals as it wants them."""
    due = model["offered"].to_numpy(dtype=float)[rows]
    if order.kind is OverrideKind.FACTOR:
        return due * order.value
    value = order.value * _held_part(model, order, due)
    spread = value * _weights(model, order, rows)
    return np.maximum(due + spread, 0.0) if order.kind is OverrideKind.ADD else spread


def _weights(model: pd.DataFrame, order: OverrideOrder, rows: Truths) -> Floats:
    """How an addition or a total spreads over the intervals: by the model's profile, summing to one.

    Where the model has no contact at all, by the queue's mean at that time of day, else evenly.
    """
    due = model["offered"].to_numpy(dtype=float)[rows]
    if due.sum() <= 0:
        is_own = (model["queue"] == order.queue).to_numpy()
        clock = model["interval_start"][is_own].dt.strftime("%H:%M")
        due = model["offered"][is_own].groupby(clock).transform("mean").to_numpy(dtype=float)[rows[is_own]]
    return due / due.sum() if due.sum() > 0 else np.full(len(due), 1 / max(len(due), 1))


def _held_part(model: pd.DataFrame, order: OverrideOrder, due: Floats) -> float:
    """The part of the span's contacts that the forecast holds: one, unless the span goes beyond its days.

    A day that it does not hold counts as the mean of its weekday in the forecast.
    """
    own = model[model["queue"] == order.queue]
    local = own["interval_start"].dt.tz_localize(None)
    days = local.dt.normalize()
    first, last = days.min().date(), days.max().date()
    zone = own["interval_start"].dt.tz
    start, until = (pd.Timestamp(moment).tz_convert(zone).tz_localize(None) for moment in (order.start, order.until))
    beyond = 0.0
    for day in days_between(start.date(), (until - timedelta(seconds=1)).date()):
        if first <= day <= last:
            continue
        alike = (days.dt.day_of_week == day.weekday()).to_numpy()
        moments = local[alike] - days[alike] + pd.Timestamp(day)
        wanted = ((moments >= start) & (moments < until)).to_numpy()
        beyond += float(own["offered"][alike][wanted].sum()) / max(days[alike].nunique(), 1)
    held = float(due.sum())
    return held / (held + beyond) if beyond > 0 else 1.0


def _applied(override: Override, due: Floats, figure: Floats, counts: Truths) -> AppliedOverride:
    contacts = (round(float(values[counts].sum()), DIGITS) for values in (due, figure))
    return AppliedOverride(override, int(counts.sum()), *contacts)


def _frame(model: DataFrame[Forecast], figure: Floats, changed: Truths) -> DataFrame[Forecast]:
    due = model["offered"].to_numpy(dtype=float)
    was_due, from_nothing = changed & (due > 0), changed & (due <= 0)
    scale = np.divide(figure, due, out=np.ones_like(due), where=was_due)
    quantiles = count_quantiles(figure[from_nothing], figure[from_nothing])
    bands = {}
    for name, poisson in zip(("p10", "p50", "p90"), quantiles, strict=True):
        band = model[name].to_numpy(dtype=float) * scale
        band[from_nothing] = poisson
        bands[name] = np.where(changed, band.round(DIGITS), band)
    offered = np.where(changed, figure.round(DIGITS), due)
    frame = model.assign(offered=offered, **bands, model=model["model"].mask(changed, model["model"] + MARK))
    return checked(Forecast, frame)
