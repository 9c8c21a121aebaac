"""Cover as steps: how many more agents of a queue are worth how much each in an interval, the dearest first.

By heads there are two steps, the deep part of the requirement and the rest. By contacts (`contacts.py`) every agent is
worth what he answers more, times the price of a contact; agents worth about the same stand on one step, so that queues
can be weighed together.
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats

DEAREST, LEAST, STEPS = 24.0, 0.4, 12  # points of an agent on the first and the last step by contacts


class CoverSteps(NamedTuple):
    """Points of an agent on each step, and how many agents stand on it; `base[t]` are points whoever is at work."""

    points: Floats  # [k], falling
    agents: Floats  # [t, k, q]
    base: Floats  # [t]


def step_points(arena: Arena) -> Floats:
    """The points of all steps, falling: with an agent missing nobody is over, which is why that is added."""
    heads = np.array([arena.deep_points, arena.short_points]) + arena.over_points
    if not arena.contacts.goals:
        return heads
    return np.unique(np.concatenate([heads, np.geomspace(DEAREST, LEAST, STEPS)]))[::-1].copy()


def cover_steps(arena: Arena, contact_price: Floats) -> CoverSteps:
    """The steps at prices of a contact, one a goal."""
    points = step_points(arena)
    agents = np.zeros((len(arena.need), len(points), arena.need.shape[1]))
    need = np.where(arena.contacts.goal_of < 0, arena.need, 0.0)
    deep, shallow = (
        int(np.argmin(np.abs(points - of - arena.over_points))) for of in (arena.deep_points, arena.short_points)
    )
    agents[:, deep] += need * (1 - arena.deep_share)
    agents[:, shallow] += need * arena.deep_share
    base = np.zeros(len(arena.need))
    if arena.contacts.goals:
        _by_contacts(arena, contact_price, points, agents, base)
    return CoverSteps(points, agents, base)


def _by_contacts(arena: Arena, contact_price: Floats, points: Floats, agents: Floats, base: Floats) -> None:
    contacts = arena.contacts
    t, q = np.nonzero(contacts.goal_of >= 0)
    price = contact_price[contacts.goal_of[t, q]]
    worth = np.diff(contacts.answered[t, q], axis=1) * price[:, None]
    borders = np.sqrt(points[:-1] * points[1:])  # the nearest step, in proportion
    step = np.searchsorted(-borders, -worth)
    counted = worth > points[-1] / np.sqrt(points[-2] / points[-1])
    for k in range(len(points)):
        agents[t, k, q] = (counted & (step == k)).sum(axis=1)
    np.add.at(base, t, price * contacts.promised[t, q] - (points * agents[t, :, q]).sum(axis=1))
