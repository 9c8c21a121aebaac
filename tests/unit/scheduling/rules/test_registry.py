"""The registry of rules: every rule has words in both languages, known numbers, a source, and examples."""

import re
from string import Formatter

import pytest

from domain.errors import ConfigError
from domain.rule_pack import PACKS_DIR, RuleOrigin, RulePack, read_rule_pack
from domain.rule_parameters import RuleParameters
from domain.rule_weights import Weights
from scheduling.rules import WORDINGS
from scheduling.rules.book import rule_book
from scheduling.rules.rule import Wording
from tests.builders import PACK
from tests.unit.scheduling.rules import (
    test_rules_on_activities,
    test_rules_on_duties,
    test_rules_on_rosters,
    test_rules_on_tours,
    test_soft_rules,
)

TABLES = (test_rules_on_duties, test_rules_on_tours, test_rules_on_activities, test_rules_on_rosters, test_soft_rules)
PACKS = sorted(path.stem for path in PACKS_DIR.glob("*.toml"))
KOREAN = re.compile("[가-힣]")


def places(sentence: str) -> set[str]:
    """The parameters that a sentence names."""
    return {field for _, field, _, _ in Formatter().parse(sentence) if field}


def told(wording: Wording, **changed: object) -> RulePack:
    """The Korean pack with another origin of one rule."""
    origin = PACK.origins[wording.id].model_copy(update=changed)
    return RulePack(
        PACK.id, PACK.name, PACK.parameters, PACK.weights, {**PACK.origins, wording.id: origin}, PACK.penalties, {}
    )  # fmt: skip


def test_every_rule_has_an_example_that_it_allows_and_one_that_it_forbids() -> None:
    allowed = {row[0] for table in TABLES for row in table.ALLOWED.values()}
    forbidden = {row[0] for table in TABLES for row in table.FORBIDDEN.values()}

    assert allowed == forbidden == set(WORDINGS)


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS.keys())
def test_a_rule_names_only_numbers_that_a_pack_gives_and_says_them_in_both_languages(wording: Wording) -> None:
    assert set(wording.parameters) <= set(RuleParameters.model_fields)
    assert set(wording.weights) <= set(Weights.model_fields)
    assert places(wording.sentence_en) == places(wording.sentence_ko) <= set(wording.parameters)
    assert wording.inequality and KOREAN.search(wording.title_ko) and KOREAN.search(wording.sentence_ko)
    assert not KOREAN.search(wording.title_en + wording.sentence_en + wording.inequality)


def test_every_number_of_a_pack_belongs_to_a_rule() -> None:
    assert {name for rule in WORDINGS.values() for name in rule.parameters} == set(RuleParameters.model_fields)
    assert {name for rule in WORDINGS.values() for name in rule.weights} == set(Weights.model_fields)


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_of_the_product_says_of_every_rule_and_parameter_where_it_comes_from(name: str) -> None:
    pack = read_rule_pack(name, {})
    book = rule_book(pack)

    assert list(book) == list(WORDINGS)
    assert all(text.source for text in book.values())
    assert all(KOREAN.search(text.source_in("ko")) or ".csv" in text.source for text in book.values())
    assert set(RuleParameters.model_fields) <= set(pack.facts)
    assert not any("{" in text.sentence(language) for text in book.values() for language in ("ko", "en"))


def test_a_law_of_the_korean_pack_names_what_the_statute_threatens() -> None:
    book = rule_book(PACK)
    penal = {text.id for text in book.values() if text.penalty("en")}
    statute = {text.id for text in book.values() if text.source.startswith("Labour Standards Act")}

    assert penal == statute
    assert "2천만 원" in book["meal_break"].penalty("ko")


def test_a_sentence_says_the_number_that_the_site_set() -> None:
    book = rule_book(read_rule_pack("kr", {"min_rest_between_duties_h": 12, "max_paid_minutes_week": 3000}))

    assert book["rest_between_duties"].sentence("en").startswith("At least 12 hours")
    assert "50시간" in book["weekly_hours"].sentence("ko")
    assert "min_rest_between_duties_h" not in read_rule_pack("kr", {"min_rest_between_duties_h": 12}).facts


def test_a_pack_may_word_a_rule_itself() -> None:
    pack = told(WORDINGS["leave"], sentence_en="Leave is leave, from {night_from} on.")

    assert rule_book(pack)["leave"].sentence("en") == "Leave is leave, from 22:00 on."
    assert rule_book(pack)["leave"].sentence("ko") == WORDINGS["leave"].sentence_ko


def test_a_sentence_with_a_number_that_no_pack_has_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"rule leave.*min_sleep_h"):
        rule_book(told(WORDINGS["leave"], sentence_en="At least {min_sleep_h} hours."))


def test_a_pack_that_names_a_rule_of_its_own_is_refused() -> None:
    own = RuleOrigin(id="siesta", status="policy", source="House policy")
    pack = RulePack(PACK.id, PACK.name, PACK.parameters, PACK.weights, {**PACK.origins, "siesta": own}, {}, {})

    with pytest.raises(ConfigError, match="there is no rule 'siesta'"):
        rule_book(pack)


def test_a_pack_that_is_silent_about_a_right_to_rest_is_refused() -> None:
    origins = {rule_id: origin for rule_id, origin in PACK.origins.items() if rule_id != "weekly_rest"}

    with pytest.raises(ConfigError, match="weekly_rest"):
        rule_book(RulePack(PACK.id, PACK.name, PACK.parameters, PACK.weights, origins, PACK.penalties, {}))
