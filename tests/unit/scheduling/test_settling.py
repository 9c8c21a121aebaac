"""The first roster: replies are exact when read exactly, worth at the need is the price, and the roster settles."""

import numba
import numpy as np
import pytest

from domain.roster import PlanningWindow
from domain.site_config import Lead
from scheduling.arena import Arena, arena
from scheduling.best_reply import LEAST_SHARE, Reading, Softness, _work_worth, reply, reply_room, soft_shares
from scheduling.cover_state import NO_DAY, CoverState, fill, put_days, put_tour, roster_state, settle, total_points
from scheduling.cover_terms import CoverTerms, cover_terms
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.held_choices import FREE, with_held
from scheduling.lagrange import lower_bound, new_climb
from scheduling.path_labels import OFF
from scheduling.prices import Prices
from scheduling.pricing import legal_tour_points
from scheduling.relaxation import relaxed
from scheduling.settling import settled, softness
from scheduling.staff_tables import staff_tables
from tests.builders import MONDAY, NIGHT, person, requirement, shift, site

FORTNIGHT = PlanningWindow(MONDAY, 14)
SHIFTS = [shift(), shift("D11", "11:00"), shift("L09", "09:00", span_min=630), NIGHT]
EXACT = Softness(0.0, 1.0, 0.0)


def problem(agents: int = 3) -> Arena:
    people = [person(f"A{n:04}", consents=n % 2 == 0, overtime_min=240 * (n % 3)) for n in range(1, 13)]
    people += [person(f"L{n:03}", role="lead", consents=True) for n in range(1, 4)]
    of = site(people, SHIFTS, lead=Lead(span=4))
    staff, grid = staff_tables(of, FORTNIGHT), DayGrid(FORTNIGHT, 30)
    return arena(of, staff, grid, needed_agents(of, requirement(14, "07:00", "23:30", agents), grid))


@pytest.fixture(scope="module")
def bounded() -> tuple[Arena, CoverTerms, Prices, CoverState]:
    of = problem()
    prices = lower_bound(new_climb(of, 1), 200).prices
    terms = cover_terms(of)
    return of, terms, prices, roster_state(of, terms, relaxed(of, prices, 1).tours)


@numba.njit
def one_replies(of: Arena, terms: CoverTerms, state: CoverState, reading: Reading, who: int) -> None:
    reply(of, terms, state, reading, who, reply_room(of))


def replied(of: Arena, terms: CoverTerms, prices: Prices, state: CoverState, who: int, soft: Softness) -> float:
    put_tour(of, terms, state, who, -1.0, NO_DAY, np.zeros(0))
    one_replies(of, terms, state, Reading(prices.work, prices.lead, soft, soft_shares(terms), 0, 14), who)
    settle(terms, state)
    return float(total_points(of, state))


@pytest.mark.parametrize("who", [0, 5, 11, 13])
def test_read_exactly_no_other_duty_on_a_day_costs_less_than_the_reply(bounded, who: int) -> None:
    of, terms, prices, start = bounded
    state = roster_state(of, terms, start.tours)
    best = replied(of, terms, prices, state, who, EXACT)
    walked = 0

    for day in range(14):
        for choice in (OFF, *np.flatnonzero(of.allowed[who, day])):
            tours = state.tours.copy()
            tours[who, day] = choice
            if np.isfinite(legal_tour_points(of, who, tours[who])):
                other = roster_state(of, terms, tours)
                other.breaks[:] = np.where((tours == state.tours)[:, :, None], state.breaks, other.breaks)
                fill(of, terms, other, NO_DAY)
                walked += 1
                assert total_points(of, other) >= best - 0.5  # duties beyond an even share are weighed by halves
    assert walked > 14


@pytest.mark.parametrize("who", [0, 5, 11, 13])
@pytest.mark.parametrize(("first", "last"), [(0, 14), (0, 3), (4, 9), (11, 14)])
def test_some_days_read_alone_give_the_reply_of_a_problem_that_holds_the_others(
    bounded, who: int, first: int, last: int
) -> None:
    of, terms, prices, start = bounded
    held = start.tours.copy()
    held[:, first:last] = FREE
    problem, found = with_held(of, held), []
    for days in (slice(0, 14), slice(first, last)):
        state = roster_state(of, terms, start.tours)
        put_days(of, terms, state, who, -1.0, days, NO_DAY, np.zeros(0))
        reading = Reading(prices.work, prices.lead, Softness(2.0, 3.0, 0.4), soft_shares(terms), days.start, days.stop)
        one_replies(problem, terms, state, reading, who)
        found.append(state)

    assert (found[0].tours == found[1].tours).all()
    assert (found[0].breaks[who, first:last] == found[1].breaks[who, first:last]).all()
    others = [day for day in range(14) if not first <= day < last]
    assert (found[1].breaks[who, others] == start.breaks[who, others]).all()
    again = roster_state(of, terms, found[1].tours)
    again.breaks[:] = found[1].breaks
    fill(of, terms, again, NO_DAY)
    for counted in ("supply", "agents", "leads", "desks", "carried"):
        assert np.allclose(getattr(found[1], counted), getattr(again, counted), atol=1e-9)


