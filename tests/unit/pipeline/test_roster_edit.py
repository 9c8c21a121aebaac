"""Editing a roster by hand: what is legal is a new version, what is not is refused with the rule, clashes are told."""

from datetime import date, datetime
from pathlib import Path

import pytest

from domain.errors import ConfigError, UsageError
from domain.site import Site
from domain.site_folder import read_site
from pipeline.check_run import check_roster
from pipeline.cover_gap import cover_gap
from pipeline.edit_orders import Cell, Change, EditOrder, EditVerdict, Hold, SetDay, SwapDay
from pipeline.roster_edit import edit_roster
from pipeline.roster_legality import breach_lines
from pipeline.roster_versions import (
    publish_version,
    site_versions,
    version_diff,
    version_files,
    version_of_night,
    version_state,
)
from pipeline.views_edit import cell_of, changes_of, edit_grid, free_grid
from pipeline.views_roster_day import PeopleFilter
from tests.app.small_night import FIRST, NIGHT, SHORT_DAY, small_night

MONDAY, SATURDAY = FIRST, date(2026, 10, 10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


@pytest.fixture
def site(folder: Path) -> Site:
    return read_site(folder)


def edited(folder: Path, site: Site, *changes: Change, based_on: int | None = None, who: str = "kim") -> EditVerdict:
    """The verdict on an edit of the night's roster, or of the version named."""
    number = version_of_night(folder, NIGHT).number if based_on is None else based_on
    return edit_roster(folder, site, EditOrder(number, changes, who))


def test_a_legal_edit_is_the_next_version_with_who_and_what(folder: Path, site: Site) -> None:
    verdict = edited(folder, site, SetDay("A0001", MONDAY, None))
    assert verdict.saved == 2
    version = site_versions(folder).versions[0]
    assert (version.number, version.parent, version.who) == (2, 1, "kim")
    assert version.note == "A0001 2026-10-05: D09 → –"
    assert version_state(folder, 2).shift_of(("A0001", MONDAY)) is None
    assert version_state(folder, 1).shift_of(("A0001", MONDAY)) == "D09"
    assert verdict.short_after_h > verdict.short_before_h


def test_a_duty_given_by_hand_has_legal_meal_rests_and_queue(folder: Path, site: Site) -> None:
    edited(folder, site, SetDay("A0003", MONDAY, None))
    back = edited(folder, site, SetDay("A0003", MONDAY, "D09"), based_on=2)
    assert back.saved == 3
    report = check_roster(version_files(folder, 3), folder, start=FIRST, days=7)
    assert report.hard_broken == 0
    given = [each for each in version_state(folder, 3).roster.activities if each.start.date() == MONDAY]
    assert {each.queue for each in given if each.agent_id == "A0003" and each.activity == "work"} <= {"general", "chat"}
    assert sum(each.activity == "rest" for each in given if each.agent_id == "A0003") == 2


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (SetDay("A0001", MONDAY, "N22"), "rest_between_duties"),
        (SetDay("A0002", date(2026, 10, 9), "N22"), "night_consent"),
        (SetDay("A0001", SATURDAY, "D09"), "weekly_hours"),
        (SetDay("A0002", SHORT_DAY, "D09"), "leave"),
        (SetDay("A0003", SATURDAY, "D09"), "employment"),
        (SetDay("L001", date(2026, 10, 9), "N22"), "shift_roles"),
        (SwapDay("A0001", "A0002", SHORT_DAY), "leave"),
    ],
)
def test_an_illegal_edit_is_refused_with_its_rule_and_changes_nothing(
    folder: Path, site: Site, change: Change, rule: str
) -> None:
    verdict = edited(folder, site, change)
    assert verdict.saved is None
    assert rule in [breach.rule_id for breach in verdict.breaches]
    assert [version.number for version in site_versions(folder).versions] == [1]


def test_a_breach_is_told_with_article_and_words_in_both_languages(folder: Path, site: Site) -> None:
    breaches = edited(folder, site, SetDay("A0001", MONDAY, "N22")).breaches
    korean, english = (breach_lines(site, breaches, language)[0] for language in ("ko", "en"))
    assert (korean.title, english.title) == ("근무 간 휴식", "Rest between duties")
    assert "11시간 이상" in korean.sentence
    assert english.source
    assert english.where == "A0001 2026-10-06 07:00 to 2026-10-06 09:00"


