"""Ending a solve early with the best roster so far: on request, or before it takes more memory than it may."""

import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from domain.errors import ScheduleError
from scheduling.options import StopReason

type Stop = Callable[[], StopReason | None]

MB = 1024 * 1024
STATUS = Path("/proc/self/status")
SOFT_SHARE = 0.9  # of the memory limit, where the search ends so that the roster can still be written
STOP_SIGNALS, MEMORY_SIGNAL = ("SIGUSR1", "SIGQUIT"), "SIGUSR2"
LOOK_EVERY_S = 0.2


@contextmanager
def stoppable(memory_limit_mb: int | None = None) -> Iterator[Stop]:
    """A question to be asked now and then: is the solve to end, and why?

    Memory is limited twice: the search ends at nine tenths of the limit, with the roster so far; beyond the limit
    ScheduleError ends everything.
    """
    requested = threading.Event()

    def reason() -> StopReason | None:
        if requested.is_set():
            return "request"
        if memory_limit_mb is not None and resident_mb() > SOFT_SHARE * memory_limit_mb:
            return "memory_limit"
        return None

    with _signals_set(requested), _memory_watched(memory_limit_mb):
        yield reason


def resident_mb() -> float:
    """Megabytes of memory that this process has now; the most it ever had where the system does not tell."""
    now = _status_mb("VmRSS")
    if now is not None:
        return now
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MB if sys.platform == "darwin" else most / 1024


def stop_lines(stopped_by: str, memory_limit_mb: int | None) -> list[str]:
    """What a person at the terminal is told of a solve that did not end by itself."""
    if stopped_by == "request":
        return ["The search was ended on request: this is the best roster so far."]
    if stopped_by == "memory_limit":
        return [f"The search ended at the memory limit of {memory_limit_mb} MB: this is the best roster so far."]
    return []


@contextmanager
def _signals_set(requested: threading.Event) -> Iterator[None]:
    """The signals that ask for an end set the event, for as long as this lasts; only a main thread may do so."""
    known = [getattr(signal, name) for name in STOP_SIGNALS if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        known = []

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        requested.set()

    before = {number: signal.signal(number, ask) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _memory_watched(limit_mb: int | None) -> Iterator[None]:
    """Whoever goes beyond the limit is interrupted as by Ctrl-C, but with ScheduleError; only a main thread can be."""
    number = getattr(signal, MEMORY_SIGNAL, None)
    if limit_mb is None or number is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    if resident_mb() > limit_mb:
        raise _too_much(limit_mb)

    def refuse(number: int, frame: FrameType | None) -> None:
        del number, frame
        over.set()
        raise _too_much(limit_mb)

    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_EVERY_S):
            if resident_mb() > limit_mb:
                os.kill(os.getpid(), number)
                return

    before = signal.signal(number, refuse)
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        signal.signal(number, before)


def _too_much(limit_mb: int) -> ScheduleError:
    return ScheduleError(
        f"The solver needs more memory than the limit of {limit_mb} MB, and there is no roster within it; give a "
        "higher --memory-limit, or a shorter window. Nothing was written."
    )


def _status_mb(name: str) -> float | None:
    """A figure of the process that Linux tells in kilobytes; None on another system."""
    if not STATUS.is_file():
        return None
    lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":")), None)
