"""`wfm schedule --keep`, `wfm repair`, `wfm diff` and `wfm swap`: a roster after it was published."""

import json
from pathlib import Path

import pytest

from tests.cli.runner import content_of, wfm
from tests.cli.tiny import ACTIVITIES, ROSTER, requirement_file, roster_folder, tiny_site

DAY = "2026-06-08"
ON_LEAVE = (ROSTER.replace("2026-06-08", "2026-06-10"), ACTIVITIES.replace("2026-06-08", "2026-06-10"))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tiny_site(tmp_path / "site")


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return roster_folder(tmp_path / "roster")


def swapped(site: Path, roster: Path, *words: str | Path):
    return wfm("swap", "--site", site, "--roster", roster, "--agent", "A0001", "--date", DAY, "--with", "A0002", *words)


def test_a_swap_that_keeps_the_rules_is_granted_and_written_with_its_changes(
    tmp_path: Path, site: Path, roster: Path
) -> None:
    needed = requirement_file(tmp_path / "r.csv")
    done = swapped(site, roster, "--requirement", needed, "--out", tmp_path / "new")
    assert done.exit_code == 0, done.stderr
    assert "Yes: A0001 and A0002 can exchange 2026-06-08" in done.stderr
    assert "short after" in done.stderr
    assert "A0002,agent,T01,2026-06-08,D09" in (tmp_path / "new" / "roster.csv").read_text(encoding="utf-8")
    assert wfm("check", tmp_path / "new", "--site", site).exit_code == 0


def test_a_swap_that_breaks_a_rule_is_refused_in_a_sentence_and_nothing_is_written(tmp_path: Path, site: Path) -> None:
    away = "A0002,2026-06-08,annual\n"
    (site / "leave.csv").write_text("agent_id,date,kind\n" + away, encoding="utf-8")
    done = swapped(site, roster_folder(tmp_path / "roster"), "--out", tmp_path / "new", "--json")
    assert done.exit_code == 1
    assert "No: exchanging 2026-06-08 breaks the rule leave (No duty touches a day of approved leave)" in done.stderr
    assert json.loads(done.stdout)["rule"] == "leave"
    assert not (tmp_path / "new").exists()


def test_a_swap_with_a_stranger_is_bad_input(site: Path, roster: Path) -> None:
    done = wfm("swap", "--site", site, "--roster", roster, "--agent", "A0001", "--date", DAY, "--with", "B1")
    assert done.exit_code == 4
    assert "'B1' is not on the staff list" in done.stderr


def test_the_difference_of_two_versions_is_a_row_a_day(tmp_path: Path, site: Path, roster: Path) -> None:
    swapped(site, roster, "--out", tmp_path / "new")
    done = wfm("diff", roster, tmp_path / "new", "--out", tmp_path / "c.csv", "--json")
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "c.csv").read_text(encoding="utf-8").splitlines() == [
        "agent_id,role,date,change,before,after,start_before,start_after",
        "A0001,agent,2026-06-08,removed,D09,off,2026-06-08T09:00:00,",
        "A0002,agent,2026-06-08,added,off,D09,,2026-06-08T09:00:00",
    ]
    found = json.loads(done.stdout)
    assert (found["changed"], found["people"], found["by_kind"]["added"]) == (2, 2, 1)
    told = wfm("diff", roster, tmp_path / "new", "--site", site, "--requirement", requirement_file(tmp_path / "r.csv"))
    assert "Days changed: 2 of 2 people (1 added, 1 removed)" in told.stderr
    assert "short before" in told.stderr


def test_a_version_does_not_differ_from_itself(roster: Path) -> None:
    assert "Days changed: 0 of 0 people (none)" in wfm("diff", roster, roster).stderr


