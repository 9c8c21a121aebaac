"""The queues spread out over processes of this machine or over a cluster, by one setting.

The same calls run on either: on joblib's processes here, or on a Dask or Ray cluster that is up already. A worker is
sent the rows of its queue alone, a few queues ahead of time, and what it gives back is small: the memory here does not
grow with the number of queues under way. Results come in the order of the queues: where they were made cannot be seen.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from joblib import Parallel, cpu_count, delayed

from domain.errors import UsageError
from forecasting.clusters import DASK, RAY, on_cluster

type Told = Callable[[int, int], None]


class EngineName(StrEnum):
    """What the queues are spread over: this machine's processes, or a cluster."""

    LOCAL = "local"
    DASK = DASK
    RAY = RAY


@dataclass(frozen=True, slots=True)
class Engine:
    """What the queues are spread over, the scheduler's address where that is a cluster, and how many at a time.

    `jobs` None: as many as there are cores, here or in the cluster.
    """

    name: EngineName = EngineName.LOCAL
    scheduler: str | None = None
    jobs: int | None = None

    def __post_init__(self) -> None:
        """Refuses a cluster without an address, and an address without a cluster, which would be ignored."""
        if self.name is EngineName.LOCAL and self.scheduler is not None:
            raise UsageError("--scheduler is the address of a cluster: give --engine dask or --engine ray with it.")
        if self.name is not EngineName.LOCAL and self.scheduler is None:
            raise UsageError(
                f"The engine {self.name} needs the address of a cluster that is up: give --scheduler ADDRESS,"
                " or leave --engine out to use the cores of this machine."
            )


ONE_PROCESS = Engine(jobs=1)


def told_to_nobody(_done: int, _total: int) -> None:
    """Nobody wants to know how many queues are done."""


def spread_out[Given, Found](
    work: Callable[[Given], Found], pieces: Iterable[Given], total: int, engine: Engine, told: Told = told_to_nobody
) -> Iterator[Found]:
    """What `work` gives for each of the `total` pieces, in their order; `told` hears how many are done.

    Pieces are taken as they are needed, two a worker ahead.
    """
    if engine.scheduler is None:
        found = _here(work, pieces, max(1, min(engine.jobs or cpu_count(), total)))
    else:
        found = on_cluster(work, pieces, engine.name.value, engine.scheduler, engine.jobs)
    for done, each in enumerate(found, start=1):
        told(done, total)
        yield each


def _here[Given, Found](work: Callable[[Given], Found], pieces: Iterable[Given], jobs: int) -> Iterator[Found]:
    """The results of this machine's processes; each has its share of threads, so that they do not crowd the cores."""
    found: Iterator[Found] = Parallel(n_jobs=jobs, batch_size=1, return_as="generator")(
        delayed(work)(piece) for piece in pieces
    )
    return found
