"""A day of calls and messages on the same agents, event by event, where a message is put aside whenever a call comes.

The product's event simulator finishes what an agent has in hand. Here an agent who is needed for a call leaves the
message, and it is taken up again, the oldest first, by whoever is free. Putting aside may take seconds, by which that
call's handling is longer. Calls, their patience and their handling are drawn apart from the messages, so that a day
with and a day without messages have the same calls.
"""

from dataclasses import dataclass

import numpy as np

from staffing.compiling import FloatArray, IntArray, compiled

NEVER = np.inf


@dataclass(frozen=True, slots=True)
class Drawn:
    """Contacts in the order of coming: when, how much work, how long they would wait, in seconds."""

    came_s: FloatArray
    work_s: FloatArray
    patience_s: FloatArray

    @property
    def count(self) -> int:
        """How many came."""
        return int(self.came_s.size)


def drawn(
    chance: np.random.Generator, offered: FloatArray, interval_s: float, aht_s: float, patience_s: float
) -> Drawn:
    """Poisson counts of each interval at even times; handling and patience exponential."""
    counts = chance.poisson(offered)
    starts = np.repeat(np.arange(offered.size), counts) * interval_s
    came = np.sort(starts + chance.uniform(0, interval_s, counts.sum()))
    return Drawn(came, chance.exponential(aht_s, came.size), chance.exponential(patience_s, came.size))


@compiled
def next_moment(
    upcoming: float,
    now: float,
    ends: FloatArray,
    given_up: FloatArray,
    left_s: FloatArray,
    inbox: IntArray,
) -> float:
    """When the next call ends, the next caller gives up or the next message is finished, if before `upcoming`."""
    for end in ends:
        upcoming = min(upcoming, end)
    for end in given_up:
        upcoming = min(upcoming, end)
    for i in inbox:
        upcoming = min(upcoming, now + left_s[i])
    return upcoming


@compiled
def still_there(values: FloatArray, beside: IntArray, now: float) -> int:
    """How many end after `now`; they are moved to the front in their order, and what stands beside them with them."""
    kept = 0
    for j in range(values.size):
        if values[j] > now:
            values[kept], beside[kept] = values[j], beside[j]
            kept += 1
    return kept


@compiled
def worked_on(inbox: IntArray, worked: int, seconds: float, now: float, left_s: FloatArray, done: FloatArray) -> int:
    """Works the oldest messages; how many of the inbox are left, moved to the front."""
    kept = 0
    for j in range(inbox.size):
        i = inbox[j]
        if j < worked:
            left_s[i] -= seconds
            if left_s[i] <= 1e-9:
                done[i] = now
                continue
        inbox[kept] = i
        kept += 1
    return kept


@compiled
def day_of_both(
    came_s: FloatArray,
    work_s: FloatArray,
    patience_s: FloatArray,
    message_came_s: FloatArray,
    message_work_s: FloatArray,
    agents: IntArray,
    own: IntArray,
    interval_s: float,
    aside_s: float,
) -> tuple[FloatArray, FloatArray, int]:
    """When each call was answered and each message finished (inf: never), and how often a message was put aside.

    `agents` of the intervals take calls and messages, `own` messages alone. An agent who leaves finishes his call.
    """
    calls, messages = came_s.size, message_came_s.size
    answered, finished, put_aside = np.full(calls, np.inf), np.full(messages, np.inf), 0
    ends, nothing, busy = np.empty(calls), np.empty(calls, np.int64), 0  # of the calls in hand
    queue, gives_up, waiting = np.empty(calls, np.int64), np.empty(calls), 0
    inbox, left_s, inside = np.empty(messages, np.int64), message_work_s.copy(), 0
    now, call, message, k = 0.0, 0, 0, 0
    while k < agents.size:
        worked, before = min(inside, max(agents[k] - busy, 0) + own[k]), now
        fresh = min(came_s[call] if call < calls else np.inf, message_came_s[message] if message < messages else np.inf)
        until = min((k + 1) * interval_s, fresh)
        now = next_moment(until, before, ends[:busy], gives_up[:waiting], left_s, inbox[:worked])
        inside = worked_on(inbox[:inside], worked, now - before, now, left_s, finished)
        busy = still_there(ends[:busy], nothing[:busy], now)
        waiting = still_there(gives_up[:waiting], queue[:waiting], now)
        if call < calls and came_s[call] <= now:
            queue[waiting], gives_up[waiting] = call, now + patience_s[call]
            waiting, call = waiting + 1, call + 1
        if message < messages and message_came_s[message] <= now:
            inbox[inside] = message
            inside, message = inside + 1, message + 1
        k += 1 if now >= (k + 1) * interval_s else 0
        while k < agents.size and waiting > 0 and busy < agents[k]:
            is_put_aside = inside - own[k] >= agents[k] - busy  # all who are free of calls are on a message
            i, put_aside = queue[0], put_aside + (1 if is_put_aside else 0)
            answered[i], ends[busy] = now, now + work_s[i] + (aside_s if is_put_aside else 0.0)
            gives_up[0], busy = -1.0, busy + 1
            waiting = still_there(gives_up[:waiting], queue[:waiting], 0.0)
    return answered, finished, put_aside


@dataclass(frozen=True, slots=True)
class BothDays:
    """Sums over the days by interval of coming: calls, calls answered, messages, messages done in time; put aside."""

    calls: FloatArray
    answered: FloatArray
    messages: FloatArray
    in_time: FloatArray
    put_aside_a_message: float


def days_of_both(
    offered: FloatArray,
    messages: FloatArray,
    agents: IntArray,
    own: IntArray,
    *,
    aht_s: float,
    patience_s: float,
    message_aht_s: float,
    limit_s: float,
    interval_s: float,
    aside_s: float,
    days: int,
    seed: int,
) -> BothDays:
    """So many days with the same agents; messages that come in too late to be judged within the days are left out."""
    sums, aside = np.zeros((4, offered.size)), 0
    for day in range(days):
        calls = drawn(np.random.default_rng([seed, day, 0]), offered, interval_s, aht_s, patience_s)
        mails = drawn(np.random.default_rng([seed, day, 1]), messages, interval_s, message_aht_s, NEVER)
        answered_s, finished_s, times = day_of_both(
            calls.came_s, calls.work_s, calls.patience_s, mails.came_s, mails.work_s, agents, own, interval_s, aside_s
        )
        aside += times
        found = (np.ones(calls.count), answered_s < np.inf, np.ones(mails.count), finished_s - mails.came_s <= limit_s)
        for row, (came_s, hits) in enumerate(zip((calls.came_s,) * 2 + (mails.came_s,) * 2, found, strict=True)):
            sums[row] += np.bincount(
                (came_s // interval_s).astype(int), weights=hits.astype(np.float64), minlength=offered.size
            )
    calls_in, answered, messages_in, in_time = sums
    return BothDays(calls_in, answered, messages_in, in_time, aside / max(messages_in.sum(), 1))
