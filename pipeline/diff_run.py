"""What differs between two versions of a roster: `wfm diff`, and the changes that a repair writes beside its roster."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import UsageError
from domain.frames import Requirement
from domain.roster import Duty, Roster
from domain.roster_changes import ChangeKind, DutyChange, count_by_kind, duty_changes, regrouped
from domain.roster_files import read_roster
from domain.site import Site
from domain.site_folder import read_site
from pipeline.roster_summary import read_report, window_of
from pipeline.schedule_run import read_needed
from scheduling.cover import QueueCover, lead_intervals, queue_cover
from store.csv_files import write_csv
from store.json_text import Json, plain

COLUMNS = ("agent_id", "role", "date", "change", "before", "after", "start_before", "start_after")


@dataclass(frozen=True, slots=True)
class CoverPair:
    """Cover by queue and leads missing, in lead-intervals, before and after."""

    before: Mapping[str, QueueCover]
    after: Mapping[str, QueueCover]
    leads_before: int
    leads_after: int


@dataclass(frozen=True, slots=True)
class RosterDiff:
    """Every person's day that differs, and duties that stay with other meals, rests or queues."""

    duties_before: int
    duties_after: int
    changes: tuple[DutyChange, ...]
    moved_activities: int
    cover: CoverPair | None

    @property
    def counts(self) -> Mapping[ChangeKind, int]:
        """Changes by kind."""
        return count_by_kind(self.changes)

    @property
    def people(self) -> int:
        """How many people see a change of a duty."""
        return len({change.agent_id for change in self.changes})


def roster_diff(
    before_dir: Path, after_dir: Path, site_dir: Path | None = None, requirement_file: Path | None = None
) -> RosterDiff:
    """The two folders compared; cover too where the site and the requirement are given."""
    if (site_dir is None) != (requirement_file is None):
        raise UsageError("The effect on cover needs both --site and --requirement, or neither of them.")
    before, after = read_version(before_dir), read_version(after_dir)
    cover = None
    if site_dir is not None and requirement_file is not None:
        site = read_site(site_dir)
        needed = read_needed(site, requirement_file)
        cover = cover_pair(site, before, after, needed)
    return diff_of(before, after, cover)


def read_version(folder: Path) -> Roster:
    """The roster of a folder for the days that its report names, or else those of its duties."""
    return read_roster(folder, window_of(read_report(folder)))


def diff_of(before: Roster, after: Roster, cover: CoverPair | None = None) -> RosterDiff:
    """Two rosters compared."""
    changes = duty_changes(before.duties, after.duties)
    return RosterDiff(len(before.duties), len(after.duties), changes, len(regrouped(before, after)), cover)


def cover_pair(site: Site, before: Roster, after: Roster, needed: DataFrame[Requirement]) -> CoverPair:
    """Cover and leads of both."""
    leads = [sum(interval.short for interval in lead_intervals(site, roster)) for roster in (before, after)]
    return CoverPair(queue_cover(site, before, needed), queue_cover(site, after, needed), *leads)


def changes_frame(changes: Iterable[DutyChange]) -> pd.DataFrame:
    """One row a changed day: who, when, what kind of change, and the shifts and starts before and after."""
    rows = [
        {
            "agent_id": change.agent_id,
            "role": next(duty.role for duty in (change.before, change.after) if duty is not None),
            "date": change.day.isoformat(),
            "change": change.kind,
            "before": change.before.shift if change.before else "off",
            "after": change.after.shift if change.after else "off",
            "start_before": _start(change.before),
            "start_after": _start(change.after),
        }
        for change in changes
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("str")


def _start(duty: Duty | None) -> str:
    return duty.start.isoformat() if duty else ""


def write_changes(path: Path, changes: Iterable[DutyChange]) -> None:
    """Writes the changes as CSV, whole or not at all."""
    write_csv(path, changes_frame(changes))


def diff_json(diff: RosterDiff) -> Json:
    """The comparison for `wfm diff --json`."""
    rows = changes_frame(diff.changes).to_dict("records")
    return plain(
        {
            "duties_before": diff.duties_before,
            "duties_after": diff.duties_after,
            "changed": len(diff.changes),
            "by_kind": diff.counts,
            "people": diff.people,
            "moved_activities": diff.moved_activities,
            "cover": diff.cover,
            "changes": rows,
        }
    )
