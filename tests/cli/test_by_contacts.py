"""A response rate over a week, kept by contacts: by the command, and night after night."""

import json
from pathlib import Path

import pytest

from tests.cli.runner import content_of, wfm
from tests.cli.tiny import SITE, tiny_history, tiny_site

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
