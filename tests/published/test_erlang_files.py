"""The reference values through `wfm erlang --file`: a file of cases in, a file of figures out."""

from pathlib import Path

import pandas as pd

from bench.reference_files import cases_of, exact_figures_of, file_checks, reproduced
from bench.reference_values import EXACT_COLUMNS, exact_agreement, exact_cases, published_rows, row_name
from tests.shared import needs_shared
from wfm_parts.erlang_command import erlang

AHT_S = 180.0

pytestmark = needs_shared


def through_the_command(cases: pd.DataFrame, folder: Path, **goals: float) -> pd.DataFrame:
    cases.to_csv(folder / "in.csv", index=False)
    erlang(file=folder / "in.csv", out=folder / "out.csv", **goals)
    return pd.read_csv(folder / "out.csv")


def test_published_values_are_reproduced_through_a_file(tmp_path: Path) -> None:
    checks = file_checks(published_rows(reproduces=True))
    assert len(checks) == 107  # what the calculator's columns do not tell: M/M/c/K, P(empty), shrinkage
    kept = reproduced(checks, through_the_command(cases_of(checks), tmp_path))
    assert [row_name(check.row) for check, good in zip(checks, kept, strict=True) if not good] == []


def test_published_values_marked_wrong_are_not_reproduced_through_a_file(tmp_path: Path) -> None:
    checks = file_checks(published_rows(reproduces=False))
    assert reproduced(checks, through_the_command(cases_of(checks), tmp_path)) == [False, False]


def test_exact_values_are_reproduced_through_a_file_to_a_relative_1e_9(tmp_path: Path) -> None:
    impatient, patient = (through_the_command(exact_cases(AHT_S, kind), tmp_path) for kind in (False, True))
    found = exact_agreement(exact_figures_of(impatient, patient), AHT_S)
    assert found.agreeing == found.values == 84 * len(EXACT_COLUMNS)
    assert found.worst < 1e-12


def test_least_agents_of_published_cases_are_found_through_a_file(tmp_path: Path) -> None:
    """The 80/20 and 90/20 of published.csv: 14 agents for 10 erlangs, 28 for 20.9."""
    rows = {row["metric"]: row for row in published_rows(reproduces=True) if row["model"] == "ErlangC-staffing"}
    for metric, share in (("min n 80/20", 0.8), ("min n 90/20", 0.9)):
        cases = cases_of(file_checks([rows[metric]])).iloc[:1].drop(columns="agents")
        assert through_the_command(cases, tmp_path, service_level=share)["agents"].tolist() == [int(rows[metric]["n"])]
