"""One run per site at a time: a lock of the operating system, which dies with its process and so never sticks."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from domain.errors import LockHeldError
from store.failures import file_words
from store.layout import lock_file

MOMENT_S = 0.02  # between two looks at a lock that is taken
LOOKS = 25

_held: set[int] = set()


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a site's lock: process number, since when (ISO time), doing what."""

    pid: int
    since: str
    what: str


@contextmanager
def run_lock(site: Path, what: str, since: datetime) -> Iterator[None]:
    """Hold the site's lock while the block runs; raise `LockHeldError` naming the holder where another run has it."""
    path = lock_file(site)
    with file_words("lock", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    _held.add(handle)
    try:
        _take(handle, path)
        _write_holder(handle, Holder(os.getpid(), since.isoformat(timespec="seconds"), what))
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        _held.discard(handle)
        os.close(handle)


def lock_holder(site: Path) -> Holder | None:
    """Who holds the site's lock at this moment; none when it is free."""
    path = lock_file(site)
    if not path.is_file():
        return None
    with file_words("read", path):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _read_holder(path)
    else:
        return None
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    """Take the lock, looking again for a moment: somebody may only be asking who holds it (`lock_holder`)."""
    for look in range(LOOKS):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if look == LOOKS - 1:
                raise LockHeldError(_sentence(path, _read_holder(path))) from error
        time.sleep(MOMENT_S)


def _sentence(path: Path, holder: Holder | None) -> str:
    who = "it does not say who"
    if holder is not None:
        who = f"{holder.what}, process {holder.pid}, since {holder.since}"
    return (
        f"another run works on this site: {who} (lock {path}); "
        "wait for it to end, or end it: the lock goes with its process."
    )


def _write_holder(handle: int, holder: Holder) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(asdict(holder), ensure_ascii=False).encode(), 0)


def _read_holder(path: Path) -> Holder | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Holder(int(found["pid"]), str(found["since"]), str(found["what"]))
    except (ValueError, KeyError, TypeError):  # not yet, or only half, written
        return None


def _let_go_in_child() -> None:
    """Close the copies that a forked worker inherits: they would keep the lock when its parent is killed."""
    for handle in _held:
        os.close(handle)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
