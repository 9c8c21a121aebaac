"""Editing a roster by hand: audited at once, refused with the rule, or kept as the next draft version of its line.

An edit is judged on the newest version of the line. Where somebody changed the same person's day since the version that
the planner saw, the edit is refused and both values are told; other people's edits are kept under it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from domain.access import Act
from domain.errors import UsageError, WfmError
from domain.roster import Activity, Duty, Roster
from domain.site import Site
from pipeline.access import needs, stamp_for
from pipeline.duty_activities import activities_of
from pipeline.edit_cover import EditCover, edit_cover, needed_by_day
from pipeline.edit_orders import Cell, Change, Clash, EditOrder, EditVerdict, Hold, SetDay, SwapDay
from pipeline.roster_legality import near, new_breaches, on_days, part_of
from pipeline.roster_states import Place, RosterState, keep_edit, places_changed, replaced, roster_state, rows_of
from pipeline.roster_versions import requirement_of
from pipeline.site_store import open_site_database
from scheduling.staff_tables import duty_on, work_mode
from scheduling.swaps import Swap, refuse_impossible, swapped
from store.json_text import Json
from store.rosters import add_edit, edits_between, newest_of_line

TRIES = 20
NOTHING = "–"


@dataclass(frozen=True, slots=True, eq=False)
class _Edited:
    """A roster after changes: whose days were filled anew, which were locked and opened, and how it is told."""

    roster: Roster
    places: frozenset[Place]
    lock: frozenset[Place]
    unlock: frozenset[Place]
    notes: tuple[str, ...]


@needs(Act.EDIT_ROSTER)
def edit_roster(site_dir: Path, site: Site, order: EditOrder) -> EditVerdict:
    """The verdict on an edit; where no hard rule speaks against it, it is a new version with who and when.

    Raises UsageError where a change names somebody, a shift or a day that the roster does not have.
    """
    seen = roster_state(site_dir, site.id, order.based_on)
    if not order.changes:
        return EditVerdict(None, order.based_on, order.based_on)
    for change in order.changes:
        _refuse_unknown(site, seen.roster, change)
    for _ in range(TRIES):
        with open_site_database(site_dir) as database:
            newest = newest_of_line(database, site.id, order.based_on)
        now = seen if newest.number == order.based_on else roster_state(site_dir, site.id, newest.number)
        verdict, change_row = _judged(site_dir, site, order, seen, now)
        if change_row is None:
            return verdict
        with open_site_database(site_dir) as database:
            saved = add_edit(database, site.id, newest.number, change_row, stamp_for(site_dir, order.who), verdict.note)
        if saved is not None:
            keep_edit(site_dir, site.id, now, saved)
            return replace(verdict, saved=saved.number, newest=saved.number)
    raise WfmError("Others edit this roster at the same moment; nothing was changed. Try again.")


def _judged(
    site_dir: Path, site: Site, order: EditOrder, seen: RosterState, now: RosterState
) -> tuple[EditVerdict, dict[str, Json] | None]:
    """What speaks against the edit; or nothing, and the row that keeps it."""
    verdict = EditVerdict(None, order.based_on, now.version.number)
    clashes = tuple(clash for change in order.changes for clash in _clashes(change, seen, now))
    if clashes:
        return replace(verdict, clashes=_with_authors(site_dir, site.id, clashes, seen, now)), None
    everybody, touched = _people(order.changes), {change.day for change in order.changes}
    now = replace(now, roster=near(now.roster, everybody, touched))
    need = needed_by_day(requirement_of(site_dir, now.version), site)
    cover = edit_cover(site, now.roster, everybody, touched, need)
    edited = _carried_out(site, now, order.changes, cover)
    held = edited.places & (now.locked - edited.unlock)
    if held:
        return replace(verdict, locked=tuple(sorted(held))), None
    if not edited.places and not edited.lock and not edited.unlock:
        return verdict, None
    people, days = {agent_id for agent_id, _ in edited.places}, {day for _, day in edited.places}
    breaches = new_breaches(site, now.roster, edited.roster, people, days)
    before, after = (cover.short_h(roster, days) for roster in (now.roster, edited.roster))
    verdict = replace(verdict, note="; ".join(edited.notes), short_before_h=before, short_after_h=after)
    if breaches:
        return replace(verdict, breaches=breaches), None
    return verdict, _row(edited)


def _people(changes: Iterable[Change]) -> set[str]:
    """Everybody whose days are to change."""
    return {
        agent_id
        for change in changes
        for agent_id in (change.agent_id, *([change.with_id] if isinstance(change, SwapDay) else ()))
    }


def _refuse_unknown(site: Site, roster: Roster, change: Change) -> None:
    for agent_id in sorted(_people([change])):
        if agent_id not in site.person_by_id:
            raise UsageError(f"{agent_id!r} is not on the staff list; nothing was changed.")
    if isinstance(change, SetDay) and change.shift is not None and change.shift not in site.shift_by_id:
        raise UsageError(f"{change.shift!r} is no shift of shifts.csv; nothing was changed.")
    if not roster.window.holds(change.day):
        raise UsageError(
            f"{change.day} is not a day of the roster, {roster.window.start} to {roster.window.last}; nothing was "
            "changed."
        )


def _clashes(change: Change, seen: RosterState, now: RosterState) -> list[Clash]:
    """Days of the change that are no longer what the planner saw, and not already what she wants."""
    if seen.version.number == now.version.number:
        return []
    found = []
    for agent_id in sorted(_people([change])):
        place = (agent_id, change.day)
        was, there = _cell(seen, place), _cell(now, place)
        wanted = _wanted(change, place, seen)
        if was != there and wanted != there:
            found.append(Clash(agent_id, change.day, was, there, wanted, now.version.who))
    return found


def _with_authors(
    site_dir: Path, site_id: str, clashes: tuple[Clash, ...], seen: RosterState, now: RosterState
) -> tuple[Clash, ...]:
    """Each clash with whoever changed that day last, and not whoever edited last."""
    with open_site_database(site_dir) as database:
        edits = edits_between(database, site_id, seen.version.number, now.version.number)
    authors = {place: edit.who for edit in edits for place in places_changed(edit)}
    return tuple(replace(clash, who=authors.get((clash.agent_id, clash.day), clash.who)) for clash in clashes)


def _cell(state: RosterState, place: Place) -> Cell:
    return Cell(state.shift_of(place), place in state.locked)


def _wanted(change: Change, place: Place, seen: RosterState) -> Cell:
    cell = _cell(seen, place)
    match change:
        case SetDay():
            return replace(cell, shift=change.shift)
        case Hold():
            return replace(cell, locked=change.locked)
        case SwapDay():
            other = change.with_id if place[0] == change.agent_id else change.agent_id
            return replace(cell, shift=seen.shift_of((other, change.day)))


def _carried_out(site: Site, now: RosterState, changes: tuple[Change, ...], cover: EditCover) -> _Edited:
    """All changes made, one after another; one that changes nothing leaves no trace."""
    edited = _Edited(now.roster, frozenset(), frozenset(), frozenset(), ())
    for change in changes:
        match change:
            case SetDay():
                edited = _with_day(site, now, edited, change, cover)
            case Hold():
                edited = _with_hold(now, edited, change)
            case SwapDay():
                edited = _with_swap(site, edited, change, cover)
    return edited


def _with_day(site: Site, now: RosterState, edited: _Edited, change: SetDay, cover: EditCover) -> _Edited:
    place = (change.agent_id, change.day)
    before = now.shift_of(place)
    if before == change.shift:
        return edited
    person = site.person_by_id[change.agent_id]
    left = replaced(edited.roster, [place], (), ())
    duties: list[Duty] = []
    activities: list[Activity] = []
    if change.shift is not None:
        shift = site.shift_by_id[change.shift]
        duty = duty_on(person, shift, change.day, work_mode(person, shift))
        duties, activities = [duty], activities_of(site, person, duty, cover.lack(left, change.day))
    note = f"{change.agent_id} {change.day}: {before or NOTHING} → {change.shift or NOTHING}"
    roster = replaced(left, [place], duties, activities)
    return replace(edited, roster=roster, places=edited.places | {place}, notes=(*edited.notes, note))


def _with_hold(now: RosterState, edited: _Edited, change: Hold) -> _Edited:
    place = (change.agent_id, change.day)
    if (place in now.locked) == change.locked:
        return edited
    note = f"{'🔒' if change.locked else '🔓'} {change.agent_id} {change.day}"
    if change.locked:
        return replace(edited, lock=edited.lock | {place}, notes=(*edited.notes, note))
    return replace(edited, unlock=edited.unlock | {place}, notes=(*edited.notes, note))


def _with_swap(site: Site, edited: _Edited, change: SwapDay, cover: EditCover) -> _Edited:
    swap = Swap(change.agent_id, change.with_id, (change.day,))
    refuse_impossible(site, edited.roster, swap)
    pair = part_of(edited.roster, (change.agent_id, change.with_id))
    lack = cover.lack(edited.roster, change.day)
    missing = {
        queue.id: sum(v for (_, known), v in lack.items() if known == queue.id and v > 0) for queue in site.queues
    }
    after = on_days(swapped(site, pair, swap, missing), [change.day])
    places = [(change.agent_id, change.day), (change.with_id, change.day)]
    duties = list(after.duties)
    activities = [
        each
        for each in after.activities
        if any(duty.agent_id == each.agent_id and duty.start <= each.start < duty.end for duty in duties)
    ]
    note = f"{change.agent_id} ⇄ {change.with_id} {change.day}"
    roster = replaced(edited.roster, places, duties, activities)
    return replace(edited, roster=roster, places=edited.places | set(places), notes=(*edited.notes, note))


def _row(edited: _Edited) -> dict[str, Json]:
    """The edit as the store keeps it."""
    duties = [duty for duty in edited.roster.duties if (duty.agent_id, duty.day) in edited.places]
    activities = [
        activity
        for activity in part_of(edited.roster, {agent_id for agent_id, _ in edited.places}).activities
        if any(duty.agent_id == activity.agent_id and duty.start <= activity.start < duty.end for duty in duties)
    ]
    named = {"cells": edited.places, "lock": edited.lock - edited.unlock, "unlock": edited.unlock - edited.lock}
    rows: dict[str, Json] = {
        name: [{"agent_id": agent_id, "date": day.isoformat()} for agent_id, day in sorted(places)]
        for name, places in named.items()
    }
    return rows | rows_of(duties, activities)
