"""Published forecasts against what came: groups, the planner's mean of that night, and the model beside overrides."""

from datetime import date, timedelta

import pandas as pd
import pytest

from domain.forecast_errors import ErrorSums, GroupErrors
from forecasting.published_accuracy import (
    ALL,
    DAY_CLASS,
    LEAD,
    OVERRIDE,
    PublishedForecast,
    actuals_of,
    pooled,
    published_errors,
)
from tests.unit.forecasting.histories import MONDAY, korea, rows_of, week_wave

NIGHT = MONDAY + timedelta(days=27)  # a Sunday: four weeks of history are known, and two weeks are forecast
START = NIGHT + timedelta(days=1)


def history(days: int) -> pd.DataFrame:
    return rows_of(week_wave, days)


def published(rows: pd.DataFrame, factor: float = 1.1, changed_day: date | None = None) -> PublishedForecast:
    """A forecast of the fortnight after the night: the true counts times a factor, doubled on a day by a planner."""
    coming = rows[rows["interval_start"].dt.date >= START].reset_index(drop=True)
    frame = coming[["interval_start", "queue"]].assign(offered=coming["offered"] * factor, model="boosting")
    if changed_day is None:
        return PublishedForecast(NIGHT, frame, None, {})
    is_changed = frame["interval_start"].dt.date == changed_day
    planned = frame.assign(
        offered=frame["offered"].where(~is_changed, frame["offered"] * 2),
        model=frame["model"].where(~is_changed, "boosting+override"),
    )
    return PublishedForecast(NIGHT, planned, frame, {})


def errors_of(known_days: int, found: PublishedForecast) -> dict[tuple[str, str], GroupErrors]:
    known = history(known_days)
    actuals = actuals_of(known, korea(), None, 60, MONDAY + timedelta(days=known_days))
    return {(each.grouping, each.group): each for each in published_errors(found, actuals)}


def test_only_intervals_whose_actual_is_known_count() -> None:
    found = published(history(42))
    assert errors_of(28, found) == {}
    one_day = errors_of(29, found)
    assert one_day[ALL, ALL].forecast.intervals == len(history(29)) - len(history(28))
    assert (LEAD, "2-7") not in one_day
    assert errors_of(42, found)[ALL, ALL].forecast.intervals == len(history(42)) - len(history(28))


def test_errors_are_told_apart_by_days_ahead_of_the_last_day_known() -> None:
    found = errors_of(42, published(history(42)))
    intervals = {group: each.forecast.intervals for (kind, group), each in found.items() if kind == LEAD}
    a_day = len(history(1))
    assert intervals == {"1": a_day, "2-7": 6 * a_day, "8-14": 7 * a_day}
    older = PublishedForecast(NIGHT, published(history(42)).frame, None, {"q": NIGHT - timedelta(days=7)})
    late = {group for kind, group in errors_of(42, older) if kind == LEAD}
    assert late == {"8-14", "15-28"}


def test_a_forecast_a_tenth_too_high_errs_by_a_tenth_and_a_repeating_week_has_a_perfect_mean() -> None:
    found = errors_of(42, published(history(42)))[ALL, ALL]
    assert (found.forecast.wape, found.forecast.wape_day, found.forecast.bias) == pytest.approx((0.1, 0.1, 0.1))
    assert found.mean is not None
    assert found.mean.wape == pytest.approx(0, abs=1e-9)
    assert found.model is None


def test_what_a_planner_changed_is_kept_apart_beside_the_models_figure() -> None:
    found = errors_of(42, published(history(42), changed_day=START))
    changed = found[OVERRIDE, "changed"]
    assert changed.forecast.bias == pytest.approx(1.2)
    assert changed.model is not None
    assert changed.model.bias == pytest.approx(0.1)
    assert changed.forecast.intervals == len(history(1))
    whole = found[ALL, ALL]
    assert whole.model is not None
    assert whole.model.wape < whole.forecast.wape
    assert (OVERRIDE, "changed") not in errors_of(42, published(history(42)))


def test_the_groups_of_a_grouping_add_up_to_all() -> None:
    found = errors_of(42, published(history(42)))
    for grouping in (LEAD, DAY_CLASS):
        parts = [each.forecast for (kind, _), each in found.items() if kind == grouping]
        assert sum(part.actual for part in parts) == pytest.approx(found[ALL, ALL].forecast.actual)
        assert sum(part.absolute for part in parts) == pytest.approx(found[ALL, ALL].forecast.absolute)


def test_errors_are_pooled_by_contacts_over_nights_and_in_the_order_of_days_ahead() -> None:
    large, small = ErrorSums(2, 900.0, 90.0, 45.0, 9.0), ErrorSums(2, 100.0, 60.0, 30.0, -9.0)
    errors = [
        GroupErrors(NIGHT, "general", LEAD, "8-14", small, small, None),
        GroupErrors(NIGHT, "general", LEAD, "1", large, small, None),
        GroupErrors(START, "chat", LEAD, "1", small, small, None),
    ]
    one, later = pooled(errors, LEAD)
    assert (one.group, later.group) == ("1", "8-14")
    assert (one.forecast.wape, one.forecast.bias) == (0.15, 0)
    assert {each.group for each in pooled(errors, LEAD, by_queue=True)} == {"general", "chat"}
