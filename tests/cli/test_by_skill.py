"""`wfm requirement --by-skill`: agents by set of skills beside the requirement."""

from pathlib import Path

from tests.cli.runner import wfm
from tests.unit.pipeline.test_skill_requirement_run import site


def test_agents_by_skill_stand_beside_the_requirement(tmp_path: Path) -> None:
    folder = site(tmp_path, ("a;b",))
    words = ("--site", folder, "--forecast", folder / "forecast.csv", "--out", folder / "r.csv")
    done = wfm("requirement", *words, "--by-skill", folder / "skills.csv")
    assert done.exit_code == 0, done.stderr
    assert (folder / "r.csv").is_file()
    assert (folder / "skills.csv").read_text(encoding="utf-8").startswith("interval_start,skills,agents\n")
    assert "who know at least" in done.stderr
    assert done.stdout == ""


def test_a_skill_that_nobody_has_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = site(tmp_path, ("a",))
    words = ("--site", folder, "--forecast", folder / "forecast.csv", "--out", folder / "r.csv")
    done = wfm("requirement", *words, "--by-skill", folder / "skills.csv")
    assert done.exit_code == 4
    assert "No agent in staff.csv has the skill b" in done.stderr
    assert not (folder / "skills.csv").exists()
