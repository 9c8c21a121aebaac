"""How the formulas are compiled, where the compiled copies are kept, and the arrays they take."""

import ast
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import cast

import numba
import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Records = NDArray[np.void]

Figures = tuple[float, float, float, float, float]
"""P(wait), P(abandon), response rate, share of offered answered in time, mean wait of the answered in AHTs."""

RateLaw = tuple[FloatArray, FloatArray]
"""Rates over their mean, and the share of contacts at each; nodes in the last axis, a single one being 1."""

PRODUCT = Path(__file__).resolve().parents[1]


ANY_ORDER = {"reassoc", "contract", "nsz"}  # what LLVM may do to floating point: no more than sum in another order


def compiled[F: Callable[..., object]](function: F) -> F:
    """The function compiled by numba at its first call, to run without the interpreter's lock; 1 / 0 is inf, 0 / 0 NaN.

    The compiled copy is kept on disk, in a folder named after the function's own source and all sources of the product
    that it imports, directly or not. numba itself notices a change in a function's own file alone, and would go on with
    the old copy of a formula or constant that was imported from another.
    """
    return _compiled(function, set())


def borrowing[F: Callable[..., object]](function: F) -> F:
    """The same for a function that makes no arrays and keeps none of those it is given.

    So it need not count who refers to them, which takes longer than the work where many arrays go through many calls.
    """
    return _compiled(function, set(), counts_references=False)


def summing[F: Callable[..., object]](function: F) -> F:
    """The same for a loop that sums without branches: in any order, so that the processor takes several at a time."""
    return _compiled(function, ANY_ORDER)


def _compiled[F: Callable[..., object]](function: F, freedom: set[str], counts_references: bool = True) -> F:
    source = Path(function.__code__.co_filename)
    options: dict[str, object] = {"error_model": "numpy", "nogil": True, "fastmath": freedom}
    if not counts_references:  # the option's name has an underscore, yet numba's own extensions use it
        options["_nrt"] = False
    compiler = cast("Callable[..., F]", numba.njit)
    if not source.is_file():
        return compiler(function, **options)
    with _kept_in(source.parent / "__pycache__" / f"compiled-{digest(source)}") as can_be_kept:
        return compiler(function, cache=can_be_kept, **options)


@contextmanager
def _kept_in(folder: Path) -> Iterator[bool]:
    """Have numba keep what is compiled in the folder; False where it cannot be written, as in a read-only installation.

    The setting is numba's only one and everybody's, so it is put back: it is read when a function is decorated.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        yield False
        return
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined]
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    try:
        yield True
    finally:
        numba.config.CACHE_DIR = before  # type: ignore[attr-defined]


@cache
def digest(source: Path, product: Path = PRODUCT) -> str:
    """A word that changes with the source or with any source of the product that it imports, directly or not."""
    found: set[Path] = set()
    ahead = [source]
    while ahead:
        following = ahead.pop()
        if following not in found:
            found.add(following)
            ahead += imported_sources(following, product)
    together = hashlib.sha256()
    for file in sorted(found):
        together.update(file.name.encode() + file.read_bytes())
    return together.hexdigest()[:16]


@cache
def imported_sources(source: Path, product: Path = PRODUCT) -> tuple[Path, ...]:
    """The product's own files that a source imports, wherever in it."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    paths = [product.joinpath(*name.split(".")) for name in names]
    files = [file for path in paths for file in (path.with_suffix(".py"), path / "__init__.py")]
    return tuple(file for file in files if file.is_file())
