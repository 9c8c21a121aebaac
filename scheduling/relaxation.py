"""The roster problem with everything that couples people priced instead of enforced: one shortest path a person.

Prices, all in points: pi[t, q] of an agent at work, alpha[t] of an agent on duty, lambda[t] of a lead on duty,
sigma[t] of a desk, mu[2, b, p] of a burden beyond and below the even share, rho[i] of a contact of a goal, nu[p, c] of
a person's duties of a kind that is limited. At any prices within their bounds

    L = sum of the cheapest tours' points at these prices
        + sum over t of the least points of the interval at these prices (`interval_bounds.py`)
        - sum of sigma x seats - sum of mu - sum of nu x most duties of the kind

is no more than the points of any legal roster (Lagrange).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled, lean
from scheduling.contacts import answered_by, by_goal
from scheduling.duty_values import cheapest_breaks
from scheduling.interval_bounds import cheapest_intervals
from scheduling.path_labels import OFF
from scheduling.path_steps import path_room
from scheduling.prices import DutyPrices, Prices, duty_prices, priced_person
from scheduling.pricing import cheapest_tour_in, tour_points
from scheduling.rules.fairness import TOLERANCE
from scheduling.side_by_side import side_by_side
from scheduling.tour_limits import NO_KIND

FREE = -2


@dataclass(frozen=True, slots=True)
class Usage:
    """What tours give: agents at work `[t, q]`, agents and leads on duty `[t]`, desks taken `[t]`, burdens
    `[b, p]` (in sums of all parts: apart from the even shares, and the same below them, `[2, b, p]`), duties `[p, c]`.

    The same shape holds what intervals ask for at the prices; `contact[i]` is what they leave of contacts promised.
    """

    work: Floats
    agent: Floats
    lead: Floats
    desk: Floats
    burden: Floats
    contact: Floats
    kind: Floats


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The relaxed problem solved at some prices: the bound, what its tours give and what its intervals ask for."""

    bound: float
    given: Usage
    asked: Usage
    tours: Ints


def relaxed(arena: Arena, prices: Prices, threads: int, held: Ints | None = None) -> Relaxed:
    """The relaxed problem at the given prices; `held[p, d]` gives tours that stay, rows of -2 leave people free."""
    priced, best_queue = duty_prices(arena, prices), _best_queues(arena, prices.work)
    asked, least = _asked(arena, prices)
    people, days = arena.allowed.shape[0], arena.allowed.shape[1]
    tours = np.full((people, days), FREE, dtype=np.int64) if held is None else held.copy()
    points = np.empty(people)

    def price(part: Ints) -> Usage:
        price_people(arena, part, priced, tours, points)
        used = _nothing_used(arena)
        _count(
            arena, part, tours, priced.work_sums, best_queue,
            used.work, used.agent, used.lead, used.desk, used.burden, used.kind,
            np.empty(1 + arena.n_starts.shape[2], dtype=np.int64),
        )  # fmt: skip
        return used

    used = side_by_side(price, [np.arange(start, people, threads) for start in range(threads)])
    return Relaxed(float(points.sum()) + least, _given(arena, used), asked, tours)


@compiled
def price_people(arena: Arena, part: Ints, priced: DutyPrices, tours: Ints, points: Floats) -> None:
    """Cheapest tours of some people at the prices of duties; writes their tours and points."""
    room = path_room(arena)
    for person in part:
        cost = priced_person(arena, person, priced)
        if tours[person, 0] == FREE:
            points[person] = cheapest_tour_in(room, arena, person, cost, arena.off_cost[person], tours[person])
        else:
            points[person] = tour_points(arena, person, tours[person])
            for day in range(tours.shape[1]):
                shift = tours[person, day]
                if shift != OFF:
                    points[person] += cost[day, shift] - arena.duty_cost[person, day, shift]