def test_changes_of_one_edit_are_made_together_or_not_at_all(folder: Path, site: Site) -> None:
    together = (SetDay("A0001", MONDAY, None), SetDay("A0001", SATURDAY, "D09"))
    assert edited(folder, site, *together).saved == 2
    bad = (SetDay("A0002", MONDAY, None), SetDay("A0002", date(2026, 10, 9), "N22"))
    assert edited(folder, site, *bad, based_on=2).saved is None
    assert version_state(folder, 2).shift_of(("A0002", MONDAY)) == "D09"


def test_an_edit_of_a_day_that_somebody_else_changed_is_refused_with_both_values(folder: Path, site: Site) -> None:
    first = edited(folder, site, SetDay("A0001", MONDAY, None), who="kim")
    late = edited(folder, site, Hold("A0001", MONDAY, True), who="lee")
    assert (first.saved, late.saved) == (2, None)
    (clash,) = late.clashes
    assert (clash.seen, clash.now, clash.wanted) == (Cell("D09", False), Cell(None, False), Cell("D09", True))
    assert clash.who == "kim"


def test_edits_of_other_days_are_both_kept(folder: Path, site: Site) -> None:
    edited(folder, site, SetDay("A0001", MONDAY, None))
    other = edited(folder, site, SetDay("A0002", MONDAY, None))
    assert other.saved == 3
    state = version_state(folder, 3)
    assert (state.shift_of(("A0001", MONDAY)), state.shift_of(("A0002", MONDAY))) == (None, None)


def test_two_edits_that_only_together_break_a_rule_are_not_both_kept(folder: Path, site: Site) -> None:
    edited(folder, site, SetDay("A0001", MONDAY, None))
    edited(folder, site, SetDay("A0001", SATURDAY, "D09"), based_on=2)
    late = edited(folder, site, SetDay("A0001", date(2026, 10, 11), "D09"), based_on=2)
    assert late.saved is None
    assert "weekly_hours" in [breach.rule_id for breach in late.breaches]


def test_a_locked_day_is_not_edited_until_it_is_opened(folder: Path, site: Site) -> None:
    edited(folder, site, Hold("A0001", MONDAY, True))
    refused = edited(folder, site, SetDay("A0001", MONDAY, None), based_on=2)
    assert (refused.saved, refused.locked) == (None, (("A0001", MONDAY),))
    opened = edited(folder, site, Hold("A0001", MONDAY, False), SetDay("A0001", MONDAY, None), based_on=2)
    assert opened.saved == 3
    assert version_state(folder, 3).locked == frozenset()


def test_two_people_swap_a_day(folder: Path, site: Site) -> None:
    edited(folder, site, SetDay("A0003", MONDAY, None))
    assert edited(folder, site, SwapDay("A0001", "A0003", MONDAY), based_on=2).saved == 3
    state = version_state(folder, 3)
    assert (state.shift_of(("A0001", MONDAY)), state.shift_of(("A0003", MONDAY))) == (None, "D09")
    assert check_roster(version_files(folder, 3), folder, start=FIRST, days=7).hard_broken == 0


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (SetDay("A9999", MONDAY, None), UsageError),
        (SetDay("A0001", MONDAY, "D10"), UsageError),
        (SetDay("A0001", NIGHT, None), UsageError),
        (SwapDay("A0001", "L001", MONDAY), ConfigError),
    ],
)
def test_what_the_roster_does_not_have_is_refused_in_one_sentence(
    folder: Path, site: Site, change: Change, error: type[Exception]
) -> None:
    with pytest.raises(error):
        edited(folder, site, change)
    assert [version.number for version in site_versions(folder).versions] == [1]


def test_an_edit_that_changes_nothing_makes_no_version(folder: Path, site: Site) -> None:
    assert edited(folder, site, SetDay("A0001", MONDAY, "D09")).saved is None
    assert len(site_versions(folder).versions) == 1


