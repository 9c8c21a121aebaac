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
    handle = _opened(path)
    try:
        _take(handle, path)
        with file_words("lock", path):
            _write_holder(handle, Holder(os.getpid(), since.isoformat(timespec="seconds"), what))
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
    finally:
        _held.discard(handle)
        os.close(handle)


@dataclass(frozen=True, slots=True)
class HandedLock:
    """A lock for a child process to inherit: its handle, which the child gets with `pass_fds`."""

    handle: int

    def is_held_by(self, holder: Holder) -> None:
        """Name the child as who holds the lock, once it was started."""
        _write_holder(self.handle, holder)


@contextmanager
def lock_to_hand_over(site: Path) -> Iterator[HandedLock]:
    """Take the site's lock for a child that is started in the block; afterwards the child alone has it.

    So there is no moment between parent and child in which another run could begin, and the lock dies with the child
    and not with the parent. Raises `LockHeldError` naming the holder where another run has it.
    """
    path = lock_file(site)
    handle = _opened(path)
    try:
        _take(handle, path)
        os.ftruncate(handle, 0)  # a holder who was killed could not do so
        yield HandedLock(handle)
    finally:
        _held.discard(handle)
        os.close(handle)


@contextmanager
def inherited_lock(handle: int) -> Iterator[None]:
    """The lock that the parent handed over, held while the block runs and by no child of this process."""
    os.set_inheritable(handle, False)
    _held.add(handle)
    try:
        yield
    finally:
        os.ftruncate(handle, 0)
        _held.discard(handle)
        os.close(handle)


def is_locked(site: Path) -> bool:
    """Whether a run holds the site's lock at this moment, whether or not it has said who it is."""
    path = lock_file(site)
    if not path.is_file():
        return False
    with file_words("read", path):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def lock_holder(site: Path) -> Holder | None:
    """Who holds the site's lock at this moment; none when it is free."""
    return _read_holder(lock_file(site)) if is_locked(site) else None


def _opened(path: Path) -> int:
    """The lock file, open and not yet locked."""
    with file_words("lock", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    _held.add(handle)
    return handle


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
