"""The calendar feeds of an export: one a person, revised from those of an earlier export or roster."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.roster import Activity, Duty, Roster
from domain.roster_changes import activities_by_duty
from domain.site import Site
from exports.feed_events import FeedEvent, FeedForm, feed_events, revised
from exports.feed_files import feed_bytes, feed_name, read_feed
from exports.wording import SIMULATED_MARK
from pipeline.file_names import CALENDAR_FOLDER


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier export, or a roster folder that has no feeds yet."""

    folder: Path
    roster: Roster


def feeds(site: Site, roster: Roster, form: FeedForm, earlier: Earlier | None) -> Mapping[str, bytes]:
    """The feeds by file name: of everybody employed in the window, and of those whose earlier duties are gone.

    Raises DataError where a feed of the earlier export cannot be read.
    """
    own = _events_by_person(roster, form)
    old = {} if earlier is None else _events_by_person(earlier.roster, form)
    window, section = roster.window, site.config.site
    employed = {person.id for person in site.people if any(map(person.is_employed, window.dates()))}
    gone = {} if earlier is None else {duty.agent_id for duty in earlier.roster.duties if window.holds(duty.day)}
    found = {}
    for agent_id in sorted(employed.union(own, gone)):
        events = own.get(agent_id, ())
        if earlier is not None:
            before = _before(earlier, agent_id, section.timezone, old.get(agent_id, ()))
            events = revised(before, events, window, form)
        title = f"{section.name or section.id} {agent_id}"
        note = SIMULATED_MARK if section.simulated else ""
        found[feed_name(agent_id)] = feed_bytes(title, note, events, section.timezone)
    return found


def _before(earlier: Earlier, agent_id: str, zone: str, planned: Sequence[FeedEvent]) -> Sequence[FeedEvent]:
    """What the person's calendar was last told: the earlier feed, or else the duties of the earlier roster."""
    path = earlier.folder / CALENDAR_FOLDER / feed_name(agent_id)
    return read_feed(path, zone) if path.is_file() else planned


def _events_by_person(roster: Roster, form: FeedForm) -> dict[str, tuple[FeedEvent, ...]]:
    activities: Mapping[Duty, Sequence[Activity]] = activities_by_duty(roster)
    duties: dict[str, list[Duty]] = defaultdict(list)
    for duty in roster.duties:
        duties[duty.agent_id].append(duty)
    return {agent_id: feed_events(form, found, activities) for agent_id, found in duties.items()}
