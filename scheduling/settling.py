"""A first roster that settles: everybody in turn takes the best tour given all others', read ever less softly.

It begins at the cheapest tours of the bound's prices, which suit everybody and cover badly. While the worth of work is
read softly (`best_reply.py`), people leave what is crowded for what is empty and stay near their cheapest tours; as the
softness sinks, cover is met to the agent. That is an augmented Lagrangian (Hestenes 1969, Powell 1969) whose stretch
shrinks, descended person by person, each step exact among all legal tours.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Ints
from scheduling.best_reply import Reading, Softness, reply, reply_room, soft_shares
from scheduling.compiled import compiled
from scheduling.cover_state import EVERY_DAY, NO_DAY, CoverState, empty_state, fill, put_days, settle, total_points
from scheduling.cover_terms import CoverTerms
from scheduling.prices import Prices
from scheduling.side_by_side import side_by_side

TURNS, TRIES = 30, 32
FIRST, LAST = Softness(work=40.0, agents=16.0, by_price=1.0), Softness(work=0.2, agents=1.0, by_price=0.4)
DEARER = (1.0, 2.0, 3.0, 1.5)  # times the bound's price of work, in the first tries
NEAR = 1.25  # times as dear, or as cheap, at most, as in the best try: the further ones


class Settled(NamedTuple):
    """A roster, and how many turns of everybody a core made for it."""

    state: CoverState
    turns: int


class _Try(NamedTuple):
    """What a try ended with, and how dear work was."""

    points: float
    dearer: float
    settled: Settled


def settled(
    arena: Arena,
    terms: CoverTerms,
    prices: Prices,
    tours: Ints,
    threads: int,
    seed: int,
    passed: Callable[[int], float],
) -> Settled:
    """The best roster of up to `TRIES` tries that all begin at the given tours `[p, d]`, a core each, in seeded orders.

    What a try ends with depends on chance, and on how dear being short is taken to be on the way: the first tries
    differ in that, the further ones stay near the best of them. `passed` is told how many turns a core has made and
    says which share of the time for it has passed: where that runs ahead, the first tries take fewer turns, and no
    further ones begin that would not end in time. Deterministic as long as time does not run ahead, or where it is
    counted in turns.
    """
    cores = max(1, threads)
    best: _Try | None = None
    turns = 0
    for first in range(0, TRIES, cores):
        begins, known = passed(turns), best

        def tried(number: int, hurry: bool = first == 0, known: _Try | None = known) -> _Try:
            rng = np.random.default_rng([seed, number])
            dearer = DEARER[number % len(DEARER)]
            if known is not None and number >= len(DEARER):
                dearer = float(known.dearer * NEAR ** rng.uniform(-1.0, 1.0))
            by_price = replace(prices, work=prices.work * dearer)
            found = _tried(arena, terms, by_price, tours, rng, passed if hurry else None)
            return _Try(float(total_points(arena, found.state)), dearer, found)

        found = side_by_side(tried, range(first, min(first + cores, TRIES)))
        best = min([*([best] if best else []), *found], key=lambda each: each.points)
        turns += max(each.settled.turns for each in found)
        if 2 * passed(turns) - begins > 1:
            break
    assert best is not None
    return Settled(best.settled.state, turns)


def softness(passed: float, first: Softness = FIRST) -> Softness:
    """How softly the roster is read after a share of the turns, from the first softness to the last."""
    return Softness(
        first.work * (LAST.work / first.work) ** passed,
        first.agents * (LAST.agents / first.agents) ** passed,
        first.by_price + (LAST.by_price - first.by_price) * passed,
    )


def _tried(
    arena: Arena,
    terms: CoverTerms,
    prices: Prices,
    tours: Ints,
    rng: np.random.Generator,
    passed: Callable[[int], float] | None,
) -> Settled:
    state = empty_state(arena, terms)._replace(tours=tours.copy())
    fill(arena, terms, state, EVERY_DAY)
    turn, share, shares = 0, 0.0, soft_shares(terms)
    while share < 1:  # the last turn is the exact one, whatever the time
        share = turn / (TURNS - 1)
        if passed is not None:
            late = passed(turn)
            share = late if late > (turn + 1) / (TURNS - 1) else share
        order = rng.permutation(len(tours))
        reading = Reading(prices.work, prices.lead, softness(min(1.0, share)), shares, 0, tours.shape[1])
        everybody_replies(arena, terms, state, reading, order)
        turn += 1
    fill(arena, terms, state, NO_DAY)
    return Settled(state, turn)


@compiled
def everybody_replies(arena: Arena, terms: CoverTerms, state: CoverState, reading: Reading, order: Ints) -> None:
    """Everybody in the given order takes the best tour given all others', on the days read."""
    room, days = reply_room(arena), slice(reading.first_day, reading.last_day)
    for person in order:
        put_days(arena, terms, state, person, -1.0, days, NO_DAY, room.sums)
        reply(arena, terms, state, reading, person, room)
    settle(terms, state)
