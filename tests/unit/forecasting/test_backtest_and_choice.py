"""Backtests look only at what was known; the choice is justified, robust and survives candidates that fail."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from domain.day_types import DemandCalendar
from forecasting.accuracy import accuracy, accuracy_by_class
from forecasting.backtest import Backtest, backtest_plan, run_backtest, scored_actual
from forecasting.choice import choose, pooled_accuracy, trusted_members, without_backtest
from forecasting.day_table import DayTable, day_table
from forecasting.models.protocol import FittedModel, Model
from forecasting.models.simple import PlannerMean
from forecasting.series import Floats, QueueSeries
from tests.unit.forecasting.histories import MONDAY, korea, office, series_of, week_wave


@dataclass(frozen=True, slots=True)
class Constant:
    """A model that says the same for every interval."""

    name: str
    value: float
    least_days: int = 14

    def fit(self, history: QueueSeries, calendar: DemandCalendar) -> FittedModel:
        return self

    def mean(self, future: DayTable) -> Floats:
        return np.full((len(future.types), 24), self.value)


def backtest_of(*models: Model, days: int = 84) -> Backtest:
    series = series_of(lambda moment: 10.0, days)
    return run_backtest(series, korea(), models, backtest_plan(series, 14, 3), series.until)


def test_accuracy_is_by_interval_by_day_and_signed() -> None:
    found = accuracy(np.array([[8.0, 12.0], [5.0, 5.0]]), np.array([[10.0, 10.0], [np.nan, 10.0]]))

    assert (found.intervals, found.actual) == (3, 30.0)
    assert found.wape == pytest.approx((2 + 2 + 5) / 30)
    assert found.wape_day == pytest.approx(5 / 30)
    assert found.bias == pytest.approx(-5 / 30)


def test_accuracy_without_contacts_is_unknown_not_perfect() -> None:
    assert np.isnan(accuracy(np.ones((1, 2)), np.zeros((1, 2))).wape)


def test_accuracy_by_class_of_day_keeps_holidays_apart() -> None:
    days = day_table(korea(), [date(2026, 5, 4), date(2026, 5, 5)])
    found = accuracy_by_class(np.array([[10.0], [10.0]]), np.array([[10.0], [5.0]]), days)

    assert (found["bridge"].wape, found["holiday"].wape) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("days", "horizon", "cutoffs"),
    [
        (365, 28, 6),
        (110, 28, 4),  # as the bank series has at its first origin
        (84, 28, 1),
        (56, 14, 3),
        (21, 7, 1),
        (20, 7, 0),
    ],
)
def test_a_plan_fits_the_history(days: int, horizon: int, cutoffs: int) -> None:
    plan = backtest_plan(series_of(lambda moment: 10.0, days), 28, 6)

    assert (plan.days, len(plan.cutoffs)) == (horizon, cutoffs)
    assert all(cutoff + timedelta(days=horizon) <= MONDAY + timedelta(days=days) for cutoff in plan.cutoffs)


def test_cutoffs_lie_whole_weeks_before_the_end() -> None:
    plan = backtest_plan(series_of(lambda moment: 10.0, 200), 28, 6)

    assert {(MONDAY + timedelta(days=200 - 28) - cutoff).days % 7 for cutoff in plan.cutoffs} == {0}


def test_every_past_forecast_is_made_from_what_was_known_at_its_cutoff() -> None:
    asked: list[date] = []

    def known_before(cutoff: date) -> QueueSeries:
        asked.append(cutoff)
        return series_of(lambda moment: 10.0, 84).until(cutoff)

    plan = backtest_plan(series_of(lambda moment: 10.0, 84), 14, 3)
    backtest = run_backtest(series_of(week_wave, 84), korea(), (PlannerMean(),), plan, known_before)

    assert tuple(asked) == plan.cutoffs
    assert all((mean == 10.0).all() for mean in backtest.means("planner_mean"))


def test_a_shut_day_is_scored_as_no_contact_and_an_absent_one_not_at_all() -> None:
    def partly(moment: datetime) -> float | None:
        if moment.date() == date(2026, 3, 11):
            return 0.0 if office()(moment) else None
        return None if moment.date() == date(2026, 3, 12) else office()(moment)

    actual = scored_actual(series_of(partly, 28), date(2026, 3, 11), 2)

    assert actual[0, 9:12].tolist() == [0.0, 0.0, 0.0]
    assert np.isnan(actual[1]).all()


def test_a_failing_candidate_is_named_and_the_others_stand() -> None:
    @dataclass(frozen=True, slots=True)
    class Broken(Constant):
        def mean(self, future: DayTable) -> Floats:
            raise ZeroDivisionError("nothing to divide by")

    backtest = backtest_of(Broken("broken", 0.0), Constant("sound", 10.0))

    assert backtest.models == ("sound",)
    assert [(failure.model, failure.reason) for failure in backtest.failures] == [("broken", "nothing to divide by")]


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_a_candidate_whose_values_are_no_counts_is_left_out(value: float) -> None:
    backtest = backtest_of(Constant("odd", value), Constant("sound", 10.0))

    assert backtest.models == ("sound",)


def test_a_candidate_with_too_little_history_at_a_cutoff_is_not_judged() -> None:
    backtest = backtest_of(Constant("hungry", 10.0, least_days=77), Constant("sound", 10.0))

    assert backtest.models == ("sound",)
    assert "needs 77 days" in backtest.failures[0].reason


def test_the_most_trusted_candidate_stays_unless_another_is_a_tenth_better() -> None:
    nearly = backtest_of(Constant("trusted", 12.0), Constant("other", 11.95))
    clearly = backtest_of(Constant("trusted", 12.0), Constant("other", 10.5))

    assert choose(nearly, nearly.models).members == ("trusted",)
    assert "cannot tell from chance" in choose(nearly, nearly.models).why
    assert choose(clearly, clearly.models).members == ("other",)


def test_regressions_and_boosting_are_trusted_together() -> None:
    backtest = backtest_of(Constant("moving_level", 11.0), Constant("boosting", 9.0), Constant("other", 10.4))

    assert trusted_members(backtest.models) == ("moving_level", "boosting")
    assert choose(backtest, backtest.models).members == ("moving_level", "boosting")


def test_others_join_the_trusted_ones_for_a_smaller_gain_than_they_replace_them() -> None:
    joining = backtest_of(Constant("moving_level", 12.0), Constant("boosting", 12.0), Constant("low", 7.5))
    too_near = backtest_of(Constant("moving_level", 12.0), Constant("boosting", 12.0), Constant("near", 11.85))

    assert choose(joining, joining.models).members == ("moving_level", "boosting", "low")
    assert choose(too_near, too_near.models).members == ("moving_level", "boosting")


def test_candidates_that_miss_on_opposite_sides_are_combined() -> None:
    backtest = backtest_of(Constant("high", 12.5), Constant("low", 8.0), Constant("far", 30.0))
    choice = choose(backtest, backtest.models)

    assert choice.members == ("high", "low")
    assert choice.model == "high+low"
    assert pooled_accuracy(backtest, choice.members).wape == pytest.approx(0.0)  # sqrt(12.5 x 8) = 10
    assert [(score.model, score.is_chosen) for score in choice.scores] == [
        ("high", True),
        ("low", True),
        ("far", False),
    ]


def test_without_a_backtest_the_most_trusted_stands_in_and_says_so() -> None:
    choice = without_backtest(("planner_mean", "seasonal_naive"), "too short")

    assert (choice.model, choice.scores, choice.why) == ("planner_mean", (), "too short")
