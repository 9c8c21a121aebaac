"""A night: lock, read, forecast, requirement, roster, checks, exports, versions, publication; each step done once.

Beside the forecast, those of earlier nights are compared with what came since.

Two runs of the same night over the same inputs publish the same bytes, whether or not one of them was killed on its
way; only what is measured differs (`seconds` in report.json, and timing.json). A roster whose solver ran into its time
limit is the one exception: it depends on the machine, so it is taken from its checkpoint and not solved again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.payroll_config import read_payroll_config
from domain.site import Site
from domain.site_folder import read_site
from forecasting.spread_out import Engine
from pipeline.checkpoints import Checkpoints, Step, StepResult
from pipeline.engine import ALL_CORES
from pipeline.night_accuracy import accuracy_step
from pipeline.night_files import is_published, manifest, publish
from pipeline.night_inputs import night_inputs
from pipeline.night_report import NightReport, StepTime
from pipeline.night_steps import NightPlan, forecast_step, requirement_step, roster_step, workbook_step
from pipeline.night_summary import night_report
from pipeline.night_versions import save_versions
from pipeline.planning import DAYS, next_window
from pipeline.schedule_run import DEFAULT_LIMITS, SolveLimits
from pipeline.site_store import Database, open_site_database, stamp_now
from pipeline.telling import Tell, nobody
from store.files import sweep_leftovers
from store.folders import restore_set_aside
from store.json_text import Json
from store.layout import night_folder, nights_folder, work_folder
from store.lock import run_lock
from store.nights import begin_night, finish_night
from store.records import Night, NightStatus, Stamp


@dataclass(frozen=True, slots=True)
class NightOrder:
    """Which night of which site is to be run, and what its queues are spread over."""

    site_dir: Path
    night: date
    days: int = DAYS
    limits: SolveLimits = DEFAULT_LIMITS
    engine: Engine = ALL_CORES


def run_night(order: NightOrder, tell: Tell = nobody) -> NightReport:
    """The night, planned and published; what an earlier run of it had finished is taken up.

    The site is read before anything is written, so that a mistake in it leaves no trace.
    """
    site = read_site(order.site_dir)
    read_payroll_config(order.site_dir)
    started = stamp_now()
    with run_lock(order.site_dir, f"night {order.night}", started.at), open_site_database(order.site_dir) as database:
        tidy(order.site_dir)
        plan = _plan(order, site, database, tell)
        night = begin_night(database, site.id, order.night, started)
        with _told_to_the_store(database, night):
            report = _run_steps(order, plan, Checkpoints(order.site_dir, database, night), started)
        status = NightStatus.PARTLY if report.missing else NightStatus.DONE
        finish_night(database, night, status, _summary(report), stamp_now())
        return report


def tidy(site_dir: Path) -> None:
    """Removes what killed runs left half written; the lock is held, so no other night is writing."""
    restore_set_aside(nights_folder(site_dir))
    for folder in (nights_folder(site_dir), *sorted((work_folder(site_dir) / "steps").glob("*/"))):
        sweep_leftovers(folder)


def _plan(order: NightOrder, site: Site, database: Database, tell: Tell) -> NightPlan:
    window = next_window(site.config.site, order.night, order.days)
    inputs = night_inputs(order.site_dir, site, database, window)
    return NightPlan(order.site_dir, site, inputs, window, order.limits, tell, order.engine)


def _run_steps(order: NightOrder, plan: NightPlan, checkpoints: Checkpoints, started: Stamp) -> NightReport:
    results = _results(order.night, plan, checkpoints)
    content = manifest(_about(order, plan), plan.inputs.hashes, results)
    plan.tell("versions and publication")
    save_versions(checkpoints, plan, results, content)
    folder = night_folder(order.site_dir, order.night)
    unchanged = is_published(folder, content)
    times = tuple(StepTime(result.name, round(result.seconds, 3), result.resumed) for result in results)
    if not unchanged:
        publish(folder, results, content, times, started.at.isoformat(timespec="seconds"))
    by_name = {result.name: result for result in results}
    return night_report(order.night, plan, folder, by_name, times, unchanged)


def _results(night: date, plan: NightPlan, checkpoints: Checkpoints) -> tuple[StepResult, ...]:
    """The steps in their order, each told when it begins."""

    def done(step: Step) -> StepResult:
        plan.tell(f"{step.name}: at work")
        return checkpoints.done(step)

    forecast = done(forecast_step(plan))
    accuracy = done(accuracy_step(plan, checkpoints.database, night))
    requirement = done(requirement_step(plan, forecast))
    roster = done(roster_step(plan, requirement))
    return forecast, accuracy, requirement, roster, done(workbook_step(plan, roster))


def _about(order: NightOrder, plan: NightPlan) -> dict[str, Json]:
    return {
        "site": plan.site.id,
        "simulated": plan.site.config.site.simulated,
        "night": order.night.isoformat(),
        "window": {"start": plan.window.start.isoformat(), "days": plan.window.days},
        "limits": {
            "time_limit_s": plan.limits.time_limit_s,
            "gap": plan.limits.gap,
            "seed": plan.limits.seed,
        },
    }


def _summary(report: NightReport) -> dict[str, object]:
    """What the store keeps of a night beside its versions."""
    return {
        "window": report.window,
        "status": report.roster.status,
        "gap": report.roster.gap,
        "agent_hours": report.agent_hours,
        "missing": report.missing,
        "warnings": report.warnings,
    }


@contextmanager
def _told_to_the_store(database: Database, night: Night) -> Iterator[None]:
    """A night that does not end well is kept as failed, or as cancelled, with what stopped it."""
    try:
        yield
    except KeyboardInterrupt:
        finish_night(database, night, NightStatus.CANCELLED, {}, stamp_now())
        raise
    except Exception as error:
        finish_night(database, night, NightStatus.FAILED, {"error": str(error)}, stamp_now())
        raise
