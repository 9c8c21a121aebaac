"""What the forecasts promise, figure by figure, and whether it was kept."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from bench.accuracy_run import SeriesRun
from bench.material import PEER_NAMES, PLANNER_HOLIDAYS, SERIES
from bench.scores import (
    HOLIDAY_KIND,
    ORDINARY_KIND,
    Judged,
    due,
    holiday_error,
    hourly_wape,
    inside_by_kind,
    inside_share,
    pinball,
)
from bench.target import Target
from forecasting.quantiles import LEAST_DUE

MEAN_RATIO, WORST_RATIO = 0.98, 1.02
INSIDE, INSIDE_KIND = (76.0, 84.0), (70.0, 90.0)
MOST_WAPE = {"telephonie": 16.9}
LIKE_A_PLANNER = ("services", "domicile", "tech_total", "rtc")
HOLIDAY_ERRORS = {"tech_axa": 11.5, "ems": 9.2}
SHUT_ON_HOLIDAYS, MOST_WHEN_SHUT = ("cat", "rtc"), 1.0
SHUT_SHARE = 0.01  # a holiday with less than this of an ordinary day's contacts was shut


def mean_wape(found: Sequence[Judged]) -> float:
    """The mean over the origins of the hourly WAPE in %."""
    return float(np.mean([hourly_wape(each.pairs) for each in found]))


def best_peers(run: SeriesRun) -> dict[str, tuple[str, float]]:
    """The best single peer as documented, and as run beside."""
    measured = {name: mean_wape(found) for name, found in run.means.items()}
    sources = {"documented": run.series.documented, "run beside": measured}
    return {
        source: min(figures.items(), key=lambda pair: pair[1])
        for source, figures in sources.items()
        if len(run.series.documented) == len(PEER_NAMES) and figures
    }


def ratio_targets(runs: Sequence[SeriesRun]) -> Iterator[Target]:
    """The product's error over that of the best single peer; their geometric mean where all such series were run."""
    complete = sum(len(series.documented) == len(PEER_NAMES) for series in SERIES)
    ratios: dict[str, list[float]] = {}
    for run in runs:
        for source, (name, wape) in best_peers(run).items():
            ratio = mean_wape(run.product) / wape
            ratios.setdefault(source, []).append(ratio)
            yield Target(f"{run.series.name}: WAPE over {name}, {source}", ratio, None, WORST_RATIO, 3)
    for source, found in ratios.items():
        if len(found) < complete:
            continue
        mean = float(np.exp(np.mean(np.log(found))))
        yield Target(f"geometric mean over the best peers, {source}, of {len(found)} series", mean, None, MEAN_RATIO, 3)


def series_targets(run: SeriesRun) -> Iterator[Target]:
    """What is promised for one series: its error, its holidays, its bands and their loss."""
    name = run.series.name
    if name in MOST_WAPE:
        yield Target(f"{name}: WAPE", mean_wape(run.product), None, MOST_WAPE[name], 2)
    if name in LIKE_A_PLANNER:
        planner = round(mean_wape(run.means[PLANNER_HOLIDAYS]), 2)
        yield Target(f"{name}: WAPE, {PLANNER_HOLIDAYS} {planner}", mean_wape(run.product), None, planner, 2)
    if name in HOLIDAY_ERRORS:
        yield Target(f"{name}: holiday hours, % of an hour", holiday_error(run.product), None, HOLIDAY_ERRORS[name])
    if name in SHUT_ON_HOLIDAYS:
        yield Target(f"{name}: closed holidays, % of an hour", shut_error(run.product), None, MOST_WHEN_SHUT, 2)
    yield Target(f"{name}: inside p10-p90", inside_share(due_pairs(run.product)), *INSIDE)
    for kind, inside in inside_by_kind(run.product).items():
        yield Target(f"{name}: inside p10-p90, {kind}", inside, *INSIDE_KIND)
    for peer, (own, other) in pinball_losses(run, only_due=True).items():
        yield Target(f"{name}: pinball over that of {peer}, contacts due", own / other, None, 1.0, 3)
    for peer, (own, other) in pinball_losses(run, only_due=False).items():
        yield Target(f"{name}: pinball over that of {peer}, all rows", own / other, None, 1.0, 3)


def due_pairs(found: Sequence[Judged]) -> pd.DataFrame:
    """The rows of all origins in which a contact was due."""
    return due(pd.concat([each.pairs for each in found]))


def pinball_losses(run: SeriesRun, only_due: bool) -> Mapping[str, tuple[float, float]]:
    """Mean pinball loss of the product and of each peer with a band, on the same intervals, in % of their contacts."""
    losses = {}
    for name, found in run.bands.items():
        pairs = [
            (own.pairs[kept], other.pairs[kept.to_numpy()])
            for own, other in zip(run.product, found, strict=True)
            for kept in [own.pairs["offered"].ge(LEAST_DUE) | (not only_due)]
        ]
        losses[name] = (
            float(np.mean([pinball(own) for own, _ in pairs])),
            float(np.mean([pinball(other) for _, other in pairs])),
        )
    return losses


def shut_error(found: Sequence[Judged]) -> float:
    """Mean absolute error of the hours of holidays on which next to nothing came, in % of an ordinary hour."""
    pairs = pd.concat([each.pairs for each in found])
    totals = pairs.groupby([pairs["kind"], pairs["interval_start"].dt.date])[["actual", "offered"]].sum()
    ordinary = float(np.mean(totals.xs(ORDINARY_KIND)["actual"]))
    if HOLIDAY_KIND not in totals.index.get_level_values(0):
        return float("nan")
    holidays = totals.loc[HOLIDAY_KIND]
    shut = holidays.index[holidays["actual"] < SHUT_SHARE * ordinary]
    if shut.empty:
        return float("nan")
    rows = pairs[pairs["interval_start"].dt.date.isin(list(shut))]
    hours = rows.groupby(rows["interval_start"].dt.floor("h"))[["actual", "offered"]].sum()
    normal = pairs[pairs["kind"] == ORDINARY_KIND]
    normal_hours = normal.groupby(normal["interval_start"].dt.floor("h"))["actual"].sum()
    return 100 * float((hours["actual"] - hours["offered"]).abs().mean()) / float(np.mean(normal_hours))
