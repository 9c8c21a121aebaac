"""Reading histories and events: what is accepted, what is refused and with which place."""

import gzip
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from domain import history_files
from domain.errors import DataError
from domain.history_files import read_events, read_histories, read_history

HEADER = "interval_start,queue,offered,answered,abandoned,aht_s\n"
PARIS = ZoneInfo("Europe/Paris")


def written(folder: Path, text: str, name: str = "history.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_history_is_read_sorted_with_unknown_columns_as_nan(tmp_path: Path) -> None:
    path = written(tmp_path, "interval_start,queue,offered\n2026-03-02T00:30:00,a,4\n2026-03-02T00:00:00,a,3\n")

    history = read_history(path)

    assert history["offered"].tolist() == [3.0, 4.0]
    assert str(history["interval_start"].dt.tz) == "UTC"
    assert history[["answered", "abandoned", "aht_s"]].isna().all().all()


@pytest.mark.parametrize("split", ["by queue", "by day"])
def test_a_folder_of_histories_is_one_history(tmp_path: Path, split: str) -> None:
    lines = [f"2026-03-0{day}T00:00,{queue},{day}\n" for queue in "ab" for day in (2, 3)]
    parts = (lines[:2], lines[2:]) if split == "by queue" else (lines[::2], lines[1::2])
    (tmp_path / "parts").mkdir()
    for number, part in enumerate(parts):
        written(tmp_path / "parts", "interval_start,queue,offered\n" + "".join(part), f"{number}.csv")
    whole = read_history(written(tmp_path, "interval_start,queue,offered\n" + "".join(lines)))

    pd.testing.assert_frame_equal(read_histories(tmp_path / "parts"), whole)


def test_an_interval_in_two_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    for name in ("1.csv", "2.csv"):
        written(tmp_path, "interval_start,queue,offered\n2026-03-02T00:00,a,3\n", name)

    with pytest.raises(DataError, match=r"interval_start: '2026-03-02T00:00:00\+00:00' .*queue a in one of the files"):
        read_histories(tmp_path)


def test_a_folder_without_histories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a folder with history files, \.csv or \.csv\.gz"):
        read_histories(tmp_path)


def test_blank_cells_of_optional_columns_are_unknown(tmp_path: Path) -> None:
    history = read_history(written(tmp_path, HEADER + "2026-03-02T00:00,a,3,2,,181.5\n"))

    assert history["aht_s"].tolist() == [181.5]
    assert np.isnan(history["abandoned"].iloc[0])


def test_a_gzipped_history_is_read_alike(tmp_path: Path) -> None:
    text = HEADER + "2026-03-02T00:00,a,3,,,\n"
    packed = tmp_path / "history.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))

    pd.testing.assert_frame_equal(read_history(packed), read_history(written(tmp_path, text)))


def test_a_history_saved_in_cp949_with_korean_queues_is_read(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_bytes("interval_start,queue,offered\n2026-03-02T00:00,교통,3\n".encode("cp949"))

    assert read_history(path)["queue"].tolist() == ["교통"]


@pytest.mark.parametrize(
    ("row", "column", "number"),
    [
        ("2026-13-02T00:00,a,3,,,", "interval_start", 3),
        ("2026-03-02T00:30,a,-1,,,", "offered", 3),
        ("2026-03-02T00:30,a,many,,,", "offered", 3),
        ("2026-03-02T00:30,,3,,,", "queue", 3),
        ("2026-03-02T00:00,a,4,,,", "interval_start", 3),
    ],
    ids=["month 13", "negative count", "no number", "no queue", "interval twice"],
)
def test_a_wrong_cell_is_refused_with_its_row_and_column(tmp_path: Path, row: str, column: str, number: int) -> None:
    path = written(tmp_path, HEADER + "2026-03-02T00:00,a,3,,,\n" + row + "\n")

    with pytest.raises(DataError) as refused:
        read_history(path)

    problem = refused.value.problems[0]
    assert (problem.file, problem.row, problem.column) == ("history.csv", number, column)


def test_two_time_zones_in_one_file_are_refused(tmp_path: Path) -> None:
    mixed = HEADER + "2026-03-02T00:00+09:00,a,3,,,\n2026-03-02T01:00+09:00,a,3,,,\n2026-03-02T02:00+01:00,a,3,,,\n"
    partly = HEADER + "2026-03-02T00:00+09:00,a,3,,,\n2026-03-02T01:00,a,3,,,\n"

    with pytest.raises(DataError, match=r"row 4.*one time zone"):
        read_history(written(tmp_path, mixed), "Asia/Seoul")
    with pytest.raises(DataError, match=r"row 3.*every row or in none"):
        read_history(written(tmp_path, partly), "Asia/Seoul")


def test_explicit_offsets_are_converted_to_the_zone(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "2026-03-02T00:00Z,a,3,,,\n")

    assert read_history(path, "Asia/Seoul")["interval_start"].iloc[0].hour == 9


def test_a_bare_history_keeps_the_wall_clock_of_its_offsets_over_a_clock_change(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "2026-03-28T12:00+01:00,a,3,,,\n2026-03-29T12:00+02:00,a,3,,,\n")

    assert read_history(path)["interval_start"].dt.hour.tolist() == [12, 12]


def test_the_hour_that_a_clock_change_repeats_is_told_apart_for_every_queue(tmp_path: Path) -> None:
    passages = "".join(f"2026-10-25T02:00,{queue},{count},,,\n" for queue in "ab" for count in (1, 2))

    history = read_history(written(tmp_path, HEADER + passages), "Europe/Paris")

    assert history["offered"].tolist() == [1.0, 2.0, 1.0, 2.0]
    assert [stamp.utcoffset().total_seconds() for stamp in history["interval_start"]] == [7200.0, 3600.0] * 2


def test_the_hour_that_a_clock_change_leaves_out_is_dropped_when_empty_and_refused_when_not(tmp_path: Path) -> None:
    beside = "2026-03-29T03:00,a,5,,,\n"

    empty = read_history(written(tmp_path, HEADER + "2026-03-29T02:00,a,0,,,\n" + beside), "Europe/Paris")

    assert empty["offered"].tolist() == [5.0]
    with pytest.raises(DataError, match=r"row 2.*Europe/Paris"):
        read_history(written(tmp_path, HEADER + "2026-03-29T02:00,a,7,,,\n" + beside), "Europe/Paris")


def test_a_gzip_that_unpacks_too_large_or_is_broken_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_files, "MAX_UNZIPPED_BYTES", 10)
    packed = tmp_path / "history.csv.gz"
    packed.write_bytes(gzip.compress(b"a" * 100))
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(b"no gzip at all")

    with pytest.raises(DataError, match="at most 0 MB"):
        read_history(packed)
    with pytest.raises(DataError, match="whole gzip"):
        read_history(broken)


def test_events_end_after_an_until_day_and_at_an_until_time(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "event,from,until,queue,effect\n"
        "storm,2026-08-01,2026-08-02,*,\n"
        "campaign,2026-08-03T09:00,2026-08-03T12:00,a,1.5\n",
        "events.csv",
    )

    events = read_events(path, "Europe/Paris")

    assert events["end"].tolist() == [datetime(2026, 8, 3, tzinfo=PARIS), datetime(2026, 8, 3, 12, tzinfo=PARIS)]
    assert events["queue"].tolist() == ["*", "a"]
    assert np.isnan(events["effect"].iloc[0])


def test_an_event_without_queue_is_for_all_and_one_that_ends_before_it_starts_is_refused(tmp_path: Path) -> None:
    header = "event,from,until,queue,effect\n"

    assert read_events(written(tmp_path, header + "strike,2026-08-01,2026-08-01,,0.5\n"))["queue"].tolist() == ["*"]
    with pytest.raises(DataError, match=r"row 2, column until.*end after the start"):
        read_events(written(tmp_path, header + "strike,2026-08-02,2026-08-01,,\n"))
    with pytest.raises(DataError, match="column effect"):
        read_events(written(tmp_path, header + "strike,2026-08-01,2026-08-01,,-2\n"))
