"""The memory that a process and its children hold together, watched while they work (Linux: /proc)."""

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

EVERY_S = 0.1
PSS = "Pss:"


class WatchedMemory:
    """`most_gb`: the most that was held at any moment; a page that several processes share is divided among them."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self.most_gb = 0.0
        self._every_s = every_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(self._every_s):
            self.most_gb = max(self.most_gb, sum(map(_held_kb, _family(os.getpid()))) / 1024**2)


def _family(process: int) -> list[int]:
    """The process and all that it started, directly or not."""
    found = [process]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text(encoding="ascii").split()]
            except OSError:
                continue
    return found


def _held_kb(process: int) -> int:
    """What the process holds; nothing where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(PSS))
