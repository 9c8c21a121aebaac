"""From a site and a requirement to a roster with its bound: relax, settle, improve, name, report."""

import logging
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from pandera.typing.pandas import DataFrame

from domain.errors import ConfigError, NoRosterError
from domain.frames import Curve, Requirement
from domain.roster import PlanningWindow, Roster
from domain.site import Site
from scheduling.arena import Arena, arena
from scheduling.audit import audit
from scheduling.conflict.case import case_of
from scheduling.conflict.musts import MustPlan, must_plan, refuse_later, unmet
from scheduling.conflict.musts import named as named_conflict
from scheduling.contact_shares import prices_by_interval
from scheduling.contacts import contact_plan
from scheduling.cover_state import CoverState, follow, roster_state
from scheduling.cover_terms import CoverTerms, cover_terms, reprice
from scheduling.day_bounds import raised_by_days
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.day_search import around
from scheduling.dear_days import dear_days, mended_to_the_end
from scheduling.evening import evened
from scheduling.improvement import improved, stage
from scheduling.lagrange import LOOK_EVERY, Bound, lower_bound, new_climb
from scheduling.locks import locked
from scheduling.loosening import can_loosen, loosened
from scheduling.naming import compile_naming, named_roster
from scheduling.objective import Terms, objective
from scheduling.options import SolveOptions
from scheduling.outcome import RosterOutcome
from scheduling.prices import short_of_leads, start_prices
from scheduling.pricing import cheapest_tour, legal_tour_points
from scheduling.relaxation import relaxed
from scheduling.repair.naming import as_placed
from scheduling.repair.search import compile_seconds, repair_of
from scheduling.replanning import can_replan_together, replan_days_together
from scheduling.roster_search import new_search
from scheduling.settling import settled
from scheduling.staff_tables import staff_tables
from scheduling.stretch_list import cheapest_stretches
from scheduling.watch import Watch
from scheduling.ways import begun_well
from scheduling.wish_costs import compile_prices
from scheduling.work import round_seconds, turn_seconds

logger = logging.getLogger(__name__)

BOUND_SHARE, DAYS_SHARE, SETTLE_SHARE = 0.25, 0.1, 0.1
MUST_SHARE, MUST_POINTS = 0.1, 1000.0  # of the time limit, for a roster in which no cover is given up
BOUND_ROUNDS, DOUBTED = 1600, 0.3
FINISH_S = 1e-3  # seconds for names, points and audit of a person's day: four times what a quiet core takes
LOOSENED_SHARE = 0.8  # of what the search has left, where loosening is worth it
TOGETHER_FROM, MEND_FROM = 0.88, 0.8  # shares of the time from which days are replanned together, or dear ones


def make_roster(
    site: Site,
    requirement: DataFrame[Requirement],
    window: PlanningWindow,
    options: SolveOptions,
    curve: DataFrame[Curve] | None = None,
) -> RosterOutcome:
    """A legal roster for the window with its gap; raises NoRosterError where a goal marked `must` cannot be met.

    With a curve, response rates over a day, a week or the window are kept by contacts (`contacts.py`). Deterministic as
    long as the time limit does not end a phase early; one that goes by counted work, as long as it does not end it.
    """
    grid = DayGrid(window, site.interval_min)
    if not site.people:
        raise ConfigError("staff.csv: nobody is on the staff list, so there is nobody to roster")
    if all(person.role == "lead" for person in site.people):
        raise ConfigError("staff.csv: only team leads are on the staff list; at least one agent is expected")
    staff = staff_tables(site, window)
    promised = contact_plan(site, requirement, curve, grid)
    needs = needed_agents(site, requirement, grid)
    problem = arena(site, staff, grid, needs, promised.contacts if promised else None)
    case = case_of(site, requirement, window, options.locks)
    try:
        _refuse_people_without_tour(site, problem)
        problem = locked(problem, site, staff, options.locks)
    except NoRosterError as error:
        raise named_conflict(error, case, options) from error
    plan = must_plan(case, staff, options)
    terms = cover_terms(problem)
    _compile(problem, terms, options)
    watch = Watch(options, options.clock(), to_finish_s=FINISH_S * len(site.people) * window.days)
    watch.tell("tables")
    state, bound = _solved(problem, terms, watch)
    kept = [lock.duty for lock in options.locks if lock.duty is not None]

    def placed(state: CoverState) -> tuple[Roster, Terms]:
        named = named_roster(site, staff, grid, problem, state, prices_by_interval(problem, terms, state))
        roster = as_placed(site, kept, named)
        return roster, objective(site, staff, roster, requirement, promised)

    roster, points = placed(state)
    if unmet(case, points):
        roster, points = _meeting_musts(problem, plan, bound, watch, placed) or (roster, points)
    missing = unmet(case, points)
    if missing:
        refuse_later(plan, staff, options)
    found = audit(site, roster, requirement)
    logger.info("roster of %s people, %.1f points, bound %.1f", len(site.people), points.total, bound.points)
    return RosterOutcome(
        site, staff, requirement, roster, points, found, bound.points, watch.seconds(), watch.stopped_by(),
        tuple(watch.course), short_of_leads(problem, bound.prices), missing,
    )  # fmt: skip


