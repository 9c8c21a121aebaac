"""Tours chosen together: of all tours that are cheap at the bound's prices, the ones that make the best roster.

Nobody's tour in a roster better than the best found can cost more, at the bound's prices, than his cheapest plus the
gap between the two: what is dearer need not be looked at. The rest is a choice of one tour a person, by HiGHS:

    minimise  sum of points x[p, k] + (short + over) points u[t]
    person__p    sum over k of x[p, k]                      = 1
    cover__t     sum of x[p, k] at work in t + u[t]        >= need[t] less those whose tours stay

x[p, k] in {0, 1} for tour k of person p, u[t] >= 0 agents short. Everybody at once where the tours are few; a few
people at a time, everybody else's tours staying, where they are many. This is for problems in which duties alone make
cover: no meals and rests to place, no leads, seats, several queues or even shares.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Floats, Ints
from scheduling.compiled import compiled
from scheduling.path_labels import OFF
from scheduling.prices import Prices
from scheduling.pricing import tour_points
from scheduling.quiet import empty_highs
from scheduling.tour_limits import NO_KIND
from scheduling.tour_list import tours_within


@dataclass(frozen=True, slots=True)
class Effort:
    """How far one choice of tours goes: tours altogether, and seconds of HiGHS."""

    tours: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """Tours `[p, d]`, and whether nothing else of the people concerned can be better (than the slack allows)."""

    tours: Ints
    is_proven: bool


def can_recombine(arena: Arena) -> bool:
    """Whether duties alone make cover."""
    has_breaks = (arena.n_rests > 0).any() or (arena.n_plans > 1).any() or (arena.meal_min > 0).any()
    plain = arena.span == 0 and arena.seats < 0 and not len(arena.share) and arena.need.shape[1] == 1
    return bool(plain and not has_breaks and len(arena.skills) == 1 and (arena.group_of != arena.lead_group).all())


def kind_points(arena: Arena, prices: Prices) -> Floats:
    """Prices of everybody's duties by their kind, `[p, d, s]`."""
    kinds, points = arena.limits.kind_of, np.zeros_like(arena.duty_cost)
    counted = np.flatnonzero(kinds != NO_KIND)
    points[:, :, counted] = prices.kind[:, kinds[counted]][:, None, :]
    return points


