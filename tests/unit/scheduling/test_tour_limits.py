"""Shortest stretches, weekends and duties of a kind: what the tables call legal is what plain counting calls legal."""

from itertools import groupby, product

import numpy as np
import pytest

from domain.roster import PlanningWindow
from scheduling.arena import Arena, arena
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.path_labels import OFF
from scheduling.pricing import cheapest_counted_tour, cheapest_tour, legal_tour_points, tour_points
from scheduling.staff_tables import staff_tables
from scheduling.tour_limits import NO_KIND, no_limits, weekend_days
from scheduling.tour_list import tours_within
from scheduling.tour_walk import first_label, tour_rules, walk
from tests.builders import NIGHT, day, person, requirement, shift, site

DAYS = 9
D07 = shift("D07", "07:00")
LATE = 1  # NIGHT, the kind that is counted


def held_to(least_run: int, least_off: int, most_weekends: int, most_nights: int) -> Arena:
    """Nine days from a Thursday on, so that two weekends lie in them, for one person and two shifts."""
    of = site([person(consents=True, overtime_min=480)], [D07, NIGHT])
    window = PlanningWindow(day(3), DAYS)
    staff, grid = staff_tables(of, window), DayGrid(window, 30)
    found = arena(of, staff, grid, needed_agents(of, requirement(1, "09:00", "10:00", 1), grid))
    limits = no_limits(1, DAYS, 2, found.max_run, found.limits.freedom)._replace(
        held_to=np.array([[4, least_run, least_off, most_weekends]]),
        short_offs=least_off - 1,
        weekend_day=weekend_days(DAYS, 2, most_weekends < 2),
        weekends=most_weekends if most_weekends < 2 else 0,
        kind_of=np.array([NO_KIND, 0]),
        most_of_kind=np.array([[most_nights]]),
    )
    if most_weekends >= 2:
        limits.held_to[0, 3] = 0
    return found._replace(limits=limits)


CASES = {
    "stretches of two days": (2, 2, 2, DAYS),
    "three days off in a row": (1, 3, 2, DAYS),
    "three days worked in a row, one weekend": (3, 1, 1, DAYS),
    "no weekend, two nights": (1, 1, 0, 2),
    "all together": (2, 2, 1, 1),
}


def is_kept(choice: tuple[int, ...], least_run: int, least_off: int, most_weekends: int, most_nights: int) -> bool:
    """The limits by plain counting; the window's first Saturday is its third day."""
    runs = [(worked, len(list(run))) for worked, run in groupby(shift != OFF for shift in choice)]
    inner = runs[1:-1]
    weekends = sum(choice[first] != OFF or choice[first + 1] != OFF for first in range(2, DAYS - 1, 7))
    return (
        all(length <= 4 for worked, length in runs if worked)
        and all(length >= (least_run if worked else least_off) for worked, length in inner)
        and weekends <= most_weekends
        and sum(shift == LATE for shift in choice) <= most_nights
    )


@pytest.mark.parametrize("limits", CASES.values(), ids=CASES.keys())
def test_a_tour_is_legal_exactly_where_counting_says_so(limits: tuple[int, int, int, int]) -> None:
    limited, free = held_to(*limits), held_to(1, 1, 2, DAYS)
    labels, points = np.zeros((DAYS, 4), dtype=np.int64), np.zeros(DAYS)
    legal = []
    for choice in product((OFF, 0, 1), repeat=DAYS):
        tour = np.array(choice)
        without = legal_tour_points(free, 0, tour)
        expected = np.isfinite(without) and is_kept(choice, *limits)
        assert np.isfinite(legal_tour_points(limited, 0, tour)) == expected
        if sum(shift == LATE for shift in choice) <= limits[3]:  # the walk leaves kinds to whoever counts them
            first_label(limited, 0, labels[0])
            change, _ = walk(tour_rules(limited), 0, tour, 0, DAYS - 1, labels, points, labels.copy(), points.copy())
            assert np.isfinite(change) == expected
        if expected:
            legal.append(tour)

    assert legal
    rng, tour = np.random.default_rng(1), np.empty(DAYS, dtype=np.int64)
    for _ in range(5):
        cost, off = rng.normal(-5, 15, (DAYS, 2)), rng.normal(0, 10, DAYS)
        dearer = limited._replace(duty_cost=cost[None], off_cost=off[None])
        every = sorted(tour_points(dearer, 0, one) for one in legal)
        if limits[3] >= DAYS:
            assert cheapest_tour(limited, 0, cost.copy(), off, tour) == pytest.approx(every[0], abs=1e-9)
        cheapest_counted_tour(limited, 0, cost.copy(), off, tour)
        assert np.isfinite(legal_tour_points(limited, 0, tour))

        listed = np.empty((len(legal) + 1, DAYS), dtype=np.int64)
        slack = float(every[min(9, len(every) - 1)] - cheapest_tour(limited, 0, cost.copy(), off, tour))
        found, kept = tours_within(limited, 0, cost, off, slack, listed)
        assert kept == slack
        assert sorted(tour_points(dearer, 0, one) for one in listed[:found]) == pytest.approx(every[:found], abs=1e-9)
        assert found == sum(points <= every[min(9, len(every) - 1)] + 1e-9 for points in every)
