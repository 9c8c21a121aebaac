"""The cover that an edit is judged on is the whole roster's, and an old version is at hand without reading it anew."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.roster import Roster
from domain.site import Site
from domain.site_folder import read_site
from pipeline import roster_states
from pipeline.edit_cover import edit_cover
from pipeline.edit_orders import EditOrder, SetDay
from pipeline.roster_edit import edit_roster
from pipeline.roster_states import replaced
from pipeline.roster_versions import version_of_night, version_state
from scheduling.cover import at_work
from tests.app.small_night import DAYS, FIRST, NIGHT, small_night

WINDOW = [FIRST + timedelta(days=each) for each in range(DAYS)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


def missing_by_whole_count(site: Site, roster: Roster, need: Mapping[tuple[datetime, str], float]) -> dict:
    present = at_work(site, roster)
    return {place: agents - present.get(place, 0.0) for place, agents in need.items()}


def test_others_and_the_person_of_the_edit_add_up_to_what_the_whole_roster_counts(folder: Path) -> None:
    site, roster = read_site(folder), version_state(folder, version_of_night(folder, NIGHT).number).roster
    midnights = [datetime(day.year, day.month, day.day) for day in WINDOW]
    moments = [midnight + timedelta(minutes=30 * slot) for midnight in midnights for slot in range(48)]
    need = {day: {(at, "general"): 2.0 for at in moments if at.date() == day} for day in WINDOW}
    cover = edit_cover(site, roster, {"A0001"}, {WINDOW[1]}, need)
    without = replaced(roster, [("A0001", WINDOW[1])], (), ())
    for each in (roster, without):
        two_days = {**need[WINDOW[1]], **need[WINDOW[2]]}
        assert cover.lack(each, WINDOW[1]) == pytest.approx(missing_by_whole_count(site, each, two_days))
        short = sum(max(0.0, value) for value in missing_by_whole_count(site, each, need[WINDOW[1]]).values())
        assert cover.short_h(each, {WINDOW[1]}) == pytest.approx(short / 2)
    assert cover.short_h(without, {WINDOW[1]}) > cover.short_h(roster, {WINDOW[1]})


def test_a_version_long_past_is_worked_out_from_its_lines_root_which_is_read_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_states, "MOST_OF_A_LINE", 3)
    site, number = read_site(folder), version_of_night(folder, NIGHT).number
    version_state(folder, number)
    monkeypatch.setattr(roster_states, "read_chain", lambda *_: pytest.fail("the whole roster was read again"))
    for shift in (None, "D09", None, "D09", None):
        saved = edit_roster(folder, site, EditOrder(number, (SetDay("A0001", FIRST, shift),))).saved
        assert saved == number + 1
        number = saved
    assert [version_state(folder, each).shift_of(("A0001", FIRST)) for each in (2, 3, 4)] == [None, "D09", None]
