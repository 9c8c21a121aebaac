"""Reads of the page of today that are kept between clicks: by the night's mark, the version, and the time."""

from datetime import datetime

from app_parts.cached import night, part_of_it, part_of_roster
from pipeline.today_options import TodayOptions, today_options
from pipeline.today_roster import DayRoster, day_roster
from pipeline.views_day_calls import DayCalls, day_calls
from pipeline.views_day_cover import needed_now
from pipeline.views_night import NightMark


@part_of_it
def calls(mark: NightMark, interval: datetime) -> DayCalls | None:
    """What came and what is forecast, as of the beginning of an interval."""
    return day_calls(mark.site_dir, interval)


@part_of_roster
def roster(mark: NightMark, interval: datetime, version: int) -> DayRoster:
    """A version's roster of the day."""
    return day_roster(mark.site_dir, night(mark).site, interval.date(), version)


@part_of_roster
def options(mark: NightMark, interval: datetime, version: int, now: datetime) -> TodayOptions:
    """What may still be done, as of some minutes ago at most."""
    day = roster(mark, interval, version)
    return today_options(night(mark).site, day.state, needed_now(day, calls(mark, interval)), now)