def test_who_could_cover_a_gap_is_told_in_order_of_ids_with_what_keeps_the_others_off(folder: Path, site: Site) -> None:
    state = version_state(folder, version_of_night(folder, NIGHT).number)
    tuesday = cover_gap(site, state, datetime(2026, 10, 6, 10), "general")
    assert tuesday.coming == ()
    assert [(each.agent_id, each.reason) for each in tuesday.kept_off] == [
        ("A0001", "on_duty"),
        ("A0002", "leave"),
        ("A0003", "on_duty"),
    ]
    freed = edited(folder, site, SetDay("A0001", MONDAY, None)).saved
    assert freed is not None
    saturday = cover_gap(site, version_state(folder, freed), datetime(2026, 10, 10, 10), "general")
    assert [(each.agent_id, each.shifts) for each in saturday.coming] == [
        ("A0001", (("D09", SATURDAY),)),
        ("A0002", (("D09", SATURDAY),)),
    ]
    assert edited(folder, site, SetDay("A0001", SATURDAY, "D09"), based_on=freed).saved is not None


def test_what_is_typed_into_a_cell_is_read_as_shift_day_off_or_lock(folder: Path, site: Site) -> None:
    read = {text: cell_of(text, site, ("휴", "휴가")) for text in ("d09", "N22!", "휴", "-", "휴 🔒", "D9")}
    assert read == {
        "d09": ("D09", False),
        "N22!": ("N22", True),
        "휴": (None, False),
        "-": (None, False),
        "휴 🔒": (None, True),
        "D9": ("D9", False),
    }


def test_the_grid_to_edit_shows_shifts_free_days_and_locks(folder: Path, site: Site) -> None:
    edited(folder, site, Hold("A0001", MONDAY, True))
    state = version_state(folder, 2)
    grid = edit_grid(free_grid(site, state.roster.window, PeopleFilter(team="T01"), FIRST, 2, "off", "leave"), state)
    assert grid.cells.to_dict("index") == {
        "L001": dict(zip(grid.cells.columns, ("D09", "D09"), strict=True)),
        "A0001": dict(zip(grid.cells.columns, ("D09 🔒", "D09"), strict=True)),
        "A0002": dict(zip(grid.cells.columns, ("D09", "leave"), strict=True)),
    }
    opened = changes_of(site, grid, {("A0001", MONDAY): "-", ("A0002", MONDAY): "N22!"})
    assert opened == (
        Hold("A0001", MONDAY, False),
        SetDay("A0001", MONDAY, None),
        SetDay("A0002", MONDAY, "N22"),
        Hold("A0002", MONDAY, True),
    )


def test_publishing_and_rolling_back_move_what_is_in_force(folder: Path, site: Site) -> None:
    second = edited(folder, site, SetDay("A0001", MONDAY, None)).saved
    assert second == 2
    for number in (1, 2, 1):
        publish_version(folder, number, "kim", f"to {number}")
        assert (folder / "rosters" / "latest").resolve().name == str(number)
    found = site_versions(folder)
    assert (found.in_force, [each.note for each in found.publications]) == (1, ["to 1", "to 2", "to 1"])
    changes = (folder / "rosters" / "1" / "changes.csv").read_text(encoding="utf-8").splitlines()
    assert changes[1].startswith("A0001,agent,2026-10-05,added,off,D09")
    assert (folder / "rosters" / "1" / "roster.xlsx").stat().st_size > 1000
    assert [(change.agent_id, change.kind) for change in version_diff(folder, 1, 2).changes] == [("A0001", "removed")]


def test_a_version_that_breaks_a_rule_is_not_published(folder: Path, site: Site) -> None:
    number = version_of_night(folder, NIGHT).number
    staff = (folder / "leave.csv").read_text(encoding="utf-8")
    edited(folder, site, Hold("A0001", MONDAY, True))
    (folder / "leave.csv").write_text(f"{staff}A0001,{MONDAY},annual\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="breaks the hard rule leave"):
        publish_version(folder, number + 1, "kim")
    assert site_versions(folder).in_force is None
    assert not (folder / "rosters").exists()
