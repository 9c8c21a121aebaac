"""The curve of a site: what each agent at work adds, true at the requirement, concave in contacts answered."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pytest

from domain.frames import Forecast, checked
from domain.site_config import Goal, Queue, Recovery
from staffing.contacts_bought.curve_frame import contacts_curve
from staffing.contacts_bought.curves import EVERYBODY, Curves, concave_gains, queue_curves
from staffing.contacts_bought.intervals import queue_intervals
from staffing.live_rows import live_traffic
from staffing.queue_figures import queue_figures
from staffing.requirement import requirement
from staffing.through_time.least import figures_through_time
from staffing.uncertain_load import expected_figures, rate_variance
from tests.unit.staffing.small import small_forecast, voice

GOAL = Goal(response_rate=0.95, service_level=0.8, threshold_s=20)
COLUMNS = ["interval_start", "queue", "agents", "answered", "within_threshold"]


def curve_of(forecast: pd.DataFrame, queue: Queue, shrinkage: float = 0.0) -> pd.DataFrame:
    """The curve of one queue with its requirement."""
    lost = {"absence": shrinkage} if shrinkage else {}
    return bought(forecast, [queue], lost)[1]


def bought(
    forecast: pd.DataFrame, queues: Sequence[Queue], shrinkage: Mapping[str, float]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The requirement and the curve."""
    outcome = requirement(forecast, queues, shrinkage, 30)
    return outcome.frame, contacts_curve(forecast, queues, shrinkage, 30, outcome.frame, outcome.in_reserve)


def unsure(forecast: pd.DataFrame, part: float) -> pd.DataFrame:
    """The forecast with a band of so much of its mean on either side."""
    return checked(
        Forecast, forecast.assign(p10=(1 - part) * forecast["offered"], p90=(1 + part) * forecast["offered"])
    )


def test_the_columns_are_those_of_the_contract_and_agents_count_from_one() -> None:
    curve = curve_of(small_forecast([100, 0, 20]), voice(GOAL))
    assert list(curve.columns) == COLUMNS
    numbers = curve.groupby("interval_start")["agents"]
    assert numbers.min().tolist() == [1, 1]
    assert (numbers.max() == numbers.count()).all()


def test_an_interval_without_contacts_has_no_rows() -> None:
    curve = curve_of(small_forecast([100, 0]), voice(GOAL))
    assert curve["interval_start"].nunique() == 1


@pytest.mark.parametrize("shrinkage", [0.0, 0.06, 0.3])
@pytest.mark.parametrize("offered", [0.3, 7, 100, 900])
def test_no_agent_adds_more_answered_contacts_than_the_one_before(offered: float, shrinkage: float) -> None:
    curve = curve_of(unsure(small_forecast([offered]), 0.2), voice(GOAL), shrinkage)
    gains = np.diff(curve["answered"], prepend=0.0)
    assert (gains >= 0).all()
    assert (np.diff(gains) <= 1e-9).all()


@pytest.mark.parametrize("shrinkage", [0.0, 0.06])
@pytest.mark.parametrize("offered", [7, 100, 900])
def test_contacts_in_time_are_concave_from_three_in_five_on(offered: float, shrinkage: float) -> None:
    curve = curve_of(small_forecast([offered]), voice(GOAL), shrinkage)
    gains = np.diff(curve["within_threshold"], prepend=0.0)
    most = curve["within_threshold"].to_numpy() >= 0.6 * offered
    assert (np.diff(gains)[most[:-1]] <= 2e-4).all()
    assert (gains >= -1e-9).all()
    assert (np.diff(gains)[~most[:-1]] > 0).any() == (offered > 7)


def test_at_the_requirement_the_curve_is_what_the_requirement_expects() -> None:
    forecast = unsure(small_forecast([100, 12, 600]), 0.15)
    needed, curve = bought(forecast, [voice(GOAL)], {})
    met = curve.merge(needed)
    assert len(met) == 3
    # The requirement takes an interval's agents to stay until those waiting are answered; the curve knows who follows.
    share = (met["answered"] / forecast["offered"]).to_numpy()
    assert share == pytest.approx(met["response_rate"].to_numpy(), abs=6e-3)
    assert share[0] < met["response_rate"][0]  # fewer follow
    assert share[1] > met["response_rate"][1]  # more follow
    in_time = (met["within_threshold"] / forecast["offered"]).to_numpy()
    assert in_time == pytest.approx(met["service_level"].to_numpy(), abs=1e-2)
    assert in_time[0] < met["service_level"][0]


def test_at_the_requirement_the_curve_is_the_plan_followed_through_time() -> None:
    forecast, queue = small_forecast([100, 12, 600]), voice(GOAL)
    needed, curve = bought(forecast, [queue], {})
    met = curve.merge(needed)
    followed = figures_through_time(live_traffic(queue, forecast, 30), needed["agents"].to_numpy(np.int64))
    assert (met["answered"] / forecast["offered"]).to_numpy() == pytest.approx(followed.response_rate, abs=1e-4)
    assert (met["within_threshold"] / forecast["offered"]).to_numpy() == pytest.approx(followed.service_level, abs=1e-4)


def test_with_shrinkage_the_curve_lies_straight_between_whole_agents_on_the_queue() -> None:
    """25 at work at 30% are 17.5 on the queue: halfway between 17 and 18."""
    curve = curve_of(small_forecast([170]), voice(GOAL), 0.3)
    around = queue_figures(17.0, [17, 18], 180, 150).response_rate
    assert curve.loc[curve["agents"] == 25, "answered"].item() == pytest.approx(170 * around.mean(), abs=2e-3)


