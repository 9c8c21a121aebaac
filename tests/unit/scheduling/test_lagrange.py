"""The climb of prices: samples stand for everybody, and the bound of a sampled climb is one."""

import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling import lagrange
from scheduling.arena import Arena, arena
from scheduling.cover_state import roster_state, total_points
from scheduling.cover_terms import cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.lagrange import lower_bound, new_climb, samples
from scheduling.relaxation import relaxed, start_prices
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, person, requirement, shift, site

WEEK = PlanningWindow(MONDAY, 7)
SHIFTS = (shift(), shift("D11", "11:00"))


def crowd(agents: int = 190, leads: int = 24) -> Arena:
    people = [person(f"A{n:04}", skills=("general",) if n % 3 else ("general", "chat")) for n in range(agents)]
    of = site(
        [*people, *(person(f"L{n:03}", role="lead") for n in range(leads))], SHIFTS, ("general", "chat"),
        lead=Lead(span=8),
    )  # fmt: skip
    grid = DayGrid(WEEK, 30)
    needed = requirement(7, "09:00", "20:00", 60, ("general", "chat"))
    return arena(of, staff_tables(of, WEEK), grid, needed_agents(of, needed, grid))


def test_a_sample_stands_for_as_many_people_of_every_group_as_there_are() -> None:
    of = crowd()

    *found, everybody = samples(of)

    assert everybody is None
    assert len(found) == 2
    assert [np.count_nonzero(weights) for weights in found] == sorted(np.count_nonzero(weights) for weights in found)
    for weights in found:
        assert np.count_nonzero(weights) >= 50
        for group in range(of.lead_group + 1):
            assert weights[of.group_of == group].sum() == np.count_nonzero(of.group_of == group)


def test_few_people_are_not_sampled() -> None:
    assert samples(crowd(40, 6)) == [None]


def test_a_sample_of_people_who_are_all_alike_gives_what_everybody_gives() -> None:
    of = crowd(200, 40)
    prices = start_prices(of)

    sampled, whole = relaxed(of, prices, 1, None, samples(of)[0]), relaxed(of, prices, 1)

    np.testing.assert_allclose(sampled.given.work, whole.given.work)
    np.testing.assert_allclose(sampled.given.lead, whole.given.lead)
    assert np.isclose(sampled.bound, whole.bound)


def test_the_bound_of_a_climb_over_samples_is_below_every_roster_and_near_that_of_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = crowd()
    terms = cover_terms(of)

    climb = new_climb(of, 2)
    bound = lower_bound(climb, 300)

    roster = roster_state(of, terms, climb.step(0.0).tours)
    assert bound.points <= total_points(of, roster) + 1e-6
    assert np.isclose(bound.points, relaxed(of, bound.prices, 1).bound)
    monkeypatch.setattr(lagrange, "SMALLEST_SAMPLE", len(of.group_of))
    assert bound.points > 0.97 * lower_bound(new_climb(of, 2), 300).points
