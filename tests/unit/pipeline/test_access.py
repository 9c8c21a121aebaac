"""Every function of the pipeline that screens use, for every role: what a role may not do is refused, whoever calls."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import pipeline
from app_parts import cached
from domain.access import MAY, AccessError, Act, Actor, Role
from domain.errors import UsageError
from pipeline.access import actor_of, may, stamp_for
from pipeline.account_acts import TRIES, audit_lines, give_account, sign_in, take_account
from pipeline.accounts import site_accounts
from pipeline.acting import OPERATOR, acting_as
from pipeline.edit_orders import EditOrder, SetDay
from pipeline.roster_edit import edit_roster
from pipeline.roster_versions import publish_version, site_versions, version_of_night
from pipeline.site_edit import ACT_OF, file_table, save_table
from pipeline.views_night import NightMark, PublishedNight, latest_mark, published_night
from pipeline.views_own import own_calendar, own_roster
from tests.app.site_with_accounts import PASSWORD, site_with_accounts
from tests.app.small_night import FIRST, NIGHT, small_night
from tests.architecture.floors import ROOT

# What screens may call without being asked who they are, and why that gives nothing away.
OPEN = {
    "pipeline.access": "asks who acts",
    "pipeline.accounts": "whether there is a login, before there can be one",
    "pipeline.acting": "says who acts",
    "pipeline.app_run": "starts the server",
    "pipeline.account_acts.sign_in": "asks for the password",
    "pipeline.account_acts.sign_in_by_provider": "asks for the account",
    "pipeline.cover_gap.cover_gap": "works on a roster that was given to whoever may see it",
    "pipeline.edit_seen": "works on what a session noted of its own screen",
    "pipeline.erlang_run.erlang_report": "a calculator, without a site",
    "pipeline.forecasts_anew.days_order": "reads the order of a job that was given",
    "pipeline.import_wizard.mapping_of": "puts together what was typed",
    "pipeline.roster_legality.breach_lines": "puts a verdict that was given into words",
    "pipeline.scenario_files.checked_scenario": "reads what was typed",
    "pipeline.scenario_files.checked_text": "reads what was typed",
    "pipeline.scenario_files.scenario_text": "writes down a scenario that was given",
    "pipeline.today_acts.recovery_min": "a number of site.toml",
    "pipeline.today_options.today_options": "works on a roster that was given to whoever may see it",
    "pipeline.views_cover.touched_intervals": "works on a frame",
    "pipeline.views_day_calls.floor_to": "rounds a moment",
    "pipeline.views_day_calls.site_now": "tells the time",
    "pipeline.views_day_cover.day_cover": "works on a roster that was given to whoever may see it",
    "pipeline.views_day_cover.needed_now": "works on a roster that was given to whoever may see it",
    "pipeline.views_edit.as_told": "works on a grid that was given",
    "pipeline.views_edit.changes_of": "works on a grid that was given",
    "pipeline.views_edit.edit_grid": "works on a roster that was given to whoever may see it",
    "pipeline.views_edit.free_grid": "works on a site that was given",
    "pipeline.views_edit.rule_titles": "titles of rules",
    "pipeline.views_feasts.feast_day": "works on frames that were given",
    "pipeline.views_forecast.forecast_day": "works on frames that were given",
    "pipeline.views_night.latest_mark": "where the last night lies",
    "pipeline.views_night.site_name": "the site's name, before anybody is signed in",
    "pipeline.views_price.priced_window": "days of a night that was given",
    "pipeline.views_requirement.requirement_week": "works on a frame that was given",
    "pipeline.views_requirement.week_starts": "days of a night that was given",
    "pipeline.views_roster.cover_map": "works on frames that were given",
    "pipeline.views_roster_day.roster_day": "works on frames that were given",
    "pipeline.what_if.by_time_of_day": "works on outcomes that were given",
    "pipeline.what_if.outcome_of": "works on a roster that was given to whoever may see it",
}


def guarded() -> dict[str, Callable[..., object]]:
    """Every function of the pipeline that asks who acts, by its full name."""
    found = {}
    for module in pkgutil.iter_modules(pipeline.__path__, "pipeline."):
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if hasattr(function, "needed_act") and function.__module__ == module.name:
                found[f"{module.name}.{name}"] = function
    return found


GUARDED = guarded()
REFUSED = [
    pytest.param(name, role, id=f"{name.removeprefix('pipeline.')} by {role}")
    for name, function in GUARDED.items()
    for role in Role
    if function.needed_act not in MAY[role]
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site with accounts for the tests that change nothing."""
    return site_with_accounts(tmp_path_factory.mktemp("access") / "mini")


