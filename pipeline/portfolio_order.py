"""What a run of a portfolio is to do: which nights, how many at a time on which machines, and what each may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from joblib import cpu_count

from domain.errors import UsageError
from forecasting.spread_out import EngineName
from pipeline.planning import DAYS
from pipeline.schedule_run import SolveLimits
from store.json_text import Json

HERE = "local"  # in place of a scheduler's address: a cluster of this machine, begun for the run
NIGHT_GB = 1.5  # of memory that a night of a small or middling site takes
MEMORY = Path("/proc/meminfo")
SMALL_SITE = SolveLimits(time_limit_s=60, gap=0.02, seed=0)


@dataclass(frozen=True, slots=True)
class PortfolioOrder:
    """The nights to run; `night` None: today's of each site by its own clock.

    `jobs` sites at a time, None: as many as there are cores and memory for. `scheduler` is the address of a Dask
    cluster, or HERE. `again`: sites whose night is done are looked at too.
    """

    folder: Path
    night: date | None = None
    days: int = DAYS
    limits: SolveLimits = SMALL_SITE
    jobs: int | None = None
    engine: str = EngineName.LOCAL
    scheduler: str | None = None
    again: bool = False

    def __post_init__(self) -> None:
        """Refuses what would be ignored or cannot be."""
        if self.engine == EngineName.RAY:
            raise UsageError("A portfolio runs on this machine or on Dask: leave --engine out, or give --engine dask.")
        if self.engine == EngineName.LOCAL and self.scheduler is not None:
            raise UsageError("--scheduler is the address of a cluster: give --engine dask with it.")
        if self.engine == EngineName.DASK and self.scheduler is None:
            raise UsageError(
                f"The engine dask needs a cluster: give --scheduler ADDRESS, or --scheduler {HERE} for one that is "
                "begun on this machine for the run."
            )


def at_a_time(jobs: int | None, sites: int) -> int:
    """How many nights run beside each other here: one a core, as far as there is memory for each."""
    if jobs is None:
        free_gb = _free_gb()
        jobs = _cores() if free_gb is None else min(_cores(), int(free_gb / NIGHT_GB))
    return max(1, min(jobs, sites))


def cores_each(nights: int) -> int:
    """The cores that each of so many nights beside each other may use: one, where there are as many nights as cores."""
    return max(1, _cores() // max(1, nights))


def _cores() -> int:
    return int(cpu_count())


def _free_gb() -> float | None:
    """Memory that may be had; None where the system does not say."""
    if not MEMORY.is_file():
        return None
    lines = MEMORY.read_text(encoding="ascii").splitlines()
    return next((float(line.split()[1]) / 1024**2 for line in lines if line.startswith("MemAvailable:")), None)


def order_json(order: PortfolioOrder) -> Mapping[str, Json]:
    """What the summary keeps of it."""
    return {
        "night": None if order.night is None else order.night.isoformat(),
        "days": order.days,
        "limits": {"time_limit_s": order.limits.time_limit_s, "gap": order.limits.gap, "seed": order.limits.seed},
        "engine": str(order.engine),
    }
