"""What a simulation found: counts by replication, queue and interval."""

from dataclasses import dataclass, fields

from staffing.compiling import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Simulated:
    """Counts [replication, queue, interval] by the interval in which the contact first came in.

    `offered` are contacts, each counted once however often it calls; `answered` those answered in the end; `in_time`
    those whose answered attempt waited at most answer_within_s (deferred work: finished within max_backlog_s);
    `abandoned` those who gave up for good. `wait_s` sums the wait of the answered attempts, `abandoned_wait_s` that of
    the last attempt of the abandoned. `attempts` and `attempts_answered` go by the interval of the attempt.
    `busy_s` [replication, group, interval] is time of agents with contacts in hand, a contact of a queue with
    concurrency c counted 1 / c; `at_work_s` [replication or 1, group, interval] is time of agents at work.
    """

    offered: IntArray
    answered: IntArray
    in_time: IntArray
    abandoned: IntArray
    attempts: IntArray
    attempts_answered: IntArray
    wait_s: FloatArray
    abandoned_wait_s: FloatArray
    busy_s: FloatArray
    at_work_s: FloatArray

    @property
    def left(self) -> IntArray:
        """Contacts still waiting when nobody was left to answer them."""
        return self.offered - self.answered - self.abandoned

    @property
    def judged(self) -> IntArray:
        """Contacts whose outcome is known: all."""
        return self.offered

    def from_interval(self, first: int) -> "Simulated":
        """The same without the intervals before that one."""
        return Simulated(*(getattr(self, field.name)[..., first:] for field in fields(Simulated)))


@dataclass(frozen=True, slots=True)
class SimulatedSite(Simulated):
    """The live and deferred queues of a site, one group of agents each; the groups are in the order of the queues.

    Of a deferred queue `answered` are those finished by the end, `in_time` those finished within max_backlog_s,
    `wait_s` sums the time until they were; `pending` were neither finished nor due when the simulated time ended.
    `backlog` counts contacts that are open at the end of each interval and `backlog_age_s` is the age of the oldest.
    `lent_s` [replication, group, interval] is time of a live queue's agents on deferred work, not part of `busy_s`.
    """

    pending: IntArray
    backlog: IntArray
    backlog_age_s: FloatArray
    lent_s: FloatArray

    @property
    def judged(self) -> IntArray:
        """Contacts whose outcome is known: all but the pending."""
        return self.offered - self.pending
