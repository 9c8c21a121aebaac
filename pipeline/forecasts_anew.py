"""Forecasts that jobs made of days since the night: of what an event does, and of holidays that no night plans yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd

from domain.access import Act
from domain.errors import UsageError
from domain.frame_files import read_forecast, read_forecast_totals
from domain.roster import PlanningWindow
from pipeline.access import needs
from pipeline.file_names import FORECAST_FILE, TOTALS_FILE
from pipeline.job_orders import DaysOrder, order_of
from pipeline.jobs import Job, JobState, site_jobs
from pipeline.site_store import open_site_database
from pipeline.views_forecast_groups import keyed_totals
from pipeline.views_local import with_local_day
from pipeline.views_night import PublishedNight
from store.history import history_span
from store.job_records import JobKind
from store.layout import job_folder


@dataclass(frozen=True, slots=True)
class Anew:
    """The forecast of some days that a job made: its number, the days, when it was begun, and where it lies."""

    job: int
    window: PlanningWindow
    begun: datetime
    folder: Path


@needs(Act.SEE_PLAN)
def forecasts_anew(site_dir: Path) -> tuple[Anew, ...]:
    """What jobs made, newest first."""
    return tuple(
        Anew(job.id, PlanningWindow(order.first_day, order.days), job.begun, folder)
        for job in site_jobs(site_dir)
        if job.state is JobState.DONE
        and (order := days_order(job)) is not None
        and ((folder := job_folder(site_dir, job.id)) / FORECAST_FILE).is_file()
    )


def days_order(job: Job) -> DaysOrder | None:
    """What a job was asked to forecast; None where it was asked for something else."""
    if job.kind is not JobKind.REFORECAST:
        return None
    order = order_of(job)
    return order if isinstance(order, DaysOrder) else None


@needs(Act.SEE_PLAN)
def rest_of_window(night: PublishedNight) -> DaysOrder:
    """The planned days of which nothing has come yet; raises UsageError where something came of all of them."""
    with open_site_database(night.site_dir) as database:
        span = history_span(database, night.site.id)
    first = night.window.start
    if span is not None:
        first = max(first, span[1].astimezone(night.site.timezone).date() + timedelta(days=1))
    if first > night.window.last:
        raise UsageError(f"The planned days end on {night.window.last}, and calls of all of them are known.")
    return DaysOrder(first, (night.window.last - first).days + 1)


def anew_frame(night: PublishedNight, anew: Anew) -> pd.DataFrame:
    """The forecast of the queues and of their groups by local `date` and `minute`."""
    zone = night.site.config.site.timezone
    frame = read_forecast(anew.folder / FORECAST_FILE, zone)
    columns = ["interval_start", "queue", "offered", "p10", "p50", "p90"]
    parts: list[pd.DataFrame] = [frame[columns]]
    if (anew.folder / TOTALS_FILE).is_file():
        parts.append(keyed_totals(read_forecast_totals(anew.folder / TOTALS_FILE, zone), night.site.queues)[columns])
    return with_local_day(pd.concat(parts, ignore_index=True))
