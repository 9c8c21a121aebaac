"""From a published roster to one that copes with what has changed since, by the fewest changed duties."""

import logging
from dataclasses import dataclass

import numpy as np
from pandera.typing.pandas import DataFrame

from domain.frames import Curve, Requirement
from domain.roster import Duty, Roster
from domain.roster_changes import DutyChange, activities_by_duty, duty_changes
from domain.rule_weights import Weights
from domain.site import Site
from scheduling.arena import Arena, arena
from scheduling.audit import AuditReport, audit
from scheduling.contact_shares import prices_by_interval
from scheduling.contacts import contact_plan
from scheduling.cover_state import CoverState
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.locks import locked
from scheduling.naming import named_roster
from scheduling.objective import Terms, objective
from scheduling.options import SolveOptions
from scheduling.repair.announced import announced_breaks, announced_state, announced_tours
from scheduling.repair.naming import ContactPrices, as_announced
from scheduling.repair.order import RepairOrder, repair_locks, still_possible, with_absences
from scheduling.repair.replies import with_change_points
from scheduling.repair.search import Repair, compile_seconds, repair_of, repaired
from scheduling.staff_tables import Staff, staff_tables
from scheduling.watch import Watch

logger = logging.getLogger(__name__)

SEARCH_SHARE = 0.4  # of the time limit; naming, costs, audit and report take the rest
LEAST_SEARCH_SHARE = 0.2  # of the time limit, however long the tables took


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """A repaired roster and what it costs; what fell away by itself, and what that left of the published roster."""

    site: Site
    staff: Staff
    order: RepairOrder
    requirement: DataFrame[Requirement]
    roster: Roster
    fallen_away: tuple[Duty, ...]
    changes: tuple[DutyChange, ...]
    terms: Terms
    audit: AuditReport
    left: Roster
    seconds: float


def repair_roster(
    site: Site,
    requirement: DataFrame[Requirement],
    order: RepairOrder,
    options: SolveOptions,
    curve: DataFrame[Curve] | None = None,
) -> RepairOutcome:
    """A legal roster close to the published one; raises NoRosterError where what cannot change breaks a rule.

    With a curve, response rates over a day, a week or the window are kept by contacts (`contacts.py`). Deterministic as
    long as the time limit does not end the search early.
    """
    watch = Watch(options, options.clock())
    watch.tell("tables")
    site, window = with_absences(site, order), order.published.window
    kept = still_possible(site, order)
    staff, grid = staff_tables(site, window), DayGrid(window, site.interval_min)
    promised = contact_plan(site, requirement, curve, grid)
    needs = needed_agents(site, requirement, grid)
    free = arena(site, staff, grid, needs, promised.contacts if promised else None)
    problem = locked(free, site, staff, repair_locks(site, order, kept))
    repair = _begun(problem, staff, order, kept, site.rules.weights)
    watch.started += compile_seconds(repair, options.clock)
    state = _searched(repair, staff, order, watch)
    watch.tell("names")
    price = prices_by_interval(problem, repair.terms, state)
    named = named_roster(site, staff, grid, problem, state, price)
    roster = as_announced(site, requirement, order.published, named, ContactPrices(problem.contacts, price))
    changes = duty_changes(kept, roster.duties)
    logger.info("repaired roster of %s people, %s days changed", len(site.people), len(changes))
    return RepairOutcome(
        site=site,
        staff=staff,
        order=order,
        requirement=requirement,
        roster=roster,
        fallen_away=tuple(change.before for change in duty_changes(order.published.duties, kept) if change.before),
        changes=changes,
        terms=objective(site, staff, roster, requirement, promised),
        audit=audit(site, roster, requirement),
        left=_with_duties(order.published, kept),
        seconds=watch.seconds(),
    )


def _begun(problem: Arena, staff: Staff, order: RepairOrder, kept: tuple[Duty, ...], weights: Weights) -> Repair:
    """The published roster, without what fell away, ready to be repaired."""
    of_duty = activities_by_duty(order.published)
    tours = announced_tours(problem, staff, kept)
    breaks = announced_breaks(problem, staff, tours, {(duty.agent_id, duty.start): of_duty[duty] for duty in kept})
    terms = cover_terms(problem)
    state = announced_state(problem, terms, tours, breaks)
    return repair_of(with_change_points(problem, tours, weights), terms, state, tours, breaks)


def _searched(repair: Repair, staff: Staff, order: RepairOrder, watch: Watch) -> CoverState:
    """The repaired state: only people change who have a choice on a day that is open."""
    watch.incumbent = repair.exact_points()
    watch.tell("search")
    first_open = max(0, (order.open_day - staff.window.start).days)
    people = np.flatnonzero(repair.arena.allowed[:, first_open:].any(axis=(1, 2)))
    last_share = max(SEARCH_SHARE, watch.share() + LEAST_SEARCH_SHARE)
    state = repaired(repair, people.tolist(), watch.options.seed, lambda: watch.share() >= last_share)
    watch.incumbent = repair.exact_points()
    return state


def _with_duties(published: Roster, kept: tuple[Duty, ...]) -> Roster:
    """The published roster with these duties only."""
    of_duty = activities_by_duty(published)
    return Roster(published.window, kept, tuple(activity for duty in kept for activity in of_duty[duty]))
