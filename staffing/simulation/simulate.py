"""Many replications of streams of contacts and groups of agents, spread over threads."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.compiling import FloatArray, IntArray
from staffing.simulation.checks import check_groups, check_plans, check_streams
from staffing.simulation.counting import Counts, count_contacts
from staffing.simulation.draws import drawn_contacts
from staffing.simulation.events import play_events
from staffing.simulation.factors import rate_factors
from staffing.simulation.model import AgentGroup, Routing, Stream
from staffing.simulation.one_queue import play_one_queue
from staffing.simulation.parts import Part, parts_of, time_at_work
from staffing.simulation.records import Outcome
from staffing.simulation.simulated import Simulated

type Chunk = tuple[tuple[Part, ...], int, int]  # the same queues under one plan after the other; replications from, to
CHUNK_CONTACTS = 50_000.0  # drawn at a time: about what fits into a core's cache


def simulate(
    streams: Sequence[Stream],
    groups: Sequence[AgentGroup],
    interval_s: float,
    replications: int,
    seed: int,
    *,
    day_cv: ArrayLike = 0.0,
    factor_intervals: int | IntArray | None = None,
    jobs: int = 1,
    routing: Routing = Routing.LONGEST_WAIT,
    progress: Callable[[float], None] | None = None,
    is_played: NDArray[np.bool_] | None = None,
) -> Simulated:
    """What so many replications of the simulated time find; the same seed gives the same, whatever the jobs.

    `day_cv` is the coefficient of variation of a gamma factor, mean 1, on all rates: one a replication, or one for each
    `factor_intervals` intervals of it (the intervals of a day), or one for each number where these are given, the
    number of the day of each interval from 0; as an array [stream, interval] it differs among them,
    and a busy day is busy in all. Contacts depend on seed, replication and place of their stream alone, not on agents:
    equal seeds compare numbers of agents on the same contacts. After the last interval no fresh contact comes; who is
    there is worked off with the agents of the end. `progress` is told the share of the work that is done.

    Where only the intervals that `is_played` are of interest, nobody comes in the others; the contacts of these are the
    same as of all (but for when they call again). What goes before such a stretch is to be played as well, to fill it.
    """
    (found,) = simulate_plans(
        streams,
        [groups],
        interval_s,
        replications,
        seed,
        day_cv=day_cv,
        factor_intervals=factor_intervals,
        jobs=jobs,
        routing=routing,
        progress=progress,
        is_played=is_played,
    )
    return found


def simulate_plans(
    streams: Sequence[Stream],
    plans: Sequence[Sequence[AgentGroup]],
    interval_s: float,
    replications: int,
    seed: int,
    *,
    day_cv: ArrayLike = 0.0,
    factor_intervals: int | IntArray | None = None,
    jobs: int = 1,
    routing: Routing = Routing.LONGEST_WAIT,
    progress: Callable[[float], None] | None = None,
    is_played: NDArray[np.bool_] | None = None,
) -> list[Simulated]:
    """What `simulate` finds for one plan of agents after the other, their contacts drawn once for all.

    Plans differ in who is at work when; their groups have the same skills.
    """
    intervals = check_streams(streams)
    check_plans(plans)
    for groups in plans:
        check_groups(groups, len(streams), replications)
    factors = rate_factors(replications, (len(streams), intervals), seed, day_cv, factor_intervals)
    counts = [no_counts((replications, len(streams), intervals), len(groups)) for groups in plans]

    def play(chunk: Chunk) -> None:
        parts, first, last = chunk
        play_chunk(parts, (first, last), seed, factors[first:last], counts)

    played = np.ones(intervals, dtype=np.bool_) if is_played is None else is_played
    parts = list(zip(*(parts_of(streams, groups, interval_s, routing, played) for groups in plans), strict=True))
    spread(play, list(chunks(parts, replications)), jobs, progress or (lambda share: None))
    return [
        Simulated(*found, at_work_s=time_at_work(groups, interval_s, intervals))
        for found, groups in zip(counts, plans, strict=True)
    ]


def spread(play: Callable[[Chunk], None], work: Sequence[Chunk], jobs: int, progress: Callable[[float], None]) -> None:
    """Plays the chunks on so many threads; what has not begun when one fails, or a person stops it, is left."""
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for done, _ in enumerate(pool.map(play, work), start=1):
                progress(done / len(work))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def chunks(parts: Sequence[tuple[Part, ...]], replications: int) -> Iterator[Chunk]:
    """Each part with the replications, from the first to before the last, that are played in one go."""
    for part in parts:
        law = part[0].law
        contacts = law.offered[:, np.repeat(law.is_played, law.stretches)].sum()
        size = max(1, int(CHUNK_CONTACTS / max(contacts, 1.0)))
        for first in range(0, replications, size):
            yield part, first, min(first + size, replications)


def play_chunk(
    parts: Sequence[Part], replications: tuple[int, int], seed: int, factors: FloatArray, counts: Sequence[Counts]
) -> None:
    """Draws the contacts of some replications and plays them under each plan, whose counts they are added to."""
    law = parts[0].law
    own_factors = np.ascontiguousarray(factors[:, law.place if factors.shape[1] > 1 else [0]])
    contacts = drawn_contacts(seed, replications, law, own_factors)
    size, shape = contacts.came_s.size, (len(factors), *law.aht_s.shape)
    for part, found in zip(parts, counts, strict=True):
        outcome = Outcome(np.empty(size), np.empty(size), np.empty(size, np.int64), np.zeros(shape, np.int64))
        rows = np.arange(*replications) % len(part.step_agents)
        kernel = play_one_queue if part.is_one_queue else play_events
        kernel(part.centre, contacts, part.step_agents[rows], outcome)
        count_contacts(found, replications[0], contacts, outcome, part.measure)


def no_counts(shape: tuple[int, int, int], groups: int) -> Counts:
    """All counts at nothing, by replication, queue and interval."""

    def none() -> IntArray:
        return np.zeros(shape, dtype=np.int64)

    busy_s = np.zeros((shape[0], groups, shape[2]))
    return Counts(none(), none(), none(), none(), none(), none(), np.zeros(shape), np.zeros(shape), busy_s)
