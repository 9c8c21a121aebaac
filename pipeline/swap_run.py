"""A swap of days between two people, checked before it is granted: `wfm swap`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.roster import Roster
from domain.roster_changes import DutyChange, duty_changes
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE, activity_frame, roster_frame
from domain.site import Site
from domain.site_folder import read_site
from pipeline.diff_run import CoverPair, changes_frame, cover_pair, read_version, write_changes
from pipeline.file_names import CHANGES_FILE
from pipeline.schedule_run import read_needed
from scheduling.cover import queue_cover
from scheduling.rules.book import rule_text
from scheduling.swaps import Breach, Swap, new_breaches, refuse_impossible, swapped
from store.csv_files import write_csv
from store.folders import staged_folder
from store.json_text import Json, plain

FILES = (ROSTER_FILE, ACTIVITY_FILE, CHANGES_FILE)


@dataclass(frozen=True, slots=True)
class SwapReport:
    """Whether a swap may be granted, in a sentence; what it changes, and cover where a requirement was given."""

    granted: bool
    sentence: str
    rule_id: str
    changes: tuple[DutyChange, ...]
    cover: CoverPair | None


def swap_days(
    site_dir: Path, roster_dir: Path, swap: Swap, requirement_file: Path | None = None, out: Path | None = None
) -> SwapReport:
    """The verdict on a swap; where it is granted and `out` is given, the new version is written there."""
    site, roster = read_site(site_dir), read_version(roster_dir)
    needed = None if requirement_file is None else read_needed(site, requirement_file)
    refuse_impossible(site, roster, swap)
    missing = (
        {} if needed is None else {queue: found.short for queue, found in queue_cover(site, roster, needed).items()}
    )
    after = swapped(site, roster, swap, missing)
    breach = next(new_breaches(site, roster, after, swap), None)
    report = SwapReport(
        granted=breach is None,
        sentence=_sentence(site, swap, breach),
        rule_id="" if breach is None else breach.rule_id,
        changes=duty_changes(roster.duties, after.duties),
        cover=None if needed is None else cover_pair(site, roster, after, needed),
    )
    if breach is None and out is not None:
        _write(out, after, report)
    return report


def _sentence(site: Site, swap: Swap, breach: Breach | None) -> str:
    days = " and ".join(day.isoformat() for day in swap.days)
    if breach is None:
        return f"Yes: {swap.agent_id} and {swap.with_id} can exchange {days}; every hard rule is kept."
    words = rule_text(site.rules, breach.rule_id).sentence("en").rstrip(".")
    return f"No: exchanging {days} breaks the rule {breach.rule_id} ({words}): {breach.where}."


def _write(out: Path, roster: Roster, report: SwapReport) -> None:
    with staged_folder(out, FILES) as staged:
        write_csv(staged / ROSTER_FILE, roster_frame(roster.duties))
        write_csv(staged / ACTIVITY_FILE, activity_frame(roster.activities))
        write_changes(staged / CHANGES_FILE, report.changes)


def order_of_swap(agent_id: str, with_id: str, day: date, with_day: date | None) -> Swap:
    """The swap that the command line names: one day, or a day of each."""
    return Swap(agent_id, with_id, tuple(dict.fromkeys((day, with_day or day))))


def swap_json(report: SwapReport) -> Json:
    """The verdict for `wfm swap --json`."""
    return plain(
        {
            "granted": report.granted,
            "sentence": report.sentence,
            "rule": report.rule_id or None,
            "changes": changes_frame(report.changes).to_dict("records"),
            "cover": report.cover,
        }
    )
