"""Overrides on a forecast: factors, additions, totals, their band, and which one counts where two overlap."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from pandera.typing.pandas import DataFrame

from domain.frames import Forecast, checked
from domain.overrides import Override, OverrideKind, OverrideOrder
from forecasting.overrides import with_overrides

SEOUL = ZoneInfo("Asia/Seoul")
FACTOR, ADD, TOTAL = OverrideKind.FACTOR, OverrideKind.ADD, OverrideKind.TOTAL


def forecast(first: str = "2026-10-05", days: int = 2) -> DataFrame[Forecast]:
    """Two queues in six-hour intervals: 0, 10, 20 and 10 contacts a day from midnight on; `chat` a tenth of it."""
    starts = pd.date_range(first, periods=4 * days, freq="6h", tz="Asia/Seoul")
    parts = []
    for queue, times in (("chat", 0.1), ("general", 1.0)):
        offered = pd.Series([0.0, 10.0, 20.0, 10.0] * days) * times
        band = {"p10": offered * 0.5, "p50": offered, "p90": offered * 1.5}
        parts.append(
            pd.DataFrame({"interval_start": starts, "queue": queue, "offered": offered, **band}).assign(
                aht_s=180.0, model="boosting"
            )
        )
    return checked(Forecast, pd.concat(parts, ignore_index=True))


def override(number: int, start: str, until: str, kind: OverrideKind, value: float, queue: str = "general") -> Override:
    span = (datetime.fromisoformat(text).replace(tzinfo=SEOUL) for text in (start, until))
    order = OverrideOrder(queue, *span, kind, value, "mailing")
    return Override(number, order, "P01", datetime(2026, 10, 1, tzinfo=UTC))


def offered(frame: pd.DataFrame, queue: str = "general") -> list[float]:
    return frame.loc[frame["queue"] == queue, "offered"].tolist()


def test_without_overrides_the_very_frame_comes_back() -> None:
    model = forecast()
    found = with_overrides(model, [])
    assert found.frame is model
    assert found.applied == ()


def test_a_factor_scales_mean_and_band_of_its_span_and_nothing_else() -> None:
    model = forecast()
    found = with_overrides(model, [override(1, "2026-10-05T12:00", "2026-10-05T18:00", FACTOR, 1.5)]).frame
    changed = found["model"] == "boosting+override"
    assert offered(found) == [0, 10, 30, 10, 0, 10, 20, 10]
    assert found.loc[changed, ["p10", "p50", "p90"]].values.tolist() == [[15, 30, 45]]
    pd.testing.assert_frame_equal(found[~changed], model[~changed])


def test_a_total_of_a_day_is_spread_by_the_models_profile() -> None:
    found = with_overrides(forecast(), [override(1, "2026-10-05", "2026-10-06", TOTAL, 80)])
    assert offered(found.frame) == [0, 20, 40, 20, 0, 10, 20, 10]
    (applied,) = found.applied
    assert (applied.intervals, applied.model_contacts, applied.planner_contacts) == (4, 40, 80)


def test_an_addition_is_spread_over_the_whole_span_and_never_leaves_less_than_nothing() -> None:
    more = with_overrides(forecast(), [override(1, "2026-10-05", "2026-10-07", ADD, 8)]).frame
    assert offered(more) == [0, 11, 22, 11, 0, 11, 22, 11]
    fewer = with_overrides(forecast(), [override(1, "2026-10-05", "2026-10-06", ADD, -100)]).frame
    assert offered(fewer)[:4] == [0, 0, 0, 0]


def test_where_two_overlap_the_later_one_counts_as_if_it_were_alone() -> None:
    whole_day = override(1, "2026-10-05", "2026-10-06", TOTAL, 80)
    noon = override(2, "2026-10-05T12:00", "2026-10-05T18:00", FACTOR, 1.5)
    found = with_overrides(forecast(), [noon, whole_day])  # their numbers tell the order, not their place
    assert offered(found.frame)[:4] == [0, 20, 30, 20]
    assert [(each.intervals, each.planner_contacts) for each in found.applied] == [(3, 40), (1, 30)]
    both = with_overrides(forecast(), [whole_day, override(3, "2026-10-05", "2026-10-06", FACTOR, 1)])
    assert offered(both.frame) == offered(forecast())
    assert both.applied[0].intervals == 0


def test_a_total_where_the_model_has_no_contact_is_spread_and_has_the_band_of_a_poisson_count() -> None:
    found = with_overrides(forecast(), [override(1, "2026-10-05", "2026-10-05T06:00", TOTAL, 8)]).frame
    first = found[found["queue"] == "general"].iloc[0]
    # Of a Poisson count of mean 8: P(Y < 5) = 0.0996 is nearest to a tenth, and so is P(Y > 11) = 0.112.
    assert (first["offered"], first["p10"], first["p50"], first["p90"]) == (8, 5, 8, 11)


def test_of_a_total_that_goes_beyond_the_forecast_the_part_of_its_days_counts() -> None:
    # Monday to Sunday of two weeks; from Saturday before to Monday night: a weekend and a Monday are expected alike.
    model = forecast(days=14)
    found = with_overrides(model, [override(1, "2026-10-03", "2026-10-06", TOTAL, 240)]).frame
    assert sum(offered(found)[:4]) == pytest.approx(80)


def test_an_override_of_another_queue_or_other_days_changes_nothing() -> None:
    model = forecast()
    strange = [override(1, "2026-10-05", "2026-10-06", TOTAL, 8, queue="mail")]
    strange.append(override(2, "2026-11-05", "2026-11-06", FACTOR, 8))
    found = with_overrides(model, strange)
    assert found.frame is model
    assert [each.intervals for each in found.applied] == [0, 0]
