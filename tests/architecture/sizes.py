"""How long modules and functions may be, and which few may be longer, with the reason."""

import ast
from collections.abc import Iterator

from tests.architecture.floors import Source

MODULE_LINES = 300
FUNCTION_LINES = 40
# Nothing is excused beyond these.
EXCUSED_MODULE_LINES = 400
EXCUSED_FUNCTION_LINES = 70

# A module or a function (`module:function`) that reads worse when split, and why.
EXCUSED: dict[str, str] = {}

type Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_lines(function: Function) -> int:
    """Lines from the first statement after the docstring to the last, blank lines and comments included."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return 0 if not body else (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def oversizes(module: Source, excused: dict[str, str] = EXCUSED) -> list[str]:
    """Sentences about a module or its functions that are longer than the house allows."""
    faults = []
    limit = EXCUSED_MODULE_LINES if module.name in excused else MODULE_LINES
    if module.lines > limit:
        faults.append(f"{module.name} has {module.lines} lines, over {limit}; split it by idea")
    for function in functions(module.tree):
        key = f"{module.name}:{function.name}"
        limit = EXCUSED_FUNCTION_LINES if key in excused else FUNCTION_LINES
        if body_lines(function) > limit:
            faults.append(f"{key} (line {function.lineno}) has {body_lines(function)} lines, over {limit}; split it")
    return faults
