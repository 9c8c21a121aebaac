"""Streams and groups as the kernels read them: in parts that have nothing to do with one another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import FloatArray, IntArray, Records
from staffing.simulation.counting import Measure
from staffing.simulation.draws import Law
from staffing.simulation.model import AgentGroup, Redials, Routing, Stream
from staffing.simulation.records import NOBODY, QUEUE, Centre

LEAST_URGENT_S = 1.0  # urgency is told against the threshold; nobody is asked to answer within less


@dataclass(frozen=True, slots=True)
class Part:
    """Some queues and the groups that know them; `step_agents` has a row a replication, or one for all."""

    law: Law
    centre: Centre
    measure: Measure
    step_agents: IntArray

    @property
    def is_one_queue(self) -> bool:
        """Whether it is one queue and one group, whose contacts are taken in the order of asking."""
        queue = self.centre.queue
        return len(queue) == 1 == len(self.centre.skills_of) and bool(queue[0]["spare_agents"] == 0)


def parts_of(
    streams: Sequence[Stream],
    groups: Sequence[AgentGroup],
    interval_s: float,
    routing: Routing,
    is_played: NDArray[np.bool_],
) -> list[Part]:
    """The parts; a queue that nobody knows is one of its own."""
    owner = list(range(len(streams)))  # by stream: the first stream of its part
    for group in groups:
        joined = {owner[queue] for queue in group.skills}
        owner = [min(joined) if found in joined else found for found in owner]
    found = []
    for first in sorted(set(owner)):
        places = [place for place, its in enumerate(owner) if its == first]
        known = [place for place, group in enumerate(groups) if set(group.skills) & set(places)]
        found.append(part_of(streams, groups, (places, known), interval_s, routing, is_played))
    return found


def part_of(
    streams: Sequence[Stream],
    groups: Sequence[AgentGroup],
    own: tuple[list[int], list[int]],
    interval_s: float,
    routing: Routing,
    is_played: NDArray[np.bool_],
) -> Part:
    """The part of those places of streams and of groups."""
    inside = [streams[place] for place in own[0]]
    known = [
        AgentGroup(
            tuple(own[0].index(queue) for queue in groups[place].skills), groups[place].change_s, groups[place].agents
        )
        for place in own[1]
    ]
    law = law_of(inside, own[0], interval_s, is_played)
    step_s, step_group, step_agents = steps_of(known)
    orders = [groups_for(queue, known, routing) for queue in range(len(inside))]
    centre = Centre(
        queue=queue_records(inside),
        groups_of=padded([[place for place, _ in order] for order in orders]),
        rank_of=padded([[rank for _, rank in order] for order in orders]),
        skills_of=padded([group.skills for group in known]),
        step_s=step_s,
        step_group=step_group,
        policy=list(Routing).index(routing),
        interval_s=float(interval_s),
        end_s=float(interval_s * law.aht_s.shape[1]),
    )
    return Part(law, centre, measure_of(inside, own, interval_s), step_agents)


def measure_of(streams: Sequence[Stream], own: tuple[list[int], list[int]], interval_s: float) -> Measure:
    """How the contacts of the streams are measured."""
    backlogs = [stream.max_backlog_s for stream in streams]
    return Measure(
        place=np.array(own[0], dtype=np.int64),
        group_place=np.array(own[1], dtype=np.int64),
        within_s=np.array(
            [
                stream.answer_within_s if backlog is None else backlog
                for stream, backlog in zip(streams, backlogs, strict=True)
            ],
            dtype=np.float64,
        ),
        deferred=np.array([backlog is not None for backlog in backlogs], dtype=np.int64),
        hand=np.array([1 / stream.concurrency for stream in streams]),
        interval_s=float(interval_s),
    )


def law_of(streams: Sequence[Stream], places: list[int], interval_s: float, is_played: NDArray[np.bool_]) -> Law:
    """What the contacts of the streams are drawn from."""
    cv = np.array([stream.handling_cv or 0.0 for stream in streams])
    stretches = max(1 if stream.shape is None else stream.shape.shape[1] for stream in streams)
    return Law(
        place=np.array(places, dtype=np.int64),
        offered=np.array([in_stretches(stream, stretches) for stream in streams], dtype=np.float64),
        stretches=stretches,
        aht_s=np.array([stream.aht_s for stream in streams], dtype=np.float64),
        log_spread=np.sqrt(np.log1p(cv**2)),
        patience_s=np.array([patience_of(stream) for stream in streams]),
        is_played=is_played,
        interval_s=float(interval_s),
    )


def in_stretches(stream: Stream, stretches: int) -> FloatArray:
    """Mean contacts of each of so many stretches of every interval, in order of time."""
    shares = np.full((1, stretches), 1 / stretches) if stream.shape is None else stream.shape
    means: FloatArray = (np.asarray(stream.offered, dtype=np.float64)[:, None] * shares).reshape(-1)
    return means


def patience_of(stream: Stream) -> float:
    """Mean patience in seconds; inf where nobody leaves."""
    return np.inf if stream.patience_s is None or stream.max_backlog_s is not None else stream.patience_s


def queue_records(streams: Sequence[Stream]) -> Records:
    """What does not change of the queues."""
    queue = np.zeros(len(streams), QUEUE)
    for place, stream in enumerate(streams):
        deferred, redials = stream.max_backlog_s is not None, stream.redials or Redials(0.0, 0.0)
        queue[place]["urgent_s"] = max(stream.answer_within_s, LEAST_URGENT_S)
        queue[place]["redial_share"], queue[place]["redial_after_s"] = redials.share, redials.after_s
        queue[place]["patience_s"] = patience_of(stream)
        queue[place]["concurrency"], queue[place]["deferred"] = stream.concurrency, deferred
        queue[place]["spare_agents"] = stream.spare_agents
    return queue


def groups_for(queue: int, groups: Sequence[AgentGroup], routing: Routing) -> list[tuple[int, int]]:
    """The groups that know the queue, in the order in which its contacts look for a free agent, with their rank.

    Groups of one rank are alike to the routing.
    """

    def order(place: int) -> tuple[int, int]:
        skills = groups[place].skills
        return (skills.index(queue) if routing == Routing.SKILL_ORDER else 0, len(skills))

    known = sorted((place for place, group in enumerate(groups) if queue in group.skills), key=order)
    ranks = sorted({order(place) for place in known})
    return [(place, ranks.index(order(place))) for place in known]


def padded(orders: Sequence[Sequence[int]]) -> IntArray:
    """The orders as rows of one length."""
    rows = np.full((len(orders), max((len(order) for order in orders), default=0)), NOBODY, dtype=np.int64)
    for row, order in zip(rows, orders, strict=True):
        row[: len(order)] = order
    return rows


def steps_of(groups: Sequence[AgentGroup]) -> tuple[FloatArray, IntArray, IntArray]:
    """All changes in order of time: when, of which group, and to how many, a row a replication or one for all."""
    if not groups:
        return np.empty(0), np.empty(0, dtype=np.int64), np.empty((1, 0), dtype=np.int64)
    rows = max(np.atleast_2d(group.agents).shape[0] for group in groups)
    when = np.concatenate([np.asarray(group.change_s, dtype=np.float64) for group in groups])
    whose = np.repeat(np.arange(len(groups)), [group.change_s.size for group in groups])
    many = [np.broadcast_to(np.atleast_2d(group.agents), (rows, group.change_s.size)) for group in groups]
    order = np.argsort(when, kind="stable")
    return when[order], whose[order], np.ascontiguousarray(np.concatenate(many, axis=1)[:, order], dtype=np.int64)


def time_at_work(groups: Sequence[AgentGroup], interval_s: float, intervals: int) -> FloatArray:
    """Agent-seconds at work by replication (or one for all), group and interval.

    Intervals are cut where the number changes; what lies between two cuts is worked by as many all along.
    """
    rows = max((np.atleast_2d(group.agents).shape[0] for group in groups), default=1)
    edges = np.arange(intervals + 1) * float(interval_s)
    found = np.zeros((rows, len(groups), intervals))
    for place, group in enumerate(groups):
        when = np.asarray(group.change_s, dtype=np.float64)
        cuts = np.unique(np.concatenate([edges, when[(when > 0) & (when < edges[-1])]]))
        last = np.searchsorted(when, cuts[:-1], side="right")  # changes so far; before the first nobody is at work
        at_work = np.pad(np.atleast_2d(group.agents), ((0, 0), (1, 0)))[:, last]
        found[:, place] = np.add.reduceat(at_work * np.diff(cuts), np.searchsorted(cuts, edges[:-1]), axis=1)
    return found
