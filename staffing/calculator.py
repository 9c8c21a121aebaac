"""The planner's calculator: one case, what so many agents reach or how many a goal needs, and what a few more would.

An agent with concurrency c is c servers, each busy for a contact's AHT as measured beside other contacts, as in the
requirement of a queue: agents = ceil(servers / c), and the figures are those of agents x c servers.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np

from domain.errors import UsageError
from staffing.case_files import CaseGoals, full_text
from staffing.cases import checked_positive
from staffing.erlang import erlang_b
from staffing.least_agents import least_agents
from staffing.queue_figures import queue_figures
from staffing.waiting_time import wait_of_answered_s

WAIT_SHARES = (0.5, 0.8, 0.9, 0.95, 0.99)
FEWER, MORE = 2, 5  # agents on both sides of the number found


@dataclass(frozen=True, slots=True)
class Case:
    """One interval of one queue; without patience callers never leave (Erlang C), without agents a goal finds them."""

    offered: float
    interval_min: float
    aht_s: float
    patience_s: float | None = None
    agents: int | None = None
    answer_within_s: float = 20.0
    concurrency: int = 1

    @property
    def load(self) -> float:
        """In erlangs."""
        checked_positive(np.array([self.interval_min]), "interval_min")
        return self.offered * self.aht_s / (60 * self.interval_min)


@dataclass(frozen=True, slots=True)
class Answer:
    """A case with its agents, given or found, and what they reach; `binding` is the goal that set them, if one did.

    wait_s is the mean wait of all offered, asa_s that of the answered, service_level the share of all offered that is
    answered within the threshold. `load` is in erlangs. Without patience and with load >= agents the queue never stops
    growing: p_wait 1, service_level 0, wait_s and asa_s inf, response_rate agents / load, p_abandon 0.
    """

    offered: float
    interval_min: float
    aht_s: float
    patience_s: float | None
    agents: int
    answer_within_s: float
    concurrency: int
    p_block: float
    p_wait: float
    p_abandon: float
    response_rate: float
    service_level: float
    wait_s: float
    asa_s: float
    occupancy: float
    load: float
    binding: str | None

    @property
    def is_overloaded(self) -> bool:
        """Whether the queue grows without end."""
        return math.isinf(self.wait_s)


@dataclass(frozen=True, slots=True)
class Reached:
    """What a number of agents reaches, and whether that meets every goal (None where none is given)."""

    agents: int
    response_rate: float
    service_level: float
    asa_s: float
    occupancy: float
    meets_goals: bool | None


def answer(case: Case, goals: CaseGoals | None = None) -> Answer:
    """What the case's agents reach, or the least agents for the goals and what those reach; one of the two is given."""
    checked_positive(np.array([float(case.concurrency)]), "concurrency")
    binding = None
    if case.agents is None:
        agents, binding = _agents_for(case, goals or CaseGoals())
    elif goals is not None and goals != CaseGoals():
        raise UsageError(
            f"Both agents ({case.agents}) and a goal are given; give agents to see what they reach, "
            "or a goal to find the agents."
        )
    else:
        agents = case.agents
    servers = agents * case.concurrency
    reached = queue_figures(case.load, servers, case.aht_s, case.patience_s, case.answer_within_s)
    figures = {field.name: float(getattr(reached, field.name)) for field in fields(reached)}
    return Answer(
        case.offered,
        case.interval_min,
        case.aht_s,
        case.patience_s,
        agents,
        case.answer_within_s,
        case.concurrency,
        p_block=float(erlang_b(case.load, servers)),
        load=case.load,
        binding=binding,
        **figures,
    )


def _agents_for(case: Case, goals: CaseGoals) -> tuple[int, str]:
    least = least_agents(case.load, case.aht_s, case.patience_s, case.answer_within_s, **asdict(goals))
    return -(-int(least.agents) // case.concurrency), str(least.binding)


def around(found: Answer, goals: CaseGoals | None = None, fewer: int = FEWER, more: int = MORE) -> list[Reached]:
    """What a few agents fewer and more than the answer's reach; nobody is shown only where nobody is needed."""
    first = max(found.agents - fewer, min(found.agents, 1))
    agents = np.arange(first, found.agents + more + 1)
    reached = queue_figures(
        found.load, agents * found.concurrency, found.aht_s, found.patience_s, found.answer_within_s
    )
    met = [None if goals is None or goals == CaseGoals() else count >= found.agents for count in agents.tolist()]
    columns = (agents, reached.response_rate, reached.service_level, reached.asa_s, reached.occupancy)
    return [Reached(*row) for row in zip(*(column.tolist() for column in columns), met, strict=True)]


def curve(found: Answer, goals: CaseGoals | None = None) -> list[Reached]:
    """What agents reach from far too few to plenty: two square roots of the answer, and at least five, either side."""
    reach = max(MORE, math.ceil(2 * math.sqrt(found.agents)))
    return around(found, goals, reach, reach)


def waits_s(found: Answer, shares: Sequence[float] = WAIT_SHARES) -> dict[float, float]:
    """The wait in seconds that each share of the answered do not exceed; inf without end, NaN without an answer."""
    servers = found.agents * found.concurrency
    waits = wait_of_answered_s(found.load, servers, found.aht_s, found.patience_s, shares)
    return dict(zip(shares, waits.tolist(), strict=True))


def overload_note(found: Answer) -> str | None:
    """A sentence where the queue never stops growing, None where it does not."""
    if not found.is_overloaded:
        return None
    return (
        f"A load of {found.load:g} erlangs on {found.agents} agents with callers who never leave is a queue that never "
        f"stops growing: {found.response_rate:.1%} are ever answered. Give a patience or more than {found.load:g} "
        "agents."
    )


def answer_record(found: Answer) -> dict[str, float | int | str | bool | None]:
    """The answer for JSON: 15 significant digits; null where a figure is endless (see `overloaded`) or has no value."""
    record: dict[str, float | int | str | bool | None] = {"overloaded": found.is_overloaded}
    for field in fields(found):
        value = getattr(found, field.name)
        if isinstance(value, float):
            value = float(full_text(value)) if math.isfinite(value) else None
        record[field.name] = value
    return record
