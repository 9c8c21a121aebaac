"""A database server that goes away during a night is waited for; where it stays away, one sentence says so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.database_away import is_as_before, night_without_database
from bench.killed_nights import content_of
from pipeline.ingest import ingest
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits
from store.layout import night_log_file
from tests.cli.tiny import DAYS, NIGHT, SITE, tiny_history, tiny_site
from tests.postgres import missing_programs, restartable_postgres

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("no_solver")]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if missing_programs():
        pytest.skip(f"no PostgreSQL here ({missing_programs()} missing): a server that goes away was NOT tried")
    with restartable_postgres() as url:
        monkeypatch.setenv("WFM_DATABASE_URL", url)
        yield url


def order(site: Path) -> NightOrder:
    return NightOrder(site, NIGHT, DAYS, SolveLimits(gap=0.05))


def test_a_server_that_comes_back_is_waited_for_and_one_that_does_not_is_said(server: str, tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    ingest(site, [tiny_history(tmp_path / "calls.csv")])
    run_night(order(site))
    assert not (site / ".wfm" / "wfm.db").exists()  # the database by URL is the only one

    (site / "payroll.toml").write_text('weekly_holiday = "monday"\n', encoding="utf-8")
    waited = night_without_database(server, order(site), "workbook", away_s=2)
    assert waited.exit_code == 0, waited.said
    assert "cannot be reached" in night_log_file(site, NIGHT).read_text(encoding="utf-8")
    before = content_of(site)

    (site / "payroll.toml").write_text('weekly_holiday = "tuesday"\n', encoding="utf-8")
    (site / "site.toml").write_text(SITE + "\n[nightly]\ndatabase_patience_s = 0\n", encoding="utf-8")
    gone = night_without_database(server, order(site), "workbook", away_s=4)
    assert gone.exit_code == 1
    assert gone.said.startswith("the database postgres on this machine cannot be reached")
    assert is_as_before(site, before)
    assert run_night(order(site)).missing == ()
