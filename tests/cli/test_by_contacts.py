"""A response rate over a week, kept by contacts: by the command, and night after night."""

import json
from datetime import date
from pathlib import Path

import pytest

from domain.site_folder import read_site
from pipeline.edit_orders import EditOrder, SetDay
from pipeline.job_orders import ScheduleOrder
from pipeline.jobs import JobState, start_job
from pipeline.roster_edit import edit_roster
from pipeline.roster_versions import version_files, version_of_night, version_state
from pipeline.schedule_run import curve_beside
from store.layout import job_folder
from tests.cli.runner import content_of, wfm
from tests.cli.tiny import SITE, tiny_history, tiny_site
from tests.unit.pipeline.test_jobs import awaited

NIGHT, FOLDERS = date(2026, 6, 7), ("by_heads", "by_contacts")
WINDOW = ("--start", "2026-06-08", "--days", "14")


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A centre that promises 90% of a week's contacts, and a published night of it."""
    folder = tmp_path_factory.mktemp("by_contacts")
    site = tiny_site(folder / "site")
    weekly = SITE.replace("service_level = 0.8\nthreshold_s = 20", 'response_rate = 0.9\nscope = "week"')
    (site / "site.toml").write_text(weekly, encoding="utf-8")
    taken = wfm("ingest", tiny_history(folder / "calls.csv"), "--site", site)
    assert taken.exit_code == 0, taken.stderr
    done = wfm("nightly", "--site", site, "--date", "2026-06-07", "--days", "14", "--gap", "0.05")
    assert done.exit_code == 0, done.stderr
    return site


def test_a_night_publishes_the_curve_and_what_each_week_is_promised(night: Path) -> None:
    published = night / "nights" / "2026-06-07"
    report = json.loads((published / "report.json").read_text(encoding="utf-8"))

    assert (published / "curve.csv").is_file()
    assert [(promise["queue"], promise["from"]) for promise in report["promises"]] == [
        ("general", "2026-06-08"),
        ("general", "2026-06-15"),
    ]
    assert all(promise["kept"] for promise in report["promises"])
    assert "contacts" in report["terms"]


def test_the_command_says_what_was_promised_and_what_is_expected(night: Path, tmp_path: Path) -> None:
    published = night / "nights" / "2026-06-07"
    files = ("--requirement", published / "requirement.csv", "--curve", published / "curve.csv")

    done = wfm("schedule", "--site", night, *files, *WINDOW, "--time-limit", "5", "--out", tmp_path / "roster")

    assert done.exit_code == 0, done.stderr
    assert "Response rate by contacts" in done.output
    assert "2026-06-15" in done.output


def test_a_curve_that_no_goal_can_use_is_refused_and_nothing_is_written(night: Path, tmp_path: Path) -> None:
    site, published = tiny_site(tmp_path / "site"), night / "nights" / "2026-06-07"
    files = ("--requirement", published / "requirement.csv", "--curve", published / "curve.csv")
    before = content_of(tmp_path)

    done = wfm("schedule", "--site", site, *files, *WINDOW, "--out", tmp_path / "roster")

    assert done.exit_code == 2
    assert "curve.csv has no use here" in done.stderr
    assert content_of(tmp_path) == before


def test_a_curve_of_an_unknown_queue_is_refused_by_its_row(night: Path, tmp_path: Path) -> None:
    published, curve = night / "nights" / "2026-06-07", tmp_path / "curve.csv"
    head, *rows = (published / "curve.csv").read_text(encoding="utf-8-sig").splitlines()
    curve.write_text("\n".join([head, rows[0].replace("general", "chat"), *rows[1:]]) + "\n", encoding="utf-8")
    files = ("--requirement", published / "requirement.csv", "--curve", curve)

    done = wfm("schedule", "--site", night, *files, *WINDOW, "--out", tmp_path / "roster")

    assert done.exit_code == 4
    assert "curve.csv, row 2" in done.stderr
    assert "chat" in done.stderr
    assert not (tmp_path / "roster").exists()


def test_a_repair_of_such_a_night_counts_contacts_too(night: Path, tmp_path: Path) -> None:
    published = night / "nights" / "2026-06-07"
    words = ("repair", "--site", night, "--roster", published, "--requirement", published / "requirement.csv")
    words = (*words, "--from", "2026-06-10", "--time-limit", "5")

    by_heads = wfm(*words, "--out", tmp_path / "by_heads")
    by_contacts = wfm(*words, "--curve", published / "curve.csv", "--out", tmp_path / "by_contacts")

    assert (by_heads.exit_code, by_contacts.exit_code) == (0, 0), by_contacts.stderr
    reports = [json.loads((tmp_path / each / "report.json").read_text(encoding="utf-8")) for each in FOLDERS]
    assert ["promises" in report for report in reports] == [False, True]
    assert all(promise["kept"] for promise in reports[1]["promises"])
    assert reports[1]["repair"]["changed"] <= reports[0]["repair"]["changed"]


def test_a_solve_that_the_app_asks_for_counts_contacts_where_the_night_did(night: Path) -> None:
    job = start_job(night, ScheduleOrder(NIGHT, 10, 0.05), "kim")

    ended = awaited(night, job.id, lambda now: not now.job.at_work)

    assert ended.job.state is JobState.DONE, ended
    report = json.loads((job_folder(night, job.id) / "roster" / "report.json").read_text(encoding="utf-8"))
    assert all(promise["kept"] for promise in report["promises"])
    assert report["promises"]


def test_a_curve_is_left_alone_where_no_goal_is_kept_by_it_any_more(night: Path, tmp_path: Path) -> None:
    needed = night / "nights" / NIGHT.isoformat() / "requirement.csv"

    assert curve_beside(night, needed) == needed.with_name("curve.csv")
    assert curve_beside(tiny_site(tmp_path / "site"), needed) is None


def test_an_edited_roster_tells_what_is_expected_of_its_goals(night: Path) -> None:
    version, site = version_of_night(night, NIGHT), read_site(night)
    agents = {person.id for person in site.agents}
    duty = next(each for each in version_state(night, version.number).roster.duties if each.agent_id in agents)

    verdict = edit_roster(night, site, EditOrder(version.number, (SetDay(duty.agent_id, duty.day, None),), "kim"))

    before, after = (
        json.loads((version_files(night, number) / "report.json").read_text(encoding="utf-8"))["promises"]
        for number in (version.number, verdict.saved)
    )
    assert sum(each["answered"] for each in after) < sum(each["answered"] for each in before)
