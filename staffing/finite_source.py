"""Queues with few customers: Engset's loss and the repair of machines, exact; and how concurrent chats slow each other.

Of K customers each is idle for a mean time, then asks for a mean time of service, `load` = service / idle, of one of c
servers. Lost when all are busy (Engset 1918), or waiting (Palm 1947): weights of j customers with the servers

    Engset, j <= c:  C(K, j) load^j        repair:  C(K, j) load^j,  for j > c times j! / (c! c^(j - c))

A chat is a customer of its agent: he writes himself for a while, then waits for, or is given, the agent's attention.
With k chats in hand an agent who works B seconds on each of them, Z being the customer's own time, is busy for a share

    U(k) = 1 - P(nobody with the agent) = 1 - E_k(Z / B)        (E: Erlang's loss formula; K = k, c = 1)

of the time, ends chats at the rate U(k) / B, and each takes k B / U(k): at least as long as alone, B + Z.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from domain.site_config import Queue
from staffing.cases import checked_agents, checked_positive, checked_share, flat_cases, in_shape, refuse
from staffing.compiling import FloatArray, IntArray, compiled


@dataclass(frozen=True, slots=True)
class RepairFigures:
    """`p_none` with the servers, mean numbers in service and waiting, `p_wait` of a customer who asks for service."""

    p_none: FloatArray
    busy: FloatArray
    waiting: FloatArray
    p_wait: FloatArray


@compiled
def engset_of_each(sources: IntArray, servers: IntArray, load: FloatArray) -> FloatArray:
    """P(all servers busy), case by case: 1 / E(n) = 1 + n / ((K - n + 1) load) / E(n - 1), all terms positive."""
    busy = np.zeros(load.size)
    for i in range(load.size):
        if servers[i] > sources[i] or load[i] == 0:
            busy[i] = 1.0 if servers[i] == 0 else 0.0
            continue
        inverse = 1.0
        for n in range(1, servers[i] + 1):
            inverse = 1 + inverse * n / ((sources[i] - n + 1) * load[i])
        busy[i] = 1 / inverse
    return busy


@compiled
def repair_weights(sources: int, servers: int, load: float) -> FloatArray:
    """P(j customers with the servers), j = 0 to K; scaled on the way, so that no weight overflows."""
    weights = np.ones(sources + 1)
    for j in range(1, sources + 1):
        weights[j] = weights[j - 1] * (sources - j + 1) * load / min(j, servers)
        if weights[j] > 1e200:
            weights[: j + 1] /= weights[j]
    return weights / weights.sum()


@compiled
def repair_of_each(sources: IntArray, servers: IntArray, load: FloatArray) -> FloatArray:
    """`RepairFigures` in columns, a case a row; who asks sees the queue that the others make (arrival theorem)."""
    reached = np.zeros((load.size, 4))
    for i in range(load.size):
        law = repair_weights(sources[i], servers[i], load[i])
        reached[i, 0] = law[0]
        for j in range(1, law.size):
            reached[i, 1] += law[j] * min(j, servers[i])
            reached[i, 2] += law[j] * max(j - servers[i], 0)
        reached[i, 3] = repair_weights(sources[i] - 1, servers[i], load[i])[servers[i] :].sum()
    return reached


def engset_time_congestion(sources: ArrayLike, servers: ArrayLike, load: ArrayLike) -> FloatArray:
    """Share of time that all servers are busy, by sources, servers and the load of an idle source (service / idle)."""
    shape, (customers, count, loads) = flat_cases(sources, servers, load)
    refuse(~((loads >= 0) & np.isfinite(loads)), "load", loads, "service over idle time, 0 or more")
    return in_shape(engset_of_each(checked_agents(customers), checked_agents(count), loads), shape)


def engset_call_congestion(sources: ArrayLike, servers: ArrayLike, load: ArrayLike) -> FloatArray:
    """Share of requests that find all servers busy: what the other sources, one fewer, make of the time."""
    others = np.asarray(sources, dtype=np.float64) - 1
    refuse(~(others >= 0), "sources", np.asarray(sources, dtype=np.float64), "1 or more")
    return engset_time_congestion(others, servers, load)


def repair_figures(sources: ArrayLike, servers: ArrayLike, load: ArrayLike) -> RepairFigures:
    """M/M/c with K customers who wait: figures by sources K, servers c and load of an idle source (service / idle)."""
    shape, (customers, count, loads) = flat_cases(sources, servers, load)
    refuse(~(customers >= 1), "sources", customers, "1 or more")
    refuse(~(count >= 1), "servers", count, "1 or more")
    checked_positive(loads, "load")
    found = repair_of_each(checked_agents(customers), checked_agents(count), loads)
    return RepairFigures(*(in_shape(column, shape) for column in found.T))


def busy_share(in_hand: ArrayLike, agent_share: ArrayLike) -> FloatArray:
    """U(k): share of time an agent with `in_hand` chats is busy, each alone taking `agent_share` of its time of him."""
    shape, (chats, share) = flat_cases(in_hand, agent_share)
    refuse(~(chats >= 1), "in_hand", chats, "1 or more")
    checked_share(share, "agent_share")
    always = share == 1  # a customer who needs no time of his own: the agent is busy with any number
    own = np.where(always, 0.5, share)
    found = repair_of_each(checked_agents(chats), np.ones(share.size, dtype=np.int64), own / (1 - own))
    return in_shape(np.where(always, 1.0, found[:, 1]), shape)


def chat_duration(in_hand: ArrayLike, alone_s: ArrayLike, agent_share: ArrayLike) -> FloatArray:
    """Seconds that a chat takes beside `in_hand` - 1 others, k B / U(k), where it takes `alone_s` alone."""
    work_s = np.asarray(alone_s, dtype=np.float64) * np.asarray(agent_share, dtype=np.float64)
    duration: FloatArray = np.asarray(in_hand) * work_s / busy_share(in_hand, agent_share)
    return duration


def aht_beside_others(queue: Queue, aht_s: FloatArray) -> FloatArray:
    """Handling times as a full-handed agent needs them: as they are where history measured them so.

    A chat queue with `agent_share` gives the time that a chat takes alone, of which the agent himself is busy for that
    share; beside concurrency - 1 others it takes `chat_duration`. An agent with fewer in hand is faster: to count with
    full hands always asks for at most an agent in a hundred, or one, more than the exact chain does.
    """
    if queue.agent_share is None:
        return aht_s
    return chat_duration(queue.concurrency, aht_s, queue.agent_share)
