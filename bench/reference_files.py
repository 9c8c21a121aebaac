"""Published values through `wfm erlang --file`: each row as one case or two, and what must be true of their figures.

A least n is checked by the figures of n and n - 1, a greatest load by those of the loads a tolerance below and above.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from bench.reference_values import (
    EXACT_COLUMNS,
    Row,
    agrees,
    exact_rows,
    load_of,
    number_in,
    patience_of,
    share_in,
    steady_metric,
)

INTERVAL_MIN = 30  # so that 1,800 units of the row's time are an interval
WITHIN = 20.0
Judge = Callable[[pd.DataFrame], bool]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A published row, its cases, and the judge of their figures."""

    row: Row
    cases: tuple[tuple[float, int], ...]  # load, agents
    judge: Judge


def file_checks(rows: Iterable[Row]) -> list[FileCheck]:
    """The rows that the calculator's columns can tell: all but M/M/c/K, P(empty) and shrinkage."""
    found = []
    for row in rows:
        if row["model"] == "MMcK" or row["metric"] in ("p0", "n/(1-0.3) rounded up"):
            continue
        if row["model"].endswith("staffing"):
            found.append(_least(row))
        elif row["model"].endswith("inverse"):
            found.append(_greatest(row))
        else:
            found.append(FileCheck(row, ((load_of(row), int(row["n"])),), _reproduces(row)))
    return found


def cases_of(checks: Iterable[FileCheck]) -> pd.DataFrame:
    """All cases of the checks, in order, as the columns of a file of cases."""
    cases = [
        (load * 60 * INTERVAL_MIN / aht, INTERVAL_MIN, aht, patience_of(check.row), agents, WITHIN)
        for check in checks
        for load, agents in check.cases
        for aht in (float(check.row["aht_s"]),)
    ]
    columns = ["offered", "interval_min", "aht_s", "patience_s", "agents", "answer_within_s"]
    return pd.DataFrame(cases, columns=columns)


def reproduced(checks: Iterable[FileCheck], figures: pd.DataFrame) -> list[bool]:
    """Each check's judgement of its own rows of the file that came out."""
    verdicts, at = [], 0
    for check in checks:
        verdicts.append(check.judge(figures.iloc[at : at + len(check.cases)].reset_index(drop=True)))
        at += len(check.cases)
    return verdicts


def _reproduces(row: Row) -> Judge:
    def judge(figures: pd.DataFrame) -> bool:
        got = figures.iloc[0]
        if row["metric"] == "B":
            return agrees(row, float(got["p_block"]))
        names = ("p_wait", "p_abandon", "service_level", "occupancy", "wait_s")
        return agrees(row, steady_metric(row, *(float(got[name]) for name in names)))

    return judge


def _limit_of(row: Row) -> tuple[str, float, bool]:
    """The figure that a row limits, the limit, and whether it is a least value."""
    metric = row["metric"]
    if "/20" in metric:
        return "service_level", number_in(r"(\d+)/", metric) / 100, True
    return ("p_block" if row["model"].startswith("ErlangB") else "p_wait"), share_in(metric), False


def _least(row: Row) -> FileCheck:
    figure, limit, at_least = _limit_of(row)
    n = round(float(row["published"]))

    def judge(figures: pd.DataFrame) -> bool:
        met = figures[figure] >= limit if at_least else figures[figure] <= limit
        return met.tolist() == [True, False]

    return FileCheck(row, ((load_of(row), n), (load_of(row), n - 1)), judge)


def _greatest(row: Row) -> FileCheck:
    figure, limit, _ = _limit_of(row)
    load, tolerance, n = float(row["published"]), float(row["tolerance"]), int(row["n"])

    def judge(figures: pd.DataFrame) -> bool:
        return (figures[figure] <= limit).tolist() == [True, False]

    return FileCheck(row, ((load - tolerance, n), (load + tolerance, n)), judge)


def exact_figures_of(impatient: pd.DataFrame, patient: pd.DataFrame) -> pd.DataFrame:
    """The figures of exact.csv's two files of cases under the names of `EXACT_COLUMNS`."""
    assert len(impatient) == len(patient) == len(exact_rows())
    figures = impatient.assign(p_wait_patient=patient["p_wait"])
    return figures[list(EXACT_COLUMNS.values())]
