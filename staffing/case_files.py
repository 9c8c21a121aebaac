"""A file of cases for the planner's calculator: read, calculated at once, written at full precision."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from domain.errors import DataError, Problem
from domain.frame_files import numbers, read_columns
from staffing.cases import checked_positive
from staffing.compiling import FloatArray
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
class CaseGoals:
    """The goals that the least agents must meet at once."""

    response_rate: float | None = None
    service_level: float | None = None
    max_asa_s: float | None = None
    max_occupancy: float | None = None


def calculated(cases: pd.DataFrame) -> pd.DataFrame:
    """The cases with the eight figures added, a case a row; an empty patience (NaN) is Erlang C."""
    load = loads_of(cases)
    columns = [cases[name].to_numpy(float) for name in ("agents", "aht_s", "patience_s", "answer_within_s")]
    reached = queue_figures(load, *columns)
    shown = {name: getattr(reached, name) for name in FIGURE_COLUMNS if name != "p_block"}
    return cases.assign(p_block=erlang_b(load, columns[0]), **shown)


def loads_of(cases: pd.DataFrame) -> FloatArray:
    """The load of each case in erlangs."""
    checked_positive(cases["interval_min"].to_numpy(float), "interval_min")
    load: FloatArray = (cases["offered"] * cases["aht_s"] / (60 * cases["interval_min"])).to_numpy(float)
    return load


def with_agents(cases: pd.DataFrame, goals: CaseGoals) -> pd.DataFrame:
    """The cases with the least agents for the goals wherever no agents are given."""
    asked = cases["agents"].isna()
    if not asked.any():
        return cases
    open_cases = cases[asked]
    columns = [open_cases[name].to_numpy(float) for name in ("aht_s", "patience_s", "answer_within_s")]
    found = least_agents(loads_of(open_cases), *columns, **asdict(goals)).agents
    return cases.assign(agents=cases["agents"].where(~asked, pd.Series(found, index=open_cases.index, dtype=float)))


def read_cases(path: Path, goals: CaseGoals | None = None) -> pd.DataFrame:
    """The cases of a CSV file; patience_s and answer_within_s (20) may be missing or empty, with goals agents too."""
    optional = OPTIONAL_COLUMNS if goals is None or goals == CaseGoals() else OPTIONAL_COLUMNS | {"agents": np.nan}
    cells = read_columns(path, [name for name in CASE_COLUMNS if name not in optional])
    cases = pd.DataFrame(index=cells.index)
    for name in CASE_COLUMNS:
        if name in cells:
            values = numbers(cells[name], path.name, blank=name in optional)
            cases[name] = values.fillna(optional[name]) if name in optional else values
        else:
            cases[name] = optional[name]
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
    return [*above, ("agents", "a whole number", cases["agents"].fillna(0) % 1 != 0)]


def full_text(value: float) -> str:
    """A number at full precision, 15 significant digits; inf as `inf`, NaN as nothing."""
    return "" if math.isnan(value) else f"{value:.{SIGNIFICANT_DIGITS}g}"


def cases_text(cases: pd.DataFrame) -> str:
    """Calculated cases as the text of a CSV file, every number at full precision."""
    return str(cases.map(full_text).to_csv(index=False, lineterminator="\n"))
