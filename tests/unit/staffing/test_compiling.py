"""Compiled functions work where nothing can be kept on disk."""

from collections.abc import Callable

from staffing.compiling import compiled


def test_a_function_without_a_file_is_compiled_all_the_same() -> None:
    made: dict[str, Callable[[float], float]] = {}
    exec("def inverse(x): return 1 / x", made)
    assert compiled(made["inverse"])(4.0) == 0.25
    assert compiled(made["inverse"])(0.0) == float("inf")
