"""A queue's day is forecast anew from its published rows; what is unknown stays unknown and is said."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.day_types import demand_calendar
from forecasting.past_misses import ASSUMED_MISSES
from forecasting.reforecast import QueueInput, QueueToday, reforecast_queue

SEOUL, NEW_YORK = "Asia/Seoul", "America/New_York"
TUESDAY = "2026-03-10"


def hours(first: str, last: str, timezone: str, opens: range = range(24)) -> pd.DatetimeIndex:
    bounds = (pd.Timestamp(day).tz_localize(timezone) for day in (first, last))
    found = pd.date_range(*bounds, freq="h", inclusive="left")
    return found[np.isin(found.hour, list(opens))]


def published(starts: pd.DatetimeIndex, offered: float = 100.0) -> pd.DataFrame:
    quantiles = {"offered": offered, "p10": offered - 12, "p50": offered, "p90": offered + 12}
    return pd.DataFrame({"interval_start": starts, "queue": "q", **quantiles, "aht_s": 180.0, "model": "regression"})


def rows(starts: pd.DatetimeIndex, factor: float = 1.0) -> pd.DataFrame:
    wave = 100 + (np.arange(len(starts)) * 7) % 11 - 5.0
    return pd.DataFrame({"interval_start": starts, "queue": "q", "offered": (wave * factor).round()})


def at(
    stamp: str,
    factor: float = 1.3,
    keep: Callable[[pd.DatetimeIndex], np.ndarray] | None = None,
    timezone: str = SEOUL,
    opens: range = range(24),
    country: str = "KR",
) -> QueueToday:
    """The day of a queue with 100 contacts due an hour, of which so many times as many came today."""
    now = pd.Timestamp(stamp, tz=timezone)
    today: date = now.date()
    plan = hours(str(today), str(today + timedelta(days=2)), timezone, opens)
    came = plan[plan <= now]
    counted = rows(came, factor)
    if keep is not None:
        counted = counted[keep(came)]
    calendar = demand_calendar(country, today, today + timedelta(days=1))
    return reforecast_queue(QueueInput("q", published(plan), counted, now, 60, ASSUMED_MISSES, calendar))


def test_a_busy_morning_lifts_the_rest_of_the_day_and_marks_its_model() -> None:
    found = at(f"{TUESDAY} 12:00")

    assert found.deviation == pytest.approx(0.3, abs=0.01)
    assert found.frame["interval_start"].iloc[0] == pd.Timestamp(f"{TUESDAY} 12:00", tz=SEOUL)
    assert len(found.frame) == 12 + 24
    assert found.frame["offered"].iloc[0] > found.frame["offered"].iloc[11] > 105
    assert set(found.frame["model"]) == {"regression+intraday"}
    assert found.notes == ()


def test_the_interval_that_is_running_never_counts() -> None:
    with_it = at(f"{TUESDAY} 12:40")
    without = at(f"{TUESDAY} 12:40", keep=lambda starts: np.asarray(starts.hour < 12))

    assert with_it.frame.equals(without.frame)
    assert with_it.frame["interval_start"].iloc[0].hour == 12


def test_at_midnight_nothing_is_known_and_the_forecast_stands() -> None:
    found = at(f"{TUESDAY} 00:00")

    assert (found.frame["offered"] == 100).all() and set(found.frame["model"]) == {"regression"}
    assert found.notes == (
        "Queue q: no interval of today has ended by 00:00 (the first begins at 00:00); the forecast made before the"
        " day stands.",
    )


def test_a_minute_before_midnight_the_last_interval_and_tomorrow_are_left() -> None:
    found = at(f"{TUESDAY} 23:59")

    assert len(found.frame) == 1 + 24
    assert found.frame["offered"].iloc[-1] > 100


def test_without_a_row_of_today_the_forecast_stands_and_that_is_said() -> None:
    found = at(f"{TUESDAY} 12:00", keep=lambda starts: np.zeros(len(starts), dtype=bool))

    assert (found.frame["offered"] == 100).all() and found.deviation is None
    assert found.notes == ("Queue q: nothing is known of today before 12:00; the forecast made before the day stands.",)


def test_a_hole_is_unknown_and_not_zero() -> None:
    found = at(f"{TUESDAY} 12:00", 1.0, keep=lambda starts: ~np.isin(starts.hour, [9, 10]))

    assert found.frame["offered"].iloc[0] == pytest.approx(100, abs=2.5)
    assert found.intervals["actual"].isna().sum() == 2 + 12 + 24
    assert found.notes == ("Queue q: 2 intervals of today without a row (09:00-11:00) count as unknown, not as zero.",)


def test_a_dead_line_is_not_believed() -> None:
    now = pd.Timestamp(f"{TUESDAY} 12:00", tz=SEOUL)
    plan = hours(TUESDAY, "2026-03-12", SEOUL)
    counted = rows(plan[plan < now])
    counted.loc[9:, "offered"] = 0.0
    calendar = demand_calendar("KR", date(2026, 3, 10), date(2026, 3, 11))
    found = reforecast_queue(QueueInput("q", published(plan), counted, now, 60, ASSUMED_MISSES, calendar))

    assert found.frame["offered"].iloc[0] == pytest.approx(100, abs=1.5)
    assert found.notes[0].startswith("Queue q: 09:00-12:00 show no contact where many were due")


def test_a_queue_that_has_not_opened_yet_says_when_it_does() -> None:
    found = at(f"{TUESDAY} 08:30", opens=range(9, 18))

    assert "the first begins at 09:00" in found.notes[0]


def test_a_queue_that_has_closed_for_today_is_forecast_anew_for_tomorrow() -> None:
    found = at(f"{TUESDAY} 19:00", opens=range(9, 18))

    assert found.frame["interval_start"].dt.day.unique().tolist() == [11]
    assert found.notes == ("Queue q: it has closed for today by 19:00; only tomorrow is forecast anew.",)


def test_a_queue_that_is_closed_all_day_leaves_tomorrow_as_it_was() -> None:
    now = pd.Timestamp("2026-03-08 12:00", tz=SEOUL)
    plan = hours("2026-03-09", "2026-03-10", SEOUL)
    calendar = demand_calendar("KR", date(2026, 3, 8), date(2026, 3, 9))
    found = reforecast_queue(QueueInput("q", published(plan), rows(plan[:0]), now, 60, ASSUMED_MISSES, calendar))

    assert (found.frame["offered"] == 100).all()
    assert found.notes == ("Queue q: it is closed on 2026-03-08; the forecast of the next day stands.",)


def test_on_a_holiday_what_came_counts_for_more() -> None:
    holiday, ordinary = at("2026-05-05 06:00"), at("2026-05-07 06:00")

    assert holiday.frame["offered"].iloc[0] > ordinary.frame["offered"].iloc[0]
    assert holiday.notes == (
        "Queue q: today is Children's Day, whose forecast is less sure than others; what came counts for more.",
    )


@pytest.mark.parametrize(("day", "intervals"), [("2026-11-01", 25), ("2026-03-08", 23)])
def test_a_day_on_which_the_clock_changes_keeps_all_its_hours(day: str, intervals: int) -> None:
    found = at(f"{day} 06:00", timezone=NEW_YORK, country="US")

    assert len(found.intervals) == intervals + 24
    assert found.intervals["actual"].notna().sum() == intervals - 18
    assert found.deviation == pytest.approx(0.3, abs=0.02)
    assert found.frame["interval_start"].is_unique and found.notes == ()


def test_the_band_is_narrower_late_in_the_day() -> None:
    early, late = at(f"{TUESDAY} 02:00", 1.0).frame, at(f"{TUESDAY} 21:00", 1.0).frame
    width = [frame.set_index("interval_start")[["p10", "p90"]].loc[f"{TUESDAY} 22:00"] for frame in (early, late)]

    assert width[1]["p90"] - width[1]["p10"] < width[0]["p90"] - width[0]["p10"]
