"""A solve that goes by counted work: the same roster however fast the clock runs, and still ended by it."""

import time
from collections.abc import Callable
from itertools import count

import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site import Site
from domain.site_config import Lead
from scheduling.arena import Arena, arena
from scheduling.counted_day import counted_day
from scheduling.cover_steps import cover_steps
from scheduling.day_bounds import raised_by_days
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.engine import make_roster
from scheduling.options import SolveOptions
from scheduling.outcome import RosterOutcome
from scheduling.prices import start_prices
from scheduling.quiet import quiet_highs
from scheduling.staff_tables import staff_tables
from scheduling.watch import Watch
from scheduling.work import Looks, round_seconds, run_highs, turn_seconds
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

FORTNIGHT = PlanningWindow(MONDAY, 14)
QUEUES = ("general", "chat")
NEEDED = requirement(14, "09:00", "23:30", 3, QUEUES)
COUNTED_S = 3.0


def office(agents: int = 12) -> Site:
    people = [person(f"A{n:04}", skills=QUEUES[: 1 + n % 2], consents=n % 2 == 0) for n in range(1, agents + 1)]
    people += [person(f"L{n:03}", role="lead", consents=True) for n in range(1, 4)]
    return site(people, [shift(), shift("D11", "11:00"), NIGHT], QUEUES, lead=Lead(span=4))


def problem(agents: int = 12) -> Arena:
    of = office(agents)
    staff, grid = staff_tables(of, FORTNIGHT), DayGrid(FORTNIGHT, 30)
    return arena(of, staff, grid, needed_agents(of, NEEDED, grid))


def clock(speed: float) -> Callable[[], float]:
    """A clock that runs so many times as fast, as a machine that is so many times slower has it."""
    return lambda: speed * time.process_time()


def solved(speed: float, time_limit_s: float, counted_s: float | None) -> RosterOutcome:
    return make_roster(office(), NEEDED, FORTNIGHT, SolveOptions(clock(speed), time_limit_s, 0.0, counted_s=counted_s))


def watching(counted_s: float | None, time_limit_s: float = 600.0) -> Watch:
    options = SolveOptions(time.process_time, time_limit_s, counted_s=counted_s)
    return Watch(options, options.clock())


def test_a_machine_that_is_slower_by_far_finds_the_same_roster_and_the_same_bound() -> None:
    fast, slow = solved(0.1, 600.0, COUNTED_S), solved(4.0, 600.0, COUNTED_S)

    assert fast.stopped_by == slow.stopped_by == "work_limit"
    assert fast.roster == slow.roster
    assert fast.bound == slow.bound
    assert [(step.phase, step.incumbent, step.bound) for step in fast.course] == [
        (step.phase, step.incumbent, step.bound) for step in slow.course
    ]


def test_more_counted_work_is_work_that_is_done() -> None:
    little, more = solved(0.1, 600.0, 0.5), solved(0.1, 600.0, COUNTED_S)

    assert little.seconds < more.seconds
    assert little.terms.total >= more.terms.total - 1e-6
    assert little.bound < more.bound


def test_the_clock_still_ends_it_with_a_legal_roster() -> None:
    late = solved(20.0, 10.0, 1000.0)

    assert late.stopped_by == "time_limit"
    assert late.audit.hard_broken == 0


def test_work_is_counted_per_person_and_interval() -> None:
    few, many = problem(6), problem(24)

    assert turn_seconds(few) < turn_seconds(many) < 5 * turn_seconds(few)
    assert round_seconds(many, 2) < round_seconds(many, 1)


def test_a_share_is_of_the_work_and_at_the_end_of_the_time_it_is_whole() -> None:
    ticks = count()
    options = SolveOptions(lambda: float(next(ticks)), time_limit_s=100.0, counted_s=8.0)
    watch = Watch(options, options.clock())

    watch.worked(2.0)

    assert watch.share() == pytest.approx(0.25)
    assert watch.share_after(4.0) == pytest.approx(0.75)
    assert [watch.share() for _ in range(100)][-1] == 1.0
    assert watch.stopped_by() == "time_limit"


def test_a_part_of_the_time_is_the_same_part_of_the_work() -> None:
    both, by_clock = SolveOptions(time.process_time, 100.0, counted_s=80.0), SolveOptions(time.process_time, 100.0)

    assert (both.for_share(0.1).time_limit_s, both.for_share(0.1).planned_s) == (10.0, 8.0)
    assert both.for_share(0.001, 1.0).planned_s == 1.0
    assert (by_clock.for_share(0.1).planned_s, by_clock.for_share(0.1).counted_s) == (10.0, None)


def test_highs_ends_at_the_same_point_whatever_the_time_and_counts_for_what_it_looked() -> None:
    of = problem()
    day = range(of.a_day, 2 * of.a_day)

    def ended(counted_s: float) -> tuple[float, float]:
        program = counted_day(of, cover_steps(of, np.zeros(0)), 1, day, lambda group, shift: 20.0 + group + shift)
        highs = quiet_highs(program.problem, 1)
        highs.setOptionValue("mip_rel_gap", 0.0)
        seconds = run_highs(highs, watching(60.0), counted_s)
        return seconds, float(highs.getInfo().mip_dual_bound)

    little, again, whole = ended(1e-9), ended(1e-9), ended(60.0)

    assert little == again
    assert little[0] < whole[0]
    assert little[1] <= whole[1]


def test_looks_end_with_the_last() -> None:
    class Event:
        ended = 0

        def interrupt(self) -> None:
            self.ended += 1

    looks, event = Looks(3), Event()
    for _ in range(3):
        looks.look(event)

    assert (looks.taken, event.ended) == (3, 1)


def test_days_are_asked_as_far_as_there_is_work_left_for_them() -> None:
    of = problem()
    prices = start_prices(of)
    none, some = watching(60.0), watching(60.0)

    assert raised_by_days(of, prices, none, 0.0).points == 0.0
    assert none.worked_s == 0.0
    assert raised_by_days(of, prices, some, 1.0).points >= 0.0
    assert some.worked_s > 0.0
