"""Whole solves of tiny sites: legal, repeatable, bounded, and honest about what cannot be had."""

import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as midnight

import numpy as np
import pytest

from domain.errors import ConfigError, NoRosterError
from domain.people import Leave
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_config import Lead
from scheduling.arena import arena
from scheduling.audit import audit
from scheduling.cover_state import roster_state, total_points
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.engine import make_roster
from scheduling.explain import short_intervals
from scheduling.lagrange import lower_bound, new_climb
from scheduling.naming import named_roster
from scheduling.objective import objective
from scheduling.options import SolveOptions
from scheduling.path_labels import OFF
from scheduling.report import report_json
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, NIGHT, WORKDAYS, day, duty, person, requirement, shift, site

WEEK = PlanningWindow(MONDAY, 7)
SHIFTS = (shift(), shift("D11", "11:00"))
NEEDED = requirement(5, "09:00", "18:00", 2)
ANY_GAP = 0.95  # stops after the first rounds of the search: long before any limit of time


def options(time_limit_s: float = 60, gap: float = ANY_GAP) -> SolveOptions:
    return SolveOptions(clock=time.monotonic, time_limit_s=time_limit_s, gap=gap)


def four_agents(must: bool = False, lead: Lead | None = None) -> Site:
    people = [person(f"A{n:04}") for n in range(1, 5)]
    leads = [person(f"L{n:03}", role="lead") for n in range(1, 3)] if lead else []
    return site([*people, *leads], SHIFTS, must=must, lead=lead)


def test_a_tiny_site_gets_a_roster_that_breaks_no_rule_and_gives_everybody_the_contract() -> None:
    outcome = make_roster(four_agents(lead=Lead(span=8)), NEEDED, WEEK, options())

    assert outcome.audit.hard_broken == 0
    assert audit(outcome.site, outcome.roster, NEEDED).hard_broken == 0
    assert all(len(duties) == 5 for duties in outcome.roster.duties_by_person().values())
    assert len(outcome.roster.duties_by_person()) == 6
    assert outcome.bound <= outcome.terms.total + 1e-6


def test_the_same_inputs_give_the_same_duties_and_activities() -> None:
    first, second = (make_roster(four_agents(), NEEDED, WEEK, options()) for _ in range(2))

    assert first.stopped_by == second.stopped_by == "gap"
    assert first.roster == second.roster
    assert first.bound == second.bound


def test_a_goal_marked_must_that_cannot_be_met_ends_without_a_roster_and_names_the_queue() -> None:
    with pytest.raises(NoRosterError, match="queue general must have 9 agents at work") as refused:
        make_roster(four_agents(must=True), requirement(5, "09:00", "18:00", 9), WEEK, options())

    assert refused.value.exit_code == 5


def test_a_goal_marked_must_that_can_be_met_gets_a_roster() -> None:
    outcome = make_roster(four_agents(must=True), requirement(5, "11:00", "12:00", 2), WEEK, options())

    assert outcome.terms.short_by_queue == {"general": 0.0}


def test_a_span_of_control_marked_must_without_leads_ends_without_a_roster() -> None:
    alone = site([person(f"A{n:04}") for n in range(1, 7)], SHIFTS, lead=Lead(span=8, must=True))

    with pytest.raises(NoRosterError, match=r"staff\.csv lists no team lead"):
        make_roster(alone, requirement(5, "09:00", "18:00", 6), WEEK, options())


def test_out_of_time_the_roster_is_still_legal() -> None:
    outcome = make_roster(four_agents(lead=Lead(span=2)), NEEDED, WEEK, options(time_limit_s=0.2, gap=0.0))

    assert outcome.stopped_by == "time_limit"
    assert audit(outcome.site, outcome.roster, NEEDED).hard_broken == 0


def test_a_site_without_people_is_refused() -> None:
    with pytest.raises(ConfigError, match="nobody is on the staff list"):
        make_roster(site([], SHIFTS), NEEDED, WEEK, options())


def test_a_site_with_leads_alone_is_refused() -> None:
    with pytest.raises(ConfigError, match="only team leads are on the staff list"):
        make_roster(site([person("L001", role="lead")], SHIFTS), NEEDED, WEEK, options())


def test_the_seats_hold_and_the_others_work_at_home() -> None:
    people = [person(f"A{n:04}", mode="any") for n in range(1, 5)]

    outcome = make_roster(site(people, SHIFTS, seats=1), NEEDED, WEEK, options())

    assert outcome.audit.rules["seats"].broken == 0
    assert {duty.mode for duty in outcome.roster.duties} == {"site", "remote"}


def test_the_report_says_what_a_planner_asks() -> None:
    outcome = make_roster(four_agents(lead=Lead(span=8)), NEEDED, WEEK, options())

    report = report_json(outcome)

    assert report["status"] in ("optimal", "feasible")
    assert report["gap"] == pytest.approx((report["objective"] - report["bound"]) / abs(report["objective"]), abs=1e-4)
    assert sum(report["terms"].values()) == pytest.approx(report["objective"], abs=1e-3)
    assert all(rule["broken"] == 0 for rule in report["rules"].values())
    assert report["coverage"]["general"]["required"] == 5 * 18 * 2


