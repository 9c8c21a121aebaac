"""What each kind of job does: the same functions as the command line's, over the files of a night."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from domain.errors import ConfigError
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_folder import read_site
from pipeline.file_names import FORECAST_FILE, REQUIREMENT_FILE
from pipeline.forecasting_run import HistorySource, forecast_to_file
from pipeline.job_orders import DaysOrder, Off, ReforecastOrder, RepairOrder, ScheduleOrder, order_of
from pipeline.reforecast import reforecast_to_file
from pipeline.repair_run import RepairLimits, RepairReport, repair_to_folder
from pipeline.roster_versions import keep_roster, version_files, version_state
from pipeline.scenario_files import read_scenario, scenario_hash
from pipeline.scenario_solve import solve_scenario
from pipeline.schedule_run import SolveLimits, Watching, curve_beside, schedule_roster
from pipeline.stopping import Stop
from pipeline.views_night import planned_days
from scheduling.locks import Lock
from store.csv_files import write_csv
from store.job_records import Job
from store.layout import job_folder, night_folder
from store.roster_records import Origin
from store.rosters import NewRoster

ABSENT_FILE, REFORECAST_FILE, ROSTER_FOLDER = "absent.csv", "reforecast.csv", "roster"


@dataclass(slots=True)
class JobOutcome:
    """What a job made: a sentence, facts for its record, and how what was made is kept."""

    said: str = ""
    result: dict[str, object] = field(default_factory=dict)
    keeping: Callable[[], Mapping[str, object]] | None = None

    def keep(self) -> None:
        """Keeps what was made; from now on it is there whatever happens to the process."""
        if self.keeping is not None:
            self.result |= self.keeping()
            self.keeping = None


def done_work(site_dir: Path, job: Job, stop: Stop, watch: Watching) -> JobOutcome:
    """Does what the job's order says."""
    match order_of(job):
        case ScheduleOrder() as order:
            return _scheduled(site_dir, job, order, SolveLimits(order.time_limit_s, order.gap, 0, stop, watch))
        case RepairOrder() as order:
            return _repaired(site_dir, job, order, RepairLimits(order.time_limit_s, stop=stop, watch=watch))
        case ReforecastOrder() as order:
            return _reforecast(site_dir, job, order)
        case DaysOrder() as order:
            return _days_forecast(site_dir, job, order)


def _scheduled(site_dir: Path, job: Job, order: ScheduleOrder, limits: SolveLimits) -> JobOutcome:
    """A roster for the night's requirement as a draft version; locked days of the version to keep stay."""
    night, window = _night(site_dir, order.night)
    out = job_folder(site_dir, job.id) / ROSTER_FOLDER
    if order.scenario:
        return _scheduled_for_scenario(site_dir, order.scenario, night, out, limits)
    locks = () if order.keep is None else version_locks(read_site(site_dir), site_dir, order.keep, window)
    summary = schedule_roster(
        site_dir, night / REQUIREMENT_FILE, (window.start, window.days), out, limits, locks=locks,
        curve_file=curve_beside(site_dir, night / REQUIREMENT_FILE),
    )  # fmt: skip
    outcome = JobOutcome(summary.missing, {"status": summary.status, "gap": summary.gap})
    new = NewRoster(Origin.SOLVE, order.night, window, order.keep)
    outcome.keeping = lambda: {"version": keep_roster(site_dir, new, out, job.who).number}
    return outcome


def _scheduled_for_scenario(site_dir: Path, name: str, night: Path, out: Path, limits: SolveLimits) -> JobOutcome:
    """A roster for what a scenario makes of the night; it stays in the job's folder, for comparison alone."""
    scenario = read_scenario(site_dir, name)
    summary = solve_scenario(site_dir, scenario, name, night, out, limits)
    facts: dict[str, object] = {"status": summary.status, "gap": summary.gap}
    facts |= {"scenario": name, "definition": scenario_hash(scenario)}
    return JobOutcome(summary.missing, facts)


def version_locks(site: Site, site_dir: Path, number: int, window: PlanningWindow) -> tuple[Lock, ...]:
    """The locked days of a version as a solve keeps them, those of people who are still on the staff list."""
    state = version_state(site_dir, number)
    duty_on = {(duty.agent_id, duty.day): duty for duty in state.roster.duties}
    return tuple(
        Lock(agent_id, day, duty_on.get((agent_id, day)))
        for agent_id, day in sorted(state.locked)
        if agent_id in site.person_by_id and window.holds(day)
    )


def _repaired(site_dir: Path, job: Job, order: RepairOrder, limits: RepairLimits) -> JobOutcome:
    """The version mended for people who are off, as a draft version."""
    night, window = _night(site_dir, order.night)
    folder = job_folder(site_dir, job.id)
    before = version_files(site_dir, order.version)
    absent = _absent_file(folder / ABSENT_FILE, order.off)
    out = folder / ROSTER_FOLDER
    needed = night / REQUIREMENT_FILE
    curve = curve_beside(site_dir, needed)
    report = repair_to_folder(site_dir, before, needed, order.first_day, out, absent, limits, curve_file=curve)
    outcome = JobOutcome("", _repair_facts(report))
    new = NewRoster(Origin.REPAIR, order.night, window, order.version)
    outcome.keeping = lambda: {"version": keep_roster(site_dir, new, out, job.who).number}
    return outcome


def _repair_facts(report: RepairReport) -> dict[str, object]:
    return {
        "fallen_away": report.fallen_away,
        "changed": len(report.diff.changes),
        "people": report.diff.people,
    }


def _absent_file(path: Path, off: tuple[Off, ...]) -> Path | None:
    """Who is off, as `wfm repair --absent` reads it."""
    if not off:
        return None
    rows = [(each.agent_id, each.from_date.isoformat(), each.to_date.isoformat()) for each in off]
    write_csv(path, pd.DataFrame(rows, columns=["agent_id", "from_date", "to_date"]))
    return path


def _reforecast(site_dir: Path, job: Job, order: ReforecastOrder) -> JobOutcome:
    """The rest of today and tomorrow as a file of the job."""
    out = job_folder(site_dir, job.id) / REFORECAST_FILE
    found = reforecast_to_file(HistorySource(site_dir), order.now, out)
    return JobOutcome(" ".join((*found.missing, *found.notes)), {"file": REFORECAST_FILE, "now": found.now.isoformat()})


def _days_forecast(site_dir: Path, job: Job, order: DaysOrder) -> JobOutcome:
    """The forecast of the days, its channels and total beside it, as files of the job."""
    out = job_folder(site_dir, job.id) / FORECAST_FILE
    report = forecast_to_file(HistorySource(site_dir), (order.first_day, order.days), out)
    return JobOutcome(" ".join(report.missing), {"file": FORECAST_FILE})


def _night(site_dir: Path, night: date) -> tuple[Path, PlanningWindow]:
    folder = night_folder(site_dir, night)
    if not (folder / REQUIREMENT_FILE).is_file():
        raise ConfigError(f"{folder} holds no {REQUIREMENT_FILE}; run `wfm nightly --date {night}` first")
    return folder, planned_days(folder)[1]
