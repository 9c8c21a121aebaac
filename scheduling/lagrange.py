"""A lower bound on what any roster costs, and prices that lead to good ones.

The prices climb by Adam steps (Kingma and Ba 2015) on the subgradient of the relaxed problem's bound, which is by how
much the couplings are broken, with a step that shrinks; the bound is also taken at a running mean of the prices.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints
from scheduling.evenness import TOLERANCE
from scheduling.relaxation import Prices, Relaxed, Usage, relaxed, start_prices

FIRST_STEP = 1.0
LAST_STEP = 0.01
KEEP_FIRST, KEEP_SECOND = 0.9, 0.99
KEEP_MEAN = 0.97
SETTLED = 1e-3
LOOK_EVERY = 25


def _violations(arena: Arena, prices: Prices, usage: Usage, lead_margin: float) -> Usage:
    """By how much the couplings are broken: the direction in which prices should move.

    `lead_margin` agents are added where agents are needed: leads come whole, so a dive leaves room for rounding.
    """
    margin = lead_margin * (arena.need.sum(axis=1) > 0)
    first = arena.short_points + arena.over_points
    saved = np.where(prices.work > first, arena.deep_share * arena.need, 0.0)
    even = usage.burden - arena.share * usage.burden.sum(axis=1, keepdims=True) - TOLERANCE * (arena.share > 0)
    return Usage(
        work=arena.need - saved - usage.work,
        lead=usage.lead + margin if arena.span else np.zeros_like(usage.lead),
        desk=usage.desk - arena.seats if arena.seats >= 0 else np.zeros_like(usage.desk),
        burden=even,
    )


def most_prices(arena: Arena) -> Prices:
    """The highest prices that make sense: what short cover, a missing lead, desk or even share can cost at most."""
    inside = np.arange(arena.need.shape[0]) < arena.intervals
    lead = arena.lead_points / arena.span if arena.span else 0.0
    desk = IMPOSSIBLE if arena.seats >= 0 else 0.0
    return Prices(
        work=np.where(arena.need > 0, arena.deep_points + arena.over_points, 0.0),
        lead=np.where(inside, lead, 0.0),
        desk=np.full(arena.need.shape[0], desk),
        burden=np.where(arena.share > 0, arena.burden_points[:, None], 0.0),
    )


type Block = tuple[Floats, Floats, Floats, Floats]


def _block(of: Prices | Usage) -> Block:
    return of.work, of.lead, of.desk, of.burden


@dataclass(slots=True)
class Climb:
    """Prices on their way up, with Adam's moments and the running mean of the prices; it changes step by step."""

    arena: Arena
    threads: int
    prices: Prices
    mean: Prices
    first: Block
    second: Block
    lead_margin: float = 0.0
    steps: int = 0

    def step(self, size: float, held: Ints | None = None) -> Relaxed:
        """Solve the relaxed problem at the current prices and move them by a step of about `size` points."""
        found = relaxed(self.arena, self.prices, self.threads, held)
        self.steps += 1
        moved, means = [], []
        slopes = _block(_violations(self.arena, self.prices, found.usage, self.lead_margin))
        parts = zip(
            _block(self.prices),
            _block(self.mean),
            self.first,
            self.second,
            slopes,
            _block(most_prices(self.arena)),
            strict=True,
        )
        for price, mean, first, second, slope, most in parts:
            slope[((price <= 0) & (slope < 0)) | ((price >= most) & (slope > 0))] = 0.0
            first += (1 - KEEP_FIRST) * (slope - first)
            second += (1 - KEEP_SECOND) * (slope**2 - second)
            along = first / (1 - KEEP_FIRST**self.steps)
            scale = np.sqrt(second / (1 - KEEP_SECOND**self.steps)) + SETTLED
            moved.append(np.clip(price + size * along / scale, 0.0, most))
            means.append(KEEP_MEAN * mean + (1 - KEEP_MEAN) * moved[-1])
        self.prices, self.mean = Prices(*moved), Prices(*means)
        return found


def new_climb(arena: Arena, threads: int) -> Climb:
    """A climb from the start prices."""
    prices = start_prices(arena)
    zeros = [np.zeros_like(part) for part in _block(prices)]
    again = [np.zeros_like(part) for part in _block(prices)]
    return Climb(arena, threads, prices, prices, tuple(zeros), tuple(again))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Bound:
    """The best bound found and its prices."""

    points: float
    prices: Prices


def lower_bound(climb: Climb, rounds: int, stop: Callable[[float], bool] | None = None) -> Bound:
    """The best bound of so many rounds; deterministic unless `stop`, which sees the best bound, ends it early."""
    best, prices = -np.inf, climb.prices
    for number in range(rounds):
        at = climb.prices
        found = climb.step(FIRST_STEP * (LAST_STEP / FIRST_STEP) ** (number / rounds))
        if found.bound > best:
            best, prices = found.bound, at
        if number % LOOK_EVERY == LOOK_EVERY - 1:
            mean = climb.mean
            bound = relaxed(climb.arena, mean, climb.threads).bound
            if bound > best:
                best, prices = bound, mean
            if stop is not None and stop(best):
                break
    return Bound(best, prices)
