"""Reference values of the queue formulas reproduced: published ones and exact ones, by function and through files."""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from bench.material import ABSENT
from bench.reference_files import cases_of, exact_figures_of, file_checks, reproduced
from bench.reference_values import (
    COMPUTED,
    FOLDER,
    agrees,
    exact_agreement,
    exact_cases,
    exact_figures,
    published_rows,
    row_name,
)
from bench.target import Target

AHT_S = 180.0


def targets(console: Console) -> list[Target]:
    """How many values agree, of how many."""
    if not FOLDER.is_dir():
        console.print(ABSENT)
        return []
    with tempfile.TemporaryDirectory() as folder:
        through_file = _through_file(Path(folder))
        return [*_published(through_file, console), *_exact(through_file, console)]


def _through_file(folder: Path) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Cases through `wfm erlang --file`, and back from the file that it wrote."""
    from wfm_parts.erlang_command import erlang

    def figures(cases: pd.DataFrame) -> pd.DataFrame:
        cases.to_csv(folder / "in.csv", index=False)
        erlang(file=folder / "in.csv", out=folder / "out.csv")
        return pd.read_csv(io.StringIO((folder / "out.csv").read_text(encoding="utf-8")))

    return figures


def _published(through_file: Callable[[pd.DataFrame], pd.DataFrame], console: Console) -> list[Target]:
    right, wrong = published_rows(reproduces=True), published_rows(reproduces=False)
    by_function = [agrees(row, COMPUTED[row["model"]](row)) for row in right]
    not_copied = [not agrees(row, COMPUTED[row["model"]](row)) for row in wrong]
    checks = file_checks(right)
    by_file = reproduced(checks, through_file(cases_of(checks)))
    missed = [row_name(row) for row, kept in zip(right, by_function, strict=True) if not kept]
    missed += [f"{row_name(check.row)} (file)" for check, kept in zip(checks, by_file, strict=True) if not kept]
    table = Table(title="Published values reproduced", title_justify="left")
    for head in ("", "agree", "of"):
        table.add_column(head, justify="left" if not head else "right")
    table.add_row("by function", str(sum(by_function)), str(len(right)))
    table.add_row("through wfm erlang --file (its columns tell them)", str(sum(by_file)), str(len(checks)))
    table.add_row("known to be wrong, and not reproduced", str(sum(not_copied)), str(len(wrong)))
    console.print(table)
    console.print(*(f"NOT reproduced: {name}" for name in missed), sep="\n")
    return [
        Target(f"published values by function, of {len(right)}", sum(by_function), len(right), None, 0),
        Target(f"published values through a file, of {len(checks)}", sum(by_file), len(checks), None, 0),
    ]


def _exact(through_file: Callable[[pd.DataFrame], pd.DataFrame], console: Console) -> list[Target]:
    impatient, patient = (through_file(exact_cases(AHT_S, patient)) for patient in (False, True))
    found = {
        "by function": exact_agreement(exact_figures(AHT_S), AHT_S),
        "through a file": exact_agreement(exact_figures_of(impatient, patient), AHT_S),
    }
    table = Table(title="Exact values of Erlang B, C and A, n = 1 to 2,000", title_justify="left")
    for head in ("", "within 1e-9", "of", "furthest, relative"):
        table.add_column(head, justify="left" if not head else "right")
    for name, each in found.items():
        table.add_row(name, str(each.agreeing), str(each.values), f"{each.worst:.1e}")
    console.print(table)
    return [
        Target(f"exact values {name}, of {each.values}", each.agreeing, each.values, None, 0)
        for name, each in found.items()
    ]
