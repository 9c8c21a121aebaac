"""Goals kept by contacts: what a curve stands for, what an interval is worth, and a whole roster over a week."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from domain.frames import Curve, checked
from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_config import Goal
from scheduling.arena import Arena, arena
from scheduling.contact_prices import exact_points, prices_for
from scheduling.contact_shares import Shared, chosen_prices, prices_by_interval
from scheduling.contacts import ContactPlan, Contacts, answered_by, contact_plan, is_promised_by_contacts
from scheduling.cover_state import NO_DAY, fill, roster_state
from scheduling.cover_terms import cover_terms, reprice
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.engine import make_roster
from scheduling.interval_bounds import cheapest_intervals
from scheduling.lagrange import lower_bound, new_climb
from scheduling.naming import named_roster
from scheduling.objective import objective
from scheduling.options import SolveOptions
from scheduling.report import report_json
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, person, requirement, shift, site
from tests.unit.scheduling.test_interval_bounds import FIELDS

FORTNIGHT = PlanningWindow(MONDAY, 14)
MOST, OFFERED = 6, 20.0
GRID = DayGrid(FORTNIGHT, 30)
LATE, EARLY = shift("D11", "11:00"), shift()


def answered(agents: np.ndarray) -> np.ndarray:
    """Contacts that agents answer: each half of what is left."""
    return OFFERED * (1 - 0.5**agents)


def curve_of(needed: pd.DataFrame, queue: str = "general") -> pd.DataFrame:
    numbers = np.arange(1, MOST + 1)
    starts = needed.loc[needed["queue"] == queue, "interval_start"]
    frame = pd.DataFrame(
        [(at, queue, n, contacts) for at in starts for n, contacts in zip(numbers, answered(numbers), strict=True)],
        columns=["interval_start", "queue", "agents", "answered"],
    )
    return checked(Curve, frame.assign(within_threshold=0.0))


def promising(rate: float, scope: str, queues=("general",), people: int = 5) -> Site:
    """A site whose first queue promises a response rate over a scope."""
    of = site([person(f"A{n:04}", skills=queues) for n in range(1, people + 1)], [EARLY, LATE], queues)
    goal = Goal(response_rate=rate, scope=scope)
    first = of.config.queue[0].model_copy(update={"goal": goal})
    return replace(of, config=of.config.model_copy(update={"queue": (first, *of.config.queue[1:])}))


def test_every_week_has_a_goal_of_its_own_and_the_window_has_one() -> None:
    needed = requirement(14, "09:00", "12:00", 2)
    curve = curve_of(needed)

    weeks = contact_plan(promising(0.9, "week"), needed, curve, GRID)
    whole = contact_plan(promising(0.9, "window"), needed, curve, GRID)

    assert [(goal.first_day.day, goal.last_day.day) for goal in weeks.goals] == [(8, 14), (15, 21)]
    assert len(whole.goals) == 1
    kept = weeks.promises(np.full((2, GRID.intervals, 1), 2.0))
    assert [promise.offered for promise in kept] == [pytest.approx(7 * 6 * answered(np.array(MOST)))] * 2
    assert kept[0].response_rate == pytest.approx(0.75 / (1 - 0.5**MOST))


def test_the_requirement_says_how_many_are_offered_where_the_curve_ends_early() -> None:
    needed = requirement(14, "09:00", "12:00", 2).assign(response_rate=0.75)

    plan = contact_plan(promising(0.9, "week"), needed, curve_of(needed), GRID)

    assert plan.promises(np.zeros((1, GRID.intervals, 1)))[0].offered == pytest.approx(7 * 6 * OFFERED)


def test_two_agents_for_half_an_interval_are_counted_as_one_and_expected_to_answer_less() -> None:
    needed = requirement(14, "09:00", "12:00", 2)
    plan = contact_plan(promising(0.9, "week"), needed, curve_of(needed), GRID)
    uneven = np.zeros((2, GRID.intervals, 1))
    uneven[0] = 2.0

    promise = plan.promises(uneven)[0]

    assert promise.counted == pytest.approx(42 * answered(np.array(1)))
    assert promise.answered == pytest.approx(42 * answered(np.array(2)) / 2)
    assert promise.answered < promise.counted


def test_a_little_more_is_asked_for_than_promised_and_the_last_agent_weighs_as_one_by_heads() -> None:
    needed = requirement(14, "09:00", "12:00", 2)
    of = promising(0.9, "week")

    plan = contact_plan(of, needed, curve_of(needed), GRID)

    (goal, _), offered = plan.goals, 42 * answered(np.array(MOST))
    assert 0.9 * offered < goal.asked < 0.91 * offered
    gains = np.diff(answered(np.arange(MOST + 1)))
    assert goal.last_gain == pytest.approx(gains[3])  # four agents an interval answer 94%, three 87.5%
    dearer = of.rules.weights.short_per_agent_interval / gains[3]
    assert plan.contacts.short_points[0] == pytest.approx(
        max(dearer, of.rules.weights.contact_short_of_goal * goal.handling)
    )


@pytest.mark.parametrize(
    ("goal", "by_contacts"),
    [
        ({"response_rate": 0.9, "scope": "day"}, True),
        ({"response_rate": 0.9}, False),
        ({"response_rate": 0.9, "service_level": 0.8, "scope": "day"}, False),
        ({"response_rate": 0.9, "scope": "week", "must": True}, False),
        ({"max_occupancy": 0.9, "scope": "week"}, False),
    ],
)
def test_only_a_response_rate_over_a_scope_is_kept_by_contacts(goal: dict, by_contacts: bool) -> None:
    assert is_promised_by_contacts(Goal(**goal)) == by_contacts


def test_half_an_agent_answers_half_of_what_a_whole_one_adds_and_too_many_answer_no_more() -> None:
    needed = requirement(14, "09:00", "12:00", 2)
    contacts = contact_plan(promising(0.9, "week"), needed, curve_of(needed), GRID).contacts
    work = np.zeros((GRID.intervals, 1))
    work[18:21, 0] = 1.5, 0.0, 99.0

    assert answered_by(contacts, work)[18:21, 0] == pytest.approx([12.5, 0.0, answered(np.array(MOST))])


@pytest.mark.parametrize("seed", range(20))
def test_no_number_of_agents_is_cheaper_for_an_interval_with_a_queue_by_contacts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gains = np.sort(rng.uniform(0, 6, MOST))[::-1]
    curve = np.zeros((1, 2, MOST + 1))
    curve[0, 0] = np.append(0.0, np.cumsum(gains))
    promised = np.array([[rng.uniform(0, curve.max()), 0.0]])
    contacts = Contacts(curve, promised, np.array([[0, -1]]), 1, np.array([3.0]), np.array([0.3]))
    need = np.array([[2.0, 3.0]])
    work_price, agent_price, contact_price = rng.uniform(0, 9, 2), float(rng.uniform(-4, 4)), rng.uniform(0.3, 3)
    problem = Arena(
        **FIELDS | {"need": need, "skills": np.ones((1, 2), dtype=np.uint8), "contacts": contacts, "span": 0}
    )
    at_work, agents, leads, least = np.zeros((1, 2)), np.zeros(1), np.zeros(1), np.zeros(1)

    prices = work_price[None], np.array([agent_price]), np.zeros(1), np.array([contact_price])
    cheapest_intervals(problem, *prices, at_work, agents, leads, least)

    def points(on_duty: int, work: np.ndarray) -> float:
        by_contacts = contact_price * (promised[0, 0] - np.interp(work[0], np.arange(MOST + 1), curve[0, 0]))
        short = max(0.0, 3.0 - work[1])
        deep = max(0.0, short - FIELDS["deep_share"] * 3.0)
        by_heads = 10 * (short - deep) + 15 * deep - (3.0 - short)
        return by_contacts - 2.0 + by_heads + float(work_price @ work) + agent_price * on_duty

    steps = np.arange(0, 6.01, 0.25)
    every = [
        points(n, np.array(work)) for n in range(10) for work in product(steps, steps[steps <= 3]) if sum(work) <= n
    ]
    assert least[0] == pytest.approx(min(every), abs=1e-9)
    assert points(int(agents[0]), at_work[0]) == pytest.approx(least[0], abs=1e-9)


def options() -> SolveOptions:
    ticks = iter(range(10**9))
    return SolveOptions(clock=lambda: float(next(ticks)), time_limit_s=400, gap=0.0)


def plan_and_arena(of: Site, needed: pd.DataFrame) -> tuple[ContactPlan, Arena]:
    plan = contact_plan(of, needed, curve_of(needed), GRID)
    return plan, arena(of, staff_tables(of, FORTNIGHT), GRID, needed_agents(of, needed, GRID), plan.contacts)


@pytest.mark.parametrize("rate", [0.3, 0.7, 0.95])
def test_the_search_counts_what_the_finished_roster_costs_and_the_bound_is_below(rate: float) -> None:
    queues = ("general", "chat")
    of, needed = promising(rate, "week", queues), requirement(14, "09:00", "20:00", 2, queues)
    plan, problem = plan_and_arena(of, needed)
    climb = new_climb(problem, 1)
    bound = lower_bound(climb, 150)
    terms = cover_terms(problem)
    reprice(problem, terms, bound.prices.contact)
    state = roster_state(problem, terms, climb.step(0.1).tours)
    fill(problem, terms, state, NO_DAY)

    staff = staff_tables(of, FORTNIGHT)
    roster = named_roster(of, staff, GRID, problem, state, terms.contact_price)
    points = objective(of, staff, roster, needed, plan)

    assert exact_points(problem, terms, state) == pytest.approx(points.total, abs=1e-6)
    assert bound.points <= points.total + 1e-6


def test_a_goal_missed_at_a_low_price_is_met_by_those_who_know_two_queues() -> None:
    queues = ("general", "chat")
    of, needed = promising(0.7, "week", queues), requirement(14, "09:00", "20:00", 2, queues)
    plan, problem = plan_and_arena(of, needed)
    terms = cover_terms(problem)
    state = roster_state(problem, terms, new_climb(problem, 1).step(0.1).tours)
    fill(problem, terms, state, NO_DAY)
    cheap = terms._replace(contact_price=0.01 * plan.contacts.beyond_points)

    price = prices_for(problem, cheap, state)

    assert (price > cheap.contact_price).all()
    assert exact_points(problem, cheap._replace(contact_price=price), state) < exact_points(problem, cheap, state)


@pytest.mark.parametrize("rate", [0.6, 0.7, 0.8])
def test_by_interval_work_is_shared_out_no_dearer_than_at_one_price_and_the_roster_follows(rate: float) -> None:
    queues = ("general", "chat")
    of, needed = promising(rate, "week", queues), requirement(14, "09:00", "20:00", 2, queues)
    plan, problem = plan_and_arena(of, needed)
    terms = cover_terms(problem)
    state = roster_state(problem, terms, new_climb(problem, 1).step(0.1).tours)
    fill(problem, terms, state, NO_DAY)

    price = prices_by_interval(problem, terms, state)
    staff = staff_tables(of, FORTNIGHT)
    roster = named_roster(of, staff, GRID, problem, state, price)
    points = objective(of, staff, roster, needed, plan).total

    at_one = terms._replace(contact_price=prices_for(problem, terms, state))
    assert price.shape == (GRID.intervals, 2)
    assert points == pytest.approx(exact_points(problem, terms._replace(contact_price=price), state), abs=1e-6)
    assert points <= exact_points(problem, at_one, state) + 1e-6


@pytest.mark.parametrize(("promised", "turned"), [(50.0, 0), (53.9, 1), (54.1, 2), (62.0, 3), (90.0, 10), (99.0, 10)])
def test_only_so_many_intervals_turn_to_a_dearer_price_as_the_goal_needs(promised: float, turned: int) -> None:
    goal_of, offered = np.zeros((10, 1), dtype=np.int64), np.full((10, 1), promised / 10)
    contacts = Contacts(np.zeros((10, 1, 1)), offered, goal_of, 1, np.array([30.0]), np.array([0.1]))
    answered, heads = np.array([5.0, 9.0]), np.array([0.0, 1.0])  # four contacts more at a point by heads
    shared = Shared(
        np.array([[1.0], [2.0]]),
        np.tile(answered[:, None, None], (1, 10, 1)),
        np.tile(heads[:, None], (1, 10)),
    )

    chosen = chosen_prices(contacts, shared)

    assert chosen.sum() == turned


def test_a_week_makes_up_for_an_hour_and_the_report_says_what_is_promised() -> None:
    of, needed = promising(0.8, "week"), requirement(14, "09:00", "20:00", 3)

    outcome = make_roster(of, needed, FORTNIGHT, options(), curve_of(needed))
    report = report_json(outcome)

    assert outcome.audit.hard_broken == 0
    assert [promise["queue"] for promise in report["promises"]] == ["general", "general"]
    assert all(promise["kept"] == (promise["response_rate"] >= 0.8) for promise in report["promises"])
    assert report["terms"]["agents short"] == 0.0
    assert sum(report["terms"].values()) == pytest.approx(report["objective"], abs=1e-3)
    assert report["bound"] <= report["objective"]
