"""HiGHS made without its banner: it prints one to the standard output of the process, where results are written."""

from typing import cast

import highspy
import pulp

from domain.quiet import nothing_printed


def quiet_highs(problem: pulp.LpProblem, threads: int) -> highspy.Highs:
    """HiGHS holding the model that PuLP built, its seed fixed, with nothing printed."""
    solver = pulp.HiGHS(msg=False, output_flag=False, threads=threads, random_seed=0)
    with nothing_printed():
        solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return cast("highspy.Highs", problem.solverModel)


def empty_highs(seconds: float) -> highspy.Highs:
    """HiGHS without a model, on one thread, its seed fixed, with nothing printed, for so many seconds of work."""
    with nothing_printed():
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
    for option, value in (("threads", 1), ("random_seed", 0), ("time_limit", seconds)):
        solver.setOptionValue(option, value)
    return solver
