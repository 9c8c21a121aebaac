"""The planner's overrides as the forecast page shows them: at once, whether or not a night has used them yet."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.access import Act
from domain.frame_files import read_forecast
from domain.frames import Forecast
from domain.overrides import Override
from forecasting.overrides import AppliedOverride, with_overrides
from pipeline.access import needs
from pipeline.file_names import FORECAST_FILE, MODEL_FORECAST_FILE, RECORD_FILE
from pipeline.forecast_overrides import OVERRIDES, site_overrides
from pipeline.json_reading import as_number, as_objects
from pipeline.views_night import PublishedNight, read_object


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """One override in force: its span and change, the model's and the planner's contacts, who gave it, when and why.

    Contacts are of the intervals in which it counts; none where later ones count instead.
    """

    number: int
    queue: str
    start: datetime
    until: datetime
    change: str
    intervals: int
    model_contacts: float
    planner_contacts: float
    who: str
    at: datetime
    why: str
    used_by_night: bool

    def touches(self, day: date) -> bool:
        """Whether it changes something of a day."""
        return self.start.date() <= day and (self.until - pd.Timedelta(seconds=1)).date() >= day


@dataclass(frozen=True, slots=True)
class OverridesView:
    """The overrides in force over the planned days; whether the night's files lack one, or hold one since withdrawn."""

    lines: tuple[OverrideLine, ...]
    changed_since_night: bool

    def of(self, queue: str, day: date) -> tuple[OverrideLine, ...]:
        """Those of a queue that touch a day."""
        return tuple(line for line in self.lines if line.queue == queue and line.touches(day))


def models_forecast(folder: Path, timezone: str) -> DataFrame[Forecast]:
    """The model's own forecast of a night: without the overrides that the night used."""
    own = folder / MODEL_FORECAST_FILE
    return read_forecast(own if own.is_file() else folder / FORECAST_FILE, timezone)


@needs(Act.SEE_PLAN)
def forecast_now(night: PublishedNight) -> pd.DataFrame:
    """The night's forecast with the overrides in force now; `model_offered` is the model's own mean."""
    model = models_forecast(night.folder, night.site.config.site.timezone)
    planned = with_overrides(model, _in_force(night))
    return planned.frame.assign(model_offered=model["offered"])


@needs(Act.SEE_PLAN)
def overrides_view(night: PublishedNight) -> OverridesView:
    """The overrides in force over the planned days, the latest first."""
    overrides, used = _in_force(night), _used(night)
    model = models_forecast(night.folder, night.site.config.site.timezone)
    applied = with_overrides(model, overrides).applied
    lines = [_line(each, each.override.id in used, night) for each in reversed(applied)]
    return OverridesView(tuple(lines), used != {override.id for override in overrides})


def _in_force(night: PublishedNight) -> tuple[Override, ...]:
    return site_overrides(night.site_dir, night.site.config, night.window)


def _used(night: PublishedNight) -> set[int]:
    """The overrides that the night's files were made with."""
    path = night.folder / RECORD_FILE
    found = as_objects(read_object(path).get(OVERRIDES)) if path.is_file() else []
    return {int(as_number(each.get("id")) or 0) for each in found}


def _line(applied: AppliedOverride, used: bool, night: PublishedNight) -> OverrideLine:
    override, order = applied.override, applied.override.order
    return OverrideLine(
        number=override.id,
        queue=order.queue,
        start=order.start,
        until=order.until,
        change=order.change,
        intervals=applied.intervals,
        model_contacts=applied.model_contacts,
        planner_contacts=applied.planner_contacts,
        who=override.who,
        at=override.at.astimezone(night.site.timezone),
        why=order.why,
        used_by_night=used,
    )
