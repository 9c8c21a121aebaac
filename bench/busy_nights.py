"""Two nights at once, and a night beside planners who write all the while: nobody's work may be lost or spoiled.

Every night and every planner is a process of its own, forked from one that has loaded the rooms. A planner owns one
person's day and one override date, and keeps a record of every write that was confirmed: that is what must be found.
"""

import json
import os
import sqlite3
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from bench.killed_nights import Content, Copies, Start, content_of
from domain.errors import LockHeldError, WfmError
from domain.overrides import OverrideKind
from domain.site import Site
from domain.site_folder import read_site
from pipeline.edit_orders import EditOrder, Hold
from pipeline.night_files import is_whole
from pipeline.nightly import NightOrder, run_night
from pipeline.overrides import OverrideRequest, all_overrides, give_override
from pipeline.roster_edit import edit_roster
from pipeline.roster_versions import find_line_end, version_of_night, version_state
from pipeline.site_store import database_key
from store.layout import database_file

AFTER_WINDOW = timedelta(days=400)  # overrides of these days change no forecast, so the night stays comparable
PAUSE_S = 0.05
EXIT_HELD = 6


@dataclass(frozen=True, slots=True)
class Beside:
    """What two nights at once, or one beside planners, came to."""

    exit_codes: tuple[int, ...]
    writes: int
    refused: int
    lost: int
    corrupted: tuple[str, ...]
    seconds: float


def two_at_once(copies: Copies, start: Start, order: Callable[[Path], NightOrder], expected: Content) -> Beside:
    """Two nights begun in the same moment on one site: one does it, the other gives way."""
    began = time.perf_counter()
    with copies.copy(start) as site:
        gate = site.parent / f"{site.name}.go"
        children = [_forked(lambda: _night_at(gate, order(site))) for _ in range(2)]
        gate.touch()
        codes = tuple(sorted(_code(child) for child in children))
        gate.unlink()
        corrupted = _corrupted(site, expected)
    return Beside(codes, 0, 0, 0, corrupted, time.perf_counter() - began)


def beside_planners(
    copies: Copies, start: Start, order: Callable[[Path], NightOrder], expected: Content, planners: int
) -> Beside:
    """A night while planners give overrides and edit the roster of the night before, until it has ended."""
    began = time.perf_counter()
    with copies.copy(start) as site:
        records = site.parent / f"{site.name}-records"
        records.mkdir()
        over = records / "over"
        whole = read_site(site)
        based_on = version_of_night(site, order(site).night - timedelta(days=1)).number
        people = [person.id for person in whole.people[:planners]]
        plan = partial(_plan, site, whole, based_on, people, records)
        writers = [_forked(partial(plan, one)) for one in range(planners)]
        code = _code(_forked(lambda: _night_at(records, order(site))))
        over.touch()
        codes = (code, *(_code(writer) for writer in writers))
        confirmed = [json.loads(line) for path in sorted(records.glob("planner-*")) for line in path.open()]
        lost = _lost(site, based_on, confirmed)
        corrupted = _corrupted(site, expected)
    refused = sum(each["kind"] == "refused" for each in confirmed)
    return Beside(codes, len(confirmed) - refused, refused, lost, corrupted, time.perf_counter() - began)


def _night_at(gate: Path, order: NightOrder) -> int:
    while not gate.exists():
        time.sleep(0.001)
    try:
        run_night(order)
    except LockHeldError as error:
        return error.exit_code
    return 0


def _plan(site_dir: Path, site: Site, based_on: int, people: list[str], records: Path, one: int) -> int:
    """One planner: an override, then a lock of the own person's day put on or taken off, until the night is over."""
    with (records / f"planner-{one}").open("w", encoding="utf-8") as record:
        number = 0
        while number < 2 or not (records / "over").exists():
            written = _write(site_dir, site, based_on, one, people[one], number)
            record.write(json.dumps(written) + "\n")
            number += 1
            time.sleep(PAUSE_S)
    return 0


def _write(site_dir: Path, site: Site, based_on: int, one: int, agent_id: str, number: int) -> dict[str, object]:
    """The write that was confirmed, or refused in a sentence."""
    try:
        if number % 2 == 0:
            on = str(date(2027, 1, 1) + AFTER_WINDOW + timedelta(days=number))
            queue = site.config.queue[0].id
            request = OverrideRequest(queue, on, on, OverrideKind.FACTOR, 1.01 + one / 100, "trial", f"P{one:02d}")
            return {"kind": "override", "id": give_override(site_dir, request).override.id}
        day = version_state(site_dir, based_on).version.start
        newest = find_line_end(site_dir, based_on).number
        change = Hold(agent_id, day, locked=number % 4 == 1)
        verdict = edit_roster(site_dir, site, EditOrder(newest, (change,), f"P{one:02d}"))
        return {"kind": "edit", "agent": agent_id, "locked": change.locked, "saved": verdict.saved}
    except WfmError as error:
        return {"kind": "refused", "said": str(error)}


def _lost(site_dir: Path, based_on: int, confirmed: list[dict[str, object]]) -> int:
    """Confirmed writes that are not there: overrides by number, versions by number, each person's last lock."""
    overrides = {kept.override.id for kept in all_overrides(site_dir)}
    newest = version_state(site_dir, find_line_end(site_dir, based_on).number)
    lost = sum(each["kind"] == "override" and each["id"] not in overrides for each in confirmed)
    last: dict[object, dict[str, object]] = {}
    for each in confirmed:
        if each["kind"] == "edit" and each["saved"] is not None:
            lost += int(str(each["saved"])) > newest.version.number
            last[each["agent"]] = each
    day = newest.version.start
    return lost + sum(((agent, day) in newest.locked) != each["locked"] for agent, each in last.items())


def _corrupted(site_dir: Path, expected: Content) -> tuple[str, ...]:
    """What is not as it has to be, by name."""
    found, faults = content_of(site_dir), []
    if found.files != expected.files:
        faults.append("published files")
    if found.versions != expected.versions:
        faults.append("versions")
    faults += [f"half folder {each.name}" for each in sorted((site_dir / "nights").glob("2*")) if not is_whole(each)]
    if database_key(site_dir)[1]:
        with sqlite3.connect(database_file(site_dir)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
        faults += [] if said == "ok" else [f"database: {said}"]
    return tuple(faults)


def _forked(work: Callable[[], int]) -> int:
    """The process number of a child that does the work and ends with its code."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return child


def _code(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
