"""What each dated wish that a roster does not meet would have cost: the person's best other tour in which it is met.

Everybody else's duties stay as they are. The person's tour is taken out and replaced by the tour that costs least among
all legal ones that meet the wish (a shortest path, as for the bound); what all else then costs more is the price of the
wish. Where no legal tour meets it, the rule that forbids it is named. Cover is counted by heads, also where response
rates are promised over a longer time by contacts.

The price is counted on a whole tour, so that it can be had. It is the least there is but for even shares of nights and
weekends: what one more of them costs depends on how many the tour has, and a few guesses of it are tried.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.people import Preference
from domain.roster import Roster
from domain.roster_changes import activities_by_duty
from domain.site import Site
from scheduling.arena import IMPOSSIBLE, Arena, Floats, Ints, arena
from scheduling.compiled import compiled
from scheduling.cover_cuts import cover_cuts, uncovered
from scheduling.cover_state import NO_DAY, CoverState, put_tour, uneven_points
from scheduling.cover_terms import CoverTerms, cover_terms, interval_points, leads_missing
from scheduling.day_grid import DayGrid
from scheduling.duty_values import break_times, presence_values
from scheduling.exact_duties import place_breaks, saved_by_duties
from scheduling.pricing import cheapest_tour, tour_points
from scheduling.repair.announced import announced_breaks, announced_state, announced_tours
from scheduling.rules import DUTY_RULES, TOUR_RULES, weekly_hours
from scheduling.rules.preferences import DAY_OFF, points_lost
from scheduling.rules.rule import Tour
from scheduling.staff_tables import PersonTables, Staff, duty_on, work_mode

MOST_PRICED = 500  # wishes of the greatest weight; a site of thousands has more, and the report is not to wait for them
BURDEN_GUESSES = (-1.0, 0.0, 0.5, 1.0)  # of the points for a night or weekend duty more; fewer than the share cost too


@dataclass(frozen=True, slots=True)
class UnmetWish:
    """A dated wish that is not met, and the points that the wish itself counts.

    `points`: what all else would cost more; `agent_intervals` and `lead_intervals`: how much more would be short. Where
    no legal tour meets the wish these are None and `forbidden_by` is the id of the rule; all are None if nobody asked.
    """

    wish: Preference
    day: date
    worth: float
    points: float | None = None
    agent_intervals: float | None = None
    lead_intervals: float | None = None
    forbidden_by: str | None = None


@dataclass(frozen=True, slots=True)
class _Priced:
    """A finished roster on the arrays of the search."""

    site: Site
    staff: Staff
    arena: Arena
    terms: CoverTerms
    state: CoverState


def unmet_wishes(site: Site, staff: Staff, roster: Roster, needs: Mapping[str, Floats]) -> tuple[UnmetWish, ...]:
    """The dated wishes of the window that the roster does not meet, in the order of the file, each with its price."""
    shift_of = {(duty.agent_id, duty.day): duty.shift for duty in roster.duties}
    unmet = []
    for wish in site.preferences:
        if wish.day is not None and roster.window.holds(wish.day):
            worked = shift_of.get((wish.agent_id, wish.day), DAY_OFF)
            worth = points_lost(wish, wish.day, worked, site.rules.weights)
            if worth > 0:
                unmet.append(UnmetWish(wish, wish.day, worth))
    if not unmet:
        return ()
    priced = _priced(site, staff, roster, needs)
    person_of = {tables.person.id: number for number, tables in enumerate(staff.people)}
    dearest = sorted(range(len(unmet)), key=lambda number: (-unmet[number].worth, number))[:MOST_PRICED]
    for number in dearest:
        unmet[number] = _with_price(priced, person_of[unmet[number].wish.agent_id], unmet[number])
    return tuple(unmet)


def compile_prices(problem: Arena, terms: CoverTerms, state: CoverState) -> None:
    """Have all compiled by which wishes that are not met are priced; the state is left as it was."""
    _points(problem, terms, state, 0)
    _saved(problem, terms, state, 0, np.zeros_like(problem.duty_cost[0]))
    _lead_points_saved(problem, terms, state, True)
    _place(problem, terms, state, 0, state.tours[0].copy(), state.breaks[0].copy())
    for sign in (-1.0, 1.0):
        put_tour(problem, terms, state, 0, sign, NO_DAY, np.zeros(len(problem.need) + 1))


def _priced(site: Site, staff: Staff, roster: Roster, needs: Mapping[str, Floats]) -> _Priced:
    problem = arena(site, staff, DayGrid(roster.window, site.interval_min), needs)
    terms = cover_terms(problem)
    tours = announced_tours(problem, staff, roster.duties)
    activities = {(duty.agent_id, duty.start): done for duty, done in activities_by_duty(roster).items()}
    breaks = announced_breaks(problem, staff, tours, activities)
    return _Priced(site, staff, problem, terms, announced_state(problem, terms, tours, breaks))


def _with_price(priced: _Priced, person: int, unmet: UnmetWish) -> UnmetWish:
    """The wish with what meeting it would cost; the state is left as it was."""
    problem, terms, state = priced.arena, priced.terms, priced.state
    sums, tour, breaks = np.zeros(len(problem.need) + 1), state.tours[person].copy(), state.breaks[person].copy()
    before = _points(problem, terms, state, person)
    short = _missing(priced)
    put_tour(problem, terms, state, person, -1.0, NO_DAY, sums)
    duty_cost, off_cost = _costs(priced, person, unmet)
    best: tuple[float, float, float] | None = None
    for guess in BURDEN_GUESSES:
        cost = duty_cost + _burdens(problem, person, guess)
        least = cheapest_tour(problem, person, cost, off_cost, state.tours[person])
        if np.isinf(least):
            break
        if _is_agent(problem, person):
            group = int(problem.group_of[person])
            _place(problem, terms, state, group, state.tours[person], state.breaks[person])
        put_tour(problem, terms, state, person, 1.0, NO_DAY, sums)
        points = _points(problem, terms, state, person) - before + unmet.worth
        agents, leads = (now - then for now, then in zip(_missing(priced), short, strict=True))
        best = min(best or (points, agents, leads), (points, agents, leads))
        put_tour(problem, terms, state, person, -1.0, NO_DAY, sums)
    state.tours[person], state.breaks[person] = tour, breaks
    put_tour(problem, terms, state, person, 1.0, NO_DAY, sums)
    if best is None:
        rule = _forbidding_rule(priced.staff.people[person], priced, unmet)
        return UnmetWish(unmet.wish, unmet.day, unmet.worth, forbidden_by=rule)
    return UnmetWish(unmet.wish, unmet.day, unmet.worth, *best)


def _is_agent(problem: Arena, person: int) -> bool:
    """Whether the person is counted in cover, and has meals and rests placed by it."""
    return bool(problem.group_of[person] != problem.lead_group)


def _costs(priced: _Priced, person: int, unmet: UnmetWish) -> tuple[Floats, Floats]:
    """Points of every duty and day off of a person who was taken out, infinite on the day where the wish is not met."""
    problem, terms, state = priced.arena, priced.terms, priced.state
    cost, off_cost = problem.duty_cost[person].copy(), problem.off_cost[person].copy()
    saved = np.zeros_like(cost)
    is_agent = _is_agent(problem, person)
    if is_agent:
        _saved(problem, terms, state, int(problem.group_of[person]), saved)
        cost -= saved
    if problem.span > 0:
        presence_values(problem, _lead_points_saved(problem, terms, state, is_agent), saved)
        cost -= saved
    if problem.seats >= 0:
        presence_values(problem, np.where(state.desks + 1 > problem.seats, IMPOSSIBLE, 0.0), saved)
        cost += saved * problem.on_site[person]
    weights, day = priced.site.rules.weights, (unmet.day - priced.staff.window.start).days
    for number, shift in enumerate(priced.staff.shifts):
        if points_lost(unmet.wish, unmet.day, shift.id, weights) > 0:
            cost[day, number] = np.inf
    if points_lost(unmet.wish, unmet.day, DAY_OFF, weights) > 0:
        off_cost[day] = np.inf
    return cost, off_cost


def _burdens(problem: Arena, person: int, guess: float) -> Floats:
    """Points of nights and weekends at a guess of how much of each counts as beyond the even share."""
    shared = (problem.share[:, person] > 0) * problem.burden_points * guess
    points: Floats = np.tensordot(shared, problem.carries, axes=1)
    return points


@compiled
def _saved(problem: Arena, terms: CoverTerms, state: CoverState, group: int, saved: Floats) -> None:
    saved_by_duties(break_times(problem), terms, state, group, saved)


@compiled
def _place(problem: Arena, terms: CoverTerms, state: CoverState, group: int, tour: Ints, breaks: Ints) -> None:
    place_breaks(break_times(problem), terms, state, group, tour, breaks)


@compiled
def _lead_points_saved(problem: Arena, terms: CoverTerms, state: CoverState, is_agent: bool) -> Floats:
    """Points of leads saved by interval by one more lead on duty, or (negative) by one more agent."""
    saved = np.zeros(len(problem.need))
    for t in range(terms.intervals):
        agents, leads = state.agents[t], state.leads[t]
        with_one = leads_missing(agents + is_agent, leads + 1.0 - is_agent, terms.span, terms.min_leads)
        saved[t] = terms.lead_points * (leads_missing(agents, leads, terms.span, terms.min_leads) - with_one)
    return saved


@compiled
def _points(problem: Arena, terms: CoverTerms, state: CoverState, person: int) -> float:
    """What the roster costs, but for what others' tours cost by themselves."""
    points = tour_points(problem, person, state.tours[person])
    for t in range(len(problem.need)):
        points += interval_points(terms, state.supply, state.agents[t], state.leads[t], state.desks[t], t)
    for burden in range(state.carried.shape[0]):
        points += uneven_points(problem, state.carried[burden], burden)
    return points


