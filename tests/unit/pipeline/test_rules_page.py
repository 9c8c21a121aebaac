"""The rules page of the documentation is what the rules and the packs say, no more and no less."""

from pathlib import Path

from pipeline.rules_page import rules_page
from scheduling.rules import WORDINGS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "rules.md"


def test_the_page_in_docs_is_what_the_rules_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "write it anew: wfm rules-page --out docs/rules.md"


def test_the_page_holds_every_rule_in_both_languages_with_its_inequality() -> None:
    page = rules_page()

    for wording in WORDINGS.values():
        assert f"## {wording.title_en} · {wording.title_ko} (`{wording.id}`)" in page
        assert wording.inequality in page
    assert page.count("\n## ") == len(WORDINGS)


def test_the_page_says_what_a_number_is_in_each_pack_and_how_sure_it_is() -> None:
    row = next(line for line in rules_page().splitlines() if line.startswith("| `max_paid_minutes_week`"))

    assert "**3120** law: Labour Standards Act 50, 53" in row
    assert "**2880** law: 2003/88/EC article 6" in row
    assert "| min |" in row
