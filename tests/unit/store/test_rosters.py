"""Versions of rosters in the database: added, never changed; edits of a line without a fork; publications."""

import pandas as pd
import pytest
from sqlalchemy import Engine, delete, update

from domain.errors import UsageError, WfmError
from domain.roster import PlanningWindow
from store.database import writing
from store.roster_records import Origin, WholeRoster
from store.roster_tables import roster_publications, roster_versions
from store.rosters import (
    NewRoster,
    add_edit,
    add_whole,
    edits_between,
    find_night_roster,
    find_roster,
    list_publications,
    list_rosters,
    newest_of_line,
    publish_roster,
    read_chain,
)
from tests.unit.store.small import NIGHT, stamp

WINDOW = PlanningWindow(NIGHT, 7)
NEW = NewRoster(Origin.NIGHT, NIGHT, WINDOW)


def whole(shift: str = "D09") -> WholeRoster:
    duties = pd.DataFrame({"agent_id": ["A1"], "shift": [shift]})
    return WholeRoster(duties, pd.DataFrame({"agent_id": ["A1"], "queue": ["general"]}), b"{}")


def test_a_whole_roster_comes_back_as_it_was_kept(engine: Engine) -> None:
    version = add_whole(engine, "bank", NEW, whole(), stamp())
    chain = read_chain(engine, "bank", version.number)
    assert chain.whole.duties.to_dict("list") == {"agent_id": ["A1"], "shift": ["D09"]}
    assert (chain.whole.report, chain.edits) == (b"{}", ())
    assert (version.number, version.root, version.parent) == (1, 1, None)


def test_a_nights_roster_is_kept_once_and_found_by_its_report(engine: Engine) -> None:
    first, again = (add_whole(engine, "bank", NEW, whole(), stamp(minute)) for minute in (0, 1))
    assert first == again
    assert find_night_roster(engine, "bank", NIGHT, b"{}") == first
    assert find_night_roster(engine, "bank", NIGHT, b"{ }") is None
    assert add_whole(engine, "bank", NEW, whole("N22"), stamp(2)).number == 2


def test_edits_follow_one_another_and_a_second_edit_of_one_version_is_refused(engine: Engine) -> None:
    root = add_whole(engine, "bank", NEW, whole(), stamp())
    first = add_edit(engine, "bank", root.number, {"cells": []}, stamp(1), "one")
    assert first is not None
    assert add_edit(engine, "bank", root.number, {"cells": []}, stamp(2), "late") is None
    second = add_edit(engine, "bank", first.number, {"cells": [1]}, stamp(3), "two")
    assert second is not None
    assert newest_of_line(engine, "bank", root.number) == second
    assert [edit.note for edit in read_chain(engine, "bank", second.number).edits] == ["one", "two"]
    assert [edit.note for edit in edits_between(engine, "bank", first.number, second.number)] == ["two"]
    assert [version.number for version in list_rosters(engine, "bank")] == [3, 2, 1]


def test_lines_do_not_mix(engine: Engine) -> None:
    night = add_whole(engine, "bank", NEW, whole(), stamp())
    solved = add_whole(engine, "bank", NewRoster(Origin.SOLVE, NIGHT, WINDOW, night.number), whole("N22"), stamp(1))
    edit = add_edit(engine, "bank", night.number, {}, stamp(2), "")
    assert edit is not None
    assert newest_of_line(engine, "bank", solved.number) == solved
    assert newest_of_line(engine, "bank", night.number) == edit


def test_the_newest_publication_is_first(engine: Engine) -> None:
    number = add_whole(engine, "bank", NEW, whole(), stamp()).number
    for minute in (1, 2):
        publish_roster(engine, "bank", number, stamp(minute), f"{minute}")
    assert [each.note for each in list_publications(engine, "bank")] == ["2", "1"]
    with pytest.raises(UsageError, match="no roster version 9"):
        publish_roster(engine, "bank", 9, stamp(3), "")


def test_no_version_and_no_publication_is_ever_changed(engine: Engine) -> None:
    number = add_whole(engine, "bank", NEW, whole(), stamp()).number
    publish_roster(engine, "bank", number, stamp(1), "")
    for deed in (update(roster_versions).values(who="x"), delete(roster_versions), delete(roster_publications)):
        with pytest.raises(WfmError, match="versions of rosters are only added"), writing(engine) as connection:
            connection.execute(deed)
    assert find_roster(engine, "bank", number).who == "night"
