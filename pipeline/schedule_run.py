"""From a requirement to a roster folder: `wfm schedule`, and the third step of a night."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from pandera.typing.pandas import DataFrame

from domain.errors import NoRosterError, ScheduleError, UsageError
from domain.frame_files import read_curve, read_requirement
from domain.frames import Curve, Requirement
from domain.roster import PlanningWindow
from domain.roster_files import ACTIVITY_FILE, REPORT_FILE, ROSTER_FILE, activity_frame, roster_frame
from domain.site import Site
from domain.site_folder import read_site
from exports.roster_book import RosterSummary
from pipeline.file_names import CURVE_FILE
from pipeline.json_reading import as_object
from pipeline.kept_roster import NOTHING_KEPT, Keep, kept_locks
from pipeline.roster_summary import roster_summary
from pipeline.stopping import Stop
from pipeline.telling import Tell, nobody
from scheduling.audit import AuditReport
from scheduling.conflict.musts import ConflictError, conflict_json
from scheduling.contacts import is_promised_by_contacts
from scheduling.engine import make_roster
from scheduling.locks import Lock
from scheduling.options import Progress, SolveOptions
from scheduling.report import report_json
from store.csv_files import write_csv
from store.files import write_json
from store.folders import staged_folder
from store.json_text import Json, plain

logger = logging.getLogger(__name__)

FILES = (ROSTER_FILE, ACTIVITY_FILE, REPORT_FILE)

type Watching = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class SolveLimits:
    """How long the solver may take, the gap at which it stops, its seed, who may stop it before, and who watches.

    With a `counted_share` it goes by counted work, as much as takes this share of the time limit on a plain machine
    that does nothing else: the same inputs give the same roster where the clock does not end it first.
    """

    time_limit_s: float = 300.0
    gap: float = 0.01
    seed: int = 0
    stop: Stop | None = None
    watch: Watching | None = None
    counted_share: float | None = None

    @property
    def counted_s(self) -> float | None:
        """Seconds of counted work; None where the clock alone ends the solve."""
        return None if self.counted_share is None else self.counted_share * self.time_limit_s


DEFAULT_LIMITS = SolveLimits()


def schedule_roster(
    site_dir: Path,
    requirement_file: Path,
    window: tuple[date, int],
    out: Path,
    limits: SolveLimits = DEFAULT_LIMITS,
    tell: Tell = nobody,
    keep: Keep | None = None,
    locks: tuple[Lock, ...] = NOTHING_KEPT,
    curve_file: Path | None = None,
) -> RosterSummary:
    """Writes a roster for the window (first day, days) into a folder; how it stands. `keep` and `locks` say what stays.

    With a curve of contacts, response rates over a day, a week or the window are kept by contacts.

    Where none exists under the hard rules, the folder holds the report with the conflict, and NoRosterError says it.
    """
    site = read_site(site_dir)
    needed = read_needed(site, requirement_file)
    curve = None if curve_file is None else read_contacts(site, curve_file)
    planned = PlanningWindow(*window)
    kept = (*kept_locks(site, planned, keep), *locks)
    try:
        with staged_folder(out, FILES) as staged:
            return roster_summary(site, write_roster(staged, site, needed, planned, limits, tell, kept, curve))
    except NoRosterError as error:
        with staged_folder(out, FILES) as staged:
            write_json(staged / REPORT_FILE, conflict_report(error, planned))
        raise


def read_needed(site: Site, requirement_file: Path) -> DataFrame[Requirement]:
    """The requirement of a file, for queues of the site only."""
    queues = [queue.id for queue in site.queues]
    return read_requirement(requirement_file, site.config.site.timezone, queues)


def keeps_contacts(site: Site) -> bool:
    """Whether any queue's goal can be kept by contacts."""
    return any(is_promised_by_contacts(queue.goal) for queue in site.queues)


def read_contacts(site: Site, curve_file: Path) -> DataFrame[Curve]:
    """The curve of a file, for queues of the site; refused where no goal of the site can be kept by it."""
    if not keeps_contacts(site):
        raise UsageError(
            f"{curve_file.name} has no use here: contacts count over a day, a week or the window, and no queue of "
            "site.toml has a goal of a response_rate with such a scope, without service_level and must; leave --curve "
            "out, or give a queue such a goal."
        )
    return read_curve(curve_file, site.config.site.timezone, [queue.id for queue in site.queues])


def curve_beside(site_dir: Path, requirement_file: Path) -> Path | None:
    """The curve that was made with a requirement; None where there is none or no goal of the site is kept by it now."""
    curve = requirement_file.with_name(CURVE_FILE)
    return curve if curve.is_file() and keeps_contacts(read_site(site_dir)) else None


def write_roster(
    folder: Path,
    site: Site,
    needed: DataFrame[Requirement],
    window: PlanningWindow,
    limits: SolveLimits,
    tell: Tell,
    locks: tuple[Lock, ...] = NOTHING_KEPT,
    curve: DataFrame[Curve] | None = None,
) -> Mapping[str, Json]:
    """Writes roster, activities and report; a roster that the audit does not pass is never written."""
    options = SolveOptions(
        perf_counter, limits.time_limit_s, limits.gap, limits.seed, progress=told_to(tell, limits.watch),
        locks=locks, stop=limits.stop, counted_s=limits.counted_s,
    )  # fmt: skip
    outcome = make_roster(site, needed, window, options, curve)
    refuse_broken(outcome.audit)
    report = as_object(plain(report_json(outcome)))
    write_csv(folder / ROSTER_FILE, roster_frame(outcome.roster.duties))
    write_csv(folder / ACTIVITY_FILE, activity_frame(outcome.roster.activities))
    write_json(folder / REPORT_FILE, report)
    logger.info("roster: %s duties, status %s", len(outcome.roster.duties), report["status"])
    return report


def refuse_broken(found: AuditReport) -> None:
    """Raise where the solver's roster breaks a hard rule by the audit's own reckoning: a defect of the program."""
    broken = {rule: finding for rule, finding in found.rules.items() if finding.broken}
    if broken:
        rule, finding = next(iter(broken.items()))
        raise ScheduleError(
            f"The roster breaks the hard rule {rule} in {finding.broken} of {finding.checked} cases, first "
            f"{finding.examples[0]}; it was not written. This is a defect of the program: please report it."
        )


def conflict_report(error: NoRosterError, window: PlanningWindow) -> dict[str, Json]:
    """What `report.json` says where no roster exists."""
    details = conflict_json(error.conflict) if isinstance(error, ConflictError) else {}
    return {
        "status": "infeasible",
        "conflict": str(error),
        **as_object(plain(details)),
        "window": {"start": window.start.isoformat(), "days": window.days},
    }


def told_to(tell: Tell, watch: Watching | None) -> Watching:
    """Tells the solver's progress in sentences, and in figures to whoever watches."""
    in_words = sentences(tell)

    def told(progress: Progress) -> None:
        in_words(progress)
        if watch is not None:
            watch(progress)

    return told


def sentences(tell: Tell) -> Callable[[Progress], None]:
    """Tells the solver's progress."""

    def told(progress: Progress) -> None:
        figures = ""
        if progress.incumbent is not None:
            figures += f", cost {progress.incumbent:,.0f} points"
        if progress.bound is not None:
            figures += f", bound {progress.bound:,.0f}"
        if progress.incumbent is not None and progress.bound is not None:
            gap = (progress.incumbent - progress.bound) / max(abs(progress.incumbent), 1e-9)
            figures += f", gap {gap:.1%}"
        tell(f"roster: {progress.phase}{figures}, {progress.seconds:.0f} s")

    return told
