"""A night's report from its finished steps: the same whether a step ran now or in an earlier run."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from exports.roster_book import RosterSummary
from pipeline.checkpoints import StepResult
from pipeline.forecast_record import report_of_record
from pipeline.json_reading import as_number, as_object, as_texts
from pipeline.night_fallback import STANDS_IN
from pipeline.night_held import held_sentences
from pipeline.night_report import NightReport, StepTime, Told
from pipeline.night_steps import NightPlan
from pipeline.roster_summary import read_report, roster_summary
from store.json_text import Json

STALE_DAYS = 7
CUT_OFF = {"time_limit": "its time limit", "work_limit": "the end of the work that fits its time limit"}


def told_by(night: date, plan: NightPlan, results: Sequence[StepResult]) -> Told:
    """What the finished steps tell beside their files."""
    details = {result.name: result.details for result in results}
    report = read_report(_named(results, "roster").folder)
    summary = roster_summary(plan.site, report)
    forecast = report_of_record(as_object(details["forecast"].get("record")))
    return Told(
        steps=tuple(StepTime(result.name, round(result.seconds, 3), result.resumed) for result in results),
        missing=(
            *forecast.missing,
            *([summary.missing] if summary.missing else []),
            *([str(report[STANDS_IN])] if STANDS_IN in report else []),
        ),
        warnings=(
            *plan.inputs.taken.troubles,
            *held_sentences(plan.inputs.held),
            *forecast.warnings,
            *as_texts(details["requirement"].get("warnings")),
            *_stale(night, plan),
            *_leads_short(summary),
        ),
        notes=(
            *plan.inputs.taken.sentences,
            *forecast.overrides,
            *forecast.notes,
            *as_texts(details["requirement"].get("notes")),
            *_cut_off(report),
        ),
    )


def night_report(
    night: date, plan: NightPlan, folder: Path, results: Sequence[StepResult], told: Told, unchanged: bool
) -> NightReport:
    """What the night has to say."""
    section = plan.site.config.site
    needed = as_object(_named(results, "requirement").details.get("agent_hours"))
    forecast = report_of_record(as_object(_named(results, "forecast").details.get("record")))
    return NightReport(
        site_id=section.id,
        site_name=section.name,
        simulated=section.simulated,
        night=night,
        window=plan.window,
        folder=folder,
        unchanged=unchanged,
        steps=told.steps,
        forecasts=forecast.choices,
        agent_hours={queue: as_number(found) or 0.0 for queue, found in needed.items()},
        roster=roster_summary(plan.site, read_report(_named(results, "roster").folder)),
        files=tuple(sorted(path.name for path in folder.iterdir())),
        missing=told.missing,
        warnings=told.warnings,
        notes=told.notes,
        held_back=tuple(f"{each.queue} {each.day}" for each in plan.inputs.held),
    )


def _named(results: Sequence[StepResult], name: str) -> StepResult:
    return next(result for result in results if result.name == name)


def _stale(night: date, plan: NightPlan) -> tuple[str, ...]:
    """A warning where the history ends long before the night."""
    last = plan.inputs.last_interval.date()
    if night - last <= timedelta(days=STALE_DAYS):
        return ()
    return (
        f"the history ends on {last}, {(night - last).days} days before the night: newer exports were not taken in",
    )


def _leads_short(summary: RosterSummary) -> tuple[str, ...]:
    """A warning where team leads are short."""
    if not summary.leads_short:
        return ()
    return (f"{summary.leads_short:,} lead-intervals are short of team leads; report.json names each",)


def _cut_off(report: Mapping[str, Json]) -> tuple[str, ...]:
    """A note where more time might have helped, as it does on most large sites: the gap says how much it may matter."""
    ended = CUT_OFF.get(str(report.get("stopped_by")))
    if ended is None:
        return ()
    return (f"the solver was stopped by {ended}: more time may give a better roster (--time-limit)",)
