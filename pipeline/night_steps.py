"""The steps of a night, each a plain function over files: forecast, requirement, roster, workbook."""

from dataclasses import dataclass, replace
from pathlib import Path

from domain.payroll_config import read_payroll_config
from domain.roster import PlanningWindow
from domain.roster_files import ACTIVITY_FILE, REPORT_FILE, ROSTER_FILE, read_roster
from domain.site import Site
from forecasting.spread_out import Engine
from pipeline.checkpoints import Details, Step, StepResult
from pipeline.engine import ALL_CORES
from pipeline.export_run import write_workbook
from pipeline.file_names import (
    CURVE_FILE,
    FORECAST_FILE,
    MODEL_FORECAST_FILE,
    PAY_HOURS_FILE,
    PAYROLL_FILE,
    RECORD_FILE,
    REQUIREMENT_FILE,
    TOTALS_FILE,
    WORKBOOK_FILE,
)
from pipeline.forecast_overrides import OVERRIDES
from pipeline.forecasting_run import site_settings, write_forecast
from pipeline.hr_tables import pay_tables, write_pay_hours
from pipeline.night_files import stable_sha256
from pipeline.night_inputs import NightInputs
from pipeline.requirement_run import write_requirement
from pipeline.roster_summary import read_report
from pipeline.schedule_run import SolveLimits, keeps_contacts, read_contacts, read_needed, write_roster
from pipeline.telling import Tell

PEOPLE_FILES = (
    "site.toml",
    "shifts.csv",
    "staff.csv",
    "leave.csv",
    "limits.csv",
    "preferences.csv",
    "previous.csv",
    "events.csv",  # a temporary holiday in it is a paid one
)


@dataclass(frozen=True, slots=True)
class NightPlan:
    """What a night works on: the site, its inputs, the days to plan, the solver's limits and the engine."""

    site_dir: Path
    site: Site
    inputs: NightInputs
    window: PlanningWindow
    limits: SolveLimits
    tell: Tell
    engine: Engine = ALL_CORES

    @property
    def window_text(self) -> str:
        """The days to plan, as part of what a step is known by."""
        return f"{self.window.start.isoformat()} {self.window.days}"


def forecast_step(plan: NightPlan) -> Step:
    """Backtest, choice and forecast of the days to plan, with the planner's overrides and the model's own beside.

    With several queues, their channels and total too.
    """

    def work(folder: Path) -> Details:
        settings = replace(site_settings(plan.site_dir, plan.site.config), engine=plan.engine)
        record = write_forecast(
            plan.inputs.history,
            settings,
            plan.window,
            folder / FORECAST_FILE,
            folder / RECORD_FILE,
            plan.tell,
            plan.inputs.overrides,
        )
        return {"record": record}

    inputs = plan.inputs.of("history", "site.toml", "events.csv", OVERRIDES) | {"window": plan.window_text}
    beside = (MODEL_FORECAST_FILE,) if plan.inputs.overrides else ()
    totals = (TOTALS_FILE,) if len(plan.site.config.queue) > 1 else ()
    return Step("forecast", (FORECAST_FILE, *beside, *totals, RECORD_FILE), inputs, work)


def requirement_step(plan: NightPlan, forecast: StepResult) -> Step:
    """Agents needed for that forecast, and the curve of contacts where a goal is kept by it."""
    by_contacts = (CURVE_FILE,) if keeps_contacts(plan.site) else ()

    def work(folder: Path) -> Details:
        report = write_requirement(
            plan.site.config,
            forecast.folder / FORECAST_FILE,
            folder / REQUIREMENT_FILE,
            people=plan.site.people,
            curve=folder / CURVE_FILE if by_contacts else None,
        )
        notes = [note for note in report.notes if note not in report.warnings]
        return {"agent_hours": dict(report.agent_hours), "notes": notes, "warnings": list(report.warnings)}

    inputs = plan.inputs.of("site.toml", "staff.csv") | {FORECAST_FILE: forecast.hashes[FORECAST_FILE]}
    return Step("requirement", (REQUIREMENT_FILE, *by_contacts), inputs, work)


def roster_step(plan: NightPlan, requirement: StepResult) -> Step:
    """Roster, breaks and queues by interval, checked by the audit before they count."""

    def work(folder: Path) -> Details:
        needed = read_needed(plan.site, requirement.folder / REQUIREMENT_FILE)
        curve = read_contacts(plan.site, requirement.folder / CURVE_FILE) if keeps_contacts(plan.site) else None
        write_roster(folder, plan.site, needed, plan.window, plan.limits, plan.tell, curve=curve)
        return {}

    limits = f"{plan.limits.time_limit_s:g} s, gap {plan.limits.gap:g}, seed {plan.limits.seed}"
    limits += f", {plan.limits.counted_s} s counted"
    inputs = plan.inputs.of("rules", *PEOPLE_FILES)
    inputs |= {"window": plan.window_text, "limits": limits}
    inputs |= {name: requirement.hashes[name] for name in (REQUIREMENT_FILE, CURVE_FILE) if name in requirement.hashes}
    return Step("roster", (ROSTER_FILE, ACTIVITY_FILE, REPORT_FILE), inputs, work)


def workbook_step(plan: NightPlan, roster: StepResult) -> Step:
    """The workbook of that roster, and the pay hours beside it."""

    def work(folder: Path) -> Details:
        found = read_roster(roster.folder, plan.window)
        tables = pay_tables(plan.site, found, read_payroll_config(plan.site_dir))
        write_workbook(folder / WORKBOOK_FILE, plan.site, found, read_report(roster.folder), tables)
        write_pay_hours(folder / PAY_HOURS_FILE, tables.hours)
        return {}

    inputs = plan.inputs.of("rules", *PEOPLE_FILES, PAYROLL_FILE) | {"window": plan.window_text}
    inputs |= {name: stable_sha256(roster.folder / name) for name in roster.hashes}
    return Step("workbook", (WORKBOOK_FILE, PAY_HOURS_FILE), inputs, work)
