"""A scenario laid over some days of a plan: settings, forecast, requirement, who comes, and what they would answer."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import Forecast
from domain.roster import PlanningWindow, Roster
from domain.site import Site
from domain.site_config import SiteConfig
from pipeline.scenario_scene import Absent
from pipeline.scenario_topics import Topics
from staffing.contacts_bought.expected import expected_rate
from staffing.requirement import RequirementOutcome
from staffing.shrinkage import combined_shrinkage


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What scenarios are laid over: some days of a plan, with its forecast and its roster.

    `past_holidays` are duties on holidays of past years by person, where the scenario names a file of them.
    """

    site: Site
    window: PlanningWindow
    forecast: DataFrame[Forecast]
    roster: Roster
    topics: Topics | None = None
    past_holidays: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """A scenario laid over the scene."""

    config: SiteConfig
    forecast: DataFrame[Forecast]
    needed: RequirementOutcome
    roster: Roster
    absent: Absent | None

    @property
    def on_queue(self) -> pd.Series:
        """The share of those at work that is on the queue, by row of the requirement: shrinkage and reserve are not."""
        agents = self.needed.frame["agents"].to_numpy(float)
        counted = 1 - self.needed.in_reserve / np.maximum(agents, 1)
        place = pd.MultiIndex.from_frame(self.needed.frame[["interval_start", "queue"]])
        return pd.Series(counted * (1 - combined_shrinkage(self.config.shrinkage)), index=place)


def local_time(stamps: "pd.Series[pd.Timestamp]") -> "pd.Series[pd.Timestamp]":
    return stamps.dt.tz_localize(None).astype("datetime64[ns]")


def expected_answers(scene: Scene, laid: Laid, queue: str, rows: pd.DataFrame) -> "pd.Series[float]":
    """Contacts that the agents at work are expected to answer; NaN for a queue whose contacts may wait for hours."""
    settings = next(each for each in laid.config.queue if each.id == queue)
    known = rows.dropna(subset=["aware"]).sort_values("interval_start")
    found = pd.Series(np.nan, index=rows.index)
    if settings.goal.max_backlog_h is None and len(known):
        of_queue = laid.forecast[laid.forecast["queue"] == queue].sort_values("interval_start")
        share = laid.on_queue.reindex(pd.MultiIndex.from_frame(known[["aware", "queue"]])).fillna(1.0).to_numpy(float)
        rate = expected_rate(settings, of_queue, known["have"].to_numpy(float), share, scene.site.interval_min)
        found.loc[known.index] = rate * known["offered"].to_numpy(float)
    return found
