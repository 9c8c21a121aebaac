"""The requirement frame: each channel by its rule, figures of the number before shrinkage, the goal that binds."""

import numpy as np
import pandas as pd
import pytest

from domain.errors import ConfigError, DataError
from domain.frames import Forecast, checked
from domain.site_config import Goal, Queue
from staffing.live_rows import live_figures
from staffing.queue_figures import queue_figures
from staffing.requirement import requirement
from tests.unit.staffing.small import small_forecast, voice

COLUMNS = ["interval_start", "queue", "agents", "response_rate", "service_level", "asa_s", "occupancy", "binding"]
GOAL = Goal(response_rate=0.95, service_level=0.8, threshold_s=20, max_occupancy=0.88)


def test_the_columns_are_those_of_the_contract_in_their_order() -> None:
    outcome = requirement(small_forecast([100, 0]), [voice(GOAL)], {}, 30)
    assert list(outcome.frame.columns) == COLUMNS
    assert outcome.notes == ()


def test_agents_at_work_include_shrinkage_and_figures_do_not() -> None:
    """100 calls of 180 s in 30 min without patience at 80/20: 14 on the queue, 20 at work at 30%."""
    queue = voice(Goal(service_level=0.8), patience_s=None)
    row = requirement(small_forecast([100]), [queue], {"absence": 0.2, "meeting": 0.1}, 30).frame.iloc[0]
    assert row["agents"] == 20
    assert row["service_level"] == pytest.approx(0.888, abs=0.0005)
    assert row["occupancy"] == pytest.approx(0.714, abs=0.0005)
    assert row["response_rate"] == 1
    assert row["binding"] == "service_level"


def test_patience_lets_callers_leave_and_needs_fewer_agents() -> None:
    patient = requirement(small_forecast([300]), [voice(GOAL, patience_s=None)], {}, 30).frame.iloc[0]
    impatient = requirement(small_forecast([300]), [voice(GOAL, patience_s=60)], {}, 30).frame.iloc[0]
    assert impatient["agents"] < patient["agents"]
    assert 0.95 <= impatient["response_rate"] < 1


def test_a_closed_interval_needs_nobody_and_has_no_figures() -> None:
    closed = requirement(small_forecast([0, 50]), [voice(GOAL)], {"absence": 0.1}, 30).frame.iloc[0]
    assert closed["agents"] == 0
    assert closed["binding"] == "none"
    assert closed[["response_rate", "service_level", "asa_s", "occupancy"]].isna().all()


def test_handling_time_of_the_forecast_counts_not_that_of_the_queue() -> None:
    short = requirement(small_forecast([100], aht_s=90), [voice(GOAL)], {}, 30).frame["agents"].iloc[0]
    long = requirement(small_forecast([100], aht_s=360), [voice(GOAL)], {}, 30).frame["agents"].iloc[0]
    assert long > 3 * short


def test_a_chat_agent_is_as_many_slots_as_chats_at_once() -> None:
    """23 slots are needed; at two chats an agent they take ceil(23 / 2) agents, and the figures are those of 24."""
    goal = Goal(response_rate=0.95)
    one = Queue(id="general", channel="chat", concurrency=1, aht_s=420, patience_s=240, goal=goal)
    two = one.model_copy(update={"concurrency": 2})
    forecast = small_forecast([85], aht_s=420)
    slots = int(requirement(forecast, [one], {}, 30).frame["agents"].iloc[0])
    row = requirement(forecast, [two], {}, 30).frame.iloc[0]
    assert slots == 23
    assert row["agents"] == 12
    reached = queue_figures(85 * 420 / 1800, 24, 420, 240)
    assert row["response_rate"] == pytest.approx(float(reached.response_rate), abs=1e-6)


def test_video_is_answered_like_voice() -> None:
    video = voice(GOAL).model_copy(update={"channel": "video"})
    spoken, seen = (requirement(small_forecast([40]), [queue], {}, 30).frame for queue in (voice(GOAL), video))
    pd.testing.assert_frame_equal(spoken, seen)


def messages(**goal: float) -> Queue:
    """A message queue without a patience."""
    return Queue(id="general", channel="message", aht_s=150, goal=Goal(**goal))


