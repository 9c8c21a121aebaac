"""Who of a live queue's agents can do deferred work as well, by what else they know.

A person with several live skills counts for each of their queues in equal parts, and for night hours only those count
who consent to nights. Nobody counts twice: agents are told apart by the whole set of deferred queues that they know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.people import Person
from domain.site_config import Queue

NIGHT_H = (22, 6)  # hours that need consent, from and until


@dataclass(frozen=True, slots=True)
class SkillGroup:
    """The share of a live queue's agents who know just these deferred queues, by day and at night."""

    live: str
    deferred: frozenset[str]
    day_share: float
    night_share: float


def lending_queues(queues: Sequence[Queue]) -> list[str]:
    """Live queues whose agents hold one contact at a time: an agent with a chat in hand is not free."""
    return [queue.id for queue in queues if queue.goal.max_backlog_h is None and queue.concurrency == 1]


def skill_groups(people: Sequence[Person], queues: Sequence[Queue]) -> list[SkillGroup]:
    """All groups with a deferred skill, in the order of the site's live queues."""
    live = {queue.id for queue in queues if queue.goal.max_backlog_h is None}
    waits = {queue.id for queue in queues} - live
    agents = [person for person in people if person.role == "agent"]
    consenting = [person for person in agents if person.night_consent]
    groups = []
    for queue in lending_queues(queues):
        by_day, by_night = (_shares(queue, known, live, waits) for known in (agents, consenting))
        for skills in sorted(by_day, key=sorted):
            groups.append(SkillGroup(queue, skills, by_day[skills], by_night.get(skills, 0.0)))
    return groups


def _shares(queue: str, people: Sequence[Person], live: set[str], waits: set[str]) -> Mapping[frozenset[str], float]:
    """Share of the queue's people by the deferred queues that they know; those who know none are left out."""
    weights: dict[frozenset[str], float] = {}
    for person in people:
        if queue in person.skills:
            known = person.skills & waits
            weights[known] = weights.get(known, 0.0) + 1 / len(person.skills & live)
    total = sum(weights.values())
    return {skills: weight / total for skills, weight in weights.items() if skills}
