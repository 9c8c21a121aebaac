"""Cleaning: every kind of trouble in a history, what becomes of it and what the record says."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from domain.errors import ForecastError
from domain.frames import CallHistory, checked
from forecasting import history as cleaning
from forecasting.history import aggregate_to_interval, clean_queue, history_step_min, without_duplicates
from forecasting.open_hours import hours_text
from tests.unit.forecasting.histories import FAR, MONDAY, korea, noisy, office, rows_of, series_of, steady, week_wave


def at(frame: pd.DataFrame, moment: str) -> pd.Series:
    return frame["interval_start"] == pd.Timestamp(moment, tz=frame["interval_start"].dt.tz)


def noted(changes: pd.DataFrame, what: str) -> list[str]:
    return [f"{stamp:%Y-%m-%dT%H:%M}" for stamp in changes.loc[changes["what"] == what, "interval_start"]]


def test_a_clean_history_is_left_as_it_is() -> None:
    clean = clean_queue(rows_of(week_wave, 28), 60, FAR)

    assert clean.changes.empty
    assert clean.series.days == 28
    assert clean.series.is_open.all()
    assert clean.series.offered[0, 8:10].tolist() == [60.0, 60.0]


def test_a_missing_interval_stays_unknown_and_is_recorded() -> None:
    rows = rows_of(week_wave, 28)
    clean = clean_queue(rows[~at(rows, "2026-03-10T14:00")], 60, FAR)

    assert np.isnan(clean.series.offered[8, 14])
    assert noted(clean.changes, cleaning.MISSING) == ["2026-03-10T14:00"]
    assert clean.changes[["was", "now"]].isna().all().all()


def test_rows_on_or_after_the_day_of_the_forecast_are_not_seen() -> None:
    clean = clean_queue(rows_of(week_wave, 28), 60, MONDAY + timedelta(days=20))

    assert clean.series.last == MONDAY + timedelta(days=19)


def test_a_duplicated_interval_counts_once_with_its_later_row() -> None:
    rows = rows_of(week_wave, 14)
    again = rows[at(rows, "2026-03-03T09:00")].assign(offered=77.0)
    kept, changes = without_duplicates(pd.concat([rows, again], ignore_index=True))

    assert len(kept) == len(rows)
    assert kept.loc[at(kept, "2026-03-03T09:00"), "offered"].tolist() == [77.0]
    assert changes[["what", "was", "now"]].to_numpy().tolist() == [[cleaning.DUPLICATED, 60.0, 77.0]]


def test_the_doubled_hour_of_a_clock_change_counts_with_its_mean() -> None:
    rows = rows_of(steady(), 35, first=date(2026, 9, 28), timezone="Asia/Seoul")
    moments = pd.date_range("2026-10-01", "2026-10-30", freq="h", tz="Europe/Paris", inclusive="left")
    rows = pd.DataFrame({**dict.fromkeys(rows.columns, np.nan), "interval_start": moments, "queue": "q"})
    rows["offered"] = np.where(moments == pd.Timestamp("2026-10-25T01:00Z"), 40.0, 20.0)
    clean = clean_queue(rows, 60, FAR)

    assert clean.series.offered[24, 2] == 30.0
    changed = clean.changes.iloc[0]
    assert (changed["what"], changed["was"], changed["now"]) == (cleaning.DOUBLE_HOUR, 60.0, 30.0)


def test_the_hour_that_a_clock_change_leaves_out_is_not_missing() -> None:
    moments = pd.date_range("2026-03-02", "2026-04-06", freq="h", tz="Europe/Paris", inclusive="left")
    rows = rows_of(steady(), 1).iloc[[0] * len(moments)].assign(interval_start=moments)
    clean = clean_queue(rows, 60, FAR)

    assert np.isnan(clean.series.offered[27, 2])  # Sunday 29 March, 02:00
    assert clean.changes.empty


def test_hours_without_rows_are_shut_and_nothing_is_missing_in_them() -> None:
    clean = clean_queue(rows_of(office(), 28), 60, FAR)

    assert clean.changes.empty
    assert hours_text(clean.series.is_open, 60) == "Mon/Tue/Wed/Thu/Fri 09:00-12:00; Sat/Sun shut"


def test_hours_with_rows_of_zeros_are_shut_as_well() -> None:
    def with_zeros(moment: datetime) -> float:
        return office()(moment) or 0.0

    assert hours_text(series_of(with_zeros, 28).is_open, 60) == "Mon/Tue/Wed/Thu/Fri 09:00-12:00; Sat/Sun shut"


def test_a_stray_contact_in_shut_hours_is_set_aside_and_recorded() -> None:
    def with_stray(moment: datetime) -> float:
        if moment == datetime(2026, 3, 8, 3):
            return 1.0
        return office({9: 400.0, 10: 600.0, 11: 500.0})(moment) or 0.0

    clean = clean_queue(rows_of(with_stray, 91), 60, FAR)

    assert noted(clean.changes, cleaning.CLOSED_INTERVAL) == ["2026-03-08T03:00"]
    assert not clean.series.is_open[6].any()


def test_a_quiet_line_open_day_and_night_is_not_taken_for_shut() -> None:
    quiet_nights = noisy(lambda moment: 2.0 if 8 <= moment.hour < 20 else 0.15)

    assert series_of(quiet_nights, 91).is_open.all()


def test_a_day_without_rows_is_absent_not_zero() -> None:
    rows = rows_of(office(), 28)
    clean = clean_queue(rows[rows["interval_start"].dt.day != 11], 60, FAR)

    assert clean.series.absent.tolist().index(True) == 9
    assert noted(clean.changes, cleaning.ABSENT_DAY) == [f"2026-03-11T{hour:02d}:00" for hour in (9, 10, 11)]
    assert not clean.series.shut.any()


def test_a_day_of_zeros_on_an_open_weekday_is_shut_and_unknown_to_the_models() -> None:
    def shut_on_wednesday(moment: datetime) -> float | None:
        count = office()(moment)
        return 0.0 if count and moment.date() == date(2026, 3, 11) else count

    clean = clean_queue(rows_of(shut_on_wednesday, 28), 60, FAR)

    assert np.flatnonzero(clean.series.shut).tolist() == [9]
    assert np.isnan(clean.series.offered[9]).all()
    assert len(noted(clean.changes, cleaning.SHUT_DAY)) == 3


def test_a_run_of_zeros_where_many_contacts_were_due_is_an_outage() -> None:
    def broken(moment: datetime) -> float:
        return 0.0 if datetime(2026, 3, 12, 14) <= moment < datetime(2026, 3, 12, 16) else week_wave(moment)

    clean = clean_queue(rows_of(broken, 28), 60, FAR)

    assert noted(clean.changes, cleaning.OUTAGE) == ["2026-03-12T14:00", "2026-03-12T15:00"]
    assert np.isnan(clean.series.offered[10, 14:16]).all()


def test_a_holiday_s_late_opening_is_no_outage() -> None:
    def late_on_childrens_day(moment: datetime) -> float:
        return 0.0 if moment.date() == date(2026, 5, 5) and moment.hour < 14 else week_wave(moment)

    rows = rows_of(late_on_childrens_day, 84)

    assert clean_queue(rows, 60, FAR, korea()).series.offered[64, :15].tolist() == [0.0] * 14 + [60.0]
    assert len(noted(clean_queue(rows, 60, FAR).changes, cleaning.OUTAGE)) == 14


def test_zeros_where_few_contacts_were_due_are_counts() -> None:
    def sparse(moment: datetime) -> float:
        return 0.0 if moment.hour == 5 and moment.day == 12 else 10.0 if 8 <= moment.hour < 20 else 1.0

    clean = clean_queue(rows_of(sparse, 28), 60, FAR)

    assert clean.changes.empty
    assert clean.series.offered[10, 5] == 0.0


def test_a_history_off_the_interval_s_grid_is_refused_with_the_moment() -> None:
    with pytest.raises(ForecastError, match=r"2026-03-02 00:30.*multiple of 60"):
        clean_queue(rows_of(steady(), 2, interval_min=30), 60, FAR)


def test_five_minute_counts_are_summed_and_handling_times_weighted_by_contacts() -> None:
    rows = rows_of(steady(1.0), 14, interval_min=5).assign(answered=1.0, aht_s=100.0)
    moment = at(rows, "2026-03-02T00:05")
    rows.loc[moment, ["offered", "answered", "aht_s"]] = [5.0, 4.0, 300.0]
    summed = aggregate_to_interval(checked(CallHistory, rows), 30).history.iloc[0]

    assert (summed["offered"], summed["answered"]) == (10.0, 9.0)
    assert summed["aht_s"] == pytest.approx((5 * 100 + 4 * 300) / 9)
    assert np.isnan(summed["abandoned"])


def test_half_a_sum_is_left_out_but_a_regular_short_interval_is_kept() -> None:
    def until_1205(moment: datetime) -> float | None:
        return 1.0 if moment.hour < 12 or (moment.hour == 12 and moment.minute < 5) else None

    rows = rows_of(until_1205, 14, interval_min=5)
    found = aggregate_to_interval(checked(CallHistory, rows[~at(rows, "2026-03-04T09:10")]), 30)

    assert noted(found.changes, cleaning.INCOMPLETE) == ["2026-03-04T09:00"]
    assert found.history.loc[at(found.history, "2026-03-04T12:00"), "offered"].tolist() == [1.0]
    assert not at(found.history, "2026-03-04T09:00").any()


def test_sums_keep_the_two_passages_of_a_doubled_hour_apart() -> None:
    moments = pd.date_range("2026-10-24", "2026-10-26", freq="15min", tz="Europe/Paris", inclusive="left")
    rows = rows_of(steady(1.0), 1).iloc[[0] * len(moments)].assign(interval_start=moments, offered=1.0)
    summed = aggregate_to_interval(checked(CallHistory, rows.reset_index(drop=True)), 60).history

    assert summed["offered"].tolist() == [4.0] * 49


def test_the_step_of_a_history_is_its_most_common_gap() -> None:
    rows = rows_of(office(), 14, interval_min=30)

    assert history_step_min(rows) == 30
    with pytest.raises(ForecastError, match="one interval a queue"):
        history_step_min(rows.head(1))
