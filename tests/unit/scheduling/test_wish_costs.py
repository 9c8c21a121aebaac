"""What a wish that is not met would have cost: by hand, against all tours there are, and the rule that forbids it."""

import time
from itertools import product

import numpy as np
import pytest

from domain.people import Leave, Preference
from domain.roster import PlanningWindow
from domain.roster_changes import activities_by_duty
from domain.site import Site
from domain.site_config import Lead
from scheduling.arena import arena
from scheduling.cover_state import NO_DAY, put_tour
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.duty_values import break_times
from scheduling.engine import make_roster
from scheduling.exact_duties import least_lost_to_breaks, lost_while_away
from scheduling.options import SolveOptions
from scheduling.outcome import RosterOutcome
from scheduling.path_labels import OFF
from scheduling.pricing import legal_tour_points
from scheduling.repair.announced import announced_breaks, announced_state, announced_tours
from scheduling.report import report_json
from scheduling.rules.preferences import points_lost
from scheduling.wish_costs import UnmetWish, _place, _points, unmet_wishes
from tests.builders import MONDAY, NIGHT, day, duty, person, requirement, shift, site

WEEK, FOUR_DAYS = PlanningWindow(MONDAY, 7), PlanningWindow(MONDAY, 4)
D07, D11 = shift("D07", "07:00"), shift("D11", "11:00")
PART = 0.6  # of a wish's weight: one wish is worth six points, less than an agent short


def wish(number: int, what: str, weight: float = PART, who: str = "A0001") -> Preference:
    return Preference(who, day(number), what, weight)


def solved(of: Site, needed, window: PlanningWindow) -> RosterOutcome:
    return make_roster(of, needed, window, SolveOptions(clock=time.monotonic, time_limit_s=20, gap=0.95, threads=1))


def unmet(outcome: RosterOutcome) -> tuple[UnmetWish, ...]:
    of, roster = outcome.site, outcome.roster
    needs = needed_agents(of, outcome.requirement, DayGrid(roster.window, of.interval_min))
    return unmet_wishes(of, outcome.staff, roster, needs)


def test_a_day_off_that_leaves_an_interval_short_costs_that_interval_and_the_idle_one_of_the_day_instead() -> None:
    of = site([person()], [shift()], preferences=[wish(0, "off"), wish(5, "off", 0.1)])
    outcome = solved(of, requirement(1, "10:00", "10:30", 1), WEEK)

    report = report_json(outcome)["preferences"]

    # Nobody at ten on Monday costs 0.2 x 10 + 0.8 x 15, and the day worked instead has one idle half-hour more.
    [row] = [row for row in report["unmet"] if row["date"] == MONDAY.isoformat()]
    assert row == {
        "agent_id": "A0001", "date": "2026-06-08", "shift": "off", "weight": 0.6, "worth": 6.0,
        "cost": 15.0, "agent_intervals": 1.0, "lead_intervals": 0.0,
    }  # fmt: skip
    assert report["weight"] == 0.7
    assert report["met_share_where_cover_allows"] == 1.0


@pytest.mark.parametrize(
    ("what", "number", "rule"),
    [("N22", 1, "night_consent"), ("D09", 4, "leave"), ("D07", 0, "rest_between_duties")],
)
def test_a_wish_that_no_legal_tour_meets_names_the_rule(what: str, number: int, rule: str) -> None:
    late = shift("E16", "16:00")
    of = site(
        [person()], [shift(), D07, NIGHT, late], preferences=[wish(number, what)],
        leave=[Leave("A0001", day(4), "annual")], previous=[duty(-1, late)],
    )  # fmt: skip

    [found] = unmet(solved(of, requirement(1, "10:00", "10:30", 1), WEEK))

    assert (found.forbidden_by, found.points, found.agent_intervals) == (rule, None, None)


