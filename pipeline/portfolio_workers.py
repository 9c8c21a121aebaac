"""Where the nights of a portfolio run: beside each other on this machine, or on the workers of a Dask cluster.

Either takes a night and gives a future of its end. A night is a process of its own there too, so a worker lives on
whatever becomes of it.
"""

import importlib
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from types import ModuleType
from typing import Any

from domain.errors import UsageError, WfmError
from forecasting.spread_out import EngineName
from pipeline.portfolio_night import end_nights
from pipeline.portfolio_order import HERE, PortfolioOrder, at_a_time, cores_each

CONNECT_S = 10.0  # for a cluster to answer, and to close
PACKAGE = "distributed"


@dataclass(frozen=True, slots=True)
class Workers:
    """Where nights are sent, how many at a time, the cores that each may use, and how all under way are ended."""

    executor: Executor
    at_a_time: int
    cores_each: int
    end_nights: Callable[[], object]


@contextmanager
def workers_for(order: PortfolioOrder, sites: int) -> Iterator[Workers]:
    """The workers for so many nights, let go at the end."""
    if order.engine == EngineName.LOCAL:
        nights = at_a_time(order.jobs, sites)
        with ThreadPoolExecutor(nights, thread_name_prefix="night") as executor:
            yield Workers(executor, nights, cores_each(nights), end_nights)
        return
    with ExitStack() as stack:
        client = _client(stack, order, sites)
        nights = max(1, min(order.jobs or sum(client.nthreads().values()), sites))
        # A lost worker's night is not tried again elsewhere: it may still be at work there.
        with client.get_executor(pure=False, retries=0) as executor:
            yield Workers(executor, nights, 1, partial(client.run, end_nights))


def _client(stack: ExitStack, order: PortfolioOrder, sites: int) -> Any:
    """A client of the cluster at the address, or of one begun here."""
    distributed = _library()
    address = order.scheduler
    if address == HERE:
        nights = at_a_time(order.jobs, sites)
        cluster = distributed.LocalCluster(n_workers=nights, threads_per_worker=1, dashboard_address=None)
        address = stack.enter_context(cluster).scheduler_address
    try:
        client = distributed.Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise WfmError(
            f"No dask scheduler answered at {address} within {CONNECT_S:g} s; check the address and that it is up."
        ) from error
    stack.callback(client.close, timeout=CONNECT_S)
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError as error:
        raise WfmError(
            f"The dask cluster at {address} has had no worker for {CONNECT_S:g} s; start one where the site folders "
            f"lie at the same paths: dask worker {address} --nthreads 1"
        ) from error
    return client


def _library() -> ModuleType:
    """Dask's library, needed by who has a cluster alone, and so loaded on first use."""
    try:
        library = importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise UsageError(f"The engine dask needs the package {PACKAGE}; install it: pip install {PACKAGE}") from error
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in (PACKAGE, "tornado"):
            logging.getLogger(name).disabled = True
    return library
