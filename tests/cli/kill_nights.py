"""Kills a night at ten moments, runs it again each time, and prints what came of it as JSON. Run as a program.

The rooms are imported once and every night runs in a forked child of its own, so that a kill hits a real process and
twenty nights still take less than a minute.
"""

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.nights_parts.kills import shorten_search
from pipeline.code_version import code_version
from pipeline.ingest import ingest
from pipeline.nightly import NightOrder, run_night
from pipeline.schedule_run import SolveLimits
from tests.cli.published import stable_content, version_numbers
from tests.cli.tiny import DAYS, NIGHT, tiny_history, tiny_site

MOMENTS = 10
TRIES = 6
SOONER = 0.7


def in_child(work: Callable[[], object]) -> int:
    """Process number of a child that does the work and ends."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return child


def finished(child: int) -> bool:
    """Waits for the child; whether it ended well."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def night(site: Path) -> Callable[[], object]:
    limits = SolveLimits(time_limit_s=600, gap=100.0)  # any first roster: what is killed is the night, not the search
    return lambda: run_night(NightOrder(site, NIGHT, DAYS, limits))


def killed_after(site: Path, seconds: float) -> bool:
    """Whether the kill came while the night was running."""
    child = in_child(night(site))
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def killed_in_time(start: Path, site: Path, after_s: float) -> bool:
    """Whether a night on a copy of the site was killed; sooner and sooner where a less busy machine was done before."""
    for _ in range(TRIES):
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(start, site)
        if killed_after(site, after_s):
            return True
        after_s *= SOONER
    return False


def undisturbed_s(site: Path) -> float:
    """Seconds of a whole night."""
    started = time.perf_counter()
    assert finished(in_child(night(site)))
    return time.perf_counter() - started


def main(folder: Path) -> None:
    code_version()  # read once for all children: a source file saved meanwhile would make it another program
    shorten_search()
    start = tiny_site(folder / "start")
    assert finished(in_child(lambda: ingest(start, [tiny_history(folder / "calls.csv")])))
    for name in ("warm", "reference"):  # the first run fills the caches of compiled code
        shutil.copytree(start, folder / name)
        whole_s = undisturbed_s(folder / name)
    reference = folder / "reference"
    outcome = []
    for moment in range(MOMENTS):
        site = folder / f"killed-{moment}"
        after_s = whole_s * (moment + 0.5) / MOMENTS
        killed = killed_in_time(start, site, after_s)
        done = finished(in_child(night(site)))
        outcome.append(
            {
                "after_s": round(after_s, 3),
                "killed": killed,
                "finished": done,
                "same_files": stable_content(site / "nights") == stable_content(reference / "nights"),
                "same_versions": version_numbers(site) == version_numbers(reference),
                "leftovers": [str(path) for path in (site / "nights").glob(".*")],
            }
        )
    print(json.dumps({"whole_s": round(whole_s, 2), "moments": outcome}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
