"""Nights first: whose nights lie when is chosen for everybody together, before anything else is.

A night takes the days around it, so that a search that goes person by person seldom moves one: it would have to change
the weeks of several people at once. The relaxed problem knows better. Its tours at prices close to the best are each
legal and nearly free to choose (their points at these prices are hardly above the cheapest tour's), and together they
have as many nights as pay. A small integer program picks of each person's tours one pattern of nights, so that every
night has as many people as the relaxed problem gives it:

    minimise    sum over p, n of r[p,n] x[p,n] + otherwise x sum over k of (more[k] + less[k])
    person__p   sum over n of x[p,n]                            = 1
    night__k    sum of x[p,n] with k in n - more[k] + less[k]   = people on k in the relaxed problem, rounded

x[p,n] in {0, 1}; n are the person's patterns of nights, r what the cheapest tour with them costs more than the person's
cheapest, k a day and a shift that ends on the next, for agents and for leads. The roster is sought with these nights
first, then with all nights free again.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pulp

from scheduling.arena import Arena, Ints
from scheduling.lagrange import Bound, lower_bound, new_climb
from scheduling.prices import Prices, priced_duties
from scheduling.pricing import OFF, cheapest_tour, tour_points
from scheduling.quiet import quiet_highs
from scheduling.watch import Watch
from scheduling.work import A_COLUMN, round_seconds, run_highs

MOST_ROUNDS, LEAST_ROUNDS, NEARBY = 400, 100, 0.4  # of the bound, and the share of them whose tours are drawn on
STEP = 0.02  # so small that these tours stay close to the cheapest
FIRST_AGAIN = 0.1  # first step of the other rounds, for prices with the nights as they are
OTHERWISE = 2.0  # times the points of an agent short: a night with one more or one less than the relaxed problem has
SECONDS = 4.0  # of HiGHS
MIDNIGHT = 1440

type Night = tuple[int, int]  # day and shift


class NightsHeld(NamedTuple):
    """The problem with everybody's nights as chosen, and prices that suit it."""

    arena: Arena
    prices: Prices


def nights_held(arena: Arena, bound: Bound, watch: Watch, rounds: int) -> NightsHeld | None:
    """Everybody's nights chosen at the bound's prices, in so many rounds of the bound.

    None where no shift ends on another day, where the rounds are too few, or HiGHS found no choice in time.
    """
    overnight = np.flatnonzero(arena.end_min > MIDNIGHT)
    people = np.flatnonzero(arena.allowed[:, :, overnight].any(axis=(1, 2)))
    if not len(people) or rounds < LEAST_ROUNDS:
        return None
    nearby = round(NEARBY * rounds)
    tours = _tours_nearby(arena, bound, watch, nearby)
    patterns = [_patterns(arena, bound.prices, person, tours[:, person], overnight) for person in people.tolist()]
    wanted = _wanted(arena, tours, overnight)
    chosen = _chosen(arena, people, patterns, wanted, watch)
    if chosen is None:
        return None
    held = _with_nights(arena, people, chosen, overnight)
    climb = new_climb(held, watch.options.threads, bound.prices)
    again = lower_bound(climb, rounds - nearby, first_step=FIRST_AGAIN)
    watch.worked((rounds - nearby) * round_seconds(arena, watch.options.threads))
    return NightsHeld(held, again.prices)


def _tours_nearby(arena: Arena, bound: Bound, watch: Watch, rounds: int) -> Ints:
    """Cheapest tours `[k, p, d]` at prices around the bound's."""
    climb = new_climb(arena, watch.options.threads, bound.prices)
    tours = np.stack([climb.step(STEP * arena.short_points / 10).tours for _ in range(rounds)])
    watch.worked(rounds * round_seconds(arena, watch.options.threads))
    return tours


def _patterns(
    arena: Arena, prices: Prices, person: int, tours: Ints, overnight: Ints
) -> dict[tuple[Night, ...], float]:
    """The patterns of nights in a person's tours, and what the cheapest tour with each costs beyond the cheapest."""
    cost = priced_duties(arena, prices)[person]
    least = cheapest_tour(arena, person, cost, arena.off_cost[person], np.empty(tours.shape[1], dtype=np.int64))
    found: dict[tuple[Night, ...], float] = {}
    for tour in np.unique(tours, axis=0):
        worked = np.flatnonzero(tour != OFF)
        priced = cost[worked, tour[worked]] - arena.duty_cost[person, worked, tour[worked]]
        points = float(tour_points(arena, person, tour) + priced.sum() - least)
        nights = np.flatnonzero(np.isin(tour, overnight))
        key = tuple(zip(nights.tolist(), tour[nights].tolist(), strict=True))
        found[key] = min(points, found.get(key, np.inf))
    return found


def _wanted(arena: Arena, tours: Ints, overnight: Ints) -> dict[tuple[bool, Night], int]:
    """How many agents and leads (True) the relaxed problem has on each night, to the nearest whole number."""
    leads = arena.group_of == arena.lead_group
    return {
        (is_lead, (day, shift)): round(float((tours[:, leads == is_lead, day] == shift).sum(axis=1).mean()))
        for is_lead in (False, True)
        for day in range(tours.shape[2])
        for shift in overnight.tolist()
    }


def _chosen(
    arena: Arena,
    people: Ints,
    patterns: Sequence[dict[tuple[Night, ...], float]],
    wanted: dict[tuple[bool, Night], int],
    watch: Watch,
) -> list[tuple[Night, ...]] | None:
    """A pattern of each of the people."""
    problem = pulp.LpProblem("nights", pulp.LpMinimize)
    rows, empty = {}, pulp.LpAffineExpression.from_constant(0.0)
    for number in range(len(people)):
        rows[number] = problem.addConstraint(empty == 1, f"person__{number}")
    nights = {}
    for number, (night, count) in enumerate(wanted.items()):
        nights[night] = problem.addConstraint(empty == count, f"night__{number}")
        for name, sign in (("more", -1.0), ("less", 1.0)):
            points = OTHERWISE * arena.short_points
            problem.add_column(f"{name}__{number}", 0, None, "Continuous", points, {nights[night]: sign})
    options = []
    for number, (person, found) in enumerate(zip(people.tolist(), patterns, strict=True)):
        is_lead = bool(arena.group_of[person] == arena.lead_group)
        for each, (pattern, points) in enumerate(found.items()):
            entries = {rows[number]: 1.0} | {nights[is_lead, night]: 1.0 for night in pattern}
            column = problem.add_column(f"x__{number}__{each}", 0, 1, "Integer", points, entries)
            options.append((number, pattern, column))
    highs = quiet_highs(problem, 1)
    column_of = {variable.id: place for place, variable in enumerate(problem.exported_variables())}
    watch.worked(A_COLUMN * highs.getNumCol() + run_highs(highs, watch, SECONDS))
    values = highs.getSolution().col_value
    chosen = {number: pattern for number, pattern, column in options if values and values[column_of[column.id]] > 0.5}
    return [chosen[number] for number in range(len(people))] if len(chosen) == len(people) else None


def _with_nights(arena: Arena, people: Ints, chosen: Sequence[tuple[Night, ...]], overnight: Ints) -> Arena:
    """The problem in which everybody has exactly these nights."""
    allowed, off_cost = arena.allowed.copy(), arena.off_cost.copy()
    for person, pattern in zip(people.tolist(), chosen, strict=True):
        allowed[person][:, overnight] = 0
        for day, shift in pattern:
            allowed[person, day] = 0
            allowed[person, day, shift] = 1
            off_cost[person, day] = np.inf
    return arena._replace(allowed=allowed, off_cost=off_cost)
