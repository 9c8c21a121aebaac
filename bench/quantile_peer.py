"""Pinball loss of a peer that forecasts quantiles outright: LightGBM with quantile loss on calendar features, untuned.

    python -m bench.quantile_peer [SERIES ...]

Same origins and intervals as `bench.forecast`, which prints the product's own; 300 trees a quantile, the library's
defaults otherwise. Prints the loss in % of contacts and the share of counts inside p10 to p90 where a contact is due.
"""

import sys
from collections.abc import Sequence
from datetime import date, timedelta

import lightgbm
import numpy as np
import pandas as pd
from rich.console import Console

from bench.forecast import DAYS, SERIES, SHARED, Judged, Series, history_of, mean_score, score_of
from domain.day_types import demand_calendar
from forecasting.day_table import day_table, history_days
from forecasting.models.interval_features import interval_rows
from forecasting.prepare import prepared_queue
from forecasting.quantiles import PROBABILITIES
from forecasting.wall_clock import cells_of

ROUNDS = 300


def judged_peer(history: pd.DataFrame, series: Series, origin: date) -> Judged:
    """The peer's quantiles of 28 days from the origin beside what happened; its median stands for the mean."""
    stamps = history["interval_start"].dt.tz_localize(None)
    begin, end = pd.Timestamp(origin), pd.Timestamp(origin + timedelta(days=DAYS))
    calendar = demand_calendar(series.country, stamps.min().date(), end.date())
    known, actual = history[stamps < begin], history[(stamps >= begin) & (stamps < end)]
    learnt = prepared_queue(known, known.head(0), calendar, None, series.interval_min, origin).clean.series
    past = day_table(calendar, history_days(learnt))
    future = day_table(calendar, [origin + timedelta(days=offset) for offset in range(DAYS)])
    rows, wanted = (interval_rows(days, calendar, learnt.intervals, True, learnt.last) for days in (past, future))
    counts = learnt.offered.ravel()
    seen = ~np.isnan(counts)
    day, interval = cells_of(pd.DatetimeIndex(actual["interval_start"]), origin, series.interval_min)
    pairs = actual[["interval_start"]].assign(actual=actual["offered"], kind="")
    for share in PROBABILITIES:
        settings = {"objective": "quantile", "alpha": share, "verbose": -1, "num_threads": 1, "seed": 1}
        booster = lightgbm.train(settings, lightgbm.Dataset(rows[seen], counts[seen]), num_boost_round=ROUNDS)
        table = np.maximum(np.asarray(booster.predict(wanted)), 0).reshape(DAYS, learnt.intervals)
        pairs[f"p{100 * share:.0f}"] = (table * learnt.is_open[future.weekdays])[day, interval]
    return Judged(pairs.assign(offered=pairs["p50"]), 0.0)


def main(names: Sequence[str]) -> int:
    """Print the peer's loss on the series named, on those with all peers measured where none is."""
    console = Console()
    if not SHARED.is_dir():
        console.print("The measuring material is absent (shared/ beside the project, or WFM_SHARED): nothing measured.")
        return 1
    for series in SERIES:
        if series.name in names or (not names and len(series.peers) > 1):
            history = history_of(series)
            score = mean_score([score_of(judged_peer(history, series, origin)) for origin in series.origins])
            console.print(f"{series.name}: pinball {score.pinball:.2f}%, inside {score.inside:.1f}%")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
