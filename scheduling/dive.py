"""A first roster by diving on Lagrange prices: a few people are given their cheapest tours for good, the prices settle
again for all others, and so on. Whoever is held early was priced when everything was open, whoever comes late fills in.
"""

from collections.abc import Callable

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.lagrange import Climb
from scheduling.relaxation import FREE


def dive(climb: Climb, at_once: int, settle_steps: int, step: float, seed: int, late: Callable[[], bool]) -> Ints:
    """Everybody's tour `[p, d]`; in each turn `at_once` people of different groups are held on their cheapest tours.

    When `late` says so, all who are left are held at once.
    """
    arena = climb.arena
    people, days = arena.allowed.shape[0], arena.allowed.shape[1]
    held = np.full((people, days), FREE, dtype=np.int64)
    order = _order(arena, seed)
    for start in range(0, people, at_once):
        for _ in range(settle_steps):
            found = climb.step(step, held)
            if late():
                return found.tours
        for person in order[start : start + at_once]:
            held[person] = found.tours[person]
    return held


def _order(arena: Arena, seed: int) -> Ints:
    """People in a seeded order that spreads every group over the whole dive."""
    rng = np.random.default_rng(seed)
    places = np.empty(len(arena.group_of))
    for group in range(arena.lead_group + 1):
        members = rng.permutation(np.flatnonzero(arena.group_of == group))
        places[members] = (np.arange(len(members)) + rng.random()) / max(1, len(members))
    return np.argsort(places, kind="stable")
