"""What a run's queues are spread over, as the command line names it, and how a run tells how many are done."""

from forecasting.spread_out import Engine, EngineName, Told
from pipeline.telling import Tell

ALL_CORES = Engine()
MANY_QUEUES = 10  # fewer are done before a count of them would help


def chosen_engine(name: str, scheduler: str | None, jobs: int | None) -> Engine:
    """The engine that the command line names."""
    return Engine(EngineName(name), scheduler, jobs)


def queues_done(step: str, tell: Tell) -> Told:
    """Tells of a step's queues as they are done, a hundred times at most."""

    def told(done: int, total: int) -> None:
        if total >= MANY_QUEUES and (done % max(1, total // 100) == 0 or done == total):
            tell(f"{step}: queues done, {done:,} of {total:,}")

    return told
