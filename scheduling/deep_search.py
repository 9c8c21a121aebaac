"""The rest of the time on a problem whose duties alone make cover: tours of some people chosen anew together, again and again.

Where the annealing (`improvement.py`) has found what small changes find, all people's cheap tours, or some people's at a
time, are weighed together by HiGHS (`recombination.py`). How many people go together grows while HiGHS ends with a proof,
and shrinks where it does not. Prices are shaken a little each time, so that other tours come into the choice.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.cover_state import CoverState, copy_state, fill, NO_DAY, total_points
from scheduling.improvement import Improvement
from scheduling.lagrange import Bound
from scheduling.recombination import Chosen, Effort, priced_duties, recombined

EVERYBODY = Effort(tours=20_000, seconds=60.0)
EVERYBODY_SHARE = 0.15
SOME = Effort(tours=5_000, seconds=8.0)
FEWEST, FIRST_SIZE = 2, 4
SHAKEN = 0.3  # of the prices' gap to the bound, a person
QUIET_ROUNDS = 4


@dataclass(slots=True)
class Neighbourhood:
    """How many people go together."""

    size: float
    most: int

    def learn(self, found: Chosen | None) -> None:
        """Grow after a proof, shrink without one."""
        self.size = min(self.size + 0.1, self.most) if found and found.is_proven else max(self.size * 0.97, FEWEST)


def deep_searched(search: Improvement, bound: Bound, rng: np.random.Generator) -> CoverState:
    """The best roster when the time is up, or when nothing better is possible; the search starts from the best one."""
    watch, arena = search.watch, search.arena
    copy_state(search.best, search.state)
    cost = priced_duties(arena, bound.prices)
    people = len(arena.allowed)
    lanes = max(1, min(watch.options.threads, people // FEWEST))
    if _gap(search, bound) > 0:
        left = EVERYBODY_SHARE * watch.options.time_limit_s
        effort = Effort(EVERYBODY.tours, min(left, EVERYBODY.seconds))
        whole = recombined(arena, cost, search.state.tours, range(people), _gap(search, bound), effort)
        if whole is not None:
            _follow(search, whole.tours)
            if whole.is_proven:
                return search.best
    size = Neighbourhood(FIRST_SIZE, people // lanes)
    while watch.share() < 1 and not watch.good_enough() and _gap(search, bound) > 0:
        order = rng.permutation(people)
        parts = [order[lane * int(size.size) : (lane + 1) * int(size.size)].tolist() for lane in range(lanes)]
        slack = _gap(search, bound)
        spread = SHAKEN * slack / people
        shaken = [cost + rng.normal(0.0, spread, cost.shape) for _ in parts]

        def chosen(lane: int) -> Chosen | None:
            return recombined(arena, shaken[lane], search.state.tours, parts[lane], slack, SOME)

        with ThreadPoolExecutor(lanes) as pool:
            found = list(pool.map(chosen, range(lanes)))
        before = search.state.tours.copy()
        for part, one in zip(parts, found, strict=True):
            size.learn(one)
            if one is not None:
                together = search.state.tours.copy()
                together[part] = one.tours[part]
                _follow(search, together)
        watch.tell("together")
    return search.best


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
