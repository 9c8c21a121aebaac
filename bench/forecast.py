"""Forecast accuracy on the real series, origin by origin, beside the peers measured on the same origins.

    python -m bench.forecast [SET ...]

Prints, for every series of the measuring material, the WAPE of hourly sums over 28 days of the product's own choice and
of each candidate alone, the share of counts inside the band p10 to p90 on every kind of day, the error of holiday
hours, pinball loss and seconds a forecast, backtest included; at the end the ratios to the best single peer and their
geometric mean.
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

from domain.day_types import DemandCalendar, demand_calendar
from domain.history_files import read_history
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.day_table import day_table
from forecasting.forecast import forecast_queues
from forecasting.models.protocol import Model
from forecasting.quantiles import KINDS, LEAST_DUE, PROBABILITIES, kinds_of

SHARED = Path(os.environ.get("WFM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DAYS = 28
CHOICE = "the product's choice"
ORDINARY_KIND, HOLIDAY_KIND = KINDS[0], KINDS[-1]
LEAST_INTERVALS = 100  # a kind of day with fewer says nothing about a band


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


def history_of(series: Series) -> pd.DataFrame:
    """The series' rows."""
    rows = read_history(SHARED / "data" / series.file)
    rows = rows[rows["queue"] == series.queue]
    if series.first is not None:
        rows = rows[rows["interval_start"] >= pd.Timestamp(series.first, tz="UTC")]
    return rows.reset_index(drop=True)


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
    return Judged(pairs.assign(kind=_kinds(pairs, calendar)), seconds)


def _kinds(pairs: pd.DataFrame, calendar: DemandCalendar) -> list[str]:
    days = sorted(set(pairs["interval_start"].dt.date))
    kind_of = dict(zip(days, kinds_of(day_table(calendar, days)).tolist(), strict=True))
    return [KINDS[kind_of[day]] for day in pairs["interval_start"].dt.date]


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
    pairs = found.pairs
    hours = _hourly(pairs)
    wape = float((hours["actual"] - hours["offered"]).abs().sum() / hours["actual"].sum())
    loss = sum(_pinball(pairs["actual"], pairs[f"p{share:.0%}"[:-1]], share) for share in PROBABILITIES)
    return Score(
        wape=100 * wape,
        inside=inside_share(pairs),
        pinball=100 * loss / len(PROBABILITIES) / float(pairs["actual"].sum()),
        missing=int(pairs["offered"].isna().sum()),
        seconds=found.seconds,
    )


def _hourly(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.groupby(pairs["interval_start"].dt.floor("h"))[["actual", "offered"]].sum()


def _pinball(actual: pd.Series, quantile: pd.Series, share: float) -> float:
    miss = actual - quantile
    return float(np.maximum(share * miss, (share - 1) * miss).sum())


def inside_share(pairs: pd.DataFrame) -> float:
    """Counts within p10 and p90, in % of the intervals in which a contact was due."""
    due = pairs[pairs["offered"] >= LEAST_DUE]
    return 100 * float(due["actual"].between(due["p10"], due["p90"]).mean())


def holiday_error(found: Sequence[Judged]) -> float:
    """Mean absolute error of holiday hours in % of the mean of an ordinary hour; NaN where no holiday was forecast."""
    pairs = pd.concat([each.pairs for each in found])
    holidays, ordinary = (_hourly(pairs[pairs["kind"] == kind]) for kind in (HOLIDAY_KIND, ORDINARY_KIND))
    return 100 * float((holidays["actual"] - holidays["offered"]).abs().mean() / ordinary["actual"].mean())


def inside_by_kind(found: Sequence[Judged]) -> dict[str, float]:
    """Counts within the band in % for each kind of day of which enough was seen."""
    pairs = pd.concat([each.pairs for each in found])
    parts = {kind: pairs[(pairs["kind"] == kind) & (pairs["offered"] >= LEAST_DUE)] for kind in KINDS}
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


def _table(series: Series) -> tuple[Table, float]:
    """The table of a series, and the WAPE of the product's choice."""
    table = Table(title=f"{series.name}: hourly WAPE in %, {DAYS} days ahead, mean of {len(series.origins)} origins")
    for column in ("model", "WAPE", "inside p10-p90", "pinball", "missing", "s"):
        table.add_column(column, justify="left" if column == "model" else "right")
    history = history_of(series)
    chosen = [judged(history, series, origin) for origin in series.origins]
    own = mean_score([score_of(each) for each in chosen])
    rows = [(CHOICE, own)]
    for model in DEFAULT_CANDIDATES:
        alone = [scored(history, series, origin, (model,), backtest_origins=0) for origin in series.origins]
        rows.append((model.name, mean_score(alone)))
    for name, score in rows:
        band = (f"{score.inside:.1f}", f"{score.pinball:.2f}") if name == CHOICE else ("", "")
        table.add_row(name, f"{score.wape:.2f}", *band, str(score.missing), f"{score.seconds:.1f}")
    for name, wape in series.peers:
        table.add_row(f"peer: {name}", f"{wape:.1f}", "", "", "", "")
    everything = 100 * float(
        np.mean([each.pairs["actual"].between(each.pairs["p10"], each.pairs["p90"]).mean() for each in chosen])
    )
    kinds = ", ".join(f"{kind} {inside:.1f}" for kind, inside in inside_by_kind(chosen).items())
    table.caption = (
        f"inside where a contact is due, by kind of day: {kinds}; of all intervals, dead hours too: {everything:.1f}\n"
        f"holiday hours: {holiday_error(chosen):.1f}% of an ordinary hour"
    )
    return table, own.wape


def _ratio_lines(wapes: dict[str, float]) -> list[str]:
    """The ratio to the best single peer of each series that has all peers measured, and their geometric mean."""
    complete = [series for series in SERIES if series.name in wapes and len(series.peers) == len(PEERS)]
    ratios = {series.name: wapes[series.name] / min(wape for _, wape in series.peers) for series in complete}
    lines = [f"{name}: {ratio:.3f} of the best single peer" for name, ratio in ratios.items()]
    if len(ratios) > 1:
        lines.append(f"geometric mean of {len(ratios)}: {float(np.exp(np.mean(np.log(list(ratios.values()))))):.3f}")
    return lines


def main(names: Sequence[str]) -> int:
    """Print the tables of the named series, of all where none is named."""
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    wapes: dict[str, float] = {}
    for series in SERIES:
        if not names or series.name in names:
            table, wapes[series.name] = _table(series)
            console.print(table)
    for line in _ratio_lines(wapes):
        console.print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
