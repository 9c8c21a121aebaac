"""Days in a row replanned for everybody at once (`day_search.py`), and kept where that costs less.

Every core replans days of its own, far from the others' so that they do not get in each other's way. One day at a time
goes fast even with thousands of people. Some days together find what neither single days nor pairs of people do: whose
week has its days off when.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduling.annealing import anneal, duties_of_kinds
from scheduling.arena import Ints
from scheduling.cover_state import CoverState, copy_state, follow, total_points
from scheduling.cover_steps import cover_steps
from scheduling.day_search import DayLimits, replanned_days
from scheduling.drafts import Scope
from scheduling.roster_search import RosterSearch
from scheduling.side_by_side import side_by_side
from scheduling.work import change_seconds

POLISH_MOVES, POLISH_TEMPERATURES = 400, (0.5, 0.05)  # moves of breaks for each person's day
MOST_PEOPLE = 120  # who are replanned on more than a day together
MOST_SWEEPS = 8
IN_TIME = 0.4  # of the time that is left, for HiGHS: its program is built before, and breaks are placed after it


@dataclass(frozen=True, slots=True)
class Sweep:
    """All stretches of so many days, each begun so many days after the one before, and how far each is replanned."""

    days: int
    apart: int
    limits: DayLimits


ONE_DAY = Sweep(1, 1, DayLimits())
SOME_DAYS = Sweep(3, 2, DayLimits(room=25, seconds=8.0, nodes=20))


def replan_every_day(search: RosterSearch) -> None:
    """Replan every day by itself, as long as there is time."""
    _sweep(search, ONE_DAY, 0)


def can_replan_together(search: RosterSearch) -> bool:
    """Whether people are few enough to be replanned on some days together."""
    return len(search.state.tours) <= MOST_PEOPLE


def replan_days_together(search: RosterSearch) -> CoverState:
    """Replan some days in a row again and again until the time is up, or nothing gets better; the best roster."""
    watch, arena = search.watch, search.arena
    copy_state(search.best, search.state)
    for number in range(MOST_SWEEPS):
        before = float(total_points(arena, search.state))
        _sweep(search, SOME_DAYS, number)
        search.meet_goals()
        if watch.share() >= 1 or watch.good_enough():
            break
        if float(total_points(arena, search.state)) >= before and number > 0:
            break
    return search.best


def _sweep(search: RosterSearch, sweep: Sweep, number: int) -> None:
    """Replan the stretches of days one after the other, as long as there is time; those on different cores lie far
    apart. With another number they begin on other days.
    """
    watch, days = search.watch, search.state.tours.shape[1]
    length = min(sweep.days, days)
    stretches = [range(on, on + length) for on in range(number % sweep.apart, days - length + 1, sweep.apart)]
    apart = -(-len(stretches) // len(search.lanes))
    longest, begins = 0.0, watch.share()  # share of the time that one round took
    for first in range(apart):
        now = watch.share()
        longest, begins = max(longest, now - begins), now
        if now + longest >= 1 or watch.good_enough():
            break
        replan_at_once(search, stretches[first::apart], sweep.limits)


def replan_at_once(search: RosterSearch, stretches: Sequence[range], most: DayLimits) -> None:
    """Replan stretches of days in a row for everybody, on a core each, and follow what costs less.

    HiGHS gets no more than `most`, and a part of the time that is left.
    """
    arena, watch, everybody = search.arena, search.watch, range(len(search.state.tours))
    steps = cover_steps(arena, search.terms.contact_price)
    left = (1 - watch.share()) * watch.options.planned_s * IN_TIME
    limits = replace(most, seconds=min(most.seconds, left))

    def replan(at: int) -> tuple[Ints | None, float]:
        return replanned_days(arena, steps, search.priced, search.state, stretches[at], everybody, limits, watch)

    found = side_by_side(replan, range(len(stretches)))
    watch.worked(max(seconds for _, seconds in found))
    for days, (tours, _) in zip(stretches, found, strict=True):
        if tours is not None:
            take_days(search, tours, days)
    search.note()
    watch.tell("days")


def take_days(search: RosterSearch, tours: Ints, days: range) -> None:
    """Follow tours that differ on these days, place their breaks again, and keep the roster if it costs less."""
    mine, people = search.lanes[0], len(tours)
    if (tours[:, days] == search.state.tours[:, days]).all():
        return
    copy_state(search.state, mine.state)
    if not follow(search.arena, search.terms, mine.state, tours, days[0], days[-1] + 1):
        return
    if _breaks_limits(search, mine.state):
        return
    moves = POLISH_MOVES * people * len(days)
    scope, rng = Scope(days[0], days[-1] + 1, True), np.random.default_rng([search.watch.options.seed, days[0]])
    anneal(
        search.arena, search.terms, mine.state, search.choices, scope, mine.draft, mine.trail,
        moves, POLISH_TEMPERATURES, rng,
    )  # fmt: skip
    search.watch.worked(change_seconds(moves))
    if total_points(search.arena, mine.state) < total_points(search.arena, search.state):
        copy_state(mine.state, search.state)


def _breaks_limits(search: RosterSearch, state: CoverState) -> bool:
    """Whether somebody has too many duties of a kind, which days replanned side by side may bring about."""
    most = search.arena.limits.most_of_kind
    return bool(most.size and (duties_of_kinds(search.arena.limits, state.tours) > most).any())
