"""Forecast and requirement files: aware times inside, local times in the file, one row a queue and interval."""

from pathlib import Path

import pytest

from domain.errors import DataError
from domain.frame_files import read_forecast_totals, read_requirement


def written(folder: Path, rows: str) -> Path:
    path = folder / "requirement.csv"
    path.write_text("interval_start,queue,agents\n" + rows, encoding="utf-8")
    return path


def test_a_hour_that_a_clock_change_repeats_is_told_apart_in_every_queue(tmp_path: Path) -> None:
    rows = "".join(f"2026-11-01T01:00:00,{queue},1\n" for queue in ("chat", "general", "chat", "general"))
    frame = read_requirement(written(tmp_path, rows), "America/New_York")
    hours = frame["interval_start"].dt.tz_convert("UTC").dt.hour.tolist()
    assert hours == [5, 6, 5, 6]


def test_a_repeated_interval_is_refused_with_both_rows(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"row 3.*stands in row 2 already"):
        read_requirement(written(tmp_path, "2026-12-07T09:00,general,1\n2026-12-07T09:00,general,2\n"), "Asia/Seoul")


def test_half_an_agent_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="whole number of agents"):
        read_requirement(written(tmp_path, "2026-12-07T09:00,general,1.5\n"), "Asia/Seoul")


def test_a_time_with_an_offset_is_converted_to_the_site_s_zone(tmp_path: Path) -> None:
    frame = read_requirement(written(tmp_path, "2026-12-07T00:00:00Z,general,1\n"), "Asia/Seoul")
    assert frame["interval_start"].iloc[0].isoformat() == "2026-12-07T09:00:00+09:00"


def test_totals_of_a_forecast_are_read_level_by_level(tmp_path: Path) -> None:
    path = tmp_path / "forecast_totals.csv"
    rows = "2026-12-07T09:00:00,{0},3.5,1,3,6\n2026-12-07T09:30:00,{0},4,1,4,7\n"
    head = "interval_start,level,name,offered,p10,p50,p90\n"
    path.write_text(head + rows.format("channel,voice") + rows.format("total,total"), encoding="utf-8")
    frame = read_forecast_totals(path, "Asia/Seoul")
    assert frame["name"].tolist() == ["voice", "voice", "total", "total"]
    assert frame["offered"].tolist() == [3.5, 4, 3.5, 4]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-12-07T09:00:00,queue,general,3,1,3,6", "'queue' is not accepted; expected one of channel, total"),
        ("2026-12-07T09:00:00,total,total,-3,1,3,6", "expected a number of at least 0"),
    ],
)
def test_totals_of_another_level_or_below_zero_are_refused(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "forecast_totals.csv"
    path.write_text(f"interval_start,level,name,offered,p10,p50,p90\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=words):
        read_forecast_totals(path, "Asia/Seoul")