def _meeting_musts(
    problem: Arena,
    plan: MustPlan,
    bound: Bound,
    watch: Watch,
    placed: Callable[[CoverState], tuple[Roster, Terms]],
) -> tuple[Roster, Terms] | None:
    """The roster that is known to meet all that is marked `must`, made cheaper as far as that stays so.

    Only what is marked is dear: were all of it, an agent more would be worth the lead whom that leaves missing.
    """
    dear = problem
    if plan.case.needs:
        dear = dear._replace(short_points=MUST_POINTS, deep_points=MUST_POINTS)
    if plan.case.leads_must:
        dear = dear._replace(lead_points=MUST_POINTS)
    terms = cover_terms(dear)
    known, begins = plan.state(dear, terms), plan.state(dear, terms)
    if known is None or begins is None:
        return None
    more = replace(watch.options.for_share(MUST_SHARE, 1.0), gap=0.0)
    search = new_search(dear, terms, begins, Watch(more, more.clock()), bound.prices)
    better = placed(improved(search))
    return better if not unmet(plan.case, better[1]) else placed(known)


def _compile(problem: Arena, terms: CoverTerms, options: SolveOptions) -> None:
    """Have everything compiled before time is counted; only the first solve after an update waits for it.

    What a repair needs is compiled too: it has half a minute, and somebody waits for it.
    """
    watch = Watch(options, options.clock())
    watch.tell("compile")
    climb = new_climb(problem, options.threads)
    state = roster_state(problem, terms, climb.step(0.0).tours)
    search = new_search(problem, terms, state, watch)
    settled(problem, terms, start_prices(problem), state.tours, 1, 0, lambda _: 2.0)  # late: one turn of one try
    stage(search, 0, (1.0, 1.0), 1)
    cheapest_stretches(problem, 0, search.priced[0], state.tours[0], range(1), 1)
    around(problem, state, range(1), range(1))
    follow(problem, terms, state, state.tours, 0, 1)
    legal_tour_points(problem, 0, state.tours[0])
    evened(problem, state, 0, 0.0)
    compile_naming(problem, state, terms.contact_price)
    compile_prices(problem, terms, state)
    of_its_own = cover_terms(problem)  # a repair sets prices of contacts, which the solve begins with as they are
    repair = repair_of(problem, of_its_own, state, state.tours.copy(), state.breaks.copy())
    compile_seconds(repair, options.clock)


def _solved(problem: Arena, terms: CoverTerms, watch: Watch) -> tuple[CoverState, Bound]:
    climb = new_climb(problem, watch.options.threads)

    def passed(best: float) -> float:
        watch.bound = best
        watch.worked((LOOK_EVERY + 1) * round_seconds(problem, watch.options.threads))
        watch.tell("bound")
        return watch.share() / BOUND_SHARE

    bound = lower_bound(climb, BOUND_ROUNDS, passed, DOUBTED)
    reprice(problem, terms, bound.prices.contact)
    raised = raised_by_days(problem, bound.prices, watch, watch.share() + DAYS_SHARE)
    bound = Bound(bound.points + raised.points, bound.prices)
    watch.bound = bound.points
    watch.tell("bound")
    tours = relaxed(problem, bound.prices, watch.options.threads).tours
    begins, a_turn = watch.share(), turn_seconds(problem)

    def settling(turns: int) -> float:
        return (watch.share_after(turns * a_turn) - begins) / SETTLE_SHARE

    first = settled(problem, terms, bound.prices, tours, watch.options.threads, watch.options.seed, settling)
    watch.worked(first.turns * a_turn)
    search = new_search(problem, terms, first.state, watch, bound.prices)
    watch.tell("settled")
    begins, dear = watch.share(), dear_days(problem, bound.prices, raised.by_day)
    if can_loosen(search, (1 - begins) * LOOSENED_SHARE):
        rounds = begun_well(search, bound.prices)
        best = loosened(search, bound.prices, dear, rounds)
    elif can_replan_together(search):
        improved(search, TOGETHER_FROM, replan_at=())
        best = replan_days_together(search)
    elif dear is not None:
        improved(search, MEND_FROM)
        best = mended_to_the_end(dear, search)
    else:
        best = improved(search)
    return evened(problem, best, watch.options.seed, watch.options.planned_s), bound


def _refuse_people_without_tour(site: Site, problem: Arena) -> None:
    """Raise where somebody's duties before the window already break a rule that no tour can mend."""
    people, days = problem.allowed.shape[:2]
    tour = np.empty(days, dtype=np.int64)
    for person in range(people):
        least = cheapest_tour(problem, person, problem.duty_cost[person], problem.off_cost[person], tour)
        if np.isinf(least) or _has_worked_too_much(problem, person):
            raise NoRosterError(
                f"previous.csv: the duties of {site.people[person].id} before the window leave no legal tour, not even "
                "one of days off: the weekly rest or the hours of the first week are broken already; correct "
                "previous.csv, or start the window at the start of a week"
            )


def _has_worked_too_much(problem: Arena, person: int) -> bool:
    """Whether the duties before the window are more than the person may work in the whole week that they began."""
    is_whole_week = problem.free_days_needed[0] > 0
    return bool(is_whole_week and problem.week_allowed[person, 0, problem.first[person, 2]] == 0)
