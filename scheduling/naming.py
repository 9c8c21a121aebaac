"""From counts to names: every duty with its place of work, and activities that tile it, each work on a queue.

Within an interval the groups' work on each queue is known from the cover; it is spread evenly over the interval's slots
(`even_slots.py`) and given to named agents so that people stay on the queue they are on as long as the counts allow it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from datetime import time as time_of_day

import numpy as np

from domain.roster import Activity, ActivityKind, Duty, Roster
from domain.site import Site
from scheduling.arena import Arena, Floats
from scheduling.contact_prices import work_by_queue
from scheduling.cover_state import CoverState
from scheduling.day_grid import DayGrid
from scheduling.day_search import group_work
from scheduling.even_rests import evened_rests
from scheduling.even_slots import even_slots
from scheduling.interval_flows import shared_out, slot_length_min
from scheduling.intervals import intervals_touched
from scheduling.path_labels import OFF
from scheduling.staff_tables import Staff, duty_on, work_mode

type Slot = tuple[ActivityKind, str]


def named_roster(
    site: Site, staff: Staff, grid: DayGrid, arena: Arena, state: CoverState, contact_price: Floats
) -> Roster:
    """The roster that the state stands for; `contact_price[t, i]` is that of a contact of each goal, by interval."""
    slot_min = slot_length_min(arena)
    midnight = datetime.combine(grid.window.start, time_of_day())
    state = state._replace(breaks=evened_rests(arena, state.tours, state.breaks, slot_min))
    slots = _slots(arena, state, slot_min)
    _give_queues(site, arena, state, slots, slot_min, contact_price)
    duties, activities = [], []
    desks: Counter[datetime] = Counter()
    for person, day in zip(*np.nonzero(state.tours != OFF), strict=True):
        tables, shift = staff.people[person], staff.shifts[state.tours[person, day]]
        mode = work_mode(tables.person, shift)
        duty = duty_on(tables.person, shift, grid.window.dates()[day], mode)
        if mode == "site":
            desks.update(intervals_touched(duty.start, duty.end, grid.interval_min))
        duties.append(duty)
        first = (int(day) * 1440 + shift.start_min) // slot_min
        of_duty = slots[int(person)]
        stretch = [of_duty[k] for k in range(first, first + shift.span_min // slot_min)]
        activities += merged(duty.agent_id, stretch, midnight + timedelta(minutes=first * slot_min), slot_min)
    return Roster(grid.window, tuple(at_desks(site, duties, desks)), tuple(activities))


def compile_naming(arena: Arena, state: CoverState, contact_price: Floats) -> None:
    """Have all compiled by which names are given at the end."""
    work_by_queue(arena, state, contact_price)
    evened_rests(arena, state.tours, state.breaks, slot_length_min(arena))
    even_slots(np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1), dtype=np.int64))


def _slots(arena: Arena, state: CoverState, slot_min: int) -> list[dict[int, Slot]]:
    """For each person, what is done in each slot of duty; the queue of work is still open."""
    slots: list[dict[int, Slot]] = [{} for _ in range(state.tours.shape[0])]
    for person, day in zip(*np.nonzero(state.tours != OFF), strict=True):
        shift = int(state.tours[person, day])
        begins = int(day) * 1440 + int(arena.start_min[shift])
        of_person = slots[int(person)]
        for k in range(begins // slot_min, (int(day) * 1440 + int(arena.end_min[shift])) // slot_min):
            of_person[k] = ("work", "")
        breaks = state.breaks[person, day]
        if arena.group_of[person] == arena.lead_group:
            breaks = _turn_of_lead(arena, shift, begins, int(person) + int(day))
        if breaks[0] >= 0:
            _mark(of_person, int(breaks[0]), int(arena.meal_min[shift]), "meal", slot_min)
        for rest in range(int(arena.n_rests[shift])):
            _mark(of_person, int(breaks[1 + rest]), int(arena.rest_min[shift]), "rest", slot_min)
    return slots


def _turn_of_lead(arena: Arena, shift: int, begins: int, turn: int) -> list[int]:
    """Meal and rests of a lead, taken in turns so that leads on the same shift are not away together."""
    plan = turn % int(arena.n_plans[shift])
    meal = int(arena.meal_start[shift, plan])
    rests = []
    for rest in range(int(arena.n_rests[shift])):
        choice = turn % int(arena.n_starts[shift, plan, rest])
        rests.append(begins + int(arena.rest_start[shift, plan, rest, choice]))
    return [begins + meal if meal >= 0 else -1, *rests]


def _mark(of_person: dict[int, Slot], start_min: int, length_min: int, kind: ActivityKind, slot_min: int) -> None:
    for k in range(start_min // slot_min, (start_min + length_min) // slot_min):
        of_person[k] = (kind, "")


def _give_queues(
    site: Site,
    arena: Arena,
    state: CoverState,
    slots: list[dict[int, Slot]],
    slot_min: int,
    contact_price: Floats,
) -> None:
    """Give every slot of agents' work a queue, by the counts of the cover and with as few changes as they allow."""
    queue_ids = [queue.id for queue in site.queues]
    a_interval = arena.interval_min // slot_min
    there = np.zeros((len(arena.need), len(arena.skills), a_interval), dtype=np.int64)
    working: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for person, of_person in enumerate(slots):
        group = int(arena.group_of[person])
        if group != arena.lead_group:
            for k, (kind, _) in of_person.items():
                if kind == "work":
                    working[k][group].append(person)
                    there[k // a_interval, group, k % a_interval] += 1
    work = np.zeros((len(arena.need), len(arena.skills)))
    group_work(arena, state.tours, state.breaks, work)
    flow = shared_out(arena, work, a_interval, contact_price)
    last: dict[int, int] = {}
    for t in sorted({k // a_interval for k in working}):
        placed = even_slots(flow[t], there[t])
        for k in range(t * a_interval, (t + 1) * a_interval):
            for group, present in working[k].items():
                for person, queue in _on_queues(present, placed[group, :, k % a_interval].tolist(), last):
                    last[person] = queue
                    slots[person][k] = ("work", queue_ids[queue])


def _on_queues(present: list[int], left: list[int], last: dict[int, int]) -> Iterator[tuple[int, int]]:
    """People of a group with the queue of each; `left[q]` go on each queue, first those who are on it already."""
    moved = []
    for person in present:
        queue = last.get(person, -1)
        if queue >= 0 and left[queue] > 0:
            left[queue] -= 1
            yield person, queue
        else:
            moved.append(person)
    for person in moved:
        queue = max(range(len(left)), key=lambda q: (left[q], -q))
        left[queue] -= 1
        yield person, queue


def merged(agent_id: str, stretch: list[Slot], start: datetime, slot_min: int) -> list[Activity]:
    """Equal slots in a row as one activity."""
    found: list[Activity] = []
    length = timedelta(minutes=slot_min)
    for number, (kind, queue) in enumerate(stretch):
        begins = start + number * length
        if found and (found[-1].activity, found[-1].queue) == (kind, queue):
            found[-1] = Activity(agent_id, found[-1].start, begins + length, kind, queue)
        else:
            found.append(Activity(agent_id, begins, begins + length, kind, queue))
    return found


def at_desks(site: Site, duties: Iterable[Duty], desks: Counter[datetime]) -> list[Duty]:
    """Duties that could be worked at home come to the site where a desk is left for all of their time.

    `desks` counts those taken by interval; it grows by those who come.
    """
    seats, placed = site.config.site.seats, []
    for duty in duties:
        person, shift = site.person_by_id[duty.agent_id], site.shift_by_id[duty.shift]
        moments = list(intervals_touched(duty.start, duty.end, site.interval_min))
        either = duty.mode == "remote" and person.mode == "any" and shift.mode == "any"
        if either and (seats is None or all(desks[moment] < seats for moment in moments)):
            desks.update(moments)
            duty = duty_on(person, shift, duty.day, "site")
        placed.append(duty)
    return placed
