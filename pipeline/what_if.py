"""What the page of scenarios shows: the plan and some scenarios side by side, and those that are kept with the site."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import pandas as pd

from domain.access import Act
from domain.roster import PlanningWindow
from domain.roster_files import read_roster
from domain.scenarios import EVERY_QUEUE, Gone, Scenario
from pipeline.access import needs
from pipeline.job_orders import JobOrder, Off, RepairOrder, ScheduleOrder
from pipeline.job_work import ROSTER_FOLDER
from pipeline.jobs import Job, JobState, site_jobs
from pipeline.scenario_files import read_scenario, refuse_unknown, save_scenario, scenario_hash, scenario_names
from pipeline.scenario_laid import Scene
from pipeline.scenario_report import night_scene
from pipeline.scenario_run import ScenarioOutcome, scenario_outcome
from pipeline.scenario_scene import absent_of, refuse_looser_rules
from pipeline.study import by_hour
from pipeline.today_roster import line_of_night
from pipeline.views_night import PublishedNight
from store.layout import job_folder

EXAMPLE_VOLUME, EXAMPLE_GONE, EXAMPLE_DAYS = 1.2, 0.3, 3
BUSY, STRIKE = "busy", "strike"  # the examples, until a planner has her own


@needs(Act.SEE_ROSTER)
def line_shown(night: PublishedNight) -> int:
    """The version whose roster scenarios are laid over: the newest of the night's line."""
    return line_of_night(night.site_dir, night.night)


@needs(Act.SEE_ROSTER)
def scene_of(night: PublishedNight, version: int, window: PlanningWindow) -> Scene:
    """Some planned days with their forecast and the version's roster."""
    return night_scene(night.site_dir, night.site, night.folder, window, version)


@needs(Act.SEE_PLAN)
def kept_scenarios(site_dir: Path) -> dict[str, Scenario]:
    """The scenarios that are kept with the site, by name."""
    return {name: read_scenario(site_dir, name) for name in scenario_names(site_dir)}


@needs(Act.SEE_PLAN)
def example_scenarios(night: PublishedNight) -> dict[str, Scenario]:
    """What is shown before a planner has made any: a fifth more contacts, and three of ten people gone for days."""
    start = datetime.combine(night.window.start + timedelta(days=1), time(9))
    gone = Gone(share=EXAMPLE_GONE, start=start, days=min(EXAMPLE_DAYS, max(1, night.window.days - 1)))
    return {BUSY: Scenario(volume={EVERY_QUEUE: EXAMPLE_VOLUME}), STRIKE: Scenario(gone=gone)}


@needs(Act.RUN_JOBS)
def keep_scenario(night: PublishedNight, name: str, scenario: Scenario) -> None:
    """Keeps a scenario with the site; raises DataError where it names what the site does not have."""
    refuse_unknown(scenario, night.site, name)
    refuse_looser_rules(night.site_dir, night.site, scenario)
    save_scenario(night.site_dir, name, scenario)


def outcome_of(scene: Scene, scenario: Scenario, name: str) -> ScenarioOutcome:
    """A scenario's figures for the present roster."""
    return scenario_outcome(scene, scenario, name)


def by_time_of_day(outcomes: Sequence[ScenarioOutcome]) -> pd.DataFrame:
    """Name, minute, need, have and short: agents on an average day of those shown."""
    parts = []
    for outcome in outcomes:
        found = by_hour(outcome, ("need", "have", "short"))
        minute = (found.pop("x") * 60).round().astype(int)
        parts.append(found.assign(scenario=outcome.name).set_index(minute).rename_axis("minute").reset_index())
    together: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return together


@needs(Act.RUN_JOBS)
def order_for(night: PublishedNight, version: int, name: str, scenario: Scenario, time_limit_s: float) -> JobOrder:
    """The job that finds a roster for a scenario: where only people are gone the present one is mended, else a new one.

    Who leaves at an hour of a day is off that whole day.
    """
    if not scenario.only_people_gone:
        return ScheduleOrder(night.night, time_limit_s, scenario=name)
    absent = absent_of(night.site, scenario.gone, night.window)
    assert absent is not None
    first = max(absent.start.date(), night.window.start)
    last = min(absent.end.date() - timedelta(days=1), night.window.last)
    off = tuple(Off(agent_id, first, max(first, last)) for agent_id in sorted(absent.people))
    return RepairOrder(night.night, version, first, off, time_limit_s)


@needs(Act.SEE_ROSTER)
def solved_outcomes(
    night: PublishedNight, scene: Scene, scenarios: Mapping[str, Scenario]
) -> tuple[ScenarioOutcome, ...]:
    """The same figures for the rosters that jobs found for these very scenarios, the newest of each."""
    jobs = [job for job in site_jobs(night.site_dir) if job.state is JobState.DONE]
    found = []
    for name, scenario in scenarios.items():
        job = next((job for job in jobs if _is_for(job, night, name, scenario)), None)
        if job is not None:
            folder = job_folder(night.site_dir, job.id) / ROSTER_FOLDER
            found.append(scenario_outcome(scene, scenario, name, read_roster(folder, night.window)))
    return tuple(found)


def _is_for(job: Job, night: PublishedNight, name: str, scenario: Scenario) -> bool:
    same = (job.result.get("scenario"), job.result.get("definition")) == (name, scenario_hash(scenario))
    folder = job_folder(night.site_dir, job.id) / ROSTER_FOLDER
    return same and job.request.get("night") == night.night.isoformat() and folder.is_dir()
