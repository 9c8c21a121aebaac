"""What cover costs and which intervals a duty covers: the part of the arena that every change of cover looks at."""

from typing import NamedTuple

from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints
from scheduling.compiled import inlined
from scheduling.cover_cuts import cover_cuts, short_points
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
    deep_beyond: Floats  # [t, u]
    need_beyond: Floats  # [t, u]
    deep_need: Floats  # [t]
    need: Floats  # [t]
    everybody: int
    over_points: float
    shallow_points: float  # of an agent short; with him nobody would be over, which is why that is added
    deep_points: float
    lead_points: float
    span: int
    min_leads: int
    seats: int


def cover_terms(arena: Arena) -> CoverTerms:
    """The terms of a problem."""
    cuts = cover_cuts(arena.skills, arena.need, arena.deep_share)
    return CoverTerms(
        interval_min=arena.interval_min,
        intervals=arena.intervals,
        a_day=arena.a_day,
        start_min=arena.start_min,
        end_min=arena.end_min,
        meal_min=arena.meal_min,
        rest_min=arena.rest_min,
        n_rests=arena.n_rests,
        reach=cuts.reach,
        deep_beyond=cuts.deep_beyond,
        need_beyond=cuts.need_beyond,
        deep_need=cuts.deep_need,
        need=cuts.need,
        everybody=cuts.everybody,
        over_points=arena.over_points,
        shallow_points=arena.short_points + arena.over_points,
        deep_points=arena.deep_points + arena.over_points,
        lead_points=arena.lead_points,
        span=arena.span,
        min_leads=arena.min_leads,
        seats=arena.seats,
    )


@inlined
def work_points(terms: CoverTerms, supply: Floats, t: int) -> float:
    """Points of short cover and of cover that is over in an interval of the window, at `supply[u]` agents at work."""
    short = short_points(
        supply,
        terms.deep_beyond[t],
        terms.need_beyond[t],
        terms.deep_need[t],
        terms.need[t],
        terms.shallow_points,
        terms.deep_points,
    )
    return float(short + terms.over_points * (supply[terms.everybody] - terms.need[t]))


@inlined
def leads_missing(agents: float, leads: float, span: int, min_leads: int) -> float:
    """Team leads missing: those that the agents on duty need, less those who are."""
    missing = 0.0
    if span > 0:
        missing = max(leads_needed(agents, span, min_leads) - leads, 0.0)
    return float(missing)


@inlined
def interval_points(terms: CoverTerms, supply: Floats, agents: float, leads: float, desks: float, t: int) -> float:
    """Points of an interval: work short and over, leads missing, and desks that do not exist."""
    points = 0.0
    if t < terms.intervals:
        points = float(work_points(terms, supply, t))
        points += terms.lead_points * leads_missing(agents, leads, terms.span, terms.min_leads)
    if terms.seats >= 0 and desks > terms.seats:
        points += IMPOSSIBLE * (desks - terms.seats)
    return points
