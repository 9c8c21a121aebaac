"""A night and HR: the pay hours beside the workbook, and a mistake in `payroll.toml` before anything is done."""

from pathlib import Path

import pytest

from tests.cli.runner import content_of, wfm
from tests.cli.tiny import tiny_history, tiny_site

NIGHT_WORDS = ("--date", "2026-06-07", "--days", "14", "--gap", "0.05")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tiny_site(tmp_path / "site")
    done = wfm("ingest", tiny_history(tmp_path / "calls.csv"), "--site", folder)
    assert done.exit_code == 0, done.stderr
    return folder


def test_a_mistake_in_payroll_toml_is_told_before_the_night_begins(site: Path) -> None:
    (site / "payroll.toml").write_text('weekly_holiday = "sun"\n', encoding="utf-8")
    before = content_of(site)
    done = wfm("nightly", "--site", site, *NIGHT_WORDS)
    assert done.exit_code == 4
    assert done.stderr.splitlines()[-1].startswith("wfm: payroll.toml, column weekly_holiday: 'sun' is not accepted")
    assert content_of(site) == before


def test_a_night_has_the_pay_hours_of_its_export_and_makes_them_anew_when_contracts_name_a_weekday(site: Path) -> None:
    night = site / "nights" / "2026-06-07"
    first = wfm("nightly", "--site", site, *NIGHT_WORDS)
    assert first.exit_code == 0, first.stderr
    done = wfm("export", "--site", site, "--roster", night, "--out", site.parent / "out")
    assert done.exit_code == 0, done.stderr
    hours = (night / "pay_hours.csv").read_bytes()
    assert hours == (site.parent / "out" / "pay_hours.csv").read_bytes()
    assert hours.count(b"weekly_holiday,") == 20  # two weeks of ten people
    (site / "payroll.toml").write_text('weekly_holiday = "monday"\n', encoding="utf-8")
    again = wfm("nightly", "--site", site, *NIGHT_WORDS)
    assert again.exit_code == 0, again.stderr
    assert b",2026-06-08,weekly_holiday,480,0,0,0,480,0," in (night / "pay_hours.csv").read_bytes()
