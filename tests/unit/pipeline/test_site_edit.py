"""Editing the site's files: checked before anything is written, kept as versions, never over somebody else's change."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.errors import DataError, UsageError, WfmError
from domain.site_folder import read_site
from pipeline.account_acts import audit_lines
from pipeline.site_edit import (
    ChangedMeanwhileError,
    bring_back,
    file_table,
    file_text,
    file_versions,
    save_table,
    save_text,
)
from pipeline.site_problems import site_problems
from pipeline.views_site import calendar_ahead, site_view
from tests.app.small_night import small_night

TODAY = date(2026, 9, 1)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


def test_a_good_change_is_written_kept_and_in_the_trail(site: Path) -> None:
    opened = file_table(site, "staff.csv")
    cells = opened.cells.assign(team="T09")
    number = save_table(site, opened, cells, "kim", "new team")
    assert {person.team for person in read_site(site).people} == {"T09"}
    assert [(each.number, each.who, each.note) for each in file_versions(site, "staff.csv")] == [
        (2, "kim", "new team"),
        (1, "kim", "as it was"),
    ]
    assert number == 2
    line = audit_lines(site)[0]
    assert (line.who, line.what, line.detail) == ("kim", "site file staff.csv", "version 2 new team")


def test_a_wrong_cell_is_told_with_its_place_and_nothing_is_written(site: Path) -> None:
    before = (site / "staff.csv").read_bytes()
    opened = file_table(site, "staff.csv")
    cells = opened.cells.copy()
    cells.loc[1, "skills"] = "gneral"
    with pytest.raises(DataError, match=r"staff.csv, row 3, column skills: 'gneral' is not accepted"):
        save_table(site, opened, cells)
    assert (site / "staff.csv").read_bytes() == before
    assert file_versions(site, "staff.csv") == ()


def test_a_change_that_breaks_another_file_is_refused(site: Path) -> None:
    opened = file_table(site, "staff.csv")
    without = opened.cells[opened.cells["agent_id"] != "A0002"]
    with pytest.raises(DataError, match=r"leave.csv, row 2, column agent_id: 'A0002'"):
        save_table(site, opened, without)


def test_what_was_wrong_elsewhere_before_does_not_stand_in_the_way(site: Path) -> None:
    (site / "leave.csv").write_text("agent_id,date,kind\nA0009,2026-10-06,annual\n", encoding="utf-8")
    opened = file_table(site, "shifts.csv")
    save_table(site, opened, opened.cells.assign(rest_minutes="20"))
    opened = file_table(site, "leave.csv")
    save_table(site, opened, opened.cells.assign(agent_id="A0001"))
    assert site_problems(site) == ()


def test_a_change_over_somebody_elses_is_refused_with_both_values(site: Path) -> None:
    first, second = file_table(site, "leave.csv"), file_table(site, "leave.csv")
    save_table(site, first, first.cells.assign(kind="sick"), "kim")
    with pytest.raises(ChangedMeanwhileError, match=r"now 'A0002,2026-10-06,sick', yours was 'A0002,2026-10-06,half'"):
        save_table(site, second, second.cells.assign(kind="half"), "lee")
    assert file_table(site, "leave.csv").cells["kind"].tolist() == ["sick"]


def test_of_two_that_save_at_one_moment_one_is_told(site: Path) -> None:
    opened = file_table(site, "leave.csv")

    def save(kind: str) -> str:
        try:
            save_table(site, opened, opened.cells.assign(kind=kind), kind)
        except WfmError:
            return "told"
        return kind

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(save, ["one", "two"]))
    assert done.count("told") == 1
    assert file_table(site, "leave.csv").cells["kind"].tolist() == [each for each in done if each != "told"]


def test_an_earlier_state_comes_back_byte_for_byte(site: Path) -> None:
    before = (site / "site.toml").read_bytes()
    opened = file_text(site)
    save_text(site, opened, opened.text.replace("response_rate = 0.95", "response_rate = 0.9"))
    assert (site / "site.toml").read_bytes() != before
    bring_back(site, "site.toml", 1, file_text(site).sha256)
    assert (site / "site.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("response_rate = 0.95", "response_rate = 95", "response_rate"),
        ("response_rate = 0.95", "respnse_rate = 0.95", "no such key"),
        ('id = "mini"', 'id = "maxi"', "make a new folder"),
        ("[lead]", "[lead", "valid TOML"),
        ('id = "chat"', 'id = "talk"', "staff.csv, row 4, column skills"),
    ],
)
def test_a_wrong_site_toml_is_refused(site: Path, was: str, becomes: str, said: str) -> None:
    opened = file_text(site)
    with pytest.raises(WfmError, match=said):
        save_text(site, opened, opened.text.replace(was, becomes))
    assert file_text(site).text == opened.text


def test_numbers_and_weekdays_stay_as_they_are_and_formulas_are_guarded(site: Path) -> None:
    opened = file_table(site, "preferences.csv")
    rows = [["A0001", "*", "off", "-2"], ["A0002", "2026-10-07", "D09", "1.5"]]
    save_table(site, opened, pd.DataFrame(rows, columns=opened.cells.columns))
    assert (site / "preferences.csv").read_text(encoding="utf-8") == (
        "agent_id,date,shift,weight\nA0001,*,off,-2\nA0002,2026-10-07,D09,1.5\n"
    )
    opened = file_table(site, "staff.csv")
    save_table(site, opened, opened.cells.assign(vendor="=1+1"))
    assert "'=1+1" in (site / "staff.csv").read_text(encoding="utf-8")
    assert {person.vendor for person in read_site(site).people} == {"=1+1"}


@pytest.mark.parametrize("name", ["access.toml", "../other/staff.csv", ".wfm/wfm.db", "mapping.toml"])
def test_no_other_file_is_opened_or_written(site: Path, name: str) -> None:
    with pytest.raises(UsageError):
        file_table(site, name)
    with pytest.raises(UsageError):
        bring_back(site, name, 1, "")


def test_the_page_tells_every_wrong_place_of_every_file(site: Path) -> None:
    (site / "shifts.csv").write_text(
        (site / "shifts.csv").read_text(encoding="utf-8").replace("N22,22:00", "N22,25:00"), encoding="utf-8"
    )
    (site / "leave.csv").write_text("agent_id,date,kind\nA0009,6.10.,annual\n", encoding="utf-8")
    (site / "events.csv").write_text("event,from,until,queue,effect\nstorm,never,2026-10-07,,\n", encoding="utf-8")
    view = site_view(site, TODAY, "en")
    places = {(each.file, each.row, each.column) for each in view.problems}
    assert ("shifts.csv", 3, "start") in places
    assert "events.csv" in {file for file, _, _ in places}
    assert view.site is None
    assert view.config is not None


def test_an_event_of_a_queue_that_the_site_does_not_have_is_refused_with_its_row(site: Path) -> None:
    (site / "events.csv").write_text(
        "event,from,until,queue,effect\nfair,2026-10-05,2026-10-05,,\nstorm,2026-10-06,2026-10-07,sales,\n",
        encoding="utf-8",
    )
    places = {(each.file, each.row, each.column, each.value) for each in site_view(site, TODAY, "en").problems}
    assert places == {("events.csv", 3, "queue", "sales")}


def test_the_page_counts_groups_rules_and_days(site: Path) -> None:
    view = site_view(site, TODAY, "ko")
    assert view.problems == ()
    assert [(each.role, each.people, each.skills) for each in view.groups] == [
        ("agent", 1, ("chat", "general")),
        ("agent", 2, ("general",)),
        ("lead", 1, ()),
    ]
    assert {each.kind for each in view.remarks} == {"file"}
    assert all(rule.source for rule in view.rules)
    found = {each.day: each for each in calendar_ahead(site, TODAY, "ko", 60)}
    assert found[date(2026, 9, 25)].names == ("추석",)
    assert found[date(2026, 10, 7)].events == ("storm",)
