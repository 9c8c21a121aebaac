"""Many replications of streams of contacts and groups of agents, spread over threads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from domain.errors import UsageError
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.draws import Law, drawn_contacts
from staffing.simulation.events import NOBODY, Centre, Counts, simulate_events
from staffing.simulation.model import AgentGroup, Routing, Stream
from staffing.simulation.simulated import Simulated

CHUNK_CONTACTS = 50_000.0  # drawn at a time: what fits into a core's cache
DAY_FACTOR = 1  # beside the seed: the branch of the factors on the rates


def simulate(
    streams: Sequence[Stream],
    groups: Sequence[AgentGroup],
    interval_s: float,
    replications: int,
    seed: int,
    *,
    day_cv: float = 0.0,
    factor_intervals: int | None = None,
    jobs: int = 1,
    routing: Routing = Routing.LONGEST_WAIT,
) -> Simulated:
    """What so many replications of the simulated time find; the same seed gives the same, whatever the jobs.

    `day_cv` is the coefficient of variation of a gamma factor, mean 1, on all rates: one a replication, or one for each
    `factor_intervals` intervals of it (the intervals of a day). Contacts depend on seed, replication and place of their
    stream alone, not on agents: equal seeds compare numbers of agents on the same contacts. After the last interval no
    fresh contact comes; who is there is worked off with the agents of the end.
    """
    law, centre = law_of(streams, interval_s), centre_of(streams, groups, interval_s, routing)
    step_agents = steps_of(groups)[2]
    intervals = law.offered.shape[1]
    factors = rate_factors(replications, intervals, seed, day_cv, factor_intervals)
    counts = no_counts(replications, len(streams), len(groups), intervals)

    def play(chunk: tuple[int, int]) -> None:
        contacts = drawn_contacts(seed, chunk, law, factors[chunk[0] : chunk[1]])
        simulate_events(centre, contacts, counts, step_agents, chunk[0])

    size = max(1, int(CHUNK_CONTACTS / max(law.offered.sum(), 1.0)))
    chunks = [(first, min(first + size, replications)) for first in range(0, replications, size)]
    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(play, chunks))
    return Simulated(*counts, at_work_s=time_at_work(groups, interval_s, intervals))


def law_of(streams: Sequence[Stream], interval_s: float) -> Law:
    """What the contacts of the streams are drawn from."""
    intervals = {stream.offered.size for stream in streams} | {stream.aht_s.size for stream in streams}
    if len(intervals) != 1:
        raise UsageError("All streams must have a mean and a handling time for each of the same intervals.")
    cv = np.array([stream.handling_cv or 0.0 for stream in streams])
    return Law(
        offered=np.array([stream.offered for stream in streams], dtype=np.float64),
        aht_s=np.array([stream.aht_s for stream in streams], dtype=np.float64),
        log_spread=np.sqrt(np.log1p(cv**2)),
        patience_s=np.array([patience_of(stream) for stream in streams]),
        interval_s=float(interval_s),
    )


def patience_of(stream: Stream) -> float:
    """Mean patience in seconds; inf where nobody leaves."""
    return np.inf if stream.patience_s is None or stream.max_backlog_s is not None else stream.patience_s


def centre_of(streams: Sequence[Stream], groups: Sequence[AgentGroup], interval_s: float, routing: Routing) -> Centre:
    """Queues and groups as the kernels read them."""
    step_s, step_group, _ = steps_of(groups)
    within = [stream.answer_within_s if stream.max_backlog_s is None else stream.max_backlog_s for stream in streams]
    return Centre(
        answer_within_s=np.array(within, dtype=np.float64),
        concurrency=np.array([stream.concurrency for stream in streams], dtype=np.int64),
        deferred=np.array([stream.max_backlog_s is not None for stream in streams], dtype=np.int64),
        spare_agents=np.array([stream.spare_agents for stream in streams], dtype=np.int64),
        redial_share=np.array([stream.redials.share if stream.redials else 0.0 for stream in streams]),
        redial_after_s=np.array([stream.redials.after_s if stream.redials else 0.0 for stream in streams]),
        patience_s=np.array([patience_of(stream) for stream in streams]),
        groups_of=padded([groups_for(queue, groups, routing) for queue in range(len(streams))]),
        skills_of=padded([group.skills for group in groups]),
        step_s=step_s,
        step_group=step_group,
        policy=list(Routing).index(routing),
        interval_s=float(interval_s),
        end_s=float(interval_s * streams[0].offered.size),
    )


def groups_for(queue: int, groups: Sequence[AgentGroup], routing: Routing) -> list[int]:
    """The groups that know the queue, in the order in which its contacts look for a free agent."""

    def order(place: int) -> tuple[int, int]:
        skills = groups[place].skills
        return (skills.index(queue) if routing == Routing.SKILL_ORDER else 0, len(skills))

    return sorted((place for place, group in enumerate(groups) if queue in group.skills), key=order)


def padded(orders: Sequence[Sequence[int]]) -> IntArray:
    """The orders as rows of one length."""
    rows = np.full((len(orders), max((len(order) for order in orders), default=0)), NOBODY, dtype=np.int64)
    for row, order in zip(rows, orders, strict=True):
        row[: len(order)] = order
    return rows


def steps_of(groups: Sequence[AgentGroup]) -> tuple[FloatArray, IntArray, IntArray]:
    """All changes in order of time: when, of which group, and to how many, a row a replication or one for all."""
    rows = max((np.atleast_2d(group.agents).shape[0] for group in groups), default=1)
    when = np.concatenate([np.asarray(group.change_s, dtype=np.float64) for group in groups])
    whose = np.concatenate([np.full(group.change_s.size, place, dtype=np.int64) for place, group in enumerate(groups)])
    many = [np.broadcast_to(np.atleast_2d(group.agents), (rows, group.change_s.size)) for group in groups]
    order = np.argsort(when, kind="stable")
    return when[order], whose[order], np.ascontiguousarray(np.concatenate(many, axis=1)[:, order], dtype=np.int64)


def rate_factors(
    replications: int, intervals: int, seed: int, day_cv: float, factor_intervals: int | None
) -> FloatArray:
    """Factors on the rates by replication and interval, gamma with mean 1, each replication from its own numbers."""
    if day_cv == 0:
        return np.ones((replications, intervals))
    block = np.arange(intervals) // (factor_intervals or intervals)
    shape = 1 / day_cv**2
    drawn = [
        np.random.default_rng([seed, DAY_FACTOR, replication]).gamma(shape, 1 / shape, block[-1] + 1)
        for replication in range(replications)
    ]
    return np.array(drawn)[:, block]


def no_counts(replications: int, queues: int, groups: int, intervals: int) -> Counts:
    """All counts at nothing."""
    shape = (replications, queues, intervals)

    def none() -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    busy_s = np.zeros((replications, groups, intervals))
    return Counts(none(), none(), none(), none(), none(), none(), np.zeros(shape), busy_s)


def time_at_work(groups: Sequence[AgentGroup], interval_s: float, intervals: int) -> FloatArray:
    """Agent-seconds at work by replication (or one for all), group and interval."""
    rows = max(np.atleast_2d(group.agents).shape[0] for group in groups)
    edges = np.arange(intervals + 1) * float(interval_s)
    found = np.zeros((rows, len(groups), intervals))
    for place, group in enumerate(groups):
        agents = np.atleast_2d(group.agents)
        for change, (start, end) in enumerate(zip(group.change_s, [*group.change_s[1:], edges[-1]], strict=True)):
            overlap_s = np.diff(np.clip(edges, start, max(end, start)))
            found[:, place] += agents[:, change, None] * overlap_s
    return found
