"""The engine beside OR-Tools CP-SAT on the same model and time, and beside pyworkforce on its own.

    build/peers/bin/python -m bench.roster --parts rivals

BENCH_SOLVE_S: seconds that each has (60); BENCH_SITES: names of sites, joined by `;`. The table goes to
bench/results/rivals.md too. Every roster that a rival finds is turned into the product's files (its meals, rests and
queues are placed by the product) and judged from them like the product's own.
"""

import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.judged_roster import judged_roster, verdict
from bench.material import ABSENT, SHARED
from bench.peers_cp_sat import cp_sat_answer
from bench.peers_pyworkforce import pyworkforce_answer
from bench.rival_sites import RivalSite, rival_sites
from bench.target import Target
from domain.roster_files import ACTIVITY_FILE, ROSTER_FILE, activity_frame, roster_frame
from scheduling.cover_state import roster_state
from scheduling.naming import named_roster
from scheduling.objective import objective
from store.csv_files import write_csv

LIMIT_S = float(os.environ.get("BENCH_SOLVE_S", "60"))
SITES = [name for name in os.environ.get("BENCH_SITES", "").split(";") if name]
WORKERS = 2
RESULTS = Path(__file__).resolve().parents[1] / "results" / "rivals.md"
COMMAND = "build/peers/bin/python -m bench.roster --parts rivals"
PRODUCT, CP_SAT, PYWORKFORCE = "Dasan WFM", "OR-Tools CP-SAT", "pyworkforce"
HEADS = (
    "site", "program", "seconds", "objective", "bound", "gap, %", "above the best bound, %", "short, %", "leads short",
    "hard rules broken", "what it said",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One program on one site; numbers that there are not are NaN. The objective is recounted from the files."""

    site: str
    program: str
    seconds: float
    objective: float = np.nan
    bound: float = np.nan
    short: float = np.nan
    leads_short: float = np.nan
    hard_broken: float = np.nan
    said: str = ""

    @property
    def gap(self) -> float:
        """(objective - its own bound) / |objective| in percent."""
        return self.above(self.bound)

    def above(self, bound: float) -> float:
        """(objective - bound) / |objective| in percent."""
        return 100 * (self.objective - bound) / abs(self.objective)


def targets(console: Console) -> list[Target]:
    """What was promised: a table; no rule broken by the product, and no rival with a better legal roster."""
    missing = [name for name in ("ortools", "pyworkforce") if _version(name) is None]
    if not SHARED.is_dir() or missing:
        console.print(ABSENT if not missing else f"{', '.join(missing)} absent: run {COMMAND}")
        return []
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for rival in rival_sites(Path(folder), SITES):
            for row in _rows(rival, Path(folder) / "out"):
                rows.append(row)
                console.print(f"{row.site}: {row.program}, {row.said}", highlight=False)
            _write(rows)
    console.print(_table(rows))
    return [target for site in dict.fromkeys(row.site for row in rows) for target in _promised(site, rows)]


def _promised(site: str, rows: list[Row]) -> list[Target]:
    ours = next(row for row in rows if (row.site, row.program) == (site, PRODUCT))
    legal = [row.objective for row in rows if row.site == site and row.program != PRODUCT and row.hard_broken == 0]
    return [
        Target(f"{site}: hard rules broken", ours.hard_broken, 0, 0, 0),
        Target(f"{site}: objective as a share of the best rival's legal roster (1: none has one)",
               ours.objective / min(legal) if legal else 1.0, None, 1.0, 3),
    ]  # fmt: skip


def _rows(rival: RivalSite, out: Path) -> Iterator[Row]:
    """The product, CP-SAT, and pyworkforce with and without its bans on shifts that follow."""
    name, window = f"{rival.name} ({rival.size})", (rival.window.start, rival.window.days)
    judged = judged_roster(
        rival.folder, rival.requirement_file, window, out / f"ours{len(rival.name)}", LIMIT_S, "--gap", "0"
    )
    report = judged.report
    yield Row(name, PRODUCT, report["seconds"], report["objective"], report["bound"], judged.short,
              judged.leads_short, judged.hard_broken, f"{report['status']}, {report['stopped_by']}")  # fmt: skip
    answer = cp_sat_answer(rival, LIMIT_S, WORKERS)
    own = "no roster" if answer.tours is None else f"its own objective {answer.objective:,.1f}"
    said = f"{answer.status}, {own}, model built in {answer.build_s:.0f} s"
    yield _judged(rival, name, CP_SAT, answer.tours, answer.solve_s, answer.bound, said, out)
    for follow_ups in (True, False):
        found = pyworkforce_answer(rival, LIMIT_S, follow_ups)
        said = f"{'with' if follow_ups else 'without'} pairs of shifts that may not follow; {found.status}"
        yield _judged(rival, name, PYWORKFORCE, found.tours, found.solve_s, np.nan, said, out)


def _judged(
    rival: RivalSite, name: str, program: str, tours: np.ndarray | None, seconds: float, bound: float, said: str,
    out: Path,
) -> Row:  # fmt: skip
    """A rival's tours with meals, rests and queues placed by the product, written, counted and judged."""
    if tours is None:
        return Row(name, program, seconds, bound=bound, said=said)
    state = roster_state(rival.problem, rival.terms, tours)
    roster = named_roster(rival.site, rival.staff, rival.grid, rival.problem, state, rival.terms.contact_price)
    points = objective(rival.site, rival.staff, roster, rival.requirement)
    folder = out / f"{program}{len(list(out.iterdir())) if out.is_dir() else 0}"
    folder.mkdir(parents=True)
    write_csv(folder / ROSTER_FILE, roster_frame(roster.duties))
    write_csv(folder / ACTIVITY_FILE, activity_frame(roster.activities))
    found = verdict(rival.folder, rival.requirement_file, (rival.window.start, rival.window.days), folder)
    cover = found["coverage"].values()
    short = 100 * sum(queue["short"] for queue in cover) / sum(queue["required"] for queue in cover)
    return Row(name, program, seconds, points.total, bound, short, found["leads"]["short"], found["hard_broken"], said)


def _cells(row: Row, rows: list[Row]) -> tuple[str, ...]:
    best = max(other.bound for other in rows if other.site == row.site and not np.isnan(other.bound))
    numbers = [(row.seconds, 0), (row.objective, 1), (row.bound, 1), (row.gap, 2), (row.above(best), 2), (row.short, 2),
               (row.leads_short, 0), (row.hard_broken, 0)]  # fmt: skip
    shown = ["-" if np.isnan(number) else f"{number:,.{digits}f}" for number, digits in numbers]
    return row.site, row.program, *shown, row.said


def _table(rows: list[Row]) -> Table:
    table = Table(title=f"The same sites, {LIMIT_S:g} s each on {WORKERS} cores", title_justify="left")
    for head in HEADS:
        table.add_column(head, justify="left" if head in ("site", "program", "what it said") else "right")
    for row in rows:
        table.add_row(*_cells(row, rows))
    return table


def _write(rows: list[Row]) -> None:
    """The table as a file, with what it was made by."""
    versions = ", ".join(f"{name} {_version(name)}" for name in ("ortools", "pyworkforce", "highspy", "numba"))
    lines = [
        "# The roster engine beside its rivals",
        "",
        f"`BENCH_SOLVE_S={LIMIT_S:g} {COMMAND}`, {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores",
        f"({platform.machine()}), load at the end {os.getloadavg()[1]:.1f}, Python {platform.python_version()},",
        f"{versions}.",
        "",
        f"Each has {LIMIT_S:g} s of wall time on {WORKERS} cores (pyworkforce in each of its steps). Objectives are",
        "recounted from the files by the product, hard rules by `check_roster.py`; meals, rests and queues of rivals'",
        "rosters are placed by the product. CP-SAT gets the same model (rules on tours, meals, rests, skills by flow,",
        "leads, desks, points): `bench/peers_cp_sat.py`; what pyworkforce knows: `bench/peers_pyworkforce.py`.",
        "The gap is to the program's own bound, the next column to the best bound that any of them proved.",
        "",
        "| " + " | ".join(HEADS) + " |",
        "|" + "|".join("---" if head in ("site", "program", "what it said") else "---:" for head in HEADS) + "|",
        *("| " + " | ".join(_cells(row, rows)) + " |" for row in rows),
    ]
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
