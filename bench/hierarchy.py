"""Queues and their total on real series: added up, or reconciled with a forecast of the total's own series.

    python -m bench.hierarchy [ems|assistance] [--origins N]

For every way of reconciling: WAPE in % by interval and by day, of the queues (errors and contacts of all added up) and
of their total, 28 days ahead, mean over the origins of `bench.forecast`. Then the share of the total's counts, and of
day totals, inside bands made in several ways. Candidates are the three that are trusted together. About 40 s an origin.

Reconciled day totals are S (S' W^-1 S)^-1 S' W^-1 y (Wickramasuriya, Athanasopoulos and Hyndman 2019) with W from the
day errors of the backtest, diagonal or shrunk to its diagonal (Schaefer and Strimmer 2005); each queue's day is spread
by its own profile.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from bench.material import ASSISTANCE, ASSISTANCE_ORIGINS, DAYS, EMS_ORIGINS, SHARED
from domain.day_types import demand_calendar
from domain.history_files import read_history
from forecasting.band_sums import summed_band
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.choice import TRUSTED_TOGETHER
from forecasting.hierarchy import levels_of
from forecasting.past_sums import SUM, QueuePast, summed_backtest
from forecasting.prepare import prepared_queue
from forecasting.queue_forecast import ForecastOrder, queue_forecast
from forecasting.queue_rows import rows_by_queue
from forecasting.series import Floats

TRUSTED = tuple(model for model in DEFAULT_CANDIDATES if model.name in TRUSTED_TOGETHER)
OWN = "total"
SETS = {
    "ems": ("nyc_ems_hourly.csv.gz", "US", 60, date(2017, 1, 1), EMS_ORIGINS),
    "assistance": (ASSISTANCE, "FR", 30, date(2011, 1, 1), ASSISTANCE_ORIGINS),
}


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Queues forecast from one day, the total's own series forecast too, and what came, by time and queue."""

    queues: tuple[QueuePast, ...]
    own: QueuePast
    actual: pd.DataFrame


def origin_of(name: str, origin: date) -> Origin:
    """All forecasts of a set from one day on."""
    file, country, interval_min, first, _ = SETS[name]
    rows = read_history(SHARED / "data" / file)
    rows = rows[(rows["queue"] != OWN) & (rows["interval_start"] >= pd.Timestamp(first, tz="UTC"))]
    summed = rows.groupby("interval_start", as_index=False)["offered"].sum().assign(queue=OWN)
    rows = pd.concat([rows, summed], ignore_index=True)
    stamps = rows["interval_start"].dt.tz_localize(None)
    begin, end = pd.Timestamp(origin), pd.Timestamp(origin + timedelta(days=DAYS))
    calendar = demand_calendar(country, first, end.date())
    order = ForecastOrder(origin, DAYS, interval_min, 6)
    pasts = {}
    for queue, known in rows_by_queue(rows[stamps < begin], rows.head(0)).items():
        prepared = prepared_queue(known.history, known.left_out, calendar, None, interval_min, origin)
        pasts[queue] = queue_forecast(prepared, order, None, TRUSTED).past
    came = rows[(stamps >= begin) & (stamps < end)].pivot(index="interval_start", columns="queue", values="offered")
    return Origin(tuple(past for queue, past in pasts.items() if queue != OWN), pasts[OWN], came.fillna(0.0))


def means_of(found: Origin) -> pd.DataFrame:
    """What was forecast, by time and queue, the total's own forecast among them."""
    pasts = (*found.queues, found.own)
    parts = [past.frame.set_index("interval_start")["offered"].rename(past.queue) for past in pasts]
    return pd.concat(parts, axis=1).reindex(found.actual.index).fillna(0.0)


def day_errors(found: Origin) -> Floats:
    """Past errors of day totals over what is known of each day, a column a queue, the total last."""
    columns = []
    for past in (*found.queues, found.own):
        tables = summed_backtest([past])
        assert tables is not None
        misses = [actual - mean for actual, mean in zip(tables.actual, tables.means(SUM), strict=True)]
        columns.append(np.nansum(np.concatenate(misses), axis=1))
    return np.column_stack(columns)


def covariances(errors: Floats) -> Mapping[str, Floats]:
    """The covariance of the errors by way of reconciling."""
    scale = np.maximum(np.sqrt((errors**2).mean(axis=0)), 1e-3)  # a queue that was shut all along never erred
    standard = errors / scale
    products = np.einsum("ti,tj->tij", standard, standard)
    correlation = products.mean(axis=0)
    beside = ~np.eye(len(scale), dtype=bool)
    noise = ((products - correlation) ** 2).sum(axis=0) / (len(errors) * (len(errors) - 1))
    intensity = min(1.0, noise[beside].sum() / (correlation[beside] ** 2).sum())
    shrunk = np.where(beside, (1 - intensity) * correlation, 1.0)
    whole = np.outer(scale, scale)
    return {"least squares, weighted": np.diag(scale**2), "MinT, shrunk": shrunk * whole}


