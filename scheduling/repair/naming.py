"""Names after a repair: duties that stay keep their place of work, their meals, their rests and, where cover lets them,
their queues.

In every interval people begin on the queues that they had; slots move to other queues only while that saves points.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as time_of_day
from math import gcd

import numpy as np
from pandera.typing.pandas import DataFrame

from domain.frames import Requirement
from domain.roster import Activity, ActivityKind, Duty, Roster
from domain.roster_changes import activities_by_duty, same_work
from domain.site import Site
from scheduling.arena import Bytes, Floats, Ints
from scheduling.contacts import Contacts
from scheduling.day_grid import DayGrid, needed_agents
from scheduling.interval_flows import share_out, slots_by_contacts, slots_by_heads
from scheduling.intervals import intervals_touched
from scheduling.naming import Slot, at_desks, merged
from scheduling.staff_tables import duty_on, work_mode

type Place = tuple[str, datetime]  # a person and the start of a slot
MINUTE = timedelta(minutes=1)
WORK: ActivityKind = "work"


@dataclass(frozen=True, slots=True)
class ContactPrices:
    """Goals kept by contacts, and the price of a contact of each in each interval, `[t, i]`."""

    contacts: Contacts
    price: Floats


@dataclass(frozen=True, slots=True)
class Sharing:
    """What slots of work are shared out by: who knows what, and how many slots of an interval each queue needs, or how
    many contacts they answer.
    """

    queues: tuple[str, ...]
    group_of: Mapping[str, int]
    skills: Bytes  # [g, q]
    need: Floats  # [t, q], slots
    points: tuple[float, float, float]  # agents short, deep short, and from which share on
    slots_an_interval: int
    prices: ContactPrices | None


def as_announced(
    site: Site,
    requirement: DataFrame[Requirement],
    published: Roster,
    named: Roster,
    prices: ContactPrices | None = None,
) -> Roster:
    """The named roster with as much of the published one as its cover allows."""
    stays = _staying(published.duties, named)
    step_min = _slot_min(site, published.activities, named.activities)
    of_duty = activities_by_duty(published)
    old = _slots([activity for duty in stays.values() for activity in of_duty[duty]], step_min)
    slots = {place: old.get(place, slot) for place, slot in _slots(named.activities, step_min).items()}
    slots |= _queues(site, _sharing(site, requirement, named, step_min, prices), slots, old, named)
    activities: list[Activity] = []
    for duty in named.duties:
        moments = [duty.start + n * step_min * MINUTE for n in range(duty.span_min // step_min)]
        stretch = [slots[duty.agent_id, moment] for moment in moments]
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


def _slot_min(site: Site, *rosters: Iterable[Activity]) -> int:
    """Minutes of the longest slot on whose borders every interval and every activity begins and ends."""
    moments = {moment for activities in rosters for each in activities for moment in (each.start, each.end)}
    return gcd(site.interval_min, *(moment.minute for moment in moments))


def _slots(activities: Iterable[Activity], step_min: int) -> dict[Place, Slot]:
    """What everybody does in each slot."""
    return {
        (activity.agent_id, activity.start + n * step_min * MINUTE): (activity.activity, activity.queue)
        for activity in activities
        for n in range((activity.end - activity.start) // MINUTE // step_min)
    }


def _sharing(
    site: Site, requirement: DataFrame[Requirement], roster: Roster, step_min: int, prices: ContactPrices | None
) -> Sharing:
    queues = tuple(queue.id for queue in site.queues)
    groups = sorted({person.skills for person in site.agents}, key=sorted)
    needs = needed_agents(site, requirement, DayGrid(roster.window, site.interval_min))
    weights = site.rules.weights
    return Sharing(
        queues=queues,
        group_of={person.id: groups.index(person.skills) for person in site.agents},
        skills=np.array([[queue in skills for queue in queues] for skills in groups], dtype=np.uint8),
        need=np.stack([needs[queue] for queue in queues], axis=1) * (site.interval_min // step_min),
        points=(
            weights.short_per_agent_interval,
            weights.deep_short_per_agent_interval,
            weights.deep_short_from_share,
        ),
        slots_an_interval=site.interval_min // step_min,
        prices=prices if prices is not None and prices.contacts.goals else None,
    )


def _queues(
    site: Site, sharing: Sharing, slots: Mapping[Place, Slot], old: Mapping[Place, Slot], roster: Roster
) -> dict[Place, Slot]:
    """The queue of every slot of agents' work."""
    midnight = datetime.combine(roster.window.start, time_of_day())
    working: dict[int, list[Place]] = defaultdict(list)
    for place, (kind, queue) in slots.items():
        if kind == WORK and queue:
            working[(place[1] - midnight) // MINUTE // site.interval_min].append(place)
    found: dict[Place, Slot] = {}
    last: dict[str, str] = {}
    for number in sorted(working):
        places = sorted(working[number])
        had = {place: old[place][1] if place in old else "" for place in places}
        left = _shares(sharing, number, places, [had[place] or slots[place][1] for place in places])
        for place, queue in _dealt(sharing, places, had, left, last).items():
            found[place] = (WORK, queue)
            last[place[0]] = queue
    return found


def _shares(sharing: Sharing, number: int, places: Sequence[Place], queues: Sequence[str]) -> Ints:
    """Slots `[g, q]` of each group on each queue in an interval, beginning from the queues given."""
    flow = np.zeros(sharing.skills.shape, dtype=np.int64)
    for (person, _), queue in zip(places, queues, strict=True):
        group = sharing.group_of[person]
        column = sharing.queues.index(queue)
        flow[group, column if sharing.skills[group, column] else int(np.argmax(sharing.skills[group]))] += 1
    if number < len(sharing.need):
        saves = slots_by_heads(sharing.need[number], sharing.points, int(flow.sum()))
        if sharing.prices is not None:
            price = sharing.prices.price[number]
            slots_by_contacts(sharing.prices.contacts, price, number, sharing.slots_an_interval, saves)
        share_out(flow, saves, sharing.skills)
    return flow


def _dealt(
    sharing: Sharing, places: Sequence[Place], had: Mapping[Place, str], left: Ints, last: Mapping[str, str]
) -> dict[Place, str]:
    """A queue for each slot: to those first who had it, then to those who come from it, then what is left most of."""
    found: dict[Place, str] = {}
    now = dict(last)
    for place in places:
        group, queue = sharing.group_of[place[0]], had[place]
        if queue and left[group, sharing.queues.index(queue)] > 0:
            left[group, sharing.queues.index(queue)] -= 1
            found[place] = queue
    for place in places:
        if place not in found:
            group, queue = sharing.group_of[place[0]], now.get(place[0], "")
            column = sharing.queues.index(queue) if queue else -1
            if column < 0 or left[group, column] == 0:
                column = int(np.argmax(left[group]))
            left[group, column] -= 1
            found[place] = sharing.queues[column]
        now[place[0]] = found[place]
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
