"""Contacts drawn at random: when they come in, how long they take, how long they would wait.

Every number is taken by its place: (seed, replication, stream, purpose, number of the contact). So the contacts are the
same whatever agents and other streams there are, and searches over agents compare on the same contacts. Contacts come
as a Poisson process, by exponential gaps in units of the cumulated rate: a factor on the rate moves the same contacts
closer together and lets more of them come before the end.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import FloatArray, IntArray, compiled
from staffing.simulation.chance import WordArray, key_of, uniform

Room = tuple[FloatArray, IntArray, IntArray]
ARRIVAL, HANDLING, ANGLE, PATIENCE, REDIAL = range(5)
FIRST_ROOM = 1024  # contacts; room is doubled when more come
AGAIN, DELAY, NEXT_PATIENCE, DRAWS = range(4)  # what is drawn for each repeated attempt


class Law(NamedTuple):
    """What contacts are drawn from: means by queue and interval, and by queue how handling and patience scatter."""

    place: IntArray  # of each queue among all streams
    offered: FloatArray  # of each stretch of each interval
    stretches: int  # of an interval
    aht_s: FloatArray
    log_spread: FloatArray  # standard deviation of the log of handling; 0: exponential handling
    patience_s: FloatArray  # inf: nobody leaves
    is_played: NDArray[np.bool_]  # by interval: elsewhere nobody comes in
    interval_s: float


class Contacts(NamedTuple):
    """Contacts of some replications; those of replication r and queue q stand at first[r, q] : first[r, q + 1]."""

    first: IntArray
    came_s: FloatArray
    interval: IntArray
    handling_s: FloatArray
    patience_s: FloatArray
    redial_key: WordArray  # by replication and queue


@compiled
def came_in(key: np.uint64, law: Law, q: int, factors: FloatArray, number: int, room: Room) -> tuple[int, Room]:
    """When the contacts of a queue come in, in which interval and as which of all, written from place `number` on."""
    (came_s, interval, place), drawn, stretch_s = room, 1, law.interval_s / law.stretches
    before, level = 0.0, -math.log(uniform(key, 0))
    for k in range(law.offered.shape[1]):
        own = k // law.stretches
        mean = law.offered[q, k] * factors[own]
        while level < before + mean:
            if law.is_played[own]:
                if number == came_s.size:
                    more = np.empty(number, np.int64)
                    came_s = np.concatenate((came_s, np.empty(number, np.float64)))
                    interval, place = np.concatenate((interval, more)), np.concatenate((place, more))
                came_s[number] = (k + (level - before) / mean) * stretch_s
                interval[number], place[number] = own, drawn - 1
                number += 1
            level -= math.log(uniform(key, drawn))
            drawn += 1
        before += mean
    return number, (came_s, interval, place)


@compiled
def handling_time(keys: tuple[np.uint64, np.uint64], place: int, mean_s: float, log_spread: float) -> float:
    """Seconds of handling: exponential, or lognormal with the normal of Box and Muller (1958)."""
    exponential = -math.log(uniform(keys[0], place))
    if log_spread == 0:
        return exponential * mean_s
    normal = math.sqrt(2 * exponential) * math.cos(2 * math.pi * uniform(keys[1], place))
    return mean_s * math.exp(log_spread * (normal - log_spread / 2))


@compiled
def drawn_contacts(seed: int, replications: tuple[int, int], law: Law, factors: FloatArray) -> Contacts:
    """The contacts of replications from the first up to before the second, whose rates are `factors` of the means.

    `factors` [replication, queue, interval] has an axis of 1 where all queues have the same.
    """
    queues, runs = law.offered.shape[0], replications[1] - replications[0]
    first, keys = np.zeros((runs, queues + 1), np.int64), np.empty((runs, queues), np.uint64)
    room, number = (np.empty(FIRST_ROOM), np.empty(FIRST_ROOM, np.int64), np.empty(FIRST_ROOM, np.int64)), 0
    for r in range(runs):
        first[r, 0] = number
        for q in range(queues):
            keys[r, q] = key_of(key_of(key_of(np.uint64(0), seed), replications[0] + r), law.place[q])
            number, room = came_in(key_of(keys[r, q], ARRIVAL), law, q, factors[r, q % factors.shape[1]], number, room)
            first[r, q + 1] = number
    came_s, interval, places = room[0][:number], room[1][:number], room[2]
    handling_s, patience_s = np.empty(number, np.float64), np.empty(number, np.float64)
    for r in range(runs):
        for q in range(queues):
            handling = key_of(keys[r, q], HANDLING), key_of(keys[r, q], ANGLE)
            patience = key_of(keys[r, q], PATIENCE)
            for i in range(first[r, q], first[r, q + 1]):
                place = places[i]
                handling_s[i] = handling_time(handling, place, law.aht_s[q, interval[i]], law.log_spread[q])
                patience_s[i] = -math.log(uniform(patience, place)) * law.patience_s[q]
            keys[r, q] = key_of(keys[r, q], REDIAL)
    return Contacts(first, came_s, interval, handling_s, patience_s, keys)
