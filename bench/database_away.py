"""A night whose PostgreSQL server goes away in the middle of it, for some seconds or for good."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.killed_nights import Content, content_of
from domain.errors import WfmError
from pipeline.nightly import NightOrder, run_night
from tests.postgres import brought_back, taken_away


@dataclass(frozen=True, slots=True)
class Away:
    """How the night ended (0, or the exit code of its error), what it said then, and how long it took."""

    exit_code: int
    said: str
    seconds: float


def night_without_database(server: str, order: NightOrder, phase: str, away_s: float) -> Away:
    """The night, whose server is taken away when it begins the phase, and brought back so many seconds later."""
    back = threading.Timer(away_s, brought_back, [server])
    gone = threading.Event()

    def tell(sentence: str) -> None:
        if sentence.startswith(phase) and not gone.is_set():
            gone.set()
            taken_away(server)
            back.start()

    began, code, said = time.perf_counter(), 0, ""
    try:
        run_night(order, tell)
    except WfmError as error:
        code, said = error.exit_code, str(error)
    seconds = time.perf_counter() - began
    assert gone.is_set(), f"the night never said {phase!r}"
    back.join()
    return Away(code, said, seconds)


def is_as_before(site: Path, before: Content) -> bool:
    """Whether every file and every version that was there is there still, as it was."""
    found = content_of(site)
    files = all(found.files.get(name) == sha256 for name, sha256 in before.files.items())
    return files and set(before.versions) <= set(found.versions)
