"""How much more than the mean is planned of deferred work: as much as its counts are uncertain."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import poisson

from staffing.prudent_work import P90_DEVIATIONS, prudent_factor


def rows_of(offered: list[float], spread: float = 1.0) -> pd.DataFrame:
    """A forecast whose band is `spread` times as wide as that of Poisson counts about the mean."""
    mean = np.array(offered)
    low, high = poisson.ppf(0.1, mean), poisson.ppf(0.9, mean)
    band = {"p10": np.maximum(mean - spread * (mean - low), 0), "p90": mean + spread * (high - mean)}
    return pd.DataFrame({"offered": mean, **band})


def test_a_count_that_is_known_is_planned_as_it_is() -> None:
    assert prudent_factor(rows_of([50.0] * 10, spread=0), 4).tolist() == [1] * 10


def test_a_poisson_count_is_planned_at_the_p90_of_its_work() -> None:
    """100 contacts within the wait scatter by sqrt(2 / 100) of their work: 18% more."""
    factor = prudent_factor(rows_of([25.0] * 12), 4)
    assert factor[5] == pytest.approx(1 + P90_DEVIATIONS * np.sqrt(2 / 100))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_work_within_the_wait_stays_below_the_plan_nine_times_of_ten(seed: int) -> None:
    chance = np.random.default_rng(seed)
    counts = chance.poisson(100, 20_000)
    work = chance.gamma(np.maximum(counts, 1e-9), 1.0)  # a sum of so many exponential handling times
    planned = 100 * prudent_factor(rows_of([25.0] * 12), 4)[5]
    assert (work <= planned).mean() == pytest.approx(0.9, abs=0.015)


def test_a_rate_that_is_not_known_adds_the_same_however_many_come() -> None:
    few, many = (prudent_factor(rows_of([count] * 12, spread=3), 4)[5] for count in (100.0, 10_000.0))
    certain = prudent_factor(rows_of([10_000.0] * 12), 4)[5]
    assert few > many > certain


def test_few_contacts_are_planned_with_a_larger_share_on_top() -> None:
    small, large = (prudent_factor(rows_of([count] * 12), 4)[5] for count in (1.0, 100.0))
    assert small > large > 1


def test_nothing_offered_is_planned_as_nothing() -> None:
    assert prudent_factor(rows_of([0.0] * 4), 2).tolist() == [1] * 4