def test_messages_are_placed_within_their_backlog_and_bind_by_it() -> None:
    """60 messages of 150 s at 09:00 are five agent-intervals; within 4 h one or two agents at a time do, not six."""
    frame = requirement(small_forecast([60, 0, 0, 0, 0, 0, 0, 0], aht_s=150), [messages(max_backlog_h=4)], {}, 30).frame
    assert frame["agents"].max() <= 2
    assert frame["agents"].sum() * 0.9 >= 5
    assert frame["binding"].tolist()[0] == "backlog"
    assert frame["response_rate"].iloc[0] == 1
    assert 0 < frame["asa_s"].iloc[0] < 4 * 3600
    assert frame["service_level"].isna().all()
    assert (frame["occupancy"].dropna() <= 0.9 + 1e-9).all()


def test_an_occupancy_goal_caps_deferred_work() -> None:
    counts = [48.0] * 16
    lazy, busy = (
        requirement(small_forecast(counts, aht_s=150), [messages(max_backlog_h=4, max_occupancy=cap)], {}, 30).frame
        for cap in (0.5, 1.0)
    )
    assert lazy["agents"].sum() == 2 * busy["agents"].sum() == 128


def test_messages_without_a_backlog_goal_are_answered_like_calls() -> None:
    frame = requirement(small_forecast([60], aht_s=150), [messages(service_level=0.8)], {}, 30).frame
    assert frame["binding"].tolist() == ["service_level"]


def test_rows_come_in_the_order_of_time_and_of_the_sites_queues() -> None:
    forecast = checked(
        Forecast, pd.concat([small_forecast([9, 9], "b"), small_forecast([9, 9], "a")], ignore_index=True)
    )
    frame = requirement(forecast, [voice(GOAL, "b"), voice(GOAL, "a")], {}, 30).frame
    assert frame["queue"].tolist() == ["b", "a", "b", "a"]
    assert frame["interval_start"].is_monotonic_increasing
    assert frame.index.tolist() == [0, 1, 2, 3]


def test_the_forecast_that_was_given_is_not_changed() -> None:
    forecast = small_forecast([10, 20])
    before = forecast.copy()
    requirement(forecast, [voice(GOAL)], {}, 30)
    pd.testing.assert_frame_equal(forecast, before)


def test_a_shorter_interval_means_a_greater_load() -> None:
    quarter = requirement(small_forecast([50], interval_min=15), [voice(GOAL)], {}, 15).frame
    half = requirement(small_forecast([100]), [voice(GOAL)], {}, 30).frame
    assert quarter["agents"].iloc[0] == half["agents"].iloc[0]


