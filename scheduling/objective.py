"""What a finished roster costs, term by term, computed from the roster itself and not from the solver's variables."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.roster import Roster
from domain.site import Site
from scheduling.arena import Floats, Ints
from scheduling.contacts import BY_HEADS, ContactPlan, Promise
from scheduling.cover import LeadInterval, QueueCover, at_work, lead_intervals, queue_cover, slots_at_work
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.evenness import Burden, burdens
from scheduling.path_labels import OFF
from scheduling.rules.contacts import contact_points
from scheduling.rules.coverage import over_points, short_points
from scheduling.rules.fairness import apart_from_shares
from scheduling.staff_tables import PersonTables, Staff, premium_points


@dataclass(frozen=True, slots=True)
class Terms:
    """Points by term, and what a planner asks first: cover by queue and leads by interval."""

    points: Mapping[str, float]
    coverage: Mapping[str, QueueCover]
    leads: tuple[LeadInterval, ...]
    promises: tuple[Promise, ...] = ()

    @property
    def total(self) -> float:
        """All terms together, in points."""
        return float(sum(self.points.values()))

    @property
    def short_by_queue(self) -> Mapping[str, float]:
        """Agent-intervals short, by queue."""
        return {queue: cover.short for queue, cover in self.coverage.items()}

    @property
    def lead_intervals_short(self) -> float:
        """Leads missing, summed over intervals."""
        return float(sum(interval.short for interval in self.leads))


def objective(
    site: Site, staff: Staff, roster: Roster, requirement: pd.DataFrame, promised: ContactPlan | None = None
) -> Terms:
    """The terms of a roster, with the weights of the rule pack; what is `promised` counts by contacts."""
    grid = DayGrid(roster.window, site.interval_min)
    tours = tour_table(staff, roster)
    leads = tuple(lead_intervals(site, roster))
    weights = site.rules.weights
    points, promises = _cover_points(site, grid, roster, requirement, promised)
    points["leads short"] = weights.lead_short_per_interval * sum(interval.short for interval in leads)
    points |= _personal_points(site, staff, tours)
    for burden in burdens(site, staff):
        apart = apart_from_shares(carried(burden, tours), burden.share)
        points[f"uneven {burden.kind}s of {burden.role}s"] = burden.points * apart
    return Terms(points, queue_cover(site, roster, requirement), leads, promises)


def tour_table(staff: Staff, roster: Roster) -> Ints:
    """The shift index of everybody on every day of the window, -1 for a day off; `[person, day]`."""
    person_of = {tables.person.id: number for number, tables in enumerate(staff.people)}
    shift_of = {shift.id: number for number, shift in enumerate(staff.shifts)}
    table = np.full((len(staff.people), roster.window.days), OFF, dtype=np.int64)
    for duty in roster.duties:
        table[person_of[duty.agent_id], (duty.day - roster.window.start).days] = shift_of[duty.shift]
    return table


def carried(burden: Burden, tours: Ints) -> Floats:
    """How many duties with the burden everybody has who shares in it; 0 for the others, as those of the other role."""
    on = (tours != OFF) & (burden.share > 0)[:, None]
    days = np.broadcast_to(np.arange(tours.shape[1]), tours.shape)
    return np.where(on, burden.carries[days, np.maximum(tours, 0)], 0.0).sum(axis=1)


def _cover_points(
    site: Site, grid: DayGrid, roster: Roster, requirement: pd.DataFrame, promised: ContactPlan | None
) -> tuple[dict[str, float], tuple[Promise, ...]]:
    """Points of short and of over, for every interval of the window and every queue, and of contacts by goal."""
    weights, needs, midnight = (
        site.rules.weights,
        needed_agents(site, requirement, grid),
        pd.Timestamp(grid.window.start),
    )
    have = {queue.id: np.zeros(grid.intervals) for queue in site.queues}
    for (moment, queue), agents in at_work(site, roster).items():
        number = int((moment - midnight).total_seconds() // 60) // grid.interval_min
        if 0 <= number < grid.intervals:
            have[queue][number] += agents
    points = {"agents short": 0.0, "agents over": 0.0}
    for at, (queue, need) in enumerate(needs.items()):
        by_heads = np.ones(grid.intervals, dtype=bool)
        if promised is not None:
            by_heads = promised.contacts.goal_of[: grid.intervals, at] == BY_HEADS
        points["agents short"] += short_points(weights, need[by_heads], have[queue][by_heads])
        points["agents over"] += over_points(weights, need[by_heads], have[queue][by_heads])
        more = (have[queue] - need)[~by_heads].sum()
        points["agents over"] += weights.over_per_agent_interval * float(more)
    if promised is None:
        return points, ()
    promises = promises_of(site, roster, promised)
    figures = [(each.goal.handling, each.goal.last_gain, each.goal.asked, each.counted) for each in promises]
    points["contacts"] = contact_points(weights, *np.array(figures).T)
    return points, promises


def promises_of(site: Site, roster: Roster, promised: ContactPlan) -> tuple[Promise, ...]:
    """What a finished roster is expected to answer of each goal kept by contacts."""
    return tuple(promised.promises(slots_at_work(site, roster, promised.queues)))


def _personal_points(site: Site, staff: Staff, tours: Ints) -> dict[str, float]:
    """Points of wishes not met, premium pay, and weeks short of or beyond the contract."""
    points = {"wishes": 0.0, "premium pay": 0.0, "contract hours and overtime": 0.0}
    days = staff.window.dates()
    for tables, tour in zip(staff.people, tours, strict=True):
        on = np.flatnonzero(tour != OFF)
        premium = premium_points(site, tables.facts, days)[on, tour[on]].sum()
        points["premium pay"] += float(premium)
        points["wishes"] += float(tables.duty_cost[on, tour[on]].sum() - premium + tables.off_cost[tour == OFF].sum())
        points["contract hours and overtime"] += _hours_points(staff, tables, tour)
    return points


def _hours_points(staff: Staff, tables: PersonTables, tour: Ints) -> float:
    points, pair = 0.0, tables.first_hours
    for day, shift in enumerate(tour):
        if shift != OFF:
            pair = int(staff.hours.after_duty[pair, shift])
        if staff.ends_week[day]:
            points += float(tables.week_cost[staff.week_of_day[day], pair])
            pair = 0
    return points
