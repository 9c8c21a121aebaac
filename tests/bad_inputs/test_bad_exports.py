"""Exports as they come on bad days: refused in one clear sentence or read as they were meant, never half taken in."""

from pathlib import Path
from time import perf_counter

import pytest

from tests.cli.runner import content_of, wfm
from tests.unit.pipeline.sites import export, tiny_site

HEAD = "interval_start,queue,offered\n"
GOOD = HEAD + "2026-03-02T09:00,general,12\n2026-03-02T09:30,general,7\n"

REFUSED = [
    pytest.param(b"", "calls.csv: expected a header row; the file is empty", id="an empty file"),
    pytest.param(
        HEAD.encode(), "calls.csv, row 1: expected at least one row below the header", id="a header without rows"
    ),
    pytest.param(
        (GOOD + "2026-03-02T09:00,general,12\n").encode(),
        "calls.csv, row 4, column interval_start: '2026-03-02T09:00' is not accepted; "
        "expected each interval of queue general once; it stands in row 2 already",
        id="a duplicated interval",
    ),
    pytest.param(
        (GOOD + "2026-03-02T10:00,sales,1\n").encode(),
        "calls.csv, row 4, column queue: 'sales' is not accepted; expected one of general, chat",
        id="an unknown queue",
    ),
    pytest.param(
        (GOOD + "2026-03-02T10:00,general,-3\n").encode(),
        "calls.csv, row 4, column offered: '-3' is not accepted; expected a number of at least 0",
        id="a negative count",
    ),
    pytest.param(
        (GOOD + "2026-13-02T10:00,general,3\n").encode(),
        "calls.csv, row 4, column interval_start: '2026-13-02T10:00' is not accepted; "
        "expected a time as YYYY-MM-DDTHH:MM",
        id="month 13",
    ),
    pytest.param(
        (GOOD + "2026-03-02T10:00-05:00,general,3\n").encode(),
        "calls.csv, row 4, column interval_start: '2026-03-02T10:00-05:00' is not accepted; "
        "expected one time zone in the file",
        id="two time zones in one file",
    ),
    pytest.param(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00" * 50,
        "calls.csv: expected text (CSV in UTF-8 or CP949), but this is a binary file",
        id="a binary file",
    ),
    pytest.param(
        b"\xff\xd8\xff\xfe\x80\x81" * 50, "calls.csv: expected text in UTF-8 or CP949, but it is neither", id="no text"
    ),
]


@pytest.mark.parametrize(("content", "sentence"), REFUSED)
def test_a_bad_export_ends_in_one_sentence_and_nothing_is_written(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    site = tiny_site(tmp_path / "site")
    before = content_of(site)
    (tmp_path / "calls.csv").write_bytes(content)
    done = wfm("ingest", tmp_path / "calls.csv", "--site", site)
    assert done.exit_code == 4
    assert sentence in done.stderr
    assert done.stderr.rstrip().endswith("Nothing was written.")
    assert len(done.stderr.strip().splitlines()) == 1
    assert content_of(site) == before


def test_a_file_of_200_mb_is_refused_at_once_without_being_read(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(200 * 2**20)  # takes no room on the disk
    started = perf_counter()
    done = wfm("ingest", huge, "--site", site)
    assert perf_counter() - started < 5
    assert done.exit_code == 4
    assert (
        "huge.csv: '200 MB' is not accepted; expected at most 150 MB; split the file by month or by queue"
        in done.stderr
    )
    assert content_of(site) == content_of(tiny_site(tmp_path / "other"))


def test_an_export_in_cp949_is_read_as_it_was_meant(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    mapping = export(
        tmp_path / "map.toml",
        '[columns]\ninterval_start = "시각"\nqueue = "큐"\noffered = "인입"\n[queue]\nnames = { "대표" = "general" }\n',
    )
    file = export(tmp_path / "calls.csv", "시각,큐,인입\n2026-03-02T09:00,대표,12\n", encoding="cp949")
    done = wfm("ingest", file, "--site", site, "--map", mapping)
    assert done.exit_code == 0, done.stderr
    assert "1 rows of general" in done.stderr


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    done = wfm("ingest", export(tmp_path / "calls.csv", GOOD, encoding="utf-8-sig"), "--site", site)
    assert done.exit_code == 0, done.stderr
    assert "2 intervals new" in done.stderr


def test_times_with_offsets_of_two_zones_are_converted_and_it_says_so(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    lines = "2026-03-02T09:00+09:00,general,12\n2026-03-01T19:30-05:00,general,7\n"
    done = wfm("ingest", export(tmp_path / "calls.csv", HEAD + lines), "--site", site)
    assert done.exit_code == 0, done.stderr
    assert "times with the offsets +0900, -0500 were converted to Asia/Seoul" in done.stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    done = wfm("ingest", tmp_path / "nowhere.csv", "--site", tiny_site(tmp_path / "site"))
    assert done.exit_code == 4
    assert "nowhere.csv: expected a file at" in done.stderr


def test_a_typing_error_in_a_mapping_names_its_key(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    mapping = export(
        tmp_path / "map.toml", '[columns]\ninterval_start = "t"\noffred = "n"\n[queue]\nconstant = "chat"\n'
    )
    done = wfm("ingest", export(tmp_path / "calls.csv", "t,n\n"), "--site", site, "--map", mapping)
    assert done.exit_code == 4
    assert (
        "map.toml, column columns.offred: 'n' is not accepted; expected no such key; check its spelling" in done.stderr
    )
