"""The kernel of one queue and one group of agents: contacts one after the other, much faster than events.

Served in the order of asking, a contact is taken when it asks or when the first hand is free, whichever is later: a
heap of the times at which the hands of those at work are free is all there is to know (Kiefer and Wolfowitz 1955). Who
would have to wait longer than its patience gives up and leaves the heap as it is. An agent has as many hands as the
queue's concurrency.

A hand is taken away by forgetting the time at which it is free, the earliest first: free hands before busy ones, which
finish what they hold. Hands that come while others still finish first give those back (`leaving`, in order of time):
no more contacts than hands at work are ever taken up, which is the rule of the event kernel.
"""

import math
from typing import NamedTuple

import numpy as np

from staffing.compiling import FloatArray, IntArray, Records, compiled
from staffing.simulation.chance import key_of, uniform
from staffing.simulation.draws import AGAIN, DELAY, DRAWS, NEXT_PATIENCE, Contacts
from staffing.simulation.heap import EVENT, pop, push
from staffing.simulation.records import NOBODY, Centre, Outcome


@compiled
def rise(free_s: FloatArray, place: int, time_s: float) -> None:
    """Puts a time into the hole at that place of the heap, or above it."""
    while place > 0:
        above = (place - 1) // 2
        if free_s[above] <= time_s:
            break
        free_s[place] = free_s[above]
        place = above
    free_s[place] = time_s


@compiled
def sink(free_s: FloatArray, hands: int, time_s: float) -> None:
    """Puts a time in the place of the earliest of so many.

    The hole goes to the bottom first, without a look at the time: most times belong there, and a processor works ahead
    where it can tell how long the way is. Behind the last stands inf, so that two children can always be compared.
    """
    place, below = 0, 1
    while below < hands:
        below += free_s[below + 1] < free_s[below]
        free_s[place] = free_s[below]
        place, below = below, 2 * below + 1
    rise(free_s, place, time_s)


@compiled
def change(
    free_s: FloatArray, leaving_s: FloatArray, sizes: tuple[int, int], wanted: int, now_s: float
) -> tuple[int, int]:
    """How many hands there are, and how many may still be leaving, once `wanted` are at work."""
    hands, leaving = sizes
    if leaving > 0 and leaving_s[leaving - 1] <= now_s:
        leaving = 0
    while hands > wanted:
        if free_s[0] > now_s:
            leaving_s[leaving] = free_s[0]
            leaving += 1
        hands -= 1
        last_s, free_s[hands] = free_s[hands], math.inf
        sink(free_s, hands, last_s)
    if hands == 0:
        free_s[0] = math.inf
    while hands < wanted:
        if leaving > 0:
            leaving -= 1
            rise(free_s, hands, max(leaving_s[leaving], now_s))
        else:
            rise(free_s, hands, now_s)
        hands += 1
        free_s[hands] = math.inf
    return hands, leaving


class Redialling(NamedTuple):
    """Who will call again: a heap of contacts by time, how many stand in it, and failed attempts by contact."""

    heap: Records
    events: IntArray
    tries: IntArray


@compiled
def next_try(
    centre: Centre, contacts: Contacts, r: int, fresh: int, redialling: Redialling
) -> tuple[float, int, float]:
    """When the next contact asks, fresh or again, which one it is, and how long it will wait."""
    again_s = redialling.heap[0].time_s
    if fresh < contacts.first[r, 1] and contacts.came_s[fresh] <= again_s:
        return contacts.came_s[fresh], fresh, contacts.patience_s[fresh]
    place = pop(redialling.heap, redialling.events)
    key = key_of(contacts.redial_key[r, 0], place)
    patience_s = -math.log(uniform(key, DRAWS * redialling.tries[place] + NEXT_PATIENCE)) * centre.queue[0].patience_s
    return again_s, contacts.first[r, 0] + place, patience_s


@compiled
def give_up(
    centre: Centre, contacts: Contacts, r: int, i: int, now_s: float, redialling: Redialling, again: IntArray
) -> None:
    """The contact gives up now; it will call again before the end, or that was it."""
    queue, place = centre.queue[0], i - contacts.first[r, 0]
    redialling.tries[place] += 1
    key, drawn = key_of(contacts.redial_key[r, 0], place), DRAWS * redialling.tries[place]
    if uniform(key, drawn + AGAIN) <= queue.redial_share:
        again_s = now_s - math.log(uniform(key, drawn + DELAY)) * queue.redial_after_s
        if again_s < centre.end_s:
            again[int(again_s / centre.interval_s)] += 1
            push(redialling.heap, redialling.events, again_s, place)


@compiled
def serve(
    centre: Centre, contacts: Contacts, r: int, wanted: IntArray, outcome: Outcome, room: tuple[FloatArray, FloatArray]
) -> None:
    """Plays one replication; after each change so many hands are `wanted`."""
    came_s, handling_s, patient_s = contacts.came_s, contacts.handling_s, contacts.patience_s
    (free_s, leaving_s), step_s, redials = room, centre.step_s, centre.queue[0].redial_share > 0
    free_s[0], hands, leaving, step, next_s = math.inf, 0, 0, 0, step_s[0] if step_s.size > 0 else math.inf
    fresh, end = contacts.first[r, 0], contacts.first[r, 1]
    size = end - fresh if redials else 0
    redialling = Redialling(np.empty(size, EVENT), np.zeros(1, np.int64), np.zeros(size, np.int64))
    while fresh < end or redialling.events[0] > 0:
        i = min(fresh, end - 1)
        asked_s, patience_s = came_s[i], patient_s[i]
        if redialling.events[0] > 0:
            asked_s, i, patience_s = next_try(centre, contacts, r, fresh, redialling)
        fresh += i == fresh
        taken_s = max(asked_s, free_s[0])
        while next_s <= taken_s and step < wanted.size:
            hands, leaving = change(free_s, leaving_s, (hands, leaving), wanted[step], next_s)
            step += 1
            next_s = step_s[step] if step < wanted.size else math.inf
            taken_s = max(asked_s, free_s[0])
        outcome.asked_s[i] = asked_s
        if asked_s + patience_s >= taken_s:
            outcome.until_s[i], outcome.group[i] = taken_s, 0
            sink(free_s, hands, taken_s + handling_s[i])
        else:
            outcome.until_s[i], outcome.group[i] = asked_s + patience_s, NOBODY
            if redials:
                give_up(centre, contacts, r, i, asked_s + patience_s, redialling, outcome.again[r, 0])


@compiled
def play_one_queue(centre: Centre, contacts: Contacts, step_agents: IntArray, outcome: Outcome) -> None:
    """Plays the replications of the contacts; `step_agents` has a row for each."""
    wanted = step_agents * centre.queue[0].concurrency
    most = int(wanted.max()) + 2
    room = np.empty(most, np.float64), np.empty(most, np.float64)
    for r in range(contacts.first.shape[0]):
        serve(centre, contacts, r, wanted[r], outcome, room)
