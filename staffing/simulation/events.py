"""The event kernel: many queues, many groups of agents, one event after the other.

Events are fresh contacts, changes of the number of agents, and what stands in a heap by time: the end of handling, the
end of a caller's patience, a call made again. A contact is taken only where that leaves no more agents with contacts in
hand than are at work: who leaves finishes what is in hand, free agents leave before busy ones, and nothing is cut off.
An agent has contacts of one queue in hand at a time; those of a queue with concurrency are on as few agents as can hold
them.
"""

import math

import numpy as np

from staffing.compiling import FloatArray, IntArray, Records, borrowing, compiled
from staffing.simulation.chance import key_of, uniform
from staffing.simulation.draws import AGAIN, DELAY, DRAWS, NEXT_PATIENCE, Contacts
from staffing.simulation.heap import EVENT, pop, push
from staffing.simulation.records import CONTACT, GROUP, NOBODY, Centre, Outcome, Run

ENDED, GAVE_UP, CALLED_AGAIN, KINDS = range(4)  # events in the heap
LONGEST_WAIT, URGENCY, SKILL_ORDER = range(3)


@borrowing
def drawn_again(run: Run, i: int, what: int) -> float:
    """A number above 0 and at most 1 for the next attempt of the contact."""
    contact = run.contact[i]
    queue = run.queue[contact.queue]
    return uniform(key_of(queue.key, i - queue.first), DRAWS * contact.tries + what)


@borrowing
def join(run: Run, i: int) -> None:
    """The contact waits at the end of its queue."""
    own, queue = run.contact[i], run.queue[run.contact[i].queue]
    own.earlier, own.later, own.waits = queue.newest, NOBODY, 1
    if queue.newest == NOBODY:
        queue.oldest = i
    else:
        run.contact[queue.newest].later = i
    queue.newest = i
    run.waiting[0] += 1


@borrowing
def leave(run: Run, i: int) -> None:
    """The contact waits no longer."""
    own, queue = run.contact[i], run.queue[run.contact[i].queue]
    own.waits = 0
    if own.earlier == NOBODY:
        queue.oldest = own.later
    else:
        run.contact[own.earlier].later = own.later
    if own.later == NOBODY:
        queue.newest = own.earlier
    else:
        run.contact[own.later].earlier = own.earlier
    run.waiting[0] -= 1


@borrowing
def engages(in_hand: int, concurrency: int) -> int:
    """1 where one contact more, or the last one gone, is an agent more or less with contacts in hand, else 0."""
    return 1 if concurrency == 1 or in_hand % concurrency == 0 else 0


@borrowing
def may_take(run: Run, g: int, q: int) -> bool:
    """Whether the group can take a contact of the queue now, with a free hand of an engaged agent or a free agent.

    Deferred work only when no live contact waits for the group and enough agents stay free.
    """
    asked = run.queue[q]
    needed = run.group[g].used + engages(run.in_hand[g, q], asked.concurrency) + asked.spare_agents
    if asked.deferred == 1:
        for place in range(run.skills_of.shape[1]):
            other = run.skills_of[g, place]
            if other != NOBODY and run.queue[other].deferred == 0 and run.queue[other].oldest != NOBODY:
                return False
    return bool(needed <= run.group[g].agents)


@borrowing
def take(run: Run, i: int, g: int, now_s: float) -> None:
    """An agent of the group takes the contact."""
    contact = run.contact[i]
    q = contact.queue
    contact.until_s, contact.group = now_s, g
    run.group[g].used += engages(run.in_hand[g, q], run.queue[q].concurrency)
    run.in_hand[g, q] += 1
    push(run.heap, run.events, now_s + contact.handling_s, KINDS * i + ENDED)


@borrowing
def next_contact(run: Run, g: int, now_s: float) -> int:
    """The contact that an agent of the group takes next; NOBODY where none waits that can be taken."""
    best, found, found_deferred = -math.inf, NOBODY, 1
    for place in range(run.skills_of.shape[1]):
        q = run.skills_of[g, place]
        if q == NOBODY:
            break
        i, deferred = run.queue[q].oldest, run.queue[q].deferred
        if i == NOBODY or deferred > found_deferred or not may_take(run, g, q):
            continue
        weight = now_s - run.contact[i].asked_s
        if deferred == 0 and run.policy == URGENCY:
            weight /= run.queue[q].urgent_s
        elif deferred == 0 and run.policy == SKILL_ORDER:
            weight = -place
        if deferred < found_deferred or weight > best:
            best, found, found_deferred = weight, i, deferred
    return found


@borrowing
def work_on(run: Run, g: int, now_s: float) -> None:
    """Agents of the group take waiting contacts as long as there are both."""
    while run.waiting[0] > 0:
        i = next_contact(run, g, now_s)
        if i == NOBODY:
            return
        leave(run, i)
        take(run, i, g, now_s)


@borrowing
def free_group(run: Run, q: int) -> int:
    """The group whose agent takes a contact of the queue that asks now; NOBODY where it must wait.

    Of the first that can take it, those that rank alike, it is the one with the most agents free.
    """
    found, most, rank = NOBODY, 0, 0
    for place in range(run.groups_of.shape[1]):
        g = run.groups_of[q, place]
        if g == NOBODY or (found != NOBODY and run.rank_of[q, place] != rank):
            break
        free = run.group[g].agents - run.group[g].used
        if (found == NOBODY or free > most) and may_take(run, g, q):
            found, most, rank = g, free, run.rank_of[q, place]
    return int(found)


