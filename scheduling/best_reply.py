"""Everybody else's roster given, the tour that costs one person least: exact, since a person's duties never overlap.

It is the shortest path that gives the bound too (`pricing.py`), at prices read from the roster as it stands.

Read exactly, these prices hold everybody where they are: whoever is taken out leaves a gap that nobody seems able to
fill for less. Read softly, over a few agents more and fewer than there are, the gap costs little more than the bound's
price of work, and people move as the whole roster asks for (`settling.py`).
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats
from scheduling.compiled import compiled, lean
from scheduling.cover_state import NO_DAY, CoverState, put_days
from scheduling.cover_terms import CoverTerms, leads_missing, work_points_saved
from scheduling.duty_values import cheapest_breaks, grain_sums, presence_values, sums_room, work_values
from scheduling.path_labels import OFF
from scheduling.path_steps import PathRoom, path_room
from scheduling.pricing import cheapest_counted_tour_in
from scheduling.rules.fairness import TOLERANCE
from scheduling.tour_walk import tour_rules, walk

LEAST_SHARE = 0.05  # of the softness of work, where next to nobody is needed


class Softness(NamedTuple):
    """How softly a reply reads the roster: over how many agents more and fewer the worth of one is meant.

    `work` for agents at work and `agents` for those on duty whom leads look after: 0 and 1 are exact. `by_price` is how
    far the bound's prices of leads on duty stand in for what the roster itself gains by them.
    """

    work: float
    agents: float
    by_price: float


class Reading(NamedTuple):
    """How replies read the roster: at the bound's prices, how softly, and on which days.

    On the days before `first_day` and from `last_day` on, everybody's duties stay: the problem has to hold them
    (`held_choices.py`), and no time is spent on them.
    """

    work: Floats  # [t, q], prices of work
    lead: Floats  # [t], prices of leads on duty
    softness: Softness
    soft_share: Floats  # [t], of the softness of work (`soft_shares`)
    first_day: int
    last_day: int


class ReplyRoom(NamedTuple):
    """Room to reckon in, taken once for many replies."""

    sums: Floats  # by grain
    path: PathRoom


@compiled
def reply_room(arena: Arena) -> ReplyRoom:
    """Room for replies to a problem; for compiled code."""
    return ReplyRoom(sums_room(arena), path_room(arena))


def soft_shares(terms: CoverTerms) -> Floats:
    """Share of the softness of work with which each interval is read, `[t]`: in proportion to the agents needed, all of
    it where as many are as usual.

    A stretch that is short among thirty agents is all there is among three. Read in proportion, nights settle before
    days, which then make room for them; the other way round, there is none left.
    """
    usual = terms.need[terms.need > 0].mean() if (terms.need > 0).any() else 1.0
    return np.clip(terms.need / usual, LEAST_SHARE, 1.0)


@compiled
def reply(arena: Arena, terms: CoverTerms, state: CoverState, reading: Reading, person: int, room: ReplyRoom) -> None:
    """Give a person whose duties were taken out of the cover, on the days read, the tour that costs least given
    everybody else.

    Points of intervals stay as they were.
    """
    days = slice(reading.first_day, reading.last_day)
    group = arena.group_of[person]
    is_lead = group == arena.lead_group
    cost = arena.duty_cost[person] * 1.0
    values = np.zeros(cost.shape)
    if not is_lead:
        worth = _work_worth(arena, terms, state, reading, group)
        grain_sums(arena.grains, worth, days.start * arena.a_day, _read_until(arena, reading), room.sums)
        work_values(arena, room.sums, arena.allowed[person], values, days)
        cost -= values
    if arena.span > 0:
        presence_values(arena, _presence_worth(arena, terms, state, reading, is_lead), values)
        cost -= values
    if arena.seats >= 0:
        presence_values(arena, np.where(state.desks + 1 > arena.seats, IMPOSSIBLE, 0.0), values)
        cost += values * arena.on_site[person]
    _add_burdens(arena, state, person, cost)
    tour, labels, points = state.tours[person], state.labels[person], state.own_points[person]
    cheapest_counted_tour_in(room.path, arena, person, cost, arena.off_cost[person], tour)
    walk(tour_rules(arena), person, tour, 0, len(tour) - 1, labels, points, labels, points)
    for day in range(days.start, days.stop):
        # By the soft worth as well: the roster alone leaves many places equally good.
        state.breaks[person, day] = -1
        if tour[day] != OFF and not is_lead:
            cheapest_breaks(arena.grains, room.sums, day, tour[day], state.breaks[person, day])
    put_days(arena, terms, state, person, 1.0, days, NO_DAY, room.sums)


@lean
def _read_until(arena: Arena, reading: Reading) -> int:
    """The interval after the last that a duty of the days read can touch."""
    return min(len(arena.need), (reading.last_day + 1) * arena.a_day)


@compiled
def _work_worth(arena: Arena, terms: CoverTerms, state: CoverState, reading: Reading, group: int) -> Floats:
    """Worth of one more agent of a group at work, by interval: the points saved, less those of work that is over.

    The mean over a stretch of the supply, which lies so that cover just at the need is worth the bound's price.
    """
    worth = np.zeros(len(arena.need))
    _read_work(arena, terms, state, reading, group, worth)
    return worth


@lean
def _read_work(arena: Arena, terms: CoverTerms, state: CoverState, reading: Reading, group: int, worth: Floats) -> None:
    prices = reading.work
    for t in range(reading.first_day * arena.a_day, min(arena.intervals, _read_until(arena, reading))):
        soft, dearest = reading.softness.work * reading.soft_share[t], 0.0
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
        worth[t] = work_points_saved(terms, state.supply, t, group, first, first + length) / length


@compiled
def _presence_worth(arena: Arena, terms: CoverTerms, state: CoverState, reading: Reading, is_lead: bool) -> Floats:
    """Worth of one more lead or agent on duty, by interval: leads no longer missing, or (negative) missing then.

    Leads come whole, agents one at a time: softly, a lead is worth something where a few agents more would ask for one,
    and an agent costs a part of a lead.
    """
    worth = np.zeros(len(state.agents))
    _read_presence(arena, terms, state, reading, is_lead, worth)
    return worth


@lean
def _read_presence(
    arena: Arena, terms: CoverTerms, state: CoverState, reading: Reading, is_lead: bool, worth: Floats
) -> None:
    softness, soft = reading.softness, reading.softness.agents
    for t in range(reading.first_day * terms.a_day, min(terms.intervals, _read_until(arena, reading))):
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
        price = reading.lead[t] if is_lead else -reading.lead[t] / terms.span
        worth[t] = (1 - softness.by_price) * terms.lead_points * saved + softness.by_price * price


@compiled
def _add_burdens(arena: Arena, state: CoverState, person: int, cost: Floats) -> None:
    """Add the points of uneven shares of burdens, going by the person's tour of before, which is still noted."""
    for burden in range(arena.share.shape[0]):
        share = arena.share[burden, person]
        if share <= 0:
            continue
        before = 0.0
        for day in range(state.tours.shape[1]):
            if state.tours[person, day] != OFF:
                before += arena.carries[burden, day, state.tours[person, day]]
        others = state.carried[burden].sum() - state.carried[burden, person]
        apart = before - share * others
        beyond = min(1.0, max(0.0, abs(apart) - TOLERANCE + 0.5))
        cost += np.sign(apart) * arena.burden_points[burden] * beyond * arena.carries[burden]
