"""`wfm check` and `wfm export` on a roster small enough to read."""

import json
from pathlib import Path

import openpyxl

from tests.cli.runner import wfm
from tests.cli.tiny import ACTIVITIES, ROSTER, requirement_file, roster_folder, tiny_site


def test_a_legal_roster_passes_and_every_rule_is_listed(tmp_path: Path) -> None:
    done = wfm("check", roster_folder(tmp_path / "roster"), "--site", tiny_site(tmp_path / "site"))
    assert done.exit_code == 0, done.stderr
    assert done.stdout == ""
    for rule in ("weekly_hours", "meal_break", "rests", "rest_between_duties", "tiling"):
        assert rule in done.stderr
    assert "intervals short of leads" not in done.stderr  # coverage needs a requirement
    assert "broken cases of hard rules: 0" in done.stderr


def test_a_broken_hard_rule_ends_with_code_1_and_names_the_place(tmp_path: Path) -> None:
    without_rest = ACTIVITIES.replace(
        "T10:30:00,2026-06-08T10:45:00,rest,", "T10:30:00,2026-06-08T10:45:00,work,general", 1
    )
    folder = roster_folder(tmp_path / "roster", activities=without_rest)
    done = wfm("check", folder, "--site", tiny_site(tmp_path / "site"))
    assert done.exit_code == 1
    assert "rests: " in done.stderr
    assert "A0001" in done.stderr


def test_json_goes_to_standard_output_and_can_be_read(tmp_path: Path) -> None:
    site, folder = tiny_site(tmp_path / "site"), roster_folder(tmp_path / "roster")
    needed = requirement_file(tmp_path / "requirement.csv")
    words = ("--requirement", needed, "--start", "2026-06-08", "--days", "14", "--json")
    done = wfm("check", folder, "--site", site, *words)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["hard_broken"] == 0
    assert found["window"] == {"start": "2026-06-08", "days": 14}
    assert found["rules"]["meal_break"]["checked"] > 0
    assert found["coverage"]["general"]["required"] == 400
    # One agent works 7.5 of the day's 10 hours: 15 of the 400 agent-intervals.
    assert found["coverage"]["general"]["covered"] == 15


def test_half_a_planning_window_is_wrong_usage(tmp_path: Path) -> None:
    folder, site = roster_folder(tmp_path / "roster"), tiny_site(tmp_path / "site")
    done = wfm("check", folder, "--site", site, "--start", "2026-06-08")
    assert done.exit_code == 2
    assert "--start and --days" in done.stderr


def test_a_requirement_of_an_unknown_queue_is_bad_input(tmp_path: Path) -> None:
    needed = tmp_path / "requirement.csv"
    needed.write_text("interval_start,queue,agents\n2026-06-08T09:00,sales,1\n", encoding="utf-8")
    folder, site = roster_folder(tmp_path / "roster"), tiny_site(tmp_path / "site")
    done = wfm("check", folder, "--site", site, "--requirement", needed)
    assert done.exit_code == 4
    assert "'sales' is not accepted; expected one of general" in done.stderr


def test_export_writes_the_files_that_hr_takes(tmp_path: Path) -> None:
    folder, site = roster_folder(tmp_path / "roster"), tiny_site(tmp_path / "site")
    done = wfm("export", "--site", site, "--roster", folder, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    files = ["activities.csv", "calendar", "pay_hours.csv", "pay_months.csv", "roster.csv", "roster.xlsx"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == files
    assert (tmp_path / "out" / "roster.csv").read_text(encoding="utf-8") == ROSTER
    sheets = openpyxl.load_workbook(tmp_path / "out" / "roster.xlsx").sheetnames
    assert sheets == ["요약 Summary", "T01", "급여 월별 Pay months", "급여 시간 Pay hours", "반입 Import"]


def test_export_shows_what_the_report_beside_the_roster_says(tmp_path: Path) -> None:
    folder, site = roster_folder(tmp_path / "roster"), tiny_site(tmp_path / "site")
    report = {
        "status": "feasible",
        "gap": 0.02,
        "window": {"start": "2026-06-08", "days": 14},
        "coverage": {"general": {"required": 400, "covered": 15, "short": 385, "over": 0}},
        "rules": {"leave": {"checked": 2, "broken": 0, "source": "Labour Standards Act 60"}},
    }
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    done = wfm("export", "--site", site, "--roster", folder, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    summary = openpyxl.load_workbook(tmp_path / "out" / "roster.xlsx")["요약 Summary"]
    cells = [cell.value for row in summary.iter_rows() for cell in row]
    assert {"실행 가능 feasible", "2.00%", "2026-06-08 ~ 2026-06-21", 385} <= set(cells)


def test_export_into_a_folder_with_other_peoples_files_is_refused(tmp_path: Path) -> None:
    folder, site = roster_folder(tmp_path / "roster"), tiny_site(tmp_path / "site")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    done = wfm("export", "--site", site, "--roster", folder, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "mine.txt" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_damaged_report_is_bad_input(tmp_path: Path) -> None:
    folder, site = roster_folder(tmp_path / "roster"), tiny_site(tmp_path / "site")
    (folder / "report.json").write_text("{", encoding="utf-8")
    done = wfm("export", "--site", site, "--roster", folder, "--out", tmp_path / "out")
    assert done.exit_code == 4
    assert "report.json: expected valid JSON" in done.stderr
