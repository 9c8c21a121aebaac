"""From a site and a requirement to a roster with its bound: relax, dive, search, replan days, place, report."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError, NoRosterError
from domain.frames import Requirement
from domain.roster import PlanningWindow
from domain.site import Site
from scheduling.arena import Arena, arena
from scheduling.audit import audit
from scheduling.cover_state import CoverState, copy_state, empty_state, total_points
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.dive import dive
from scheduling.lagrange import Bound, Climb, lower_bound, new_climb
from scheduling.naming import named_roster
from scheduling.objective import Terms, objective
from scheduling.options import Progress, SolveOptions
from scheduling.outcome import RosterOutcome
from scheduling.pricing import cheapest_tour, legal_tour_points
from scheduling.relaxation import relaxed, start_prices
from scheduling.replanning import place_again, take_over
from scheduling.search import improve
from scheduling.staff_tables import staff_tables
from scheduling.window_search import WindowLimits, replanned

logger = logging.getLogger(__name__)

BOUND_SHARE, DIVE_SHARE, LAST_SHARE = 0.2, 0.2, 0.97
BOUND_ROUNDS, DIVE_TURNS, SETTLE_STEPS, DIVE_STEP = 1500, 40, 30, 0.3
SEARCH_ROUNDS, CHUNKS, CHUNKS_A_PASS = 100, 240, 24
FIRST_THRESHOLD = 0.001


@dataclass(slots=True)
class _Watch:
    """Time and progress of one solve; it remembers what was last told."""

    options: SolveOptions
    started: float
    incumbent: float | None = None
    bound: float | None = None

    def seconds(self) -> float:
        return self.options.clock() - self.started

    def past(self, share: float) -> bool:
        return self.seconds() > share * self.options.time_limit_s

    def good_enough(self) -> bool:
        if self.incumbent is None or self.bound is None:
            return False
        return self.incumbent - self.bound <= self.options.gap * abs(self.incumbent)

    def stopped_by(self) -> Literal["gap", "search_done", "time_limit"]:
        if self.good_enough():
            return "gap"
        return "time_limit" if self.past(LAST_SHARE) else "search_done"

    def tell(self, phase: str) -> None:
        if self.options.progress is not None:
            self.options.progress(Progress(phase, self.seconds(), self.incumbent, self.bound))


def make_roster(
    site: Site, requirement: DataFrame[Requirement], window: PlanningWindow, options: SolveOptions
) -> RosterOutcome:
    """A legal roster for the window with its gap; raises NoRosterError where a goal marked `must` cannot be met.

    Deterministic as long as the time limit does not end a phase early.
    """
    grid = DayGrid(window, site.interval_min)
    if not site.people:
        raise ConfigError("staff.csv: nobody is on the staff list, so there is nobody to roster")
    staff = staff_tables(site, window)
    problem = arena(site, staff, grid, needed_agents(site, requirement, grid))
    _refuse_people_without_tour(site, problem)
    _compile(problem, options.threads)
    watch = _Watch(options, options.clock())
    watch.tell("tables")
    state, bound = _solved(problem, watch)
    roster = named_roster(site, staff, grid, problem, state)
    terms = objective(site, staff, roster, requirement)
    _refuse_unmet_musts(site, terms)
    found = audit(site, roster, requirement)
    logger.info("roster of %s people, %.1f points, bound %.1f", len(site.people), terms.total, bound.points)
    return RosterOutcome(
        site, staff, requirement, roster, terms, found, bound.points, watch.seconds(), watch.stopped_by()
    )


def _compile(problem: Arena, threads: int) -> None:
    """Have everything compiled before time is counted; only the first solve after an update waits for it."""
    prices = relaxed(problem, start_prices(problem), threads)
    state, spare = empty_state(problem), empty_state(problem)
    take_over(problem, state, spare, prices.tours, range(problem.allowed.shape[1]))
    no_prices = (np.zeros(problem.need.shape), np.zeros(len(problem.need)))
    improve(problem, state, spare, no_prices, 1, 0.0, np.random.default_rng(0))
    legal_tour_points(problem, 0, state.tours[0])
    place_again(problem, state, 0, 1, 1)


def _solved(problem: Arena, watch: _Watch) -> tuple[CoverState, Bound]:
    climb = new_climb(problem, watch.options.threads)

    def stop(best: float) -> bool:
        watch.bound = best
        watch.tell("bound")
        return watch.past(BOUND_SHARE)

    bound = lower_bound(climb, BOUND_ROUNDS, stop)
    state = _first(problem, climb, watch)
    state = _searched(problem, state, bound, watch)
    place_again(problem, state, 0, problem.allowed.shape[1], 2)
    return state, bound


def _first(problem: Arena, climb: Climb, watch: _Watch) -> CoverState:
    """The roster of the dive; where time runs out, people still free keep what they had at the last prices."""
    people, days = problem.allowed.shape[:2]
    climb.lead_margin = (problem.span - 1) / 2 if problem.span else 0.0
    at_once = max(1, round(people / DIVE_TURNS))
    tours = dive(
        climb, at_once, SETTLE_STEPS, DIVE_STEP, watch.options.seed, lambda: watch.past(BOUND_SHARE + DIVE_SHARE)
    )
    state = empty_state(problem)
    take_over(problem, state, empty_state(problem), tours, range(days))
    watch.incumbent = total_points(problem, state)
    watch.tell("dive")
    return state


def _searched(problem: Arena, state: CoverState, bound: Bound, watch: _Watch) -> CoverState:
    """Rounds of the search on both cores from the same roster, the better one kept, and days replanned in between."""
    threads = max(1, watch.options.threads)
    states, spares = [empty_state(problem) for _ in range(threads)], [empty_state(problem) for _ in range(threads)]
    prices = (bound.prices.work, bound.prices.lead)
    for chunk in range(CHUNKS):
        threshold = FIRST_THRESHOLD * (1 - chunk / CHUNKS)

        def search(thread: int, chunk: int = chunk, threshold: float = threshold) -> float:
            copy_state(state, states[thread])
            rng = np.random.default_rng([watch.options.seed, chunk, thread])
            return float(improve(problem, states[thread], spares[thread], prices, SEARCH_ROUNDS, threshold, rng))

        with ThreadPoolExecutor(threads) as pool:
            points = list(pool.map(search, range(threads)))
        copy_state(states[int(np.argmin(points))], state)
        if chunk % CHUNKS_A_PASS == CHUNKS_A_PASS - 1:
            _replan_days(problem, state, spares[0], watch)
        watch.incumbent = total_points(problem, state)
        watch.tell("search")
        if watch.good_enough() or watch.past(LAST_SHARE):
            break
    return state


def _replan_days(problem: Arena, state: CoverState, spare: CoverState, watch: _Watch) -> None:
    """Every day of the window replanned for everybody at once, one after the other."""
    for day in range(problem.allowed.shape[1]):
        if watch.past(LAST_SHARE):
            return
        days = range(day, day + 1)
        tours = replanned(problem, state, days, WindowLimits(threads=watch.options.threads))
        if tours is not None:
            take_over(problem, state, spare, tours, days)


def _refuse_people_without_tour(site: Site, problem: Arena) -> None:
    """Raise where somebody's duties before the window already break a rule that no tour can mend."""
    people, days = problem.allowed.shape[:2]
    tour = np.empty(days, dtype=np.int64)
    for person in range(people):
        if np.isinf(cheapest_tour(problem, person, problem.duty_cost[person], problem.off_cost[person], tour)):
            raise NoRosterError(
                f"previous.csv: the duties of {site.people[person].id} before the window leave no legal tour, not even "
                "one of days off: the weekly rest or the hours of the first week are broken already; correct "
                "previous.csv, or start the window at the start of a week"
            )


def _refuse_unmet_musts(site: Site, terms: Terms) -> None:
    """Raise where a goal or the span of control is marked `must` and is not met."""
    for queue in site.queues:
        short = terms.short_by_queue.get(queue.id, 0.0)
        if queue.goal.must and short > 0:
            raise NoRosterError(
                f"Queue {queue.id} is marked must, but the hard rules leave {short:.1f} agent-intervals uncovered; "
                "lower its goal, widen the shift catalogue, or set must = false to see a roster with the shortfall"
            )
    if site.config.lead is not None and site.config.lead.must and terms.lead_intervals_short > 0:
        raise NoRosterError(
            f"The span of control is marked must, but {terms.lead_intervals_short:.0f} leads are missing in all; "
            "widen the span, add leads, or set must = false to see a roster with the shortfall"
        )
