"""Public shift-scheduling instances solved by the roster engine, each roster judged from its file.

    python -m bench.curtois [INSTANCE ...] [--time-limit S] [--threads N] [--seed N] [--out FOLDER] [--processor-time]

Instances are numbers of the measuring material, all of it where none is named. Leave the machine to it: a time limit is
part of what is measured; on a busy machine `--processor-time` counts the processor's seconds, shared by the threads.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.curtois_parts.instance import read_instance
from bench.curtois_parts.judge import verdict, write_solution
from bench.curtois_parts.known import BEST_KNOWN, over_percent, promised
from bench.curtois_parts.problem import problem, rows
from bench.curtois_parts.solving import solved
from bench.material import ABSENT, SHARED
from bench.target import Target, target_table
from scheduling.options import SolveOptions

FOLDER = SHARED / "instances" / "curtois"
HEADS = ("instance", "best known", "found", "over, %", "bound", "seconds", "hard rules broken")


def main(arguments: list[str]) -> int:
    """Solve the instances, one after the other, and print what came of it."""
    given = _parser().parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 150)
    if not FOLDER.is_dir():
        console.print(ABSENT)
        return 0
    options = SolveOptions(
        _clock(given), time_limit_s=given.time_limit, gap=0.0, seed=given.seed, threads=given.threads
    )
    table = Table(title=f"Public instances, {given.time_limit:g} s each, {given.threads} threads", title_justify="left")
    for head in HEADS:
        table.add_column(head, justify="right")
    found: list[Target] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in [*given.more, *given.instances] or BEST_KNOWN:
            found += _measured(number, options, given.out or Path(folder), table, console)
    console.print(table)
    console.print(target_table(found))
    return 0


def _measured(number: int, options: SolveOptions, folder: Path, table: Table, console: Console) -> list[Target]:
    """Solve one instance, have it judged, and add its row."""
    file = FOLDER / f"Instance{number}.txt"
    instance = read_instance(file)
    roster = solved(problem(instance), options)
    for step in roster.course:
        console.print(f"instance {number}: {step}", style="dim", highlight=False)
    folder.mkdir(parents=True, exist_ok=True)
    solution = folder / f"Instance{number}.csv"
    write_solution(solution, rows(instance, roster.tours))
    judged = verdict(file, solution)
    if judged.points != round(roster.points, 6) and judged.broken >= 0:
        raise RuntimeError(f"instance {number}: the judge counts {judged.points} points, the engine {roster.points}")
    row = (
        f"{number}",
        f"{BEST_KNOWN[number]}",
        f"{roster.points:.0f}",
        f"{over_percent(number, roster.points):.2f}",
        f"{roster.bound:.2f}",
        f"{roster.seconds:.0f}",
        f"{judged.broken}",
    )
    table.add_row(*row)
    console.print(dict(zip(HEADS, row, strict=True)), highlight=False)
    return promised(number, judged.points, roster.bound, judged.broken)


def _clock(given: argparse.Namespace) -> Callable[[], float]:
    if given.processor_time:
        return lambda: time.process_time() / given.threads
    return time.perf_counter


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench.curtois", description="Public instances solved by the roster engine.")
    parser.add_argument("instances", nargs="*", type=int, choices=[*BEST_KNOWN, []], help="numbers; all where none")
    parser.add_argument("--instances", nargs="+", type=int, choices=list(BEST_KNOWN), default=[], dest="more")
    parser.add_argument("--time-limit", type=float, default=600.0, help="seconds for each")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="folder for the rosters found")
    parser.add_argument("--processor-time", action="store_true", help="count the processor's seconds, not the clock's")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
