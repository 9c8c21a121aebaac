"""Names after a repair: duties that stay keep their place of work, their meals, their rests and, where cover lets them,
their queues.

How many agents with the same skills work on each queue in each slot is what the cover asks for; only who of them does
is open, and given to those first who had it before.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import gcd

from domain.roster import Activity, Duty, Roster
from domain.roster_changes import activities_by_duty, same_work
from domain.site import Site
from scheduling.intervals import intervals_touched
from scheduling.naming import Slot, at_desks, merged
from scheduling.staff_tables import duty_on, work_mode

type Place = tuple[str, datetime]  # a person and the start of a slot
MINUTE = timedelta(minutes=1)
WORK = "work"


def as_announced(site: Site, published: Roster, named: Roster) -> Roster:
    """The named roster with as much of the published one as its cover allows."""
    stays = _staying(published.duties, named)
    step_min = _slot_min(published.activities, named.activities)
    of_duty = activities_by_duty(published)
    old = _slots([activity for duty in stays.values() for activity in of_duty[duty]], step_min)
    slots = _slots(named.activities, step_min)
    given = {place: old.get(place, slot) for place, slot in slots.items()} | _queues(site, slots, old)
    activities: list[Activity] = []
    for duty in named.duties:
        moments = [duty.start + n * step_min * MINUTE for n in range(duty.span_min // step_min)]
        stretch = [given[duty.agent_id, moment] for moment in moments]
        activities += merged(duty.agent_id, stretch, duty.start, step_min)
    return as_placed(site, published.duties, Roster(named.window, named.duties, tuple(activities)))


def as_placed(site: Site, announced: Iterable[Duty], roster: Roster) -> Roster:
    """The roster with announced duties where they were announced, as far as desks are left for those who need them."""
    stays = _staying(announced, roster)
    return replace(roster, duties=tuple(_placed(site, roster.duties, stays))) if stays else roster


def _staying(announced: Iterable[Duty], named: Roster) -> dict[Place, Duty]:
    """The announced duties, by person and start, that are in the named roster too."""
    old = {(duty.agent_id, duty.start): duty for duty in announced}
    places = [(duty.agent_id, duty.start) for duty in named.duties]
    both = zip(places, named.duties, strict=True)
    return {place: old[place] for place, duty in both if place in old and same_work(old[place], duty)}


def _slot_min(*rosters: Iterable[Activity]) -> int:
    """Minutes of the longest slot on whose borders every activity begins and ends."""
    moments = {moment for activities in rosters for each in activities for moment in (each.start, each.end)}
    return gcd(60, *(moment.minute for moment in moments))


def _slots(activities: Iterable[Activity], step_min: int) -> dict[Place, Slot]:
    """What everybody does in each slot."""
    return {
        (activity.agent_id, activity.start + n * step_min * MINUTE): (activity.activity, activity.queue)
        for activity in activities
        for n in range((activity.end - activity.start) // MINUTE // step_min)
    }


def _queues(site: Site, slots: Mapping[Place, Slot], old: Mapping[Place, Slot]) -> dict[Place, Slot]:
    """The queue of everybody's slots of work: those of equal skills share out the queues that they have together."""
    alike: dict[tuple[datetime, frozenset[str]], list[str]] = defaultdict(list)
    for (person, moment), (_, queue) in sorted(slots.items()):
        if queue:
            alike[moment, site.person_by_id[person].skills].append(person)
    found: dict[Place, Slot] = {}
    last: dict[str, str] = {}
    for (moment, _), people in sorted(alike.items(), key=lambda item: item[0][0]):
        left = Counter(slots[person, moment][1] for person in people)
        before = {person: old.get((person, moment), (WORK, "")) for person in people}
        working = [person for person in people if before[person][0] == WORK]
        queues = _dealt(working, left, [{person: before[person][1] for person in working}, last])
        last |= queues
        found |= {(person, moment): (WORK, queue) for person, queue in queues.items()}
    return found


def _dealt(people: Sequence[str], left: Counter[str], wishes: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """A queue for each of the people: the first wish first, where any is left of it, and what is left most at last."""
    found: dict[str, str] = {}
    for wished in wishes:
        for person in people:
            queue = wished.get(person, "")
            if person not in found and left[queue] > 0:
                left[queue] -= 1
                found[person] = queue
    for person in people:
        if person not in found:
            found[person] = max(sorted(left), key=lambda queue: left[queue])
            left[found[person]] -= 1
    return found


def _placed(site: Site, duties: Sequence[Duty], stays: Mapping[Place, Duty]) -> list[Duty]:
    """Everybody's place of work: as announced where a desk is left for those who need none, then as desks allow."""
    at_home = [_with_least_desks(site, duty) for duty in duties]
    desks: Counter[datetime] = Counter()
    for duty in at_home:
        if duty.mode == "site":
            desks.update(intervals_touched(duty.start, duty.end, site.interval_min))
    announced = {place: duty.mode for place, duty in stays.items()}
    first = [duty for duty in at_home if announced.get((duty.agent_id, duty.start)) == "site"]
    stay_home = [duty for duty in at_home if announced.get((duty.agent_id, duty.start)) == "remote"]
    others = [duty for duty in at_home if (duty.agent_id, duty.start) not in announced]
    return [*at_desks(site, first, desks), *stay_home, *at_desks(site, others, desks)]


def _with_least_desks(site: Site, duty: Duty) -> Duty:
    """The duty, at home where person and shift allow it."""
    person, shift = site.person_by_id[duty.agent_id], site.shift_by_id[duty.shift]
    return duty_on(person, shift, duty.day, work_mode(person, shift))
