"""A connection to a Dask or Ray cluster for joblib's calls; what goes wrong with it becomes one sentence.

The libraries are needed only by who has a cluster: they are loaded on first use.
"""

import importlib
import logging
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from joblib import parallel_config

from domain.errors import ForecastError, UsageError

CONNECT_S = 10  # seconds for a cluster to answer
DASK, RAY = "dask", "ray"
PACKAGES = {DASK: "distributed", RAY: "ray"}


@contextmanager
def cluster(name: str, scheduler: str) -> Iterator[None]:
    """A connection to the cluster; what goes wrong with it becomes one sentence."""
    connect = {DASK: _dask, RAY: _ray}[name]
    try:
        with connect(scheduler):
            yield
    except ModuleNotFoundError as error:
        raise ForecastError(
            f"A worker of the {name} cluster at {scheduler} has no module {error.name}; install this"
            " version of the product with all it needs on every worker."
        ) from error
    except (CancelledError, OSError) as error:
        raise ForecastError(_lost(name, scheduler, error)) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in PACKAGES.values():
            raise
        raise ForecastError(_lost(name, scheduler, error)) from error


def _lost(name: str, scheduler: str, error: Exception) -> str:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
    return f"The {name} cluster at {scheduler} was lost while it worked ({reason}); nothing was written."


@contextmanager
def _dask(scheduler: str) -> Iterator[None]:
    """joblib's calls go to the Dask cluster."""
    distributed = _library(DASK)
    try:
        client = distributed.Client(scheduler, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise _no_answer(DASK, scheduler) from error
    try:
        _wait_for_workers(client, scheduler)
        with parallel_config(backend="dask", client=client):
            yield
    finally:
        client.close(timeout=CONNECT_S)


def _wait_for_workers(client: Any, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as error:
        raise ForecastError(
            f"The dask cluster at {scheduler} has had no worker for {CONNECT_S} s; start one there:"
            f" dask worker {scheduler} --nthreads 1"
        ) from error


@contextmanager
def _ray(scheduler: str) -> Iterator[None]:
    """joblib's calls go to the Ray cluster."""
    ray = _library(RAY)
    try:
        ray.init(address=scheduler, log_to_driver=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise _no_answer(RAY, scheduler) from error
    try:
        importlib.import_module("ray.util.joblib").register_ray()
        with parallel_config(backend="ray"):
            yield
    finally:
        ray.shutdown()


def _no_answer(name: str, scheduler: str) -> ForecastError:
    return ForecastError(
        f"No {name} scheduler answered at {scheduler} within {CONNECT_S} s; check the address and that it is up."
    )


def _library(name: str) -> ModuleType:
    """The cluster's library, loaded on first use: only who has a cluster needs it."""
    package = PACKAGES[name]
    try:
        library = importlib.import_module(package)
    except ModuleNotFoundError as error:
        raise UsageError(f"The engine {name} needs the package {package}; install it: pip install {package}") from error
    # It tells of every lost connection at length; the sentence that a planner can act on is ours.
    for logger_name in list(logging.root.manager.loggerDict):
        if logger_name.partition(".")[0] in (package, "tornado"):
            logging.getLogger(logger_name).disabled = True
    return library
