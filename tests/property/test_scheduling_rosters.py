"""Small sites drawn from a seed: whatever the site asks for, no roster breaks a rule, lies about its cost or beats its
bound. The files are judged as they are written: by the audit, by a judge that shares no line with the program, and by a
plain reckoning of the objective."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from domain.roster import PlanningWindow
from pipeline.check_run import check_roster
from pipeline.schedule_run import SolveLimits, schedule_roster
from tests.property.drawn_sites import drawn_site
from tests.property.points_from_files import Files
from tests.shared import SHARED

JUDGE = SHARED / "tools" / "check_roster.py"
QUICK = SolveLimits(time_limit_s=0.6, gap=0.3)
UNROUNDED = 0.001  # the report rounds each term to four decimals

QUICK_SEEDS, REST_OF_200 = range(20), range(20, 200)


def judged(site: Path, roster: Path, requirement: Path, window: PlanningWindow) -> dict:
    """What the judge says of the files."""
    span = ["--start", window.start.isoformat(), "--days", str(window.days)]
    command = [sys.executable, str(JUDGE), str(site), str(roster), "--requirement", str(requirement), *span]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


def judge_roster(folder: Path, seed: int, pack: str) -> None:
    """Makes a roster of a drawn site and judges its files; fails where it is not legal, or not what its report says."""
    drawn = drawn_site(seed, pack)
    site, requirement = drawn.write(folder)
    out, window = folder / "roster", (drawn.window.start, drawn.window.days)
    schedule_roster(site, requirement, window, out, QUICK)

    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    found = check_roster(out, site, requirement, *window)
    assert {rule.rule_id: rule.examples for rule in found.rules if rule.broken} == {}
    if JUDGE.is_file() and pack == "kr":  # the judge knows the Korean rules alone
        judgement = judged(site, out, requirement, drawn.window)
        assert {rule: of["examples"] for rule, of in judgement["rules"].items() if of["broken"]} == {}
        assert judgement["leads"]["short"] == report["leads"]["short"]

    reckoned = Files(site, out, requirement, drawn.window).points()
    assert reckoned == pytest.approx(_told(report["terms"]), abs=UNROUNDED)
    assert sum(reckoned.values()) == pytest.approx(report["objective"], abs=UNROUNDED)
    assert report["bound"] <= report["objective"] + UNROUNDED


def _told(terms: dict[str, float]) -> dict[str, float]:
    """The report's terms as the reckoning names them."""
    return {
        "agents": terms["agents short"] + terms["agents over"],
        "leads": terms["leads short"],
        "wishes": terms["wishes"],
        "premium": terms["premium pay"],
        "hours": terms["contract hours and overtime"],
        "uneven": sum(points for name, points in terms.items() if name.startswith("uneven")),
    }


def test_the_judge_is_there_to_judge() -> None:
    if not JUDGE.is_file():
        pytest.skip(f"no {JUDGE.name} beside the project: the rosters of drawn sites are NOT judged independently")
    asked = subprocess.run([sys.executable, str(JUDGE), "--help"], capture_output=True, text=True, check=False)
    assert asked.returncode == 0
    assert "--requirement" in asked.stdout


@pytest.mark.parametrize("seed", QUICK_SEEDS)
def test_the_roster_of_a_drawn_site_is_legal_and_costs_what_its_report_says(tmp_path: Path, seed: int) -> None:
    judge_roster(tmp_path / "drawn", seed, "kr")


@pytest.mark.parametrize("seed", range(5))
def test_the_roster_of_a_drawn_european_site_is_legal_and_costs_what_its_report_says(tmp_path: Path, seed: int) -> None:
    judge_roster(tmp_path / "drawn", seed, "eu")


@pytest.mark.slow
@pytest.mark.parametrize("seed", REST_OF_200)
def test_the_roster_of_each_of_two_hundred_drawn_sites_is_legal_and_costs_what_its_report_says(
    tmp_path: Path, seed: int
) -> None:
    judge_roster(tmp_path / "drawn", seed, "kr")
