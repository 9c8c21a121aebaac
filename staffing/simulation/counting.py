"""From what became of each contact to counts by queue and interval."""

import math
from typing import NamedTuple

from staffing.compiling import FloatArray, IntArray, compiled
from staffing.simulation.draws import Contacts
from staffing.simulation.records import NOBODY, Outcome


class Counts(NamedTuple):
    """Counts [replication, queue, interval] as `Simulated` has them; `busy_s` [replication, group, interval]."""

    offered: IntArray
    answered: IntArray
    in_time: IntArray
    abandoned: IntArray
    attempts: IntArray
    attempts_answered: IntArray
    wait_s: FloatArray
    abandoned_wait_s: FloatArray
    busy_s: FloatArray


class Measure(NamedTuple):
    """How the contacts of each queue are measured."""

    place: IntArray  # of each queue, and of each group, among all
    group_place: IntArray
    within_s: FloatArray  # the longest wait that is in time; deferred work: until it is finished
    deferred: IntArray  # 1 for deferred work
    hand: FloatArray  # 1 / concurrency: the share of an agent that a contact takes
    interval_s: float


@compiled
def count_busy(busy_s: FloatArray, interval_s: float, start_s: float, left_s: float, hand: float) -> None:
    """Adds handling to the intervals in which it falls; what falls behind the last is not counted."""
    k = int(start_s / interval_s)
    while left_s > 0 and k < busy_s.size:
        part = min(left_s, max((k + 1) * interval_s - start_s, 0.0))
        busy_s[k] += part * hand
        left_s, start_s, k = left_s - part, start_s + part, k + 1


@compiled
def count_queue(
    counts: Counts, r: int, here: tuple[int, int], contacts: Contacts, outcome: Outcome, measure: Measure, q: int
) -> None:
    """Adds the contacts of one queue and replication, which stand from here[0] up to before here[1]."""
    place, deferred, hand = measure.place[q], measure.deferred[q], measure.hand[q]
    for i in range(here[0], here[1]):
        k, until_s, handling_s = contacts.interval[i], outcome.until_s[i], contacts.handling_s[i]
        counts.offered[r, place, k] += 1
        if until_s == math.inf:
            continue
        wait_s = until_s - outcome.asked_s[i]
        if outcome.group[i] == NOBODY:
            counts.abandoned[r, place, k] += 1
            counts.abandoned_wait_s[r, place, k] += wait_s
            continue
        counts.answered[r, place, k] += 1
        counts.wait_s[r, place, k] += wait_s
        counts.in_time[r, place, k] += wait_s + deferred * handling_s <= measure.within_s[q]
        asked_in = k if outcome.asked_s[i] == contacts.came_s[i] else int(outcome.asked_s[i] / measure.interval_s)
        counts.attempts_answered[r, place, asked_in] += 1
        busy_s = counts.busy_s[r, measure.group_place[outcome.group[i]]]
        count_busy(busy_s, measure.interval_s, until_s, handling_s, hand)


@compiled
def count_contacts(counts: Counts, since: int, contacts: Contacts, outcome: Outcome, measure: Measure) -> None:
    """Adds to the counts the contacts of the replications from number `since` on."""
    for r in range(contacts.first.shape[0]):
        for q in range(measure.place.size):
            here = contacts.first[r, q], contacts.first[r, q + 1]
            count_queue(counts, since + r, here, contacts, outcome, measure, q)
            counts.attempts[since + r, measure.place[q]] = (
                counts.offered[since + r, measure.place[q]] + outcome.again[r, q]
            )
