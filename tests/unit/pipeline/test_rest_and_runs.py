"""The law report, the distributions and the record of runs."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.roster import Roster
from domain.roster_files import read_roster
from domain.site import Site
from domain.site_folder import read_site
from pipeline.site_store import open_site_database
from pipeline.views_night import latest_mark, published_night
from pipeline.views_rest import articles, burdens, rest_view, rests_between
from pipeline.views_runs import runs_view
from scheduling.audit import audit
from store.nights import begin_night, finish_night
from store.records import NightStatus, Stamp
from tests.app.small_night import NIGHT, small_night


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_night(tmp_path / "mini")


@pytest.fixture
def site(folder: Path) -> Site:
    return read_site(folder)


@pytest.fixture
def roster(folder: Path) -> Roster:
    return read_roster(folder / "nights" / "latest")


def test_near_the_limit_is_what_a_rule_one_step_stricter_would_break(site: Site, roster: Roster) -> None:
    fifteen = replace(site, rules=replace(site.rules, parameters=_with(site, min_rest_between_duties_h=14.5)))
    lines = {line.rule_id: line for line in articles(fifteen, roster, "en")}
    rests = lines["rest_between_duties"]
    assert (rests.checked, rests.near, rests.broken) == (15, 14, 0)
    assert {line.near for line in articles(site, roster, "en")} == {None, 0}
    assert lines["leave"].near is None


def _with(site: Site, **numbers: float) -> object:
    return site.rules.parameters.model_copy(update=numbers)


def test_the_report_counts_what_the_audit_counts(folder: Path, site: Site, roster: Roster) -> None:
    mark = latest_mark(folder)
    assert mark is not None
    view = rest_view(published_night(mark), "ko")
    found = audit(site, read_roster(folder / "nights" / "latest", published_night(mark).window))
    assert view.broken == found.hard_broken == 0
    assert {line.rule_id: line.checked for line in view.articles}["rests"] == found.rules["rests"].checked
    assert (view.meal_h, view.rest_h, view.rests_given) == (19.0, 9.5, 38)


def test_burdens_are_distributions_of_those_who_can_carry_them(site: Site, roster: Roster) -> None:
    rows = burdens(site, roster).to_dict("records")
    assert {"role": "agent", "kind": "nights", "count": 0, "people": 1} in rows  # one has agreed to nights
    assert {"role": "agent", "kind": "holidays", "count": 2, "people": 3} in rows
    assert list(burdens(site, roster).columns) == ["role", "kind", "count", "people"]
    assert rests_between(roster).to_dict("list") == {"hours": [15, 39], "rests": [14, 1]}


def test_runs_tell_of_nights_with_seconds_and_warnings(folder: Path, site: Site) -> None:
    stamps = [Stamp("night", datetime(2026, 10, 4, 17, minute, tzinfo=UTC)) for minute in (0, 2)]
    with open_site_database(folder) as database:
        night = begin_night(database, site.id, NIGHT, stamps[0])
        summary = {"gap": 0.05, "agent_hours": {"general": 10.5, "chat": 2}, "missing": ["none"], "warnings": ["old"]}
        finish_night(database, night, NightStatus.PARTLY, summary, stamps[1])
    view = runs_view(folder)
    (line,) = view.nights
    assert (line.night, line.status, line.seconds, line.gap) == (date(2026, 10, 4), "partly", 120.0, 0.05)
    assert (line.agent_hours, line.warnings) == (12.5, ("none", "old"))
    assert (view.jobs, view.at_work, view.troubled) == ((), None, 0)
