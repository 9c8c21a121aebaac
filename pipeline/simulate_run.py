"""From a forecast and a plan to what a simulation of them finds: `wfm simulate`."""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from joblib import cpu_count

from domain.errors import UsageError
from domain.frame_files import read_forecast
from domain.site_config import Queue, SiteConfig, read_site_config
from pipeline.simulate_frames import QueueOutcome, day_rows, interval_rows, outcomes
from pipeline.simulate_plan import Plan, covered, group_of, required_plan, rostered_plan
from pipeline.simulate_window import TimeLine, stream_of, time_line
from pipeline.telling import Tell, nobody
from staffing.compiling import FloatArray
from staffing.goals import known_queues
from staffing.shrinkage import combined_shrinkage
from staffing.simulation.model import AgentGroup, Stream
from staffing.simulation.simulate import simulate
from store.csv_files import write_csv

REPLICATIONS = 200
MOST_CELLS = 30_000_000  # replications x queues x intervals; each takes some 80 bytes


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


@dataclass(frozen=True, slots=True)
class Scene:
    """What an order comes to: queues as streams, who works them, and how far their rates scatter from day to day."""

    queues: list[Queue]
    line: TimeLine
    streams: list[Stream]
    groups: list[AgentGroup]
    cv: FloatArray


def simulate_to_file(order: SimulationOrder, out: Path, tell: Tell = nobody) -> SimulationReport:
    """Writes the figures by interval to `out` and by day to OUT_days.csv beside it."""
    scene = scene_of(order)
    line, queues = scene.line, scene.queues
    found = simulate(
        scene.streams,
        scene.groups,
        line.interval_s,
        order.replications,
        order.seed,
        day_cv=scene.cv,
        factor_intervals=24 * 60 // line.interval_min,
        jobs=order.jobs or cpu_count(),
        progress=lambda share: tell(f"Simulating {len(queues)} queues, {share:.0%} done"),
    )
    days_file = out.with_name(f"{out.stem}_days{out.suffix}")
    by_interval, by_day = interval_rows(found, queues, line), day_rows(found, queues, line)
    write_csv(days_file, by_day)
    write_csv(out, by_interval)
    return SimulationReport(
        first=f"{line.starts[0]:%Y-%m-%d %H:%M}",
        last=f"{line.starts[-1]:%Y-%m-%d %H:%M}",
        days=int(line.day[-1]) + 1,
        replications=order.replications,
        seed=order.seed,
        queues=outcomes(found, queues, line),
        files=(str(out), str(days_file)),
        notes=tuple(notes(scene, found.at_work_s)),
    )


def scene_of(order: SimulationOrder) -> Scene:
    """The files of the order, read and checked against the site."""
    config = read_site_config(order.site / "site.toml")
    plan = plan_of(order, config)
    forecast = covered(read_forecast(order.forecast, config.site.timezone), plan)
    queues = known_queues(forecast["queue"], config.queue, "The forecast")
    known_queues(plan.queues, config.queue, plan.name)
    line = time_line(forecast["interval_start"], config.site.interval_minutes)
    check_size(order, len(queues), line)
    lost, runs = combined_shrinkage(config.shrinkage), (order.replications, order.seed)
    contacts = [stream_of(queue, forecast, line) for queue in queues]
    band_cv = np.array([cv for _, cv in contacts])
    return Scene(
        queues=queues,
        line=line,
        streams=[stream for stream, _ in contacts],
        groups=[group_of(plan.at_work(queue.id, line), line, n, lost, runs) for n, queue in enumerate(queues)],
        cv=band_cv if order.day_cv is None else np.full((1, 1), order.day_cv),
    )


def plan_of(order: SimulationOrder, config: SiteConfig) -> Plan:
    """The requirement or the roster of the order."""
    timezone = config.site.timezone
    match order.requirement, order.roster:
        case Path() as requirement, None:
            return required_plan(requirement, timezone, config.site.interval_minutes)
        case None, Path() as roster:
            return rostered_plan(roster, timezone)
    raise UsageError("Say who is at work: --requirement FILE or --roster DIR, one of the two.")


def report_json(report: SimulationReport) -> dict[str, object]:
    """The report for a program: what is not known is null."""
    queues = [
        {name: None if value != value else value for name, value in asdict(queue).items()} for queue in report.queues
    ]
    return asdict(report) | {"queues": queues}


def check_size(order: SimulationOrder, queues: int, line: TimeLine) -> None:
    """Refuse what would not fit into memory."""
    cells = queues * len(line.starts)
    if order.replications * cells > MOST_CELLS:
        raise UsageError(
            f"{order.replications:,} replications of {len(line.starts):,} intervals and {queues} queues are too many "
            f"to hold at once; take at most {MOST_CELLS // cells:,} replications, or a shorter forecast."
        )


def notes(scene: Scene, at_work_s: FloatArray) -> list[str]:
    """What a planner should know before believing the figures."""
    found = []
    for place, stream in enumerate(scene.streams):
        alone = (at_work_s[:, place].max(axis=0) == 0) & (stream.offered > 0)
        if alone.any():
            share = stream.offered[alone].sum() / stream.offered.sum()
            found.append(
                f"Queue {stream.queue}: nobody is at work in {alone.sum():,} intervals, in which {share:.1%} of its "
                f"contacts come in."
            )
    if scene.cv.shape[1] > 1 and (scene.cv > 0).any():
        found.append("Days are busier or quieter than forecast as its band says; --day-cv 0 keeps to the mean.")
    return found
