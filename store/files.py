"""Files that appear whole or not at all: written beside their place, flushed to the disk, then renamed into it.

A temporary file is locked by its writer (`flock`), and the lock dies with the process: so `sweep_leftovers` can tell
what a killed run left behind from what another run is writing at this moment.
"""

import errno
import fcntl
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from store.failures import TEMPORARY_PREFIX, file_words
from store.json_text import json_text

NEW_FILE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
MAX_CLAIMS = 1000
_NUMBERS = itertools.count()  # shared by all threads, so that no two writers of this process get one name


@contextmanager
def staged_file(path: Path) -> Iterator[Path]:
    """A temporary path beside `path` to write to; it becomes `path` at the end, or vanishes after an error."""
    target = Path(os.path.realpath(path))
    with file_words("write", path):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = claimed(target.parent, target.suffix, _new_file)
        try:
            yield staged
            flush_to_disk(staged)
            if target.exists():
                shutil.copymode(target, staged)
            staged.replace(target)
            flush_to_disk(target.parent)
        finally:
            staged.unlink(missing_ok=True)  # the name is never used twice, so after the rename this touches nothing
            os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file atomically."""
    with staged_file(path) as staged:
        staged.write_bytes(content)


def write_text(path: Path, text: str) -> None:
    """Write a text file atomically, in UTF-8 with line feeds as they stand."""
    write_bytes(path, text.encode())


def write_json(path: Path, value: object, sort_keys: bool = False) -> None:
    """Write a JSON file atomically; keys in the order given, or sorted."""
    write_text(path, json_text(value, sort_keys))


def flush_to_disk(path: Path) -> None:
    """Return when the file's bytes, or the folder's list of names, would survive a power cut."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def temporary_paths(parent: Path, suffix: str = "") -> Iterator[Path]:
    """Names for a temporary sibling to try, each handed out once in this process."""
    for number in itertools.islice(_NUMBERS, MAX_CLAIMS):
        yield parent / f"{TEMPORARY_PREFIX}{os.getpid()}-{number}{suffix}"
    raise FileExistsError(errno.EEXIST, "every temporary name is taken", str(parent))


def claimed(parent: Path, suffix: str, make: Callable[[Path], int]) -> tuple[int, Path]:
    """A new temporary sibling, made and opened by `make`, with its lock held until the handle is closed."""
    candidates = temporary_paths(parent, suffix)
    while True:
        path = next(candidates)
        try:
            handle = make(path)
        except FileExistsError:  # left by a killed run that had this process number
            continue
        if _locked_in_place(handle, path):
            return handle, path
        os.close(handle)


def _new_file(path: Path) -> int:
    return os.open(path, NEW_FILE, 0o666)


def _locked_in_place(handle: int, path: Path) -> bool:
    """Take the lock of an open temporary; false where a sweep took the path away in the moment before."""
    fcntl.flock(handle, fcntl.LOCK_EX)
    return path.exists() and os.path.samestat(os.fstat(handle), path.stat())


def sweep_leftovers(folder: Path) -> tuple[str, ...]:
    """The temporary files and folders of killed runs in this folder, by name, now removed."""
    if not folder.is_dir():
        return ()
    with file_words("tidy", folder):
        return tuple(path.name for path in sorted(folder.glob(TEMPORARY_PREFIX + "*")) if _swept(path))


def _swept(path: Path) -> bool:
    if path.is_symlink():
        path.unlink(missing_ok=True)
        return True
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except (FileNotFoundError, PermissionError):  # finished meanwhile, or another user's to sweep
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:  # its writer lives
        return False
    else:
        return _removed(path)
    finally:
        os.close(handle)


def _removed(path: Path) -> bool:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    return True
