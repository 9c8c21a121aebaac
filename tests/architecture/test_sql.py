"""Statements are built by SQLAlchemy from tables and values: no text of a statement is put together from parts."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.floors import FLOORS, Source, source, sources

RUNS = frozenset(
    {"execute", "executemany", "executescript", "exec_driver_sql", "scalar", "scalars", "text", "literal_column"}
)
DRIVERS = frozenset({"sqlite3", "psycopg", "psycopg2", "asyncpg"})
# Where a statement has no place for a parameter, and is put together from constants of the same module alone.
EXCUSED: dict[str, str] = {
    "store.database": "a PRAGMA takes no parameter",
    "store.migrations.versions.v0001_first_tables": "triggers of tables named in the module",
    "store.migrations.versions.v0002_overrides_and_accuracy": "triggers of tables named in the module",
    "store.migrations.versions.v0004_rosters": "triggers of tables named in the module",
}
# `store.portable` hands SQLite's own online backup a second connection; it runs no statement through it.
MAY_DRIVE = frozenset({"store.portable"})


def put_together(node: ast.expr) -> bool:
    """Whether a text is made from parts: an f-string with a value, `+`, `%`, format, join or replace."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        sides = (node.left, node.right)
        return any(
            (isinstance(side, ast.Constant | ast.JoinedStr) and _is_text(side)) or put_together(side) for side in sides
        )
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"format", "join", "replace"}
    )


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def raw_statements(module: Source) -> Iterator[str]:
    """Statements put together from parts, and drivers spoken to without SQLAlchemy."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in RUNS and put_together(node.args[0]):
                yield f"{module.name}:{node.lineno} puts a statement together"
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (f"{module.name} speaks to {name}" for name in names if name.partition(".")[0] in DRIVERS)


@pytest.mark.parametrize("room", FLOORS)
def test_no_statement_is_put_together_from_parts(room: str) -> None:
    found = [fault for module in sources(room) if module.name not in EXCUSED for fault in raw_statements(module)]
    assert [fault for fault in found if fault.split()[0] not in MAY_DRIVE] == []


def test_what_is_excused_still_needs_it() -> None:
    modules = {module.name: module for module in sources("store")}
    assert [name for name in EXCUSED if not list(raw_statements(modules[name]))] == []


@pytest.mark.parametrize(
    "line",
    [
        "connection.execute(f'SELECT {name}')",
        "connection.execute('SELECT ' + name)",
        "text('SELECT %s' % name)",
        "connection.scalar('SELECT {}'.format(name))",
        "connection.exec_driver_sql(' '.join(parts))",
        "connection.execute('SELECT a ' + f'FROM {name}')",
        "import sqlite3",
        "from psycopg import connect",
    ],
)
def test_a_statement_of_parts_is_found(line: str) -> None:
    assert len(list(raw_statements(source("pipeline.night", line)))) == 1


def test_a_statement_of_sqlalchemy_is_left_in_peace() -> None:
    lines = "connection.execute(select(t).where(t.c.a == value))\nconnection.exec_driver_sql('PRAGMA quick_check')"
    assert list(raw_statements(source("store.audit", lines))) == []
