"""A roster version as the domain's own objects: the whole roster of its line with the edits since applied in order.

Versions never change, so a few of them are kept between calls: an edit then costs what it changes, and not the roster.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from domain.roster import Activity, Duty, PlanningWindow, Roster
from domain.roster_files import activity_frame, activity_rows, duty_rows, roster_frame
from pipeline.json_reading import as_objects
from pipeline.site_store import Database, database_key, has_database, open_site_database
from store.json_text import Json, plain_object
from store.roster_records import RosterVersion, WholeRoster
from store.rosters import edits_between, find_roster, read_chain

type Place = tuple[str, date]  # a person's day

# The versions of a line share all that no edit changed (1 MB each for 28 days of 400 people); a line is 60 MB of them.
MOST_LINES, MOST_OF_A_LINE = 6, 40


@dataclass(frozen=True, slots=True, eq=False)
class RosterState:
    """A version with its roster, and the people's days that a planner locked."""

    version: RosterVersion
    roster: Roster
    locked: frozenset[Place]

    def shift_of(self, place: Place) -> str | None:
        """The shift that the person works on the day; None on a day off."""
        return next((duty.shift for duty in self.roster.duties if (duty.agent_id, duty.day) == place), None)


type LineKey = tuple[str, int, str, int]  # the database (two), the site, the line's root

_lines: OrderedDict[LineKey, OrderedDict[int, RosterState]] = OrderedDict()
_looking, _reading = Lock(), Lock()


def roster_state(site_dir: Path, site_id: str, number: int) -> RosterState:
    """The state of a version; raises UsageError where the site has none with this number."""
    kept = _kept_state(site_dir, site_id, number)
    if kept is not None:
        return kept
    with open_site_database(site_dir) as database:
        version = find_roster(database, site_id, number)
        return _keep(_key(site_dir, site_id, version), _worked_out(database, site_dir, site_id, version))


def keep_edit(site_dir: Path, site_id: str, before: RosterState, edit: RosterVersion) -> None:
    """Keeps the state after an edit that was just saved, so that it shows at once."""
    _keep(_key(site_dir, site_id, edit), edited(before, edit))


def _kept_state(site_dir: Path, site_id: str, number: int) -> RosterState | None:
    if not has_database(site_dir):
        return None
    place = (*database_key(site_dir), site_id)
    with _looking:
        lines = [states for key, states in _lines.items() if key[:3] == place and number in states]
        return lines[0][number] if lines else None


def _worked_out(database: Database, site_dir: Path, site_id: str, version: RosterVersion) -> RosterState:
    """The state from the nearest version of its line that is kept, or else from what the database holds."""
    key = _key(site_dir, site_id, version)
    with _reading:  # a whole roster takes most of a second to read: whoever wants it meanwhile waits for it
        nearest = _nearest(key, version.number)
        if nearest is None:
            chain = read_chain(database, site_id, version.root)
            root = find_roster(database, site_id, version.root)
            window = PlanningWindow(version.start, version.days)
            nearest = _keep(key, RosterState(root, _as_roster(chain.whole, window), frozenset()))
    if nearest.version.number == version.number:
        return nearest
    for edit in edits_between(database, site_id, nearest.version.number, version.number):
        nearest = edited(nearest, edit)
    return nearest


def _key(site_dir: Path, site_id: str, version: RosterVersion) -> LineKey:
    return (*database_key(site_dir), site_id, version.root)


def _nearest(key: LineKey, number: int) -> RosterState | None:
    """The last version kept of a line up to this number."""
    with _looking:
        states = [state for state in _lines.get(key, {}).values() if state.version.number <= number]
    return max(states, key=lambda state: state.version.number, default=None)


def _keep(key: LineKey, state: RosterState) -> RosterState:
    """Kept; of a line its root stays as long as the line, since every other version can be worked out from it."""
    with _looking:
        states = _lines.setdefault(key, OrderedDict())
        states[state.version.number] = state
        _lines.move_to_end(key)
        while len(states) > MOST_OF_A_LINE:
            del states[next(number for number in states if number != key[-1])]
        while len(_lines) > MOST_LINES:
            _lines.popitem(last=False)
    return state


def edited(before: RosterState, edit: RosterVersion) -> RosterState:
    """The state after one more edit of its line."""
    change = edit.change
    gone = frozenset(_places(change, "cells"))
    locked = (before.locked | frozenset(_places(change, "lock"))) - frozenset(_places(change, "unlock"))
    roster = before.roster
    if gone:
        roster = replaced(
            roster,
            gone,
            [_duty(row) for row in as_objects(change.get("duties"))],
            [_activity(row) for row in as_objects(change.get("activities"))],
        )
    return RosterState(edit, roster, locked)


def replaced(roster: Roster, places: Iterable[Place], duties: Iterable[Duty], activities: Iterable[Activity]) -> Roster:
    """The roster with these people's days filled anew; what else it holds stays."""
    gone = frozenset(places)
    people = {agent_id for agent_id, _ in gone}
    taken = [duty for duty in roster.duties if duty.agent_id in people and (duty.agent_id, duty.day) in gone]
    left = tuple(duty for duty in roster.duties if duty.agent_id not in people or (duty.agent_id, duty.day) not in gone)
    stays = tuple(
        activity
        for activity in roster.activities
        if activity.agent_id not in people
        or not any(duty.agent_id == activity.agent_id and duty.start <= activity.start < duty.end for duty in taken)
    )
    return Roster(roster.window, (*left, *duties), (*stays, *activities))


def rows_of(duties: Iterable[Duty], activities: Iterable[Activity]) -> dict[str, Json]:
    """Duties and activities as an edit keeps them: rows of the two files."""
    return plain_object({"duties": duty_rows(duties), "activities": activity_rows(activities)})


def whole_of(roster: Roster, report: bytes) -> WholeRoster:
    """A roster as a whole version keeps it."""
    return WholeRoster(roster_frame(roster.duties), activity_frame(roster.activities), report)


def _as_roster(whole: WholeRoster, window: PlanningWindow) -> Roster:
    duties = tuple(_duty(row) for row in whole.duties.to_dict("records"))
    activities = tuple(_activity(row) for row in whole.activities.to_dict("records"))
    return Roster(window, duties, activities)


def _duty(row: Mapping[Any, Any]) -> Duty:
    return Duty(
        agent_id=str(row["agent_id"]),
        role=row["role"],
        team=str(row["team"]),
        day=date.fromisoformat(str(row["date"])),
        shift=str(row["shift"]),
        start=datetime.fromisoformat(str(row["start"])),
        end=datetime.fromisoformat(str(row["end"])),
        paid_minutes=int(row["paid_minutes"]),
        mode=row["mode"],
    )


def _activity(row: Mapping[Any, Any]) -> Activity:
    return Activity(
        agent_id=str(row["agent_id"]),
        start=datetime.fromisoformat(str(row["start"])),
        end=datetime.fromisoformat(str(row["end"])),
        activity=row["activity"],
        queue=str(row["queue"]),
    )


def places_changed(edit: RosterVersion) -> frozenset[Place]:
    """The people's days that an edit filled anew, locked or opened."""
    return frozenset(place for name in ("cells", "lock", "unlock") for place in _places(edit.change, name))


def _places(change: Mapping[str, Json], name: str) -> list[Place]:
    return [(str(each["agent_id"]), date.fromisoformat(str(each["date"]))) for each in as_objects(change.get(name))]