def test_a_repair_puts_somebody_in_the_place_of_one_who_is_off_and_says_what_it_changed(
    tmp_path: Path, site: Path, roster: Path
) -> None:
    absent, out = tmp_path / "absent.csv", tmp_path / "new"
    absent.write_text(f"agent_id,from_date,to_date\nA0001,{DAY},{DAY}\n", encoding="utf-8")
    words = ("--site", site, "--roster", roster, "--requirement", requirement_file(tmp_path / "r.csv", 1))
    done = wfm("repair", *words, "--absent", absent, "--from", DAY, "--out", out, "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["fallen_away"] == 1
    assert found["by_kind"]["removed"] == 0 < found["by_kind"]["added"] == found["people"]
    assert found["cover"]["after"]["general"]["short"] < found["cover"]["before"]["general"]["short"]
    assert "A0001" not in (out / "roster.csv").read_text(encoding="utf-8")
    assert "L001,lead,T01,2026-06-08,D09" in (out / "roster.csv").read_text(encoding="utf-8")
    assert len((out / "changes.csv").read_text(encoding="utf-8").splitlines()) == 1 + found["changed"]
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["repair"] == found
    assert report["gap"] is None
    assert wfm("check", out, "--site", site, "--start", DAY, "--days", "1").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--from", "2026-07-01"), 2, "--from 2026-07-01 is not a day of the roster, which plans 2026-06-08 to"),
        (("--from", DAY, "--absent", "absent.csv"), 4, "row 2, column agent_id: 'A0099' is not accepted"),
    ],
)
def test_a_repair_of_no_day_or_of_strangers_writes_nothing(
    tmp_path: Path, site: Path, roster: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    (tmp_path / "absent.csv").write_text("agent_id,from_date,to_date\nA0099,,\n", encoding="utf-8")
    given = [str(tmp_path / word) if word == "absent.csv" else word for word in words]
    needed = requirement_file(tmp_path / "r.csv", 1)
    before = content_of(tmp_path)
    done = wfm("repair", "--site", site, "--roster", roster, "--requirement", needed, *given, "--out", tmp_path / "new")
    assert done.exit_code == code
    assert sentence in done.stderr
    assert content_of(tmp_path) == before


def test_a_roster_that_breaks_a_rule_itself_is_named_and_not_repaired(tmp_path: Path, site: Path) -> None:
    meal = "L001,2026-06-08T13:00:00,2026-06-08T14:00:00,meal,"
    no_meal = ACTIVITIES.replace(meal, meal.replace("meal", "work"))
    roster, needed = roster_folder(tmp_path / "roster", ROSTER, no_meal), requirement_file(tmp_path / "r.csv", 1)
    words = ("--site", site, "--roster", roster, "--requirement", needed, "--from", DAY, "--out", tmp_path / "new")
    done = wfm("repair", *words)
    assert done.exit_code == 4
    assert "The roster to repair breaks the hard rule meal_break itself, first L001" in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_solve_keeps_the_duties_of_an_earlier_roster(tmp_path: Path, site: Path, roster: Path) -> None:
    words = ("--site", site, "--requirement", requirement_file(tmp_path / "r.csv", 1), "--start", DAY, "--days", "7")
    done = wfm("schedule", *words, "--keep", roster, "--gap", "0.95", "--out", tmp_path / "new")
    assert done.exit_code == 0, done.stderr
    rows = (tmp_path / "new" / "roster.csv").read_text(encoding="utf-8").splitlines()
    assert set(ROSTER.splitlines()) <= set(rows)


def test_kept_duties_that_break_a_rule_end_with_the_conflict(tmp_path: Path, site: Path) -> None:
    words = ("--site", site, "--requirement", requirement_file(tmp_path / "r.csv", 1), "--start", DAY, "--days", "7")
    done = wfm("schedule", *words, "--keep", roster_folder(tmp_path / "kept", *ON_LEAVE), "--out", tmp_path / "new")
    assert done.exit_code == 5
    assert "the duty D09 of A0001 on 2026-06-10 is kept" in done.stderr
    assert "on leave on 2026-06-08 to 2026-06-14" in done.stderr
    report = json.loads((tmp_path / "new" / "report.json").read_text(encoding="utf-8"))
    assert report["status"] == "infeasible"
    assert report["conflict"] in done.stderr
    assert len(report["members"]) == 2


def test_what_to_keep_needs_a_roster_and_people_who_are_there(tmp_path: Path, site: Path, roster: Path) -> None:
    needed = requirement_file(tmp_path / "r.csv", 1)
    words = ("schedule", "--site", site, "--requirement", needed, "--start", DAY, "--out", tmp_path / "new")
    assert wfm(*words, "--keep-until", DAY).exit_code == 2
    stranger = wfm(*words, "--keep", roster, "--keep-agent", "A0099")
    assert stranger.exit_code == 4
    assert "'A0099' is not accepted; expected somebody on the staff list" in stranger.stderr
