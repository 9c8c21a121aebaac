"""Nights and weekends shared out more evenly at no cost: people who can stand in for each other exchange stretches.

The rule on fairness (`rules/fairness.py`) leaves a duty more or less than the even share unpriced, since shares are no
whole numbers, and a search that ends in time does not even out all that it prices. Here two people of a group exchange
their duties on some days in a row, meals and rests with them, so that cover stays what it is. An exchange is kept where
it costs no point and the squares of what lies apart from even shares do not grow: those that change nothing are kept
too, since they open the way to others.
"""

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.chance import drawn
from scheduling.compiled import compiled, lean
from scheduling.cover_state import CoverState
from scheduling.path_labels import OFF
from scheduling.rules.fairness import uneven
from scheduling.tour_walk import tour_rules, walk

TRIES_EACH = 20_000  # exchanges tried for each person: a second or two for five hundred people
TRIES_A_SECOND = 200_000  # of the time limit: a thirtieth of what a core tries
LONGEST = 7  # days that are exchanged in a row
ROUNDING = 1e-7


def evened(arena: Arena, state: CoverState, seed: int, limit_s: float) -> CoverState:
    """The same roster with nights and weekends more evenly spread; the state that is given changes.

    Its cover stays what it is, its points do not grow. Deterministic; a solve with a time limit of `limit_s` tries less
    where it has little time.
    """
    people = len(state.tours)
    tries = int(min(TRIES_EACH * people, TRIES_A_SECOND * limit_s))
    if len(state.carried) and people > 1:
        even_out(arena, state, tries, np.random.default_rng(seed))
    return state


@compiled
def even_out(arena: Arena, state: CoverState, tries: int, rng: np.random.Generator) -> int:
    """Try so many exchanges; how many were kept."""
    people, days = state.tours.shape
    tours, labels, points = np.empty((2, days), dtype=np.int64), np.empty((days, 4), dtype=np.int64), np.empty(days)
    totals, moved = np.empty(len(state.carried)), np.empty(len(state.carried))
    for burden in range(len(totals)):
        totals[burden] = state.carried[burden].sum()  # exchanges within a group leave it as it is
    kept = 0
    for _ in range(tries):
        one, other = drawn(rng, 0, people), drawn(rng, 0, people)
        first = drawn(rng, 0, days)
        last = min(days - 1, first + drawn(rng, 0, LONGEST))
        if one == other or not _may_exchange(arena, state, one, other, first, last):
            continue
        _count_moved(arena, state, one, other, first, last, moved)
        squares, change = _unevenness(arena, state, one, other, totals, moved)
        if squares > ROUNDING:
            continue
        for side in range(2):
            who, source = (one, other) if side == 0 else (other, one)
            tours[side] = state.tours[who]
            tours[side, first : last + 1] = state.tours[source, first : last + 1]
            if change < np.inf:
                old, own = state.labels[who], state.own_points[who]
                change += walk(tour_rules(arena), who, tours[side], first, last, old, own, labels, points)[0]
        if change <= ROUNDING:
            _exchange(arena, state, one, other, first, last, tours)
            for burden in range(len(totals)):
                state.carried[burden, one] += moved[burden]
                state.carried[burden, other] -= moved[burden]
            kept += 1
    return kept


@lean
def _may_exchange(arena: Arena, state: CoverState, one: int, other: int, first: int, last: int) -> bool:
    """Whether both stand in for each other in cover, at the same kind of desk; and whether these days differ."""
    if arena.group_of[one] != arena.group_of[other]:
        return False
    differ = False
    for day in range(first, last + 1):
        for side in range(2):
            who, source = (one, other) if side == 0 else (other, one)
            shift = state.tours[source, day]
            if shift == state.tours[who, day]:
                break
            differ = True
            if shift == OFF:
                continue
            if arena.allowed[who, day, shift] == 0 or arena.on_site[who, shift] != arena.on_site[source, shift]:
                return False
    return differ


@lean
def _count_moved(arena: Arena, state: CoverState, one: int, other: int, first: int, last: int, moved: Floats) -> None:
    """Writes how many duties of each burden come from the other person to the one."""
    for burden in range(len(moved)):
        moved[burden] = 0.0
        if arena.share[burden, one] <= 0 or arena.share[burden, other] <= 0:
            continue
        for day in range(first, last + 1):
            if state.tours[other, day] != OFF:
                moved[burden] += arena.carries[burden, day, state.tours[other, day]]
            if state.tours[one, day] != OFF:
                moved[burden] -= arena.carries[burden, day, state.tours[one, day]]


@lean
def _unevenness(
    arena: Arena, state: CoverState, one: int, other: int, totals: Floats, moved: Floats
) -> tuple[float, float]:
    """By how much the squares of what lies apart from even shares grow, and the points of what is not tolerated."""
    squares, points = 0.0, 0.0
    for burden in range(len(moved)):
        if moved[burden] != 0.0:
            mine = state.carried[burden, one] - arena.share[burden, one] * totals[burden]
            theirs = state.carried[burden, other] - arena.share[burden, other] * totals[burden]
            squares += 2.0 * moved[burden] * (mine - theirs + moved[burden])
            more = uneven(mine + moved[burden]) - uneven(mine) + uneven(theirs - moved[burden]) - uneven(theirs)
            points += arena.burden_points[burden] * more
    return squares, points


@compiled
def _exchange(arena: Arena, state: CoverState, one: int, other: int, first: int, last: int, tours: Ints) -> None:
    """Give both the other's duties and breaks of these days."""
    end = state.tours.shape[1] - 1
    for side in range(2):
        who = one if side == 0 else other
        state.tours[who] = tours[side]
        labels, points = state.labels[who], state.own_points[who]
        walk(tour_rules(arena), who, state.tours[who], first, end, labels, points, labels, points)
    for day in range(first, last + 1):
        breaks = state.breaks[one, day].copy()
        state.breaks[one, day] = state.breaks[other, day]
        state.breaks[other, day] = breaks
