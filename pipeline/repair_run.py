"""From a published roster and what has changed since to a repaired one: `wfm repair`."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from pathlib import Path
from time import perf_counter

from domain.absences import Absence, read_absences
from domain.errors import ConfigError, NoRosterError, UsageError
from domain.roster import Roster
from domain.roster_changes import count_by_kind, regrouped
from domain.roster_files import ACTIVITY_FILE, REPORT_FILE, ROSTER_FILE, activity_frame, roster_frame
from domain.site import Site
from domain.site_folder import read_site
from pipeline.diff_run import CoverPair, RosterDiff, cover_pair, read_version, write_changes
from pipeline.file_names import CHANGES_FILE
from pipeline.json_reading import as_object
from pipeline.schedule_run import Watching, conflict_report, read_contacts, read_needed, refuse_broken, told_to
from pipeline.stopping import Stop
from pipeline.telling import Tell, nobody
from scheduling.audit import audit
from scheduling.options import SolveOptions
from scheduling.outcome import RosterOutcome
from scheduling.repair.engine import RepairOutcome, repair_roster
from scheduling.repair.order import RepairOrder
from scheduling.report import report_json
from store.csv_files import write_csv
from store.files import write_json
from store.folders import staged_folder
from store.json_text import Json, plain

logger = logging.getLogger(__name__)

FILES = (ROSTER_FILE, ACTIVITY_FILE, REPORT_FILE, CHANGES_FILE)


@dataclass(frozen=True, slots=True)
class RepairLimits:
    """How long the search may take, its seed, days of notice (None: as the rule pack says), who stops and watches."""

    time_limit_s: float = 30.0
    seed: int = 0
    notice_days: int | None = None
    stop: Stop | None = None
    watch: Watching | None = None


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair changed: days that fell away by themselves, days changed, and cover before and after."""

    first_day: date
    open_day: date
    fallen_away: int
    diff: RosterDiff
    cover: CoverPair
    seconds: float


DEFAULT_LIMITS = RepairLimits()


def repair_to_folder(
    site_dir: Path,
    roster_dir: Path,
    requirement_file: Path,
    first_day: date,
    out: Path,
    absent_file: Path | None = None,
    limits: RepairLimits = DEFAULT_LIMITS,
    tell: Tell = nobody,
    curve_file: Path | None = None,
) -> RepairReport:
    """Writes a repaired roster, its report and its changes into a folder.

    With a curve of contacts, response rates over a day, a week or the window are kept by contacts.

    Where what can no longer change breaks a hard rule, the folder holds the report with the conflict, and
    NoRosterError says it.
    """
    site, published = read_site(site_dir), read_version(roster_dir)
    needed = read_needed(site, requirement_file)
    curve = None if curve_file is None else read_contacts(site, curve_file)
    absent = read_absences(absent_file, site.person_by_id, first_day) if absent_file else ()
    order = _order(site, published, first_day, absent, limits)
    options = SolveOptions(
        perf_counter, limits.time_limit_s, 0.0, limits.seed, progress=told_to(tell, limits.watch), stop=limits.stop
    )
    try:
        with staged_folder(out, FILES) as staged:
            outcome = repair_roster(site, needed, order, options, curve)
            _refuse_broken(outcome)
            report = _report(outcome)
            _write(staged, outcome, report)
            return report
    except NoRosterError as error:
        with staged_folder(out, FILES) as staged:
            write_json(staged / REPORT_FILE, conflict_report(error, published.window))
        raise


def _order(
    site: Site, published: Roster, first_day: date, absent: tuple[Absence, ...], limits: RepairLimits
) -> RepairOrder:
    window = published.window
    if not window.holds(first_day):
        raise UsageError(f"--from {first_day} is not a day of the roster, which plans {window.start} to {window.last}.")
    notice = site.rules.parameters.notice_days if limits.notice_days is None else limits.notice_days
    return RepairOrder(published, first_day, notice, absent)


def _refuse_broken(outcome: RepairOutcome) -> None:
    """Raise where the roster breaks a hard rule: what stays of the published one may have done so before."""
    if outcome.audit.hard_broken:
        for rule, finding in audit(outcome.site, outcome.left).rules.items():
            if finding.broken and outcome.audit.rules[rule].broken:
                raise ConfigError(
                    f"The roster to repair breaks the hard rule {rule} itself, first {finding.examples[0]}; correct it "
                    "first, `wfm check` shows every case"
                )
    refuse_broken(outcome.audit)


def _report(outcome: RepairOutcome) -> RepairReport:
    published = outcome.order.published
    diff = RosterDiff(
        duties_before=len(published.duties),
        duties_after=len(outcome.roster.duties),
        changes=outcome.changes,
        moved_activities=len(regrouped(published, outcome.roster)),
        cover=None,
    )
    cover = cover_pair(outcome.site, outcome.left, outcome.roster, outcome.requirement)
    order = outcome.order
    return RepairReport(order.first_day, order.open_day, len(outcome.fallen_away), diff, cover, outcome.seconds)


def _write(folder: Path, outcome: RepairOutcome, report: RepairReport) -> None:
    write_csv(folder / ROSTER_FILE, roster_frame(outcome.roster.duties))
    write_csv(folder / ACTIVITY_FILE, activity_frame(outcome.roster.activities))
    write_changes(folder / CHANGES_FILE, outcome.changes)
    write_json(folder / REPORT_FILE, {**_solve_report(outcome), "repair": repair_json(report)})


def _solve_report(outcome: RepairOutcome) -> Mapping[str, Json]:
    """What `report.json` says of every roster; a repair seeks no bound, so that the gap is not known."""
    solved = RosterOutcome(
        outcome.site, outcome.staff, outcome.requirement, outcome.roster, outcome.terms, outcome.audit, -inf,
        outcome.seconds, "search_done",
    )  # fmt: skip
    return as_object(plain({**report_json(solved), "bound": None, "gap": None}))


def repair_json(report: RepairReport) -> Json:
    """The report for `wfm repair --json` and for `report.json`; no figure names a person."""
    counts = count_by_kind(report.diff.changes)
    return plain(
        {
            "from": report.first_day,
            "open_from": report.open_day,
            "fallen_away": report.fallen_away,
            "changed": len(report.diff.changes),
            "by_kind": counts,
            "people": report.diff.people,
            "moved_activities": report.diff.moved_activities,
            "cover": report.cover,
            "seconds": round(report.seconds, 1),
        }
    )
