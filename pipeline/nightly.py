"""A night: lock, read, forecast, requirement, roster, checks, exports, versions, publication; each step done once.

What the inbox holds is taken in first. Beside the forecast, those of earlier nights are compared with what came since.
A step that fails has a stand-in where there is one, which is named.

Two runs of the same night over the same inputs publish the same bytes, whether or not one of them was killed on its
way; only what is measured differs (`seconds` in report.json, `run` in manifest.json). A roster whose solver ran into
its time limit is the one exception: it depends on the machine, so it is taken from its checkpoint and not solved again.
That it seldom does, the solver goes by counted work (`scheduling/work.py`) and not by how busy the machine is.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from domain.errors import WfmError
from domain.payroll_config import read_payroll_config
from domain.site import Site
from domain.site_config import read_site_config
from domain.site_folder import read_site
from forecasting.spread_out import Engine
from pipeline.checkpoints import Checkpoints, Step, StepResult
from pipeline.engine import ALL_CORES
from pipeline.heartbeat import beating
from pipeline.night_accuracy import accuracy_step
from pipeline.night_budget import SOLVE_SHARE
from pipeline.night_fallback import forecast_or_last, roster_or_last
from pipeline.night_files import is_published, is_whole, manifest, point_to_newest, publish
from pipeline.night_inbox import take_inbox
from pipeline.night_inputs import night_inputs
from pipeline.night_intake import intake_step
from pipeline.night_log import night_log
from pipeline.night_notice import failure_told, give_notice, notice_of
from pipeline.night_report import NightReport
from pipeline.night_retention import remove_old_nights
from pipeline.night_steps import NightPlan, forecast_step, requirement_step, roster_step, workbook_step
from pipeline.night_summary import night_report, told_by
from pipeline.night_versions import save_versions
from pipeline.planning import DAYS, next_window
from pipeline.schedule_run import DEFAULT_LIMITS, SolveLimits
from pipeline.site_store import Database, open_site_database, stamp_now
from pipeline.telling import Tell, nobody
from store.failures import disk_words
from store.files import sweep_leftovers
from store.folders import restore_set_aside
from store.json_text import Json
from store.layout import night_folder, nights_folder, steps_folder, work_folder
from store.lock import run_lock
from store.nights import begin_night, finish_night, last_good_end
from store.records import Night, NightStatus, Stamp

logger = logging.getLogger(__name__)

COUNTED_SHARE = 0.8  # of the solver's time limit, for counted work: a somewhat slower machine is still in time


@dataclass(frozen=True, slots=True)
class NightOrder:
    """Which night of which site is to be run, and what its queues are spread over.

    `by_clock`: its date is today's, and nobody said so: a clock that went back is then found out.
    """

    site_dir: Path
    night: date
    days: int = DAYS
    limits: SolveLimits = DEFAULT_LIMITS
    engine: Engine = ALL_CORES
    by_clock: bool = False


def run_night(order: NightOrder, tell: Tell = nobody) -> NightReport:
    """The night, planned and published; what an earlier run of it had finished is taken up.

    The site is read before anything is written, so that a mistake in it leaves no trace; it is told all the same, but
    for one in site.toml, which says whom to tell.
    """
    config = read_site_config(order.site_dir / "site.toml")
    settings, site_id = config.nightly, config.site.id
    with failure_told(settings, site_id, order.night), disk_words(order.site_dir):
        site = read_site(order.site_dir)
        read_payroll_config(order.site_dir)
        report = _run_alone(order, site, tell)
    if report.missing and settings.tell_of == "partly":
        give_notice(settings, notice_of(site_id, order.night, "partly", 3, " ".join(report.missing)))
    return report


def _run_alone(order: NightOrder, site: Site, tell: Tell) -> NightReport:
    """The night while this process holds the site's lock."""
    started, what, settings = stamp_now(), f"night {order.night}", site.config.nightly
    with (
        run_lock(order.site_dir, what, started.at),
        beating(order.site_dir, what, tell) as heard,
        night_log(order.site_dir, order.night),
        open_site_database(order.site_dir, settings.database_patience_s) as database,
    ):
        if order.by_clock:
            refuse_clock_that_went_back(database, site.id, order.night)
        tidy(order.site_dir)
        plan = _plan(order, site, database, heard)
        night = begin_night(database, site.id, order.night, started)
        with _told_to_the_store(database, night), disk_words(order.site_dir):
            budget_s = {str(step): seconds for step, seconds in settings.budget_s.items()}
            checkpoints = Checkpoints(order.site_dir, database, night, budget_s)
            report = _run_steps(order, plan, checkpoints, started)
        status = NightStatus.PARTLY if report.missing else NightStatus.DONE
        finish_night(database, night, status, _summary(report), _stamp_after(started))
        remove_old_nights(order.site_dir, site.id, database, settings.keep_nights)
        return report


