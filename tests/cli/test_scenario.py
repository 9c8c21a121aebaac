"""`wfm scenario`: scenarios beside the plan as files, kept with the site and run again."""

import csv
import json
from pathlib import Path

import pytest

from tests.app.small_night import small_night, small_site
from tests.cli.runner import content_of, wfm


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_night(tmp_path_factory.mktemp("sites") / "mini")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_scenario_is_made_kept_and_run_again_with_the_same_bytes(site: Path, tmp_path: Path) -> None:
    words = ("scenario", "--site", site, "--name", "strike", "--days", "3")
    changes = ("--change", "gone.share=0.34", "--change", "gone.start=2026-10-06T10:00", "--change", "volume.chat=2")
    made = wfm(*words, *changes, "--save", "--out", tmp_path / "a")
    assert made.exit_code == 0, made.stderr
    assert "people gone from 2026-10-06 10:00 to 2026-10-07 10:00" in made.stderr
    assert "Meals, rests and days off stay as they are." in made.stderr
    assert (site / "scenarios" / "strike.toml").is_file()
    again = wfm(*words, "--out", tmp_path / "b")
    assert again.exit_code == 0, again.stderr
    assert content_of(tmp_path / "a") == content_of(tmp_path / "b")
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "hold.csv", "intervals.csv", "picture_strike_1.en.svg", "picture_strike_1.ko.svg", "picture_strike_2.en.svg",
        "picture_strike_2.ko.svg", "queues.csv", "report.json", "report_strike.en.html", "report_strike.ko.html",
        "requirement_plan.csv", "requirement_strike.csv", "roster_strike_held", "scenarios.csv", "strike.toml",
    ]  # fmt: skip
    page = (tmp_path / "a" / "report_strike.en.html").read_text(encoding="utf-8")
    assert "What those who come can hold" in page and "<svg" in page and "<script" not in page
    assert wfm("check", tmp_path / "a" / "roster_strike_held", "--site", site).exit_code == 0
    plan, strike = rows(tmp_path / "a" / "scenarios.csv")
    assert (plan["scenario"], strike["scenario"], strike["people_gone"]) == ("plan", "strike", "1")
    assert float(strike["agent_hours"]) > float(plan["agent_hours"])
    assert {row["interval_start"][:10] for row in rows(tmp_path / "a" / "intervals.csv")} == {
        "2026-10-05", "2026-10-06", "2026-10-07",
    }  # fmt: skip


def test_figures_go_to_standard_output_as_json(site: Path, tmp_path: Path) -> None:
    words = ("--name", "busy", "--change", "volume=1.5", "--days", "1", "--json", "--out", tmp_path / "c")
    done = wfm("scenario", "--site", site, *words)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert [each["scenario"] for each in found] == ["plan", "busy"]
    assert found[1]["short_hours"] > found[0]["short_hours"] and found[1]["response_rate"] < found[0]["response_rate"]
    assert not (site / "scenarios" / "busy.toml").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Name a scenario: --name NAME"),
        (("--name", "none"), 2, "The site has no scenario none"),
        (("--name", "a", "--change", "rules.rest_apart_minutes=0"), 4, "rest_apart_minutes does not move"),
        (("--name", "a", "--change", "rules.max_paid_minutes_day=800"), 4, "expected at most 720"),
        (("--name", "a", "--change", "volume.fax=2"), 4, "'fax' is not accepted"),
        (("--name", "a", "--change", "volume=-1"), 4, "greater than 0"),
        (("--name", "a", "--change", "volume=2", "--start", "2026-11-01"), 2, "is not a planned day"),
        (("--name", "a", "--name", "b", "--change", "volume=2"), 2, "name one only"),
    ],
)
def test_a_wrong_scenario_is_one_sentence_and_writes_nothing(
    site: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    done = wfm("scenario", "--site", site, *words, "--out", tmp_path / "out")
    assert done.exit_code == code and said in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_a_night_it_is_said_what_to_run_first(tmp_path: Path) -> None:
    site = small_site(tmp_path / "mini")
    done = wfm("scenario", "--site", site, "--name", "a", "--change", "volume=2", "--out", tmp_path / "out")
    assert done.exit_code == 4 and "wfm nightly --site" in done.stderr


def test_a_folder_of_something_else_is_not_replaced(site: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    words = ("--name", "a", "--change", "volume=2", "--days", "1", "--out", tmp_path / "mine")
    done = wfm("scenario", "--site", site, *words)
    assert done.exit_code == 1 and "letter.txt" in done.stderr
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep"


def test_a_roster_solved_for_a_scenario_stands_beside_it_and_keeps_every_rule(site: Path, tmp_path: Path) -> None:
    words = ("--name", "fewer", "--change", "volume=0.02", "--change", "absence=0.1", "--solve", "--time-limit", "2")
    done = wfm("scenario", "--site", site, *words, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    names = [row["scenario"] for row in rows(tmp_path / "out" / "scenarios.csv")]
    assert names == ["plan", "fewer", "fewer solved"]
    roster = tmp_path / "out" / "roster_fewer"
    assert sorted(path.name for path in roster.iterdir()) == [
        "activities.csv", "report.json", "requirement.csv", "roster.csv",
    ]  # fmt: skip
    assert wfm("check", roster, "--site", site).exit_code == 0
