"""Everybody else's roster given, the tour that costs one person least: exact, since a person's duties never overlap.

It is the shortest path that gives the bound too (`pricing.py`), at prices read from the roster as it stands.

Read exactly, these prices hold everybody where they are: whoever is taken out leaves a gap that nobody seems able to
fill for less. Read softly, over a few agents more and fewer than there are, the gap costs little more than the bound's
price of work, and people move as the whole roster asks for (`settling.py`).
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats
from scheduling.compiled import compiled
from scheduling.cover_state import NO_DAY, CoverState, put_tour
from scheduling.cover_terms import CoverTerms, leads_missing, work_points
from scheduling.duty_values import break_times, cheapest_breaks, presence_values, work_values
from scheduling.path_labels import OFF
from scheduling.pricing import cheapest_counted_tour
from scheduling.rules.fairness import TOLERANCE
from scheduling.tour_walk import tour_rules, walk


class Softness(NamedTuple):
    """How softly a reply reads the roster: over how many agents more and fewer the worth of one is meant.

    `work` for agents at work and `agents` for those on duty whom leads look after: 0 and 1 are exact. `by_price` is how
    far the bound's prices of leads on duty stand in for what the roster itself gains by them.
    """

    work: float
    agents: float
    by_price: float


@compiled
def reply(
    arena: Arena,
    terms: CoverTerms,
    state: CoverState,
    prices: tuple[Floats, Floats],
    person: int,
    softness: Softness,
    sums: Floats,
) -> None:
    """Give a person whose tour was taken out of the cover the tour that costs least given everybody else.

    `prices` are the bound's, of work `[t, q]` and of leads on duty `[t]`; `sums[t + 1]` is room to reckon in. Points of
    intervals stay as they were.
    """
    group = arena.group_of[person]
    is_lead = group == arena.lead_group
    cost = arena.duty_cost[person] * 1.0
    values = np.zeros(cost.shape)
    if not is_lead:
        worth = _work_worth(arena, terms, state, prices[0], group, softness.work)
        sums[0] = 0.0
        for t in range(len(worth)):
            sums[t + 1] = sums[t] + worth[t]
        work_values(arena, worth, values)
        cost -= values
    if arena.span > 0:
        presence_values(arena, _presence_worth(terms, state, prices[1], is_lead, softness), values)
        cost -= values
    if arena.seats >= 0:
        presence_values(arena, np.where(state.desks + 1 > arena.seats, IMPOSSIBLE, 0.0), values)
        cost += values * arena.on_site[person]
    _add_burdens(arena, state, person, cost)
    tour, labels, points = state.tours[person], state.labels[person], state.own_points[person]
    cheapest_counted_tour(arena, person, cost, arena.off_cost[person], tour)
    walk(tour_rules(arena), person, tour, 0, len(tour) - 1, labels, points, labels, points)
    times = break_times(arena)
    for day in range(len(tour)):  # by the soft worth as well: the roster alone leaves many places equally good
        state.breaks[person, day] = -1
        if tour[day] != OFF and not is_lead:
            cheapest_breaks(times, sums, day, tour[day], state.breaks[person, day])
    put_tour(arena, terms, state, person, 1.0, NO_DAY, sums)


@compiled
def _work_worth(arena: Arena, terms: CoverTerms, state: CoverState, prices: Floats, group: int, soft: float) -> Floats:
    """Worth of one more agent of a group at work, by interval: the points saved, less those of work that is over.

    The mean over a stretch of the supply, which lies so that cover just at the need is worth the bound's price.
    """
    worth = np.zeros(len(arena.need))
    for t in range(arena.intervals):
        dearest = 0.0
        for queue in range(prices.shape[1]):
            if arena.skills[group, queue] == 1:
                dearest = max(dearest, prices[t, queue])
        short = 0.5  # share of the stretch that is short of the need; by contacts the curve itself bends there
        if arena.contacts.goals == 0:
            short = min(1.0, dearest / terms.step_points[-1])
        if soft < 1.0:
            first, length = soft * (0.5 - short), 1.0
        else:
            first, length = 0.5 - soft * short, soft
        less = work_points(terms, state.supply, t, group, first)
        worth[t] = (less - work_points(terms, state.supply, t, group, first + length)) / length
    return worth


@compiled
def _presence_worth(terms: CoverTerms, state: CoverState, prices: Floats, is_lead: bool, softness: Softness) -> Floats:
    """Worth of one more lead or agent on duty, by interval: leads no longer missing, or (negative) missing then.

    Leads come whole, agents one at a time: softly, a lead is worth something where a few agents more would ask for one,
    and an agent costs a part of a lead.
    """
    worth = np.zeros(len(state.agents))
    soft = softness.agents
    for t in range(terms.intervals):
        agents, leads = state.agents[t], state.leads[t]
        if is_lead and soft > 1.0:
            beyond = (agents + 0.5 * soft - terms.span * leads) / soft
            saved = 1.0 if agents > 0 and leads < terms.min_leads else min(1.0, max(0.0, beyond))
        elif is_lead:
            saved = leads_missing(agents, leads, terms.span, terms.min_leads)
            saved -= leads_missing(agents, leads + 1, terms.span, terms.min_leads)
        else:
            first = max(0.0, agents + 0.5 * (1.0 - soft))
            saved = leads_missing(first, leads, terms.span, terms.min_leads)
            saved -= leads_missing(first + soft, leads, terms.span, terms.min_leads)
            saved /= soft
        price = prices[t] if is_lead else -prices[t] / terms.span
        worth[t] = (1 - softness.by_price) * terms.lead_points * saved + softness.by_price * price
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