def refuse_clock_that_went_back(database: Database, site_id: str, night: date) -> None:
    """Raises where a later night than today's has been planned: `latest` would turn to the past."""
    last = last_good_end(database, site_id)
    if last is not None and night < last.night:
        raise WfmError(
            f"By this machine's clock today is {night}, but the night of {last.night} has been run already: set the "
            f"clock right, or, where that date was a mistake, remove its folder nights/{last.night} and run today's "
            f"night by name (--date {night}). Nothing was changed."
        )


def _stamp_after(started: Stamp) -> Stamp:
    """This moment, but never before the start: a clock may be set back while a night runs."""
    now = stamp_now()
    return replace(now, at=max(now.at, started.at))


def tidy(site_dir: Path) -> None:
    """Removes what killed runs left half written; the lock is held, so no other night is writing."""
    restore_set_aside(nights_folder(site_dir))
    steps = steps_folder(site_dir)
    for folder in (work_folder(site_dir), nights_folder(site_dir), steps, *sorted(steps.glob("*/"))):
        sweep_leftovers(folder)


def _plan(order: NightOrder, site: Site, database: Database, tell: Tell) -> NightPlan:
    window = next_window(site.config.site, order.night, order.days)
    taken = take_inbox(order.site_dir, site.config, database, stamp_now())
    inputs = night_inputs(order.site_dir, site, database, window, order.night, taken)
    budget_s = site.config.nightly.budget_s.get("roster")
    limits = order.limits if order.limits.counted_share else replace(order.limits, counted_share=COUNTED_SHARE)
    if budget_s is not None:
        limits = replace(limits, time_limit_s=min(limits.time_limit_s, SOLVE_SHARE * budget_s))
    return NightPlan(order.site_dir, site, inputs, window, limits, tell, order.engine)


def _run_steps(order: NightOrder, plan: NightPlan, checkpoints: Checkpoints, started: Stamp) -> NightReport:
    results = _results(order.night, plan, checkpoints)
    content = manifest(_about(order, plan), plan.inputs.hashes, results)
    plan.tell("versions and publication")
    save_versions(checkpoints, plan, results, content)
    folder = night_folder(order.site_dir, order.night)
    unchanged = is_published(folder, content)
    told = told_by(order.night, plan, results)
    if unchanged:
        point_to_newest(folder)  # a kill may have come between the folder and the pointer
    else:
        publish(folder, results, content, told, started.at.isoformat(timespec="seconds"))
    return night_report(order.night, plan, folder, results, told, unchanged)


def _results(night: date, plan: NightPlan, checkpoints: Checkpoints) -> tuple[StepResult, ...]:
    """The steps in their order, each told when it begins."""

    def done(step: Step) -> StepResult:
        plan.tell(f"{step.name}: at work")
        return checkpoints.done(step)

    intake = intake_step(plan)
    first = () if intake is None else (done(intake),)
    may_stand_in = not is_whole(night_folder(plan.site_dir, night))  # else what is published already is better
    forecast = forecast_or_last(plan, checkpoints, lambda: done(forecast_step(plan)), may_stand_in)
    accuracy = done(accuracy_step(plan, checkpoints.database, night))
    requirement = done(requirement_step(plan, forecast))
    roster = roster_or_last(plan, checkpoints, requirement, lambda: done(roster_step(plan, requirement)), may_stand_in)
    return *first, forecast, accuracy, requirement, roster, done(workbook_step(plan, roster))


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
            "counted_s": plan.limits.counted_s,
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
        "notes": report.notes,
        "held_back": report.held_back,
    }


@contextmanager
def _told_to_the_store(database: Database, night: Night) -> Iterator[None]:
    """A night that does not end well is kept as failed, or as cancelled, with what stopped it."""
    try:
        yield
    except KeyboardInterrupt:
        _tell_end(database, night, NightStatus.CANCELLED, {})
        raise
    except Exception as error:
        _tell_end(database, night, NightStatus.FAILED, {"error": str(error)})
        raise


def _tell_end(database: Database, night: Night, status: NightStatus, summary: dict[str, object]) -> None:
    """Keeps the end where the database lets it; where not, what stopped the night is what counts."""
    try:
        finish_night(database, night, status, summary, _stamp_after(Stamp("", night.started)))
    except WfmError as error:
        logger.warning("how the night ended could not be kept: %s", error)
