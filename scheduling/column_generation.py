"""The bound and its prices by column generation: a linear program over the tours met so far asks for better ones.

The program shares out everybody among his tours so that cover costs least (`recombination.py` says the same in whole
numbers). Its dual values are prices; the cheapest tours at them join it until none is left that would help. The bound
at any prices is that of the relaxed problem (`relaxation.py`), so that it never rests on the program being solved to
its end. Prices are asked for on the way from the best ones to the program's own (Wentges 1997), which swing widely.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import highspy
import numpy as np
from numpy.typing import NDArray

from scheduling.arena import Arena, Floats, Ints
from scheduling.held_choices import FREE, keeps, with_held
from scheduling.lagrange import Bound
from scheduling.path_labels import OFF
from scheduling.prices import Prices, priced_duties, start_prices
from scheduling.pricing import cheapest_counted_tour, kind_beyond, tour_points
from scheduling.quiet import empty_highs
from scheduling.relaxation import relaxed
from scheduling.tour_limits import NO_KIND, PRICE_OF_KIND

KEPT = 0.7  # how far a step stays at the best prices
CLOSE = 1e-3  # points between the program and the bound
EVER = 1e9
PRIMAL = 4


@dataclass(slots=True)
class Master:
    """The linear program in HiGHS, growing by columns, and the tours that are in it.

    The first columns are people without a tour and agents short, tours come after them, in the order of `tours`.
    """

    arena: Arena
    highs: highspy.Highs
    tours: list[tuple[int, Ints]] = field(default_factory=list)  # whose, and the shift of each day
    seen: set[tuple[int, bytes]] = field(default_factory=set)
    short_row: int | None = None

    @property
    def first(self) -> int:
        """The column of the first tour."""
        return len(self.arena.allowed) + self.arena.intervals

    def add(self, tours: Ints) -> int:
        """Everybody's tour `[p, d]` that is not in it yet; how many were new."""
        return self.add_each(enumerate(tours))

    def add_each(self, tours: Iterable[tuple[int, Ints]]) -> int:
        """Tours that are not in it yet, each with the person whose it is; how many were new."""
        arena, (people, _, shifts) = self.arena, self.arena.allowed.shape
        limits, new = arena.limits, 0
        for person, tour in tours:
            key = (person, tour.astype(np.int8).tobytes())
            if key in self.seen:
                continue
            self.seen.add(key)
            self.tours.append((person, tour.copy()))
            new += 1
            days = np.flatnonzero(tour != OFF)
            kinds = limits.kind_of[tour[days]]
            counted, number = np.unique(kinds[kinds != NO_KIND], return_counts=True)
            first = self.first + person * limits.most_of_kind.shape[1]
            index = np.concatenate([[person], people + days * shifts + tour[days], first + counted]).astype(np.int32)
            values = np.concatenate([np.ones(1 + len(days)), number]).astype(np.float64)
            cost = tour_points(arena, person, tour) + arena.over_points * len(days)
            self.highs.addCol(float(cost), 0.0, highspy.kHighsInf, len(index), index, values)
        return new

    def solve(self) -> tuple[float, Prices]:
        """The least points of the program, and the prices that its dual values are."""
        self.highs.run()
        arena, people = self.arena, len(self.arena.allowed)
        duals = np.array(self.highs.getSolution().row_dual)
        work = np.zeros_like(arena.need)
        work[: arena.intervals, 0] = np.clip(duals[people : people + arena.intervals], 0.0, None)
        most_of_kind, first = arena.limits.most_of_kind, people + arena.intervals
        kind = np.clip(-duals[first : first + most_of_kind.size], 0.0, None).reshape(most_of_kind.shape)
        constant = arena.over_points * float(arena.need.sum())
        prices = replace(start_prices(arena), work=work, kind=kind)
        return self.highs.getInfo().objective_function_value - constant, prices

    def is_late(self) -> bool:
        """Whether HiGHS had no time left: what it last gave means nothing."""
        return bool(self.highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit)

    def taken(self) -> Floats:
        """What share of a person the solution gives every choice of a day, `[p, d, 1 + shift]`, a day off first."""
        shares = np.array(self.highs.getSolution().col_value)[self.first :]
        people, days, shifts = self.arena.allowed.shape
        taken = np.zeros((people, days, 1 + shifts))
        for column in np.flatnonzero(shares > 0):
            person, tour = self.tours[column]
            taken[person, np.arange(days), 1 + tour] += shares[column]
        return taken

    def tours_of(self, person: int, held: Ints) -> Ints:
        """A person's tours in it that keep to `held[d]` and to the duties of a kind that he may have, `[n, d]`."""
        tours = [tour for who, tour in self.tours if who == person and keeps(held, tour)]
        legal = [tour for tour in tours if kind_beyond(self.arena.limits, person, tour) == NO_KIND]
        return np.array(legal, dtype=np.int64).reshape(-1, len(held))

    def ask_short(self, agents: float) -> None:
        """Have at least so many agents short in all from now on."""
        columns = np.arange(len(self.arena.allowed), self.first, dtype=np.int32)
        if self.short_row is None:
            self.short_row = self.highs.getNumRow()
            self.highs.addRow(agents, highspy.kHighsInf, len(columns), columns, np.ones(len(columns)))
        self.highs.changeRowBounds(self.short_row, agents, highspy.kHighsInf)

    def hold(self, held: Ints) -> None:
        """Leave out the tours that differ from choices which stay, `held[p, d]` (`held_choices.py`)."""
        columns = np.arange(self.first, self.first + len(self.tours), dtype=np.int32)
        most = np.where(self.stays(held), highspy.kHighsInf, 0.0)
        self.highs.changeColsBounds(len(columns), columns, np.zeros(len(columns)), most)

    def stays(self, held: Ints) -> NDArray[np.bool_]:
        """Of every tour, whether it has all that stays."""
        whose = np.array([person for person, _ in self.tours], dtype=np.int64)
        tours = np.array([tour for _, tour in self.tours], dtype=np.int64).reshape(-1, held.shape[1])
        stays: NDArray[np.bool_] = ((held[whose] == FREE) | (held[whose] == tours)).all(axis=1)
        return stays

    def forget(self, gone: NDArray[np.bool_]) -> None:
        """Take these tours out for good, but for those in the last solution's basis, which keeps the next one warm."""
        basis = self.highs.getBasis()
        is_basic = np.array([status == highspy.HighsBasisStatus.kBasic for status in basis.col_status[self.first :]])
        gone = gone & ~is_basic
        columns = (self.first + np.flatnonzero(gone)).astype(np.int32)
        self.highs.deleteCols(len(columns), columns)
        stay = np.append(np.ones(self.first, dtype=bool), ~gone)
        basis.col_status = [status for status, kept in zip(basis.col_status, stay, strict=True) if kept]
        self.highs.setBasis(basis)
        self.tours = [tour for tour, kept in zip(self.tours, ~gone, strict=True) if kept]

    def generate(
        self, held: Ints, threads: int, rounds: int, more: Callable[[], bool], enough: float = -np.inf
    ) -> float:
        """Tours that keep to `held` join at the program's own prices, for so many rounds, until none helps or `more`
        says no, or its points are few `enough`; the least points of the program.

        Duties of a kind are counted by rows: who would have too many of one alone gets a tour that has not, too.
        """
        arena = with_held(self.arena, held)
        whole = np.where((held == FREE).any(axis=1, keepdims=True), FREE, held)
        for _ in range(rounds):
            points, prices = self.solve()
            if points <= enough or self.is_late():
                return points
            found = relaxed(arena, prices, threads, whole).tours
            if not more() or self.add(found) + self.add(_counted(arena, prices, found)) == 0:
                return points
        return self.solve()[0]


