"""`wfm reforecast`: today's counts move the forecast of the night, each special case says its sentence."""

import csv
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from pipeline.ingest import ingest
from pipeline.views_today import today_view
from tests.app.small_night import FIRST, SLOTS, small_night, small_site
from tests.cli.runner import content_of, wfm
from tests.cli.tiny import tiny_history

TUESDAY = date(2026, 10, 6)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def take_in(site: Path, day: date, counts: Mapping[str, float], until: int = 24 * 60) -> None:
    """Rows of a day until a minute of it, by queue; a little unrest, so that no counter seems to stand still."""
    lines = ["interval_start,queue,offered"]
    for number, slot in enumerate(slot for slot in SLOTS if slot < until):
        start = datetime(day.year, day.month, day.day) + timedelta(minutes=slot)
        lines += [f"{start.isoformat()},{queue},{count + number % 3 - 1}" for queue, count in counts.items()]
    path = site.with_name(f"calls_{day}_{until}.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest(site, [path])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a published night, its Monday counted as forecast (half of usual: a holiday)."""
    found = small_night(tmp_path / "mini")
    take_in(found, FIRST, {"general": 50, "chat": 5})
    return found


def test_a_busy_morning_lifts_the_rest_of_the_day(site: Path, tmp_path: Path) -> None:
    take_in(site, TUESDAY, {"general": 130, "chat": 10}, until=12 * 60)
    done = wfm("reforecast", "--site", site, "--now", "2026-10-06T12:10", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0, done.stderr
    found = rows(tmp_path / "f.csv")
    assert list(found[0]) == ["interval_start", "queue", "offered", "p10", "p50", "p90", "aht_s", "model"]
    general = [row for row in found if row["queue"] == "general"]
    assert general[0]["interval_start"] == "2026-10-06T12:00:00" and general[-1]["interval_start"][:10] == "2026-10-07"
    assert float(general[0]["offered"]) > 115 and general[0]["model"] == "regression+intraday"
    assert all(abs(float(row["offered"]) - 10) < 1 for row in found if row["queue"] == "chat")
    assert "over the forecast of the night of 2026-10-04" in done.stderr
    assert "The night of 2026-10-04 did not learn how deviations last for chat, general" in done.stderr


def test_the_same_question_gives_the_same_bytes_and_leaves_the_site_alone(site: Path, tmp_path: Path) -> None:
    take_in(site, TUESDAY, {"general": 130, "chat": 10}, until=12 * 60)
    before = content_of(site / "nights")
    for name in ("a.csv", "b.csv"):
        wfm("reforecast", "--site", site, "--now", "2026-10-06T12:10", "--out", tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert content_of(site / "nights") == before


def test_a_queue_without_rows_of_today_keeps_its_forecast(site: Path, tmp_path: Path) -> None:
    take_in(site, TUESDAY, {"general": 130}, until=12 * 60)
    done = wfm("reforecast", "--site", site, "--now", "2026-10-06T12:10", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0
    assert "Queue chat: nothing is known of today before 12:10; the forecast made before the day stands." in done.stderr
    assert {row["model"] for row in rows(tmp_path / "f.csv") if row["queue"] == "chat"} == {"regression"}


def test_a_history_that_ended_days_ago_is_refused(site: Path, tmp_path: Path) -> None:
    done = wfm("reforecast", "--site", site, "--now", "2026-10-08T12:00", "--out", tmp_path / "f.csv")
    assert done.exit_code == 1
    assert "ends on 2026-10-05 and lacks 2026-10-06 to 2026-10-07, so how today began is not known" in done.stderr
    assert not (tmp_path / "f.csv").exists()


def test_a_site_without_history_is_told_to_take_some_in(tmp_path: Path) -> None:
    site = small_night(tmp_path / "mini")
    (site / ".wfm" / "wfm.db").unlink()
    done = wfm("reforecast", "--site", site, "--now", "2026-10-06T12:00", "--out", tmp_path / "f.csv")
    assert done.exit_code == 4 and "wfm ingest" in done.stderr


def test_without_a_night_that_planned_today_the_day_is_forecast_first(tmp_path: Path) -> None:
    site = small_site(tmp_path / "mini")
    take_in(site, FIRST, {"general": 130, "chat": 10}, until=12 * 60)
    done = wfm("reforecast", "--site", site, "--now", "2026-10-05T12:10", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0, done.stderr
    assert "No published night planned 2026-10-05" in done.stderr
    assert {row["interval_start"][:10] for row in rows(tmp_path / "f.csv")} == {"2026-10-05", "2026-10-06"}


def test_a_bare_history_is_enough(tmp_path: Path) -> None:
    calls = tiny_history(tmp_path / "calls.csv")
    words = ("reforecast", "--history", calls, "--country", "KR", "--out", tmp_path / "f.csv")
    done = wfm(*words, "--now", "2026-06-05T13:10")
    assert done.exit_code == 0, done.stderr
    found = rows(tmp_path / "f.csv")
    assert found[0]["interval_start"] == "2026-06-05T13:00:00" and found[0]["model"].endswith("+intraday")
    assert wfm(*words).exit_code == 2
    assert wfm(*words, "--now", "2026-03-01T13:10").exit_code == 1


@pytest.mark.parametrize("words", [(), ("--site", "s", "--history", "h", "--country", "KR")])
def test_a_reforecast_from_nowhere_or_two_places_is_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert wfm("reforecast", *words, "--now", "2026-06-05T13:10", "--out", tmp_path / "f.csv").exit_code == 2


def test_the_last_day_of_the_plan_has_no_tomorrow(site: Path, tmp_path: Path) -> None:
    for number in range(1, 7):
        take_in(site, FIRST + timedelta(days=number), {"general": 100, "chat": 10}, until=12 * 60)
    done = wfm("reforecast", "--site", site, "--now", "2026-10-11T12:00", "--out", tmp_path / "f.csv")
    assert done.exit_code == 0, done.stderr
    assert "Queue general: tomorrow lies beyond the published forecast" in done.stderr


def test_the_view_of_today_sets_what_came_beside_both_forecasts(site: Path) -> None:
    take_in(site, TUESDAY, {"general": 130, "chat": 10}, until=12 * 60)
    view = today_view(site, datetime(2026, 10, 6, 12, 10))
    general = next(queue for queue in view.queues if queue.queue == "general")
    today = general.intervals[general.intervals["date"] == pd.Timestamp(TUESDAY)]

    assert view.night == date(2026, 10, 4) and str(view.now.tzinfo) == "Asia/Seoul"
    assert list(general.intervals) == ["actual", "ahead", "anew", "low", "high", "date", "minute"]
    assert general.deviation == pytest.approx(0.3, abs=0.01)
    assert today["actual"].notna().sum() == 6 and today["anew"].notna().sum() == 12
    assert general.rest_ahead == 1200 and general.rest_anew > 1300
    assert (today["low"].dropna() < today["high"].dropna()).all()
    assert view.deviation == pytest.approx((6 * 130 + 6 * 10) / (6 * 110) - 1, abs=0.01)
