"""Holidays that come too rarely to be learnt from alone are learnt from with their like."""

from datetime import date, timedelta

import pandas as pd

from domain.day_types import DayKind, day_type, demand_calendar
from forecasting.candidates import DEFAULT_CANDIDATES
from forecasting.day_table import day_table
from forecasting.events import calendar_with, events_of
from forecasting.models.moving_level import MovingLevel
from tests.unit.forecasting.histories import series_of

FIRST, DAYS = date(2024, 1, 1), 700
CALENDAR = demand_calendar("KR", FIRST, date(2026, 12, 31))


def announced(day: str, name: str) -> pd.DataFrame:
    start = pd.Timestamp(day, tz="Asia/Seoul")
    columns = {"event": [name], "start": [start], "end": [start + pd.Timedelta(days=1)], "queue": ["*"]}
    return pd.DataFrame({**columns, "effect": [float("nan")]})


def test_a_parliament_s_and_a_president_s_election_teach_a_local_one() -> None:
    """Two elections brought half of a weekday where other holidays bring all of it; the third is another election."""
    elections = {date(2024, 4, 10), date(2025, 6, 3)}
    history = series_of(lambda moment: 10.0 if moment.date() in elections else 40.0, DAYS, FIRST)
    days = [date(2026, 6, 3), date(2026, 6, 10)]
    election, ordinary = MovingLevel().fit(history, CALENDAR).mean(day_table(CALENDAR, days)).sum(axis=1)

    assert election < 0.75 * ordinary


def test_a_temporary_holiday_in_korean_is_named_like_those_of_the_calendar() -> None:
    calendar = calendar_with(CALENDAR, events_of(announced("2026-03-11", "임시공휴일"), "q"))
    table = day_table(calendar, [date(2025, 1, 27), date(2026, 3, 11)])

    assert table.names == ("temporary holiday",)
    assert table.is_named("temporary holiday").tolist() == [True, True]


def test_an_announced_election_is_a_holiday_of_its_own_kind() -> None:
    calendar = calendar_with(CALENDAR, events_of(announced("2026-11-04", "대통령 선거일 임시공휴일"), "q"))

    assert day_type(calendar, date(2026, 11, 4)).kind == DayKind.ELECTION
    assert day_type(calendar, date(2026, 11, 5)).kind == DayKind.FIRST_WORKDAY_AFTER


def test_every_candidate_takes_an_election_day() -> None:
    history = series_of(lambda moment: 20.0 + moment.hour, 60, date(2026, 4, 1))
    days = [date(2026, 6, 1) + timedelta(days=number) for number in range(4)]
    cheap = [model for model in DEFAULT_CANDIDATES if model.name in ("regression", "moving_level", "planner_mean")]
    for model in cheap:
        assert (model.fit(history, CALENDAR).mean(day_table(CALENDAR, days)) >= 0).all()
