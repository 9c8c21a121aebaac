"""A site whose folder and store hold something of everything: every table has rows, and A0001 is in many places."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select

from domain.forecast_errors import ErrorSums, GroupErrors
from domain.overrides import OverrideKind, OverrideOrder
from domain.roster import PlanningWindow
from domain.roster_files import activity_frame, read_roster, roster_frame
from pipeline.export_run import ExportOrder, export_roster
from store.database import reading
from store.folders import point_latest
from store.forecast_errors import ScoredForecast, keep_errors
from store.hashes import sha256_of
from store.ingest import ingest_file
from store.job_records import JobKind, JobState, JobStep
from store.jobs import add_job, end_job, note_step
from store.nights import begin_night, finish_night, record_step
from store.overrides import add_override, withdraw_override
from store.records import NightStatus, Quarantined, SourceFile, Stamp
from store.roster_records import Origin, WholeRoster
from store.rosters import NewRoster, add_edit, add_whole, publish_roster
from store.tables import METADATA
from store.versions import save_version
from tests.cli.tiny import DAYS, NIGHT, WINDOW_START, roster_folder, tiny_site
from tests.unit.store.small import calls

STAMP = Stamp("planner", datetime(2026, 6, 7, 3, tzinfo=UTC))
WINDOW = PlanningWindow(WINDOW_START, DAYS)
SITE_ID = "tiny"


def report_of(agent_id: str = "A0001") -> bytes:
    report = {
        "status": "feasible",
        "window": {"start": WINDOW_START.isoformat(), "days": DAYS},
        "coverage": {"general": {"required": 20}},
        "rules": {"leave": {"checked": 1, "broken": 0, "source": "60", "examples": [f"{agent_id} D09 2026-06-08"]}},
    }
    return json.dumps(report).encode()


def kept_folder(site: Path) -> Path:
    """The site folder with a published night, exports and a log, but without its store."""
    tiny_site(site)
    (site / "preferences.csv").write_text("agent_id,date,shift,weight\nA0001,*,D09,2\nA0002,*,off,1\n", "utf-8")
    roster = roster_folder(site / "nights" / NIGHT.isoformat())
    (roster / "report.json").write_bytes(report_of())
    for name in ("hr", "hr_ko"):
        headers = "ko" if name == "hr_ko" else "names"
        export_roster(site, roster, site / "exports" / name, ExportOrder(headers=headers), STAMP.at)
    hashes = {path.name: sha256_of(path) for path in sorted(roster.iterdir())}
    (roster / "manifest.json").write_text(json.dumps({"outputs": hashes}), "utf-8")
    point_latest(site / "nights", roster.name)
    log = site / ".wfm" / "jobs" / "1" / "log.txt"
    log.parent.mkdir(parents=True)
    log.write_text("repair: A0001 is off, (A0001) asked A0002\n", "utf-8")
    return site


def fill_store(engine: Engine, site: Path) -> None:
    """Rows in every table."""
    folder = site / "nights" / NIGHT.isoformat()
    roster, day = read_roster(folder, WINDOW), timedelta(days=1)
    bad = [Quarantined(3, "offered", "-1", "negative")]
    ingest_file(engine, SITE_ID, SourceFile("calls.csv", "c" * 64), calls([3.0, 4.5, 5.0]), bad, STAMP)
    night = begin_night(engine, SITE_ID, NIGHT, STAMP)
    record_step(engine, night, "roster", "1" * 64, "2" * 64, 1.5, STAMP, {"note": "A0001 is short"})
    for kind, content in (("roster", roster_frame(roster.duties)), ("report", report_of())):
        save_version(engine, SITE_ID, kind, content, STAMP, NIGHT)
    manifest = (folder / "manifest.json").read_bytes()
    save_version(engine, SITE_ID, "manifest", manifest, STAMP, NIGHT)
    finish_night(engine, night, NightStatus.DONE, {"files": {"roster.csv": sha256_of(folder / "roster.csv")}}, STAMP)
    whole = WholeRoster(roster_frame(roster.duties), activity_frame(roster.activities), report_of())
    first = add_whole(engine, SITE_ID, NewRoster(Origin.NIGHT, NIGHT, WINDOW), whole, STAMP)
    change = {"places": [["A0001", "2026-06-09"]], "notes": ["A0001 works D10"]}
    add_edit(engine, SITE_ID, first.number, change, STAMP, "A0001 asked for it")
    publish_roster(engine, SITE_ID, first.number, STAMP, "with A0001")
    start = datetime(2026, 6, 8, tzinfo=ZoneInfo("Asia/Seoul"))
    for value in (1.2, 1.3):
        order = OverrideOrder("general", start, start + day, OverrideKind.FACTOR, value, "mailing, says A0001")
        given = add_override(engine, SITE_ID, order, STAMP)
    withdraw_override(engine, SITE_ID, given.id, "called off", replace(STAMP, at=STAMP.at + day))
    sums = ErrorSums(48, 100.0, 12.0, 6.0, -3.0)
    errors = [GroupErrors(NIGHT, "general", "all", "all", sums, None, None)]
    keep_errors(engine, SITE_ID, ScoredForecast(NIGHT, NIGHT, NIGHT + day, "a" * 64), errors)
    job = add_job(engine, SITE_ID, JobKind.REPAIR, {"off": [{"agent_id": "A0001"}]}, STAMP)
    note_step(engine, job.id, JobStep("search", 1.0, 2.0, None))
    end_job(engine, job.id, JobState.DONE, "A0001 is off", {"version": 1}, STAMP)


def table_rows(engine: Engine, *left_out: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in order."""
    with reading(engine) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in METADATA.sorted_tables
            if table.name not in left_out
        }


def row_count(engine: Engine, table: str) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one()
