"""What the pages on adding a rule, a model and a channel say, followed to the letter in a copy of the program."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.architecture.floors import ROOT

ROOMS = ("domain", "forecasting", "staffing", "scheduling", "exports", "store", "pipeline", "data/rules")
TRIED = """
import sys
sys.path.insert(0, ".")
import scheduling
from domain.site_config import Goal, Queue
from forecasting.candidates import DEFAULT_CANDIDATES
from pipeline.rules_page import rules_page
from scheduling.duty_verdicts import DutyVerdicts
from tests.builders import MONDAY, facts, shift

verdicts, short = DutyVerdicts(), shift("P2", "09:00", 120, (0, 0, 0))
print(scheduling.__file__)
print(verdicts.first_broken(facts(), MONDAY, short), repr(verdicts.first_broken(facts(), MONDAY, shift())))
print("Short duties" in rules_page(), "recent_median" in [model.name for model in DEFAULT_CANDIDATES])
print(Queue(id="f", channel="fax", aht_s=100, goal=Goal(max_backlog_h=4), works_from="09:00", works_until="18:00").id)
"""


def blocks(page: str) -> list[str]:
    tokens = MarkdownIt().parse((ROOT / "docs" / "extend" / page).read_text(encoding="utf-8"))
    return [token.content for token in tokens if token.type in ("code_block", "fence")]


def put(file: Path, *changes: tuple[str, str]) -> None:
    """Puts text beside what is there already; a place that is not there any more is a fault of the page."""
    text = file.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text, f"{file.name} has no {before!r}"
        text = text.replace(before, after, 1)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tests").mkdir()
    shutil.copyfile(ROOT / "tests" / "__init__.py", tmp_path / "tests" / "__init__.py")
    shutil.copyfile(ROOT / "tests" / "builders.py", tmp_path / "tests" / "builders.py")
    return tmp_path


def add_rule(root: Path) -> None:
    number, values, module, *_ = blocks("rule.md")
    value, fact, *rule = values.splitlines()
    put(root / "domain" / "rule_parameters.py", ("    max_paid_minutes_day:", f"    {number}    max_paid_minutes_day:"))
    for pack in (root / "data" / "rules").glob("*.toml"):
        put(pack, ("[parameters]\n", f"[parameters]\n{value}\n"), ("[fact]\n", f"[fact]\n{fact}\n"))
        pack.write_text(pack.read_text(encoding="utf-8") + "\n" + "\n".join(rule) + "\n", encoding="utf-8")
    (root / "scheduling" / "rules" / "short_duties.py").write_text(module, encoding="utf-8")
    put(
        root / "scheduling" / "rules" / "__init__.py",
        ("    skills,\n", "    short_duties,\n    skills,\n"),
        ("    shift_times.RULE,\n", "    shift_times.RULE,\n    short_duties.RULE,\n"),
    )


def add_model(root: Path) -> None:
    (root / "forecasting" / "models" / "recent_median.py").write_text(blocks("model.md")[0], encoding="utf-8")
    there = "from forecasting.models.regression"
    put(
        root / "forecasting" / "candidates.py",
        (there, f"from forecasting.models.recent_median import RecentMedian\n{there}"),
        ("    PlannerMean(),\n", "    PlannerMean(),\n    RecentMedian(),\n"),
    )


def add_channel(root: Path) -> None:
    last, waits = '"video", "sns"]', '"message", "email", "sns"}'
    put(
        root / "domain" / "site_config.py",
        (last, last.replace("]", ', "fax"]')),
        (waits, waits.replace("}", ', "fax"}')),
    )


@pytest.mark.slow
def test_a_rule_a_model_and_a_channel_are_added_as_their_pages_say(copy: Path) -> None:
    for add in (add_rule, add_model, add_channel):
        add(copy)
    done = subprocess.run([sys.executable, "-c", TRIED], cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        str(copy / "scheduling" / "__init__.py"), "short_duties ''", "True True", "f",
    ]  # fmt: skip
