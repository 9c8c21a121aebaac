"""Which version a planner saw when she typed: a value that came onto the screen a moment ago is not written over."""

from pathlib import Path

import pytest

from domain.site import Site
from domain.site_folder import read_site
from pipeline.edit_orders import Cell, EditOrder, EditVerdict, SetDay
from pipeline.edit_seen import SEEN_S, Drawn, version_seen, with_drawn, with_told
from pipeline.roster_edit import edit_roster
from pipeline.roster_versions import version_of_night, version_state
from tests.app.small_night import FIRST, NIGHT, small_night

PLACE = ("A0002", FIRST)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


@pytest.fixture
def site(folder: Path) -> Site:
    return read_site(folder)


def drawn_in_turn(*drawn: tuple[int, float]) -> tuple[Drawn, ...]:
    found: tuple[Drawn, ...] = ()
    for number, at_s in drawn:
        found = with_drawn(found, number, at_s)
    return found


def test_a_version_counts_as_seen_when_it_has_stood_on_the_screen_for_a_while() -> None:
    drawn = drawn_in_turn((1, 0.0), (2, 100.0))
    assert version_seen(drawn, {}, PLACE, 100.0 + SEEN_S - 0.1) == 1
    assert version_seen(drawn, {}, PLACE, 100.0 + SEEN_S) == 2


def test_of_many_versions_drawn_in_a_moment_the_one_before_them_counts() -> None:
    drawn = drawn_in_turn((1, 0.0), (2, 100.0), (3, 101.0), (3, 101.5), (4, 102.0))
    assert version_seen(drawn, {}, PLACE, 103.0) == 1
    assert version_seen(drawn, {}, PLACE, 106.1) == 3
    assert with_drawn(drawn, 5, 200.0) == (Drawn(4, 102.0), Drawn(5, 200.0))


def test_who_was_told_of_a_day_has_seen_it_at_once_and_of_no_other_day() -> None:
    drawn = drawn_in_turn((1, 0.0), (4, 100.0))
    assert version_seen(drawn, {PLACE: 3}, PLACE, 101.0) == 3
    assert version_seen(drawn, {PLACE: 3}, ("A0003", FIRST), 101.0) == 1


def test_an_edit_typed_while_somebody_elses_comes_onto_the_screen_is_a_conflict_and_the_second_try_is_saved(
    folder: Path, site: Site
) -> None:
    """Kim saw D09; Lee's day off was drawn a second ago; what Kim types was meant for D09."""
    first = version_of_night(folder, NIGHT).number
    lee = SetDay("A0001", FIRST, None)
    saved = edit_roster(folder, site, EditOrder(first, (lee,), "lee")).saved
    assert saved is not None
    drawn = drawn_in_turn((first, 0.0), (saved, 100.0))
    place = (lee.agent_id, lee.day)
    mine = (SetDay("A0001", FIRST, "N22"),)

    clashed = edit_roster(folder, site, EditOrder(version_seen(drawn, {}, place, 101.0), mine, "kim"))
    assert [(each.seen, each.now, each.wanted) for each in clashed.clashes] == [
        (Cell("D09", False), Cell(None, False), Cell("N22", False))
    ]
    assert version_state(folder, saved).shift_of(place) is None
    told = with_told({}, mine, clashed)
    again = edit_roster(folder, site, EditOrder(version_seen(drawn, told, place, 102.0), mine, "kim"))
    assert again.clashes == ()


def test_what_was_saved_is_told_and_what_was_refused_is_not() -> None:
    change = (SetDay("A0002", FIRST, None),)
    assert with_told({}, change, EditVerdict(7, 5, 7)) == {PLACE: 7}
    assert with_told({PLACE: 7}, change, EditVerdict(None, 7, 9)) == {PLACE: 7}
