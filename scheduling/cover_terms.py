"""What cover costs and which intervals a duty covers: the part of the arena that every change of cover looks at."""

from typing import NamedTuple

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints
from scheduling.compiled import inlined
from scheduling.cover_cuts import cover_cuts, points_saved, short_points
from scheduling.cover_steps import cover_steps
from scheduling.rules.lead_span import leads_for

leads_needed = inlined(leads_for)


class CoverTerms(NamedTuple):
    """Small enough to be handed from one compiled function to the next at every change."""

    interval_min: int
    intervals: int
    a_day: int
    start_min: Ints  # [s]
    end_min: Ints  # [s]
    meal_min: Ints  # [s]
    rest_min: Ints  # [s]
    n_rests: Ints  # [s]
    reach: Floats  # [g, u], the cuts (`cover_cuts.py`)
    outside: Floats  # [q, u]
    beyond: Floats  # [t, k, u], needs outside each cut, of all steps up to k (`cover_steps.py`)
    total: Floats  # [t, k]
    dearer: Floats  # [k], points of an agent on step k beyond those on the next
    step_points: Floats  # [k]
    step_agents: Floats  # [t, k, q]
    need: Floats  # [t], agents required: whoever is at work beyond them is over
    base: Floats  # [t]
    contact_price: Floats  # [i], of a contact of each goal (`contacts.py`)
    everybody: int
    over_points: float
    lead_points: float
    span: int
    min_leads: int
    seats: int


def cover_terms(arena: Arena) -> CoverTerms:
    """The terms of a problem; contacts, where they are promised, at the least price."""
    cuts, price = cover_cuts(arena.skills), arena.contacts.beyond_points.copy()
    steps = cover_steps(arena, price)
    periods, n_steps, _ = steps.agents.shape
    terms = CoverTerms(
        interval_min=arena.interval_min,
        intervals=arena.intervals,
        a_day=arena.a_day,
        start_min=arena.start_min,
        end_min=arena.end_min,
        meal_min=arena.meal_min,
        rest_min=arena.rest_min,
        n_rests=arena.n_rests,
        reach=cuts.reach,
        outside=cuts.outside,
        beyond=np.zeros((periods, n_steps, cuts.reach.shape[1])),
        total=np.zeros((periods, n_steps)),
        dearer=steps.points - np.append(steps.points[1:], 0.0),
        step_points=steps.points,
        step_agents=steps.agents,
        need=arena.need.sum(axis=1),
        base=np.zeros(periods),
        contact_price=price,
        everybody=cuts.everybody,
        over_points=arena.over_points,
        lead_points=arena.lead_points,
        span=arena.span,
        min_leads=arena.min_leads,
        seats=arena.seats,
    )
    reprice(arena, terms, price)
    return terms


def reprice(arena: Arena, terms: CoverTerms, contact_price: Floats) -> None:
    """Set the prices of a contact, one a goal: the terms change, and points counted before with them."""
    steps = cover_steps(arena, contact_price)
    so_far = np.cumsum(steps.agents, axis=1)
    terms.step_agents[:] = steps.agents
    terms.beyond[:] = so_far @ terms.outside
    terms.total[:] = so_far.sum(axis=2)
    terms.base[:] = steps.base
    terms.contact_price[:] = contact_price


def no_supply(terms: CoverTerms) -> Floats:
    """Nobody at work, `[t, u]`."""
    return np.zeros((len(terms.total), terms.reach.shape[1]))


@inlined
def work_points(terms: CoverTerms, supply: Floats, t: int, group: int, more: float) -> float:
    """Points of short cover and of cover that is over in interval t of the window, at `supply[t, u]` agents at work and
    so many `more` of a group.
    """
    short = short_points(supply, t, terms.reach, group, more, terms.beyond, terms.total, terms.dearer)
    over = supply[t, terms.everybody] + more * terms.reach[group, terms.everybody] - terms.need[t]
    return float(short + terms.over_points * over + terms.base[t])


@inlined
def work_points_saved(terms: CoverTerms, supply: Floats, t: int, group: int, before: float, after: float) -> float:
    """`work_points` with so many more of a group before, less those after."""
    saved = points_saved(supply, t, terms.reach, group, before, after, terms.beyond, terms.total, terms.dearer)
    return float(saved - terms.over_points * (after - before) * terms.reach[group, terms.everybody])


@inlined
def leads_missing(agents: float, leads: float, span: int, min_leads: int) -> float:
    """Team leads missing: those that the agents on duty need, less those who are."""
    missing = 0.0
    if span > 0:
        missing = max(leads_needed(agents, span, min_leads) - leads, 0.0)
    return float(missing)


@inlined
def interval_points(terms: CoverTerms, supply: Floats, agents: float, leads: float, desks: float, t: int) -> float:
    """Points of interval t at `supply[t, u]`: work short and over, leads missing, and desks that do not exist."""
    points = 0.0
    if t < terms.intervals:
        points = float(work_points(terms, supply, t, 0, 0.0))
        points += terms.lead_points * leads_missing(agents, leads, terms.span, terms.min_leads)
    if terms.seats >= 0 and desks > terms.seats:
        points += IMPOSSIBLE * (desks - terms.seats)
    return points