def reconciled_days(days: Floats, covariance: Floats) -> Floats:
    """Day totals of the queues from those of the queues and the total, none below zero."""
    sums = np.vstack([np.eye(days.shape[1] - 1), np.ones(days.shape[1] - 1)])
    weights = np.linalg.inv(covariance)
    onto = np.linalg.solve(sums.T @ weights @ sums, sums.T @ weights)
    return np.maximum(days @ onto.T, 0.0)


def _days(table: pd.DataFrame) -> pd.DatetimeIndex:
    """The day of every row of a table by interval."""
    return pd.DatetimeIndex(table.index).tz_localize(None).normalize()


def ways(found: Origin) -> Mapping[str, pd.DataFrame]:
    """The queues' means by way of reconciling."""
    means = means_of(found)
    queues = [past.queue for past in found.queues]
    day = _days(means)
    days = means.groupby(day).sum()[[*queues, OWN]]
    share = days[OWN] / days[queues].sum(axis=1)
    wanted = {"added up": days[queues], "top down": days[queues].mul(share, axis=0)}
    for name, covariance in covariances(day_errors(found)).items():
        wanted[name] = pd.DataFrame(reconciled_days(days.to_numpy(), covariance), days.index, queues)
    factors = {name: (table / days[queues]).where(days[queues] > 0, 1.0) for name, table in wanted.items()}
    return {name: means[queues] * factor.reindex(day).to_numpy() for name, factor in factors.items()}


def errors_of(means: pd.DataFrame, actual: pd.DataFrame) -> list[float]:
    """WAPE in %: queues by interval and by day, total by interval and by day."""
    miss, contacts = means - actual[means.columns], float(actual[means.columns].to_numpy().sum())
    by_day = miss.groupby(_days(miss)).sum()
    parts = (miss, by_day, miss.sum(axis=1), by_day.sum(axis=1))
    return [100 * float(part.abs().to_numpy().sum()) / contacts for part in parts]


def bands_of(found: Origin) -> Mapping[str, list[float]]:
    """Share inside in %, and width in % of the contacts, of the total's counts by interval and by day."""
    levels = levels_of(found.queues, {})
    assert levels is not None
    rows = pd.concat([past.frame for past in found.queues])
    bands = {
        "learnt from the sum's errors": levels.frame,
        "rates miss together": summed_band(rows, ["interval_start"]),
        "quantiles added up": rows.groupby("interval_start", as_index=False)[["offered", "p10", "p90"]].sum(),
    }
    actual = found.actual[[past.queue for past in found.queues]].sum(axis=1).rename("actual")
    return {name: _held(frame, actual) for name, frame in bands.items()}


def _held(frame: pd.DataFrame, actual: "pd.Series[float]") -> list[float]:
    rows = frame.merge(actual, left_on="interval_start", right_index=True)
    rows = rows.assign(day=rows["interval_start"].dt.tz_localize(None).dt.normalize())
    days = summed_band(rows, ["day"]).merge(rows.groupby("day", as_index=False)["actual"].sum(), on="day")
    found = []
    for part in (rows[rows["offered"] >= 1], days):
        inside = part["actual"].between(part["p10"], part["p90"]).mean()
        found += [100 * float(inside), 100 * float((part["p90"] - part["p10"]).sum() / part["offered"].sum())]
    return found


def _table(title: str, heads: Sequence[str], found: Sequence[Mapping[str, list[float]]]) -> Table:
    table = Table(title=title)
    for head in ("way", *heads):
        table.add_column(head, justify="left" if head == "way" else "right")
    for way in found[0]:
        table.add_row(way, *(f"{value:.2f}" for value in np.mean([each[way] for each in found], axis=0)))
    return table


def main(words: Sequence[str]) -> int:
    """Print both tables of a set."""
    parser = argparse.ArgumentParser(prog="bench.hierarchy", description="Queues added up, or reconciled.")
    parser.add_argument("name", nargs="?", choices=list(SETS), default="ems", help="the set of series (ems)")
    parser.add_argument("--origins", type=int, help="so many of the set's origins; all where it is not given")
    given = parser.parse_args(words)
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    name, origins = given.name, SETS[given.name][-1][: given.origins]
    errors, bands = [], []
    for origin in origins:
        found = origin_of(name, origin)
        each = {way: errors_of(means, found.actual) for way, means in ways(found).items()}
        own = errors_of(means_of(found)[[OWN]], found.actual)
        errors.append({**each, "the total alone": [np.nan, np.nan, *own[2:]]})
        bands.append(bands_of(found))
    heads = ("queues", "queues by day", "total", "total by day")
    console.print(_table(f"{name}: WAPE in %, {DAYS} days ahead, {len(origins)} origins", heads, errors))
    heads = ("inside", "width", "days inside", "width of days")
    console.print(_table(f"{name}: the total's band, in %", heads, bands))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
