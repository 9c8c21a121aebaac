"""What stands in where a step of a night fails: the last good forecast, the last good roster repaired; always named.

A stand-in is not a finished step: the next run of the night tries the step itself again.
"""

import json
import logging
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import ForecastError, ScheduleError, WfmError
from domain.frames import Forecast, checked
from domain.roster import PlanningWindow
from domain.roster_files import ACTIVITY_FILE, REPORT_FILE, ROSTER_FILE
from pipeline.checkpoints import Checkpoints, StepResult, file_hashes
from pipeline.file_names import FORECAST_FILE, RECORD_FILE, REQUIREMENT_FILE
from pipeline.json_reading import as_object
from pipeline.night_budget import OverBudgetError
from pipeline.night_steps import NightPlan
from pipeline.repair_run import RepairLimits, repair_to_folder
from pipeline.roster_summary import read_report, window_of
from pipeline.schedule_run import curve_beside
from store.csv_files import write_csv
from store.files import write_json
from store.folders import staged_folder
from store.layout import night_folder, steps_folder
from store.nights import last_good_night
from store.versions import latest_version, read_version, read_version_bytes

logger = logging.getLogger(__name__)

STANDS_IN = "stands_in"
WEEK = timedelta(days=7)
MOST_WEEKS_BACK = 8
REPAIR_S = 60.0
# What may go wrong with a step itself; a full disk, a database that is away or wrong input is no such failure.
STEP_FAILURES = (ForecastError, ScheduleError, OverBudgetError)

type Trial = Callable[[], StepResult]


def forecast_or_last(plan: NightPlan, checkpoints: Checkpoints, trial: Trial, may_stand_in: bool) -> StepResult:
    """The forecast, or where it fails the last good night's; raises the failure itself where there is none."""
    try:
        return trial()
    except STEP_FAILURES as error:
        logger.exception("the forecast failed")
        found = _last_forecast(plan, checkpoints, error) if may_stand_in else None
        if found is None:
            raise
        return found


def _last_forecast(plan: NightPlan, checkpoints: Checkpoints, error: WfmError) -> StepResult | None:
    database, site_id = checkpoints.database, plan.site.id
    last = last_good_night(database, site_id)
    version = None if last is None else latest_version(database, site_id, "forecast", last.night)
    record = None if last is None else latest_version(database, site_id, "forecast_record", last.night)
    if last is None or version is None or record is None:
        return None
    planned = window_of(last.summary)
    if planned is None:
        return None
    frame, repeated = moved_to(read_version(database, version), planned, plan.window)
    if frame is None:
        return None
    said = f"The forecast of the night of {last.night} stands in, because there is no new one: {_ended(error)}"
    if repeated:
        said += f" It ends before the window does: {repeated[0]} to {repeated[-1]} repeat the weeks before."
    content = dict(as_object(json.loads(read_version_bytes(database, record))))
    content["missing"] = {**as_object(content.get("missing")), STANDS_IN: said}
    started = perf_counter()
    folder = _folder(plan, checkpoints, "forecast")
    with staged_folder(folder, ("*",)) as staged:
        write_csv(staged / FORECAST_FILE, frame)
        write_json(staged / RECORD_FILE, content)
    hashes = file_hashes(folder, (FORECAST_FILE, RECORD_FILE))
    # The sentence reaches the report through the record, like every other reason why a forecast is missing.
    return StepResult("forecast", folder, hashes, perf_counter() - started, False, {"record": content})


def moved_to(
    forecast: pd.DataFrame, planned: PlanningWindow, window: PlanningWindow
) -> tuple[DataFrame[Forecast] | None, tuple[date, ...]]:
    """The forecast of the planned days for those of the window, and the days that repeat one of whole weeks before.

    None where a day has no such week. A closed day has no rows, there and here.
    """
    zone = forecast["interval_start"].dt.tz
    wall = forecast["interval_start"].dt.tz_localize(None)
    days = wall.dt.date
    parts, repeated = [], []
    for day in window.dates():
        weeks = next((n for n in range(MOST_WEEKS_BACK) if planned.holds(day - n * WEEK)), None)
        if weeks is None:
            return None, ()
        rows = forecast[days == day - weeks * WEEK]
        if weeks:
            repeated.append(day)
            moved = wall[rows.index] + weeks * pd.Timedelta(WEEK)
            rows = rows.assign(interval_start=moved.dt.tz_localize(zone, ambiguous=True, nonexistent="shift_forward"))
        parts.append(rows)
    whole = pd.concat(parts).drop_duplicates(["queue", "interval_start"])
    return checked(Forecast, whole.sort_values(["queue", "interval_start"], ignore_index=True)), tuple(repeated)


def roster_or_last(
    plan: NightPlan, checkpoints: Checkpoints, requirement: StepResult, trial: Trial, may_stand_in: bool
) -> StepResult:
    """The roster, or where it fails the last good one of the same window, repaired; else raises the failure."""
    try:
        return trial()
    except STEP_FAILURES as error:
        logger.exception("the roster failed")
        found = _last_roster(plan, checkpoints, requirement, error) if may_stand_in else None
        if found is None:
            raise
        return found


def _last_roster(
    plan: NightPlan, checkpoints: Checkpoints, requirement: StepResult, error: WfmError
) -> StepResult | None:
    last = last_good_night(checkpoints.database, plan.site.id)
    if last is None:
        return None
    published = night_folder(plan.site_dir, last.night)
    if not (published / REPORT_FILE).is_file() or window_of(read_report(published)) != plan.window:
        return None
    plan.tell(f"roster: that of {last.night} is repaired")
    started, folder = perf_counter(), _folder(plan, checkpoints, "roster")
    limits = RepairLimits(time_limit_s=min(REPAIR_S, plan.limits.time_limit_s), seed=plan.limits.seed, notice_days=0)
    needed = requirement.folder / REQUIREMENT_FILE
    try:
        repair_to_folder(
            plan.site_dir, published, needed, plan.window.start, folder, limits=limits, tell=plan.tell,
            curve_file=curve_beside(plan.site_dir, needed),
        )  # fmt: skip
    except WfmError as second:
        logger.warning("the roster of %s could not be repaired: %s", last.night, second)
        return None
    said = f"The roster of the night of {last.night}, repaired, stands in, because there is no new one: {_ended(error)}"
    report = json.loads((folder / REPORT_FILE).read_text(encoding="utf-8"))
    write_json(folder / REPORT_FILE, {**report, STANDS_IN: said})
    hashes = file_hashes(folder, (ROSTER_FILE, ACTIVITY_FILE, REPORT_FILE))
    return StepResult("roster", folder, hashes, perf_counter() - started, False, {STANDS_IN: said})


def _ended(error: WfmError) -> str:
    """The sentence of the error, ended by a full stop."""
    return f"{str(error).removesuffix('.')}."


def _folder(plan: NightPlan, checkpoints: Checkpoints, step: str) -> Path:
    return steps_folder(plan.site_dir) / checkpoints.night.night.isoformat() / f"{step}-stand-in"
