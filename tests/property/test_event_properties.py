"""Whatever chance draws: little is found where nothing happened, and scale and sums change nothing."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from forecasting.found import found_events
from forecasting.learnt_effects import HOURS_SINCE_START, Part, learnt_effects
from forecasting.stretches import Counts, stretches
from tests.unit.forecasting.test_found_events import ALL_DAY, korea, plan, simulated
from tests.unit.forecasting.test_learnt_effects import occurrence

ratios = st.floats(0.2, 5.0)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([8.0, 60.0, 1500.0, 20000.0]), st.sampled_from([0.0, 0.05, 0.1, 0.2]))
def test_a_clean_series_yields_next_to_none(seed: int, level: float, day_sd: float) -> None:
    assert len(found_events(simulated(seed=seed, level=level, day_sd=day_sd), korea())) <= 1


def test_of_twenty_clean_series_hardly_one_has_anything_found() -> None:
    counts = [len(found_events(simulated(seed=seed, day_sd=0.1, days=365), korea())) for seed in range(100, 120)]

    assert sum(counts) <= 2


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_ten_times_the_contacts_have_the_same_found(seed: int) -> None:
    planted = plan(storm=(slice(200, 202), ALL_DAY, 1.9), strike=(slice(350, 353), ALL_DAY, 0.4))
    series = simulated(planted, seed=seed, level=20000.0)
    found, grown = (found_events(each, korea()) for each in (series, replace(series, offered=10 * series.offered)))
    # Strength is in counts and grows with them; what is found, and where, does not.
    kinds = [{(event.kind, event.start.date()) for event in each} for each in (found, grown)]

    assert len(kinds[0]) >= 2
    assert len(kinds[0] ^ kinds[1]) <= 1


@settings(max_examples=50)
@given(arrays.arrays(np.int64, 200, elements=st.integers(0, 40)))
def test_stretches_lie_apart_and_hold_what_they_say(counted: np.ndarray) -> None:
    counts = Counts(counted.astype(float), np.full(200, 15.0), np.ones(200))
    found = stretches(counts, 1.5, 8.0)

    assert all(before.last <= after.first for before, after in pairwise(found))
    assert all(each.counted == counted[each.first : each.last].sum() and each.ratio > 1 for each in found)


@settings(max_examples=50)
@given(st.lists(ratios, min_size=1, max_size=6))
def test_a_learnt_effect_lies_between_one_and_what_was_seen(seen: list[float]) -> None:
    effect = learnt_effects([occurrence(1000 * each, day=day) for day, each in enumerate(seen)], "q")[0]

    assert min(1.0, *seen) * 0.999 <= effect.effect <= max(1.0, *seen) * 1.001
    assert effect.low < effect.effect < effect.high


@settings(max_examples=50)
@given(st.lists(st.tuples(ratios, ratios), min_size=2, max_size=5))
def test_the_course_of_an_event_keeps_its_whole(seen: list[tuple[float, float]]) -> None:
    none = [Part(0.0, 0.0)] * (len(HOURS_SINCE_START) - 2)
    occurrences = [
        replace(
            occurrence(500 * (early + late), day=day),
            parts=(Part(500 * early, 500.0), Part(500 * late, 500.0), *none),
        )
        for day, (early, late) in enumerate(seen)
    ]
    course = learnt_effects(occurrences, "q")[0].course

    assert abs((course[0] + course[1]) / 2 - 1) < 1e-9
