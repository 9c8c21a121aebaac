"""The bound by a price on the lead duties of a week: never above a roster, and higher where leads are on leave."""

import time
from dataclasses import replace

import numpy as np
import pytest

from domain.people import Leave
from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.arena import Arena, arena
from scheduling.cover_state import total_points
from scheduling.cover_terms import cover_terms
from scheduling.day_bounds import raised_by_days
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.lagrange import lower_bound, new_climb
from scheduling.lead_duties import _raised, _Shown, _Week, raised_by_lead_duties
from scheduling.options import SolveOptions
from scheduling.prices import Prices
from scheduling.relaxation import relaxed
from scheduling.settling import settled
from scheduling.staff_tables import staff_tables
from scheduling.watch import Watch
from scheduling.whole_days import ask, whole_days, with_fewer_leads
from tests.builders import MONDAY, day, person, requirement, shift, site
from tests.unit.scheduling.test_day_bounds import watching

FORTNIGHT = PlanningWindow(MONDAY, 14)


LEAVES = ({1: range(7, 9)}, {1: range(7, 14)}, {1: range(7, 11), 2: range(9, 12)})


def problem(leave: dict[int, range]) -> Arena:
    """Nine agents, of whom five are needed, and four leads, each for three agents; they may do a duty more a week."""
    people = [person(f"A{n:04}") for n in range(1, 10)]
    people += [person(f"L{n:03}", role="lead", overtime_min=480) for n in range(1, 5)]
    away = [Leave(f"L{n:03}", day(number), "annual") for n, days in leave.items() for number in days]
    of = site(people, [shift(), shift("D11", "11:00")], lead=Lead(span=3), leave=away)
    staff, grid = staff_tables(of, FORTNIGHT), DayGrid(FORTNIGHT, 30)
    return arena(of, staff, grid, needed_agents(of, requirement(14, "10:00", "19:00", 5), grid))


def raised(of: Arena, prices: Prices) -> tuple[float, float]:
    """Points by which whole days raise the bound, and those that prices on lead duties add."""
    days = whole_days(of, prices)
    assert days is not None
    found = ask(days, range(14), watching(), 10.0, True)
    points, leads = (np.array(column) for column in zip(*((each.points, each.leads) for each in found), strict=True))
    return float(points.sum()), raised_by_lead_duties(days, points, leads, watching(), 1.0)


@pytest.mark.parametrize("leave", LEAVES)
@pytest.mark.parametrize("seed", range(3))
def test_it_is_above_no_roster_whatever_the_prices(leave: dict[int, range], seed: int) -> None:
    of, rng = problem(leave), np.random.default_rng(seed)
    prices, terms = lower_bound(new_climb(of, 1), 100 * (1 + seed)).prices, cover_terms(of)
    prices = replace(prices, lead=prices.lead * rng.uniform(0.5, 1.5, prices.lead.shape))
    found = relaxed(of, prices, 1)

    roster = total_points(of, settled(of, terms, prices, found.tours, 1, seed, lambda _: 0.0).state)

    assert found.bound + sum(raised(of, prices)) <= roster + 1e-6


@pytest.mark.parametrize("leave", LEAVES)
def test_leads_on_leave_raise_it(leave: dict[int, range]) -> None:
    of = problem(leave)

    assert raised(of, lower_bound(new_climb(of, 1), 300).prices)[1] > 5


def test_it_is_part_of_the_bound_by_days_and_nothing_is_claimed_without_time() -> None:
    of = problem(LEAVES[0])
    prices = lower_bound(new_climb(of, 1), 300).prices
    days = whole_days(of, prices)
    assert days is not None

    assert raised_by_days(of, prices, watching(), 1.0).points == pytest.approx(sum(raised(of, prices)), abs=14 * 0.11)
    assert raised_by_lead_duties(days, np.zeros(14), np.full(14, 2.0), watching(), 0.0) == 0.0


def test_what_is_proven_when_time_ends_is_above_no_roster_either() -> None:
    of = problem(LEAVES[0])
    prices, terms = lower_bound(new_climb(of, 1), 300).prices, cover_terms(of)
    found, days = relaxed(of, prices, 1), whole_days(of, prices)
    assert days is not None
    roster = total_points(of, settled(of, terms, prices, found.tours, 1, 0, lambda _: 0.0).state)

    gained = raised_by_lead_duties(days, np.zeros(14), np.full(14, 3.0), watching(), 0.002)

    assert 0 <= gained <= roster - found.bound


def test_a_day_with_fewer_leads_costs_as_much_as_is_wanted_or_says_that_fewer_do() -> None:
    of = problem(LEAVES[0])
    days = whole_days(of, lower_bound(new_climb(of, 1), 300).prices)
    assert days is not None

    cheap = with_fewer_leads(days, 0, 3, 0.5, watching(), 10.0)
    dear = with_fewer_leads(days, 0, 3, 500.0, watching(), 10.0)

    assert (cheap.points, cheap.leads) == (0.5, 3)
    assert dear.leads == 2
    assert 0.5 <= dear.points < 500


def test_what_was_shown_at_the_highest_price_holds_at_a_lower_one_less_what_fewer_duties_pay() -> None:
    week = _Week(np.arange(2), np.array([1.0, 0.0]), np.array([3.0, 2.0]))
    shown = [_Shown(0, 3, 31.0), _Shown(1, 2, 14.0)]  # all of 1 + 3 x 10, and 14 of 0 + 2 x 10

    at_highest, lower, none = (_raised(week, shown, price, 10.0) for price in (10.0, 4.0, 0.0))

    assert at_highest == 30 + 14
    assert lower == 12 + 8  # of the second day 14 - 1 x 6 are known, which is all of 2 x 4
    assert none == 0.0


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.3])
def test_with_little_time_the_best_price_still_bounds_every_roster(seconds: float) -> None:
    of = problem(LEAVES[2])
    prices, terms = lower_bound(new_climb(of, 1), 300).prices, cover_terms(of)
    found, days = relaxed(of, prices, 1), whole_days(of, prices)
    assert days is not None
    roster = total_points(of, settled(of, terms, prices, found.tours, 1, 0, lambda _: 0.0).state)
    options = SolveOptions(time.perf_counter, 60.0)
    watch = Watch(options, options.clock())
    asked = ask(days, range(14), watching(), 10.0, True)
    points, leads = (np.array(column) for column in zip(*((each.points, each.leads) for each in asked), strict=True))

    gained = raised_by_lead_duties(days, points, leads, watch, watch.share() + seconds / 60)

    assert gained >= 0
    assert found.bound + float(points.sum()) + gained <= roster + 1e-6
