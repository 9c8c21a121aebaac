"""The peers that are run beside the product, each from its manual's first page, and their forecasts of a series."""

import time
from datetime import date, timedelta
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from bench import material, peers_boosting, peers_prophet, peers_regression, peers_statsforecast
from bench.material import DAYS, Series
from bench.peer import Peer, PeerForecast, PeerTask
from bench.peer_cache import kept, kept_or_none
from bench.scores import Judged, kinds_by_day
from domain.day_types import demand_calendar

PEERS = (
    Peer((material.PROPHET,), "prophet", peers_prophet.plain_forecasts, has_band=True),
    Peer((material.PROPHET_SHAPED,), "prophet", peers_prophet.shaped_forecasts, has_band=True, slow_band=True),
    Peer((material.MSTL_ETS,), "statsforecast", peers_statsforecast.ets_forecasts, has_band=True),
    Peer((material.MSTL_ARIMA,), "statsforecast", peers_statsforecast.arima_forecasts, slow_mean=True),
    Peer((material.GLM, material.GLM_LEVEL), "statsmodels", peers_regression.glm_forecasts),
    Peer((material.BOOSTING,), "lightgbm", peers_boosting.poisson_forecasts),
    Peer((material.QUANTILE_BOOSTING,), "lightgbm", peers_boosting.quantile_forecasts, has_mean=False, has_band=True),
)
CHEAP = (material.GLM, material.BOOSTING)


def installed_version(peer: Peer) -> str | None:
    """The version of the peer's package, None where it is not installed."""
    try:
        return version(peer.package)
    except PackageNotFoundError:
        return None


def task_of(history: pd.DataFrame, series: Series, origin: date) -> tuple[PeerTask, pd.Series]:
    """What a peer is given, and what came by the wanted intervals."""
    stamps = pd.DatetimeIndex(history["interval_start"].dt.tz_localize(None))
    begin, end = pd.Timestamp(origin), pd.Timestamp(origin + timedelta(days=DAYS))
    calendar = demand_calendar(series.country, stamps[0].date(), end.date())
    counts = history["offered"].to_numpy(dtype=float)
    past, future = stamps < begin, (stamps >= begin) & (stamps < end)
    actual = pd.Series(counts[future], index=stamps[future])
    return PeerTask(origin, series.interval_min, stamps[past], counts[past], stamps[future], calendar), actual


def judged_peer(
    history: pd.DataFrame, series: Series, origin: date, peer: Peer, by_hour: bool = True
) -> dict[str, Judged]:
    """The peer's forecasts from an origin beside what happened, by name; kept on disk for the next time.

    Means are forecast and judged by the hour, bands by the series' own interval: the quantiles of two half hours do
    not add up to the hour's.
    """
    task, actual = task_of(history, series, origin)
    if by_hour:
        task, actual = task.by_hour(), actual.groupby(pd.DatetimeIndex(actual.index).floor("h")).sum()
    found, seconds = _forecasts(series, origin, peer, task)
    kinds = kinds_by_day(task.calendar, origin, DAYS)
    return {
        name: Judged(_pairs(forecast, actual, kinds), seconds) for name, forecast in zip(peer.names, found, strict=True)
    }


def _forecasts(series: Series, origin: date, peer: Peer, task: PeerTask) -> tuple[tuple[PeerForecast, ...], float]:
    place = (series, origin, peer, task.interval_min, installed_version(peer) or "")
    known = kept_or_none(*place)
    if known is not None:
        return known
    started = time.perf_counter()
    found = peer.forecasts(task)
    seconds = time.perf_counter() - started
    kept(*place, found, seconds)
    return found, seconds


def _pairs(forecast: PeerForecast, actual: pd.Series, kinds: dict[date, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "interval_start": actual.index,
            "actual": actual.to_numpy(),
            "offered": forecast.mean,
            "p10": forecast.p10,
            "p50": forecast.p50,
            "p90": forecast.p90,
            "kind": [kinds[stamp.date()] for stamp in actual.index],
        }
    )
