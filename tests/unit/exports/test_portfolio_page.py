"""The page of a portfolio: what needs a planner first, in both languages, and no name that could be markup."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from exports.compliance import Language
from exports.portfolio_page import WORDS, PageSite, portfolio_page

AT = datetime(2026, 6, 7, 2, 30, tzinfo=UTC)


def row(name: str, state: str, said: tuple[str, ...] = (), warnings: tuple[str, ...] = ()) -> PageSite:
    return PageSite(name, "", state, "2026-06-07", 1.5, 12.5, 0.031, 2, "", said, warnings)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_failed_stands_before_what_is_late_short_and_good(language: Language) -> None:
    sites = [row("g1", "good"), row("s1", "short"), row("l1", "late"), row("f1", "failed", ("the disk is full",))]
    page = portfolio_page("City", AT, sites, language)
    places = [page.index(f"<b>{name}</b>") for name in ("f1", "l1", "s1", "g1")]
    assert places == sorted(places)
    assert "the disk is full" in page
    assert "12.5 (3.1%)" in page


def test_a_hostile_name_is_text() -> None:
    site = row('<img src=x onerror="alert(1)">', "failed", ("<script>alert(2)</script>",), ("{0} <b>",))
    page = portfolio_page("<i>City</i> {0}", AT, [site], "en")
    assert "<img" not in page
    assert "<script" not in page
    assert "<i>" not in page
    assert "{0} &lt;b&gt;" in page


def test_a_page_fetches_nothing() -> None:
    page = portfolio_page("City", AT, [row("f1", "failed")], "ko")
    assert "http://" not in page
    assert "https://" not in page
    assert "src=" not in page


def test_every_text_has_both_languages() -> None:
    assert [key for key, texts in WORDS.items() if len(set(texts)) < 2] == []


def test_notes_are_told_in_small_print_and_no_more_than_a_few() -> None:
    notes = tuple(f"note {number}" for number in range(5))
    page = portfolio_page("City", AT, [replace(row("g1", "good"), notes=notes)], "en")
    assert page.count('<div class="small">') == 4
    assert "note 2" in page and "note 3" not in page
    assert "and 2 more" in page
