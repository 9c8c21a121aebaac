"""Taking exports into a site's history: what is read, what is refused, and what stands in the store afterwards."""

import gzip
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from domain.errors import DataError
from pipeline.ingest import FileReport, ingest
from pipeline.site_store import open_site_database
from store.history import read_history
from store.layout import database_file
from tests.unit.pipeline.sites import export, tiny_site

HEAD = "interval_start,queue,offered\n"


def taken(site: Path, zone: str = "Asia/Seoul") -> list[tuple[str, str, float]]:
    with open_site_database(site) as database:
        calls = read_history(database, "tiny", zone)
    rows = calls[["interval_start", "queue", "offered"]].itertuples(index=False)
    return [(start.isoformat(), queue, offered) for start, queue, offered in rows]


def one_report(site: Path, file: Path, mapping: Path | None = None) -> FileReport:
    (report,) = ingest(site, [file], mapping)
    return report


def refusal(site: Path, *files: Path, mapping: Path | None = None) -> str:
    with pytest.raises(DataError) as caught:
        ingest(site, files, mapping)
    return str(caught.value)


def test_a_history_in_the_contracts_form_needs_no_mapping(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    file = export(tmp_path / "calls.csv", HEAD + "2026-03-02T09:00,general,12\n2026-03-02T09:30:00,chat,3\n")
    report = one_report(site, file)
    assert (report.rows, report.queues, report.counts.new, report.known) == (2, ("chat", "general"), 2, False)
    assert taken(site) == [
        ("2026-03-02T09:30:00+09:00", "chat", 3.0),
        ("2026-03-02T09:00:00+09:00", "general", 12.0),
    ]


def test_taking_the_same_content_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    first = export(tmp_path / "calls.csv", HEAD + "2026-03-02T09:00,general,12\n")
    again = export(tmp_path / "renamed.csv", HEAD + "2026-03-02T09:00,general,12\n")
    ingest(site, [first])
    assert one_report(site, again).known
    assert len(taken(site)) == 1


def test_a_corrected_interval_replaces_the_old_one(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    ingest(site, [export(tmp_path / "a.csv", HEAD + "2026-03-02T09:00,general,12\n")])
    report = one_report(site, export(tmp_path / "b.csv", HEAD + "2026-03-02T09:00,general,15\n"))
    assert (report.counts.new, report.counts.changed) == (0, 1)
    assert taken(site)[0][2] == 15


MAPPED = """
[columns]
date = "일자"
time = "시간"
queue = "대표번호"
offered = "인입"
answered = "응대"
aht_s = "처리시간"
[time]
format = "%Y.%m.%d %H:%M"
interval_minutes = 15
[queue]
names = { "120" = "general" }
ignore = ["내선"]
[file]
delimiter = ";"
lines_above_header = 1
"""
MAPPED_EXPORT = """콜 현황 보고서
일자;시간;대표번호;인입;응대;처리시간
2026.03.02;09:00;120;1,010;1000;100
2026.03.02;09:15;120;30;20;400
2026.03.02;09:00;내선;5;5;60
"""


def test_a_mapping_leads_any_columns_names_and_steps_to_the_sites_own(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    mapping = export(tmp_path / "acd.toml", MAPPED)
    report = one_report(site, export(tmp_path / "acd.csv", MAPPED_EXPORT, "cp949"), mapping)
    assert taken(site) == [("2026-03-02T09:00:00+09:00", "general", 1040.0)]
    assert any("summed to 30 min" in note for note in report.notes)
    assert any("ignores" in note for note in report.notes)


def test_handling_time_of_a_sum_is_weighted_by_the_contacts_handled(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    ingest(site, [export(tmp_path / "acd.csv", MAPPED_EXPORT)], export(tmp_path / "acd.toml", MAPPED))
    with open_site_database(site) as database:
        calls = read_history(database, "tiny", "Asia/Seoul")
    assert calls["aht_s"].tolist() == pytest.approx([(1000 * 100 + 20 * 400) / 1020])
    assert calls["answered"].tolist() == [1020]


def test_a_count_that_only_some_steps_know_stays_unknown(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    text = MAPPED_EXPORT.replace(";30;20;400", ";30;;")
    ingest(site, [export(tmp_path / "acd.csv", text)], export(tmp_path / "acd.toml", MAPPED))
    with open_site_database(site) as database:
        calls = read_history(database, "tiny", "Asia/Seoul")
    assert calls["answered"].isna().all()
    assert calls["offered"].tolist() == [1040]


def test_the_mapping_saved_in_the_site_folder_is_used_by_itself(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    export(site / "mapping.toml", '[columns]\ninterval_start = "t"\noffered = "n"\n[queue]\nconstant = "chat"\n')
    assert one_report(site, export(tmp_path / "acd.csv", "t,n\n2026-03-02T09:00,4\n")).queues == ("chat",)


def test_a_site_with_a_mapping_still_takes_the_contracts_form(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    export(site / "mapping.toml", '[columns]\ninterval_start = "t"\noffered = "n"\n[queue]\nconstant = "chat"\n')
    assert one_report(site, export(tmp_path / "a.csv", HEAD + "2026-03-02T09:00,general,4\n")).queues == ("general",)


def test_a_mapping_named_on_purpose_must_fit_the_file(tmp_path: Path) -> None:
    mapping = export(
        tmp_path / "m.toml", '[columns]\ninterval_start = "t"\noffered = "n"\n[queue]\nconstant = "chat"\n'
    )
    file = export(tmp_path / "a.csv", HEAD + "2026-03-02T09:00,general,4\n")
    message = refusal(tiny_site(tmp_path / "site"), file, mapping=mapping)
    assert "a.csv, row 1: expected the columns t, n beside interval_start, queue, offered" in message


def test_a_mapping_to_a_queue_that_the_site_lacks_is_refused_with_its_key(tmp_path: Path) -> None:
    mapping = export(
        tmp_path / "m.toml",
        '[columns]\ninterval_start = "t"\nqueue = "q"\noffered = "n"\n[queue]\nnames = { "1" = "sales" }\n',
    )
    message = refusal(tiny_site(tmp_path / "site"), export(tmp_path / "a.csv", "t,q,n\n"), mapping=mapping)
    assert (
        "m.toml, column queue.names.1: 'sales' is not accepted; expected a queue of site.toml: general, chat" in message
    )


def test_a_misspelt_key_of_a_mapping_is_named(tmp_path: Path) -> None:
    mapping = export(tmp_path / "m.toml", '[columns]\nintervall_start = "t"\noffered = "n"\n')
    message = refusal(tiny_site(tmp_path / "site"), export(tmp_path / "a.csv", "t,n\n"), mapping=mapping)
    assert "columns.intervall_start" in message
    assert "no such key" in message


def test_a_gzip_file_and_a_workbook_are_read_like_csv(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    packed = tmp_path / "calls.csv.gz"
    packed.write_bytes(gzip.compress((HEAD + "2026-03-02T09:00,general,12\n").encode()))
    workbook = openpyxl.Workbook()
    workbook.active.append(["interval_start", "queue", "offered"])
    workbook.active.append([datetime(2026, 3, 2, 9, 30), "general", 7])
    workbook.save(tmp_path / "calls.xlsx")
    ingest(site, [packed, tmp_path / "calls.xlsx"])
    assert [offered for _, _, offered in taken(site)] == [12.0, 7.0]


def test_a_fault_in_the_second_file_leaves_the_first_one_out_too(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    good = export(tmp_path / "a.csv", HEAD + "2026-03-02T09:00,general,1\n")
    bad = export(tmp_path / "b.csv", HEAD + "2026-03-02T09:30,general,-1\n")
    message = refusal(site, good, bad)
    assert "b.csv, row 2, column offered: '-1' is not accepted; expected a number of at least 0" in message
    assert not database_file(site).exists()


def test_every_problem_is_told_in_the_order_of_the_rows(tmp_path: Path) -> None:
    lines = "2026-03-02T09:00,general,x\n2026-13-02T09:30,general,1\n\n2026-03-02T09:30,fax,1\n"
    message = refusal(tiny_site(tmp_path / "site"), export(tmp_path / "a.csv", HEAD + lines))
    assert message.index("row 2, column offered") < message.index("row 3, column interval_start")
    assert "row 5, column queue: 'fax'" in message


def test_a_repeated_interval_names_the_row_it_repeats(tmp_path: Path) -> None:
    lines = "2026-03-02T09:00,general,1\n2026-03-02T09:00,chat,1\n2026-03-02T09:00,general,1\n"
    message = refusal(tiny_site(tmp_path / "site"), export(tmp_path / "a.csv", HEAD + lines))
    assert "row 4, column interval_start: '2026-03-02T09:00'" in message
    assert "it stands in row 2 already" in message


def test_a_start_between_the_steps_is_refused(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", HEAD + "2026-03-02T09:05,general,1\n")
    assert "a start on a step of 30 minutes" in refusal(tiny_site(tmp_path / "site"), file)


def test_a_step_longer_than_the_sites_interval_is_refused(tmp_path: Path) -> None:
    mapping = export(
        tmp_path / "m.toml",
        '[columns]\ninterval_start = "t"\noffered = "n"\n[queue]\nconstant = "chat"\n[time]\ninterval_minutes = 60\n',
    )
    file = export(tmp_path / "a.csv", "t,n\n2026-03-02T09:00,1\n")
    message = refusal(tiny_site(tmp_path / "site"), file, mapping=mapping)
    assert "'60' is not accepted; expected a step that divides the site's interval of 30 minutes" in message


def test_explicit_offsets_are_converted_to_the_sites_clock(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    lines = "2026-03-02T00:00Z,general,1\n2026-03-02T09:30+09:00,general,2\n2026-03-01T20:00-05:00,general,3\n"
    report = one_report(site, export(tmp_path / "a.csv", HEAD + lines))
    assert [start for start, _, _ in taken(site)] == [f"2026-03-02T{c}:00+09:00" for c in ("09:00", "09:30", "10:00")]
    assert any("offsets" in note and "Asia/Seoul" in note for note in report.notes)


def test_an_offset_of_another_zone_beside_times_without_one_is_two_time_zones(tmp_path: Path) -> None:
    lines = "2026-03-02T09:00,general,1\n2026-03-02T09:30-05:00,general,2\n"
    message = refusal(tiny_site(tmp_path / "site"), export(tmp_path / "a.csv", HEAD + lines))
    assert "row 3, column interval_start: '2026-03-02T09:30-05:00' is not accepted; expected one time zone" in message


def test_an_hour_that_comes_twice_is_kept_as_two_for_every_queue(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site", "America/New_York")
    hours = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"]
    lines = "".join(f"2026-11-01T{hour},{queue},{n}\n" for queue in ("general", "chat") for n, hour in enumerate(hours))
    ingest(site, [export(tmp_path / "a.csv", HEAD + lines)])
    starts = [start for start, queue, _ in taken(site, "America/New_York") if queue == "general"]
    assert [start[11:] for start in starts[1:5]] == [
        "01:00:00-04:00",
        "01:30:00-04:00",
        "01:00:00-05:00",
        "01:30:00-05:00",
    ]


def test_an_hour_that_the_clock_skips_may_only_stand_empty(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site", "America/New_York")
    counts = {"01:30": 4, "02:00": 0, "02:30": 0, "03:00": 5}
    lines = "".join(f"2026-03-08T{clock},general,{offered}\n" for clock, offered in counts.items())
    report = one_report(site, export(tmp_path / "a.csv", HEAD + lines))
    assert [offered for _, _, offered in taken(site)] == [4.0, 5.0]
    assert any("skips" in note for note in report.notes)
    message = refusal(site, export(tmp_path / "b.csv", HEAD + "2026-03-08T02:00,general,3\n"))
    assert "a time that exists in America/New_York" in message


def test_an_export_that_keeps_another_clock_is_converted_by_its_mapping(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    mapping = export(
        tmp_path / "m.toml",
        '[columns]\ninterval_start = "t"\noffered = "n"\n[queue]\nconstant = "chat"\n[time]\ntimezone = "UTC"\n',
    )
    ingest(site, [export(tmp_path / "a.csv", "t,n\n2026-03-02T09:00,1\n")], mapping)
    assert taken(site)[0][0] == "2026-03-02T18:00:00+09:00"


def test_a_gzip_bomb_is_given_up_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.acd_file.MAX_TABLE_BYTES", 1000)
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(b"0" * 10_000))
    assert "unpacked" in refusal(tiny_site(tmp_path / "site"), bomb)


def test_a_broken_gzip_file_and_a_broken_workbook_are_refused(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    (tmp_path / "half.gz").write_bytes(gzip.compress(b"interval_start,queue,offered\n" * 50)[:40])
    (tmp_path / "half.xlsx").write_bytes(b"PK\x03\x04" + b"rubbish" * 20)
    assert "a whole gzip file" in refusal(site, tmp_path / "half.gz")
    assert "a whole workbook" in refusal(site, tmp_path / "half.xlsx")


def test_a_row_with_too_few_cells_is_named(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", HEAD + "2026-03-02T09:00,general,1\n2026-03-02T09:30,general\n")
    assert "a.csv, row 3" in refusal(tiny_site(tmp_path / "site"), file)


def test_columns_may_not_stand_twice(tmp_path: Path) -> None:
    file = export(tmp_path / "a.csv", "interval_start,queue,offered,offered\n2026-03-02T09:00,general,1,2\n")
    assert "column offered: expected each column of the mapping once" in refusal(tiny_site(tmp_path / "site"), file)


def test_a_mapping_can_name_an_interval_in_one_or_two_columns_but_not_both(tmp_path: Path) -> None:
    mapping = export(
        tmp_path / "m.toml",
        '[columns]\ninterval_start = "t"\ndate = "d"\ntime = "c"\noffered = "n"\n[queue]\nconstant = "chat"\n',
    )
    message = refusal(tiny_site(tmp_path / "site"), export(tmp_path / "a.csv", "t,n\n"), mapping=mapping)
    assert "either interval_start, or date and time together" in message


def test_history_of_a_site_is_complete_after_a_file_of_each_queue(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    files = [
        export(tmp_path / f"{queue}.csv", HEAD + f"2026-03-02T09:00,{queue},{n}\n")
        for n, queue in enumerate(("general", "chat"))
    ]
    reports = ingest(site, files)
    assert [report.counts.new for report in reports] == [1, 1]
    assert pd.Series([row[1] for row in taken(site)]).tolist() == ["chat", "general"]
