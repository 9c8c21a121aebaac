"""A person is erased from all of a site: no trace of the id in folder or store, and every total as it was."""

import csv
import gzip
import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from sqlalchemy import Engine

from domain.access import Role
from domain.errors import LockHeldError, UsageError
from domain.site_folder import read_site
from pipeline.accounts import Account, site_accounts, with_account
from pipeline.check_run import check_json, check_roster
from pipeline.erase_run import erase_person
from pipeline.erasure import Eraser
from pipeline.night_files import stable_sha256
from pipeline.site_store import DATABASE_URL, open_site_database
from store.audit_trail import list_audit
from store.content import content_sha256
from store.hashes import sha256_of
from store.lock import run_lock
from store.rosters import read_chain
from store.tables import METADATA
from store.versions import list_versions, read_version, read_version_bytes
from tests.cli.runner import content_of, wfm
from tests.kept_site import SITE_ID, fill_store, kept_folder, row_count, table_rows
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with its store; A0001 is in every table that can name anybody."""
    site = kept_folder(tmp_path_factory.mktemp("kept") / "site")
    with gzip.open(site / "notes.txt.gz", "wb") as packed:
        packed.write(b"A0001 was here")
    with open_site_database(site) as engine:
        fill_store(engine, site)
    return site


@pytest.fixture
def site(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "site", symlinks=True))


def all_bytes(path: Path) -> Iterator[bytes]:
    """What a file holds, unpacked as far as it is packed."""
    content = path.read_bytes()
    yield content
    if content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def traces(site: Path, engine: Engine, agent_id: str) -> list[str]:
    """Every place of folder and store that holds the id, looked for without the product's own search."""
    needles = [agent_id.encode(encoding) for encoding in ("utf-8", "utf-16-le", "cp949")]
    found = [str(path) for path in sorted(site.rglob("*")) if agent_id in path.name]
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        if any(needle in content for content in all_bytes(path) for needle in needles):
            found.append(str(path))
    for table, rows in table_rows(engine).items():
        for row in rows:
            body = next((value for value in row if isinstance(value, bytes)), b"")
            texts = [json.dumps(value, ensure_ascii=False, default=str) for value in row if value is not body]
            if body:
                is_frame = body[:4] == b"PAR1"
                texts.append(pd.read_parquet(io.BytesIO(body)).to_csv() if is_frame else zlib.decompress(body).decode())
            found += [f"{table}: {text[:80]}" for text in texts if agent_id in text]
    return found


