"""How the room's functions are compiled: without the interpreter's lock, and cached on disk from run to run.

numba notices a change in a function's own file but not in a function of another file that it calls. The cache therefore
lies in a folder named after all sources of the room, so that no run ever meets code compiled from older ones.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numba

ROOM = Path(__file__).resolve().parent


def _cache_folder() -> Path:
    digest = hashlib.sha256()
    for source in sorted(ROOM.rglob("*.py")):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return ROOM / "__pycache__" / f"compiled-{digest.hexdigest()[:16]}"


def _use_cache_folder() -> None:
    """Leave numba its own choice where the program's folder cannot be written."""
    folder = _cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]


_use_cache_folder()


def compiled[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """The function compiled by numba at its first call."""
    fast: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    return fast


def inlined[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """The function compiled into whatever compiled function calls it: for what is called often with many arrays."""
    fast: Callable[P, R] = numba.njit(inline="always", cache=True, nogil=True)(function)
    return fast


def lean[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """The function compiled for code that takes no memory of its own: nobody counts who holds which array.

    Counting took most of the time of small functions that are called often with many arrays. Code that does make an
    array is refused when it is compiled.
    """
    fast: Callable[P, R] = numba.njit(cache=True, nogil=True, _nrt=False)(function)  # type: ignore[call-overload]
    return fast