@borrowing
def ask(run: Run, i: int, now_s: float, patience_s: float) -> None:
    """The contact comes in, for the first time or again: a free agent takes it, or it waits as long as it will."""
    run.contact[i].asked_s = now_s
    g = free_group(run, run.contact[i].queue)
    if g != NOBODY:
        take(run, i, g, now_s)
    else:
        join(run, i)
        if patience_s < math.inf:
            push(run.heap, run.events, now_s + patience_s, KINDS * i + GAVE_UP)


@borrowing
def give_up(run: Run, i: int, now_s: float) -> None:
    """The contact stops waiting; it calls again before the end of the simulated time, or that was it."""
    contact = run.contact[i]
    queue = run.queue[contact.queue]
    leave(run, i)
    contact.tries += 1
    if drawn_again(run, i, AGAIN) <= queue.redial_share:
        again_s = now_s - math.log(drawn_again(run, i, DELAY)) * queue.redial_after_s
        if again_s < run.end_s:
            run.again[contact.queue, int(again_s / run.interval_s)] += 1
            push(run.heap, run.events, again_s, KINDS * i + CALLED_AGAIN)
            return
    contact.until_s = now_s


@borrowing
def end(run: Run, i: int, now_s: float) -> None:
    """The contact was handled; its agent takes another, or is free."""
    q, g = run.contact[i].queue, run.contact[i].group
    run.in_hand[g, q] -= 1
    run.group[g].used -= engages(run.in_hand[g, q], run.queue[q].concurrency)
    work_on(run, g, now_s)


@borrowing
def happen(run: Run, now_s: float) -> None:
    """The first event of the heap happens; patience that ends after its contact was taken means nothing."""
    what = pop(run.heap, run.events)
    i, kind = what // KINDS, what % KINDS
    if kind == ENDED:
        end(run, i, now_s)
    elif kind == CALLED_AGAIN:
        patience_s = -math.log(drawn_again(run, i, NEXT_PATIENCE)) * run.queue[run.contact[i].queue].patience_s
        ask(run, i, now_s, patience_s)
    elif run.contact[i].waits == 1:
        give_up(run, i, now_s)


@borrowing
def next_fresh(queue: Records, came_s: FloatArray) -> tuple[float, int]:
    """When the next fresh contact comes in, and to which queue; inf when there are no more."""
    soonest, found = math.inf, NOBODY
    for q in range(queue.size):
        if queue[q].upcoming < queue[q].until and came_s[queue[q].upcoming] < soonest:
            soonest, found = came_s[queue[q].upcoming], q
    return soonest, found


@borrowing
def play(run: Run, centre: Centre, came_s: FloatArray, patience_s: FloatArray, step_agents: IntArray) -> None:
    """One replication from its first contact to the end of the last."""
    step, (fresh_s, q) = 0, next_fresh(run.queue, came_s)
    while True:
        event_s = run.heap[0].time_s if run.events[0] > 0 else math.inf
        step_s = centre.step_s[step] if step < step_agents.size else math.inf
        now_s = min(event_s, step_s, fresh_s)
        if now_s == math.inf:
            return
        if step_s == now_s:
            g = centre.step_group[step]
            run.group[g].agents = step_agents[step]
            step += 1
            work_on(run, g, now_s)
        elif event_s == now_s:
            happen(run, now_s)
        else:
            i = run.queue[q].upcoming
            run.queue[q].upcoming += 1
            ask(run, i, now_s, patience_s[i])
            fresh_s, q = next_fresh(run.queue, came_s)


@compiled
def contacts_to_come(contacts: Contacts, r: int) -> Records:
    """The contacts of a replication as records, queue after queue."""
    begin = contacts.first[r, 0]
    contact = np.zeros(contacts.first[r, -1] - begin, CONTACT)
    for q in range(contacts.first.shape[1] - 1):
        for i in range(contacts.first[r, q], contacts.first[r, q + 1]):
            own = contact[i - begin]
            own.queue, own.handling_s, own.until_s, own.group = q, contacts.handling_s[i], math.inf, NOBODY
    return contact


@compiled
def queues_at_start(queue: Records, contacts: Contacts, r: int) -> Records:
    """The queues of a replication with nobody waiting and all contacts to come."""
    own = queue.copy()
    for q in range(own.size):
        own[q].oldest, own[q].newest, own[q].key = NOBODY, NOBODY, contacts.redial_key[r, q]
        own[q].first = own[q].upcoming = contacts.first[r, q] - contacts.first[r, 0]
        own[q].until = contacts.first[r, q + 1] - contacts.first[r, 0]
    return own


@compiled
def play_events(centre: Centre, contacts: Contacts, step_agents: IntArray, outcome: Outcome) -> None:
    """Plays the replications of the contacts; `step_agents` has a row for each."""
    groups, queues = centre.skills_of.shape[0], centre.queue.size
    for r in range(contacts.first.shape[0]):
        begin, end = contacts.first[r, 0], contacts.first[r, -1]
        run = Run(
            contacts_to_come(contacts, r),
            queues_at_start(centre.queue, contacts, r),
            np.zeros(groups, GROUP),
            np.zeros((groups, queues), np.int64),
            np.empty(2 * (end - begin), EVENT),
            np.zeros(1, np.int64),
            np.zeros(1, np.int64),
            outcome.again[r],
            centre.groups_of,
            centre.rank_of,
            centre.skills_of,
            centre.policy,
            centre.interval_s,
            centre.end_s,
        )
        play(run, centre, contacts.came_s[begin:end], contacts.patience_s[begin:end], step_agents[r])
        for i in range(end - begin):
            found = run.contact[i]
            outcome.asked_s[begin + i], outcome.until_s[begin + i] = found.asked_s, found.until_s
            outcome.group[begin + i] = found.group