def worth_at_the_need(bounded, soft: float) -> float:
    """Worth of an agent at 10:00 of the first day, the half of one missing, work being priced at 4.4 points."""
    of, terms, _, start = bounded
    state, at = roster_state(of, terms, start.tours), 20
    state.supply[at] = of.need[at, 0] - 0.5
    free, everywhere = np.zeros(len(of.need)), np.ones(len(of.need))
    reading = Reading(np.full_like(of.need, 4.4), free, Softness(soft, 1.0, 0.0), everywhere, 0, 14)
    return float(_work_worth(of, terms, state, reading, 0)[at])


@pytest.mark.parametrize("soft", [1.0, 1.4])
def test_cover_just_at_the_need_is_worth_the_price(bounded, soft: float) -> None:
    assert worth_at_the_need(bounded, soft) == pytest.approx(4.4 - bounded[0].over_points)


def test_where_it_is_read_so_softly_that_deep_lack_counts_it_is_worth_more(bounded) -> None:
    assert worth_at_the_need(bounded, 5.0) > 4.4 - bounded[0].over_points


def test_where_few_are_needed_the_roster_is_read_less_softly() -> None:
    of = problem()
    nights = of.need.copy()
    nights[:12] = 0.25 * of.need.max()  # of the first day, where nobody was needed
    terms = cover_terms(of._replace(need=nights))
    usual = nights[nights > 0].mean()

    shares = soft_shares(terms)

    assert shares[:12] == pytest.approx(0.25 * of.need.max() / usual)
    assert (shares[nights[:, 0] >= usual] == 1.0).all()
    assert (shares[nights[:, 0] == 0] == LEAST_SHARE).all()
    assert (soft_shares(cover_terms(of._replace(need=np.zeros_like(nights)))) == LEAST_SHARE).all()


def test_what_is_read_with_less_of_the_softness_is_worth_what_it_is_exactly(bounded) -> None:
    of, terms, _, start = bounded
    state, at, free = roster_state(of, terms, start.tours), 20, np.zeros(len(of.need))
    state.supply[at] = of.need[at, 0] + 3.0

    def worth(soft_share: float) -> float:
        shares = np.full(len(of.need), soft_share)
        reading = Reading(np.full_like(of.need, 4.4), free, Softness(20.0, 1.0, 0.0), shares, 0, 14)
        return float(_work_worth(of, terms, state, reading, 0)[at])

    assert worth(LEAST_SHARE) == pytest.approx(-of.over_points)  # three more than needed: one more saves nothing
    assert worth(1.0) > 1.0 - of.over_points


def test_the_softness_sinks_to_what_is_exact_to_the_agent() -> None:
    shares = [softness(share) for share in (0.0, 0.5, 1.0)]

    assert shares[0].work > shares[1].work > shares[2].work < 1
    assert shares[0].agents > shares[1].agents > shares[2].agents == pytest.approx(1.0)
    assert shares[0].by_price > shares[1].by_price > shares[2].by_price > 0


def test_a_settled_roster_is_legal_and_costs_far_less_than_where_it_began_and_comes_again(bounded) -> None:
    of, terms, prices, start = bounded

    first, again = (settled(of, terms, prices, start.tours, 2, 5, lambda _: 0.0).state for _ in range(2))

    assert all(np.isfinite(legal_tour_points(of, who, first.tours[who])) for who in range(len(first.tours)))
    assert total_points(of, first) < 0.8 * total_points(of, start)
    assert np.array_equal(first.tours, again.tours)
    assert np.array_equal(first.breaks, again.breaks)


def test_out_of_time_the_roster_still_settles_once_and_exactly(bounded) -> None:
    of, terms, prices, start = bounded

    hurried = settled(of, terms, prices, start.tours, 1, 5, lambda _: 1.0).state

    assert all(np.isfinite(legal_tour_points(of, who, hurried.tours[who])) for who in range(len(hurried.tours)))
    assert total_points(of, hurried) < total_points(of, start)