def recombined(
    arena: Arena,
    cost: Floats,
    tours: Ints,
    people: Sequence[int],
    slack: float,
    effort: Effort,
    more: Callable[[], bool],
) -> Chosen | None:
    """The best tours of these people within the slack, all others' staying; None where HiGHS found none in time.

    `cost[p, d, s]` are the points of duties at the prices by which tours are picked. `more` says whether there is time
    for another person's tours: with many kinds of labels a person's take a second.
    """
    lists, whole = [], True
    room = max(2, effort.tours // len(people))
    for person in people:
        if not more():
            return None
        found, kept = cheap_tours(arena, person, cost[person], slack, room)
        whole = whole and kept >= slack
        lists.append(found)
    found_tours = weighed(arena, tours, people, lists, effort.seconds)
    return None if found_tours is None else Chosen(found_tours.tours, whole and found_tours.is_proven)


def weighed(arena: Arena, tours: Ints, people: Sequence[int], lists: Sequence[Ints], seconds: float) -> Chosen | None:
    """The best of the people's listed tours `[k, d]`, and of those they have, all others' staying."""
    lists = [np.unique(np.concatenate([mine, tours[None, p]]), axis=0) for p, mine in zip(people, lists, strict=True)]
    if all(len(listed) == 1 for listed in lists):
        return Chosen(tours, is_proven=True)
    highs = empty_highs(seconds)
    highs.passModel(_model(arena, tours, people, lists))
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 0.999 if is_whole(arena) else 0.0)
    start = _positions(tours, people, lists)
    highs.setSolution(len(start), start, np.ones(len(start)))
    highs.run()
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = np.array(highs.getSolution().col_value)
    found_tours, first = tours.copy(), 0
    for person, listed in zip(people, lists, strict=True):
        found_tours[person] = listed[int(np.argmax(values[first : first + len(listed)]))]
        first += len(listed)
    return Chosen(found_tours, highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def cheap_tours(arena: Arena, person: int, cost: Floats, slack: float, room: int) -> tuple[Ints, float]:
    """A person's tours within the slack `[k, d]`, or within as much of it as there is room for, and that slack."""
    tours = np.empty((room, arena.allowed.shape[1]), dtype=np.int64)
    found, kept = tours_within(arena, person, cost, arena.off_cost[person], slack, tours)
    return tours[:found], kept


def _positions(tours: Ints, people: Sequence[int], lists: Sequence[Ints]) -> NDArray[np.int32]:
    """The columns of the tours as they are."""
    firsts = np.cumsum([0, *(len(listed) for listed in lists[:-1])])
    at = [int(np.flatnonzero((listed == tours[p]).all(axis=1))[0]) for p, listed in zip(people, lists, strict=True)]
    positions: NDArray[np.int32] = (firsts + np.array(at)).astype(np.int32)
    return positions


def is_whole(arena: Arena) -> bool:
    """Whether every roster costs a whole number of points."""
    weights = np.array([arena.short_points, arena.over_points])
    parts = (arena.duty_cost, arena.off_cost, arena.need, weights)
    return all(bool((part == np.round(part)).all()) for part in parts)


def _model(arena: Arena, tours: Ints, people: Sequence[int], lists: Sequence[Ints]) -> highspy.HighsLp:
    """HiGHS's model: tours of the people in turn, then agents short."""
    shifts = arena.allowed.shape[2]
    stays = np.ones(len(tours), dtype=bool)
    stays[list(people)] = False
    left = arena.need[: arena.intervals, 0] - _at_work(tours[stays], shifts)
    rows_of = np.full(arena.intervals, -1)
    asked = np.flatnonzero(left > 0)
    rows_of[asked] = len(people) + np.arange(len(asked))
    listed = np.concatenate(lists)
    owner = np.repeat(np.arange(len(people)), [len(mine) for mine in lists])
    column, day = np.nonzero(listed != OFF)
    rows = rows_of[day * shifts + listed[column, day]]
    column, rows = column[rows >= 0], rows[rows >= 0]
    entries = np.concatenate([np.arange(len(listed)), column, len(listed) + np.arange(len(asked))])
    index = np.concatenate([owner, rows, len(people) + np.arange(len(asked))])
    order = np.argsort(entries, kind="stable")
    points = np.concatenate([_points(arena, person, mine) for person, mine in zip(people, lists, strict=True)])
    cost = np.full(len(listed) + len(asked), arena.short_points + arena.over_points)
    cost[: len(listed)] = points + arena.over_points * (listed != OFF).sum(axis=1)
    starts = np.searchsorted(entries[order], np.arange(len(cost) + 1))
    return _highs_model(cost, len(listed), starts, index[order], len(people), left[asked])


def _highs_model(cost: Floats, whole: int, starts: Ints, index: Ints, people: int, least: Floats) -> highspy.HighsLp:
    """The model whose first `whole` columns are 0 or 1; rows of people are equal to 1, the others at least `least`."""
    model, rows = highspy.HighsLp(), people + len(least)
    model.num_col_, model.num_row_ = len(cost), rows
    model.col_cost_, model.col_lower_ = cost, np.zeros(len(cost))
    model.col_upper_ = np.append(np.ones(whole), np.full(len(cost) - whole, highspy.kHighsInf))
    model.row_lower_ = np.append(np.ones(people), least)
    model.row_upper_ = np.append(np.ones(people), np.full(len(least), highspy.kHighsInf))
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.num_col_, model.a_matrix_.num_row_ = len(cost), rows
    model.a_matrix_.start_, model.a_matrix_.index_ = starts.astype(np.int32), index.astype(np.int32)
    model.a_matrix_.value_ = np.ones(len(index))
    kinds = [highspy.HighsVarType.kInteger] * whole + [highspy.HighsVarType.kContinuous] * (len(cost) - whole)
    model.integrality_ = kinds
    return model


def roster_points(arena: Arena, tours: Ints) -> float:
    """Points of a roster `[p, d]` where duties alone make cover."""
    short = agents_short(arena, tours)
    over = float((tours != OFF).sum() - arena.need[: arena.intervals].sum()) + short
    own = sum(tour_points(arena, person, tour) for person, tour in enumerate(tours))
    return own + arena.short_points * short + arena.over_points * over


def agents_short(arena: Arena, tours: Ints) -> float:
    """How many agents are short in all where duties alone make cover."""
    missing = arena.need[: arena.intervals, 0] - _at_work(tours, arena.allowed.shape[2])
    return float(np.clip(missing, 0.0, None).sum())


def _at_work(tours: Ints, shifts: int) -> Floats:
    """People on each shift of each day, one day after the other."""
    people, days = np.nonzero(tours != OFF)
    return np.bincount(days * shifts + tours[people, days], minlength=tours.shape[1] * shifts).astype(np.float64)


@compiled
def _points(arena: Arena, person: int, listed: Ints) -> Floats:
    points = np.empty(len(listed))
    for number in range(len(listed)):
        points[number] = tour_points(arena, person, listed[number])
    return points