def test_with_shrinkage_the_requirement_is_never_worth_less_than_it_says() -> None:
    forecast, queue = small_forecast([5, 40, 170, 333]), voice(GOAL)
    needed, curve = bought(forecast, [queue], {"absence": 0.13})
    met = curve.merge(needed)
    assert (met["answered"] >= met["response_rate"] * forecast["offered"] - 1e-3).all()


def test_the_curve_ends_where_everybody_is_served() -> None:
    last = curve_of(small_forecast([100]), voice(GOAL)).iloc[-2:]
    assert last["within_threshold"].iloc[1] >= EVERYBODY * 100 - 1e-3
    assert last["within_threshold"].iloc[0] < EVERYBODY * 100


def test_an_uncertain_rate_is_averaged_contact_by_contact() -> None:
    forecast = unsure(small_forecast([300]), 0.25)
    variance = rate_variance(forecast["offered"], forecast["p10"], forecast["p90"])
    curve = curve_of(forecast, voice(GOAL))
    reached = expected_figures(np.array([30.0]), np.array([31]), np.array([180.0]), 150, 20, variance)
    at = curve[curve["agents"] == 31].iloc[0]
    assert at["answered"] == pytest.approx(300 * reached.response_rate[0], abs=5e-3)
    assert at["within_threshold"] == pytest.approx(300 * reached.service_level[0], abs=1e-3)


def test_an_agent_with_two_chats_is_two_servers_on_the_curve() -> None:
    queue = Queue(id="general", channel="chat", concurrency=2, aht_s=420, patience_s=240, goal=Goal(response_rate=0.9))
    curve = curve_of(small_forecast([85], aht_s=420), queue)
    reached = queue_figures(85 * 420 / 1800, 20, 420, 240)
    assert curve.loc[curve["agents"] == 10, "answered"].item() == pytest.approx(
        85 * float(reached.response_rate), abs=1e-3
    )


def test_agents_in_reserve_answer_nobody() -> None:
    of, required = queue_intervals(voice(GOAL), small_forecast([100]), 30), np.array([13])
    whole, with_reserve = (queue_curves(of, required, np.array([present])) for present in (1.0, 0.5))
    assert with_reserve.answered[20] == whole.answered[10]
    assert with_reserve.most[0] == 2 * whole.most[0]


def test_deferred_work_is_a_straight_line_up_to_its_requirement_and_all_is_worked() -> None:
    queue = Queue(id="general", channel="message", aht_s=150, goal=Goal(max_backlog_h=4))
    forecast = small_forecast([60, 0, 0, 30, 0, 0, 0, 0, 0, 0], aht_s=150)
    needed, curve = bought(forecast, [queue], {"absence": 0.1})
    last = curve.groupby("interval_start").tail(1)
    assert last["agents"].tolist() == needed.loc[needed["agents"] > 0, "agents"].tolist()
    assert last["answered"].sum() == pytest.approx(90, abs=0.01)
    for _, numbers in curve.groupby("interval_start"):
        assert numbers["answered"].tolist() == pytest.approx(numbers["answered"].iloc[0] * numbers["agents"])
    assert (curve["answered"] == curve["within_threshold"]).all()


def test_rows_come_by_time_then_queue_then_agents() -> None:
    both = checked(Forecast, pd.concat([small_forecast([9, 9], "b"), small_forecast([9, 9], "a")], ignore_index=True))
    _, curve = bought(both, [voice(GOAL, "b"), voice(GOAL, "a")], {})
    assert curve["queue"].drop_duplicates().tolist() == ["b", "a"]
    order = curve.assign(place=curve["queue"].map({"b": 0, "a": 1}))[["interval_start", "place", "agents"]]
    pd.testing.assert_frame_equal(order, order.sort_values(list(order.columns)), check_index_type=False)


def test_gains_are_evened_out_where_they_rise_and_kept_where_they_do_not() -> None:
    """Gains 1, 3, 2, 2.5 from nothing: the least concave curve above gains 2 twice, then 2.25 is too much, so 2.125."""
    agents = np.arange(5)
    values = np.array([0.0, 1, 4, 6, 8.5])
    curves = Curves(np.array([10.0]), np.zeros(5, dtype=np.int64), agents, values, values)
    nobody = np.zeros(1, dtype=np.int64)
    assert concave_gains(curves, values, nobody)[1:].tolist() == [2.125] * 4
    assert concave_gains(curves, values, nobody + 1)[2:].tolist() == [3, 2.25, 2.25]


def test_a_queue_that_is_not_forecast_has_no_curve() -> None:
    _, curve = bought(small_forecast([10]), [voice(GOAL), voice(GOAL, "closed")], {})
    assert set(curve["queue"]) == {"general"}


def test_those_in_reserve_add_nothing_to_what_the_requirement_answers() -> None:
    """With 12 events a month of half an hour some are out at any time; more are held at work, who answer nobody."""
    forecast, recovery = small_forecast([200, 90]), Recovery(events_per_agent_month=12)
    bare, without = bought(forecast, [voice(GOAL)], {})
    outcome = requirement(forecast, [voice(GOAL)], {}, 30, recovery=recovery)
    curve = contacts_curve(forecast, [voice(GOAL)], {}, 30, outcome.frame, outcome.in_reserve)
    assert (outcome.frame["agents"] > bare["agents"]).all()
    answered, before = curve.merge(outcome.frame)["answered"], without.merge(bare)["answered"]
    assert answered.tolist() == pytest.approx(before.tolist(), abs=2e-3)
