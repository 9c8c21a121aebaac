"""The run of a portfolio: which sites it takes up, in which order, what it comes to; nights are stood in for."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.errors import LockHeldError, UsageError
from forecasting.spread_out import EngineName
from pipeline.portfolio_due import Due
from pipeline.portfolio_night import NightCommand, SiteNight, SiteState
from pipeline.portfolio_order import PortfolioOrder, at_a_time, cores_each
from pipeline.portfolio_run import run_portfolio
from pipeline.portfolio_status import portfolio_status
from pipeline.portfolio_summary import RunNow
from pipeline.site_store import open_site_database
from store.lock import run_lock
from store.nights import begin_night, finish_night
from store.records import NightStatus, Stamp
from tests.cli.tiny import tiny_site

NIGHT = date(2026, 6, 7)
type Outcome = Callable[[NightCommand], SiteNight]


def ends(code: int = 0, said: str = "") -> Outcome:
    states = {0: SiteState.DONE, 3: SiteState.PARTLY}

    def outcome(command: NightCommand) -> SiteNight:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        return SiteNight(command.name, command.night, states.get(code, SiteState.FAILED), code, said, at, 1.0)

    return outcome


def loses_its_worker(_command: NightCommand) -> SiteNight:
    raise OSError("the worker is gone")


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    for name in ("north", "south", "east"):
        site = tiny_site(tmp_path / name)
        text = (site / "site.toml").read_text(encoding="utf-8").replace('id = "tiny"', f'id = "{name}"')
        (site / "site.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def nights(monkeypatch: pytest.MonkeyPatch) -> dict[str, Outcome]:
    """How the night of each site ends; well, where nothing is said."""
    how: dict[str, Outcome] = {}
    monkeypatch.setattr("pipeline.portfolio_run.site_night", lambda command: how.get(command.name, ends())(command))
    return how


def run(folder: Path, **given: object) -> RunNow:
    return run_portfolio(PortfolioOrder(folder, NIGHT, jobs=2, **given))  # type: ignore[arg-type]


def test_all_done_is_exit_code_0(portfolio: Path, nights: dict[str, Outcome]) -> None:
    del nights
    found = run(portfolio)
    assert (found.exit_code, found.count(SiteState.DONE)) == (0, 3)


@pytest.mark.parametrize("outcome", [ends(5, "no roster exists"), ends(3, "no forecast of chat"), loses_its_worker])
def test_one_that_is_not_done_holds_up_none_and_is_exit_code_3(
    portfolio: Path, nights: dict[str, Outcome], outcome: Outcome
) -> None:
    nights["east"] = outcome
    found = run(portfolio)
    assert (found.exit_code, found.count(SiteState.DONE)) == (3, 2)
    assert [site.name for site in found.unfinished] == ["east"]
    assert found.unfinished[0].said


def test_none_done_is_exit_code_1(portfolio: Path, nights: dict[str, Outcome]) -> None:
    nights.update(dict.fromkeys(("north", "south", "east"), ends(1, "the disk is full")))
    assert run(portfolio).exit_code == 1


def test_a_site_whose_settings_cannot_be_read_or_that_is_gone_fails_alone(
    portfolio: Path, nights: dict[str, Outcome]
) -> None:
    del nights
    (portfolio / "portfolio.toml").write_text('[portfolio]\nsites = ["north", "gone", "east"]\n', encoding="utf-8")
    (portfolio / "east" / "site.toml").write_text("[site", encoding="utf-8")
    found = run(portfolio)
    assert {site.name: (site.state, site.exit_code) for site in found.sites} == {
        "north": (SiteState.DONE, 0),
        "gone": (SiteState.FAILED, 4),
        "east": (SiteState.FAILED, 4),
    }


def test_two_sites_of_one_id_are_not_both_planned(portfolio: Path, nights: dict[str, Outcome]) -> None:
    del nights
    settings = (portfolio / "north" / "site.toml").read_text(encoding="utf-8")
    (portfolio / "south" / "site.toml").write_text(settings, encoding="utf-8")
    (failed,) = run(portfolio).unfinished
    assert failed.said == "its id 'north' is that of the site 'north' too; give each its own ([site] id)."


def test_the_summary_says_how_every_site_ended(portfolio: Path, nights: dict[str, Outcome]) -> None:
    nights["south"] = ends(5, "no roster exists")
    run(portfolio)
    summary = json.loads((portfolio / "status" / "summary.json").read_text(encoding="utf-8"))
    assert (summary["exit_code"], summary["counts"]["done"], summary["counts"]["failed"]) == (3, 2, 1)
    assert {site["name"]: site["said"] for site in summary["sites"]}["south"] == "no roster exists"
    page = (portfolio / "status" / "index.ko.html").read_text(encoding="utf-8")
    assert "no roster exists" in page


def test_the_status_tells_first_what_failed(portfolio: Path, nights: dict[str, Outcome]) -> None:
    nights["south"] = ends(5, "no roster exists")
    run(portfolio)
    found = portfolio_status(portfolio)
    assert (found.sites[0].name, found.sites[0].state) == ("south", "failed")
    assert {site.state for site in found.sites[1:]} == {"late"}  # these nights were stood in for: nothing is published
    assert found.needs_a_look


@pytest.mark.parametrize(
    ("run_of_night", "state"),
    [
        ({"warnings": [], "notes": ["the uncertainty of the forecast adds 3%"]}, "good"),
        ({"warnings": ["the history ends on 2026-05-01"], "notes": ["the uncertainty adds 3%"]}, "warned"),
    ],
)
def test_a_site_has_warnings_only_where_somebody_should_act(
    tmp_path: Path, run_of_night: dict[str, list[str]], state: str
) -> None:
    site, now = tiny_site(tmp_path / "north"), datetime.now(UTC)
    published = site / "nights" / NIGHT.isoformat()
    published.mkdir(parents=True)
    (published / "manifest.json").write_text(json.dumps({"run": run_of_night}), encoding="utf-8")
    (site / "nights" / "latest").symlink_to(published.name)
    with open_site_database(site) as database:
        night = begin_night(database, "tiny", NIGHT, Stamp("night", now))
        finish_night(database, night, NightStatus.DONE, {}, Stamp("night", now))
    (line,) = portfolio_status(tmp_path, now).sites
    assert line.state == state
    assert list(line.notes) == run_of_night["notes"]


def test_a_second_run_at_once_gives_way(portfolio: Path, nights: dict[str, Outcome]) -> None:
    del nights
    with run_lock(portfolio, "nights of the portfolio", datetime.now(UTC)), pytest.raises(LockHeldError):
        run(portfolio)


def test_a_cancelled_run_says_so_and_tells_the_nights(
    portfolio: Path, nights: dict[str, Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    del nights
    asked: list[bool] = []
    monkeypatch.setattr("pipeline.portfolio_workers.end_nights", lambda: asked.append(True))

    def stop(now: RunNow) -> None:
        if now.count(SiteState.RUNNING):
            raise KeyboardInterrupt

    found = run_portfolio(PortfolioOrder(portfolio, NIGHT, jobs=1), stop_once(stop))
    assert (found.exit_code, asked) == (130, [True])
    assert found.count(SiteState.CANCELLED) >= 2


def stop_once(stop: Callable[[RunNow], None]) -> Callable[[RunNow], None]:
    """Ctrl-C is pressed once."""
    pressed: list[bool] = []

    def watch(now: RunNow) -> None:
        if not pressed and now.count(SiteState.RUNNING):
            pressed.append(True)
            stop(now)

    return watch


def test_late_sites_come_first_then_the_longest() -> None:
    sites = [
        Due("short", Path(), NIGHT, False, 5.0),
        Due("long", Path(), NIGHT, False, 50.0),
        Due("late", Path(), NIGHT, True, 1.0),
        Due("new", Path(), NIGHT, True, None),
    ]
    assert [each.name for each in sorted(sites, key=lambda each: each.place)] == ["new", "late", "long", "short"]


def test_cores_are_divided_among_the_nights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.portfolio_order.cpu_count", lambda: 8)
    monkeypatch.setattr("pipeline.portfolio_order._free_gb", lambda: 100.0)
    assert [at_a_time(None, sites) for sites in (100, 3)] == [8, 3]
    assert [cores_each(nights) for nights in (8, 3, 1)] == [1, 2, 8]


def test_no_more_nights_than_there_is_memory_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.portfolio_order.cpu_count", lambda: 8)
    monkeypatch.setattr("pipeline.portfolio_order._free_gb", lambda: 4.0)
    assert at_a_time(None, 100) == 2
    assert at_a_time(6, 100) == 6  # who says a number has it


@pytest.mark.parametrize(
    ("engine", "scheduler"), [(EngineName.RAY, None), (EngineName.DASK, None), (EngineName.LOCAL, "tcp://x:1")]
)
def test_an_engine_that_cannot_be_is_refused(engine: EngineName, scheduler: str | None) -> None:
    with pytest.raises(UsageError):
        PortfolioOrder(Path(), engine=engine, scheduler=scheduler)


def test_a_limit_of_time_is_of_the_portfolio(portfolio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (portfolio / "portfolio.toml").write_text("[portfolio]\nnight_limit_s = 90\n", encoding="utf-8")
    limits: list[float] = []

    def outcome(command: NightCommand) -> SiteNight:
        limits.append(command.limit_s)
        return ends()(command)

    monkeypatch.setattr("pipeline.portfolio_run.site_night", outcome)
    run(portfolio)
    assert limits == [90.0] * 3
