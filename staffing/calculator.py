"""The planner's calculator: one case or a file of cases, what so many agents reach or how many a goal needs."""

import math
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd

from domain.errors import DataError, Problem, UsageError
from domain.frame_files import numbers, read_columns
from staffing.cases import checked_positive
from staffing.erlang import erlang_b
from staffing.least_agents import least_agents
from staffing.queue_figures import queue_figures

CASE_COLUMNS = ("offered", "interval_min", "aht_s", "patience_s", "agents", "answer_within_s")
FIGURE_COLUMNS = ("p_block", "p_wait", "p_abandon", "response_rate", "service_level", "wait_s", "asa_s", "occupancy")
OPTIONAL_COLUMNS = {
    "patience_s": np.nan,
    "answer_within_s": 20.0,
}  # where a file has no such column or the cell is empty
SIGNIFICANT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Case:
    """One interval of one queue; without patience callers never leave (Erlang C), without agents a goal finds them."""

    offered: float
    interval_min: float
    aht_s: float
    patience_s: float | None = None
    agents: int | None = None
    answer_within_s: float = 20.0


@dataclass(frozen=True, slots=True)
class CaseGoals:
    """The goals that the least agents must meet at once."""

    response_rate: float | None = None
    service_level: float | None = None
    max_asa_s: float | None = None
    max_occupancy: float | None = None


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


def answer(case: Case, goals: CaseGoals | None = None) -> Answer:
    """What the case's agents reach, or the least agents for the goals and what those reach; one of the two is given."""
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
    row = calculated(_frame_of(case, agents)).iloc[0]
    figures = {column: float(row[column]) for column in FIGURE_COLUMNS}
    return Answer(
        case.offered,
        case.interval_min,
        case.aht_s,
        case.patience_s,
        agents,
        case.answer_within_s,
        load=_load(case),
        binding=binding,
        **figures,
    )


def _agents_for(case: Case, goals: CaseGoals) -> tuple[int, str]:
    least = least_agents(
        _load(case),
        case.aht_s,
        case.patience_s,
        case.answer_within_s,
        response_rate=goals.response_rate,
        service_level=goals.service_level,
        max_asa_s=goals.max_asa_s,
        max_occupancy=goals.max_occupancy,
    )
    return int(least.agents), str(least.binding)


def _load(case: Case) -> float:
    checked_positive(np.array([case.interval_min]), "interval_min")
    return case.offered * case.aht_s / (60 * case.interval_min)


def _frame_of(case: Case, agents: int) -> pd.DataFrame:
    patience_s = np.nan if case.patience_s is None else case.patience_s
    row = (case.offered, case.interval_min, case.aht_s, patience_s, agents, case.answer_within_s)
    return pd.DataFrame([row], columns=list(CASE_COLUMNS), dtype=float)


def calculated(cases: pd.DataFrame) -> pd.DataFrame:
    """The cases with the eight figures added, a case a row; an empty patience (NaN) is Erlang C."""
    checked_positive(cases["interval_min"].to_numpy(float), "interval_min")
    load = (cases["offered"] * cases["aht_s"] / (60 * cases["interval_min"])).to_numpy(float)
    columns = [cases[name].to_numpy(float) for name in ("agents", "aht_s", "patience_s", "answer_within_s")]
    reached = queue_figures(load, *columns)
    shown = {name: getattr(reached, name) for name in FIGURE_COLUMNS if name != "p_block"}
    return cases.assign(p_block=erlang_b(load, columns[0]), **shown)


def read_cases(path: Path) -> pd.DataFrame:
    """The cases of a CSV file; patience_s and answer_within_s (20) may be left out or empty."""
    cells = read_columns(path, [name for name in CASE_COLUMNS if name not in OPTIONAL_COLUMNS])
    cases = pd.DataFrame(index=cells.index)
    for name in CASE_COLUMNS:
        if name in cells:
            optional = name in OPTIONAL_COLUMNS
            values = numbers(cells[name], path.name, blank=optional)
            cases[name] = values.fillna(OPTIONAL_COLUMNS[name]) if optional else values
        else:
            cases[name] = OPTIONAL_COLUMNS[name]
    problems = [
        Problem(path.name, int(row) + 2, name, str(cells[name][row]), expected)
        for name, expected, wrong in _limits(cases)
        for row in cases.index[wrong]
    ]
    if problems:
        raise DataError(problems)
    return cases


def _limits(cases: pd.DataFrame) -> list[tuple[str, str, pd.Series]]:
    above = [(name, "a number above 0", cases[name] <= 0) for name in ("interval_min", "aht_s", "patience_s")]
    return [*above, ("agents", "a whole number", cases["agents"] % 1 != 0)]


def full_text(value: float) -> str:
    """A number at full precision, 15 significant digits; inf as `inf`, NaN as nothing."""
    return "" if math.isnan(value) else f"{value:.{SIGNIFICANT_DIGITS}g}"


def cases_text(cases: pd.DataFrame) -> str:
    """Calculated cases as the text of a CSV file, every number at full precision."""
    return str(cases.map(full_text).to_csv(index=False, lineterminator="\n"))


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
