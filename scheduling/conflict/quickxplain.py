"""A smallest set of members that cannot hold together: QuickXplain.

Junker (2004), "QUICKXPLAIN: preferred explanations and relaxations for over-constrained problems", AAAI-04. Halving
takes about k log(n / k) questions for k of n members. Members that stand first are kept before those that stand last.
"""

from collections.abc import Callable, Sequence


def smallest_conflict[T](members: Sequence[T], conflicts: Callable[[Sequence[T]], bool]) -> list[T]:
    """Members that conflict, such that none can be left out; all of them are known to conflict.

    `conflicts` says whether some of the members cannot hold together. It may say no where it does not know: what is
    given then still conflicts, but may hold a member too many. Empty where nothing is needed for the conflict.
    """
    if conflicts(()):
        return []
    return _needed((), True, list(members), conflicts)


def _needed[T](held: Sequence[T], is_new: bool, members: list[T], conflicts: Callable[[Sequence[T]], bool]) -> list[T]:
    """Those of the members that, with what is held, are needed for the conflict; `is_new`: not asked about it yet."""
    if not is_new and conflicts(held):
        return []
    if len(members) == 1:
        return members
    half = len(members) // 2
    first, last = members[:half], members[half:]
    of_last = _needed((*held, *first), False, last, conflicts)
    of_first = _needed((*held, *of_last), not of_last, first, conflicts)
    return of_first + of_last
