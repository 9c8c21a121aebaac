"""Many planners in real browsers on one server: edits of one roster, the first paint, clicks, the server's memory.

python -m bench.browsers --site DIR [--parts paint clicks memory alone edits] [--planners 8] [--seconds 120]

`--site` names a folder with a published night (`python -m bench.browser_site` makes one); work on a copy of it, for
edits change its roster. Figures are of the machine as it is: what else runs on it is in them.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.browser_clock import ARM, WAITED, drawn_with
from bench.browser_edits import edits_by_many
from bench.screens import Picture, chromium, open_page, server_of, wait_until_drawn, window
from pipeline.app_run import app_command_line

PAINTS, CLICKS, EDITS = 5, 100, 100
ALONE_S = 600.0  # for one planner's edits
READY_MS = 60_000
PAGES = ("forecast", "requirement", "roster", "rest", "versions", "runs", "site")
# Parts of the roster page, and what only that part of those beside it has (CSS).
DRAWN_CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg)"
ROSTER_PARTS = (
    ("개인별 근무표", "[data-testid=stDataFrame] canvas"),
    ("하루 근무", DRAWN_CHART),
    ("규칙", "[data-testid=stTable]"),
    ("부족한 곳", "[data-testid=stDataFrame] canvas, [data-testid=stAlertContentSuccess]"),
    ("시간대별 충족", DRAWN_CHART),
)
BYTES_A_MB = 2**20
EMPTY_APP = 'import streamlit as st\nst.set_page_config(layout="wide")\nst.header("empty")\n'


def paints(address: str, times: int) -> dict[str, float]:
    """Seconds until an empty Streamlit page shows its header and the roster page its figures, each in a new window.

    Both by turns in one run: the median, and the difference of the medians.
    """
    seconds: dict[str, list[float]] = {"empty": [], "roster": []}
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        script = Path(folder) / "empty.py"
        script.write_text(EMPTY_APP, encoding="utf-8")
        with server_of(lambda port: _streamlit(script, port)) as (empty, _):
            targets = {
                "empty": (empty, "h2:has-text('empty')"),
                "roster": (f"{address}/roster", "[data-testid=stMetric]"),
            }
            for _ in range(times):
                for name, (url, sign) in targets.items():
                    with window(browser, Picture("roster", "ko")) as page:
                        begun = time.perf_counter()
                        page.goto(url)
                        page.wait_for_selector(sign, timeout=READY_MS)
                        seconds[name].append(time.perf_counter() - begun)
    found = {f"{name}_s": round(median(values), 2) for name, values in seconds.items()}
    return found | {"difference_s": round(found["roster_s"] - found["empty_s"], 2)}


def _streamlit(script: Path, port: int) -> list[str]:
    options = ("--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1")
    return [sys.executable, "-m", "streamlit", "run", str(script), *options, "--browser.gatherUsageStats", "false"]


def clicks(address: str, times: int) -> dict[str, object]:
    """Milliseconds from a click on a part of the roster page until that part is drawn and the run has ended."""
    taken: dict[str, list[float]] = {name: [] for name, _ in ROSTER_PARTS}
    with chromium() as browser, window(browser, Picture("roster", "ko")) as page:
        open_page(page, address, "roster", "ko")
        for turn in range(times + len(ROSTER_PARTS)):
            name, sign = ROSTER_PARTS[turn % len(ROSTER_PARTS)]
            _, before = ROSTER_PARTS[(turn - 1) % len(ROSTER_PARTS)]
            radio = page.get_by_role("radio", name=name, exact=True)
            page.evaluate(ARM, drawn_with((sign,), gone=(before,)))
            radio.click()
            waited = page.evaluate(WAITED)
            if turn >= len(ROSTER_PARTS):  # the first round fills what is kept between clicks and between people
                taken[name].append(waited)
    every = percentiles([each for part in taken.values() for each in part])
    return {**every, "by_part": {name: percentiles(part) for name, part in taken.items()}}


def percentiles(taken: Sequence[float]) -> dict[str, float]:
    """Count, median, p95 and the longest of some milliseconds."""
    ordered = sorted(taken)
    if not ordered:
        return {"count": 0}
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return {
        "count": len(ordered),
        "median_ms": round(median(ordered)),
        "p95_ms": round(p95),
        "most_ms": round(ordered[-1]),
    }


def memory(address: str, process: int, planners: int) -> dict[str, float]:
    """The server's resident memory while so many windows have looked at every page, in megabytes; the most seen."""
    with chromium() as browser, most_memory(process) as most:
        windows = [window(browser, Picture("roster", "ko")) for _ in range(planners)]
        pages = [each.__enter__() for each in windows]
        try:
            for name in PAGES:
                for page in pages:
                    open_page(page, address, name, "ko")
                    wait_until_drawn(page)
        finally:
            for each in windows:
                each.__exit__(None, None, None)
        return {"planners": planners, "most_mb": round(most(), 0)}


@contextmanager
def most_memory(process: int) -> Iterator[Callable[[], float]]:
    """Watches a process; what is given tells the most resident memory so far, in megabytes."""
    seen = [resident_mb(process)]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.25):
            seen.append(resident_mb(process))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield lambda: max(seen)
    finally:
        ended.set()
        watcher.join()


def resident_mb(process: int) -> float:
    """Resident memory of a process by /proc, in megabytes; 0 where it has ended."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    kilobytes = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
    return kilobytes * 1024 / BYTES_A_MB


def typed(address: str, site: Path, planners: int, seconds: float, most: int | None = None) -> dict[str, object]:
    """What came of everybody's edits, and how long an answer took them."""
    done = asyncio.run(edits_by_many(address, site, planners, seconds, most))
    return done.figures() | {"edit_ms": percentiles(done.milliseconds)}


def measured(site: Path, parts: Sequence[str], planners: int, seconds: float) -> dict[str, object]:
    """The parts asked for, on one server."""
    found: dict[str, object] = {}
    with server_of(lambda port: app_command_line(site, port)) as (address, process), most_memory(process) as most:
        made: Mapping[str, Callable[[], object]] = {
            "paint": lambda: paints(address, PAINTS),
            "clicks": lambda: clicks(address, CLICKS),
            "memory": lambda: memory(address, process, planners),
            "alone": lambda: typed(address, site, 1, ALONE_S, EDITS),
            "edits": lambda: typed(address, site, planners, seconds),
        }
        for part in parts:
            found[part] = made[part]()
            print(part, json.dumps(found[part]), file=sys.stderr, flush=True)
        found["server_most_mb"] = round(most())
    return found


def main(arguments: Sequence[str]) -> None:
    """The command; prints the figures as JSON."""
    parser = argparse.ArgumentParser(description="Planners in browsers, measured.")
    parser.add_argument("--site", type=Path, required=True, help="site folder with a published night; it is changed")
    parser.add_argument("--parts", nargs="*", default=["paint", "clicks", "memory", "alone", "edits"])
    parser.add_argument("--planners", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=120)
    given = parser.parse_args(arguments)
    print(json.dumps(measured(given.site, given.parts, given.planners, given.seconds), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