def test_the_report_says_where_the_bound_is_short_of_leads_too() -> None:
    outcome = make_roster(four_agents(lead=Lead(span=8)), NEEDED, WEEK, options())
    interval = outcome.terms.leads[0]
    none = replace(interval, have=0)
    begins = datetime.combine(WEEK.start, midnight())
    number = (none.interval_start - begins) // timedelta(minutes=30)

    def told(short_in_bound: frozenset[int] | None) -> list[bool | None]:
        terms = replace(outcome.terms, leads=(none,))
        rows = report_json(replace(outcome, terms=terms, short_in_bound=short_in_bound))["leads"]["intervals"]
        return [row.get("short_in_bound") for row in rows]

    assert told(frozenset({number})) == [True]
    assert told(frozenset({number + 1})) == [False]
    assert told(None) == [None]  # a repair knows no bound


def test_without_enough_leads_the_bound_is_short_of_them_and_with_enough_it_is_not() -> None:
    people = [person(f"A{n:04}") for n in range(1, 9)]
    few, many = (
        make_roster(
            site([*people, *(person(f"L{n:03}", role="lead") for n in range(leads))], SHIFTS, lead=Lead(span=1)),
            requirement(5, "09:00", "18:00", 4),
            WEEK,
            options(),
        )
        for leads in (1, 12)
    )

    assert few.short_in_bound
    assert not many.short_in_bound


def points_of_search_and_roster(queues: tuple[str, ...], agents: int) -> tuple[float, float, float]:
    """Points by the search's own count, points of the named roster, and the bound."""
    people = [
        person("A0001", skills=queues, consents=True, overtime_min=480),
        person("A0002", skills=queues[:1]),
        person("A0003", skills=queues),
        person("L001", role="lead"),
    ]
    of = site(people, [*SHIFTS, NIGHT], queues, lead=Lead(span=2))
    needed = requirement(7, "08:00", "20:00", agents, queues)
    staff, grid = staff_tables(of, WEEK), DayGrid(WEEK, 30)
    problem = arena(of, staff, grid, needed_agents(of, needed, grid))
    climb = new_climb(problem, 1)
    bound = lower_bound(climb, 100)
    state = roster_state(problem, cover_terms(problem), climb.step(0.1).tours)
    terms = objective(of, staff, named_roster(of, staff, grid, problem, state, np.zeros(0)), needed)
    return total_points(problem, state), terms.total, bound.points


@pytest.mark.parametrize(
    ("queues", "agents"),
    [(("general",), 1), (("general",), 3), (("general", "chat"), 5)],
    ids=["one queue", "one queue, more needed", "two queues whose deep part is whole agents"],
)
def test_the_points_of_the_search_are_the_points_of_the_finished_roster(queues, agents) -> None:
    by_search, by_roster, bound = points_of_search_and_roster(queues, agents)

    assert by_search == pytest.approx(by_roster, abs=1e-6)
    assert bound <= by_roster + 1e-6


def test_where_work_is_shared_between_queues_in_parts_names_cost_no_less_than_the_search_counted() -> None:
    by_search, by_roster, bound = points_of_search_and_roster(("general", "chat"), 1)

    assert bound - 1e-6 <= by_search <= by_roster + 1e-6


def test_the_bound_is_below_the_cost_of_nobody_at_work_and_of_every_roster_on_the_way() -> None:
    of = four_agents()
    staff, grid = staff_tables(of, WEEK), DayGrid(WEEK, 30)
    problem = arena(of, staff, grid, needed_agents(of, NEEDED, grid))
    climb = new_climb(problem, 1)
    terms = cover_terms(problem)
    costs = [total_points(problem, roster_state(problem, terms, np.full(problem.allowed.shape[:2], OFF)))]
    costs += [total_points(problem, roster_state(problem, terms, climb.step(0.5).tours)) for _ in range(40)]

    bound = lower_bound(new_climb(problem, 1), 300)

    assert min(costs) < costs[0]
    assert 0 < bound.points <= min(costs)


def test_an_interval_that_is_short_because_of_leave_says_so() -> None:
    away = site([person("A0001")], [shift(weekdays=WORKDAYS)], leave=[Leave("A0001", day(2), "annual")])

    outcome = make_roster(away, NEEDED, WEEK, options())
    short = [found for found in short_intervals(away, outcome.roster, NEEDED) if found.interval_start.date() == day(2)]

    assert len(short) == 18
    assert all(found.why == {"leave": 1} and found.have == 0 for found in short)


def test_a_night_that_is_short_for_want_of_consent_says_so() -> None:
    nights = requirement(1, "23:00", "23:30", 1)
    by_day = site([person("A0001"), person("A0002", consents=True, end=date(2026, 6, 7))], [NIGHT, shift()])

    outcome = make_roster(by_day, nights, WEEK, options())
    [short] = short_intervals(by_day, outcome.roster, nights)

    assert short.why == {"night_consent": 1, "employment": 1}
    assert (short.need, short.have, short.short) == (1, 0, 1)


def test_an_interval_outside_every_shift_says_so() -> None:
    early = requirement(1, "04:00", "04:30", 1)

    outcome = make_roster(four_agents(), early, WEEK, options())
    [short] = short_intervals(outcome.site, outcome.roster, early)

    assert short.why == {"no_shift_covers_it": 4}


def test_hours_before_the_window_beyond_those_of_their_week_leave_nobody_a_roster() -> None:
    four, window = [duty(number) for number in range(4)], PlanningWindow(day(5), 9)
    all_of_the_contract = site([person()], SHIFTS, previous=[*four, duty(4)])
    a_minute_more = site([person()], SHIFTS, previous=[*four, duty(4, paid_min=481)])

    assert make_roster(all_of_the_contract, NEEDED, window, options()).audit.hard_broken == 0
    with pytest.raises(NoRosterError, match="the duties before 2026-06-13 of A0001"):
        make_roster(a_minute_more, NEEDED, window, options())
