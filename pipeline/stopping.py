"""Ending a solve early with the best roster so far: on request, or before it takes more memory than it may."""

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
STOP_SIGNALS = ("SIGUSR1", "SIGQUIT")


@contextmanager
def stoppable(memory_limit_mb: int | None = None) -> Iterator[Stop]:
    """A question to be asked now and then: is the solve to end, and why?

    Memory is limited twice: the search ends at nine tenths of the limit; whoever asks the system for more than the
    limit is refused, and ScheduleError says so.
    """
    requested = threading.Event()

    def reason() -> StopReason | None:
        if requested.is_set():
            return "request"
        if memory_limit_mb is not None and resident_mb() > SOFT_SHARE * memory_limit_mb:
            return "memory_limit"
        return None

    with _signals_set(requested), _memory_refused_beyond(memory_limit_mb):
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
def _memory_refused_beyond(limit_mb: int | None) -> Iterator[None]:
    """Memory beyond the limit is refused by the system; what is set aside already, but not used, is not counted."""
    data = _status_mb("VmData")
    if limit_mb is None or data is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = int((max(0.0, data - resident_mb()) + limit_mb) * MB)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and "can't start new thread" not in str(error):
            raise
        raise ScheduleError(
            f"The solver needs more memory than the limit of {limit_mb} MB before there is a roster; give a higher "
            "--memory-limit, or a shorter window. Nothing was written."
        ) from error
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _status_mb(name: str) -> float | None:
    """A figure of the process that Linux tells in kilobytes; None on another system."""
    if not STATUS.is_file():
        return None
    lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith(name + ":")), None)
