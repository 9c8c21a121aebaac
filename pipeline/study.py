"""What a study of a scenario hands over: parts of its report, figures for `report.json`, and frames to take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from domain.scenarios import Scenario
from exports.picture import renamed
from exports.study_page import Part, Text
from pipeline.scenario_laid import Scene
from pipeline.scenario_run import ScenarioOutcome
from store.json_text import Json


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """What was found: parts of the report, its key figures, and frames by name."""

    parts: tuple[Part, ...] = ()
    figures: Mapping[str, Json] = field(default_factory=dict)
    frames: Mapping[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class StudyInput:
    """What a study looks at: the scene, the scenario, the plan's figures and the scenario's.

    `own` are those with a roster made for the scenario, where there is one.
    """

    scene: Scene
    scenario: Scenario
    plan: ScenarioOutcome
    outcome: ScenarioOutcome
    own: ScenarioOutcome | None = None


def by_hour(outcome: ScenarioOutcome, columns: Sequence[str]) -> pd.DataFrame:
    """Columns of its frame on an average day of those shown, by hour of the day (`x`; half-hours as 0.5)."""
    stamps = outcome.frame["interval_start"]
    hour = stamps.dt.hour + stamps.dt.minute / 60
    sums = outcome.frame.groupby(hour)[list(columns)].sum() / stamps.dt.normalize().nunique()
    named: pd.DataFrame = sums.rename_axis("x").reset_index()
    return named


def in_both(rows: pd.DataFrame, names: Mapping[str, Text]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of a picture with the names of their series in Korean and in English."""
    korean, english = ({name: text[place] for name, text in names.items()} for place in (0, 1))
    return renamed(rows, korean), renamed(rows, english)
