"""A roster solved for a scenario: its requirement, its people, its catalogue; the rules of rest are the site's."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from domain.frame_files import read_forecast
from domain.frames import Requirement, checked
from domain.roster import Duty, PlanningWindow
from domain.scenarios import Scenario
from domain.site_folder import read_site
from exports.roster_book import RosterSummary
from pipeline.file_names import FORECAST_FILE, REQUIREMENT_FILE
from pipeline.roster_summary import roster_summary
from pipeline.scenario_files import refuse_unknown
from pipeline.scenario_laid import local_time
from pipeline.scenario_run import scenario_requirement
from pipeline.scenario_scene import scenario_site
from pipeline.scenario_topics import site_topics
from pipeline.schedule_run import FILES, SolveLimits, write_roster
from pipeline.telling import Tell, nobody
from pipeline.views_night import planned_days
from store.csv_files import write_csv
from store.folders import staged_folder


@dataclass(frozen=True, slots=True, eq=False)
class HeldDays:
    """Days for which a roster is made while people are gone, and the duties before them, which stay.

    `use` (interval_start, local; queue; agents) takes the place of the requirement in its intervals: the use of people
    that answers most there, whatever may wait left waiting. Of the requirement around it `AROUND` is asked: a person
    short counts as much at any time, and the whole of it would take people away from the hours that the roster is for.
    """

    window: PlanningWindow
    before: tuple[Duty, ...]
    use: pd.DataFrame


AROUND = 0.6  # tried on the sample: 97.7% answered while people are gone with 0.9 of it, 97.9% with 0.6
SCENARIO_FILES = (*FILES, REQUIREMENT_FILE)


def solve_scenario(
    site_dir: Path,
    scenario: Scenario,
    name: str,
    night: Path,
    out: Path,
    limits: SolveLimits,
    tell: Tell = nobody,
    held: HeldDays | None = None,
) -> RosterSummary:
    """Writes a roster for all planned days of a night under the scenario, with its requirement, into a folder.

    Who is gone has leave on every day of it, from the day of the hour on. With `held` the roster is for its days alone,
    and for as many agents as are best while people are gone. NoRosterError where none exists.
    """
    site, (_, whole) = read_site(site_dir), planned_days(night)
    refuse_unknown(scenario, site, name)
    window = whole if held is None else held.window
    changed = scenario_site(site_dir, site, scenario, window)
    forecast = read_forecast(night / FORECAST_FILE, site.config.site.timezone)
    needed = scenario_requirement(site, forecast, scenario, site_topics(site_dir, site, whole)).frame
    if held is not None:
        changed = replace(changed, previous=(*changed.previous, *held.before))
        day = local_time(needed["interval_start"]).dt.date
        needed = needed[(day >= window.start) & (day <= window.last)].reset_index(drop=True)
        needed = checked(Requirement, _as_used(needed, held.use))
    with staged_folder(out, SCENARIO_FILES) as staged:
        write_csv(staged / REQUIREMENT_FILE, needed)
        return roster_summary(changed, write_roster(staged, changed, needed, window, limits, tell))


def _as_used(needed: pd.DataFrame, use: pd.DataFrame) -> pd.DataFrame:
    """The requirement with the agents of the use in its intervals, none on queues that it leaves alone there.

    Around them it is asked for in part.
    """
    local = local_time(needed["interval_start"])
    place = pd.MultiIndex.from_arrays([local, needed["queue"]])
    found = use.set_index(["interval_start", "queue"])["agents"].reindex(place).round().fillna(0).to_numpy(int)
    is_used = local.isin(set(use["interval_start"])).to_numpy()
    around = (AROUND * needed["agents"].to_numpy(float)).round().astype(int)
    return needed.assign(agents=np.where(is_used, found, around))
