"""The audit against a judge that shares no line with it, rule by rule, on a good roster and on damaged ones."""

import json
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from domain.frame_files import read_requirement
from domain.roster import PlanningWindow, Roster
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE, activity_frame, read_roster, roster_frame
from domain.site_folder import read_site
from scheduling.audit import AuditReport, audit
from scheduling.engine import make_roster
from scheduling.explain import short_leads
from scheduling.options import SolveOptions
from scheduling.outcome import RosterOutcome
from scheduling.rules import TOUR_RULES
from tests.shared import SHARED, needs_shared
from tests.unit.scheduling.damages import DAMAGES, damaged

pytestmark = needs_shared
SITE60 = SHARED / "sites" / "site60"
JUDGE = SHARED / "tools" / "check_roster.py"
WINDOW = PlanningWindow(date(2026, 12, 7), 28)
COUNTED_BY_PERSON = {"known_agent"}  # the judge counts people where the audit counts duties
TOUR_IDS = {rule.id for rule in TOUR_RULES}
# A duty of an unknown shift, or with a false date, is malformed: the judge leaves its activities without a duty and
# goes by its start, the audit lays them on the duty and goes by its date. Both refuse the roster.
NOT_ALIKE = {"shift_known": {"tiling"}, "horizon": TOUR_IDS}


@pytest.fixture(scope="module")
def outcome() -> RosterOutcome:
    site = read_site(SITE60)
    needed = read_requirement(SITE60 / "requirement.csv", "Asia/Seoul")
    return make_roster(site, needed, WINDOW, SolveOptions(clock=time.monotonic, time_limit_s=12))


def both(folder: Path, roster: Roster, site_dir: Path) -> tuple[AuditReport, dict]:
    """What the audit and the judge, side by side, find on the roster as it is read back from its files."""
    folder.mkdir()
    roster_frame(roster.duties).to_csv(folder / ROSTER_FILE, index=False)
    activity_frame(roster.activities).to_csv(folder / ACTIVITY_FILE, index=False)
    command = [sys.executable, str(JUDGE), str(site_dir), str(folder), "--start", "2026-12-07", "--days", "28"]
    command += ["--requirement", str(SITE60 / "requirement.csv")]
    judge = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    report = audit(read_site(site_dir), read_roster(folder, WINDOW))
    judgement, complaint = judge.communicate()
    assert judge.returncode in (0, 1), complaint
    return report, json.loads(judgement)


def broken_by_rule(report: AuditReport, judgement: dict) -> tuple[dict[str, int], dict[str, int]]:
    """Broken counts of the rules that both know; where one counts people and the other duties, only whether broken."""

    def count(rule: str, broken: int) -> int:
        return min(broken, 1) if rule in COUNTED_BY_PERSON else broken

    shared = report.rules.keys() & judgement["rules"].keys()
    ours = {rule: count(rule, report.rules[rule].broken) for rule in sorted(shared)}
    theirs = {rule: count(rule, judgement["rules"][rule]["broken"]) for rule in sorted(shared)}
    return ours, theirs


def test_both_find_nothing_broken_on_a_fresh_roster_and_the_same_cover(outcome, tmp_path) -> None:
    report, judgement = both(tmp_path / "roster", outcome.roster, SITE60)
    coverage = audit(outcome.site, outcome.roster, outcome.requirement).coverage

    assert report.hard_broken == judgement["hard_broken"] == 0
    assert set(judgement["rules"]) <= set(report.rules)
    assert sum(interval.short for interval in report.leads) == judgement["leads"]["short"]
    for queue, cover in coverage.items():
        theirs = judgement["coverage"][queue]
        assert (cover.required, cover.covered, cover.short, cover.over) == pytest.approx(
            (theirs["required"], theirs["covered"], theirs["short"], theirs["over"]), abs=0.01
        )


def test_both_look_at_the_same_number_of_cases(outcome, tmp_path) -> None:
    report, judgement = both(tmp_path / "roster", outcome.roster, SITE60)

    apart = {
        rule: (report.rules[rule].checked, found["checked"])
        for rule, found in judgement["rules"].items()
        if rule not in COUNTED_BY_PERSON and report.rules[rule].checked != found["checked"]
    }
    assert apart == {}


@pytest.mark.parametrize(("rule", "damage"), DAMAGES.values(), ids=DAMAGES.keys())
def test_both_find_the_damage_and_agree_on_every_rule(rule, damage, outcome, tmp_path) -> None:
    site_dir = tmp_path / "site"
    shutil.copytree(SITE60, site_dir)
    site_dir.chmod(0o755)
    for file in site_dir.iterdir():
        file.chmod(0o644)
    changed = damaged(site_dir, outcome.roster)
    damage(changed)
    roster = Roster(WINDOW, tuple(changed.duties), tuple(changed.activities))

    ours, theirs = broken_by_rule(*both(tmp_path / "roster", roster, site_dir))

    assert ours[rule] > 0
    assert {other: ours[other] for other in ours if other not in NOT_ALIKE.get(rule, set())} == {
        other: theirs[other] for other in theirs if other not in NOT_ALIKE.get(rule, set())
    }


def test_every_leads_interval_that_is_short_is_explained(outcome) -> None:

    explained = short_leads(outcome.site, outcome.roster, outcome.audit.leads)

    assert len(explained) == sum(interval.short > 0 for interval in outcome.audit.leads)
    assert all(interval.why for interval in explained[:200])