def totals(site: Path) -> dict[str, object]:
    night = site / "nights" / "2026-06-07"
    hours = pd.read_csv(site / "exports" / "hr" / "pay_hours.csv")
    checked = check_json(check_roster(night, site))
    assert isinstance(checked, dict)
    return {
        "pay": hours.select_dtypes("number").sum().to_dict(),
        "people": hours["agent_id"].nunique(),
        "days": hours.groupby(["role", "date"]).size().to_dict(),
        "rules": {rule: (found["checked"], found["broken"]) for rule, found in checked["rules"].items()},
        "staff": len(read_site(site).people),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_no_trace_of_the_id_is_left_in_folder_or_store_and_totals_stay(
    site: Path, kind: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind == "postgresql":
        monkeypatch.setenv(DATABASE_URL, request.getfixturevalue("postgres_url"))
        with open_site_database(site) as engine:
            fill_store(engine, site)
        (site / ".wfm" / "wfm.db").unlink()
    with open_site_database(site) as engine:
        before, found = totals(site), traces(site, engine, "A0001")
        counts = {name: row_count(engine, name) for name in METADATA.tables}
    assert len(found) > 20
    report = erase_person(site, "A0001")
    with open_site_database(site) as engine:
        assert traces(site, engine, "A0001") == []
        assert traces(site, engine, "A0002") != []
        line = list_audit(engine, SITE_ID)[0]
        assert {name: row_count(engine, name) for name in METADATA.tables} == counts | {
            "audit_trail": counts["audit_trail"] + 1
        }
    assert totals(site) == before
    book = openpyxl.load_workbook(site / "exports" / "hr" / "roster.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert any(str(cell).startswith("ERASED-") for cell in cells)
    assert (line.what, "A0001" in line.detail) == ("person erased", False)
    assert line.detail == f"{report.files} files and {report.rows} rows rewritten, {report.removed} files removed"


def test_every_hash_that_named_a_rewritten_file_or_content_names_the_new_one(site: Path) -> None:
    erase_person(site, "A0001")
    night = site / "nights" / "2026-06-07"
    manifest = json.loads((night / "manifest.json").read_text("utf-8"))
    assert manifest["outputs"] == {name: sha256_of(night / name) for name in manifest["outputs"]}
    assert stable_sha256(night / "report.json")
    with open_site_database(site) as engine:
        for version in list_versions(engine, SITE_ID):
            reads = read_version if version.kind == "roster" else read_version_bytes
            assert content_sha256(reads(engine, version)) == version.sha256
        chain = read_chain(engine, SITE_ID, 2)
        summary = table_rows(engine)["nights"][0][-1]
    assert "A0001" not in set(chain.whole.duties["agent_id"])
    assert summary == {"files": {"roster.csv": sha256_of(night / "roster.csv")}}


def test_the_pseudonym_is_one_in_every_place_another_each_time_and_does_not_lead_back(
    kept: Path, tmp_path: Path
) -> None:
    drawn = set()
    for name in ("one", "two"):
        site = Path(shutil.copytree(kept, tmp_path / name, symlinks=True))
        erase_person(site, "A0001")
        with (site / "staff.csv").open(encoding="utf-8") as file:
            (person,) = (
                {row["agent_id"] for row in csv.DictReader(file)}
                - {f"A{n:04}" for n in range(9)}
                - {
                    "L001",
                    "L002",
                }
            )
        assert person in (site / "leave.csv").read_text("utf-8")
        assert person in (site / "nights" / "2026-06-07" / "roster.csv").read_text("utf-8")
        drawn.add(person)
    assert len(drawn) == 2
    assert all(len(person) == len("ERASED-") + 10 for person in drawn)


def test_the_command_line_says_what_was_done_without_the_pseudonym_and_ends_the_employment(site: Path) -> None:
    done = wfm("erase", "A0001", "--site", site)
    assert done.exit_code == 0, done.stderr
    assert "A person was erased" in done.stderr
    assert "ERASED-" not in done.stderr
    last = datetime.now(UTC).date()
    (person,) = [person for person in read_site(site).people if person.id.startswith("ERASED-")]
    assert date(2026, 6, 8) <= person.end_date <= max(last, date(2026, 6, 8)) + timedelta(days=1)
    again = wfm("erase", "A0001", "--site", site)
    assert (again.exit_code, "holds the id 'A0001'; nothing was changed" in again.stderr) == (2, True)


def test_an_account_of_the_person_goes_since_it_would_show_whose_the_pseudonym_is(site: Path) -> None:
    boss, other = Account("boss", Role.ADMIN, "", False), Account("A0002", Role.AGENT, "A0002", False)
    for account in (boss, other, Account("kim@example.net", Role.AGENT, "A0001", False)):
        with_account(site, account, "a long password")
    done = wfm("erase", "A0001", "--site", site)
    assert "Accounts of the app that were the person's, taken away: 1." in done.stderr
    assert [account.name for account in site_accounts(site)] == ["boss", "A0002"]
    assert (site / "access.toml").stat().st_mode & 0o077 == 0
    refused = wfm("erase", "boss", "--site", site)
    assert (refused.exit_code, "is an admin's" in refused.stderr) == (2, True)
    assert [account.name for account in site_accounts(site)] == ["boss", "A0002"]


@pytest.mark.parametrize("word", ["general", "tiny", "agent", "*", " "])
def test_a_word_of_the_site_is_no_person(site: Path, word: str) -> None:
    before = content_of(site)
    with pytest.raises(UsageError, match="is no person's id at this site"):
        erase_person(site, word)
    assert content_of(site) == before


def test_nobody_is_erased_while_a_run_holds_the_lock_or_where_nobody_has_the_id(site: Path) -> None:
    with run_lock(site, "wfm nightly", datetime(2026, 6, 7, tzinfo=UTC)):
        before = content_of(site)
        with pytest.raises(LockHeldError):
            erase_person(site, "A0001")
        assert content_of(site) == before
    with pytest.raises(UsageError, match="nothing was changed"):
        erase_person(site, "A9999")
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def erased(text: str, agent_id: str, others: frozenset[str] = frozenset()) -> str:
    return Eraser(agent_id, "ERASED-0", others, frozenset({"사번"}), {}).text(text)


@pytest.mark.parametrize(
    ("text", "agent_id", "wanted"),
    [
        pytest.param("A1 A10 BA1 A1.ics A1은", "A1", "ERASED-0 A10 BA1 ERASED-0.ics ERASED-0은", id="ends"),
        pytest.param("leave__A1__2026", "A1", "leave__ERASED-0__2026", id="names of rows"),
        pytest.param("agent_id,paid\n480,480\n7,480\n", "480", "agent_id,paid\nERASED-0,480\n7,480\n", id="digits"),
        pytest.param("사번;분\n480;480\n", "480", "사번;분\nERASED-0;480\n", id="digits under a payroll's header"),
        pytest.param("480 is off, 1480, 480.5, 10:480", "480", "ERASED-0 is off, 1480, 480.5, 10:480", id="in words"),
        pytest.param("agent_id,kind\n'=1+1,x\n", "=1+1", "agent_id,kind\nERASED-0,x\n", id="a formula with its mark"),
        pytest.param('{"who": "\\uae40-1", "n": 1}', "김-1", '{"who": "ERASED-0", "n": 1}', id="escaped in JSON"),
        pytest.param("<t>A&amp;B</t>", "A&B", "<t>ERASED-0</t>", id="escaped in XML"),
    ],
)  # fmt: skip
def test_an_id_is_found_where_it_stands_alone(text: str, agent_id: str, wanted: str) -> None:
    assert erased(text, agent_id) == wanted


def test_an_id_within_another_persons_is_left_alone() -> None:
    assert erased("A-1, A-1-2, A-1.", "A-1", frozenset({"A-1-2"})) == "ERASED-0, A-1-2, ERASED-0."


def test_a_person_whose_id_is_a_number_is_erased_from_tables_without_harm_to_numbers(
    kept: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(kept, site, symlinks=True, ignore=shutil.ignore_patterns(".wfm"))
    for path in (path for path in site.rglob("*.csv")):
        path.write_bytes(path.read_bytes().replace(b"A0001", b"480"))
    before = totals(site)
    erase_person(site, "480")
    assert totals(site) == before
    rows = (site / "exports" / "hr" / "pay_hours.csv").read_text("utf-8-sig").splitlines()
    assert not [row for row in rows if row.startswith("480,")]
    assert [row for row in rows if ",480," in row]