def _missing(priced: _Priced) -> tuple[float, float]:
    """Agent-intervals and lead-intervals short."""
    terms, state, inside = priced.terms, priced.state, slice(priced.terms.intervals)
    short = uncovered(cover_cuts(priced.arena.skills), state.supply[inside], priced.arena.need[inside])
    agents, leads = state.agents[inside], state.leads[inside]
    asked = np.maximum(np.ceil(agents / terms.span), terms.min_leads) * (agents > 0) if terms.span else 0.0 * agents
    return float(short.sum()), float(np.maximum(0.0, asked - leads).sum())


def _forbidding_rule(tables: PersonTables, priced: _Priced, unmet: UnmetWish) -> str:
    """The rule that most of the duties that would meet the wish break first.

    A duty may break none, alone with the duties before the window, and yet be on no tour: a week that the window cuts
    is held to its part of the hours, which the audit judges only once the week is whole.
    """
    broken = Counter(_first_broken(tables, priced, unmet)).most_common(1)
    return broken[0][0] if broken else weekly_hours.RULE.id


def _first_broken(tables: PersonTables, priced: _Priced, unmet: UnmetWish) -> Iterator[str]:
    """For every shift that would meet the wish the first rule that it breaks, alone or after the duties before."""
    facts, window = tables.facts, priced.staff.window
    for shift in priced.staff.shifts:
        if points_lost(unmet.wish, unmet.day, shift.id, priced.site.rules.weights) > 0:
            continue
        duty = duty_on(facts.person, shift, unmet.day, work_mode(facts.person, shift))
        alone = Tour(tables.tour_before.previous, (duty,), window)
        broken = [rule.id for rule in DUTY_RULES if not all(case.ok for case in rule.cases(facts, duty, shift))]
        broken += [rule.id for rule in TOUR_RULES if not all(case.ok for case in rule.cases(facts, alone))]
        yield from broken[:1]