@pytest.fixture(scope="module")
def crowded() -> RosterOutcome:
    """Five agents with two sets of skills and a lead, too few of all, and wishes that the need does not allow."""
    people = [person(f"A{n:04}", skills=("general", "chat")[: 1 + n % 2], contract_min=1440) for n in range(1, 6)]
    people.append(person("L001", role="lead"))
    wishes = [wish(1, "off", PART, f"A{n:04}") for n in range(1, 6)]
    wishes += [wish(2, "D11", -0.2, "A0002"), wish(0, "D07", 0.2, "A0003"), wish(1, "*", -PART, "L001")]
    of = site(people, [D07, D11], ["general", "chat"], lead=Lead(span=3), seats=5, preferences=wishes)
    return solved(of, requirement(4, "08:00", "18:00", 2, ["general", "chat"]), FOUR_DAYS)


def test_no_other_tour_that_meets_the_wish_costs_less(crowded: RosterOutcome) -> None:
    outcome = crowded
    found = unmet(outcome)
    staff, roster, of = outcome.staff, outcome.roster, outcome.site
    problem = arena(of, staff, DayGrid(FOUR_DAYS, 30), needed_agents(of, outcome.requirement, DayGrid(FOUR_DAYS, 30)))
    terms, sums = cover_terms(problem), np.zeros(len(problem.need) + 1)
    tours = announced_tours(problem, staff, roster.duties)
    activities = {(each.agent_id, each.start): done for each, done in activities_by_duty(roster).items()}
    state = announced_state(problem, terms, tours, announced_breaks(problem, staff, tours, activities))
    assert len(found) >= 3 and any(each.wish.agent_id == "L001" for each in found)
    for each in found:
        who = next(n for n, tables in enumerate(staff.people) if tables.person.id == each.wish.agent_id)
        before, own, breaks = _points(problem, terms, state, who), state.tours[who].copy(), state.breaks[who].copy()
        put_tour(problem, terms, state, who, -1.0, NO_DAY, sums)
        least, number = np.inf, (each.day - MONDAY).days
        for choices in product((OFF, 0, 1), repeat=4):
            worked = "off" if choices[number] == OFF else of.shifts[choices[number]].id
            if points_lost(each.wish, each.day, worked, of.rules.weights) > 0:
                continue
            state.tours[who] = choices
            if np.isinf(legal_tour_points(problem, who, state.tours[who])):
                continue
            if problem.group_of[who] != problem.lead_group:
                _place(problem, terms, state, int(problem.group_of[who]), state.tours[who], state.breaks[who])
            put_tour(problem, terms, state, who, 1.0, NO_DAY, sums)
            least = min(least, _points(problem, terms, state, who) - before + each.worth)
            put_tour(problem, terms, state, who, -1.0, NO_DAY, sums)
        state.tours[who], state.breaks[who] = own, breaks
        put_tour(problem, terms, state, who, 1.0, NO_DAY, sums)
        assert each.points == pytest.approx(least)


def test_breaks_lie_where_they_cost_least_of_all_their_places(crowded: RosterOutcome) -> None:
    outcome = crowded
    staff, of = outcome.staff, outcome.site
    problem = arena(of, staff, DayGrid(FOUR_DAYS, 30), needed_agents(of, outcome.requirement, DayGrid(FOUR_DAYS, 30)))
    terms, times = cover_terms(problem), break_times.py_func(problem)
    state = announced_state(problem, terms, np.full((6, 4), OFF), np.full((6, 4, 3), -1))
    state.supply[16:30] = np.linspace(1.0, 5.0, 14)[:, None] // 0.5 * 0.5
    breaks = np.empty(3, dtype=np.int64)

    least = least_lost_to_breaks(times, terms, state, 1, 0, 0, breaks)

    places = []
    for plan in range(times.n_plans[0]):
        meal, starts = times.meal_start[0, plan], times.rest_start[0, plan]
        for picked in product(*(starts[rest, : times.n_starts[0, plan, rest]] for rest in range(2))):
            away = [(420 + meal, 60), *((420 + start, 15) for start in picked)]
            places.append(sum(lost_while_away(terms, state, 1, 420, 960, at, at + long) for at, long in away))
    assert least == pytest.approx(min(places)) and max(places) > min(places)
