"""Rule packs are read whole, or refused with the key that is wrong; a pack leaves no number to the program."""

from pathlib import Path

import pytest

from domain.errors import DataError
from domain.rule_pack import PACKS_DIR, read_rule_pack
from domain.shifts import NightTime
from tests.builders import shift

KR = (PACKS_DIR / "kr.toml").read_text(encoding="utf-8")


def own_pack(folder: Path, *changes: tuple[str, str]) -> None:
    """The Korean pack with some of its text changed, in the site folder."""
    text = KR
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    (folder / "own.toml").write_text(text, encoding="utf-8")


def test_a_pack_in_the_site_folder_is_read(tmp_path: Path) -> None:
    own_pack(tmp_path, ('id = "kr"', 'id = "own"'), ("max_consecutive_nights = 3", "max_consecutive_nights = 2"))

    pack = read_rule_pack("own.toml", {}, tmp_path)

    assert (pack.id, pack.parameters.max_consecutive_nights) == ("own", 2)


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("max_consecutive_days = 6\n", "", "parameters.max_consecutive_days"),
        ("max_consecutive_days = 6\n", "max_consecutive_days = 6\nsiesta_h = 2\n", "parameters.siesta_h"),
        ('night_from = "22:00"', 'night_from = "25:00"', "parameters.night_from"),
        ("min_rest_between_duties_h = 11\n", "min_rest_between_duties_h = -1\n", "min_rest_between_duties_h"),
        ('penalty = "article_110"', 'penalty = "article_111"', "penalty article_111"),
        ("[fact]\n", '[fact]\nsiesta_h = { status = "law", source = "x" }\n', "fact siesta_h"),
        ('id = "daily_hours"', 'id = "weekly_hours"', "rule weekly_hours"),
        ('status = "law"\nsource = "Labour Standards Act 54"', 'status = "habit"\nsource = "x"', "rule.2.status"),
    ],
)
def test_a_pack_with_a_wrong_or_missing_key_is_refused(tmp_path: Path, before: str, after: str, named: str) -> None:
    own_pack(tmp_path, (before, after))

    with pytest.raises(DataError, match=named):
        read_rule_pack("own.toml", {}, tmp_path)


@pytest.mark.parametrize(
    ("night", "start", "span_min", "expected"),
    [
        (NightTime(22 * 60, 6 * 60), "22:00", 540, 480),
        (NightTime(23 * 60, 6 * 60), "22:00", 540, 420),
        (NightTime(0, 5 * 60), "22:00", 540, 300),
        (NightTime(0, 5 * 60), "04:30", 540, 30),
        (NightTime(22 * 60, 6 * 60), "05:00", 1440, 60 + 420),
        (NightTime(22 * 60, 22 * 60), "22:00", 540, 0),
    ],
    ids=["kr", "from 23:00", "from midnight", "early start", "a day round", "no night at all"],
)
def test_night_time_is_the_packs(night: NightTime, start: str, span_min: int, expected: int) -> None:
    assert night.minutes_in(shift(start=start, span_min=span_min)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "{min_rest_between_duties_h.__format__.__globals__}",
        "{max_consecutive_days.__class__.__mro__[1]}",
        "{night[from]}",
        "{max_consecutive_days!r:>999999999}",
        "{max_consecutive_days:>999999999}",
        "{max_consecutive_days:{max_consecutive_nights}}",
        "{0}",
        "{}",
        "{",
    ],
)
def test_a_sentence_of_a_pack_looks_into_nothing_and_widens_nothing(tmp_path: Path, sentence: str) -> None:
    own_pack(tmp_path, ('id = "daily_hours"', f"id = \"daily_hours\"\nsentence_ko = '{sentence}'"))

    with pytest.raises(DataError, match=r"sentence_ko: .* expected \{name\} or \{name:h\} for a parameter"):
        read_rule_pack("own.toml", {}, tmp_path)


def test_a_sentence_of_a_pack_may_name_parameters(tmp_path: Path) -> None:
    sentence = "{max_consecutive_days} days, {max_paid_minutes_day:h} hours, {{braces}}"
    own_pack(tmp_path, ('id = "daily_hours"', f"id = \"daily_hours\"\nsentence_en = '{sentence}'"))

    assert read_rule_pack("own.toml", {}, tmp_path).origins["daily_hours"].sentence_en == sentence
