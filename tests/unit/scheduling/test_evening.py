"""Evening out: the same cover, no point more, nobody's rights touched, and burdens nearer to the even share."""

import numpy as np
import pytest

from domain.people import Leave
from domain.roster import PlanningWindow
from domain.site import Site
from scheduling.arena import Arena, arena
from scheduling.cover_state import NO_DAY, CoverState, fill, roster_state, total_points
from scheduling.cover_terms import CoverTerms, cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.evening import evened
from scheduling.path_labels import OFF
from scheduling.pricing import cheapest_tour, legal_tour_points
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, NIGHT, day, person, requirement, shift, site

FORTNIGHT = PlanningWindow(MONDAY, 14)
D09, N22 = 0, 1


def problem(of: Site) -> tuple[Arena, CoverTerms]:
    staff, grid = staff_tables(of, FORTNIGHT), DayGrid(FORTNIGHT, 30)
    found = arena(of, staff, grid, needed_agents(of, requirement(14, "09:00", "18:00", 2), grid))
    return found, cover_terms(found)


def everybody_where_dice_put_them(of: Arena, seed: int = 3) -> np.ndarray:
    """Legal tours that are cheapest at drawn prices: nobody looks at anybody else."""
    chance, (people, days, shifts) = np.random.default_rng(seed), of.allowed.shape
    tours = np.full((people, days), OFF)
    for who in range(people):
        cheapest_tour(of, who, chance.normal(-20.0, 15.0, (days, shifts)), np.zeros(days), tours[who])
    return tours


def spreads(of: Arena, state: CoverState) -> list[float]:
    return [
        float(np.std(carried[share > 0])) for carried, share in zip(state.carried, of.share, strict=True) if share.any()
    ]


def test_two_nights_of_one_and_none_of_the_other_become_one_each() -> None:
    of, terms = problem(site([person("A0001", consents=True), person("A0002", consents=True)], [shift(), NIGHT]))
    tours = np.full((2, 14), OFF)
    tours[0, [0, 1, 7, 8]] = N22
    tours[1, [0, 1, 7, 8]] = D09
    state = roster_state(of, terms, tours)
    before, points = state.supply.copy(), total_points(of, state)

    evened(of, state, 0, 60.0)

    assert (state.tours == N22).sum(axis=1).tolist() == [2, 2]
    assert np.array_equal(state.supply, before) and total_points(of, state) <= points


@pytest.fixture(scope="module")
def drawn() -> tuple[Arena, CoverTerms, np.ndarray]:
    people = [
        person(f"A{n:04}", consents=n % 3 > 0, overtime_min=240 * (n % 2), skills=("general", "chat")[: 1 + n % 2])
        for n in range(1, 17)
    ]
    leave = [Leave("A0003", day(n), "annual") for n in (2, 3, 4)]
    of, terms = problem(site(people, [shift(), NIGHT], ["general", "chat"], seats=9, leave=leave))
    return of, terms, everybody_where_dice_put_them(of)


def test_a_roster_is_evener_with_the_same_cover_legal_tours_and_no_point_more(drawn) -> None:
    of, terms, tours = drawn
    before = roster_state(of, terms, tours)
    state = roster_state(of, terms, tours)

    evened(of, state, 0, 60.0)

    after = [*spreads(of, state)]
    assert all(now <= then for now, then in zip(after, spreads(of, before), strict=True))
    assert sum(after) < 0.9 * sum(spreads(of, before))
    assert total_points(of, state) < total_points(of, before)
    for counts in ("supply", "agents", "leads", "desks"):
        assert np.array_equal(getattr(state, counts), getattr(before, counts))
    recounted = total_points(of, state)
    fill(of, terms, state, NO_DAY)
    assert total_points(of, state) == pytest.approx(recounted)
    assert all(np.isfinite(legal_tour_points(of, who, state.tours[who])) for who in range(len(state.tours)))


def test_no_time_changes_nothing_and_the_same_seed_gives_the_same_roster(drawn) -> None:
    of, terms, tours = drawn
    hurried, one, other = (roster_state(of, terms, tours) for _ in range(3))

    evened(of, hurried, 0, 0.0)
    evened(of, one, 1, 5.0)
    evened(of, other, 1, 5.0)

    assert np.array_equal(hurried.tours, tours)
    assert np.array_equal(one.tours, other.tours) and not np.array_equal(one.tours, tours)
