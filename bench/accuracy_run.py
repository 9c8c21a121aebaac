"""The forecasts of a series that are compared: the product's own and the peers' beside it, from the same days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from joblib import Parallel, delayed

from bench.material import NAIVE, PEER_NAMES, PLANNER, PLANNER_HOLIDAYS, Series, history_of
from bench.peer import Peer
from bench.peers import CHEAP, PEERS, installed_version, judged_peer
from bench.scores import Judged, judged
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.models.protocol import Model
from forecasting.models.simple import PlannerMean, PlannerMeanWithHolidays, SeasonalNaive

CHOICE = "the product's choice"
SPREADSHEETS: Mapping[str, Model] = {
    NAIVE: SeasonalNaive(),
    PLANNER: PlannerMean(),
    PLANNER_HOLIDAYS: PlannerMeanWithHolidays(),
}

type Named = dict[str, list[Judged]]


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is run: `quick` leaves the peers that take long to the documented figures, `slow` adds the slowest.

    `candidates` has each of the product's candidates forecast alone too; `jobs` processes share the origins.
    """

    quick: bool = False
    slow: bool = False
    candidates: bool = False
    jobs: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class SeriesRun:
    """A series' forecasts, a list over the origins each: the product's, peers' means and bands by name."""

    series: Series
    product: list[Judged]
    means: Named
    bands: Named
    alone: Named


def series_run(series: Series, origins: Sequence[date], extent: Extent) -> SeriesRun:
    """Everything forecast from the origins; the product's forecasts are always made anew."""
    history = history_of(series)
    tasks = list(_tasks(history, series, origins, extent))
    found = Parallel(n_jobs=extent.jobs)(delayed(_forecast)(*task.arguments) for task in tasks)
    run = SeriesRun(series, [], {}, {}, {})
    for task, by_name in zip(tasks, found, strict=True):
        for name, each in by_name.items():
            if task.part == "product":
                run.product.append(each)
            else:
                getattr(run, task.part).setdefault(name, []).append(each)
    return run


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """One forecast to be made, and the part of the run that it belongs to."""

    part: str
    history: pd.DataFrame
    series: Series
    origin: date
    maker: Peer | Model | None
    by_hour: bool = True

    @property
    def arguments(self) -> tuple[pd.DataFrame, Series, date, Peer | Model | None, bool]:
        """What the worker is sent."""
        return self.history, self.series, self.origin, self.maker, self.by_hour


def _tasks(history: pd.DataFrame, series: Series, origins: Sequence[date], extent: Extent) -> Iterator[_Task]:
    """The product's forecasts first: they take longest."""
    for origin in origins:
        yield _Task("product", history, series, origin, None)
    for origin in origins:
        for model in SPREADSHEETS.values():
            yield _Task("means", history, series, origin, model)
        for peer in PEERS:
            if installed_version(peer) is None:
                continue
            if peer.has_mean and _is_wanted(peer, series, extent, peer.slow_mean):
                yield _Task("means", history, series, origin, peer)
            if peer.has_band and _is_wanted(peer, series, extent, peer.slow_band and series.interval_min < 60):
                yield _Task("bands", history, series, origin, peer, by_hour=False)
        if extent.candidates:
            for model in DEFAULT_CANDIDATES:
                yield _Task("alone", history, series, origin, model)


def _is_wanted(peer: Peer, series: Series, extent: Extent, is_slow: bool) -> bool:
    """All but the slowest on the series whose peers are documented, the quick ones everywhere."""
    if not peer.has_mean or peer.names[0] in CHEAP:
        return peer.has_mean or not extent.quick
    everywhere = len(series.documented) == len(PEER_NAMES) and not extent.quick
    return everywhere and (extent.slow or not is_slow)


def _forecast(
    history: pd.DataFrame, series: Series, origin: date, maker: Peer | Model | None, by_hour: bool
) -> dict[str, Judged]:
    if maker is None:
        return {CHOICE: judged(history, series, origin)}
    if isinstance(maker, Peer):
        return judged_peer(history, series, origin, maker, by_hour)
    names = {model.name: name for name, model in SPREADSHEETS.items()}
    alone = judged(history, series, origin, (maker,), backtest_origins=0)
    return {names.get(maker.name, maker.name): alone}


def absent_peers() -> list[str]:
    """A sentence for every package of a peer that is not installed."""
    packages = dict.fromkeys(peer.package for peer in PEERS if installed_version(peer) is None)
    return [
        f"{package} is NOT installed: its peers were not run, only their documented figures count (make bench)."
        for package in packages
    ]
