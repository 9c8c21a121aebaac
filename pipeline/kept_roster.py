"""Which days of an earlier roster a solve keeps: `wfm schedule --keep`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.errors import DataError, Problem, UsageError
from domain.roster import PlanningWindow
from domain.roster_files import ROSTER_FILE
from domain.site import Site
from domain.site_folder import read_duties
from scheduling.locks import Lock, kept_days


@dataclass(frozen=True, slots=True)
class Keep:
    """A roster folder to keep: all its duties, or its days up to a date, of everybody or of these people."""

    roster_dir: Path
    until: date | None = None
    people: Sequence[str] = ()


def kept_by(roster_dir: Path | None, until: date | None, people: Sequence[str]) -> Keep | None:
    """What the command line names; the other two say something only with a roster to keep."""
    if roster_dir is None:
        if until is not None or people:
            raise UsageError("--keep-until and --keep-agent say what to keep of a roster; give it with --keep DIR.")
        return None
    return Keep(roster_dir, until, tuple(people))


NOTHING_KEPT: tuple[Lock, ...] = ()


def kept_locks(site: Site, window: PlanningWindow, keep: Keep | None) -> tuple[Lock, ...]:
    """The days to keep; raises DataError where a row or a name is of nobody on the staff list."""
    if keep is None:
        return NOTHING_KEPT
    duties = [duty for duty in read_duties(keep.roster_dir / ROSTER_FILE) if window.holds(duty.day)]
    people = keep.people or [person.id for person in site.people]
    source, named = ("--keep-agent", list(people)) if keep.people else (ROSTER_FILE, [duty.agent_id for duty in duties])
    unknown = [agent_id for agent_id in dict.fromkeys(named) if agent_id not in site.person_by_id]
    if unknown:
        raise DataError([Problem(source, None, None, agent_id, "somebody on the staff list") for agent_id in unknown])
    return kept_days(duties, window, people, keep.until)
