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
from scheduling.compiled import compiled, lean
from scheduling.duty_values import grain_sums, presence_values, work_values
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
    """What duties are worth or cost at some prices, small enough for compiled code: their work `[g, d, s]`, with the
    running sums by grain that it was read from `[g, grain]`, an agent or a lead on duty and a desk `[d, s]`, carrying a
    burden once `[b, p]`, a duty of a kind `[p, c]`.
    """

    work: Floats
    work_sums: Floats
    on_duty: Floats
    leading: Floats
    desk: Floats
    burden: Floats
    kind: Floats


def duty_prices(arena: Arena, prices: Prices) -> DutyPrices:
    """What every duty is worth at the prices of intervals and people."""
    groups, grains = len(arena.skills), len(arena.need) * arena.grains.an_interval
    values, sums = np.zeros((groups, *arena.allowed.shape[1:])), np.empty((groups, grains + 1))
    _price_work(arena, prices.work, sums, values)
    on_duty, leading, at_desk = (np.empty(values.shape[1:]) for _ in range(3))
    for price, worth in ((prices.agent, on_duty), (prices.lead, leading), (prices.desk, at_desk)):
        presence_values(arena, price, worth)
    return DutyPrices(values, sums, on_duty, leading, at_desk, _burden_prices(arena, prices), prices.kind)


@compiled
def _price_work(arena: Arena, work: Floats, sums: Floats, values: Floats) -> None:
    """Writes the worth of work for every group: its running sums by grain, and that of duties that anybody may have."""
    worth, days = np.empty(len(work)), values.shape[1]
    for group in range(len(values)):
        _read_worth(arena, work, group, worth)
        grain_sums(arena.grains, worth, 0, len(work), sums[group])
        wanted = np.zeros(values.shape[1:], dtype=np.uint8)
        for person in range(len(arena.group_of)):
            if arena.group_of[person] == group:
                wanted |= arena.allowed[person]
        work_values(arena, sums[group], wanted, values[group], slice(0, days))


@lean
def _read_worth(arena: Arena, work: Floats, group: int, worth: Floats) -> None:
    """Writes the worth of an agent of the group at work: the dearest queue served, less the points of being over."""
    for t in range(len(work)):
        dearest = 0.0
        for queue in range(work.shape[1]):
            if arena.skills[group, queue] == 1:
                dearest = max(dearest, work[t, queue])
        worth[t] = dearest - arena.over_points if t < arena.intervals else dearest


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
