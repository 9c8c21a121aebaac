"""HiGHS made without its banner: it prints one to the standard output of the process, where results are written."""

from collections.abc import Iterable
from typing import cast

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray

from domain.quiet import nothing_printed


def quiet_highs(problem: pulp.LpProblem, threads: int) -> highspy.Highs:
    """HiGHS holding the model that PuLP built, its seed fixed, with nothing printed."""
    solver = pulp.HiGHS(msg=False, output_flag=False, threads=threads, random_seed=0)
    with nothing_printed():
        solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return cast("highspy.Highs", problem.solverModel)


def columns_of(problem: pulp.LpProblem, variables: Iterable[pulp.LpVariable]) -> NDArray[np.int32]:
    """The columns that PuLP has given to variables in the model of HiGHS."""
    column = {variable.id: number for number, variable in enumerate(problem.exported_variables())}
    return np.array([column[variable.id] for variable in variables], dtype=np.int32)


def empty_highs(seconds: float) -> highspy.Highs:
    """HiGHS without a model, on one thread, its seed fixed, with nothing printed, for so many seconds of work."""
    with nothing_printed():
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
    for option, value in (("threads", 1), ("random_seed", 0), ("time_limit", seconds)):
        solver.setOptionValue(option, value)
    return solver
