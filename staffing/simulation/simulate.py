"""Many replications of streams of contacts and groups of agents, spread over threads."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from domain.errors import UsageError
from staffing.compiling import FloatArray, IntArray
from staffing.simulation.counting import Counts, count_contacts
from staffing.simulation.draws import drawn_contacts
from staffing.simulation.events import play_events
from staffing.simulation.model import AgentGroup, Routing, Stream
from staffing.simulation.one_queue import play_one_queue
from staffing.simulation.parts import Part, parts_of, time_at_work
from staffing.simulation.records import Outcome
from staffing.simulation.simulated import Simulated

CHUNK_CONTACTS = 50_000.0  # drawn at a time: about what fits into a core's cache
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
    intervals = common_intervals(streams)
    factors = rate_factors(replications, intervals, seed, day_cv, factor_intervals)
    counts = no_counts((replications, len(streams), intervals), len(groups))

    def play(work: tuple[Part, int, int]) -> None:
        part, first, last = work
        play_chunk(part, (first, last), seed, factors[first:last], counts)

    with ThreadPoolExecutor(jobs) as pool:
        for _ in pool.map(play, chunks(parts_of(streams, groups, interval_s, routing), replications)):
            pass
    return Simulated(*counts, at_work_s=time_at_work(groups, interval_s, intervals))


def chunks(parts: Sequence[Part], replications: int) -> Iterator[tuple[Part, int, int]]:
    """Each part with the replications, from the first to before the last, that are played in one go."""
    for part in parts:
        size = max(1, int(CHUNK_CONTACTS / max(part.law.offered.sum(), 1.0)))
        for first in range(0, replications, size):
            yield part, first, min(first + size, replications)


def play_chunk(part: Part, replications: tuple[int, int], seed: int, factors: FloatArray, counts: Counts) -> None:
    """Draws the contacts of some replications, plays them and adds them to the counts."""
    contacts = drawn_contacts(seed, replications, part.law, factors)
    size, shape = contacts.came_s.size, (len(factors), *part.law.offered.shape)
    outcome = Outcome(np.empty(size), np.empty(size), np.empty(size, np.int64), np.zeros(shape, np.int64))
    rows = np.arange(*replications) % len(part.step_agents)
    kernel = play_one_queue if part.is_one_queue else play_events
    kernel(part.centre, contacts, part.step_agents[rows], outcome)
    count_contacts(counts, replications[0], contacts, outcome, part.measure)


def common_intervals(streams: Sequence[Stream]) -> int:
    """How many intervals all streams have."""
    sizes = {stream.offered.size for stream in streams} | {stream.aht_s.size for stream in streams}
    if len(sizes) != 1:
        raise UsageError("All streams must have a mean and a handling time for each of the same intervals.")
    return sizes.pop()


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


def no_counts(shape: tuple[int, int, int], groups: int) -> Counts:
    """All counts at nothing, by replication, queue and interval."""

    def none() -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    busy_s = np.zeros((shape[0], groups, shape[2]))
    return Counts(none(), none(), none(), none(), none(), none(), np.zeros(shape), busy_s)
