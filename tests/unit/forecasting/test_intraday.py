"""A re-forecast within the day follows the morning as far as mornings were followed before, and invents nothing."""

import numpy as np
import pytest

from forecasting.deviations import PARTS, hour_grid
from forecasting.intraday import Days, Update, updated
from forecasting.persistence import ASSUMED, Persistence, learnt_persistence

MEANS = np.full((120, 24), 200.0)
NOON = 12
TODAY = Days.ordinary((0,), MEANS[:1])
AHEAD = Days.ordinary((0, 1), MEANS[:2])


def parts(**weights: float) -> Persistence:
    """A persistence of some parts: `day` all day long, `hours` over two hours, `level` for days."""
    places = {"day": 0, "hours": 2, "level": 3}
    found = [0.0] * len(PARTS)
    for name, weight in weights.items():
        found[places[name]] = weight
    return Persistence(tuple(found), 1.0, 1.0, 100)


def until_noon(hourly: float) -> np.ndarray:
    return np.where(np.arange(24) < NOON, hourly, np.nan)[None, :]


def at_noon(hourly: float, persistence: Persistence) -> Update:
    return updated(TODAY, until_noon(hourly), AHEAD, 60, persistence)


def days_that_miss(as_a_whole: float, by_hour: float, seed: int = 7) -> np.ndarray:
    """Counts off their forecast by day and by hour alone, by these standard deviations."""
    chance = np.random.default_rng(seed)
    rates = MEANS * np.exp(chance.normal(0, as_a_whole, (120, 1)) + chance.normal(0, by_hour, MEANS.shape))
    return chance.poisson(rates).astype(float)


def test_days_that_miss_as_a_whole_teach_that_a_morning_s_deviation_stays() -> None:
    found = learnt_persistence(range(120), MEANS, days_that_miss(0.1, 0.0), 60)

    assert found.weights[0] + found.weights[1] == pytest.approx(0.01, rel=0.5)
    assert at_noon(240.0, found).means[0, NOON:].min() > 225


def test_hours_that_miss_each_on_its_own_teach_to_stay_with_the_forecast() -> None:
    found = learnt_persistence(range(120), MEANS, days_that_miss(0.0, 0.1), 60)

    assert at_noon(240.0, found).means[0, -1] < 215


def test_without_past_days_the_usual_persistence_is_assumed() -> None:
    assert learnt_persistence([], MEANS[:0], MEANS[:0], 60) == ASSUMED
    assert learnt_persistence([0], MEANS[:1], np.full((1, 24), np.nan), 60) == ASSUMED


def test_days_of_which_nothing_is_known_teach_nothing() -> None:
    counts = days_that_miss(0.1, 0.0)
    counts[::2] = np.nan

    assert learnt_persistence(range(120), MEANS, counts, 60).days == 60


def test_the_band_is_set_so_that_it_held_four_in_five_past_counts() -> None:
    counts = days_that_miss(0.1, 0.0)
    found = learnt_persistence(range(120), MEANS, counts, 60)
    spread = np.sqrt(found.count_variances(MEANS, found.rate_variance))

    assert (np.abs(counts - MEANS) <= 1.2816 * spread).mean() == pytest.approx(0.8, abs=0.02)


def test_a_morning_as_forecast_changes_no_mean_and_narrows_the_band() -> None:
    found = at_noon(200.0, parts(day=0.01))

    assert found.deviation == 0
    assert found.means == pytest.approx(AHEAD.means)
    assert found.variances[0, -1] < 0.5 * parts(day=0.01).count_variances(np.array(200.0), 0.01)


def test_near_hours_move_more_than_far_ones() -> None:
    found = at_noon(240.0, parts(hours=0.01)).means[0, NOON:]

    assert (np.diff(found) < 0).all()
    assert found[0] > 215 and found[-1] < 201


