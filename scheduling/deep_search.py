"""The rest of the time where duties alone make cover: tours of some people chosen anew together, again and again.

Where the annealing (`improvement.py`) has found what small changes find, all people's cheap tours, or some people's at
a time, are weighed together by HiGHS (`recombination.py`). How many people go together grows while HiGHS ends with a
proof, and shrinks where it does not. Prices are shaken a little each time, so that other tours come into the choice.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from scheduling.arena import Floats, Ints
from scheduling.cover_state import NO_DAY, copy_state, fill, total_points
from scheduling.improvement import Improvement
from scheduling.lagrange import Bound
from scheduling.recombination import Chosen, Effort, priced_duties, recombined

EVERYBODY = Effort(tours=20_000, seconds=60.0)
EVERYBODY_SHARE = 0.15
SOME = Effort(tours=5_000, seconds=8.0)
FEWEST, FIRST_SIZE = 2, 4
SHAKEN = 0.3  # of the prices' gap to the bound, a person


@dataclass(slots=True)
class Neighbourhood:
    """How many people go together."""

    size: float
    most: int

    def learn(self, found: Chosen | None) -> None:
        """Grow after a proof, shrink without one."""
        self.size = min(self.size + 0.1, self.most) if found and found.is_proven else max(self.size * 0.97, FEWEST)


def deep_searched(search: Improvement, bound: Bound, rng: np.random.Generator) -> float:
    """Seeks better rosters from the best one on, until the time is up or none can be better; the bound, perhaps higher.

    `search.best` is the best roster then.
    """
    watch, arena = search.watch, search.arena
    copy_state(search.best, search.state)
    cost = priced_duties(arena, bound.prices)
    if _everybody(search, bound, cost):
        return max(bound.points, float(total_points(arena, search.best)))
    people = len(arena.allowed)
    lanes = max(1, min(watch.options.threads, people // FEWEST))
    size = Neighbourhood(FIRST_SIZE, people // lanes)
    while watch.share() < 1 and not watch.good_enough() and _gap(search, bound) > 0:
        order = rng.permutation(people)
        parts = [order[lane * int(size.size) : (lane + 1) * int(size.size)].tolist() for lane in range(lanes)]
        for part, found in zip(parts, _chosen(search, cost, parts, _gap(search, bound), rng), strict=True):
            size.learn(found)
            if found is not None:
                together = search.state.tours.copy()
                together[part] = found.tours[part]
                _follow(search, together)
        watch.tell("together")
    return bound.points


def _chosen(
    search: Improvement, cost: Floats, parts: list[list[int]], slack: float, rng: np.random.Generator
) -> list[Chosen | None]:
    """The best tours of each part of the people, everybody else's staying; a part a core."""
    spread = SHAKEN * slack / len(cost)
    shaken = [cost + rng.normal(0.0, spread, cost.shape) for _ in parts]
    tours = search.state.tours.copy()

    def chosen(lane: int) -> Chosen | None:
        return recombined(search.arena, shaken[lane], tours, parts[lane], slack, SOME)

    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(chosen, range(len(parts))))


def _everybody(search: Improvement, bound: Bound, cost: Floats) -> bool:
    """Choose among everybody's tours; whether the best roster is then proven to be the best there is."""
    watch, arena = search.watch, search.arena
    if watch.share() >= 1 or _gap(search, bound) <= 0:
        return False
    effort = Effort(EVERYBODY.tours, min(EVERYBODY_SHARE * watch.options.time_limit_s, EVERYBODY.seconds))
    found = recombined(arena, cost, search.state.tours, range(len(arena.allowed)), _gap(search, bound), effort)
    if found is not None:
        _follow(search, found.tours)
    return found is not None and found.is_proven


def _gap(search: Improvement, bound: Bound) -> float:
    """Points by which a better roster may cost less than the best."""
    best = float(total_points(search.arena, search.best))
    return max(0.0, best - bound.points - 1e-6)


def _follow(search: Improvement, tours: Ints) -> None:
    """Take these tours where they do not cost more."""
    mine = search.lanes[0].state
    copy_state(search.state, mine)
    mine.tours[:] = tours
    fill(search.arena, search.terms, mine, NO_DAY)
    if total_points(search.arena, mine) <= total_points(search.arena, search.state):
        copy_state(mine, search.state)
    search.note()
