"""HiGHS made without its banner: it prints one to the standard output of the process, where results are written."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import highspy
import pulp

ONE_AT_A_TIME = threading.Lock()  # the process has one standard output: two threads would put back each other's


def quiet_highs(problem: pulp.LpProblem, threads: int) -> highspy.Highs:
    """HiGHS holding the model that PuLP built, its seed fixed, with nothing printed."""
    solver = pulp.HiGHS(msg=False, output_flag=False, threads=threads, random_seed=0)
    with _nothing_printed():
        solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    return cast("highspy.Highs", problem.solverModel)


def empty_highs(seconds: float) -> highspy.Highs:
    """HiGHS without a model, on one thread, its seed fixed, with nothing printed, for so many seconds of work."""
    with _nothing_printed():
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.silent()
    for option, value in (("threads", 1), ("random_seed", 0), ("time_limit", seconds)):
        solver.setOptionValue(option, value)
    return solver


@contextmanager
def _nothing_printed() -> Iterator[None]:
    with ONE_AT_A_TIME:
        sys.stdout.flush()
        kept = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