@cache
def last_night(site: Path) -> tuple[NightMark, PublishedNight]:
    """The mark of the published night, and the night."""
    mark = latest_mark(site)
    assert mark is not None
    with acting_as(OPERATOR):
        return mark, published_night(mark)


def first_argument(function: Callable[..., object], site: Path) -> object:
    """The site's folder, or the mark or the night that holds it."""
    name = next(iter(inspect.signature(function).parameters))
    if name == "site_dir":
        return site
    mark, night = last_night(site)
    return mark if name == "mark" else night


def state(site: Path) -> dict[str, bytes]:
    """Every file of the site but for the database's own."""
    return {str(path): path.read_bytes() for path in site.rglob("*") if path.is_file() and ".wfm" not in path.parts}


@pytest.mark.parametrize(("name", "role"), REFUSED)
def test_what_a_role_may_not_do_is_refused_by_the_pipeline(site: Path, name: str, role: Role) -> None:
    function = GUARDED[name]
    first = first_argument(function, site)
    others = len(inspect.signature(function).parameters) - 1
    with acting_as(str(role)), pytest.raises(AccessError, match=r"may not do this|not on the staff"):
        function(first, *[None] * others)


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_nobody_is_shown_anything(site: Path, name: str) -> None:
    function = GUARDED[name]
    first = first_argument(function, site)
    others = len(inspect.signature(function).parameters) - 1
    with acting_as("somebody else"), pytest.raises(AccessError, match="Nobody is signed in"):
        function(first, *[None] * others)


def test_refusals_change_no_file(site: Path) -> None:
    before = state(site)
    for parameter in REFUSED:
        name, role = parameter.values
        function = GUARDED[name]
        with acting_as(str(role)), pytest.raises(AccessError):
            function(first_argument(function, site), *[None] * (len(inspect.signature(function).parameters) - 1))
    assert state(site) == before


def test_every_function_that_a_screen_calls_asks_who_acts_or_has_a_reason_not_to() -> None:
    unasked = []
    files = [ROOT / "app.py", *(ROOT / "app_pages").glob("*.py"), *(ROOT / "app_parts").rglob("*.py")]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("pipeline"):
                continue
            module = importlib.import_module(node.module or "")
            for each in node.names:
                named = getattr(module, each.name, None)
                if named is None or inspect.ismodule(named):
                    unasked += _unasked_of(importlib.import_module(f"{node.module}.{each.name}"))
                elif inspect.isfunction(named) and _is_unasked(named):
                    unasked.append(f"{named.__module__}.{named.__name__}")
    assert sorted(set(unasked)) == []


def _unasked_of(module: ModuleType) -> list[str]:
    """Functions of a module without a guard that a screen calls by the module's name."""
    functions = [
        each for _, each in inspect.getmembers(module, inspect.isfunction) if each.__module__ == module.__name__
    ]
    return [
        f"{each.__module__}.{each.__name__}"
        for each in functions
        if each.__module__ == module.__name__ and _is_unasked(each) and _is_used(module.__name__, each.__name__)
    ]


def _is_unasked(function: Callable[..., object]) -> bool:
    full = f"{function.__module__}.{function.__name__}"
    return not hasattr(function, "needed_act") and full not in OPEN and function.__module__ not in OPEN


def _is_used(module: str, name: str) -> bool:
    """Whether a screen calls the function by its module."""
    called = f"{module.rpartition('.')[2]}.{name}("
    return any(called in file.read_text(encoding="utf-8") for file in (ROOT / "app_parts").rglob("*.py"))


def test_the_doors_for_changing_things_are_all_guarded() -> None:
    acts = {function.needed_act for function in GUARDED.values()} | set(ACT_OF.values())
    assert acts == set(Act)


def test_what_is_kept_for_one_is_not_shown_to_another(site: Path) -> None:
    mark = latest_mark(site)
    assert mark is not None
    with acting_as("planner"):
        assert len(cached.roster_frames(mark).duties)
    with acting_as("agent"), pytest.raises(AccessError):
        cached.roster_frames(mark)
    with acting_as("admin"), pytest.raises(AccessError):
        cached.rest(mark, "ko")


