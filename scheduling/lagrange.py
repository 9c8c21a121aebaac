"""A lower bound on what any roster costs, and prices that lead to good ones.

The prices climb by Adam steps (Kingma and Ba 2015) on the subgradient of the relaxed problem's bound, which is by how
much the couplings are broken, with a step that shrinks; the bound is also taken at a running mean of the prices. The
subgradient turns about from round to round, since everybody follows the same prices: a long mean of it is the way up.
How long, and how small the last steps are, goes by how many rounds there will be.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints
from scheduling.compiled import lean
from scheduling.prices import Prices, is_asked_for, start_prices
from scheduling.relaxation import Relaxed, Usage, relaxed
from scheduling.tour_limits import PRICE_OF_KIND

FIRST_STEP, LAST_STEP_BY_ROUNDS = 2.0, 1.6  # where an agent short costs ten points; else in proportion
STEPS_FOR = 10.0
KEEP_LEAST, KEEP_MOST, KEEP_ROUNDS = 0.9, 0.96, 72  # of the mean of slopes: 1 - 72 / rounds, between the two
KEEP_SECOND = 0.999
KEEP_MEAN = 0.97
SETTLED = 1e-3
LOOK_EVERY = 25


def _violations(arena: Arena, found: Relaxed) -> Usage:
    """By how much the couplings are broken: the direction in which prices should move."""
    asked, given = found.asked, found.given
    led = arena.span > 0
    return Usage(
        work=asked.work - given.work,
        agent=asked.agent - given.agent if led else np.zeros_like(given.agent),
        lead=asked.lead - given.lead if led else np.zeros_like(given.lead),
        desk=given.desk - asked.desk if arena.seats >= 0 else np.zeros_like(given.desk),
        burden=given.burden - asked.burden,
        contact=asked.contact,
        kind=given.kind - asked.kind,
    )


def price_limits(arena: Arena) -> tuple[Prices, Prices]:
    """The lowest and the highest prices that make sense: nothing is worth more than what its lack can cost."""
    periods = arena.need.shape[0]
    inside = np.arange(periods) < arena.intervals
    contacts = arena.contacts
    dearest = arena.deep_points + arena.over_points
    most_answered = np.diff(contacts.answered, axis=2).max(initial=0.0)  # by an agent more
    dearest = max(dearest, float(contacts.short_points.max(initial=0.0) * most_answered))
    lead = np.where(inside & (arena.span > 0), arena.lead_points, 0.0)
    most = Prices(
        work=np.where(is_asked_for(arena), dearest, 0.0),
        agent=np.where(lead > 0, dearest, 0.0),
        lead=lead,
        desk=np.full(periods, IMPOSSIBLE if arena.seats >= 0 else 0.0),
        burden=np.stack([np.where(arena.share > 0, arena.burden_points[:, None], 0.0)] * 2),
        contact=contacts.short_points.copy(),
        kind=np.full(arena.limits.most_of_kind.shape, PRICE_OF_KIND),
    )
    least = Prices(
        work=np.zeros_like(most.work),
        agent=-lead,
        lead=np.zeros_like(lead),
        desk=np.zeros_like(most.desk),
        burden=np.zeros_like(most.burden),
        contact=contacts.beyond_points.copy(),
        kind=np.zeros_like(most.kind),
    )
    return least, most


type Block = tuple[Floats, Floats, Floats, Floats, Floats, Floats, Floats]


def _block(of: Prices | Usage) -> Block:
    return of.work, of.agent, of.lead, of.desk, of.burden, of.contact, of.kind


@dataclass(slots=True)
class Climb:
    """Prices on their way up, with Adam's moments and the running mean of the prices; it changes step by step."""

    arena: Arena
    threads: int
    prices: Prices
    mean: Prices
    first: Block
    second: Block
    limits: tuple[Prices, Prices]
    steps: int = 0
    begun: float = 1.0  # share of the zeros that the mean of slopes began with and still holds

    def step(self, size: float, held: Ints | None = None, keep: float = KEEP_LEAST) -> Relaxed:
        """Solve the relaxed problem at the current prices and move them by a step of about `size` points.

        `keep` is how much of the mean of slopes stays, 0 to 1.
        """
        found = relaxed(self.arena, self.prices, self.threads, held)
        self.steps += 1
        self.begun *= keep
        moved = tuple(price.copy() for price in _block(self.prices))
        means = tuple(mean.copy() for mean in _block(self.mean))
        slopes = _block(_violations(self.arena, found))
        parts = zip(moved, means, self.first, self.second, slopes, *map(_block, self.limits), strict=True)
        for price, mean, first, second, slope, least, most in parts:
            _move(
                price.reshape(-1), mean.reshape(-1), first.reshape(-1), second.reshape(-1), slope.reshape(-1),
                least.reshape(-1), most.reshape(-1), keep, size / (1 - self.begun), 1 - KEEP_SECOND**self.steps,
            )  # fmt: skip
        self.prices, self.mean = Prices(*moved), Prices(*means)
        return found


