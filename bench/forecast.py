"""Forecast accuracy on the real series, origin by origin, beside the peers measured on the same origins.

    python -m bench.forecast [SET ...]

Prints, for every series of the measuring material, the WAPE of hourly sums over 28 days of the product's own choice and
of each candidate alone, the share of counts inside the band p10 to p90, and seconds a forecast, backtest included.
"""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from domain.day_types import demand_calendar
from domain.history_files import read_history
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.forecast import forecast_queues
from forecasting.models.protocol import Model

SHARED = Path(os.environ.get("WFM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DAYS = 28
CHOICE = "the product's choice"


@dataclass(frozen=True, slots=True)
class Series:
    """One series of the measuring material and what peers reached on it (WAPE in %, its README)."""

    name: str
    file: str
    queue: str
    country: str
    interval_min: int
    first: date | None
    origins: tuple[date, ...]
    peers: tuple[tuple[str, float], ...]


def _days(text: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day) for day in text.split())


ASSISTANCE = "assistance_fr_30min.csv.gz"
ASSISTANCE_ORIGINS = _days("2012-03-26 2012-04-23 2012-06-25 2012-08-06 2012-10-22 2012-11-29")
BANK_ORIGINS = _days("2003-06-23 2003-07-21 2003-08-25 2003-09-22")
EMS_ORIGINS = _days("2019-01-28 2019-05-06 2019-06-17 2019-08-12 2019-11-04 2019-12-04")
PEERS = ("planner's mean with holiday ratios", "count regression with 4-week level", "gradient boosting, untuned")


def _peers(*wape: float) -> tuple[tuple[str, float], ...]:
    return tuple(zip(PEERS, wape, strict=False))


SERIES = (
    Series("bank", "bank_us_30min.csv.gz", "calls", "US", 30, None, BANK_ORIGINS, _peers(6.7, 6.5, 5.7)),
    Series("tech_axa", ASSISTANCE, "tech_axa", "FR", 30, None, ASSISTANCE_ORIGINS, _peers(16.3, 14.8, 14.0)),
    Series("cat", ASSISTANCE, "cat", "FR", 30, None, ASSISTANCE_ORIGINS, _peers(16.9, 12.7, 14.3)),
    Series("telephonie", ASSISTANCE, "telephonie", "FR", 30, None, ASSISTANCE_ORIGINS, _peers(16.9, 34.4)),
    Series("services", ASSISTANCE, "services", "FR", 30, None, ASSISTANCE_ORIGINS, ()),
    Series("domicile", ASSISTANCE, "domicile", "FR", 30, None, ASSISTANCE_ORIGINS, ()),
    Series("tech_total", ASSISTANCE, "tech_total", "FR", 30, None, ASSISTANCE_ORIGINS, ()),
    Series("rtc", ASSISTANCE, "rtc", "FR", 30, None, ASSISTANCE_ORIGINS, ()),
    Series("ems", "nyc_ems_hourly.csv.gz", "total", "US", 60, date(2017, 1, 1), EMS_ORIGINS, _peers(8.9, 7.9, 7.9)),
)


@dataclass(frozen=True, slots=True)
class Score:
    """A forecast judged: WAPE of hourly sums in %, counts in the band in %, intervals without forecast, seconds."""

    wape: float
    inside: float
    missing: int
    seconds: float


def history_of(series: Series) -> pd.DataFrame:
    """The series' rows."""
    rows = read_history(SHARED / "data" / series.file)
    rows = rows[rows["queue"] == series.queue]
    if series.first is not None:
        rows = rows[rows["interval_start"] >= pd.Timestamp(series.first, tz="UTC")]
    return rows.reset_index(drop=True)


def scored(
    history: pd.DataFrame,
    series: Series,
    origin: date,
    candidates: Sequence[Model] = DEFAULT_CANDIDATES,
    backtest_origins: int = 6,
) -> Score:
    """One forecast from an origin, made from the rows before it and judged by the rows after it."""
    stamps = history["interval_start"].dt.tz_localize(None)
    begin, end = pd.Timestamp(origin), pd.Timestamp(origin + timedelta(days=DAYS))
    calendar = demand_calendar(series.country, stamps.min().date(), end.date())
    started = time.perf_counter()
    known, actual = history[stamps < begin], history[(stamps >= begin) & (stamps < end)]
    outcome = forecast_queues(
        known, calendar, origin, DAYS, series.interval_min, {}, None, backtest_origins, candidates
    )
    seconds = time.perf_counter() - started
    pairs = actual.merge(outcome.frame, on="interval_start", how="left", suffixes=("", "_mean"))
    missing = int(pairs["offered_mean"].isna().sum())
    inside = pairs["offered"].between(pairs["p10"], pairs["p90"])
    sums = pairs.groupby(pairs["interval_start"].dt.floor("h"))[["offered", "offered_mean"]].sum()
    wape = float((sums["offered"] - sums["offered_mean"]).abs().sum() / sums["offered"].sum())
    return Score(100 * wape, 100 * float(inside.mean()), missing, seconds)


def mean_score(scores: Sequence[Score]) -> Score:
    """The mean over the origins; the intervals without forecast are added up."""
    return Score(
        wape=float(np.mean([score.wape for score in scores])),
        inside=float(np.mean([score.inside for score in scores])),
        missing=sum(score.missing for score in scores),
        seconds=float(np.mean([score.seconds for score in scores])),
    )


def _table(series: Series) -> Table:
    table = Table(title=f"{series.name}: hourly WAPE in %, {DAYS} days ahead, mean of {len(series.origins)} origins")
    for column in ("model", "WAPE", "inside p10-p90", "missing", "s"):
        table.add_column(column, justify="left" if column == "model" else "right")
    history = history_of(series)
    rows = [(CHOICE, mean_score([scored(history, series, origin) for origin in series.origins]))]
    for model in DEFAULT_CANDIDATES:
        alone = [scored(history, series, origin, (model,), backtest_origins=0) for origin in series.origins]
        rows.append((model.name, mean_score(alone)))
    for name, score in rows:
        band = f"{score.inside:.0f}" if name == CHOICE else ""
        table.add_row(name, f"{score.wape:.2f}", band, str(score.missing), f"{score.seconds:.1f}")
    for name, wape in series.peers:
        table.add_row(f"peer: {name}", f"{wape:.1f}", "", "", "")
    return table


def main(names: Sequence[str]) -> int:
    """Print the tables of the named series, of all where none is named."""
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    for series in SERIES:
        if not names or series.name in names:
            console.print(_table(series))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
