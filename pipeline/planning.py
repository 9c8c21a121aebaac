"""Which days a night plans."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd

from domain.roster import PlanningWindow
from domain.site_config import SiteSection, read_site_config

DAYS = 28


def next_window(site: SiteSection, night: date, days: int = DAYS) -> PlanningWindow:
    """The days from the first start of a site week after the night's date on: a roster begins with a whole week."""
    tomorrow = night + timedelta(days=1)
    ahead = (site.week_start_weekday - tomorrow.weekday()) % 7
    return PlanningWindow(tomorrow + timedelta(days=ahead), days)


def tonight(site_dir: Path) -> date:
    """Today by the site's clock: the name of a night that is run without one."""
    return datetime.now(ZoneInfo(read_site_config(site_dir / "site.toml").site.timezone)).date()


def now_by(timezone: str, given: datetime | None) -> pd.Timestamp:
    """The moment given, or else now, by the clock of the zone; a time without offset is of that clock.

    A time that a clock change repeats is its first passage; one that it leaves out is moved forward to the next.
    """
    if given is None:
        return pd.Timestamp(datetime.now(ZoneInfo(timezone)))
    if given.tzinfo is not None:
        return pd.Timestamp(given).tz_convert(timezone)
    return pd.Timestamp(given).tz_localize(timezone, ambiguous=True, nonexistent="shift_forward")
