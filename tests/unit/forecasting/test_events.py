"""Events that were, are to come, or make a holiday."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from domain.day_types import DayKind, day_type
from forecasting.events import (
    KnownEvent,
    calendar_with,
    effect_factors,
    events_of,
    unknown_effects,
    without_events,
)
from forecasting.history import EVENT, clean_queue
from tests.unit.forecasting.histories import FAR, MONDAY, korea, rows_of, steady


def event(name: str, start: str, end: str, effect: float | None = None) -> KnownEvent:
    return KnownEvent(name, pd.Timestamp(start, tz="UTC"), pd.Timestamp(end, tz="UTC"), effect)


def event_frame(*events: tuple[str, str, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(events, columns=["event", "start", "end", "queue", "effect"])
    return frame.assign(
        start=pd.to_datetime(frame["start"]).dt.tz_localize("UTC"),
        end=pd.to_datetime(frame["end"]).dt.tz_localize("UTC"),
    )


def test_events_of_all_queues_and_of_the_queue_are_its_events() -> None:
    frame = event_frame(
        ("storm", "2026-03-01", "2026-03-02", "*", np.nan),
        ("sale", "2026-03-01", "2026-03-02", "q", 1.2),
        ("other", "2026-03-01", "2026-03-02", "r", 2.0),
    )

    assert [(found.name, found.effect) for found in events_of(frame, "q")] == [("storm", None), ("sale", 1.2)]
    assert events_of(None, "q") == ()


def test_past_events_are_unknown_to_the_models_and_recorded() -> None:
    clean = clean_queue(rows_of(steady(), 28), 60, FAR)
    storm = event("storm", "2026-03-10T08:00", "2026-03-10T10:00")

    found = without_events(clean, (storm,), pd.Timestamp("2026-03-10", tz="UTC").tz)  # type: ignore[arg-type]

    assert np.flatnonzero(np.isnan(found.series.offered[8])).tolist() == [8, 9]
    assert found.changes["what"].tolist() == [f"{EVENT}: storm"] * 2
    assert not np.isnan(clean.series.offered).any()  # what was given is left as it was


def test_a_temporary_holiday_is_learnt_from_as_a_holiday() -> None:
    clean = clean_queue(rows_of(steady(), 28), 60, FAR)
    extra = event("임시공휴일", "2026-03-11", "2026-03-12")

    assert without_events(clean, (extra,), pd.Timestamp("2026-03-10", tz="UTC").tz).changes.empty  # type: ignore[arg-type]
    assert day_type(calendar_with(korea(), (extra,)), date(2026, 3, 11)).kind == DayKind.SINGLE_HOLIDAY


def test_a_temporary_holiday_with_an_effect_of_its_own_is_an_event() -> None:
    extra = event("Temporary Holiday", "2026-03-11", "2026-03-12", 0.4)

    assert day_type(calendar_with(korea(), (extra,)), date(2026, 3, 11)).kind == DayKind.EVENT


def test_effects_multiply_where_events_overlap() -> None:
    starts = pd.date_range("2026-03-10T08:00", periods=4, freq="h", tz="UTC")
    factors = effect_factors(
        (
            event("a", "2026-03-10T09:00", "2026-03-10T11:00", 2.0),
            event("b", "2026-03-10T10:00", "2026-03-10T12:00", 0.5),
            event("c", "2026-03-10T08:00", "2026-03-10T12:00"),
        ),
        starts,
    )

    assert factors.tolist() == [1.0, 2.0, 1.0, 0.5]


def test_coming_events_without_effect_are_listed() -> None:
    coming, past = event("storm", "2026-03-30", "2026-03-31"), event("old", "2026-03-03", "2026-03-04")
    known = event("sale", "2026-03-30", "2026-03-31", 1.2)

    assert unknown_effects((coming, past, known), MONDAY + timedelta(days=28), 7) == (coming,)
