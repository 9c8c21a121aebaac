"""One site's night as a process of its own, on this machine or on a worker of a cluster: started, awaited, judged.

A worker needs the product and the site folders at the same paths; the function and what it takes and gives are small.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import IO

from store.json_text import plain

GOES_WITHIN_S = 30  # of being asked to end, before it is killed
SAID_BYTES = 4000
_at_work: set[subprocess.Popen[bytes]] = set()  # the nights of this process's threads
DEFECT = "ended by a defect of the program; the night's log (.wfm/logs) has its traceback"


class SiteState(StrEnum):
    """How a site stands in a run of the portfolio."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NightCommand:
    """What one site's night is to do; `site_dir` is absolute, `night` an ISO date, `jobs` the cores that it may use."""

    name: str
    site_dir: str
    night: str
    days: int
    time_limit_s: float
    gap: float
    seed: int
    jobs: int
    by_clock: bool
    limit_s: float


@dataclass(frozen=True, slots=True)
class SiteNight:
    """How it ended: the exit code of `wfm nightly`, what it said where that is not 0, when it began, its seconds."""

    name: str
    night: str
    state: SiteState
    exit_code: int
    said: str
    begun: str
    seconds: float


def site_night(command: NightCommand) -> SiteNight:
    """Runs the night to its end; whatever becomes of its process, this gives an answer."""
    begun = datetime.now(UTC)
    with tempfile.TemporaryFile() as heard:
        try:
            code, over = _run(command, heard)
            said = _last_line(heard)
        except OSError as error:
            code, over, said = 1, False, f"its process could not be started: {error}"
    seconds = round((datetime.now(UTC) - begun).total_seconds(), 1)
    state, code, said = _judged(code, said, command.limit_s if over else None)
    return SiteNight(command.name, command.night, state, code, said, begun.isoformat(timespec="seconds"), seconds)


def _run(command: NightCommand, heard: IO[bytes]) -> tuple[int, bool]:
    """The exit code of the process, below 0 where a signal ended it, and whether it was ended at its limit."""
    child = subprocess.Popen(
        words_of(command),
        stdin=subprocess.DEVNULL,
        stdout=heard,
        stderr=heard,
        env={**os.environ, **_threads(command.jobs)},
        start_new_session=True,  # so that all that it started can be ended with it
        cwd=Path("/"),
    )
    _at_work.add(child)
    try:
        return child.wait(command.limit_s), False
    except subprocess.TimeoutExpired:
        return _ended(child), True
    finally:
        _at_work.discard(child)


def words_of(command: NightCommand) -> list[str]:
    """The command line of the night's process; -P: the folder it runs in is no place to import from."""
    return [sys.executable, "-P", "-m", "pipeline.portfolio_child", json.dumps(plain(asdict(command)))]


def end_nights() -> None:
    """Asks every night that this process has under way to end, as Ctrl-C does: what it finished is kept."""
    for child in list(_at_work):
        child.send_signal(signal.SIGINT)


def _ended(child: subprocess.Popen[bytes]) -> int:
    """Asks the process to end, as Ctrl-C does, and kills it with all that it started where it does not."""
    child.send_signal(signal.SIGINT)
    try:
        return child.wait(GOES_WITHIN_S)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        return child.wait()


def _threads(jobs: int) -> Mapping[str, str]:
    """So that libraries with threads of their own keep to the night's share of the cores."""
    return {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": str(jobs), "LOKY_MAX_CPU_COUNT": str(jobs)}


def _last_line(heard: IO[bytes]) -> str:
    heard.seek(0, os.SEEK_END)
    heard.seek(max(0, heard.tell() - SAID_BYTES))
    lines = [line.strip() for line in heard.read().decode(errors="replace").splitlines() if line.strip()]
    return "".join(sign if sign.isprintable() else " " for sign in lines[-1]) if lines else ""


def _judged(code: int, said: str, limit_s: float | None) -> tuple[SiteState, int, str]:
    """State, exit code and sentence."""
    if limit_s is not None:
        return SiteState.FAILED, 1, f"was ended after its limit of {limit_s:g} s; the next run goes on where it stopped"
    if code < 0:
        name = signal.Signals(-code).name
        perhaps = ": for want of memory, perhaps (--jobs says how many run at a time)" if name == "SIGKILL" else ""
        return SiteState.FAILED, 1, f"was killed ({name}){perhaps}; the next run goes on where it stopped"
    states = {0: SiteState.DONE, 3: SiteState.PARTLY, 130: SiteState.CANCELLED}
    if code == 0:
        return SiteState.DONE, 0, ""
    # A traceback's last line is no sentence; the deliberate ones of the program are.
    is_defect = code == 1 and said.partition(":")[0].endswith(("Error", "Exception"))
    return states.get(code, SiteState.FAILED), code, f"{DEFECT} ({said})" if is_defect else said
