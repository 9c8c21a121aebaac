"""The tour builder against brute force: no legal tour, as the audit's rules judge it, is cheaper or missing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest

from domain.people import Leave, Person
from domain.roster import Duty, PlanningWindow
from domain.site import Site
from scheduling.arena import Arena, arena
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.facts import facts_by_person
from scheduling.path_labels import OFF
from scheduling.pricing import cheapest_tour, legal_tour_points, tour_points
from scheduling.rules import DUTY_RULES, TOUR_RULES
from scheduling.rules.rule import PersonFacts, Tour
from scheduling.staff_tables import Staff, duty_on, staff_tables, work_mode
from tests.builders import EU, NIGHT, PACK, day, duty, limit, person, requirement, shift, site

D06, LONG_DAY, LONG_NIGHT = shift("D06", "06:00"), shift("X08", "08:00", 781), shift("N21", "21:00", 600)
HALF, LATE_HALF = shift("P06", "06:00", 300, (30, 60, 240)), shift("P17", "17:00", 300, (30, 60, 240))
D07, E13 = shift("D07", "07:00"), shift("E13", "13:00")
LONG = shift("X09", "09:00", span_min=660)
NIGHTS = person(consents=True, overtime_min=480)


@dataclass(frozen=True)
class Tiny:
    """One person, a few days, a few shifts."""

    of: Site
    window: PlanningWindow


def strict(of: Site, **parameters: object) -> Site:
    """The site with other parameters of the rule pack."""
    changed = PACK.parameters.model_validate(PACK.parameters.model_dump() | parameters)
    return replace(of, rules=replace(PACK, parameters=changed))


def tiny(who: Person, shifts, days: int = 5, first: int = 0, **more) -> Tiny:
    return Tiny(site([who], shifts, **more), PlanningWindow(day(first), days))


PROBLEMS = {
    "early, late, night": tiny(NIGHTS, [D07, E13, NIGHT]),
    "night after nights before the window": tiny(
        NIGHTS, [D07, NIGHT], previous=[duty(-2, NIGHT, NIGHTS), duty(-1, NIGHT, NIGHTS)]
    ),
    "late before the window": tiny(person(), [D07, E13], previous=[duty(-1, E13)]),
    "window from Thursday with worked days before": tiny(
        person(overtime_min=240), [D07, LONG], first=3, previous=[duty(n, D07) for n in range(3)]
    ),
    "window from Saturday, week nearly full": tiny(
        NIGHTS, [D07, NIGHT], days=4, first=5, previous=[duty(n, D07, NIGHTS) for n in range(5)]
    ),
    "a whole week of two shifts": tiny(person(overtime_min=480), [D07, E13], days=7),
    "a whole week with nights": tiny(NIGHTS, [D07, NIGHT], days=7),
    "part-time": tiny(person(contract_min=960), [D07, LONG], days=7),
    "leave and limits": tiny(
        NIGHTS,
        [D07, NIGHT],
        days=7,
        leave=[Leave("A0001", day(2), "annual")],
        limits=[limit("no_night", 5, 6), limit("max_paid_minutes_week", 0, 6, 1440)],
    ),
    "three days in a row, two rest days, long rest": Tiny(
        strict(
            site([NIGHTS], [D07, NIGHT]),
            max_consecutive_days=3,
            min_rest_days_week=2,
            max_consecutive_nights=2,
            min_rest_after_nights_h=48,
        ),
        PlanningWindow(day(0), 7),
    ),
    "nine days of rest after two nights": Tiny(
        strict(
            site([NIGHTS], [D07], previous=[duty(-2, NIGHT, NIGHTS), duty(-1, NIGHT, NIGHTS)]),
            min_rest_after_nights_h=210,
        ),
        PlanningWindow(day(0), 11),
    ),
    "a day off of 35 hours": tiny(NIGHTS, [D07, E13], days=7, pack=EU, previous=[duty(-2, E13)]),
    "nights and early shifts of the eu": tiny(NIGHTS, [D06, NIGHT], days=7, pack=EU),
    "long days of the eu": tiny(NIGHTS, [LONG_DAY, D07, LONG_NIGHT], pack=EU),
    "two duties on one day before the window": tiny(
        person(overtime_min=120), [D07, LONG], days=5, first=2, previous=[duty(1, HALF), duty(1, LATE_HALF)]
    ),
}


def built(problem: Tiny) -> tuple[Staff, Arena]:
    grid = DayGrid(problem.window, 30)
    staff = staff_tables(problem.of, problem.window)
    needed = needed_agents(problem.of, requirement(1, "09:00", "10:00", 1), grid)
    return staff, arena(problem.of, staff, grid, needed)


def as_tour(problem: Tiny, staff: Staff, choice: tuple[int, ...]) -> Tour:
    who = problem.of.people[0]
    duties = [
        duty_on(who, staff.shifts[number], on, work_mode(who, staff.shifts[number]))
        for number, on in zip(choice, problem.window.dates(), strict=True)
        if number != OFF
    ]
    return Tour(staff.people[0].tour_before.previous, tuple(duties), problem.window)


def is_legal(problem: Tiny, facts: PersonFacts, tour: Tour) -> bool:
    def allowed(worked: Duty) -> bool:
        of = problem.of.shift_by_id[worked.shift]
        return all(case.ok for rule in DUTY_RULES for case in rule.cases(facts, worked, of))

    return all(map(allowed, tour.duties)) and all(case.ok for rule in TOUR_RULES for case in rule.cases(facts, tour))


def legal_choices(problem: Tiny, staff: Staff) -> Iterator[tuple[int, ...]]:
    facts = facts_by_person(problem.of, problem.window)[problem.of.people[0].id]
    for choice in product(range(OFF, len(staff.shifts)), repeat=problem.window.days):
        if is_legal(problem, facts, as_tour(problem, staff, choice)):
            yield choice


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS.keys())
def test_the_cheapest_tour_costs_what_the_cheapest_of_all_legal_tours_costs(problem: Tiny) -> None:
    staff, tables = built(problem)
    legal = list(legal_choices(problem, staff))
    days, shifts = problem.window.days, len(staff.shifts)
    rng = np.random.default_rng(1)
    tour = np.empty(days, dtype=np.int64)

    assert legal
    for _ in range(12):
        duty_cost, off_cost = rng.normal(-15, 15, (days, shifts)), rng.normal(0, 10, days)
        found = cheapest_tour(tables, 0, duty_cost, off_cost, tour)
        dearer = tables._replace(duty_cost=duty_cost[None], off_cost=off_cost[None])
        costs = [tour_points(dearer, 0, np.array(choice)) for choice in legal]

        assert found == pytest.approx(min(costs), abs=1e-9)
        assert tuple(tour) in legal
        assert tour_points(dearer, 0, tour) == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS.keys())
def test_the_tables_call_a_tour_legal_exactly_where_the_rules_do(problem: Tiny) -> None:
    staff, tables = built(problem)
    by_rules = set(legal_choices(problem, staff))

    every = product(range(OFF, len(staff.shifts)), repeat=problem.window.days)
    by_tables = {choice for choice in every if np.isfinite(legal_tour_points(tables, 0, np.array(choice)))}

    assert by_tables == by_rules