def test_a_site_without_accounts_has_one_local_planner(tmp_path: Path) -> None:
    site = small_night(tmp_path / "mini")
    actor = actor_of(site)
    assert actor is not None
    assert not actor.is_account
    assert [act for act in Act if not may(site, act)] == [Act.SEE_OWN]


def test_the_trail_names_the_account_whatever_was_typed(tmp_path: Path) -> None:
    site = site_with_accounts(tmp_path / "mini")
    mark = latest_mark(site)
    assert mark is not None
    with acting_as("planner"):
        night = published_night(mark)
        number = version_of_night(site, NIGHT).number
        order = EditOrder(number, (SetDay("A0001", FIRST, None),), who="somebody else")
        saved = edit_roster(site, night.site, order).saved
        assert saved is not None
        publish_version(site, saved, "the boss")
        assert {line.who for line in audit_lines(site) if line.what.startswith("roster p")} == {"planner"}
        assert site_versions(site).versions[0].who == "planner"
        assert stamp_for(site, "the boss").who == "planner"


def test_a_person_sees_their_own_roster_and_nobody_elses(tmp_path: Path) -> None:
    site = site_with_accounts(tmp_path / "mini")
    with acting_as("agent"):
        assert own_roster(site) is None
    with acting_as(OPERATOR):
        publish_version(site, version_of_night(site, NIGHT).number, "kim")
    with acting_as("agent"):
        found = own_roster(site)
        calendar = own_calendar(site).decode()
    assert found is not None
    assert found.agent_id == "A0001"
    assert {each.duty.agent_id for each in found.days if each.duty is not None} == {"A0001"}
    assert (found.paid_h, len(found.days)) == (40.0, 7)
    assert calendar.count("BEGIN:VEVENT") == 5
    assert "A0002" not in calendar
    with acting_as("planner"), pytest.raises(AccessError):
        own_roster(site)


def test_hr_edits_staff_and_no_other_file(tmp_path: Path) -> None:
    site = site_with_accounts(tmp_path / "mini")
    before = state(site)
    with acting_as("hr"):
        for name in ("shifts.csv", "preferences.csv", "events.csv"):
            opened = file_table(site, name)
            with pytest.raises(AccessError):
                save_table(site, opened, opened.cells)
        assert state(site) == before
        opened = file_table(site, "leave.csv")
        save_table(site, opened, opened.cells.assign(kind="half"))
    assert state(site) != before


def test_a_password_lets_in_and_a_wrong_one_or_a_wrong_name_does_not(site: Path) -> None:
    assert sign_in(site, "viewer", PASSWORD) == Actor("viewer", Role.VIEWER)
    with pytest.raises(AccessError, match="Name or password is wrong") as wrong:
        sign_in(site, "viewer", PASSWORD + "x")
    with pytest.raises(AccessError, match="Name or password is wrong") as unknown:
        sign_in(site, "nobody", PASSWORD)
    assert str(wrong.value) == str(unknown.value)
    with pytest.raises(AccessError):
        sign_in(site, "planner", "")  # an account without a password is the provider's


def test_after_five_failures_even_the_right_password_has_to_wait(tmp_path: Path) -> None:
    site = site_with_accounts(tmp_path / "mini")
    for _ in range(TRIES):
        with pytest.raises(AccessError):
            sign_in(site, "viewer", "wrong")
    with pytest.raises(AccessError, match="Too many"):
        sign_in(site, "viewer", PASSWORD)


def test_no_file_holds_a_password_and_the_accounts_are_for_this_user_alone(site: Path) -> None:
    access = site / "access.toml"
    assert PASSWORD not in access.read_text(encoding="utf-8")
    assert "$argon2id$" in access.read_text(encoding="utf-8")
    assert access.stat().st_mode & 0o077 == 0
    assert all(PASSWORD.encode() not in path.read_bytes() for path in site.rglob("*") if path.is_file())


def test_an_admin_manages_accounts_and_the_last_admin_stays(tmp_path: Path) -> None:
    site = site_with_accounts(tmp_path / "mini")
    with acting_as("admin"):
        give_account(site, "new@example.net", "planner")
        with pytest.raises(UsageError, match="admin"):
            take_account(site, "admin")
        with pytest.raises(UsageError, match="staff list"):
            give_account(site, "kim", "agent", "A9999")
        with pytest.raises(UsageError, match="no role"):
            give_account(site, "kim", "king")
        take_account(site, "viewer")
    assert [each.name for each in site_accounts(site)][-1] == "new@example.net"
    with acting_as("viewer"):
        assert actor_of(site) is None
