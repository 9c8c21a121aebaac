"""A roster solved for a scenario: its requirement, its people, its catalogue; the rules of rest are the site's."""

from pathlib import Path

from domain.frame_files import read_forecast
from domain.scenarios import Scenario
from domain.site_folder import read_site
from exports.roster_book import RosterSummary
from pipeline.file_names import FORECAST_FILE, REQUIREMENT_FILE
from pipeline.roster_summary import roster_summary
from pipeline.scenario_files import refuse_unknown
from pipeline.scenario_run import scenario_requirement
from pipeline.scenario_scene import scenario_site
from pipeline.schedule_run import FILES, SolveLimits, write_roster
from pipeline.telling import Tell, nobody
from pipeline.views_night import planned_days
from store.csv_files import write_csv
from store.folders import staged_folder

SCENARIO_FILES = (*FILES, REQUIREMENT_FILE)


def solve_scenario(
    site_dir: Path, scenario: Scenario, name: str, night: Path, out: Path, limits: SolveLimits, tell: Tell = nobody
) -> RosterSummary:
    """Writes a roster for all planned days of a night under the scenario, with its requirement, into a folder.

    Who is gone has leave on every day of it, from the day of the hour on. NoRosterError where none exists.
    """
    site, (_, window) = read_site(site_dir), planned_days(night)
    refuse_unknown(scenario, site, name)
    changed = scenario_site(site_dir, site, scenario, window)
    forecast = read_forecast(night / FORECAST_FILE, site.config.site.timezone)
    needed = scenario_requirement(site, forecast, scenario).frame
    with staged_folder(out, SCENARIO_FILES) as staged:
        write_csv(staged / REQUIREMENT_FILE, needed)
        return roster_summary(changed, write_roster(staged, changed, needed, window, limits, tell))
