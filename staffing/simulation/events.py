"""The event kernel: many queues, many groups of agents, one event after the other.

Events are fresh contacts, changes of the number of agents, and what stands in a heap by time: the end of handling, the
end of a caller's patience, a call made again. A contact is taken only where that leaves no more agents with contacts in
hand than are at work: who leaves finishes what is in hand, free agents leave before busy ones, and nothing is cut off.
An agent has contacts of one queue in hand at a time; those of a queue with concurrency are on as few agents as can hold
them.
"""

import math
from typing import NamedTuple

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled, compiled_beside
from staffing.simulation.draws import Contacts, WordArray

STEP = np.uint64(0x9E3779B97F4A7C15)
AGAIN, DELAY, PATIENCE, DRAWS = range(4)  # what is drawn for each repeated attempt
ENDED, GAVE_UP, CALLED_AGAIN, KINDS = range(4)  # events in the heap
FRESH, WAITING, TAKEN, GONE = range(4)  # a contact's mode
NOBODY = -1
LONGEST_WAIT, URGENCY, SKILL_ORDER = range(3)


class Centre(NamedTuple):
    """Queues and agents, the same in every replication; orders are padded with NOBODY."""

    answer_within_s: FloatArray  # by queue; deferred work: max_backlog_s
    concurrency: IntArray
    deferred: IntArray  # 1 for deferred work
    spare_agents: IntArray
    redial_share: FloatArray
    redial_after_s: FloatArray
    patience_s: FloatArray
    groups_of: IntArray  # by queue: groups in the order in which a contact looks for a free agent
    skills_of: IntArray  # by group: queues, best first
    step_s: FloatArray  # changes of the number of agents, in order of time
    step_group: IntArray
    policy: int
    interval_s: float
    end_s: float


class Counts(NamedTuple):
    """What is counted, by queue and interval (`busy_s` by group and interval), of one replication or of all."""

    offered: IntArray
    answered: IntArray
    in_time: IntArray
    abandoned: IntArray
    attempts: IntArray
    attempts_answered: IntArray
    wait_s: FloatArray
    busy_s: FloatArray


class Run(NamedTuple):
    """Where one replication stands; its contacts are numbered from 0, queue after queue."""

    agents: IntArray  # by group: at work
    used: IntArray  # by group: with contacts in hand
    in_hand: IntArray  # by group and queue: contacts
    oldest: IntArray  # by queue: the contact that waits longest and the newest
    newest: IntArray
    later: IntArray  # by contact: who waits behind and before it
    earlier: IntArray
    asked_s: FloatArray  # by contact: when its present attempt was made
    tries: IntArray  # by contact: attempts that failed
    mode: IntArray
    queue: IntArray
    group: IntArray  # by contact: whose agent took it
    event_s: FloatArray  # the heap: times, what, and how many
    event: IntArray
    events: IntArray
    first: IntArray  # by queue: its first contact
    key: WordArray  # by queue: of repeated attempts
    interval: IntArray  # by contact: in which it first came in
    handling_s: FloatArray


@compiled
def mixed(word: np.uint64) -> np.uint64:
    """The finaliser of splitmix64, as contacts are drawn with."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@compiled
def drawn_again(run: Run, i: int, what: int) -> float:
    """A number above 0 and at most 1 for the next attempt of the contact."""
    key = mixed(run.key[run.queue[i]] + np.uint64(i - run.first[run.queue[i]] + 1) * STEP)
    return ((mixed(key + np.uint64(DRAWS * run.tries[i] + what) * STEP) >> np.uint64(11)) + np.uint64(1)) * 2.0**-53


@compiled
def push(run: Run, time_s: float, what: int) -> None:
    """Puts an event into the heap."""
    place = run.events[0]
    run.events[0] += 1
    while place > 0:
        above = (place - 1) // 2
        if run.event_s[above] <= time_s:
            break
        run.event_s[place], run.event[place] = run.event_s[above], run.event[above]
        place = above
    run.event_s[place], run.event[place] = time_s, what


@compiled
def pop(run: Run) -> int:
    """Takes the first event out of the heap."""
    first = run.event[0]
    run.events[0] -= 1
    size = run.events[0]
    time_s, what = run.event_s[size], run.event[size]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and run.event_s[below + 1] < run.event_s[below]:
            below += 1
        if run.event_s[below] >= time_s:
            break
        run.event_s[place], run.event[place] = run.event_s[below], run.event[below]
        place = below
    run.event_s[place], run.event[place] = time_s, what
    return int(first)


@compiled
def join(run: Run, i: int) -> None:
    """The contact waits at the end of its queue."""
    q = run.queue[i]
    last = run.newest[q]
    run.earlier[i], run.later[i] = last, NOBODY
    if last == NOBODY:
        run.oldest[q] = i
    else:
        run.later[last] = i
    run.newest[q] = i
    run.mode[i] = WAITING


@compiled
def leave(run: Run, i: int) -> None:
    """The contact waits no longer."""
    q, before, behind = run.queue[i], run.earlier[i], run.later[i]
    if before == NOBODY:
        run.oldest[q] = behind
    else:
        run.later[before] = behind
    if behind == NOBODY:
        run.newest[q] = before
    else:
        run.earlier[behind] = before


@compiled
def may_take(centre: Centre, run: Run, g: int, q: int) -> bool:
    """Whether the group can take a contact of the queue now, with a free hand of an engaged agent or a free agent.

    Deferred work only when no live contact waits for the group and enough agents stay free.
    """
    engages = 1 if run.in_hand[g, q] % centre.concurrency[q] == 0 else 0
    if centre.deferred[q] == 0:
        return bool(run.used[g] + engages <= run.agents[g])
    for other in centre.skills_of[g]:
        if other != NOBODY and centre.deferred[other] == 0 and run.oldest[other] != NOBODY:
            return False
    return bool(run.used[g] + engages + centre.spare_agents[q] <= run.agents[g])


@compiled
def count_busy(centre: Centre, counts: Counts, g: int, start_s: float, left_s: float, share: float) -> None:
    """Adds the share of handling to the intervals in which it falls; what falls behind the last is not counted."""
    k = int(start_s / centre.interval_s)
    while left_s > 0 and k < counts.busy_s.shape[1]:
        part = min(left_s, max((k + 1) * centre.interval_s - start_s, 0.0))
        counts.busy_s[g, k] += part * share
        left_s, start_s, k = left_s - part, start_s + part, k + 1


@compiled
def asked_in(centre: Centre, run: Run, i: int) -> int:
    """The interval in which the contact's present attempt was made."""
    return int(run.interval[i]) if run.tries[i] == 0 else int(run.asked_s[i] / centre.interval_s)


