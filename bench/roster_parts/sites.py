"""Two made-up sites of the measuring material: 60 agents within one minute, 401 agents and 76 leads within five."""

import tempfile
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.judged_roster import Judged, judged_roster
from bench.material import ABSENT, SHARED
from bench.target import Target

WINDOW = (date(2026, 12, 7), 28)
LIMITS_S = {"site60": 60.0, "site401": 300.0}
MOST_GAP, MOST_SHORT, GOAL_GAP = 1.0, 1.0, 0.5


def targets(console: Console) -> list[Target]:
    """What was promised of both."""
    if not SHARED.is_dir():
        console.print(ABSENT)
        return []
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, limit_s in LIMITS_S.items():
            site = SHARED / "sites" / name
            found[name] = judged_roster(
                site, site / "requirement.csv", WINDOW, Path(folder) / name, limit_s, "--gap", f"{GOAL_GAP / 100}"
            )
    console.print(sites_table(found))
    return [target for name, judged in found.items() for target in _promised(name, judged)]


def sites_table(found: dict[str, Judged]) -> Table:
    """Figures of rosters, one row each."""
    table = Table(title="Rosters within a time limit, judged from their files", title_justify="left")
    for head in ("", "objective", "bound", "gap, %", "solve, s", "whole command, s", "memory, GB", "short, %", "leads short", "and not in the bound", "hard rules broken"):  # fmt: skip  # noqa: E501
        table.add_column(head, justify="right")
    for name, judged in found.items():
        report = judged.report
        table.add_row(
            name,
            f"{report['objective']:,.1f}",
            f"{report['bound']:,.1f}",
            f"{judged.gap:.2f}",
            f"{report['seconds']:.0f}",
            f"{judged.seconds:.0f}",
            f"{judged.memory_gb:.2f}",
            f"{judged.short:.3f}",
            f"{judged.leads_short}",
            f"{judged.leads_short_beyond_bound}",
            f"{judged.hard_broken}",
        )
    return table


def _promised(name: str, judged: Judged) -> list[Target]:
    limit_s = LIMITS_S[name]
    return [
        Target(f"{name}: hard rules broken", judged.hard_broken, 0, 0, 0),
        Target(f"{name}: gap after {limit_s:.0f} s, %", judged.gap, None, MOST_GAP, 2),
        Target(f"{name}: seconds of the solve", judged.report["seconds"], None, limit_s),
        Target(f"{name}: agents short, % of the requirement", judged.short, None, MOST_SHORT, 3),
        Target(f"{name}: leads short where the bound is not", judged.leads_short_beyond_bound, None, 0, 0),
    ]
