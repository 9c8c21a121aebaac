"""What is simulated: streams of contacts, groups of agents, and how the two find each other."""

from dataclasses import dataclass
from enum import StrEnum

from staffing.compiling import FloatArray, IntArray


class Routing(StrEnum):
    """Which free agents a contact goes to, and which waiting contact a freed agent takes.

    A contact goes to free agents with the fewest skills, so that the flexible stay free; under SKILL_ORDER to those in
    whose `skills` its queue stands foremost, and among these to the fewest skills. Of groups that are alike in this
    the one with the most agents free is asked, then the one named first.
    A freed agent takes, of the live contacts of its skills, the one that has waited longest; under URGENCY longest
    against the queue's `answer_within_s`; under SKILL_ORDER of the foremost of its skills that has one waiting.
    Deferred work comes after every live contact of the agent's skills, the oldest first.
    """

    LONGEST_WAIT = "longest wait"
    URGENCY = "urgency"
    SKILL_ORDER = "skill order"


@dataclass(frozen=True, slots=True)
class Redials:
    """The share of unanswered attempts that are made again, and the mean seconds until then (exponential)."""

    share: float
    after_s: float


@dataclass(frozen=True, slots=True)
class Stream:
    """One queue through the simulated time, interval by interval.

    `offered` counts fresh contacts (mean); `aht_s` is the mean handling time of contacts that come in during the
    interval, exponential, or lognormal where `handling_cv` is given. The rate is level within an interval, or with
    `shape` [interval, stretch] level within stretches of equal length, by their shares of its contacts.
    Patience is exponential (None: nobody leaves). An agent holds `concurrency` contacts at once. With `max_backlog_s`
    it is deferred work: nobody leaves, it is worked only when no live contact of the agent's skills waits and more than
    `spare_agents` of the group are free, and it is in time when it is *finished* within max_backlog_s of its coming in.
    """

    queue: str
    offered: FloatArray
    aht_s: FloatArray
    patience_s: float | None = None
    answer_within_s: float = 20.0
    concurrency: int = 1
    redials: Redials | None = None
    max_backlog_s: float | None = None
    handling_cv: float | None = None
    spare_agents: int = 0
    shape: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class AgentGroup:
    """Agents who are alike: `skills` are places of streams, best first.

    From change_s[i] on, agents[i] are at work (none before the first change). `agents` may have a row a replication.
    """

    skills: tuple[int, ...]
    change_s: FloatArray
    agents: IntArray