@compiled
def take(centre: Centre, run: Run, counts: Counts, i: int, g: int, now_s: float) -> None:
    """An agent of the group takes the contact."""
    q, k, handling_s = run.queue[i], run.interval[i], run.handling_s[i]
    if run.in_hand[g, q] % centre.concurrency[q] == 0:
        run.used[g] += 1
    run.in_hand[g, q] += 1
    run.mode[i], run.group[i] = TAKEN, g
    wait_s = now_s - run.asked_s[i]
    counts.answered[q, k] += 1
    counts.attempts_answered[q, asked_in(centre, run, i)] += 1
    counts.wait_s[q, k] += wait_s
    if wait_s + centre.deferred[q] * handling_s <= centre.answer_within_s[q]:
        counts.in_time[q, k] += 1
    count_busy(centre, counts, g, now_s, handling_s, 1 / centre.concurrency[q])
    push(run, now_s + handling_s, KINDS * i + ENDED)


@compiled
def next_contact(centre: Centre, run: Run, g: int, now_s: float) -> int:
    """The contact that an agent of the group takes next; NOBODY where none waits that can be taken."""
    best, found, found_deferred = -math.inf, NOBODY, 1
    for place in range(centre.skills_of.shape[1]):
        q = centre.skills_of[g, place]
        if q == NOBODY:
            break
        i, deferred = run.oldest[q], centre.deferred[q]
        if i == NOBODY or deferred > found_deferred or not may_take(centre, run, g, q):
            continue
        weight = now_s - run.asked_s[i]
        if deferred == 0 and centre.policy == URGENCY:
            weight /= max(centre.answer_within_s[q], 1.0)
        elif deferred == 0 and centre.policy == SKILL_ORDER:
            weight = -place
        if deferred < found_deferred or weight > best:
            best, found, found_deferred = weight, i, deferred
    return found


@compiled
def work_on(centre: Centre, run: Run, counts: Counts, g: int, now_s: float) -> None:
    """Agents of the group take waiting contacts as long as there are both."""
    i = next_contact(centre, run, g, now_s)
    while i != NOBODY:
        leave(run, i)
        take(centre, run, counts, i, g, now_s)
        i = next_contact(centre, run, g, now_s)


@compiled
def ask(centre: Centre, run: Run, counts: Counts, i: int, now_s: float, patience_s: float) -> None:
    """The contact comes in, for the first time or again: a free agent takes it, or it waits as long as it will."""
    q = run.queue[i]
    run.asked_s[i] = now_s
    counts.attempts[q, asked_in(centre, run, i)] += 1
    for g in centre.groups_of[q]:
        if g != NOBODY and may_take(centre, run, g, q):
            take(centre, run, counts, i, g, now_s)
            return
    join(run, i)
    if patience_s < math.inf:
        push(run, now_s + patience_s, KINDS * i + GAVE_UP)


