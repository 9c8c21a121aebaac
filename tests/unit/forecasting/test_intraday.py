"""A re-forecast at noon follows the morning as far as mornings were followed before, and invents nothing."""

import numpy as np
import pytest

from forecasting.intraday import Persistence, deviations_so_far, learnt_persistence, updated

MEANS = np.full((200, 24), 200.0)
NOON = 12


def days_with(persisting: float, seed: int = 7) -> np.ndarray:
    """Counts whose mornings miss by a tenth, and whose afternoons keep a share of that."""
    misses = np.random.default_rng(seed).normal(0, 0.1, 200)
    factors = np.ones((200, 24))
    factors[:, :NOON] = np.exp(misses)[:, None]
    factors[:, NOON:] = np.exp(persisting * misses)[:, None]
    return MEANS * factors


@pytest.mark.parametrize("persisting", [0.0, 0.4, 0.9])
def test_the_share_that_persists_is_learnt(persisting: float) -> None:
    assert learnt_persistence(MEANS, days_with(persisting), NOON, 60).rest == pytest.approx(persisting, abs=0.06)


def test_without_past_days_half_of_a_deviation_is_assumed_to_stay() -> None:
    assert learnt_persistence(MEANS[:0], MEANS[:0], NOON, 60) == Persistence(0.5, 0.25, 0)


def test_days_of_which_nothing_is_known_teach_nothing() -> None:
    counts = days_with(0.4)
    counts[::2] = np.nan
    found = learnt_persistence(MEANS, counts, NOON, 60)

    assert found.days == 100
    assert found.rest == pytest.approx(0.4, abs=0.08)


def test_a_morning_as_forecast_changes_nothing() -> None:
    counts = np.where(np.arange(24) < NOON, MEANS[0], np.nan)
    found = updated(MEANS[0], MEANS[1], counts, NOON, 60, Persistence(0.5, 0.25, 30))

    assert found.deviation == 0
    assert (found.today == MEANS[0]).all() and (found.tomorrow == MEANS[1]).all()


def test_a_busy_morning_lifts_the_afternoon_and_a_little_tomorrow_but_not_the_past() -> None:
    counts = np.where(np.arange(24) < NOON, 300.0, np.nan)
    found = updated(MEANS[0], MEANS[1], counts, NOON, 60, Persistence(0.5, 0.25, 30))

    assert (found.today[:NOON] == 200).all()
    assert (found.today[NOON:] == pytest.approx(200 * np.exp(0.5 * found.deviation))) and found.deviation > 0.35
    assert 200 < found.tomorrow[0] < found.today[NOON]


def test_a_handful_of_calls_on_a_thin_line_is_hardly_believed() -> None:
    thin = deviations_so_far(np.full((1, 24), 0.5), np.full((1, 24), 1.0), NOON, 60)
    thick = deviations_so_far(np.full((1, 24), 50.0), np.full((1, 24), 100.0), NOON, 60)

    assert thin[0] < 0.1 < 0.5 < thick[0]


def test_what_comes_after_now_is_not_looked_at() -> None:
    counts = days_with(0.4)[:1]
    other = np.where(np.arange(24) < NOON, counts, 999.0)

    assert deviations_so_far(MEANS[:1], counts, NOON, 60) == deviations_so_far(MEANS[:1], other, NOON, 60)
