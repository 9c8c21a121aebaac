"""Everybody else's roster given, the tour that costs one person least: exact, since a person's duties never overlap.

It is the shortest path that gives the bound too (`pricing.py`), at prices read from the roster as it stands.
"""

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats
from scheduling.compiled import compiled
from scheduling.cover_state import NO_DAY, CoverState, put_tour
from scheduling.cover_terms import CoverTerms, leads_missing, work_points
from scheduling.duty_values import break_times, cheapest_breaks, presence_values, work_values
from scheduling.pricing import OFF, cheapest_tour
from scheduling.rules.fairness import TOLERANCE
from scheduling.tour_walk import tour_rules, walk


@compiled
def reply(
    arena: Arena,
    terms: CoverTerms,
    state: CoverState,
    prices: tuple[Floats, Floats],
    person: int,
    guidance: tuple[float, float],
    noise: Floats,
    sums: Floats,
) -> None:
    """Give a person whose tour was taken out of the cover the tour that costs least given everybody else.

    `guidance` says how far the bound's prices of work and of leads on duty stand in for what the roster itself gains
    by work, and by leads: an agent then pays for a part of a lead, instead of for a whole one or for none. `noise[t]`
    scales the worth of work. Points of intervals stay as they were.
    """
    group = arena.group_of[person]
    is_lead = group == arena.lead_group
    cost = arena.duty_cost[person] * 1.0
    values = np.zeros(cost.shape)
    if not is_lead:
        worth = _work_worth(arena, terms, state, prices[0], group, guidance[0])
        worth *= noise
        sums[0] = 0.0
        for t in range(len(worth)):
            sums[t + 1] = sums[t] + worth[t]
        work_values(arena, worth, values)
        cost -= values
    if arena.span > 0:
        presence_values(arena, _presence_worth(terms, state, prices[1], is_lead, guidance[1]), values)
        cost -= values
    if arena.seats >= 0:
        presence_values(arena, np.where(state.desks + 1 > arena.seats, IMPOSSIBLE, 0.0), values)
        cost += values * arena.on_site[person]
    _add_burdens(arena, state, person, cost)
    tour, labels, points = state.tours[person], state.labels[person], state.own_points[person]
    cheapest_tour(arena, person, cost, arena.off_cost[person], tour)
    walk(tour_rules(arena), person, tour, 0, len(tour) - 1, labels, points, labels, points)
    times = break_times(arena)
    for day in range(len(tour)):  # by the guided worth as well: the roster alone leaves many places equally good
        state.breaks[person, day] = -1
        if tour[day] != OFF and not is_lead:
            cheapest_breaks(times, sums, day, tour[day], state.breaks[person, day])
    put_tour(arena, terms, state, person, 1.0, NO_DAY, sums)


@compiled
def _work_worth(
    arena: Arena, terms: CoverTerms, state: CoverState, prices: Floats, group: int, guidance: float
) -> Floats:
    """Worth of one more agent of a group at work, by interval: the points saved, less those of work that is over."""
    worth = np.zeros(len(arena.need))
    more = np.empty(terms.reach.shape[1])
    for t in range(arena.intervals):
        more[:] = state.supply[t] + terms.reach[group]
        saved = work_points(terms, state.supply[t], t) - work_points(terms, more, t)
        dearest = 0.0
        for queue in range(prices.shape[1]):
            if arena.skills[group, queue] == 1:
                dearest = max(dearest, prices[t, queue])
        worth[t] = (1 - guidance) * saved + guidance * (dearest - terms.over_points)
    return worth


@compiled
def _presence_worth(terms: CoverTerms, state: CoverState, prices: Floats, is_lead: bool, guidance: float) -> Floats:
    """Worth of one more lead or agent on duty, by interval: leads no longer missing, or (negative) missing then."""
    worth = np.zeros(len(state.agents))
    for t in range(terms.intervals):
        agents, leads = state.agents[t], state.leads[t]
        now = leads_missing(agents, leads, terms.span, terms.min_leads)
        then = leads_missing(agents + (not is_lead), leads + is_lead, terms.span, terms.min_leads)
        price = prices[t] if is_lead else -prices[t] / terms.span
        worth[t] = (1 - guidance) * terms.lead_points * (now - then) + guidance * price
    return worth


@compiled
def _add_burdens(arena: Arena, state: CoverState, person: int, cost: Floats) -> None:
    """Add the points of burdens beyond the even share, going by the person's tour of before, which is still noted."""
    for burden in range(arena.share.shape[0]):
        share = arena.share[burden, person]
        if share <= 0:
            continue
        before = 0.0
        for day in range(state.tours.shape[1]):
            if state.tours[person, day] != OFF:
                before += arena.carries[burden, day, state.tours[person, day]]
        excess = min(1.0, max(0.0, before - share * state.carried[burden].sum() - TOLERANCE + 0.5))
        cost += arena.burden_points[burden] * excess * arena.carries[burden]
