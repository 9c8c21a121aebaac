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
    answered, finished, put_aside = np.full(came_s.size, np.inf), np.full(message_came_s.size, np.inf), 0
    ends, busy = np.empty(4096), 0  # of the calls in hand
    queue, waiting = np.empty(came_s.size, np.int64), 0
    inbox, left_s, inside = np.empty(message_came_s.size, np.int64), message_work_s.copy(), 0
    now, call, message, k = 0.0, 0, 0, 0
    while k < agents.size:
        free = max(agents[k] - busy, 0)
        worked = min(inside, free + own[k])
        upcoming = (k + 1) * interval_s
        if call < came_s.size:
            upcoming = min(upcoming, came_s[call])
        if message < message_came_s.size:
            upcoming = min(upcoming, message_came_s[message])
        for j in range(busy):
            upcoming = min(upcoming, ends[j])
        for j in range(waiting):
            upcoming = min(upcoming, came_s[queue[j]] + patience_s[queue[j]])
        for j in range(worked):
            upcoming = min(upcoming, now + left_s[inbox[j]])
        kept = 0
        for j in range(inside):  # the oldest were worked on until now
            if j < worked:
                left_s[inbox[j]] -= upcoming - now
                if left_s[inbox[j]] <= 1e-9:
                    finished[inbox[j]] = upcoming
                    continue
            inbox[kept] = inbox[j]
            kept += 1
        inside, now = kept, upcoming
        kept = 0
        for j in range(busy):
            if ends[j] > now:
                ends[kept] = ends[j]
                kept += 1
        busy, kept = kept, 0
        for j in range(waiting):
            if came_s[queue[j]] + patience_s[queue[j]] > now:
                queue[kept] = queue[j]
                kept += 1
        waiting = kept
        if call < came_s.size and came_s[call] <= now:
            queue[waiting] = call
            waiting, call = waiting + 1, call + 1
        if message < message_came_s.size and message_came_s[message] <= now:
            inbox[inside] = message
            inside, message = inside + 1, message + 1
        if now >= (k + 1) * interval_s:
            k += 1
        taken = 0
        while k < agents.size and taken < waiting and busy < agents[k]:
            i = queue[taken]
            taken += 1
            lent = min(inside, agents[k] - busy + own[k]) - own[k]  # free agents who are on a message
            is_put_aside = lent >= agents[k] - busy
            put_aside += 1 if is_put_aside else 0
            answered[i], ends[busy] = now, now + work_s[i] + (aside_s if is_put_aside else 0.0)
            busy += 1
        queue[: waiting - taken] = queue[taken:waiting].copy()
        waiting -= taken
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
            sums[row] += np.bincount((came_s // interval_s).astype(int), weights=hits, minlength=offered.size)
    return BothDays(*sums, aside / max(sums[2].sum(), 1))
