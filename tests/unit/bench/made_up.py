"""A made-up instance in the public format, its legal tours and its best roster by plain counting."""

from itertools import groupby, pairwise, product

import numpy as np

from scheduling import recombination
from scheduling.arena import Arena
from scheduling.path_labels import OFF
from scheduling.prices import priced_duties, start_prices
from scheduling.recombination import cheap_tours, recombined

DAYS = 7
MADE_UP = """# made up
SECTION_HORIZON
7
SECTION_SHIFTS
E,480,
L,600,E
SECTION_STAFF
A,E=7|L=2,2400,1400,4,2,2,1
B,E=3|L=7,2600,0,5,1,1,0
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
B,1,L,3
SECTION_SHIFT_OFF_REQUESTS
A,0,E,2
SECTION_COVER
"""
NEED = [(1, 1), (1, 0), (2, 1), (0, 1), (1, 1), (1, 0), (0, 1)]
MINUTES = {OFF: 0, 0: 480, 1: 600}
LIMITS = (((7, 2), 1400, 2400, 4, 2, 2, 1, {3}), ((3, 7), 0, 2600, 5, 1, 1, 0, set()))  # as the file says them


def is_legal(worker: int, tour: tuple[int, ...]) -> bool:
    """The limits by plain counting."""
    most, least_min, most_min, most_run, least_run, least_off, most_weekends, off = LIMITS[worker]
    runs = [(worked, len(list(run))) for worked, run in groupby(shift != OFF for shift in tour)]
    return (
        all(tour.count(shift) <= most[shift] for shift in range(2))
        and least_min <= sum(MINUTES[shift] for shift in tour) <= most_min
        and all(length <= most_run for worked, length in runs if worked)
        and all(length >= (least_run if worked else least_off) for worked, length in runs[1:-1])
        and (tour[5] != OFF or tour[6] != OFF) <= most_weekends
        and all(tour[day] == OFF for day in off)
        and not any(before == 1 and after == 0 for before, after in pairwise(tour))
    )


def wish_points(worker: int, tour: tuple[int, ...]) -> float:
    """Points of the two wishes."""
    return 2.0 * (tour[0] == 0) if worker == 0 else 3.0 * (tour[1] != 1)


def best_points(short: int = 0) -> float:
    """The points of the best of all pairs of legal tours that leave at least so many agents short."""
    legal = [[tour for tour in product((OFF, 0, 1), repeat=DAYS) if is_legal(who, tour)] for who in range(2)]
    works = [np.array([[[shift == s for s in range(2)] for shift in tour] for tour in tours]) for tours in legal]
    points = [np.array([wish_points(who, tour) for tour in tours]) for who, tours in enumerate(legal)]
    have = works[0][:, None].astype(float) + works[1][None]
    need = np.array(NEED, dtype=float)
    cover = (100 * np.maximum(0, need - have) + np.maximum(0, have - need)).sum(axis=(2, 3))
    is_as_short = np.maximum(0, need - have).sum(axis=(2, 3)) >= short
    return float((cover + points[0][:, None] + points[1][None])[is_as_short].min())


def points_of(tours: np.ndarray) -> float:
    """The points of two tours by plain counting."""
    need, have = np.array(NEED, dtype=float), np.zeros((DAYS, 2))
    for tour in tours:
        for day, shift in enumerate(tour):
            if shift != OFF:
                have[day, shift] += 1
    cover = (100 * np.maximum(0, need - have) + np.maximum(0, have - need)).sum()
    return float(cover + sum(wish_points(who, tuple(tour.tolist())) for who, tour in enumerate(tours)))


def best_tours(of: Arena) -> np.ndarray:
    """The tours of the best roster, chosen among all."""
    cost, effort = priced_duties(of, start_prices(of)), recombination.Effort(10_000, 20.0)
    found = recombined(of, cost, any_tours(of), range(2), 1e6, effort, lambda: True)
    assert found is not None
    return found.tours


def any_tours(of: Arena) -> np.ndarray:
    """A legal tour for each, whatever it costs."""
    return np.stack([cheap_tours(of, who, of.duty_cost[who], 1e6, 5000)[0][0] for who in range(2)])
