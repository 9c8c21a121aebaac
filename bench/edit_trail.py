"""What many planners' edits of one roster came to: none lost, none written over, told by the database itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.roster_versions import Origin, RosterVersion, site_versions, version_state


@dataclass(frozen=True, slots=True)
class Told:
    """What a planner was told of an edit: the version it was saved as, what they saw it on, and what they wanted."""

    saved: int
    based_on: int
    agent_id: str
    day: date
    wanted: str | None


@dataclass(frozen=True, slots=True)
class Faults:
    """What must be empty: saves that are not there, that are not what was wanted, or that nobody was told of; and edits
    that replaced a value which their planner had not seen."""

    lost: tuple[int, ...]
    wrong: tuple[int, ...]
    untold: tuple[int, ...]
    overwritten: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.lost) + len(self.wrong) + len(self.untold) + len(self.overwritten)


def faults(site_dir: Path, root: int, told: Iterable[Told]) -> Faults:
    """Compares what planners were told with the line of versions that the database holds."""
    edits: Mapping[int, RosterVersion] = {
        version.number: version
        for version in site_versions(site_dir).versions
        if version.root == root and version.origin is Origin.EDIT
    }
    known = {each.saved: each for each in told}
    lost = [number for number in known if number not in edits]
    untold = [number for number in edits if number not in known]
    wrong, overwritten = [], []
    for number in sorted(set(known) & set(edits)):
        each, parent = known[number], edits[number].parent
        place = (each.agent_id, each.day)
        if version_state(site_dir, number).shift_of(place) != each.wanted:
            wrong.append(number)
        seen = version_state(site_dir, each.based_on).shift_of(place)
        if parent is None or version_state(site_dir, parent).shift_of(place) != seen:
            overwritten.append(number)
    return Faults(tuple(lost), tuple(wrong), tuple(untold), tuple(overwritten))
