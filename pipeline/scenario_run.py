"""What a scenario takes and what the present roster reaches in it: requirement, cover, expected response rate, cost."""

from dataclasses import dataclass

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.frames import Forecast
from domain.roster import PlanningWindow, Roster
from domain.scenarios import Scenario
from domain.site import Site
from domain.site_config import SiteConfig
from pipeline.scenario_hold import HoldOutcome, hold_outcome
from pipeline.scenario_laid import Laid, Scene, expected_answers, local_time
from pipeline.scenario_scene import absent_of, roster_without, scenario_config, scenario_forecast
from pipeline.scenario_topics import Topics
from scheduling.cover import at_work
from staffing.requirement import RequirementOutcome, requirement

PLAN = "plan"  # the name of the plan as it is, beside the scenarios


@dataclass(frozen=True, slots=True, eq=False)
class ScenarioOutcome:
    """A scenario's figures over the scene's days.

    `queues`: queue, offered, agent_hours, answered and response_rate (NaN where contacts may wait for hours), goal,
    short_h. `frame`: interval_start (local), queue, offered, need, have, short, answered. `peak` is the most agents
    needed at once, `gone` how many people are away.
    """

    name: str
    title: str
    queues: pd.DataFrame
    frame: pd.DataFrame
    peak: int
    agent_hours: float
    cost: float | None
    response_rate: float | None
    short_h: float
    gone: int
    hold: HoldOutcome | None
    notes: tuple[str, ...]
    needed: RequirementOutcome
    roster: Roster


def scenario_outcome(
    scene: Scene, scenario: Scenario, name: str = PLAN, roster: Roster | None = None
) -> ScenarioOutcome:
    """The figures of a scenario for the scene's roster, or for another one that was solved for it."""
    laid = _laid(scene, scenario, roster)
    interval_h = scene.site.interval_min / 60
    present = _present(scene.site, laid.roster)
    frame = _frame(scene, laid, present)
    queues = _by_queue(laid.config, frame, interval_h)
    live = queues.dropna(subset=["response_rate"])
    hours = float(frame["need"].sum() * interval_h)
    cost = laid.config.cost
    return ScenarioOutcome(
        name=name,
        title=scenario.title,
        queues=queues,
        frame=frame,
        peak=int(frame.groupby("interval_start")["need"].sum().max()),
        agent_hours=hours,
        cost=None if cost is None else hours * cost.agent_hour,
        response_rate=float(live["answered"].sum() / live["offered"].sum()) if live["offered"].sum() else None,
        short_h=float(frame["short"].sum() * interval_h),
        gone=0 if laid.absent is None else len(laid.absent.people),
        hold=None if laid.absent is None or roster is not None else hold_outcome(scene, scenario, laid, frame),
        notes=laid.needed.notes,
        needed=laid.needed,
        roster=laid.roster,
    )


def scenario_requirement(
    site: Site, forecast: DataFrame[Forecast], scenario: Scenario, topics: Topics | None = None
) -> RequirementOutcome:
    """The requirement of a scenario."""
    config = scenario_config(site.config, scenario)
    return requirement(
        scenario_forecast(forecast, scenario, topics),
        config.queue,
        config.shrinkage,
        site.interval_min,
        week_start_weekday=config.site.week_start_weekday,
        people=site.people,
        recovery=config.recovery,
    )


def _laid(scene: Scene, scenario: Scenario, roster: Roster | None) -> Laid:
    absent = absent_of(scene.site, scenario.gone, scene.window)
    needed = scenario_requirement(scene.site, scene.forecast, scenario, scene.topics)
    worked = roster_without(scene.roster, absent) if roster is None else roster
    config = scenario_config(scene.site.config, scenario)
    return Laid(config, scenario_forecast(scene.forecast, scenario, scene.topics), needed, worked, absent)


def _present(site: Site, roster: Roster) -> pd.DataFrame:
    """Agents at work: interval_start (local), queue, have."""
    cells = at_work(site, roster)
    rows = [(moment, queue, agents) for (moment, queue), agents in cells.items()]
    found = pd.DataFrame(rows, columns=["interval_start", "queue", "have"])
    return found.astype({"interval_start": "datetime64[ns]", "queue": "str", "have": float})


def _frame(scene: Scene, laid: Laid, present: pd.DataFrame) -> pd.DataFrame:
    """Need, presence and expected answers by interval and queue, within the scene's days."""
    need = laid.needed.frame[["interval_start", "queue", "agents"]].rename(columns={"agents": "need"})
    rows = need.merge(laid.forecast[["interval_start", "queue", "offered"]], on=["interval_start", "queue"], how="left")
    local = rows.assign(aware=rows["interval_start"], interval_start=local_time(rows["interval_start"]))
    inside = present[_within(present["interval_start"], scene.window)]
    both = local.merge(inside, on=["interval_start", "queue"], how="outer")
    both = both.fillna({"need": 0.0, "have": 0.0, "offered": 0.0})
    answered = pd.concat(
        [expected_answers(scene, laid, queue.id, both[both["queue"] == queue.id]) for queue in laid.config.queue]
    )
    short = (both["need"] - both["have"]).clip(lower=0)
    return both.assign(short=short, answered=answered.reindex(both.index)).drop(columns="aware")


def _within(stamps: "pd.Series[pd.Timestamp]", window: PlanningWindow) -> "pd.Series[bool]":
    after = pd.Timestamp(window.last) + pd.Timedelta(days=1)
    return (stamps >= pd.Timestamp(window.start)) & (stamps < after)


def _by_queue(config: SiteConfig, frame: pd.DataFrame, interval_h: float) -> pd.DataFrame:
    sums = frame.groupby("queue").agg(
        offered=("offered", "sum"), need=("need", "sum"), short=("short", "sum"),
        answered=("answered", lambda part: part.sum(min_count=1)),
    )  # fmt: skip
    order = [queue.id for queue in config.queue if queue.id in sums.index]
    goals = {queue.id: queue.goal.response_rate for queue in config.queue}
    sums = sums.loc[order]
    return pd.DataFrame(
        {
            "queue": order,
            "offered": sums["offered"].to_numpy(float),
            "agent_hours": sums["need"].to_numpy(float) * interval_h,
            "answered": sums["answered"].to_numpy(float),
            "response_rate": (sums["answered"] / sums["offered"].where(sums["offered"] > 0)).to_numpy(float),
            "goal": [goals[queue] for queue in order],
            "short_h": sums["short"].to_numpy(float) * interval_h,
        }
    )
