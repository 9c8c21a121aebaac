"""Reads of the page of scenarios that are kept between clicks: by the night's mark, version, days and definition."""

from app_parts.cached import night, part_of_roster, whole_roster
from domain.roster import PlanningWindow
from pipeline.scenario_files import checked_text
from pipeline.scenario_laid import Scene
from pipeline.scenario_run import ScenarioOutcome
from pipeline.views_night import NightMark
from pipeline.what_if import outcome_of, scene_of


@whole_roster
def scene(mark: NightMark, version: int, window: PlanningWindow) -> Scene:
    """Some planned days with a version's roster."""
    return scene_of(night(mark), version, window)


@part_of_roster
def outcome(mark: NightMark, version: int, window: PlanningWindow, name: str, definition: str) -> ScenarioOutcome:
    """A scenario's figures."""
    return outcome_of(scene(mark, version, window), checked_text(definition, name), name)
