"""A site of 401 agents: nights and weekends evenly spread, beside a second solve that seeks evenness above all; wishes.

    python -m bench.roster --parts evenness

The second solve is of the same site with the points for an uneven night or weekend so many times higher that each
weighs nearly as much as an agent short, and starts the same way: with more, cover would go for evenness, and what is
least with the same cover would not be known. Both go on to the end of their time. BENCH_SOLVE_S: seconds of it (300).
"""

import os
import re
import shutil
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.judged_roster import Judged, judged_roster
from bench.material import ABSENT, SHARED
from bench.roster_parts.sites import WINDOW
from bench.target import Target
from domain.rule_pack import PACKS_DIR

SITE = SHARED / "sites" / "site401"
SOLVE_S = float(os.environ.get("BENCH_SOLVE_S", "300"))
TIMES = 2.0
MOST_RATIO, LEAST_MET = 1.10, 0.90
SAME_COVER = 0.1  # points of the requirement's percent
SPREADS = {
    "nights_of_agents": "nights among agents who consent",
    "nights_of_leads": "nights among leads who consent",
    "weekends_of_agents": "weekend duties among agents",
    "weekends_of_leads": "weekend duties among leads",
}


def targets(console: Console) -> list[Target]:
    """What was promised of evenness and of wishes."""
    if not SHARED.is_dir():
        console.print(ABSENT)
        return []
    with tempfile.TemporaryDirectory() as folder:
        even = _even_site(Path(folder) / "site")
        usual, least = (
            judged_roster(site, SITE / "requirement.csv", WINDOW, Path(folder) / name, SOLVE_S, "--gap", "0")
            for name, site in (("usual", SITE), ("least", even))
        )
    console.print(spread_table(usual, least))
    console.print(wish_table(usual))
    console.print(f"Weight of dated wishes met, of all: {100 * usual.report['preferences']['met_share']:.1f}%")
    return [
        Target("evenness: hard rules broken", usual.hard_broken + least.hard_broken, 0, 0, 0),
        Target("evenness: cover short in the second solve beyond the first, % of the requirement",
               least.short - usual.short, None, SAME_COVER, 3),
        *(Target(f"evenness: spread of {name}, times the least reached", _ratio(usual, least, key), None, MOST_RATIO, 3)
          for key, name in SPREADS.items()),
        Target("wishes: weight of dated ones met where cover allows it",
               usual.report["preferences"]["met_share_where_cover_allows"], LEAST_MET, None, 3),
        Target("wishes: unmet ones without a price or a rule", _without_answer(usual), 0, 0, 0),
    ]  # fmt: skip


def _even_site(folder: Path) -> Path:
    """A copy of the site whose rule pack prices unevenness so many times higher."""
    shutil.copytree(SITE, folder)
    pack = (PACKS_DIR / "kr.toml").read_text(encoding="utf-8")
    pack = re.sub(r"(?m)^(uneven_\w+ = )([\d.]+)", lambda found: f"{found[1]}{TIMES * float(found[2])}", pack)
    for path in (folder, folder / "site.toml"):
        path.chmod(0o755)
    (folder / "even.toml").write_text(pack, encoding="utf-8")
    config = (folder / "site.toml").read_text(encoding="utf-8").replace('pack = "kr"', 'pack = "even.toml"')
    (folder / "site.toml").write_text(config, encoding="utf-8")
    return folder


def _spread(judged: Judged, key: str) -> float:
    return float(judged.report["fairness"][key]["standard_deviation"])


def _ratio(usual: Judged, least: Judged, key: str) -> float:
    """The usual spread as a multiple of the least that either solve reached."""
    return _spread(usual, key) / min(_spread(usual, key), _spread(least, key))


def _without_answer(judged: Judged) -> int:
    """Unmet wishes of which the report says neither what they would have cost nor which rule forbids them."""
    unmet = judged.report["preferences"]["unmet"]
    return sum(row.get("cost") is None and not row.get("forbidden_by") for row in unmet)


def spread_table(usual: Judged, least: Judged) -> Table:
    """Cover, gap and spreads of both solves."""
    table = Table(title=f"401 agents and 76 leads, {SOLVE_S:g} s a solve", title_justify="left")
    for head in ("", "as usual", f"unevenness {TIMES:g} times as dear", "ratio"):
        table.add_column(head, justify="right" if head else "left")
    for name, digits, figure in (
        ("agent-intervals short", 1, lambda judged: _covered(judged, "short")),
        ("agent-intervals over", 1, lambda judged: _covered(judged, "over")),
        ("lead-intervals short", 0, lambda judged: judged.leads_short),
        ("gap, % of its own objective", 2, lambda judged: judged.gap),
    ):
        table.add_row(name, *(f"{figure(judged):,.{digits}f}" for judged in (usual, least)), "")
    for key, name in SPREADS.items():
        both = _spread(usual, key), _spread(least, key)
        table.add_row(f"spread of {name}", *(f"{spread:.3f}" for spread in both), f"{both[0] / both[1]:.3f}")
    return table


def _covered(judged: Judged, what: str) -> float:
    return sum(float(queue[what]) for queue in judged.report["coverage"].values())


def wish_table(judged: Judged) -> Table:
    """Every unmet dated wish by what it would have cost; who wished it is in the report."""
    wishes = judged.report["preferences"]
    table = Table(title=f"Dated wishes that are not met ({len(wishes['unmet'])})", title_justify="left")
    for head in ("date", "shift", "worth, points", "cost, points", "agent-intervals", "lead-intervals", "forbidden by"):
        table.add_column(head, justify="left" if head in ("date", "shift", "forbidden by") else "right")
    for row in wishes["unmet"]:
        numbers = (row.get(key) for key in ("worth", "cost", "agent_intervals", "lead_intervals"))
        shown = ("-" if number is None else f"{number:.1f}" for number in numbers)
        table.add_row(row["date"], row["shift"], *shown, row.get("forbidden_by", ""))
    return table
