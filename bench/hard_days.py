"""The hard days of the sample `dasan`: its scenarios, run and judged, with the pictures of the docs.

    python -m bench.hard_days [--site DIR] [--out DIR] [--docs] [NAME ...]

Makes the sample in DIR (build/hard_days/dasan), takes its history in and plans it, where that was not done before; then
runs each scenario over the first planned week as `wfm scenario` does, and holds its key figure against its target.
`--docs` copies the pictures to docs/scenarios/.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.target import Target, target_table
from pipeline.ingest import ingest
from pipeline.nightly import NightOrder, run_night
from pipeline.scenario_report import ScenarioOrder, scenarios_to_folder
from pipeline.schedule_run import SolveLimits
from pipeline.site_template import HISTORY_FILE, make_site

SITE, OUT, DOCS = Path("build/hard_days/dasan"), Path("build/hard_days/reports"), Path("docs/scenarios")
NIGHT, DAYS, SOLVE_S = date(2026, 9, 6), 7, 60.0
# Seconds for a roster made for the scenario: for the days that people are gone, or for all planned days.
OWN_ROSTER_S = {"strike": 400.0, "holiday": 300.0}
DAYS_SHOWN = {"holiday": (date(2026, 9, 21), 8)}  # the week of the harvest festival; of the others the first week
NAMES = ("strike", "vendor_strike", "recovery", "price", "dasan2", "surge", "leads", "holiday", "long_view")
MOST_S = 600.0
# The picture of a report that the docs show: as a rule the first of its own, after need and people at work.
SHOWN, SHOWN_OF = 2, {"dasan2": 3}
JUDGE = Path(__file__).resolve().parents[1].parent / "shared" / "tools" / "check_roster.py"


def ready(site: Path) -> None:
    """The sample with its night."""
    if not (site / "site.toml").is_file():
        make_site(site, "dasan")
        ingest(site, [site / HISTORY_FILE])
    if not (site / "nights" / NIGHT.isoformat()).is_dir():
        run_night(NightOrder(site, NIGHT, limits=SolveLimits(time_limit_s=SOLVE_S)))


def run(site: Path, name: str, out: Path) -> tuple[dict[str, Any], float]:
    """The scenario's figures as in its `report.json`, its study's among them, and the seconds it took."""
    started = time.perf_counter()
    limits = SolveLimits(time_limit_s=OWN_ROSTER_S[name]) if name in OWN_ROSTER_S else None
    start, days = DAYS_SHOWN.get(name, (None, DAYS))
    scenarios_to_folder(ScenarioOrder(site, (name,), start=start, days=days, solve=limits), out)
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return {**report["scenarios"][1], **report["studies"].get(name, {})}, time.perf_counter() - started


def targets(name: str, found: dict[str, Any], seconds: float) -> Iterator[Target]:
    """What the scenario promises."""
    yield Target(f"{name}: seconds", seconds, None, MOST_S, 0)
    if found["hold_best"] is not None:
        missed = 100 * (found["hold_bound"] - found["hold_best"])
        yield Target(f"{name}: points below the bound of the hours that are worked", missed, None, 1.0, 2)
    if "held_by_own_roster" in found:
        missed = 100 * (found["bound_any_days"] - found["held_by_own_roster"])
        yield Target(f"{name}: its own roster, points below the bound of any roster", missed, None, 1.0, 2)
    if "holiday_deviation_own" in found:
        own = found["holiday_deviation_own"] / found["holiday_deviation_plan"]
        yield Target(f"{name}: unevenness over years, of that with the plan's roster", own, None, 1.0, 2)
    for key, value in found.items():
        if key.startswith("hours_kept"):
            yield Target(f"{name}: {key}, % of hours", 100 * value, 95.0, None, 1)
    if "price_worst_difference" in found:
        yield Target(f"{name}: worst simulated rate, points off", 100 * found["price_worst_difference"], None, 0.5, 2)
        yield Target(f"{name}: monotone", float(found["price_is_monotone"]), 1.0, None, 0)


def judged(site: Path, roster: Path) -> Target:
    """Whether the independent checker finds a hard rule broken in a roster."""
    done = subprocess.run([sys.executable, JUDGE, site, roster], capture_output=True, text=True, check=False)
    return Target(f"{roster.name}: broken by the independent checker", float(done.returncode), None, 0.0, 0)


def main() -> int:
    """Runs the scenarios; 1 where a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--site", type=Path, default=SITE)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--docs", action="store_true")
    asked = parser.parse_args()
    ready(asked.site)
    console = Console()
    found: list[Target] = []
    for name in asked.names:
        figures, seconds = run(asked.site, name, asked.out / name)
        found += targets(name, figures, seconds)
        console.print(name, {key: value for key, value in figures.items() if key != "notes"})
        for roster in (asked.out / name / f"roster_{name}_held", asked.out / name / f"roster_{name}"):
            if JUDGE.is_file() and roster.is_dir():
                found.append(judged(asked.site, roster))
        if asked.docs:
            for language in ("ko", "en"):
                picture = asked.out / name / f"picture_{name}_{SHOWN_OF.get(name, SHOWN)}.{language}.svg"
                if picture.is_file():
                    shutil.copyfile(picture, DOCS / f"{name}.{language}.svg")
    console.print(f"{platform.machine()}, {platform.python_version()}; the first {DAYS} planned days of `dasan`")
    console.print(target_table(found))
    return int(any(not target.is_met for target in found))


if __name__ == "__main__":
    sys.exit(main())
