"""Compiled copies on disk are renewed with every source they depend on, and are not needed."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numba
import pytest

from staffing import compiling
from staffing.compiling import compiled, digest, imported_sources, summing

INNER = "from staffing.compiling import compiled\nFACTOR = {}\n\n@compiled\ndef inner(x):\n    return FACTOR * x\n"
OUTER = (
    "from staffing.compiling import compiled\nfrom staffing.inner import inner\n\n"
    "@compiled\ndef outer(x):\n    return inner(x) + 1\n"
)
CALL = "from staffing.outer import outer; print(outer(10.0), sum(outer.stats.cache_hits.values()))"


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A small product in which `outer` calls a compiled function of another module."""
    room = tmp_path / "staffing"
    room.mkdir()
    (room / "__init__.py").write_text("", encoding="utf-8")
    shutil.copy(compiling.__file__, room / "compiling.py")
    (room / "inner.py").write_text(INNER.format(2), encoding="utf-8")
    (room / "outer.py").write_text(OUTER, encoding="utf-8")
    return tmp_path


def called(product: Path) -> list[str]:
    """The value of `outer`, and how often its copy on disk was used."""
    command = [sys.executable, "-c", CALL]
    return subprocess.run(command, cwd=product, check=True, capture_output=True, text=True).stdout.split()


def test_a_copy_is_used_again_until_a_source_that_it_imports_changes(product: Path) -> None:
    assert called(product) == ["21.0", "0"]
    assert called(product) == ["21.0", "1"]
    (product / "staffing" / "inner.py").write_text(INNER.format(3), encoding="utf-8")
    assert called(product) == ["31.0", "0"]


def test_the_digest_changes_with_imported_sources_and_with_no_others(product: Path) -> None:
    outer, inner = product / "staffing" / "outer.py", product / "staffing" / "inner.py"
    assert inner in imported_sources(outer, product)
    before = digest(outer, product), digest(inner, product)
    (product / "staffing" / "beside.py").write_text("x = 1\n", encoding="utf-8")
    outer.write_text(OUTER + "# more\n", encoding="utf-8")
    digest.cache_clear()
    assert digest(outer, product) != before[0]
    assert digest(inner, product) == before[1]


def test_imports_in_a_circle_and_from_packages_are_followed(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("from two import a\nimport numpy as np\n", encoding="utf-8")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "__init__.py").write_text("def f():\n    import one\n", encoding="utf-8")
    (tmp_path / "two" / "a.py").write_text("", encoding="utf-8")
    assert set(imported_sources(tmp_path / "one.py", tmp_path)) == {
        tmp_path / "two" / "__init__.py",
        tmp_path / "two" / "a.py",
    }
    assert digest(tmp_path / "one.py", tmp_path) == digest(tmp_path / "one.py", tmp_path)


def test_a_function_without_a_file_is_compiled_all_the_same() -> None:
    made: dict[str, Callable[[float], float]] = {}
    exec("def inverse(x): return 1 / x", made)
    for kind in (compiled, summing):
        assert kind(made["inverse"])(4.0) == 0.25
        assert kind(made["inverse"])(0.0) == float("inf")


def function_in(source: Path) -> Callable[[float], float]:
    """A function that divides by three, from a source of its own."""
    source.write_text("def third(x): return x / 3\n", encoding="utf-8")
    made: dict[str, Callable[[float], float]] = {}
    exec(compile(source.read_text(encoding="utf-8"), source, "exec"), made)
    return made["third"]


def test_where_nothing_can_be_written_functions_are_compiled_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path, parents: bool, exist_ok: bool) -> None:
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(Path, "mkdir", refused)
    assert compiled(function_in(tmp_path / "third.py"))(6.0) == 2.0
    assert not (tmp_path / "__pycache__").exists()


def test_numba_s_own_setting_is_left_as_it_was(tmp_path: Path) -> None:
    setting = numba.config.CACHE_DIR
    compiled(function_in(tmp_path / "third.py"))
    assert setting == numba.config.CACHE_DIR
    assert (tmp_path / "__pycache__").is_dir()
