"""Which days a night plans."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

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
