"""What differs between two versions of a roster: duties added, taken away or changed, by person and day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.roster import Activity, Duty, Roster

ChangeKind = Literal["added", "removed", "shift", "place"]
CHANGE_KINDS: tuple[ChangeKind, ...] = ("added", "removed", "shift", "place")


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One person's day in two versions of a roster; None is a day off."""

    agent_id: str
    day: date
    before: Duty | None
    after: Duty | None

    @property
    def kind(self) -> ChangeKind:
        """A duty added or removed, another shift, or the same shift at another place of work."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "place" if same_work(self.before, self.after) else "shift"


def same_work(before: Duty, after: Duty) -> bool:
    """Whether two duties of a day are the same shift at the same time, wherever they are worked."""
    return (before.shift, before.start, before.end) == (after.shift, after.start, after.end)


def duty_changes(before: Iterable[Duty], after: Iterable[Duty]) -> tuple[DutyChange, ...]:
    """Every person's day that differs, in order of person and day."""
    old = {(duty.agent_id, duty.day): duty for duty in before}
    new = {(duty.agent_id, duty.day): duty for duty in after}
    changed = sorted(place for place in old.keys() | new.keys() if old.get(place) != new.get(place))
    return tuple(DutyChange(*place, old.get(place), new.get(place)) for place in changed)


def count_by_kind(changes: Iterable[DutyChange]) -> Mapping[ChangeKind, int]:
    """How many changes there are of each kind."""
    found = Counter(change.kind for change in changes)
    return {kind: found[kind] for kind in CHANGE_KINDS}


def activities_by_duty(roster: Roster) -> dict[Duty, list[Activity]]:
    """Each duty with the activities that begin within it, in order of time."""
    by_person = roster.activities_by_person()
    return {
        duty: [activity for activity in by_person.get(person, ()) if duty.start <= activity.start < duty.end]
        for person, duties in roster.duties_by_person().items()
        for duty in duties
    }


def regrouped(before: Roster, after: Roster) -> Sequence[Duty]:
    """Duties that stay, but not with the same meals, rests or queues at the same times."""
    old = {(duty.agent_id, duty.start): (duty, found) for duty, found in activities_by_duty(before).items()}
    return [
        duty
        for duty, found in activities_by_duty(after).items()
        if (duty.agent_id, duty.start) in old
        and same_work(old[duty.agent_id, duty.start][0], duty)
        and old[duty.agent_id, duty.start][1] != found
    ]
