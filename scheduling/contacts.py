"""What agents at work answer where a response rate is promised over a day, a week or the window, by `curve.csv`.

Such a queue is not covered by heads. Its goal i asks for contacts G over its intervals, a little more than it promises
(`asked_share`); agents at work x answer A, the sum of a concave curve, linear between whole numbers. Points are
short x (G - A)+ - beyond x (A - G)+, which is the most of p x (G - A) over all prices p of a contact from `beyond` to
`short`: at any one of these the goal falls apart into its intervals, which is how bound and search see it.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from domain.goal_scopes import scope_starts
from domain.site import Site
from domain.site_config import Goal
from scheduling.day_grid import DayGrid
from scheduling.rules.contacts import asked_share, contact_weights

BY_HEADS = -1

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]


class Contacts(NamedTuple):
    """The curves of a problem, as flat arrays; t interval, q queue, n agents at work, i goal."""

    answered: Floats  # [t, q, n] contacts that n agents answer, n from 0 on; more than the largest answer no more
    promised: Floats  # [t, q] contacts that are asked for in the interval
    goal_of: Ints  # [t, q], the goal that the interval's contacts count for, BY_HEADS where there is none
    goals: int
    short_points: Floats  # [i], of a contact
    beyond_points: Floats  # [i]


@dataclass(frozen=True, slots=True)
class ContactGoal:
    """A response rate promised for a queue from one day to another."""

    queue: str
    first_day: date
    last_day: date
    response_rate: float
    handling: float  # agent-intervals that a contact takes
    asked: float  # contacts
    last_gain: float  # contacts that the last agent adds whom the goal needs, by the curves


@dataclass(frozen=True, slots=True)
class Promise:
    """What a roster answers of a goal's contacts.

    `counted` are those that cost points, by the agents of each interval on average; `answered` those expected, by the
    agents of each of its slots: what a slot with fewer loses one with more does not bring back.
    """

    goal: ContactGoal
    offered: float
    counted: float
    answered: float

    @property
    def response_rate(self) -> float:
        """Contacts expected to be answered as a share of those offered; 1 where none are."""
        return self.answered / self.offered if self.offered > 0 else 1.0

    @property
    def is_kept(self) -> bool:
        """Whether the goal is reached."""
        return self.response_rate >= self.goal.response_rate - 1e-9


@dataclass(frozen=True, slots=True)
class ContactPlan:
    """The curves of a site's window and the goals that they serve."""

    contacts: Contacts
    goals: tuple[ContactGoal, ...]
    offered: Floats  # [t, q]
    queues: tuple[str, ...]

    def promises(self, work: Floats) -> list[Promise]:
        """What agents at work `[k, t, q]`, k the slots of an interval, answer of each goal's contacts."""
        counted = by_goal(self.contacts, answered_by(self.contacts, work.mean(axis=0)))
        answered = np.mean([by_goal(self.contacts, answered_by(self.contacts, slot)) for slot in work], axis=0)
        offered = by_goal(self.contacts, self.offered[: work.shape[1]])
        return [Promise(goal, *found) for goal, *found in zip(self.goals, offered, counted, answered, strict=True)]


def is_promised_by_contacts(goal: Goal) -> bool:
    """Whether contacts are counted over the goal's scope: a response rate, and no service level beside it.

    Who waits how long bends upwards first, so that a service level stays with the agents required; so does what is
    marked `must`.
    """
    over_scope = goal.scope != "interval" and goal.max_backlog_h is None
    return over_scope and goal.response_rate is not None and goal.service_level is None and not goal.must


def no_contacts(periods: int, queues: int) -> Contacts:
    """Cover by heads everywhere."""
    none = np.full((periods, queues), BY_HEADS)
    return Contacts(np.zeros((periods, queues, 1)), np.zeros((periods, queues)), none, 0, np.zeros(0), np.zeros(0))


