"""A linear program in whole numbers, built row by row and handed to HiGHS as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import highspy
import numpy as np

from scheduling.quiet import empty_highs

type Entries = Mapping[int, float]
type Ending = Literal["solved", "none", "unknown"]


@dataclass(slots=True)
class Rows:
    """Columns between 0 and a largest value, and rows between two values; nothing is minimised."""

    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    least_of_row: list[float] = field(default_factory=list)
    most_of_row: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, most: float = np.inf, whole: bool = True) -> int:
        """A new column."""
        self.most.append(most)
        self.whole.append(whole)
        return len(self.most) - 1

    def row(self, entries: Entries, least: float = -np.inf, most: float = np.inf) -> None:
        """A new row."""
        self.starts.append(len(self.columns))
        self.columns += entries.keys()
        self.values += entries.values()
        self.least_of_row.append(least)
        self.most_of_row.append(most)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a solve ended: with values, with the proof that there are none, or neither."""

    ending: Ending
    values: Sequence[float] = ()


def answer(rows: Rows, seconds: float) -> Answer:
    """Values that keep every row, sought for so long."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(rows.most), len(rows.least_of_row)
    model.col_cost_ = np.zeros(len(rows.most))
    model.col_lower_, model.col_upper_ = np.zeros(len(rows.most)), np.array(rows.most)
    model.row_lower_, model.row_upper_ = np.array(rows.least_of_row), np.array(rows.most_of_row)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array([*rows.starts, len(rows.columns)], dtype=np.int32)
    model.a_matrix_.index_ = np.array(rows.columns, dtype=np.int32)
    model.a_matrix_.value_ = np.array(rows.values, dtype=np.float64)
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in rows.whole]
    solver = empty_highs(max(0.01, seconds))
    solver.passModel(model)
    solver.run()
    status = solver.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Answer("none")  # nothing is minimised, so that nothing is unbounded
    if solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer("solved", solver.getSolution().col_value)
    return Answer("unknown")