def new_master(arena: Arena, seconds: float = EVER) -> Master:
    """The program without any tour: nobody has one, and that is dear. HiGHS works on it for so many seconds in all."""
    highs = empty_highs(seconds)
    highs.setOptionValue("simplex_strategy", PRIMAL)  # a new column leaves the solution as it was a legal one
    people, kinds = len(arena.allowed), arena.limits.most_of_kind
    rows = people + arena.intervals + kinds.size
    least = np.concatenate([np.ones(people), arena.need[: arena.intervals, 0], np.full(kinds.size, -highspy.kHighsInf)])
    most = np.concatenate([np.ones(people), np.full(arena.intervals, highspy.kHighsInf), kinds.reshape(-1)])
    none, nothing = np.zeros(0, dtype=np.int32), np.zeros(0)
    highs.addRows(rows, least, most.astype(np.float64), 0, np.zeros(rows, dtype=np.int32), none, nothing)
    dear = (arena.short_points + arena.over_points) * arena.allowed.shape[1] + PRICE_OF_KIND
    for row in range(people + arena.intervals):
        cost = dear if row < people else arena.short_points + arena.over_points
        highs.addCol(cost, 0.0, highspy.kHighsInf, 1, np.array([row], dtype=np.int32), np.ones(1))
    return Master(arena, highs)


def generated_bound(
    master: Master, bound: Bound, threads: int, more: Callable[[float], bool]
) -> tuple[Bound, list[Ints]]:
    """The bound raised as far as tours can be found that help, and the tours found, `[p, d]` by round.

    `more` sees the best bound and says whether there is time for another round.
    """
    best, rounds = bound, []
    kept = KEPT
    while more(best.points):
        points, prices = master.solve()
        if points - best.points < CLOSE:
            break
        at = _between(best.prices, prices, kept)
        found = relaxed(master.arena, at, threads)
        rounds.append(found.tours)
        if found.bound > best.points:
            best = Bound(found.bound, at)
        if master.add(found.tours) == 0:
            if kept == 0.0:
                break
            kept = kept / 2 if kept > 0.1 else 0.0
        else:
            kept = KEPT
    return best, rounds


def _counted(arena: Arena, prices: Prices, found: Ints) -> Ints:
    """The tours, with those that have too many duties of a kind replaced by the cheapest that have not."""
    limits, tours = arena.limits, found
    beyond = [p for p in range(len(found)) if kind_beyond(limits, p, found[p]) != NO_KIND]
    if beyond:
        tours, cost = found.copy(), priced_duties(arena, prices)
        for person in beyond:
            if np.isinf(cheapest_counted_tour(arena, person, cost[person], arena.off_cost[person], tours[person])):
                tours[person] = found[person]
    return tours


def _between(first: Prices, second: Prices, kept: float) -> Prices:
    """Prices between two, nearer to the first by the share `kept`."""
    return replace(
        first,
        work=kept * first.work + (1 - kept) * second.work,
        kind=kept * first.kind + (1 - kept) * second.kind,
    )