def contact_plan(
    site: Site, requirement: pd.DataFrame, curve: pd.DataFrame | None, grid: DayGrid
) -> ContactPlan | None:
    """The curves of queues whose response rate is promised over a scope; None where there is none.

    Contacts offered are those that the largest number of the curve answers, or that the requirement's agents and its
    response rate stand for, whichever is more.
    """
    chosen = [queue for queue in site.queues if is_promised_by_contacts(queue.goal)]
    if curve is None or not chosen:
        return None
    inside = _inside(curve, grid)
    inside = inside[inside["queue"].isin([queue.id for queue in chosen])]
    if inside.empty:
        return None
    periods, ids = grid.intervals + grid.a_day, tuple(queue.id for queue in site.queues)
    answered = np.zeros((periods, len(ids), int(inside["agents"].max()) + 1))
    places = inside["interval"].to_numpy(), inside["queue"].map(ids.index).to_numpy()
    answered[*places, inside["agents"].to_numpy()] = inside["answered"]
    answered = np.maximum.accumulate(answered, axis=2)
    offered = np.maximum(answered[:, :, -1], _offered_by_requirement(requirement, answered, ids, grid))
    goal_of, promised = np.full((periods, len(ids)), BY_HEADS), np.zeros((periods, len(ids)))
    goals: list[ContactGoal] = []
    starts = pd.Series(pd.date_range(grid.window.start, periods=grid.intervals, freq=f"{grid.interval_min}min"))
    for queue in chosen:
        at, share = ids.index(queue.id), queue.goal.response_rate or 0.0
        handling = queue.aht_s / (60 * grid.interval_min * queue.concurrency)
        begins = scope_starts(starts, queue.goal.scope, site.config.site.week_start_weekday)
        for begin in begins.unique():
            rows = np.flatnonzero((begins == begin).to_numpy())
            goal_of[rows, at], promised[rows, at] = (
                len(goals),
                asked_share(site.rules.weights, share) * offered[rows, at],
            )
            asked, days = float(promised[rows, at].sum()), (starts[rows[0]].date(), starts[rows[-1]].date())
            last_gain = _last_gain(answered[rows, at], asked)
            goals.append(ContactGoal(queue.id, *days, share, handling, asked, last_gain))
    of_goals = np.array([(goal.handling, goal.last_gain) for goal in goals])
    short, beyond = contact_weights(site.rules.weights, *of_goals.T)
    contacts = Contacts(answered, promised, goal_of, len(goals), short, beyond)
    return ContactPlan(contacts, tuple(goals), offered, ids)


def _last_gain(answered: Floats, asked: float) -> float:
    """Contacts that the last agent adds of the fewest who answer so many; 0 where no number does."""
    gains = np.sort(np.diff(answered, axis=1).ravel())[::-1]
    last = int(np.searchsorted(np.cumsum(gains), asked * (1 - 1e-9)))
    return float(gains[last]) if last < gains.size else 0.0


def _inside(frame: pd.DataFrame, grid: DayGrid) -> pd.DataFrame:
    """The rows of the window's intervals, with the interval's number."""
    local = frame["interval_start"].dt.tz_localize(None)
    minutes = (local - pd.Timestamp(grid.window.start)) / pd.Timedelta(minutes=1)
    number = (minutes // grid.interval_min).astype(int)
    found: pd.DataFrame = frame.assign(interval=number).loc[(number >= 0) & (number < grid.intervals)]
    return found


def _offered_by_requirement(
    requirement: pd.DataFrame, answered: Floats, queues: tuple[str, ...], grid: DayGrid
) -> Floats:
    offered, rows = np.zeros(answered.shape[:2]), _inside(requirement, grid)
    rate = rows["response_rate"] if "response_rate" in rows else pd.Series(np.nan, index=rows.index)
    rows = rows[(rate > 0) & (rows["agents"] > 0) & rows["queue"].isin(queues)]
    t, q = rows["interval"].to_numpy(), rows["queue"].map(queues.index).to_numpy(dtype=np.int64)
    agents = np.minimum(rows["agents"].to_numpy(), answered.shape[2] - 1)
    offered[t, q] = answered[t, q, agents] / rows["response_rate"].to_numpy(float)
    return offered


def answered_by(contacts: Contacts, work: Floats) -> Floats:
    """Contacts that agents at work `[t, q]` answer, `[t, q]`, linear between whole numbers of agents."""
    curves = contacts.answered[: len(work)]
    most = curves.shape[2] - 1
    few = np.clip(np.floor(work + 1e-9).astype(np.int64), 0, most)[:, :, None]
    low = np.take_along_axis(curves, few, axis=2)[:, :, 0]
    high = np.take_along_axis(curves, np.minimum(few + 1, most), axis=2)[:, :, 0]
    return low + np.clip(work - few[:, :, 0], 0.0, 1.0) * (high - low)


def by_goal(contacts: Contacts, each: Floats) -> Floats:
    """Sums over the intervals of every goal, of figures `[t, q]`."""
    goal_of = contacts.goal_of[: len(each)]
    counted = goal_of != BY_HEADS
    return np.bincount(goal_of[counted], weights=each[counted], minlength=contacts.goals)