def test_a_busy_morning_lifts_the_afternoon_and_less_the_next_day() -> None:
    found = at_noon(240.0, parts(day=0.006, level=0.004))

    assert found.deviation == pytest.approx(0.2)
    assert 200 < found.means[1, 0] < found.means[0, -1] < 241


def test_yesterday_speaks_where_nothing_is_counted_today() -> None:
    seen = Days.ordinary((-1, 0), MEANS[:2])
    counts = np.vstack([np.full(24, 240.0), np.full(24, np.nan)])

    assert 205 < updated(seen, counts, AHEAD, 60, parts(level=0.01)).means[0, 0] < 240
    assert updated(seen, counts, AHEAD, 60, parts(day=0.01)).means[0] == pytest.approx(200)


def test_nothing_known_leaves_the_forecast_as_it_was() -> None:
    found = updated(TODAY, np.full((1, 24), np.nan), AHEAD, 60, parts(day=0.01))

    assert (found.means == AHEAD.means).all()


def test_an_hour_that_is_not_known_is_no_hour_without_contacts() -> None:
    hole = until_noon(200.0)
    hole[0, 9:11] = np.nan
    empty = np.where(np.isnan(hole) & (np.arange(24) < NOON), 0.0, hole)

    assert updated(TODAY, hole, AHEAD, 60, parts(day=0.01)).means[0, -1] == pytest.approx(200)
    assert updated(TODAY, empty, AHEAD, 60, parts(day=0.01)).means[0, -1] < 170


def test_a_holiday_s_morning_is_followed_further_because_its_forecast_is_less_sure() -> None:
    seen = Days((0,), MEANS[:1] / 10, np.array([4.0]))
    ahead = Days((0, 1), MEANS[:2] / 10, np.array([4.0, 1.0]))
    plain = Days.ordinary((0, 1), MEANS[:2] / 10)
    counts = until_noon(30.0)
    persistence = parts(day=0.01)
    holiday = updated(seen, counts, ahead, 60, persistence)
    ordinary = updated(Days.ordinary((0,), MEANS[:1] / 10), counts, plain, 60, persistence)

    assert holiday.means[0, -1] > ordinary.means[0, -1] > 20


def test_a_day_unlike_any_forecast_widens_its_own_band() -> None:
    calm, storm = at_noon(210.0, parts(day=0.001)), at_noon(400.0, parts(day=0.001))

    assert storm.variances[0, -1] / storm.means[0, -1] ** 2 > 1.5 * calm.variances[0, -1] / calm.means[0, -1] ** 2


def test_a_handful_of_calls_on_a_thin_line_is_hardly_believed() -> None:
    thin = Days.ordinary((0,), np.full((1, 24), 0.5))
    found = updated(thin, until_noon(1.0), thin, 60, parts(day=0.01))

    assert 0.5 < found.means[0, -1] < 0.53


def test_half_hours_are_judged_by_the_hour_and_a_half_known_hour_by_its_half() -> None:
    counts = np.full((1, 48), np.nan)
    counts[0, :3] = [60.0, 40.0, 55.0]
    found = hour_grid(np.full((1, 48), 50.0), counts, 30)

    assert found.due[0, :3].tolist() == [100.0, 50.0, 0.0]
    assert found.hour[0, :2].tolist() == [0.5, 1.25]
    assert found.deviation[0, 0] == 0 and found.deviation[0, 1] > 0 and np.isnan(found.deviation[0, 2])


@pytest.mark.parametrize("interval_min", [15, 30, 60])
def test_the_update_is_the_same_whatever_the_interval(interval_min: int) -> None:
    steps = 60 // interval_min
    means = np.full((1, 24 * steps), 200.0 / steps)
    counts = np.repeat(until_noon(240.0) / steps, steps, axis=1)
    found = updated(Days.ordinary((0,), means), counts, Days.ordinary((0,), means), interval_min, parts(day=0.01))

    assert found.means[0, -1] * steps == pytest.approx(at_noon(240.0, parts(day=0.01)).means[0, -1])
