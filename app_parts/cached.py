"""Reads that are kept between clicks and between people: by the mark of the night, so that a new night shows at once.

What is kept is shared by all sessions and never changed: frames are read-only by agreement. A few nights fit (the old
one while somebody still looks at it), and what nobody has asked for in an hour goes. Whether whoever asks may see it is
asked each time, before the cache is: an answer that was kept for one person is not shown to another who may not see it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps

import pandas as pd
import streamlit as st

from domain.access import Act
from domain.roster import PlanningWindow
from pipeline import (
    views_accuracy,
    views_cover,
    views_events,
    views_forecast,
    views_night,
    views_overrides,
    views_price,
    views_promises,
    views_record,
    views_requirement,
    views_roster,
    views_roster_day,
)
from pipeline.access import refuse_unless, site_of
from pipeline.accuracy_run import AccuracyReport
from pipeline.roster_versions import version_files, version_state
from pipeline.views_cover import RosterFrames
from pipeline.views_edit import EditGrid, FreeGrid, edit_grid, free_grid
from pipeline.views_events import EventsView
from pipeline.views_forecast import ForecastDay, ForecastFrames, ForecastView
from pipeline.views_night import NightMark, PublishedNight
from pipeline.views_overrides import OverridesView
from pipeline.views_price import PriceScene
from pipeline.views_promises import PromiseLine
from pipeline.views_record import RecordView
from pipeline.views_requirement import RequirementView
from pipeline.views_rest import RestView, rest_view
from pipeline.views_roster import RosterView, ShortStretch
from pipeline.views_roster_day import PeopleFilter, RosterDay, RosterGrid

WHOLE, PART, FEW_ROWS = 3, 60, 4000  # how many are kept; few rows are small, and long to work out


def kept[**P, R](act: Act, most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A read that is kept for all who may do the act; its first argument is the mark of a night."""

    def of(function: Callable[P, R]) -> Callable[P, R]:
        cached = st.cache_resource(ttl="1h", max_entries=most, show_spinner=False)(function)

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            refuse_unless(site_of(args[0]), act)
            return cached(*args, **kwargs)

        return asked

    return of


whole_night, part_of_it, few_rows = (kept(Act.SEE_PLAN, most) for most in (WHOLE, PART, FEW_ROWS))
whole_roster, part_of_roster = (kept(Act.SEE_ROSTER, most) for most in (WHOLE, PART))


@whole_night
def night(mark: NightMark) -> PublishedNight:
    """The published night of a mark."""
    return views_night.published_night(mark)


@part_of_it
def holidays(mark: NightMark, language: str) -> dict[date, str]:
    """Names of the holidays in the planned days."""
    return views_night.holidays_of(night(mark), language)


@whole_night
def forecast_frames(mark: NightMark) -> ForecastFrames:
    """Forecast and recent history."""
    return views_forecast.forecast_frames(night(mark))


@part_of_it
def forecast_view(mark: NightMark, language: str) -> ForecastView:
    """What the forecast page shows."""
    return views_forecast.forecast_view(night(mark), forecast_frames(mark), language)


@part_of_it
def forecast_day(mark: NightMark, queue: str, day: date) -> ForecastDay:
    """One day of a queue."""
    return views_forecast.forecast_day(forecast_frames(mark), queue, day)


@part_of_it
def record_view(mark: NightMark) -> RecordView:
    """Why the forecast is what it is."""
    return views_record.record_view(night(mark))


@part_of_it
def events_view(mark: NightMark) -> EventsView:
    """Events learnt and found."""
    return views_events.events_view(night(mark))


@part_of_it
def overrides_view(mark: NightMark) -> OverridesView:
    """The planner's overrides in force."""
    return views_overrides.overrides_view(night(mark))


@part_of_it
def accuracy_view(mark: NightMark) -> AccuracyReport:
    """How far past nights' forecasts erred."""
    return views_accuracy.accuracy_view(night(mark))


@whole_night
def requirement_frame(mark: NightMark) -> pd.DataFrame:
    """The requirement by interval."""
    return views_requirement.requirement_frame(night(mark))


@part_of_it
def requirement_view(mark: NightMark) -> RequirementView:
    """What the requirement page shows."""
    return views_requirement.requirement_view(night(mark), requirement_frame(mark))


@part_of_it
def requirement_week(mark: NightMark, queue: str, first: date) -> pd.DataFrame:
    """A week of a queue."""
    return views_requirement.requirement_week(requirement_frame(mark), queue, first)


@whole_night
def price_scene(mark: NightMark) -> PriceScene:
    """What can be priced."""
    return views_price.price_scene(night(mark))


@few_rows
def price_part(mark: NightMark, queue: str, window: PlanningWindow, rates: tuple[float, ...]) -> pd.DataFrame:
    """Prices of some response rates of a queue."""
    return views_price.price_part(night(mark), price_scene(mark), queue, window, rates)


@whole_roster
def roster_frames(mark: NightMark) -> RosterFrames:
    """The roster with need, cover and leads by interval."""
    return views_cover.roster_frames(night(mark))


@part_of_roster
def roster_view(mark: NightMark, language: str) -> RosterView:
    """What the roster page says first."""
    return views_roster.roster_view(night(mark), roster_frames(mark), language)


@part_of_roster
def promise_lines(mark: NightMark) -> tuple[PromiseLine, ...]:
    """Goals kept by contacts."""
    return views_promises.promise_lines(night(mark), roster_frames(mark))


@part_of_roster
def cover_map(mark: NightMark, queue: str | None) -> pd.DataFrame:
    """Cover by day and interval."""
    return views_roster.cover_map(roster_frames(mark), queue)


@part_of_roster
def short_stretches(mark: NightMark) -> tuple[ShortStretch, ...]:
    """Where agents are short."""
    return views_roster.short_stretches(night(mark))


@part_of_roster
def lead_stretches(mark: NightMark) -> tuple[ShortStretch, ...]:
    """Where leads are short."""
    return views_roster.lead_stretches(night(mark))


@part_of_roster
def roster_grid(mark: NightMark, chosen: PeopleFilter, weeks: int | None) -> RosterGrid:
    """People by days."""
    return views_roster_day.roster_grid(night(mark), roster_frames(mark), chosen, weeks)


@part_of_roster
def roster_day(mark: NightMark, day: date, queue: str | None, chosen: PeopleFilter) -> RosterDay:
    """One day of the roster."""
    return views_roster_day.roster_day(roster_frames(mark), day, queue, chosen)


def version_mark(mark: NightMark, number: int) -> NightMark:
    """The mark under which everything that reads a night reads a version of its roster."""
    return replace(mark, folder=version_files(mark.site_dir, number))


@part_of_roster
def version_grid(mark: NightMark, number: int, chosen: PeopleFilter, first: date, days: int, free: str) -> EditGrid:
    """People by days of a version, to edit; `free` are the reader's words for a day off and a leave day."""
    state = version_state(mark.site_dir, number)
    return edit_grid(_free_grid(mark, state.roster.window, chosen, first, days, free), state)


@part_of_roster
def _free_grid(
    mark: NightMark, window: PlanningWindow, chosen: PeopleFilter, first: date, days: int, free: str
) -> FreeGrid:
    """What the grids of all versions have in common."""
    off, leave = free.split("|")
    return free_grid(night(mark).site, window, chosen, first, days, off, leave)


@part_of_roster
def rest(mark: NightMark, language: str) -> RestView:
    """The law report and the distributions."""
    return rest_view(night(mark), language)
