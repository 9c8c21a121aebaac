"""What the disk and the database refuse, in one sentence that names the thing and the next step."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import WfmError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
BROKEN = frozenset({errno.EFBIG, errno.EIO})
TEMPORARY_PREFIX = ".part-wfm-"


def file_failure(error: OSError, verb: str, path: Path) -> WfmError:
    """The sentence for what the operating system refused to do with `path`."""
    place = _named_place(error, path)
    if error.errno in FULL:
        return WfmError(f"cannot {verb} {place}: the disk is full; free some space and run again.")
    if error.errno == errno.EFBIG:
        return WfmError(f"cannot {verb} {place}: the file would be larger than this user or this disk allows.")
    if error.errno in FORBIDDEN:
        return WfmError(
            f"cannot {verb} {place}: this user may not write there; make the folder writable or name another one."
        )
    reason = (error.strerror or str(error)).lower()
    return WfmError(f"cannot {verb} {place}: {reason}; check the path and run again.")


def _named_place(error: OSError, path: Path) -> Path:
    """The path that the error itself names, unless that is our temporary name, which means nothing to a reader."""
    if not isinstance(error.filename, str) or TEMPORARY_PREFIX in error.filename:
        return path
    return Path(error.filename)


@contextmanager
def disk_words(path: Path) -> Iterator[None]:
    """Turn what a disk refuses, wherever in a long run that is, into a sentence about `path`; other errors pass."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL | FORBIDDEN | BROKEN:
            raise
        raise file_failure(error, "write", path) from error


@contextmanager
def file_words(verb: str, path: Path) -> Iterator[None]:
    """Turn an `OSError` from within into a sentence about `path`."""
    try:
        yield
    except OSError as error:
        raise file_failure(error, verb, path) from error
