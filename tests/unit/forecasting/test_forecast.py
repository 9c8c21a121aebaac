"""The door of the room: what a forecast holds, what it says about itself, and how it ends when it cannot be made."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.day_types import DemandCalendar
from domain.errors import ForecastError
from domain.frames import CallHistory, checked
from forecasting.backtest_report import backtest_queues
from forecasting.day_table import DayTable
from forecasting.forecast import ForecastOutcome, forecast_queues
from forecasting.models.moving_level import MovingLevel
from forecasting.models.protocol import FittedModel, Model
from forecasting.models.simple import PlannerMean, SeasonalNaive
from forecasting.record import record_json
from forecasting.series import Floats, QueueSeries
from forecasting.spread_out import Engine
from tests.unit.forecasting.histories import MONDAY, korea, noisy, office, rows_of, week_wave

LIGHT: tuple[Model, ...] = (MovingLevel(), PlannerMean(), SeasonalNaive())


def outcome(
    rows: pd.DataFrame, days_of_history: int, days: int = 14, events: pd.DataFrame | None = None, **options: object
) -> ForecastOutcome:
    settings = {
        "candidates": LIGHT,
        "backtest_origins": 2,
        "default_aht_s": {"q": 190.0},
        "interval_min": 60,
        **options,
    }
    start = MONDAY + timedelta(days=days_of_history)
    return forecast_queues(checked(CallHistory, rows), korea(), start, days, events=events, **settings)  # type: ignore[arg-type]


def test_every_interval_of_the_horizon_has_a_mean_and_ordered_quantiles() -> None:
    frame = outcome(rows_of(noisy(week_wave), 112), 112).frame

    assert len(frame) == 14 * 24
    assert frame["interval_start"].iloc[0] == pd.Timestamp("2026-06-22", tz="UTC")
    assert ((frame["p10"] <= frame["p50"]) & (frame["p50"] <= frame["p90"])).all()
    assert frame["offered"].sum() == pytest.approx(112 * 24 * 30 / 112 * 14, rel=0.4)
    assert (frame["aht_s"] == 190.0).all()


def test_only_intervals_that_the_export_lists_are_forecast() -> None:
    frame = outcome(rows_of(office(), 84), 84).frame

    assert set(frame["interval_start"].dt.hour) == {9, 10, 11}
    assert set(frame["interval_start"].dt.day_of_week) == {0, 1, 2, 3, 4}


def test_shut_hours_that_the_export_lists_are_forecast_as_zero() -> None:
    frame = outcome(rows_of(lambda moment: office()(moment) or 0.0, 84), 84).frame
    night = frame[frame["interval_start"].dt.hour == 3]

    assert len(frame) == 14 * 24
    assert (night[["offered", "p10", "p50", "p90"]] == 0).all().all()


def test_a_clock_change_day_has_its_true_number_of_hours() -> None:
    moments = pd.date_range("2026-06-01", "2026-10-19", freq="h", tz="Europe/Paris", inclusive="left")
    rows = rows_of(week_wave, 1).iloc[[0] * len(moments)].assign(interval_start=moments, offered=20.0)
    frame = forecast_queues(
        checked(CallHistory, rows.reset_index(drop=True)), korea(), date(2026, 10, 19), 14, 60, {}, None, 2, LIGHT
    ).frame
    by_day = frame.groupby(frame["interval_start"].dt.date).size()

    assert by_day[date(2026, 10, 25)] == 25
    assert by_day.sum() == 14 * 24 + 1
    assert frame["interval_start"].is_unique


def test_the_record_says_what_was_tried_and_why_one_was_chosen() -> None:
    record = outcome(rows_of(noisy(week_wave), 112), 112).records[0]
    text = json.dumps(record_json(record))

    assert {score.model for score in record.scores} == {"moving_level", "planner_mean", "seasonal_naive"}
    assert record.model in record.why or "mean of" in record.why
    assert record.chosen is not None and 0 < record.chosen.wape < 0.5
    assert '"open_hours": "Mon/Tue/Wed/Thu/Fri/Sat/Sun 00:00-24:00"' in text


def test_the_same_inputs_give_the_same_bytes() -> None:
    rows = rows_of(noisy(week_wave), 84)
    first, second = (outcome(rows, 84) for _ in range(2))

    assert first.frame.to_csv() == second.frame.to_csv()
    assert [record_json(record) for record in first.records] == [record_json(record) for record in second.records]


def test_workers_give_the_same_bytes_as_one_process() -> None:
    rows = pd.concat([rows_of(noisy(week_wave, seed), 84, queue=name) for seed, name in ((1, "q"), (9, "r"))])
    alone, together = (outcome(rows.reset_index(drop=True), 84, engine=Engine(jobs=jobs)) for jobs in (1, 2))

    assert alone.frame.to_csv() == together.frame.to_csv()


def test_what_comes_after_the_start_changes_nothing() -> None:
    rows = rows_of(noisy(week_wave), 112)
    start = pd.Timestamp(MONDAY + timedelta(days=84), tz="UTC")
    changed = rows.assign(offered=rows["offered"].where(rows["interval_start"] < start, 999.0))

    assert outcome(rows, 84).frame.to_csv() == outcome(changed, 84).frame.to_csv()


def test_finer_history_is_summed_to_the_interval_asked_for() -> None:
    quarters = rows_of(lambda moment: week_wave(moment) / 4, 84, interval_min=15)
    fine, coarse = outcome(quarters, 84).frame, outcome(rows_of(week_wave, 84), 84).frame

    assert fine["offered"].tolist() == coarse["offered"].tolist()


def test_coarser_history_than_the_interval_is_refused() -> None:
    with pytest.raises(ForecastError, match="steps of 60 minutes"):
        outcome(rows_of(week_wave, 84), 84, interval_min=30)


@pytest.mark.parametrize("days", [1, 7, 13])
def test_under_two_weeks_of_history_is_refused_in_a_clear_sentence(days: int) -> None:
    with pytest.raises(ForecastError, match=rf"Queue q has {days} days of history before .* needs at least 14"):
        outcome(rows_of(week_wave, days), days)


@pytest.mark.parametrize("days", [14, 21, 42])
def test_under_eight_weeks_a_simple_model_stands_in_and_says_what_it_cannot_know(days: int) -> None:
    found = outcome(rows_of(week_wave, days), days)

    assert found.frame["model"].unique().tolist() == ["planner_mean"]
    assert any("too few to learn holidays" in warning for warning in found.records[0].warnings)


def test_eight_weeks_are_enough_for_the_regression_and_say_that_seasons_are_unknown() -> None:
    found = outcome(rows_of(noisy(week_wave), 56), 56)

    assert "moving_level" in {score.model for score in found.records[0].scores}
    assert any("do not show the seasons" in note for note in found.records[0].notes)


def test_a_coming_holiday_that_the_history_does_not_hold_is_named_with_what_stands_in() -> None:
    # Eight weeks from 2 March hold the Samiljeol substitute; Children's Day on 5 May comes next.
    (warning,) = [each for each in outcome(rows_of(noisy(week_wave), 56), 56).records[0].warnings if "no day" in each]

    assert warning.startswith("The history holds no day like 2026-05-01 (")
    assert "2026-05-05 (Children's Day)" in warning
    assert "what the 1 holiday on workdays did that it holds stands in" in warning


def test_a_holiday_that_came_before_is_not_named() -> None:
    rows = rows_of(noisy(week_wave), 380)
    found = outcome(rows, 380, days=7, candidates=(PlannerMean(),), backtest_origins=0)  # Constitution Day's year ago

    assert not [each for each in found.records[0].warnings if "no day" in each]


def test_a_history_without_contacts_is_refused() -> None:
    with pytest.raises(ForecastError, match="no contact in its history"):
        outcome(rows_of(lambda moment: 0.0, 28), 28)


def test_a_start_before_all_history_is_refused() -> None:
    with pytest.raises(ForecastError, match="no history before"):
        outcome(rows_of(week_wave, 28), 0)


def test_a_queue_that_cannot_be_forecast_is_named_beside_those_that_can() -> None:
    rows = pd.concat([rows_of(week_wave, 84), rows_of(week_wave, 5, MONDAY + timedelta(days=79), queue="young")])
    found = outcome(rows.reset_index(drop=True), 84)

    assert found.frame["queue"].unique().tolist() == ["q"]
    assert [missing.queue for missing in found.missing] == ["young"]
    assert "5 days of history" in found.missing[0].reason


def test_a_candidate_that_fails_only_now_is_replaced_by_the_next_best() -> None:
    @dataclass(frozen=True, slots=True)
    class LateFailure:
        """As good as the truth in every backtest, broken on the day itself."""

        name: str = "late"
        least_days: int = 14

        def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedModel:
            if history.days == 84:
                raise RuntimeError("licence expired")
            return PlannerMean().fit(history, calendar)

    found = outcome(rows_of(week_wave, 84), 84, candidates=(LateFailure(), SeasonalNaive()))

    assert found.frame["model"].unique().tolist() == ["seasonal_naive"]
    assert [(failure.model, failure.reason) for failure in found.records[0].failures] == [("late", "licence expired")]


def test_when_all_candidates_fail_the_error_names_them() -> None:
    @dataclass(frozen=True, slots=True)
    class Broken:
        name: str = "broken"
        least_days: int = 14

        def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedModel:
            return self

        def mean(self, future: DayTable) -> Floats:
            return np.full((len(future.types), 24), np.nan)

    with pytest.raises(ForecastError, match=r"No model could forecast queue q: .*broken: .*no counts"):
        outcome(rows_of(week_wave, 84), 84, candidates=(Broken(),))


def event_rows(name: str, start: str, end: str, effect: float) -> pd.DataFrame:
    stamps = [pd.Timestamp(moment, tz="UTC") for moment in (start, end)]
    return pd.DataFrame({"event": [name], "start": stamps[:1], "end": stamps[1:], "queue": ["*"], "effect": [effect]})


def test_a_coming_event_multiplies_mean_and_quantiles() -> None:
    rows = rows_of(week_wave, 84)
    doubled = event_rows("campaign", "2026-05-26T09:00", "2026-05-26T11:00", 2.0)
    plain, changed = outcome(rows, 84).frame, outcome(rows, 84, events=doubled).frame
    ratio = (changed["offered"] / plain["offered"]).round(6)
    during = plain["interval_start"].between(pd.Timestamp("2026-05-26T09:00Z"), pd.Timestamp("2026-05-26T10:00Z"))

    assert set(ratio[during]) == {2.0}
    assert set(ratio[~during]) == {1.0}


def test_a_coming_event_without_effect_is_warned_about() -> None:
    storm = event_rows("storm", "2026-05-26", "2026-05-27", float("nan"))
    found = outcome(rows_of(week_wave, 84), 84, events=storm)

    assert any("Event storm from 2026-05-26 has no effect given" in warning for warning in found.records[0].warnings)


def test_a_past_event_does_not_poison_the_forecast() -> None:
    def surging(moment):  # type: ignore[no-untyped-def]
        return week_wave(moment) * (9 if date(2026, 5, 18) <= moment.date() <= date(2026, 5, 22) else 1)

    surge = event_rows("surge", "2026-05-18", "2026-05-23", float("nan"))
    told = outcome(rows_of(surging, 84), 84, events=surge, candidates=(PlannerMean(),)).frame["offered"]
    usual = outcome(rows_of(week_wave, 84), 84, candidates=(PlannerMean(),)).frame["offered"]

    assert told.tolist() == usual.tolist()


def test_no_known_handling_time_is_assumed_and_warned_about() -> None:
    found = outcome(rows_of(week_wave, 28), 28, default_aht_s={})

    assert (found.frame["aht_s"] == 180.0).all()
    assert any("180 s is assumed" in warning for warning in found.records[0].warnings)


def test_the_changes_to_history_are_kept_with_the_outcome() -> None:
    rows = rows_of(week_wave, 84)
    found = outcome(rows.drop(index=100).reset_index(drop=True), 84)

    assert found.changes["what"].tolist() == ["missing interval"]
    assert [(change.what, change.intervals) for change in found.records[0].changes] == [("missing interval", 1)]


def test_a_backtest_gives_every_interval_and_a_score_for_each_model_and_cutoff() -> None:
    rows = checked(CallHistory, rows_of(noisy(week_wave), 112))
    found = backtest_queues(rows, korea(), 14, 60, 2, candidates=LIGHT)

    assert set(found.scores["model"]) == {"moving_level", "planner_mean", "seasonal_naive", "chosen"}
    assert found.scores["cutoff"].nunique() == 3  # two cutoffs and all
    assert len(found.forecasts) == 3 * 2 * 14 * 24
    assert found.forecasts["lead_days"].agg(["min", "max"]).tolist() == [1, 14]
    with pytest.raises(ForecastError, match="a backtest needs at least three weeks"):
        backtest_queues(checked(CallHistory, rows_of(week_wave, 15)), korea(), 14, 60, 2, candidates=LIGHT)
