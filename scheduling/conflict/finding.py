"""From "no roster exists" to the smallest conflict: found where that is easy to prove, checked over the window."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduling.conflict.available import hopeless_intervals
from scheduling.conflict.case import Case, stretch_of
from scheduling.conflict.decision import Effort, decision
from scheduling.conflict.members import Member, lock_name, members_of, without
from scheduling.conflict.quickxplain import smallest_conflict
from scheduling.staff_tables import Staff

MOST_OF_ONE_S = 20.0
WEEK_DAYS = 7
MOST_WIDER = 16  # intervals before and after the one in which a conflict shows


@dataclass(frozen=True, slots=True)
class Budget:
    """Time for finding a conflict: the clock, and when it says that time is up."""

    clock: Callable[[], float]
    until: float

    def effort(self) -> Effort:
        """What one more decision may take."""
        return Effort(min(MOST_OF_ONE_S, self.until - self.clock()))

    def is_up(self) -> bool:
        """Whether no time is left."""
        return self.clock() >= self.until


@dataclass(frozen=True, slots=True)
class Conflict:
    """Members that cannot hold together, and the days, intervals and people in which that shows.

    `is_smallest`: proven that a roster exists in which all members but any one hold. `by_grid`: proven only for meals
    and rests on the grid on which the program places them.
    """

    case: Case
    where: Case
    members: tuple[Member, ...]
    is_smallest: bool
    by_grid: bool


def proven_stretch(case: Case, staff: Staff, budget: Budget) -> Case | None:
    """A part of the case that is proven to have no roster; None where none was found."""
    for hopeless in hopeless_intervals(case, staff):
        part = _interval_of(case, hopeless)
        if _verdict(part, budget) == "none":
            return part
    return next((part for part in _stretches(case) if not budget.is_up() and _verdict(part, budget) == "none"), None)


def conflict_in(case: Case, part: Case, budget: Budget) -> Conflict:
    """The smallest conflict of a part that is known to have no roster, checked over the whole case."""
    members = _filtered(part, members_of(part), budget)
    whole, is_smallest = case, True
    for member in list(members):
        if member not in members:
            continue
        verdict = _verdict(_only(whole, [other for other in members if other != member]), budget)
        if verdict == "none":
            part = whole
            members = _filtered(whole, [other for other in members if other != member], budget)
        is_smallest = is_smallest and verdict != "unknown"
    where = _narrowed(_only(part, members), budget)
    members = [each for member in members for each in _each_lock(where, member, budget)]
    by_grid = decision(_only(where, members), budget.effort(), loose=True).verdict != "none"
    return Conflict(case, _widened(case, where, budget), tuple(members), is_smallest, by_grid)


def _verdict(case: Case, budget: Budget) -> str:
    return decision(case, budget.effort()).verdict


def _only(case: Case, members: Sequence[Member]) -> Case:
    """The case in which nothing but the members holds."""
    kept_one_by_one = any(member.kind == "kept" and member.of for member in members)
    dropped = [
        member
        for member in members_of(case)
        if member not in members and not (member.kind == "kept" and kept_one_by_one)
    ]
    if kept_one_by_one:
        held = {member.of for member in members if member.kind == "kept"}
        locks = tuple(lock for lock in case.locks if lock_name(lock.agent_id, lock.day) in held)
        case = replace(case, locks=locks)
    return without(case, dropped)


def _filtered(case: Case, members: Sequence[Member], budget: Budget) -> list[Member]:
    """The smallest conflict among the members; all of them where time does not let it be proven."""

    def conflicts(held: Sequence[Member]) -> bool:
        return _verdict(_only(case, held), budget) == "none"

    found = smallest_conflict(members, conflicts)
    return found if conflicts(found) else list(members)


def _stretches(case: Case) -> Iterator[Case]:
    """Parts of the case from the easiest to the hardest: days, weeks, the whole."""
    days = case.window.days
    for first in range(days):
        yield stretch_of(case, first, first)
    for first in range(0, days, WEEK_DAYS):
        yield stretch_of(case, first, min(days, first + WEEK_DAYS) - 1)
    if days > WEEK_DAYS:
        yield case


def _interval_of(case: Case, t: int) -> Case:
    """The day of an interval, with the needs of that interval only."""
    day = t // case.grid.a_day
    needs = {queue: np.where(np.arange(len(need)) == t, need, 0.0) for queue, need in case.needs.items()}
    return stretch_of(replace(case, needs=needs), day, day)


def _narrowed(case: Case, budget: Budget) -> Case:
    """The case with as few needs as still conflict: first by day, then by interval."""
    a_day = case.grid.a_day
    for length in (a_day, 1):
        parts = [
            (queue, first)
            for queue, need in case.needs.items()
            for first in range(0, len(need), length)
            if need[first : first + length].any()
        ]

        def kept(held: Sequence[tuple[str, int]], length: int = length, case: Case = case) -> Case:
            needs = {queue: np.zeros_like(need) for queue, need in case.needs.items()}
            for queue, first in held:
                needs[queue][first : first + length] = case.needs[queue][first : first + length]
            return replace(case, needs=needs)

        def conflicts(held: Sequence[tuple[str, int]], kept: Callable[..., Case] = kept) -> bool:
            return _verdict(kept(held), budget) == "none"

        found = smallest_conflict(parts, conflicts)
        if conflicts(found):
            case = kept(found)
    return case


def _widened(whole: Case, where: Case, budget: Budget) -> Case:
    """A conflict that one interval shows, told for the intervals before and after it that show it by themselves."""
    shown = [(queue, int(t)) for queue, need in where.needs.items() for t in np.flatnonzero(need)]
    if len(shown) != 1:
        return where
    queue, t = shown[0]
    first = (where.window.start - whole.window.start).days * whole.grid.a_day
    asked = whole.needs[queue][first : first + len(where.needs[queue])]
    held = where.needs[queue].copy()
    for step in (-1, 1):
        for near in range(t + step, t + step * (MOST_WIDER + 1), step):
            if not 0 <= near < len(asked) or not asked[near] or budget.is_up():
                break
            alone = np.where(np.arange(len(asked)) == near, asked, 0.0)
            if _verdict(replace(where, needs={queue: alone}), budget) != "none":
                break
            held[near] = asked[near]
    return replace(where, needs={**where.needs, queue: held})


def _each_lock(case: Case, member: Member, budget: Budget) -> list[Member]:
    """Those kept days that matter, where kept days are part of the conflict; any other member as it is."""
    if member.kind != "kept" or member.of:
        return [member]
    each = [Member("kept", lock_name(lock.agent_id, lock.day)) for lock in case.locks]
    others = [other for other in members_of(case) if other.kind != "kept"]

    def conflicts(held: Sequence[Member]) -> bool:
        return _verdict(_only(case, [*others, *held]), budget) == "none"

    found = smallest_conflict(each, conflicts)
    return found if found and conflicts(found) else [member]
