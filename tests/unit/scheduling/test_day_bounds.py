"""The bound by whole duties: never above a roster, never below the bound by intervals, and more where it should be."""

import time
from dataclasses import replace

import highspy
import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.arena import Arena, arena
from scheduling.counted_day import counted_day
from scheduling.cover_state import roster_state, total_points
from scheduling.cover_steps import cover_steps
from scheduling.cover_terms import cover_terms
from scheduling.day_bounds import raised_by_days
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.lagrange import lower_bound, new_climb
from scheduling.options import SolveOptions
from scheduling.prices import Prices, duty_prices, start_prices
from scheduling.quiet import quiet_highs
from scheduling.relaxation import relaxed
from scheduling.settling import settled
from scheduling.staff_tables import staff_tables
from scheduling.watch import Watch
from scheduling.whole_days import days_apart
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

WEEK = PlanningWindow(MONDAY, 7)
SHIFTS = [shift(), shift("D11", "11:00"), NIGHT]


def problem(shifts=SHIFTS, agents: int = 2, hours=("09:00", "23:30"), queues=("general", "chat")) -> Arena:
    people = [person(f"A{n:04}", skills=queues[: 1 + n % 2], consents=n % 2 == 0) for n in range(1, 9)]
    people += [person(f"L{n:03}", role="lead", consents=True) for n in range(1, 4)]
    of = site(people, shifts, queues, lead=Lead(span=2))
    staff, grid = staff_tables(of, WEEK), DayGrid(WEEK, 30)
    return arena(of, staff, grid, needed_agents(of, requirement(7, *hours, agents, queues), grid))


def watching(threads: int = 1) -> Watch:
    options = SolveOptions(time.process_time, time_limit_s=60.0, threads=threads)
    return Watch(options, options.clock())


def drawn(of: Arena, seed: int) -> Prices:
    rng, start = np.random.default_rng(seed), start_prices(of)
    return replace(start, work=start.work * rng.uniform(0, 11, start.work.shape))


@pytest.mark.parametrize("seed", range(4))
def test_at_any_prices_it_is_above_no_roster_and_not_below_the_intervals(seed: int) -> None:
    of = problem()
    prices, terms = drawn(of, seed), cover_terms(of)
    climbed = lower_bound(new_climb(of, 1), 150).prices
    good = total_points(of, settled(of, terms, climbed, relaxed(of, climbed, 1).tours, 1, 0, lambda _: 0.0).state)
    begun = total_points(of, roster_state(of, terms, relaxed(of, prices, 1).tours))

    raised = raised_by_days(of, prices, watching(), 1.0).points

    assert raised >= 0
    assert relaxed(of, prices, 1).bound + raised <= min(good, begun) + 1e-6


def test_prices_that_only_whole_duties_can_judge_raise_the_bound() -> None:
    of = problem(hours=("10:00", "19:30"), agents=1)

    assert raised_by_days(of, drawn(of, 3), watching(), 1.0).points > 7  # a point a day at least


def test_whole_leads_forbid_nothing_that_is_whole_and_leave_fractions_less() -> None:
    of = problem(agents=3, queues=("general",))  # the second lead looks after one of the three
    priced, steps = duty_prices(of, drawn(of, 5)), cover_steps(of, of.contacts.beyond_points)

    def worth(group: int, shift_: int) -> float:
        leads = group == of.lead_group
        return float(priced.leading[0, shift_] if leads else priced.work[group, 0, shift_] - 3.0)

    def least(whole_rows: bool, whole_numbers: bool) -> float:
        program = counted_day(of, steps, 0, range(of.a_day), worth)
        highs = quiet_highs(program.problem, 1)
        rows = [number for number, row in enumerate(program.rows) if row.startswith("whole__")]
        assert rows
        if not whole_rows:
            for row in rows:
                highs.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)
        if not whole_numbers:
            for column in range(highs.getNumCol()):
                highs.changeColIntegrality(column, highspy.HighsVarType.kContinuous)
        highs.run()
        return float(highs.getInfo().objective_function_value)

    assert least(True, True) == pytest.approx(least(False, True), abs=1e-5)
    assert least(True, False) > least(False, False) + 1


def test_two_threads_prove_as_much_as_one() -> None:
    of = problem()
    prices = drawn(of, 9)

    one, two = (raised_by_days(of, prices, watching(threads), 1.0).points for threads in (1, 2))

    assert two == pytest.approx(one, abs=7 * 0.11)


def test_without_time_nothing_is_claimed() -> None:
    of = problem()

    assert raised_by_days(of, drawn(of, 1), watching(), 0.0).points == 0.0


def test_every_interval_belongs_to_one_day_and_days_that_reach_into_each_other_are_left_alone() -> None:
    of = problem()
    overlapping = problem([shift("D06", "06:00"), NIGHT])

    days = days_apart(of)

    assert days is not None
    assert [t for day in days for t in day] == list(range(of.intervals))
    assert days_apart(overlapping) is None
    assert raised_by_days(overlapping, drawn(overlapping, 1), watching(), 1.0).points == 0.0