@pytest.mark.parametrize(
    ("queue", "sentence"),
    [
        (voice(Goal()), "Queue general has no goal, .* for example response_rate"),
        (messages(), "Queue general has no goal, .* for example max_backlog_h"),
        (voice(Goal(max_backlog_h=4)), "Queue general is voice with max_backlog_h 4, but only email, message, sns"),
        (messages(max_backlog_h=4, max_asa_s=60), "Queue general has max_backlog_h and max_asa_s"),
        (voice(GOAL, "other"), "The forecast has queue general, site.toml only other"),
    ],
)
def test_a_goal_that_sets_no_requirement_is_a_clear_sentence(queue: Queue, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        requirement(small_forecast([10]), [queue], {}, 30)


def test_a_queue_that_gets_nobody_is_named() -> None:
    outcome = requirement(small_forecast([10]), [voice(GOAL), voice(GOAL, "other")], {}, 30)
    assert outcome.notes == ("Queue other is not in the forecast and gets no agents.",)


def test_a_goal_over_a_day_takes_fewer_agents_than_one_in_every_interval() -> None:
    forecast = small_forecast([30, 200, 90, 8])
    over_day, each = (
        requirement(forecast, [voice(Goal(response_rate=0.95, scope=scope))], {}, 30) for scope in ("day", "interval")
    )
    assert over_day.frame["agents"].sum() < each.frame["agents"].sum()
    assert (over_day.frame["response_rate"] * forecast["offered"]).sum() >= 0.95 * forecast["offered"].sum()
    assert set(over_day.frame["binding"]) == {"response_rate"}
    assert over_day.notes == ()


def test_occupancy_and_asa_hold_in_every_interval_and_that_is_said() -> None:
    goal = Goal(response_rate=0.9, max_occupancy=0.8, max_asa_s=10, scope="week")
    outcome = requirement(small_forecast([30, 200, 90, 8]), [voice(goal)], {}, 30)
    assert (outcome.frame["occupancy"] <= 0.8).all()
    assert (outcome.frame["asa_s"] <= 10).all()
    assert outcome.notes == ("Queue general: max_asa_s and max_occupancy hold in every interval, not over the week.",)


def test_a_goal_without_shares_is_that_of_every_interval_whatever_its_scope() -> None:
    frames = [
        requirement(small_forecast([30, 200]), [voice(Goal(max_occupancy=0.8, scope=scope))], {}, 30).frame
        for scope in ("day", "interval")
    ]
    pd.testing.assert_frame_equal(*frames)


def test_a_goal_over_a_day_is_assured_by_a_busy_day_that_keeps_it() -> None:
    """Days scatter by a fifth: on the ninth busiest of ten the day still answers 95% of its contacts."""
    forecast = small_forecast([300] * 4)
    rows = checked(Forecast, forecast.assign(p10=0.73 * forecast["offered"], p90=1.28 * forecast["offered"]))
    assured, mean = (
        requirement(rows, [voice(Goal(response_rate=0.95, scope="day", assurance=assurance))], {}, 30)
        for assurance in (0.9, None)
    )
    high = forecast["offered"].iloc[0] * (1 + 1.28 * 0.2)
    busy = requirement(small_forecast([high] * 4), [voice(Goal(response_rate=0.95, scope="day"))], {}, 30)
    assert assured.frame["agents"].sum() == pytest.approx(busy.frame["agents"].sum(), rel=0.03)
    assert assured.frame["agents"].sum() > 1.1 * mean.frame["agents"].sum()
    assert "keeping the goals on 90% of days adds" in assured.notes[-1]


def test_weeks_over_which_a_goal_holds_start_as_the_site_says() -> None:
    """A busy Sunday and a quiet Monday: with Monday in the same week it is the busy day that is staffed better."""
    forecast = small_forecast([400] + [0] * 47 + [4], start="2026-03-08T09:00")
    queue = voice(Goal(response_rate=0.9, scope="week"))
    sunday_first, monday_first = (
        requirement(forecast, [queue], {}, 30, week_start_weekday=day).frame["agents"].tolist() for day in (6, 0)
    )
    assert sunday_first[-1] < monday_first[-1]
    assert sunday_first[0] >= monday_first[0]


def test_an_assurance_is_kept_and_its_price_said() -> None:
    on_average, assured = (
        requirement(small_forecast([300] * 4), [voice(Goal(response_rate=0.95, assurance=assurance))], {}, 30)
        for assurance in (None, 0.9)
    )
    added = assured.frame["agents"].sum() / on_average.frame["agents"].sum() - 1
    assert 0.03 < added < 0.15
    assert on_average.notes == ()
    assert assured.notes == (f"Queue general: keeping the goals on 90% of days adds {added:.1%} agent-hours.",)


@pytest.mark.parametrize("left_out", [messages(max_backlog_h=4), voice(GOAL)])
def test_a_queue_without_forecast_gets_no_rows(left_out: Queue) -> None:
    other = left_out.model_copy(update={"id": "other"})
    assert set(requirement(small_forecast([10]), [voice(GOAL), other], {}, 30).frame["queue"]) == {"general"}


def test_an_empty_forecast_is_refused() -> None:
    with pytest.raises(DataError, match="at least one row"):
        requirement(small_forecast([10]).iloc[:0], [voice(GOAL)], {}, 30)


def test_no_agent_could_be_spared_in_any_interval() -> None:
    """Given the agents of the intervals before, whose contacts in hand it takes over, and as if its own stayed."""
    counts = [1.0, 5.0, 20.0, 100.0, 400.0]
    rows = small_forecast(counts)
    agents = requirement(rows, [voice(GOAL)], {}, 30).frame["agents"].to_numpy()
    for k in range(len(counts)):
        stay = np.where(np.arange(len(counts)) < k, agents, agents[k] - 1)
        fewer = live_figures(voice(GOAL), rows, stay, 30)
        missed = fewer.response_rate[k] < 0.95 or fewer.service_level[k] < 0.8 or fewer.occupancy[k] > 0.88
        assert missed or agents[k] == 1
