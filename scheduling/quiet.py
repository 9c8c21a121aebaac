"""HiGHS made without its banner: it prints one to the standard output of the process, where results are written."""

import os
import sys
import threading
from typing import cast

import highspy
import pulp

ONE_AT_A_TIME = threading.Lock()  # the process has one standard output: two threads would put back each other's


def quiet_highs(problem: pulp.LpProblem, threads: int) -> highspy.Highs:
    """HiGHS holding the model that PuLP built, its seed fixed, with nothing printed."""
    solver = pulp.HiGHS(msg=False, output_flag=False, threads=threads, random_seed=0)
    with ONE_AT_A_TIME:
        sys.stdout.flush()
        kept = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            solver.createAndConfigureSolver(problem)
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
    solver.buildSolverModel(problem)
    return cast("highspy.Highs", problem.solverModel)
