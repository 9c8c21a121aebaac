"""HiGHS says nothing on the standard output, and leaves it as it was, from one thread or from several at once."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pulp
import pytest

from scheduling.quiet import quiet_highs

THREADS = 8


def problem(number: int) -> pulp.LpProblem:
    of = pulp.LpProblem(f"p{number}", pulp.LpMinimize)
    row = of.addConstraint(pulp.LpAffineExpression.from_constant(0.0) >= 1.0, "row")
    of.add_column("x", 0, None, "Continuous", 1.0, {row: 1.0})
    return of


@pytest.mark.parametrize("threads", [1, THREADS])
def test_the_standard_output_stays_where_it_was_and_stays_empty(
    threads: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure = pulp.HiGHS.createAndConfigureSolver

    def slowly(solver: pulp.HiGHS, of: pulp.LpProblem) -> None:
        time.sleep(0.001)  # lets another thread in, as a busy machine may at any moment
        configure(solver, of)

    monkeypatch.setattr(pulp.HiGHS, "createAndConfigureSolver", slowly)
    kept = os.dup(1)
    file = os.open(tmp_path / "output", os.O_WRONLY | os.O_CREAT)
    os.dup2(file, 1)
    together = threading.Barrier(threads)

    def build(number: int) -> None:
        for turn in range(20):
            together.wait()
            quiet_highs(problem(100 * number + turn), 1)

    try:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(build, range(threads)))
        os.write(1, b"a result")
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(file)

    assert (tmp_path / "output").read_bytes() == b"a result"
