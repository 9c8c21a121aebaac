"""Days that cost more than the bound asks of them, replanned some in a row, the dearest first.

At the bound's prices a roster costs more than the bound by what its tours are dearer than the cheapest ones, and by
what its days are dearer than days have to be. Where small changes find nothing more, a few days hold most of it: an
agent is short there for whom many people would have to move at once. HiGHS moves them (`day_search.py`); knowing where
is what makes it worth its time, since elsewhere it would find next to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats
from scheduling.cover_state import CoverState
from scheduling.day_search import DayLimits
from scheduling.improvement import finished
from scheduling.path_labels import OFF
from scheduling.prices import Prices
from scheduling.replanning import IN_TIME, MOST_PEOPLE, POLISH_MOVES, replan_at_once
from scheduling.roster_search import RosterSearch
from scheduling.whole_days import WholeDays, whole_days
from scheduling.work import A_COLUMN, change_seconds


class Stretches(NamedTuple):
    """How many days in a row are replanned together, and how far."""

    days: int
    limits: DayLimits


OF_FEW = (Stretches(3, DayLimits(room=12, seconds=6.0, nodes=20)),)  # people
OF_MANY = (
    Stretches(1, DayLimits(room=14, seconds=8.0, nodes=20)),
    Stretches(2, DayLimits(room=12, seconds=10.0, nodes=20)),
    Stretches(3, DayLimits(room=6, seconds=10.0, nodes=20)),
)
MOST_MENDED = 1000  # people: a program of more takes its time before HiGHS begins
LEAST_DEAR = 1.0  # points of days in a row
TIE = 1e-6  # of the points of the middle day: as dear, days around a dear one come before those that end with it


@dataclass(slots=True)
class DearDays:
    """The days at the bound's prices, and which days in a row were replanned, with what all did on and around them."""

    days: WholeDays
    raised: Floats  # [d], points by which whole duties raise the bound
    stretches: Sequence[Stretches]  # the next where none of the one before is untried
    tried: set[tuple[int, bytes]] = field(default_factory=set)


def dear_days(arena: Arena, prices: Prices, raised: Floats) -> DearDays | None:
    """The days at the bound's prices, none tried; None where they do not come apart, or people are too many."""
    people = len(arena.allowed)
    days = whole_days(arena, prices) if people <= MOST_MENDED else None
    if days is None:
        return None
    return DearDays(days, raised, OF_FEW if people <= MOST_PEOPLE else OF_MANY)


def dearness(dear: DearDays, state: CoverState) -> Floats:
    """Points by which each day of the roster costs more than the bound asks of it, `[d]`: what its cover costs and what
    it pays for duties at the bound's prices, less the least that these can be together.
    """
    days, priced, arena = dear.days, dear.days.priced, dear.days.arena
    people, on = np.nonzero(state.tours != OFF)
    shifts, group = state.tours[people, on], arena.group_of[people]
    is_lead = group == arena.lead_group
    of_agents = priced.on_duty[on, shifts] + priced.work[np.where(is_lead, 0, group), on, shifts]
    worth = np.where(is_lead, priced.leading[on, shifts], of_agents)
    paid = np.bincount(on, worth, minlength=state.tours.shape[1])
    beyond = state.cover_points[: arena.intervals] - days.single
    cover = np.array([beyond[each.start : each.stop].sum() for each in days.intervals])
    return np.asarray(paid + cover - dear.raised)


def mended_to_the_end(dear: DearDays, search: RosterSearch) -> CoverState:
    """The best roster of dear days replanned until the time is up, the gap is reached or none is untried; from the best
    one on. What is left of the time goes to small changes.
    """
    search.go_on_from_best()
    while not search.watch.good_enough() and mended(dear, search):
        pass
    return finished(search)


def mended(dear: DearDays, search: RosterSearch) -> bool:
    """Replan the dearest days in a row not yet tried, some for each core; whether there were any, and time for them.

    The search goes on from what is found. Deterministic where it goes by counted work.
    """
    for stretches in dear.stretches:
        if not _has_time(search, stretches):
            return False
        found = _dearest(dear, search, stretches.days)
        if found:
            replan_at_once(search, found, stretches.limits)
            return True
    return False


def _has_time(search: RosterSearch, stretches: Stretches) -> bool:
    """Whether enough is left for all but HiGHS: building programs and placing breaks again."""
    people, left = len(search.state.tours), (1 - search.watch.share()) * search.watch.options.planned_s
    polished = change_seconds(POLISH_MOVES * people * stretches.days * len(search.lanes))
    return left * (1 - IN_TIME) > A_COLUMN * people * stretches.limits.room + polished


def _dearest(dear: DearDays, search: RosterSearch, length: int) -> list[range]:
    """The dearest so many days in a row that were not yet tried, with a day between those of different cores."""
    tours, length = search.state.tours, min(length, search.state.tours.shape[1])
    of_day = np.maximum(0.0, dearness(dear, search.state))
    points = np.convolve(of_day, np.ones(length), "valid")
    middle = of_day[length // 2 : length // 2 + len(points)]
    found: list[range] = []
    for first in np.argsort(-(points + TIE * middle), kind="stable").tolist():
        if points[first] < LEAST_DEAR or len(found) == len(search.lanes):
            break
        around = (first, tours[:, max(0, first - 1) : first + length + 1].tobytes())
        is_apart = all(first > other.stop or first + length < other.start for other in found)
        if is_apart and around not in dear.tried:
            dear.tried.add(around)
            found.append(range(first, first + length))
    return found
