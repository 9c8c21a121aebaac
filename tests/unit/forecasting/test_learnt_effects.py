"""What an event does is learnt from its past occurrences, counts more the more there were, and never from later."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.frames import CallHistory, checked
from forecasting.forecast import ForecastOutcome, forecast_queues
from forecasting.learnt_effects import HOURS_SINCE_START, LearntEffect, Occurrence, Part, learnt_effects
from forecasting.models.moving_level import MovingLevel
from forecasting.record import record_json
from tests.unit.forecasting.histories import MONDAY, korea, noisy, rows_of, week_wave

WEEKS = 20
START = MONDAY + timedelta(weeks=WEEKS)
COMING = (START + timedelta(days=2)).isoformat()
STORM_DAYS = (44, 93)


def occurrence(
    counted: float, due: float = 1000.0, queue: str = "q", day: int = 0, chance: float = 0.002
) -> Occurrence:
    start = pd.Timestamp("2026-03-02", tz="UTC") + pd.Timedelta(days=day)
    parts = (Part(counted, due), *[Part(0.0, 0.0)] * (len(HOURS_SINCE_START) - 1))
    return Occurrence("storm", "storm", queue, start, start + pd.Timedelta(days=1), counted, due, chance, parts)


def effect_of(*occurrences: Occurrence, queue: str = "q") -> LearntEffect:
    return learnt_effects(occurrences, queue)[0]


def storms(factor: float = 2.0, queue: str = "q", days: tuple[int, ...] = STORM_DAYS) -> pd.DataFrame:
    """Twenty weeks and two more, with storms from noon to eight on some days."""
    rows = rows_of(noisy(week_wave), 7 * (WEEKS + 2), queue=queue)
    stamps = rows["interval_start"]
    in_storm = stamps.dt.date.isin([MONDAY + timedelta(days=day) for day in days]) & stamps.dt.hour.between(12, 19)
    return rows.assign(offered=np.where(in_storm, (factor * rows["offered"]).round(), rows["offered"]))


def event_rows(*events: tuple[str, str, str, float]) -> pd.DataFrame:
    """Events by name, day, queue and effect, from noon to eight."""
    frame = pd.DataFrame(events, columns=["event", "day", "queue", "effect"])
    day = pd.to_datetime(frame["day"]).dt.tz_localize("UTC")
    return pd.DataFrame(
        {
            "event": frame["event"],
            "start": day + pd.Timedelta(hours=12),
            "end": day + pd.Timedelta(hours=20),
            "queue": frame["queue"],
            "effect": frame["effect"],
        }
    )


def past(days: tuple[int, ...] = STORM_DAYS) -> list[tuple[str, str, str, float]]:
    return [("storm", (MONDAY + timedelta(days=day)).isoformat(), "q", np.nan) for day in days]


def forecast(rows: pd.DataFrame, events: pd.DataFrame | None) -> ForecastOutcome:
    return forecast_queues(checked(CallHistory, rows), korea(), START, 7, 60, {}, events, 2, (MovingLevel(),))


def in_storm(outcome: ForecastOutcome, column: str = "offered", queue: str = "q") -> float:
    frame = outcome.frame
    stamps = frame["interval_start"]
    inside = (stamps.dt.date == date.fromisoformat(COMING)) & stamps.dt.hour.between(12, 19)
    return float(frame.loc[inside & (frame["queue"] == queue), column].sum())


def test_two_past_storms_teach_the_third() -> None:
    rows = storms()
    plain = forecast(rows, event_rows(*past()))
    taught = forecast(rows, event_rows(*past(), ("Storm ", COMING, "q", np.nan)))

    assert in_storm(taught) / in_storm(plain) == pytest.approx(1.9, abs=0.12)
    width = in_storm(taught, "p90") - in_storm(taught, "p10")
    assert width > 2 * (in_storm(plain, "p90") - in_storm(plain, "p10"))
    said = record_json(taught.records[0])["learnt_effects"]
    assert isinstance(said, list) and isinstance(said[0], dict)
    assert str(said[0]["in_words"]).startswith("2 past occurrences, x1.8")
    assert not [warning for warning in taught.records[0].warnings if "storm" in warning.casefold()]


def test_an_event_never_seen_is_left_out_with_a_warning() -> None:
    rows = storms()
    plain, strike = (forecast(rows, event_rows(*past(), *more)) for more in ([], [("strike", COMING, "q", np.nan)]))

    assert in_storm(strike) == in_storm(plain)
    assert strike.records[0].learnt == ()
    assert any("strike" in warning and "left out" in warning for warning in strike.records[0].warnings)


def test_a_given_effect_wins_over_what_was_learnt() -> None:
    rows = storms()
    plain = forecast(rows, event_rows(*past()))
    given = forecast(rows, event_rows(*past(), ("storm", COMING, "q", 0.5)))

    assert in_storm(given) / in_storm(plain) == pytest.approx(0.5, rel=1e-3)


def test_nothing_is_learnt_from_after_the_start() -> None:
    after = (START - MONDAY).days + 5
    events = event_rows(*past(), ("storm", COMING, "q", np.nan), *past(days=(after,)))
    frames = [forecast(storms(days=days), events).frame for days in (STORM_DAYS, (*STORM_DAYS, after))]

    assert frames[0].equals(frames[1])


def test_a_queue_that_saw_no_storm_takes_what_another_saw_drawn_further_to_one() -> None:
    rows = pd.concat([storms(), storms(queue="r", days=())], ignore_index=True)
    events = event_rows(*past(), ("storm", COMING, "*", np.nan))
    plain, taught = forecast(rows, event_rows(*past())), forecast(rows, events)
    own, other = (in_storm(taught, queue=queue) / in_storm(plain, queue=queue) for queue in ("q", "r"))

    assert 1.3 < other < own
    assert "none here, 2 past occurrences in other queues" in taught.records[1].learnt[0].in_words


def test_one_occurrence_counts_less_than_two() -> None:
    one, two = effect_of(occurrence(2000)), effect_of(occurrence(2000), occurrence(2000, day=40))

    assert 1.5 < one.effect < two.effect < 2.0
    assert two.log_variance < one.log_variance


def test_few_contacts_count_less_than_many() -> None:
    few, many = effect_of(occurrence(20, 10.0, chance=0.1)), effect_of(occurrence(2000))

    assert 1 < few.effect < many.effect


def test_occurrences_that_scatter_leave_the_next_one_unsure() -> None:
    alike = effect_of(*(occurrence(1500, day=day) for day in (0, 30, 60, 90)))
    apart = effect_of(*(occurrence(count, day=day) for day, count in enumerate((800, 3000, 1200, 2100))))

    assert apart.high / apart.low > 1.5 * alike.high / alike.low


def test_one_storm_over_many_queues_is_still_one_storm() -> None:
    once = [occurrence(2000, queue=f"q{number}") for number in range(12)]
    often = [occurrence(2000, queue=f"q{number}", day=30 * number) for number in range(12)]

    assert effect_of(*often, queue="new").log_variance < effect_of(*once, queue="new").log_variance


def test_the_course_of_an_event_is_learnt_where_occurrences_agree() -> None:
    def fading(day: int) -> Occurrence:
        parts = (Part(600, 200), Part(400, 200), Part(500, 400), *[Part(0, 0)] * (len(HOURS_SINCE_START) - 3))
        start = pd.Timestamp("2026-03-02", tz="UTC") + pd.Timedelta(days=day)
        return Occurrence("storm", "storm", "q", start, start + pd.Timedelta(hours=8), 1500, 800, 0.002, parts)

    once, twice = effect_of(fading(0)), effect_of(fading(0), fading(30))
    first, last = twice.factors(np.array([0.5, 6.0])).tolist()

    assert once.course == (1.0,) * len(HOURS_SINCE_START)
    assert first > 1.4 * last
    assert (200 * twice.course[0] + 200 * twice.course[1] + 400 * twice.course[2]) / 800 == pytest.approx(1)