@lean
def _move(
    price: Floats,
    mean: Floats,
    first: Floats,
    second: Floats,
    slope: Floats,
    least: Floats,
    most: Floats,
    keep: float,
    size: float,
    known: float,
) -> None:
    """Move prices along the mean of slopes, and everything that is kept of it; `known` is what of the mean of squares
    is not the zeros that it began with.
    """
    for n in range(len(price)):
        rises = slope[n]
        if (price[n] <= least[n] and rises < 0) or (price[n] >= most[n] and rises > 0):
            rises = 0.0
        first[n] += (1 - keep) * (rises - first[n])
        second[n] += (1 - KEEP_SECOND) * (rises * rises - second[n])
        moved = price[n] + size * first[n] / (np.sqrt(second[n] / known) + SETTLED)
        price[n] = min(max(moved, least[n]), most[n])
        mean[n] = KEEP_MEAN * mean[n] + (1 - KEEP_MEAN) * price[n]


def new_climb(arena: Arena, threads: int) -> Climb:
    """A climb from the start prices."""
    prices = start_prices(arena)
    zeros = [np.zeros_like(part) for part in _block(prices)]
    again = [np.zeros_like(part) for part in _block(prices)]
    return Climb(arena, threads, prices, prices, tuple(zeros), tuple(again), price_limits(arena))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Bound:
    """The best bound found and its prices."""

    points: float
    prices: Prices


def lower_bound(
    climb: Climb, rounds: int, passed: Callable[[float], float] | None = None, doubted: float = 0.0
) -> Bound:
    """The best bound of so many rounds, the steps sinking from round to round.

    `passed` sees the best bound and says which share of the time has passed: where that runs ahead of the rounds, fewer
    are expected, the steps sink with it, and at 1 the climb ends. Deterministic as long as the time does not run ahead.
    The first rounds say little about the pace: a share of all rounds that is `doubted` then may seem to be too many.
    """
    best, prices, expected = -np.inf, climb.prices, float(rounds)
    for number in range(rounds):
        at = climb.prices
        size, keep = _step_of(number / expected, expected)
        if number < LOOK_EVERY:  # nobody knows yet how many rounds there will be
            keep = KEEP_LEAST
        found = climb.step(size * climb.arena.short_points / STEPS_FOR, keep=keep)
        if found.bound > best:
            best, prices = found.bound, at
        if number % LOOK_EVERY == LOOK_EVERY - 1:
            mean = climb.mean
            bound = relaxed(climb.arena, mean, climb.threads).bound
            if bound > best:
                best, prices = bound, mean
            late = 0.0 if passed is None else passed(best)
            if late >= 1:
                break
            expected = _expected((number + 1) / late if late > 0 else np.inf, rounds, (number + 1) / rounds, doubted)
    return Bound(best, prices)


def _expected(in_time: float, rounds: int, passed: float, doubted: float) -> float:
    """Rounds expected, of so many at most, where at the pace of the share passed there is time for `in_time`."""
    is_enough = in_time >= rounds * (1 - doubted * (1 - passed))
    return float(rounds) if is_enough else in_time


def _step_of(passed: float, rounds: float) -> tuple[float, float]:
    """How large a step is after a share of so many rounds, and how much of the mean of slopes stays in it."""
    last = LAST_STEP_BY_ROUNDS / rounds
    keep = min(KEEP_MOST, max(KEEP_LEAST, 1 - KEEP_ROUNDS / rounds))
    return FIRST_STEP * (last / FIRST_STEP) ** min(1.0, passed), keep
