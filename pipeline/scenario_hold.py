"""The best that those who come can hold while others are gone, every meal and rest as it lies, and on which queues."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from domain.roster import Roster
from domain.scenarios import Scenario
from domain.site import Site
from domain.site_config import SiteConfig
from pipeline.scenario_curve import curve_near
from pipeline.scenario_laid import Laid, Scene, expected_answers
from scheduling.intervals import intervals_touched
from staffing.best_hold import best_hold

PROTECTED = 100.0  # contacts of other queues that one of a protected queue counts as
CAN_WAIT = 0.001  # what a contact counts that may wait for hours, so that it takes nobody from those who hold the line


@dataclass(frozen=True, slots=True, eq=False)
class HoldOutcome:
    """What those who come hold while others are gone, as shares of the contacts of that time on live queues.

    `as_planned`: everybody on the queue of the roster. `best`: where they answer most while no live queue is answered
    worse than as planned, followed through time as the requirement is; `bound`: by curves that are true near that use
    no other one of the same people that does so answers more. `most`: nor does any, whichever queue is given up for it.

    `queues`: queue, offered, rate_planned, rate_best and agent-hours hours_planned, hours_best and hours_most.
    `give_up`: queues that the most takes people from, so that they are the ones to protect. `frame`: interval_start,
    queue, offered, planned, best (agents), answered, best_answered.
    """

    gone: int
    start: pd.Timestamp
    end: pd.Timestamp
    as_planned: float
    best: float
    bound: float
    most: float
    queues: pd.DataFrame
    give_up: tuple[str, ...]
    frame: pd.DataFrame


def hold_outcome(scene: Scene, scenario: Scenario, laid: Laid, frame: pd.DataFrame) -> HoldOutcome | None:
    """The best that those who come can hold while others are gone; None where these days are not the scene's."""
    absent = laid.absent
    assert absent is not None
    stamps = frame["interval_start"]
    while_gone = (stamps >= pd.Timestamp(absent.start).floor("h")) & (stamps < pd.Timestamp(absent.end))
    rows = frame[while_gone & (frame["offered"] > 0)]
    if rows.empty:
        return None
    moments = set(rows["interval_start"])
    people = _people_by_skills(scene.site, laid.roster, moments)
    weights = _weights(laid.config, scenario)
    curve = curve_near(scene, laid, moments)
    first = best_hold(people, curve, weights, _floors(curve, rows, laid.config))
    # Curves are true near the plan that they were made at: far from the requirement, as here, they are made anew.
    curve = curve_near(scene, laid, moments, first)
    best = best_hold(people, curve, weights, _floors(curve, rows, laid.config))
    most = best_hold(people, curve, weights)
    return _told(scene, laid, frame, rows.index, best, most)


def _floors(curve: pd.DataFrame, rows: pd.DataFrame, config: SiteConfig) -> pd.DataFrame:
    """What every live queue is answered as planned, by the curves."""
    live = {queue.id for queue in config.queue if queue.goal.max_backlog_h is None}
    planned = rows[rows["queue"].isin(live)][["interval_start", "queue", "have"]]
    both = curve.merge(planned, on=["interval_start", "queue"])
    gained = both.groupby(["interval_start", "queue"])["answered"].diff().fillna(both["answered"]).clip(lower=0)
    part = (both["have"] - both["agents"] + 1).clip(0, 1)
    return both.assign(answered=gained * part).groupby(["interval_start", "queue"], as_index=False)[["answered"]].sum()


def _told(
    scene: Scene, laid: Laid, frame: pd.DataFrame, shown: pd.Index, best: pd.DataFrame, most: pd.DataFrame
) -> HoldOutcome:
    absent, place = laid.absent, ["interval_start", "queue"]
    assert absent is not None
    by_curve = best.rename(columns={"agents": "best", "answered": "best_by_curve"})
    at_most = most.rename(columns={"agents": "most", "answered": "most_by_curve"})
    moved = frame.merge(by_curve, on=place, how="left").merge(at_most, on=place, how="left").set_index(frame.index)
    aware = moved["interval_start"].dt.tz_localize(scene.site.timezone, ambiguous=True, nonexistent="shift_forward")
    used = moved.assign(planned=moved["have"], have=moved["best"].fillna(moved["have"]), aware=aware)
    answers = [expected_answers(scene, laid, q.id, used[used["queue"] == q.id]) for q in laid.config.queue]
    rows = used.assign(best_answered=pd.concat(answers)).loc[shown]
    live = rows.dropna(subset=["answered"])
    offered = float(live["offered"].sum())

    def share(column: str) -> float:
        return float(live[column].fillna(0.0).sum()) / offered if offered else 1.0

    queues, reached = _by_queue(laid.config, rows, scene.site.interval_min / 60), share("best_answered")
    lost = queues["rate_planned"].notna() & (queues["hours_most"] < queues["hours_planned"] - 1)
    return HoldOutcome(
        gone=len(absent.people),
        start=pd.Timestamp(absent.start),
        end=pd.Timestamp(absent.end),
        as_planned=share("answered"),
        best=reached,
        bound=min(1.0, max(reached, share("best_by_curve"))),
        most=min(1.0, max(reached, share("most_by_curve"))),
        queues=queues,
        give_up=tuple(queues.loc[lost, "queue"]),
        frame=rows[[*place, "offered", "planned", "best", "answered", "best_answered"]],
    )


def _by_queue(config: SiteConfig, rows: pd.DataFrame, interval_h: float) -> pd.DataFrame:
    sums = rows.groupby("queue").agg(
        offered=("offered", "sum"), as_planned=("answered", lambda part: part.sum(min_count=1)),
        best=("best_answered", lambda part: part.sum(min_count=1)),
        hours_planned=("planned", "sum"), hours_best=("have", "sum"), hours_most=("most", "sum"),
    )  # fmt: skip
    sums = sums.loc[[queue.id for queue in config.queue if queue.id in sums.index]]
    hours = sums[["hours_planned", "hours_best", "hours_most"]] * interval_h
    rates = {"rate_planned": sums["as_planned"] / sums["offered"], "rate_best": sums["best"] / sums["offered"]}
    return hours.assign(offered=sums["offered"], **rates).reset_index()


def _weights(config: SiteConfig, scenario: Scenario) -> Mapping[str, float]:
    waits = {queue.id: CAN_WAIT for queue in config.queue if queue.goal.max_backlog_h is not None}
    return {**waits, **dict.fromkeys(scenario.protect, PROTECTED)}


def _people_by_skills(site: Site, roster: Roster, moments: set[pd.Timestamp]) -> pd.DataFrame:
    """Agents at work by interval and set of skills; half an interval counts as half."""
    step = timedelta(minutes=site.interval_min)
    found: dict[tuple[pd.Timestamp, frozenset[str]], float] = {}
    for activity in roster.activities:
        person = site.person_by_id.get(activity.agent_id)
        if activity.activity != "work" or person is None or person.role != "agent":
            continue
        for moment in intervals_touched(activity.start, activity.end, site.interval_min):
            place = (pd.Timestamp(moment), person.skills)
            if place[0] in moments:
                inside = (min(activity.end, moment + step) - max(activity.start, moment)) / step
                found[place] = found.get(place, 0.0) + inside
    rows = [(moment, skills, agents) for (moment, skills), agents in sorted(found.items(), key=lambda item: item[0][0])]
    frame = pd.DataFrame(rows, columns=["interval_start", "skills", "agents"])
    return frame.astype({"interval_start": "datetime64[ns]", "agents": float})
