"""Prices of contacts by interval, for a roster that is done: where those who know several queues work.

At one price of a contact for all of a goal's intervals many of them turn at once: work moves to the queue in each of
them, or in none, and the goal is missed by a little or passed by a lot. Each interval therefore has a price of its own
out of a few, chosen one after the other, the one first that lowers the roster's points most.
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.contact_prices import goal_points, heads_points, prices_for, work_by_queue
from scheduling.contacts import BY_HEADS, Contacts, answered_by, by_goal
from scheduling.cover_state import CoverState
from scheduling.cover_terms import CoverTerms

NEAR = (0.8, 1.25, 1.6, 2.5)  # times the price of the contacts of one queue
LEAST_GAIN = 1e-6  # points


class Shared(NamedTuple):
    """What each of a few prices comes to; k price, t interval, q queue, i goal."""

    price: Floats  # [k, i]
    answered: Floats  # [k, t, q] contacts; 0 where a queue is covered by heads
    heads: Floats  # [k, t] points of the queues covered by heads


def prices_by_interval(arena: Arena, terms: CoverTerms, state: CoverState) -> Floats:
    """The price of a contact of each goal in each interval, `[t, i]`, nobody's duty changed."""
    first, contacts = prices_for(arena, terms, state), arena.contacts
    if not contacts.goals or (arena.skills.sum(axis=1) < 2).all():
        return np.tile(first, (arena.intervals, 1))
    shared = _shared_out(arena, state, _prices_near(contacts, first))
    return shared.price[chosen_prices(contacts, shared)]


def _prices_near(contacts: Contacts, price: Floats) -> Floats:
    near = [price]
    for queue in range(contacts.goal_of.shape[1]):
        of_queue = np.isin(np.arange(contacts.goals), contacts.goal_of[:, queue])
        if of_queue.any():
            near += [np.where(of_queue, price * times, price) for times in NEAR]
    return np.array(near)


def _shared_out(arena: Arena, state: CoverState, price: Floats) -> Shared:
    work = [work_by_queue(arena, state, each)[: arena.intervals] for each in price]
    by_contacts = arena.contacts.goal_of[: arena.intervals] != BY_HEADS
    answered = [np.where(by_contacts, answered_by(arena.contacts, each), 0.0) for each in work]
    return Shared(price, np.array(answered), np.array([heads_points(arena, each) for each in work]))


def chosen_prices(contacts: Contacts, shared: Shared) -> Ints:
    """Which price each interval has, `[t]`: the first one, or another where that lowers the points of them all."""
    periods = shared.heads.shape[1]
    every, chosen = np.arange(periods), np.zeros(periods, dtype=np.int64)
    goal_of = contacts.goal_of[:periods]
    promised = by_goal(contacts, contacts.promised)
    for _ in range(periods):
        answered, heads = shared.answered[chosen, every], shared.heads[chosen, every]
        missing = promised - by_goal(contacts, answered)
        more = shared.answered - answered
        before = goal_points(contacts, missing[goal_of], goal_of)
        dearer = np.where(goal_of == BY_HEADS, 0.0, goal_points(contacts, missing[goal_of] - more, goal_of) - before)
        points = shared.heads - heads + dearer.sum(axis=2)
        price, interval = np.unravel_index(np.argmin(points), points.shape)
        if points[price, interval] > -LEAST_GAIN:
            break
        chosen[interval] = price
    return chosen
