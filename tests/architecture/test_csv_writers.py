"""Every table leaves through a writer that guards cells against formulas; who writes otherwise says why it is safe."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.floors import FLOORS, Source, source, sources

WRITERS = frozenset({"to_csv", "to_excel", "writer", "DictWriter", "Workbook"})
# The guarded writers themselves, and those whose cells cannot start a formula.
KNOWN: dict[str, str] = {
    "exports.roster_workbook": "its sheets are guarded (exports/guarded_sheet.py)",
    "staffing.case_files": "numbers alone, under names of our own",
    "pipeline.erasure": "cells of a file of the site as they stood, marks included; a pseudonym starts with a letter",
    "pipeline.site_edit": "guards every cell that is no plain number, word or weekday letters itself",
    "pipeline.erase_files": "staff.csv as it stood, with a day in one cell",
}


def writers(module: Source) -> Iterator[str]:
    """Calls that write a CSV or a workbook; annotations are none."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            yield f"{module.name}:{node.lineno} writes with {node.func.attr}"


@pytest.mark.parametrize("room", FLOORS)
def test_every_table_leaves_through_the_guarded_writer(room: str) -> None:
    assert [it for module in sources(room) if module.name not in KNOWN for it in writers(module)] == []


def test_who_is_known_to_write_still_does() -> None:
    modules = {module.name: module for room in FLOORS for module in sources(room)}
    assert [name for name in KNOWN if not list(writers(modules[name]))] == []


def test_a_writer_is_found() -> None:
    assert len(list(writers(source("pipeline.x", "frame.to_csv(path)\ncsv.writer(out)")))) == 2
