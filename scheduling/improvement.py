"""From a first roster to a good one: very many small changes, and days replanned, in stages.

In every stage each core starts from the same roster and searches by itself, mostly days of its own. The temperature of
the annealing sinks from stage to stage, by the share of the stages or of the time that has passed, whichever is more.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from scheduling.annealing import anneal, duties_of_kinds
from scheduling.arena import Arena, Ints
from scheduling.contact_prices import exact_points, price_after
from scheduling.cover_change import Trail, empty_trail
from scheduling.cover_state import NO_DAY, CoverState, copy_days, copy_state, empty_state, fill, follow, total_points
from scheduling.cover_steps import cover_steps
from scheduling.cover_terms import CoverTerms, no_supply, reprice
from scheduling.day_search import DayLimits, replanned_day
from scheduling.drafts import Choices, Draft, Scope, choices, empty_draft
from scheduling.watch import Watch

STAGES = 160
MOVES_A_DAY, MOST_MOVES = 200, 400_000  # small changes in a stage: so many for everybody's every day
COLD, FIRST_TEMPERATURE, LAST_TEMPERATURE, WARM_CHANGES = 0.15, 1.0, 0.06, 15_000
SEARCH_SHARE, STAGE_SHARE, CHANGES_A_SECOND = 0.6, 0.05, 150_000
TOGETHER_EVERY, LEAST_DAYS = 8, 6
GOLDEN = 0.618034  # its multiples spread evenly
REPLAN_AT = (0.85,)
POLISH_MOVES, POLISH_TEMPERATURES = 400, (0.5, 0.05)  # moves of breaks for each person's day


@dataclass(frozen=True, slots=True)
class Lane:
    """What one core needs to search by itself."""

    state: CoverState
    draft: Draft
    trail: Trail


@dataclass(frozen=True, slots=True)
class Improvement:
    """A roster on its way to a better one; its states change."""

    arena: Arena
    terms: CoverTerms
    choices: Choices
    state: CoverState
    best: CoverState
    lanes: tuple[Lane, ...]
    watch: Watch
    warmth: float  # by how much warmer than usual the annealing begins

    def stage(self, number: int, passed: float, moves: int) -> None:
        """One stage: `passed` is the share of the search that has passed.

        Now and then every core searches everywhere and the best roster stays; mostly each has days of its own, and all
        that they find is put together.
        """
        days, heat = self.state.tours.shape[1], (self._temperature(passed), self._temperature(passed + 1 / STAGES))
        together = number % TOGETHER_EVERY == 0 or days < LEAST_DAYS * len(self.lanes)
        rng = [np.random.default_rng([self.watch.options.seed, number, lane]) for lane in range(len(self.lanes))]
        parts = [Scope(0, days, False)] * len(self.lanes) if together else parted_days(days, len(self.lanes), number)

        def search(lane: int) -> float:
            mine = self.lanes[lane]
            copy_state(self.state, mine.state)
            anneal(
                self.arena, self.terms, mine.state, self.choices, parts[lane], mine.draft, mine.trail, moves, heat,
                rng[lane],
            )  # fmt: skip
            return float(total_points(self.arena, mine.state))

        points = _in_threads(search, range(len(self.lanes)))
        if together:
            copy_state(self.lanes[int(np.argmin(points))].state, self.state)
        else:
            for mine, part in zip(self.lanes, parts, strict=True):
                copy_days(mine.state, self.state, part.first_day, part.last_day)
        fill(self.arena, self.terms, self.state, NO_DAY)
        self.note()

    def _temperature(self, passed: float) -> float:
        options = self.watch.options
        usual = temperature(min(1.0, passed), self.state.tours.size, options.time_limit_s, options.threads)
        return float(usual * self.warmth ** max(0.0, 1.0 - passed))

    def note(self) -> None:
        """Keep the roster if it is the best so far."""
        points = exact_points(self.arena, self.terms, self.state)
        if self.watch.incumbent is None or points < self.watch.incumbent:
            self.watch.incumbent = points
            copy_state(self.state, self.best)

    def meet_goals(self) -> None:
        """Make contacts dearer whose goal is missed and cheaper where more are answered than promised."""
        if self.arena.contacts.goals:
            reprice(self.arena, self.terms, price_after(self.arena, self.terms, self.state))
            fill(self.arena, self.terms, self.state, NO_DAY)

    def replan_days(self) -> None:
        """Replan every day and keep what costs less once meals and rests are placed again; a day a core at a time."""
        days = self.state.tours.shape[1]
        steps = cover_steps(self.arena, self.terms.contact_price)
        apart = -(-days // len(self.lanes))  # days far from each other do not get in each other's way

        def replan(day: int) -> Ints | None:
            return replanned_day(self.arena, steps, self.state, day, DayLimits())

        longest, begins = 0.0, self.watch.share()  # share of the time that one round of days took
        for first in range(apart):
            now = self.watch.share()
            longest, begins = max(longest, now - begins), now
            if now + longest >= 1:
                break
            together = range(first, days, apart)
            for day, tours in zip(together, _in_threads(replan, together), strict=True):
                if tours is not None:
                    self.try_day(tours, day)
        self.note()

    def try_day(self, tours: Ints, day: int) -> None:
        """Follow tours that differ on a day, place its breaks again, and keep the roster if it costs less."""
        mine = self.lanes[0]
        copy_state(self.state, mine.state)
        if not follow(self.arena, self.terms, mine.state, tours, day) or self._breaks_limits(mine.state):
            return
        scope, rng = Scope(day, day + 1, True), np.random.default_rng([self.watch.options.seed, day])
        anneal(
            self.arena, self.terms, mine.state, self.choices, scope, mine.draft, mine.trail,
            POLISH_MOVES * len(mine.state.tours), POLISH_TEMPERATURES, rng,
        )  # fmt: skip
        if total_points(self.arena, mine.state) < total_points(self.arena, self.state):
            copy_state(mine.state, self.state)

    def _breaks_limits(self, state: CoverState) -> bool:
        """Whether somebody has too many duties of a kind, which days replanned side by side may bring about."""
        most = self.arena.limits.most_of_kind
        return bool(most.size and (duties_of_kinds(self.arena.limits, state.tours) > most).any())


def parted_days(days: int, lanes: int, number: int) -> list[Scope]:
    """Days for each core to search by itself, with a day between that nobody changes: duties reach into the next day.

    Where they are parted moves from stage to stage, by up to a quarter of a part to either side.
    """
    length = (days + 1) / lanes
    shift = ((number * GOLDEN) % 1 - 0.5) * length / 2
    cuts = [round(lane * length + shift) - 1 for lane in range(1, lanes)]
    return [Scope(first + 1, last, False) for first, last in zip([-1, *cuts], [*cuts, days], strict=True)]


def temperature(passed: float, size: int, limit_s: float, threads: int) -> float:
    """The temperature, in points, after a share of the search for a roster of so many people's days.

    Where the time limit leaves few changes for each of them, too few to mend what warmth spoils, it begins colder. That
    goes by what a core is taken to try in a second, not by what it does, so that a solve can be repeated.
    """
    changes = SEARCH_SHARE * limit_s * threads * CHANGES_A_SECOND / size
    first = max(COLD, FIRST_TEMPERATURE * min(1.0, changes / WARM_CHANGES))
    return float(first * (LAST_TEMPERATURE / first) ** passed)


def _in_threads[T](work: Callable[[int], T], items: Sequence[int]) -> list[T]:
    if len(items) == 1:
        return [work(items[0])]
    with ThreadPoolExecutor(len(items)) as pool:
        return list(pool.map(work, items))


def improvement(arena: Arena, terms: CoverTerms, state: CoverState, watch: Watch, warmth: float = 1.0) -> Improvement:
    """A search that starts from a roster."""

    def same() -> CoverState:
        return empty_state(arena)._replace(supply=no_supply(terms))

    lanes = tuple(Lane(same(), empty_draft(arena), empty_trail(terms)) for _ in range(max(1, watch.options.threads)))
    found = Improvement(arena, terms, choices(arena), state, same(), lanes, watch, warmth)
    found.note()
    return found


def improved(search: Improvement) -> CoverState:
    """The best roster of all stages; deterministic unless the time limit ends the search early."""
    watch = search.watch
    began, replanned = watch.share(), 0
    in_time = int(STAGE_SHARE * watch.options.time_limit_s * CHANGES_A_SECOND)
    moves = min(MOVES_A_DAY * search.state.tours.size, MOST_MOVES, max(1, in_time))
    longest = 0.0  # share of the time that a whole stage took: the last one is cut so that it ends in time
    for number in range(STAGES):
        starts = watch.share()
        if starts >= 1:
            break
        passed = max(number / STAGES, (starts - began) / max(1e-9, 1 - began))
        part = min(1.0, (1 - starts) / longest) if longest else 1.0
        search.stage(number, min(1.0, passed), int(moves * part))
        longest = max(longest, (watch.share() - starts) / part)
        watch.tell("search")
        if watch.good_enough() or watch.share() >= 1:
            break
        if replanned < len(REPLAN_AT) and passed >= REPLAN_AT[replanned]:
            replanned += 1
            search.replan_days()
        search.meet_goals()
    return search.best
