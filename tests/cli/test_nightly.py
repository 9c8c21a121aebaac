"""A whole night through the door, on a centre of eight agents."""

import fcntl
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from domain.errors import ScheduleError
from domain.roster_files import read_roster
from domain.site_folder import read_site
from pipeline.site_store import open_site_database
from scheduling.audit import audit
from store.layout import lock_file
from store.nights import list_nights
from tests.cli.published import stable_content
from tests.cli.runner import content_of, wfm
from tests.cli.tiny import SITE, tiny_history, tiny_site

FILES = [
    "accuracy.csv",
    "activities.csv",
    "forecast.csv",
    "forecast_record.json",
    "manifest.json",
    "pay_hours.csv",
    "report.json",
    "requirement.csv",
    "roster.csv",
    "roster.xlsx",
]
NIGHT_WORDS = ("--date", "2026-06-07", "--days", "14", "--gap", "0.05")


def ready_site(folder: Path) -> Path:
    site = tiny_site(folder / "site")
    done = wfm("ingest", tiny_history(folder / "calls.csv"), "--site", site)
    assert done.exit_code == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site whose night of 2026-06-07 was published; the tests only read it."""
    site = ready_site(tmp_path_factory.mktemp("night"))
    done = wfm("nightly", "--site", site, *NIGHT_WORDS)
    assert done.exit_code == 0, done.stderr
    yield site


def test_a_night_publishes_its_files_and_points_latest_to_them(night: Path) -> None:
    assert sorted(path.name for path in (night / "nights" / "2026-06-07").iterdir()) == FILES
    assert (night / "nights" / "latest").resolve().name == "2026-06-07"


def test_the_planned_days_start_with_the_next_site_week(night: Path) -> None:
    manifest = json.loads((night / "nights" / "2026-06-07" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["window"] == {"start": "2026-06-08", "days": 14}
    assert (manifest["site"], manifest["simulated"]) == ("tiny", False)


def test_the_manifest_tells_the_hash_of_every_input_and_output(night: Path) -> None:
    folder = night / "nights" / "2026-06-07"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {"history", "rules", "site.toml", "shifts.csv", "staff.csv", "leave.csv"} == set(manifest["inputs"])
    assert sorted(manifest["outputs"]) == [name for name in FILES if name != "manifest.json"]
    for name, entry in manifest["outputs"].items():
        if "hashed_without" not in entry:
            assert entry["sha256"] == hashlib.sha256((folder / name).read_bytes()).hexdigest()
    assert manifest["outputs"]["report.json"]["hashed_without"] == ["course", "seconds"]
    staff = hashlib.sha256((night / "staff.csv").read_bytes()).hexdigest()
    assert manifest["inputs"]["staff.csv"] == staff


def test_the_published_roster_breaks_no_hard_rule(night: Path) -> None:
    folder = night / "nights" / "2026-06-07"
    assert audit(read_site(night), read_roster(folder)).hard_broken == 0
    done = wfm("check", folder, "--site", night, "--requirement", folder / "requirement.csv")
    assert done.exit_code == 0, done.stderr


def test_the_workbook_of_the_night_can_be_opened(night: Path) -> None:
    workbook = openpyxl.load_workbook(night / "nights" / "2026-06-07" / "roster.xlsx")
    assert workbook.sheetnames == ["요약 Summary", "T01", "급여 시간 Pay hours", "반입 Import"]


def test_the_same_night_again_changes_nothing_and_says_so(night: Path) -> None:
    before = content_of(night / "nights")
    done = wfm("nightly", "--site", night, *NIGHT_WORDS, "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["unchanged"]
    assert all(step["resumed"] for step in found["steps"])
    assert content_of(night / "nights") == before


def test_json_tells_error_need_and_roster(night: Path) -> None:
    found = json.loads(wfm("nightly", "--site", night, *NIGHT_WORDS, "--json").stdout)
    (choice,) = found["forecast"]
    assert choice["queue"] == "general"
    assert 0 < choice["wape"] < 1
    assert choice["planners_mean"] > 0
    assert found["agent_hours"]["general"] > 0
    assert found["hard_broken"] == 0
    assert found["status"] in ("optimal", "feasible")


def test_two_sites_with_the_same_inputs_publish_the_same_bytes(night: Path, tmp_path: Path) -> None:
    other = ready_site(tmp_path)
    assert wfm("nightly", "--site", other, *NIGHT_WORDS).exit_code == 0
    assert stable_content(other / "nights") == stable_content(night / "nights")


def test_a_changed_staff_file_needs_and_plans_anew_but_keeps_the_forecast(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    assert wfm("nightly", "--site", site, *NIGHT_WORDS).exit_code == 0
    staff = (site / "staff.csv").read_text(encoding="utf-8")
    (site / "staff.csv").write_text(staff.replace("A0008,agent,T01", "A0008,agent,T02"), encoding="utf-8")
    found = json.loads(wfm("nightly", "--site", site, *NIGHT_WORDS, "--json").stdout)
    assert {step["step"]: step["resumed"] for step in found["steps"]} == {
        "forecast": True,
        "accuracy": True,
        "requirement": False,  # who knows which queues says whose spare time may take deferred work
        "roster": False,
        "workbook": False,
    }
    assert "T02" in openpyxl.load_workbook(site / "nights" / "2026-06-07" / "roster.xlsx").sheetnames


def test_a_file_that_somebody_spoiled_is_published_again(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    assert wfm("nightly", "--site", site, *NIGHT_WORDS).exit_code == 0
    roster = site / "nights" / "2026-06-07" / "roster.csv"
    whole = roster.read_bytes()
    roster.write_bytes(whole[:100])
    done = wfm("nightly", "--site", site, *NIGHT_WORDS, "--json")
    assert not json.loads(done.stdout)["unchanged"]
    assert roster.read_bytes() == whole


def test_a_dry_run_tells_the_plan_and_writes_nothing(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    before = content_of(site)
    done = wfm("nightly", "--site", site, *NIGHT_WORDS, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "would plan 2026-06-08 to 2026-06-21 for 8 agents and 2 leads" in done.stderr
    assert "Nothing was written." in done.stderr
    told = json.loads(wfm("nightly", "--site", site, *NIGHT_WORDS, "--dry-run", "--json").stdout)
    assert told["night"]["window"] == {"start": "2026-06-08", "days": 14}
    assert {name: found for name, found in content_of(site).items() if "wfm.db" not in name} == {
        name: found for name, found in before.items() if "wfm.db" not in name
    }


def test_a_dry_run_before_the_first_night_sees_that_the_inbox_is_all_there_is(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    assert wfm("nightly", "--site", site, *NIGHT_WORDS, "--dry-run").exit_code == 4
    (site / "inbox").mkdir()
    tiny_history(site / "inbox" / "calls.csv")
    before = content_of(site)
    done = wfm("nightly", "--site", site, *NIGHT_WORDS, "--dry-run")
    assert done.exit_code == 0, done.stderr
    assert "History: none yet; what the inbox holds would be all of it." in done.output
    assert "Inbox: calls.csv" in done.output
    assert content_of(site) == before


def test_a_site_without_history_is_told_to_ingest_first(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    for words in (NIGHT_WORDS, (*NIGHT_WORDS, "--dry-run")):
        done = wfm("nightly", "--site", site, *words)
        assert done.exit_code == 4
        assert "wfm ingest --site" in done.stderr
    assert not (site / "nights").exists()


def test_a_night_that_meets_another_one_gives_way_and_names_it(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    with lock_file(site).open("w") as holder:
        fcntl.flock(holder, fcntl.LOCK_EX)
        holder.write('{"pid": 4711, "since": "2026-06-07T02:00:00+00:00", "what": "night 2026-06-07"}')
        holder.flush()
        done = wfm("nightly", "--site", site, *NIGHT_WORDS)
    assert done.exit_code == 6
    assert "night 2026-06-07, process 4711" in done.stderr
    assert not (site / "nights").exists()


def test_a_queue_without_history_is_done_in_part_and_named(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    mail = '[[queue]]\nid = "mail"\nchannel = "email"\naht_s = 300\n[queue.goal]\nmax_backlog_h = 4\n\n[lead]'
    (site / "site.toml").write_text(SITE.replace("[lead]", mail), encoding="utf-8")
    done = wfm("nightly", "--site", site, *NIGHT_WORDS)
    assert done.exit_code == 3
    assert "mail" in done.stderr
    assert (site / "nights" / "latest" / "roster.csv").is_file()


def test_a_simulated_site_says_so_in_panel_manifest_and_workbook(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    (site / "site.toml").write_text(
        SITE.replace('country = "KR"', 'country = "KR"\nsimulated = true'), encoding="utf-8"
    )
    done = wfm("nightly", "--site", site, *NIGHT_WORDS)
    assert done.exit_code == 0, done.stderr
    assert "모의 자료" in done.stderr
    folder = site / "nights" / "2026-06-07"
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["simulated"] is True
    for sheet in openpyxl.load_workbook(folder / "roster.xlsx"):
        assert any("모의" in str(cell.value) for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("stop", "code", "status", "kept"),
    [
        (ScheduleError("the solver stumbled"), 1, "failed", {"error": "the solver stumbled"}),
        (KeyboardInterrupt(), 130, "cancelled", {}),
    ],
    ids=["failed", "cancelled"],
)
def test_a_night_that_ends_early_publishes_nothing_and_the_store_knows_how_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException, code: int, status: str, kept: dict[str, str]
) -> None:
    def stops(*_: object, **__: object) -> None:
        raise stop

    site = ready_site(tmp_path)
    monkeypatch.setattr("pipeline.night_steps.write_roster", stops)
    assert wfm("nightly", "--site", site, *NIGHT_WORDS).exit_code == code
    assert not (site / "nights").exists()
    with open_site_database(site) as database:
        (night,) = list_nights(database, "tiny")
    assert (night.status, night.summary) == (status, kept)


def test_a_night_on_a_cluster_without_address_is_wrong_usage_and_writes_nothing(tmp_path: Path) -> None:
    site = ready_site(tmp_path)
    before = content_of(site)
    done = wfm("nightly", "--site", site, "--engine", "dask")
    assert done.exit_code == 2
    assert "give --scheduler ADDRESS" in done.stderr
    assert content_of(site) == before
