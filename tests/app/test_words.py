"""The catalogue: the same keys and places for figures in both languages, and no text of a page outside it."""

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from app_parts.words import CATALOGUES, change, words_of
from domain.day_types import DayKind
from domain.roster import ACTIVITY_KINDS
from domain.rule_pack import read_rule_pack
from forecasting.candidates import DEFAULT_CANDIDATES
from scheduling.rules.book import rule_book
from staffing.least_agents import BINDING_WORDS
from tests.app.screen import ROOT

KOREAN, ENGLISH = CATALOGUES["ko"], CATALOGUES["en"]
SCREEN_FILES = [*sorted((ROOT / "app_pages").glob("*.py")), ROOT / "app.py"]
READABLE = re.compile(r"[가-힣]|[A-Za-z]+ [A-Za-z]+")
NAMES_OF_THE_PRODUCT = {"다산 WFM · Dasan WFM"}


def places(text: str) -> list[str]:
    """The fields of a format text, in any order: which figure goes where is each language's own."""
    return sorted(str(field) for _, field, _, _ in Formatter().parse(text) if field is not None)


def test_both_languages_have_the_same_keys() -> None:
    assert KOREAN.keys() == ENGLISH.keys()


@pytest.mark.parametrize("key", sorted(KOREAN))
def test_a_text_has_the_same_figures_in_both_languages(key: str) -> None:
    assert places(KOREAN[key]) == places(ENGLISH[key])


def test_no_text_is_empty() -> None:
    assert [key for catalogue in CATALOGUES.values() for key, text in catalogue.items() if not text.strip()] == []


@pytest.mark.parametrize("file", SCREEN_FILES, ids=lambda file: file.name)
def test_a_page_holds_no_text_of_its_own(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    own = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and READABLE.search(node.value)
    ]
    assert set(own) <= NAMES_OF_THE_PRODUCT


def phases_told() -> set[str]:
    """What solves and repairs of a site tell that they are at; `deep_search.py` is reached by public instances only."""
    rooms = [file for file in (ROOT / "scheduling").rglob("*.py") if file.name != "deep_search.py"]
    calls = [node for file in rooms for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    return {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "tell"
        and isinstance(node.args[0], ast.Constant)
    }


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_phase_that_a_planner_watches_has_a_word(language: str) -> None:
    told = phases_told()

    assert {"tables", "bound", "search", "loosened"} <= told
    assert {phase for phase in told if f"phase.{phase}" not in CATALOGUES[language]} == set()


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_word_that_a_file_may_hold_is_known(language: str) -> None:
    words = words_of(language)
    wanted = [f"day_kind.{kind.value}" for kind in DayKind]
    wanted += [f"goal.{goal}" for goal in (*BINDING_WORDS.tolist(), "backlog")]
    wanted += [f"activity.{activity}" for activity in ACTIVITY_KINDS]
    wanted += [f"weekday.{number}" for number in range(7)]
    rules = rule_book(read_rule_pack("kr", {})).values()
    wanted += [f"strength.{rule.strength}" for rule in rules]
    wanted += [f"rule_status.{rule.status}" for rule in rules]
    assert [key for key in wanted if key not in words.entries] == []


@pytest.mark.parametrize(
    ("now", "before", "shown"), [(110, 100, "+10.0%"), (90, 100, "-10.0%"), (100.01, 100, "0.0%"), (5, 0, "–")]
)
def test_a_change_is_in_percent_of_what_was_before(now: float, before: float, shown: str) -> None:
    assert change(now, before) == shown


def test_the_app_listens_on_this_machine_only_and_tells_nobody_of_its_use() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["browser"]["gatherUsageStats"] is False


def test_every_candidate_of_the_forecast_has_a_name() -> None:
    assert {f"model.{model.name}" for model in DEFAULT_CANDIDATES} <= KOREAN.keys()