@compiled
def give_up(centre: Centre, run: Run, counts: Counts, i: int, now_s: float) -> None:
    """The contact stops waiting; it calls again before the end of the simulated time, or that was it."""
    q = run.queue[i]
    leave(run, i)
    run.mode[i] = GONE
    run.tries[i] += 1
    if drawn_again(run, i, AGAIN) <= centre.redial_share[q]:
        again_s = now_s - math.log(drawn_again(run, i, DELAY)) * centre.redial_after_s[q]
        if again_s < centre.end_s:
            push(run, again_s, KINDS * i + CALLED_AGAIN)
            return
    counts.abandoned[q, run.interval[i]] += 1


@compiled
def happen(centre: Centre, run: Run, counts: Counts, now_s: float) -> None:
    """The first event of the heap happens; patience that ends after its contact was taken means nothing."""
    what = pop(run)
    i, kind = what // KINDS, what % KINDS
    q = run.queue[i]
    if kind == ENDED:
        g = run.group[i]
        run.in_hand[g, q] -= 1
        if run.in_hand[g, q] % centre.concurrency[q] == 0:
            run.used[g] -= 1
        work_on(centre, run, counts, g, now_s)
    elif kind == CALLED_AGAIN:
        ask(centre, run, counts, i, now_s, -math.log(drawn_again(run, i, PATIENCE)) * centre.patience_s[q])
    elif run.mode[i] == WAITING:
        give_up(centre, run, counts, i, now_s)


@compiled
def next_fresh(came_s: FloatArray, upcoming: IntArray, until: IntArray) -> tuple[float, int]:
    """When the next fresh contact comes in, and to which queue; inf when there are no more."""
    soonest, queue = math.inf, NOBODY
    for q in range(upcoming.size):
        if upcoming[q] < until[q] and came_s[upcoming[q]] < soonest:
            soonest, queue = came_s[upcoming[q]], q
    return soonest, queue


@compiled
def played(
    centre: Centre, run: Run, counts: Counts, came_s: FloatArray, patience_s: FloatArray, step_agents: IntArray
) -> None:
    """One replication from its first contact to the end of the last."""
    upcoming, until, step = run.first[:-1].copy(), run.first[1:], 0
    fresh_s, q = next_fresh(came_s, upcoming, until)
    while True:
        event_s = run.event_s[0] if run.events[0] > 0 else math.inf
        step_s = centre.step_s[step] if step < step_agents.size else math.inf
        now_s = min(event_s, step_s, fresh_s)
        if now_s == math.inf:
            return
        if step_s == now_s:
            g = centre.step_group[step]
            run.agents[g] = step_agents[step]
            step += 1
            work_on(centre, run, counts, g, now_s)
        elif event_s == now_s:
            happen(centre, run, counts, now_s)
        else:
            i = upcoming[q]
            upcoming[q] += 1
            counts.offered[q, run.interval[i]] += 1
            ask(centre, run, counts, i, now_s, patience_s[i])
            fresh_s, q = next_fresh(came_s, upcoming, until)


@compiled
def start(centre: Centre, first: IntArray, key: WordArray, interval: IntArray, handling_s: FloatArray) -> Run:
    """Nobody at work yet, nobody waiting, all contacts to come."""
    groups, queues, contacts = centre.skills_of.shape[0], centre.concurrency.size, first[-1]
    queue = np.empty(contacts, np.int64)
    for q in range(queues):
        queue[first[q] : first[q + 1]] = q
    by_contact = np.zeros((6, contacts), np.int64)
    return Run(
        np.zeros(groups, np.int64),
        np.zeros(groups, np.int64),
        np.zeros((groups, queues), np.int64),
        np.full(queues, NOBODY),
        np.full(queues, NOBODY),
        by_contact[0],
        by_contact[1],
        np.empty(contacts, np.float64),
        by_contact[2],
        by_contact[3],
        queue,
        by_contact[4],
        np.empty(2 * contacts, np.float64),
        np.empty(2 * contacts, np.int64),
        np.zeros(1, np.int64),
        first,
        key,
        interval,
        handling_s,
    )


@compiled_beside
def simulate_events(centre: Centre, contacts: Contacts, counts: Counts, step_agents: IntArray, since: int) -> None:
    """Plays replications from number `since` on; `step_agents` has a row a replication, or one for all."""
    for r in range(contacts.first.shape[0]):
        begin, end = contacts.first[r, 0], contacts.first[r, -1]
        own = Counts(
            counts.offered[since + r],
            counts.answered[since + r],
            counts.in_time[since + r],
            counts.abandoned[since + r],
            counts.attempts[since + r],
            counts.attempts_answered[since + r],
            counts.wait_s[since + r],
            counts.busy_s[since + r],
        )
        run = start(
            centre,
            contacts.first[r] - begin,
            contacts.redial_key[r],
            contacts.interval[begin:end],
            contacts.handling_s[begin:end],
        )
        agents = step_agents[(since + r) % step_agents.shape[0]]
        played(centre, run, own, contacts.came_s[begin:end], contacts.patience_s[begin:end], agents)