def _asked(arena: Arena, prices: Prices) -> tuple[Usage, float]:
    """What intervals, desks and even shares ask for at the prices, and the bound without the tours."""
    at_work, agents, leads = np.zeros_like(prices.work), np.zeros_like(prices.agent), np.zeros_like(prices.lead)
    points = np.zeros(arena.intervals)
    cheapest_intervals(arena, prices.work, prices.agent, prices.lead, prices.contact, at_work, agents, leads, points)
    desks = np.full_like(prices.desk, max(arena.seats, 0))
    even = np.stack([np.where(arena.share > 0, TOLERANCE, 0.0)] * 2)
    most = arena.limits.most_of_kind.astype(np.float64)
    least = float(points.sum() - (prices.desk * desks).sum() - (prices.burden * even).sum())
    missing = np.zeros(arena.contacts.goals)
    if arena.contacts.goals:
        missing = by_goal(arena.contacts, arena.contacts.promised - answered_by(arena.contacts, at_work))
    return Usage(at_work, agents, leads, desks, even, missing, most), least - float((prices.kind * most).sum())


def _best_queues(arena: Arena, work: Floats) -> Ints:
    """The dearest queue that a group knows in every interval, `[g, t]`."""
    return np.stack([np.where(known == 1, work, -1.0).argmax(axis=1) for known in arena.skills])


def _nothing_used(arena: Arena) -> Usage:
    periods, queues = arena.need.shape
    return Usage(
        work=np.zeros((periods, queues)),
        agent=np.zeros(periods),
        lead=np.zeros(periods),
        desk=np.zeros(periods),
        burden=np.zeros(arena.share.shape),
        contact=np.zeros(arena.contacts.goals),
        kind=np.zeros(arena.limits.most_of_kind.shape),
    )


def _given(arena: Arena, parts: Sequence[Usage]) -> Usage:
    """What the tours of all parts give, agents working on the dearest queues, their breaks where they cost least."""
    carried = np.sum([part.burden for part in parts], axis=0)
    apart = carried - arena.share * carried.sum(axis=1, keepdims=True)
    return Usage(
        work=np.sum([part.work for part in parts], axis=0),
        agent=np.sum([part.agent for part in parts], axis=0),
        lead=np.sum([part.lead for part in parts], axis=0),
        desk=np.sum([part.desk for part in parts], axis=0),
        burden=np.stack([apart, -apart]),
        contact=np.zeros(arena.contacts.goals),
        kind=np.sum([part.kind for part in parts], axis=0),
    )


@lean
def _count(
    arena: Arena,
    part: Ints,
    tours: Ints,
    sums: Floats,
    best_queue: Ints,
    at_work: Floats,
    agents: Floats,
    leads: Floats,
    desk: Floats,
    burden: Floats,
    kind: Floats,
    breaks: Ints,
) -> None:
    """Count what some people's tours give; `breaks[1 + rests]` is room to note their places."""
    for person in part:
        group = arena.group_of[person]
        for day in range(tours.shape[1]):
            shift = tours[person, day]
            if shift == OFF:
                continue
            first = day * arena.a_day + arena.start_min[shift] // arena.interval_min
            last = day * arena.a_day + -(-arena.end_min[shift] // arena.interval_min)
            for t in range(first, last):
                if group == arena.lead_group:
                    leads[t] += 1
                else:
                    agents[t] += 1
                desk[t] += arena.on_site[person, shift]
            for b in range(burden.shape[0]):
                if arena.share[b, person] > 0:
                    burden[b, person] += arena.carries[b, day, shift]
            if arena.limits.kind_of[shift] != NO_KIND:
                kind[person, arena.limits.kind_of[shift]] += 1
            if group != arena.lead_group:
                cheapest_breaks(arena.grains, sums[group], day, shift, breaks)
                begins = day * 1440
                _spread(
                    arena,
                    begins + arena.start_min[shift],
                    begins + arena.end_min[shift],
                    1.0,
                    best_queue[group],
                    at_work,
                )
                if breaks[0] >= 0:
                    _spread(arena, breaks[0], breaks[0] + arena.meal_min[shift], -1.0, best_queue[group], at_work)
                for rest in range(arena.n_rests[shift]):
                    at = breaks[1 + rest]
                    _spread(arena, at, at + arena.rest_min[shift], -1.0, best_queue[group], at_work)


@lean
def _spread(arena: Arena, start_min: int, end_min: int, sign: float, queue_of: Ints, at_work: Floats) -> None:
    """Add the share of each interval that [start, end) fills to the queue served there."""
    for t in range(start_min // arena.interval_min, -(-end_min // arena.interval_min)):
        begins = t * arena.interval_min
        inside = min(end_min, begins + arena.interval_min) - max(start_min, begins)
        at_work[t, queue_of[t]] += sign * inside / arena.interval_min
