"""Work sent to a Dask or Ray cluster that is up already; what goes wrong with it becomes one sentence.

The libraries are needed only by who has a cluster: they are loaded on first use. Dask is asked through its own client
and not through joblib, which waits for ever where a worker dies or lacks a module.
"""

import importlib
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from types import ModuleType
from typing import Any

from joblib import Parallel, delayed, parallel_config

from domain.errors import ForecastError, UsageError

CONNECT_S = 10.0  # seconds for a cluster to answer
WORKERLESS_S = 60.0  # and for one to come back when all workers are gone
AHEAD = 2  # pieces a worker that are under way at a time
DASK, RAY = "dask", "ray"
PACKAGES = {DASK: "distributed", RAY: "ray"}


def on_cluster[Given, Found](
    work: Callable[[Given], Found], pieces: Iterable[Given], name: str, scheduler: str, jobs: int | None
) -> Iterator[Found]:
    """What `work` gives for each piece, in order, made on the cluster; at most `jobs` at a time where that is given."""
    sent = {DASK: _on_dask, RAY: _on_ray}[name]
    try:
        yield from sent(work, pieces, scheduler, jobs)
    except Exception as error:
        in_words = _in_words(name, scheduler, error)
        if in_words is None:
            raise
        raise in_words from error


def _in_words(name: str, scheduler: str, error: Exception) -> ForecastError | None:
    """The cluster's trouble as a sentence; None where the work itself failed."""
    lacks = isinstance(error, ModuleNotFoundError) or "deserialization of the task graph" in str(error)
    if lacks:
        return ForecastError(
            f"The {name} cluster at {scheduler} does not run this version of the product; install the same one, with"
            " all it needs, for its scheduler and on every worker. Nothing was written."
        )
    theirs = type(error).__module__.partition(".")[0] in PACKAGES.values()
    if theirs or isinstance(error, CancelledError | OSError):
        first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        reason = first_line.rpartition("reason: ")[2].rstrip(".")
        return ForecastError(
            f"The {name} cluster at {scheduler} was lost while it worked ({reason}). Nothing was written."
        )
    return None


def _on_dask[Given, Found](
    work: Callable[[Given], Found], pieces: Iterable[Given], scheduler: str, jobs: int | None
) -> Iterator[Found]:
    coming = iter(pieces)
    with _dask_client(scheduler) as client:
        ahead = jobs or AHEAD * sum(client.nthreads().values())
        under_way = deque(client.submit(work, piece, pure=False) for piece in islice(coming, ahead))
        while under_way:
            found = _awaited(client, under_way.popleft(), scheduler)
            under_way.extend(client.submit(work, piece, pure=False) for piece in islice(coming, 1))
            yield found


def _awaited(client: Any, future: Any, scheduler: str) -> Any:
    """A result, however long it takes, as long as there are workers."""
    while True:
        try:
            return future.result(timeout=WORKERLESS_S)
        except TimeoutError as error:
            if not client.nthreads():
                raise _no_workers(scheduler, WORKERLESS_S) from error


@contextmanager
def _dask_client(scheduler: str) -> Iterator[Any]:
    distributed = _library(DASK)
    try:
        client = distributed.Client(scheduler, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise _no_answer(DASK, scheduler) from error
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
        except TimeoutError as error:
            raise _no_workers(scheduler, CONNECT_S) from error
        yield client
    finally:
        client.close(timeout=CONNECT_S)


def _on_ray[Given, Found](
    work: Callable[[Given], Found], pieces: Iterable[Given], scheduler: str, jobs: int | None
) -> Iterator[Found]:
    """Ray comes with a backend for joblib, which is asked here."""
    ray = _library(RAY)
    try:
        ray.init(address=scheduler, log_to_driver=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise _no_answer(RAY, scheduler) from error
    try:
        importlib.import_module("ray.util.joblib").register_ray()
        with parallel_config(backend="ray"):
            in_parallel = Parallel(n_jobs=jobs or -1, batch_size=1)
            yield from in_parallel(delayed(work)(piece) for piece in pieces)
    finally:
        ray.shutdown()


def _no_answer(name: str, scheduler: str) -> ForecastError:
    return ForecastError(
        f"No {name} scheduler answered at {scheduler} within {CONNECT_S:g} s; check the address and that it is up."
    )


def _no_workers(scheduler: str, seconds: float) -> ForecastError:
    return ForecastError(
        f"The dask cluster at {scheduler} has had no worker for {seconds:g} s; start one there:"
        f" dask worker {scheduler} --nthreads 1"
    )


def _library(name: str) -> ModuleType:
    """The cluster's library, loaded on first use."""
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
