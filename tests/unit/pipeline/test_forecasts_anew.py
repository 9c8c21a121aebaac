"""Holidays and events of the forecast page: what the night planned, what a job made, and what came a year ago."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.errors import DataError, UsageError
from pipeline.coming_events import NewEvent, add_event, anew_days, events_coming
from pipeline.forecasts_anew import Anew, anew_frame, forecasts_anew, rest_of_window
from pipeline.job_orders import DaysOrder, checked_order
from pipeline.site_edit import file_versions
from pipeline.views_feasts import feast_day, feast_days, feast_frames, feasts_ahead, order_for
from pipeline.views_forecast import forecast_frames
from pipeline.views_night import PublishedNight, latest_mark, published_night
from tests.app.small_night import DAYS, FIRST, small_night

TUESDAY = date(2026, 10, 6)


@pytest.fixture
def night(tmp_path: Path) -> PublishedNight:
    mark = latest_mark(small_night(tmp_path / "mini"))
    assert mark is not None
    return published_night(mark)


def made(night: PublishedNight, factor: float, days: DaysOrder) -> Anew:
    """What a job would have left: the night's forecast times a factor, on other days where it says so."""
    folder = night.site_dir / "job"
    folder.mkdir()
    rows = pd.read_csv(night.folder / "forecast.csv")
    later = pd.to_datetime(rows["interval_start"]) + pd.Timedelta(days=(days.first_day - FIRST).days)
    rows["interval_start"] = later.dt.strftime("%Y-%m-%dT%H:%M:%S")
    rows[["offered", "p10", "p50", "p90"]] *= factor
    rows.to_csv(folder / "forecast.csv", index=False)
    window = type(night.window)(days.first_day, DAYS)
    return Anew(7, window, pd.Timestamp("2026-10-04T10:00+09:00").to_pydatetime(), folder)


def test_a_holiday_of_the_planned_days_has_the_nights_forecast(night: PublishedNight) -> None:
    pair = next(each for each in feasts_ahead(night, "ko") if each.feast.name == "한글날")
    frames = feast_frames(night, forecast_frames(night), pair, ())
    days = feast_days(night, frames, pair, "general", "ko").set_index("date")
    assert days.loc["2026-10-09", ["kind", "name"]].tolist() == ["single holiday", "한글날"]
    assert days.loc["2026-10-09", "contacts"] == pytest.approx(900)
    assert days.loc["2026-10-09", "date_before"] == pd.Timestamp(2025, 10, 9)
    assert days["before"].isna().all()  # the site has eight weeks of history
    assert order_for(night, pair) is not None  # the workday after it is not planned


def test_days_after_the_night_are_those_of_the_newest_job_that_made_them_all(night: PublishedNight) -> None:
    pair = next(each for each in feasts_ahead(night, "en") if each.feast.name == "Christmas Day")
    order = order_for(night, pair)
    assert order is not None
    assert (order.first_day, order.days) == (pair.first, len(pair.offsets))
    job = made(night, 2.0, order)
    frames = feast_frames(night, forecast_frames(night), pair, (job,))
    days = feast_days(night, frames, pair, "general", "en").set_index("date")
    assert frames.job is job
    assert days.loc["2026-12-25", "contacts"] == pytest.approx(3600)
    fan = feast_day(frames, pair, "general", date(2026, 12, 25)).fan
    assert fan["offered"].sum() == pytest.approx(3600)
    short = Anew(8, type(night.window)(order.first_day, 1), job.begun, job.folder)
    assert feast_frames(night, forecast_frames(night), pair, (short,)).job is None


def test_an_event_is_a_row_of_the_file_with_who_wrote_it_and_stands_beside_the_forecast_anew(
    night: PublishedNight,
) -> None:
    add_event(night.site_dir, NewEvent("태풍", TUESDAY, TUESDAY, effect=1.5), "kim")
    assert [(each.event.name, each.queue, each.event.effect) for each in events_coming(night)] == [
        ("태풍", "*", 1.5),
        ("storm", "general", 1.1),
    ]
    assert file_versions(night.site_dir, "events.csv")[0].who == "kim"
    job = made(night, 1.5, DaysOrder(FIRST, DAYS))
    days = anew_days(night, forecast_frames(night), job, "general").set_index("date")
    assert days["events"].tolist() == ["태풍", "storm"]
    assert days.loc["2026-10-06", ["planned", "contacts"]].tolist() == pytest.approx([1800, 2700])
    assert days.loc["2026-10-06", "low"] < 2700 < days.loc["2026-10-06", "high"]
    assert set(anew_frame(night, job)["queue"]) == {"general", "chat"}


def test_an_event_without_a_name_or_of_no_queue_is_refused_and_nothing_is_written(night: PublishedNight) -> None:
    before = (night.site_dir / "events.csv").read_bytes()
    for wrong in (NewEvent("", TUESDAY, TUESDAY), NewEvent("storm", TUESDAY, TUESDAY, "nothing")):
        with pytest.raises(DataError):
            add_event(night.site_dir, wrong)
    assert (night.site_dir / "events.csv").read_bytes() == before


def test_the_rest_of_the_window_is_what_has_not_come_yet(night: PublishedNight) -> None:
    assert rest_of_window(night) == DaysOrder(FIRST, DAYS)


@pytest.mark.parametrize("days", [0, 367])
def test_a_forecast_of_no_days_or_of_more_than_a_year_is_refused(days: int) -> None:
    with pytest.raises(UsageError, match="expected 1 to 366"):
        checked_order(DaysOrder(FIRST, days))


def test_a_site_without_such_jobs_has_none(night: PublishedNight) -> None:
    assert forecasts_anew(night.site_dir) == ()
