"""What the requirement page shows: agents needed by interval, the goal that set them, what they should reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from domain.access import Act
from domain.frame_files import read_forecast, read_requirement
from domain.site_config import Goal
from pipeline.access import needs
from pipeline.file_names import FORECAST_FILE, REQUIREMENT_FILE
from pipeline.views_local import with_local_day
from pipeline.views_night import PublishedNight

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a queue's agents are expected to reach over the window, beside the goal; shares, or seconds for `asa`.

    `within_s` is the threshold that a service level counts to; other goals have none.
    """

    goal: str
    expected: float
    asked: float | None
    within_s: float | None = None


@dataclass(frozen=True, slots=True)
class QueueNeed:
    """One queue over the window: agent-hours, most agents at once, what they reach, and which goals set them."""

    queue: str
    agent_hours: float
    peak_agents: int
    expectations: tuple[Expectation, ...]
    binding_shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RequirementView:
    """Agents at work that the planned days need, shrinkage included. Top figures are of all queues together."""

    agent_hours: float
    days_planned: int
    peak_agents: int
    peak_at: datetime
    lost_share: float
    binding_shares: Mapping[str, float]
    queues: tuple[QueueNeed, ...]
    days: pd.DataFrame


@needs(Act.SEE_PLAN)
def requirement_frame(night: PublishedNight) -> pd.DataFrame:
    """The night's requirement by local `date` and `minute`, with the contacts `offered` that each row is for."""
    zone = night.site.config.site.timezone
    needed = read_requirement(night.folder / REQUIREMENT_FILE, zone)
    forecast = read_forecast(night.folder / FORECAST_FILE, zone)[["interval_start", "queue", "offered"]]
    return with_local_day(needed.merge(forecast, on=["interval_start", "queue"], how="left"))


@needs(Act.SEE_PLAN)
def requirement_view(night: PublishedNight, needed: pd.DataFrame) -> RequirementView:
    """The requirement of the planned days; queues with the most agent-hours come first."""
    at_once = needed.groupby(["date", "minute"])["agents"].sum()
    peak_date, peak_minute = at_once.index[int(at_once.argmax())]
    goals = {queue.id: queue.goal for queue in night.site.queues}
    needs = [_queue_need(str(queue), rows, goals, night.interval_h) for queue, rows in needed.groupby("queue")]
    days = needed.groupby(["date", "queue"])["agents"].sum().mul(night.interval_h).rename("agent_hours").reset_index()
    return RequirementView(
        agent_hours=float(needed["agents"].sum()) * night.interval_h,
        days_planned=night.window.days,
        peak_agents=int(at_once.max()),
        peak_at=peak_date.to_pydatetime() + timedelta(minutes=int(peak_minute)),
        lost_share=sum(night.site.config.shrinkage.values()),
        binding_shares=_binding_shares(needed),
        queues=tuple(sorted(needs, key=lambda need: (-need.agent_hours, need.queue))),
        days=days,
    )


def _queue_need(queue: str, rows: pd.DataFrame, goals: Mapping[str, Goal], interval_h: float) -> QueueNeed:
    return QueueNeed(
        queue=queue,
        agent_hours=float(rows["agents"].sum()) * interval_h,
        peak_agents=int(rows["agents"].max()),
        expectations=_expectations(rows, goals.get(queue, Goal())),
        binding_shares=_binding_shares(rows),
    )


def _binding_shares(rows: pd.DataFrame) -> dict[str, float]:
    """The share of agent-intervals that each goal set, the largest first."""
    by_goal = rows[rows["agents"] > 0].groupby("binding")["agents"].sum().sort_values(ascending=False, kind="stable")
    return {str(goal): float(agents / by_goal.sum()) for goal, agents in by_goal.items() if goal}


def _expectations(rows: pd.DataFrame, goal: Goal) -> tuple[Expectation, ...]:
    """Shares weighted by the contacts offered, the wait by those answered, occupancy by agents at work."""
    answered = rows["offered"] * rows["response_rate"]
    found = (
        Expectation("response_rate", _mean(rows["response_rate"], rows["offered"]), goal.response_rate),
        Expectation(
            "service_level", _mean(rows["service_level"], rows["offered"]), goal.service_level, goal.threshold_s
        ),
        Expectation("asa", _mean(rows["asa_s"], answered), goal.max_asa_s),
        Expectation("occupancy", _mean(rows["occupancy"], rows["agents"]), goal.max_occupancy),
    )
    return tuple(each for each in found if not np.isnan(each.expected))


def _mean(values: "pd.Series[float]", weights: "pd.Series[float]") -> float:
    """The weighted mean of the values that are known; NaN where none is, or nothing weighs."""
    known = values.notna() & weights.notna()
    weight = float(weights[known].sum())
    return float((values[known] * weights[known]).sum()) / weight if weight > 0 else float("nan")


def requirement_week(needed: pd.DataFrame, queue: str, first: date) -> pd.DataFrame:
    """A queue's intervals of seven days from the first one on."""
    start = pd.Timestamp(first)
    in_week = (needed["date"] >= start) & (needed["date"] < start + pd.Timedelta(days=WEEK_DAYS))
    return needed[(needed["queue"] == queue) & in_week]


def week_starts(night: PublishedNight) -> tuple[date, ...]:
    """The days on which the weeks of the window begin, counted from its first day."""
    return tuple(night.window.dates()[::WEEK_DAYS])
