"""Many sites: real nights of three small sites, one of them broken; the same on Dask and in one PostgreSQL database."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.site_store import DATABASE_URL, open_site_database
from store.nights import last_good_night
from store.versions import list_versions
from tests.cli.runner import wfm
from tests.cli.tiny import NIGHT, tiny_history, tiny_site
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

NAMES = ("north", "south", "west")
BROKEN = "west"
WORDS = ("portfolio", "nightly", "--date", str(NIGHT), "--days", "14", "--gap", "0.05", "--time-limit", "300")


def sites(folder: Path) -> Path:
    """Sites that differ in their calls, without a night; nobody of one has an unknown role."""
    for number, name in enumerate(NAMES):
        site = tiny_site(folder / name)
        text = (site / "site.toml").read_text(encoding="utf-8")
        text = text.replace('id = "tiny"', f'id = "{name}"').replace("aht_s = 180", f"aht_s = {180 + 10 * number}")
        (site / "site.toml").write_text(text, encoding="utf-8")
    break_site(folder / BROKEN)
    return folder


def break_site(site: Path) -> None:
    staff = site / "staff.csv"
    staff.write_text(staff.read_text(encoding="utf-8").replace("A0003,agent", "A0003,agnet"), encoding="utf-8")


def mend_site(site: Path) -> None:
    staff = site / "staff.csv"
    staff.write_text(staff.read_text(encoding="utf-8").replace("agnet", "agent"), encoding="utf-8")


def take_in(folder: Path, calls: Path) -> None:
    for name in NAMES:
        assert wfm("ingest", calls, "--site", folder / name).exit_code == 0


def run(folder: Path, *words: str) -> tuple[int, dict[str, dict[str, object]]]:
    """The exit code, and each site's entry in the summary."""
    done = wfm(*WORDS, "--jobs", "2", "--portfolio", folder, "--json", *words)
    assert done.stdout, done.stderr
    return done.exit_code, {site["name"]: site for site in json.loads(done.stdout)["sites"]}


def published(folder: Path) -> dict[str, object]:
    """What every site published, by hash, without what was measured."""
    found: dict[str, object] = {}
    for name in NAMES:
        path = folder / name / "nights" / str(NIGHT) / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        found[name] = {key: value for key, value in manifest.items() if key != "run"}
    return found


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_history(tmp_path_factory.mktemp("calls") / "calls.csv")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, calls: Path) -> Path:
    """The portfolio after a run on this machine, with one broken site; tests copy it."""
    folder = sites(tmp_path_factory.mktemp("here"))
    take_in(folder, calls)
    code, found = run(folder)
    assert code == 3, found
    return folder


@pytest.mark.slow
def test_a_broken_site_holds_up_none_and_is_named(here: Path) -> None:
    summary = json.loads((here / "status" / "summary.json").read_text(encoding="utf-8"))
    states = {site["name"]: (site["state"], site["exit_code"]) for site in summary["sites"]}
    assert states == {name: ("failed", 4) if name == BROKEN else ("done", 0) for name in NAMES}
    (said,) = [site["said"] for site in summary["sites"] if site["name"] == BROKEN]
    assert said.startswith("staff.csv, row 4, column role: 'agnet' is not accepted")
    assert [name for name, content in published(here).items() if not content] == [BROKEN]


@pytest.mark.slow
def test_the_status_names_the_broken_site_first_and_ends_with_1(here: Path) -> None:
    shown = wfm("portfolio", "status", "--portfolio", here, "--json")
    found = json.loads(shown.stdout)
    assert (shown.exit_code, found["sites"][0]["name"], found["sites"][0]["state"]) == (1, BROKEN, "failed")
    assert found["counts"]["failed"] == 1
    table = wfm("portfolio", "status", "--portfolio", here)
    assert table.stderr.index(BROKEN) < table.stderr.index("north")


@pytest.mark.slow
def test_a_second_run_takes_up_only_what_is_not_done_or_has_news(here: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(here, tmp_path / "again", symlinks=True))
    mend_site(folder / BROKEN)
    leave = folder / "north" / "leave.csv"
    leave.write_text(leave.read_text(encoding="utf-8") + "A0002,2026-06-11,annual\n", encoding="utf-8")
    code, found = run(folder)
    assert code == 0, found
    assert sorted(name for name, site in found.items() if site["begun"]) == ["north", BROKEN]
    code, found = run(folder)
    assert (code, [name for name, site in found.items() if site["begun"]]) == (0, [])


@pytest.mark.slow
def test_a_dask_cluster_publishes_the_same_bytes(here: Path, calls: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="no package distributed: the Dask engine was NOT checked")
    folder = sites(tmp_path / "dask")
    take_in(folder, calls)
    code, _ = run(folder, "--engine", "dask", "--scheduler", "local")
    assert code == 3
    assert published(folder) == published(here)


@pytest.mark.slow
@pytest.mark.postgres
def test_sites_share_one_postgresql_database_at_once(
    here: Path, calls: Path, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = sites(tmp_path / "postgres")
    monkeypatch.setenv(DATABASE_URL, postgres_url)
    take_in(folder, calls)
    code, found = run(folder)
    assert code == 3, found
    assert published(folder) == published(here)
    assert not list(folder.glob("*/.wfm/wfm.db"))
    with open_site_database(folder / "north") as database:
        for name in NAMES:
            night, versions = last_good_night(database, name), list_versions(database, name)
            assert (night is None) == (name == BROKEN)
            assert len(versions) == len({(each.kind, each.number) for each in versions})
            taken_in_only = {each.kind for each in versions} == {"import"}
            assert taken_in_only == (name == BROKEN)
