"""Prices of what couples people, and what everybody's duties cost at them.

All in points: pi[t, q] of an agent at work, alpha[t] of an agent on duty, lambda[t] of a lead on duty, sigma[t] of a
desk, mu[2, b, p] of a burden beyond and below the even share, rho[i] of a contact of a goal, nu[p, c] of a person's
duties of a kind that is limited (`relaxation.py`).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Floats
from scheduling.compiled import compiled
from scheduling.duty_values import presence_values, work_values
from scheduling.tour_limits import NO_KIND

START_PRICE = 1.0
NEARLY = 0.999  # of a price that cannot be higher


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of what couples people, in points: `work[t, q]`, `agent[t]`, `lead[t]`, `desk[t]`.

    And of a burden beyond and below the even share, `burden[2, b, p]`; of what couples intervals, `contact[i]` of a
    contact that a goal promises; and of what couples days, `kind[p, c]`.
    """

    work: Floats
    agent: Floats
    lead: Floats
    desk: Floats
    burden: Floats
    contact: Floats
    kind: Floats


def start_prices(arena: Arena) -> Prices:
    """Where the search for prices begins: an agent at work is worth as much as one who is over costs."""
    periods = arena.need.shape[0]
    return Prices(
        work=np.where(is_asked_for(arena), START_PRICE, 0.0),
        agent=np.zeros(periods),
        lead=np.zeros(periods),
        desk=np.zeros(periods),
        burden=np.zeros((2, *arena.share.shape)),
        contact=arena.contacts.beyond_points.copy(),
        kind=np.zeros(arena.limits.most_of_kind.shape),
    )


def short_of_leads(arena: Arena, prices: Prices) -> frozenset[int]:
    """Intervals in which the bound itself is short of leads: one is worth as much there as its lack costs."""
    dear = prices.lead[: arena.intervals] >= NEARLY * arena.lead_points
    return frozenset(np.flatnonzero(dear).tolist()) if arena.span > 0 else frozenset()


def is_asked_for(arena: Arena) -> NDArray[np.bool_]:
    """Where somebody at work saves anything, `[t, q]`."""
    return (arena.need > 0) | (arena.contacts.answered[:, :, -1] > 0)


class DutyPrices(NamedTuple):
    """What duties are worth or cost at some prices, small enough for compiled code: their work `[g, d, s]`, an agent or
    a lead on duty and a desk `[d, s]`, carrying a burden once `[b, p]`, a duty of a kind `[p, c]`.
    """

    work: Floats
    on_duty: Floats
    leading: Floats
    desk: Floats
    burden: Floats
    kind: Floats


def duty_prices(arena: Arena, prices: Prices) -> DutyPrices:
    """What every duty is worth at the prices of intervals and people."""
    values = _duty_values(arena, prices.work)
    on_duty, leading, at_desk = (np.empty(values.shape[1:]) for _ in range(3))
    for price, worth in ((prices.agent, on_duty), (prices.lead, leading), (prices.desk, at_desk)):
        presence_values(arena, price, worth)
    return DutyPrices(values, on_duty, leading, at_desk, _burden_prices(arena, prices), prices.kind)


def _duty_values(arena: Arena, work: Floats) -> Floats:
    """Worth of every duty for every group of agents at the prices of work, less the points of work that is over."""
    values = np.zeros((len(arena.skills), arena.allowed.shape[1], arena.allowed.shape[2]))
    for group in range(len(arena.skills)):
        work_values(arena, worth_at_work(arena, work, group), values[group], slice(0, arena.allowed.shape[1]))
    return values


def worth_at_work(arena: Arena, work: Floats, group: int) -> Floats:
    """Worth of an agent of the group at work, by interval: the dearest queue served, less the points of being over."""
    worth = np.where(arena.skills[group] == 1, work, 0.0).max(axis=1)
    worth[: arena.intervals] -= arena.over_points
    return worth


def _burden_prices(arena: Arena, prices: Prices) -> Floats:
    """What carrying a burden once costs, `[b, p]`: more than one's even share is dear, and all shares grow with it."""
    own = prices.burden[0] - prices.burden[1]
    each: Floats = own - (arena.share * own).sum(axis=1, keepdims=True)
    return each


def priced_duties(arena: Arena, prices: Prices) -> Floats:
    """Points of everybody's duties at the prices, `[p, d, s]`."""
    cost = np.empty(arena.duty_cost.shape)
    _price_everybody(arena, duty_prices(arena, prices), cost)
    return cost


@compiled
def _price_everybody(arena: Arena, priced: DutyPrices, cost: Floats) -> None:
    for person in range(len(cost)):
        cost[person] = priced_person(arena, person, priced)


@compiled
def priced_person(arena: Arena, person: int, priced: DutyPrices) -> Floats:
    """Points of a person's duties `[d, s]` at what duties are worth."""
    cost: Floats = arena.duty_cost[person] + arena.on_site[person] * priced.desk
    group = arena.group_of[person]
    if group == arena.lead_group:
        cost -= priced.leading
    else:
        cost -= priced.on_duty + priced.work[group]
    for burden in range(priced.burden.shape[0]):
        if arena.share[burden, person] > 0:
            cost += priced.burden[burden, person] * arena.carries[burden]
    if priced.kind.shape[1] > 0:
        for shift in range(cost.shape[1]):
            if arena.limits.kind_of[shift] != NO_KIND:
                cost[:, shift] += priced.kind[person, arena.limits.kind_of[shift]]
    return cost
