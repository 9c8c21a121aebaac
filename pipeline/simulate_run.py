"""From a forecast and a plan to what a simulation of them finds: `wfm simulate`."""

from dataclasses import asdict, dataclass
from pathlib import Path

from joblib import cpu_count

from domain.errors import UsageError
from domain.frame_files import read_forecast
from domain.site_config import SiteConfig, read_site_config
from pipeline.requirement_run import site_people
from pipeline.simulate_agents import STEP_S, Absence
from pipeline.simulate_frames import SCOPES, interval_rows, scope_rows
from pipeline.simulate_outcomes import QueueOutcome, outcome_notes, outcomes
from pipeline.simulate_plan import Plan, covered, required_plan, rostered_plan
from pipeline.simulate_scene import Chance, Scene, play, scene_of
from pipeline.simulate_window import TimeLine, time_line
from pipeline.telling import Tell, nobody
from staffing.goals import known_queues
from staffing.shrinkage import combined_shrinkage
from store.csv_files import write_csv

REPLICATIONS = 200
MOST_BYTES = 2_400_000_000
COUNTS_BYTES, OUT_BYTES = 120, 24  # of a replication, queue and interval; of a replication, queue and step of recovery
FILE_OF = {"day": "days", "week": "weeks", "window": "window"}
DAY_COLUMNS = ("date", "week", "window")


@dataclass(frozen=True, slots=True)
class SimulationOrder:
    """What to simulate: one of a requirement file and a roster folder; `day_cv` None: as the forecast's band says."""

    site: Path
    forecast: Path
    requirement: Path | None = None
    roster: Path | None = None
    replications: int = REPLICATIONS
    seed: int = 0
    day_cv: float | None = None
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class SimulationReport:
    """What was found by queue, of which days, in which files, and what to know about it."""

    first: str
    last: str
    days: int
    replications: int
    seed: int
    queues: tuple[QueueOutcome, ...]
    files: tuple[str, ...]
    notes: tuple[str, ...]


def simulate_to_file(order: SimulationOrder, out: Path, tell: Tell = nobody) -> SimulationReport:
    """Writes the figures by interval to `out`, and beside it those by day, by week and over the window.

    Their names are OUT_days, OUT_weeks and OUT_window.
    """
    config = read_site_config(order.site / "site.toml")
    scene, plan = ordered_scene(order, config)
    line, weekday = scene.line, config.site.week_start_weekday
    queues = [part.queue for part in scene.parts]
    chance = Chance(order.replications, order.seed, order.jobs or cpu_count(), order.day_cv)
    found = play(scene, chance, lambda share: tell(f"Simulating {len(queues)} queues, {share:.0%} done"))
    files = {
        out.with_name(f"{out.stem}_{FILE_OF[scope]}{out.suffix}"): scope_rows(found, queues, line, scope, weekday)
        for scope in SCOPES
    }
    by_interval = interval_rows(found, queues, line)
    for path, rows in files.items():
        write_csv(path, rows, day_columns=DAY_COLUMNS)
    write_csv(out, by_interval)
    return SimulationReport(
        first=f"{line.starts[0]:%Y-%m-%d %H:%M}",
        last=f"{line.starts[-1]:%Y-%m-%d %H:%M}",
        days=int(line.day[-1]) + 1,
        replications=order.replications,
        seed=order.seed,
        queues=outcomes(found, queues, line, weekday),
        files=(str(out), *(str(path) for path in files)),
        notes=(*plan.notes, *outcome_notes(scene, found, config.recovery, order.day_cv is None, weekday)),
    )


def ordered_scene(order: SimulationOrder, config: SiteConfig) -> tuple[Scene, Plan]:
    """The files of the order, read and checked against the site."""
    plan = plan_of(order, config)
    forecast = covered(read_forecast(order.forecast, config.site.timezone), plan)
    queues = known_queues(forecast["queue"], config.queue, "The forecast")
    known_queues(plan.queues, config.queue, plan.name)
    line = time_line(forecast["interval_start"], config.site.interval_minutes)
    check_size(order, len(queues), line, config.recovery is not None)
    absence = Absence(combined_shrinkage(config.shrinkage), config.recovery, (order.replications, order.seed))
    return scene_of(queues, forecast, plan, line, absence), plan


def plan_of(order: SimulationOrder, config: SiteConfig) -> Plan:
    """The requirement or the roster of the order."""
    if (order.requirement is None) == (order.roster is None):
        raise UsageError("Say who is at work: --requirement FILE or --roster DIR, one of the two.")
    people = site_people(order.site, config)
    if order.requirement is not None:
        return required_plan(order.requirement, config, people)
    assert order.roster is not None
    return rostered_plan(order.roster, config.site.timezone, people)


def report_json(report: SimulationReport) -> dict[str, object]:
    """The report for a program: what is not known is null."""
    queues = [
        {name: None if value != value else value for name, value in asdict(queue).items()} for queue in report.queues
    ]
    return asdict(report) | {"queues": queues}


def check_size(order: SimulationOrder, queues: int, line: TimeLine, with_recovery: bool) -> None:
    """Refuse what would not fit into memory."""
    steps = line.interval_s / STEP_S if with_recovery else 0
    cells = queues * (line.lead + len(line.starts))
    most = int(MOST_BYTES // (cells * (COUNTS_BYTES + steps * OUT_BYTES)))
    if order.replications > most:
        raise UsageError(
            f"{order.replications:,} replications of {len(line.starts):,} intervals and {queues} queues are too many "
            f"to hold at once; take at most {most:,} replications, or a shorter forecast."
        )
