"""Times in grains: as long as all times are multiples of, the same minutes, and breaks where brute force puts them."""

from itertools import product

import numpy as np
import pytest

from scheduling.duty_values import cheapest_breaks, grain_sums, work_values
from scheduling.grains import in_grains
from tests.unit.scheduling.test_loosening import SHIFTS, problem

DAYS = 7


def times(**changes: object) -> dict[str, np.ndarray]:
    of = {
        "start_min": [420, 540], "end_min": [960, 1080], "n_plans": [1, 1], "meal_start": [[240], [-1]],
        "meal_min": [60, 0], "rest_min": [15, 15], "n_rests": [1, 1], "n_starts": [[[2]], [[1]]],
        "rest_start": [[[[60, 90]]], [[[120, 0]]]],
    } | changes  # fmt: skip
    return {name: np.array(value) for name, value in of.items()}


@pytest.mark.parametrize(
    ("interval", "changes", "grain"),
    [
        (30, {}, 15),
        (30, {"rest_min": [10, 15]}, 5),
        (60, {"rest_min": [30, 30]}, 30),
        (30, {"start_min": [421, 540]}, 1),
        (20, {"rest_min": [30, 30]}, 10),
    ],
)
def test_a_grain_is_the_longest_stretch_that_all_times_are_multiples_of(interval: int, changes, grain: int) -> None:
    given = times(**changes)

    found = in_grains(interval, given)

    assert found.grain_min == grain
    assert found.an_interval * grain == interval and found.a_day * grain == 1440
    for name, kept in (("start_min", found.start), ("end_min", found.end), ("meal_min", found.meal)):
        assert (kept * grain == given[name]).all()
    assert (found.rest * grain == given["rest_min"]).all()
    assert (found.rest_start * grain == given["rest_start"]).all()
    assert found.meal_start.tolist() == [[240 // grain], [-1]]


@pytest.mark.parametrize("seed", range(6))
def test_breaks_and_what_duties_are_worth_are_those_of_every_place_tried(seed: int) -> None:
    of = problem(DAYS)
    grains = of.grains
    worth = np.random.default_rng(seed).uniform(-1.0, 5.0, len(of.need))
    sums = np.zeros(len(worth) * grains.an_interval + 1)
    grain_sums(grains, worth, 0, len(worth), sums)
    by_minute = np.repeat(worth / 30, 30)

    for number in range(len(SHIFTS)):
        breaks = np.full(1 + of.n_starts.shape[2], -1)
        least = cheapest_breaks(grains, sums, 2, number, breaks)
        begins, every = 2 * 1440 + of.start_min[number], []
        for plan in range(of.n_plans[number]):
            meal, rests = of.meal_start[number, plan], range(of.n_rests[number])
            starts = (of.rest_start[number, plan, r, : of.n_starts[number, plan, r]] for r in rests)
            for picked in product(*starts):
                away = [(meal, of.meal_min[number])] if meal >= 0 else []
                away += [(at, of.rest_min[number]) for at in picked]
                every.append(sum(by_minute[begins + at : begins + at + long].sum() for at, long in away))
        assert least == pytest.approx(min(every), abs=1e-9)
        lengths = [of.meal_min[number], *[of.rest_min[number]] * (len(breaks) - 1)]
        placed = [(at, long) for at, long in zip(breaks, lengths, strict=True) if at >= 0]
        lost = sum(by_minute[at : at + long].sum() for at, long in placed)
        assert lost == pytest.approx(least, abs=1e-9)

        values, wanted = np.full((DAYS, len(SHIFTS)), 7.0), np.zeros((DAYS, len(SHIFTS)), dtype=np.uint8)
        wanted[2, number] = 1
        work_values(of, sums, wanted, values, slice(0, DAYS))
        whole = by_minute[begins : 2 * 1440 + of.end_min[number]].sum()
        assert values[2, number] == pytest.approx(whole - min(every), abs=1e-9)
        assert values.sum() == pytest.approx(values[2, number])  # nothing else was wanted
