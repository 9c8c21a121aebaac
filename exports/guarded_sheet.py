"""A sheet whose text never starts a formula, whichever of its methods writes it."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from domain.cell_text import guarded


class GuardedSheet(Worksheet):  # a class with behaviour, because the library asks for one
    """Every text cell passes through the one guard of `domain/cell_text.py`.

    The workbook keeps text as text anyway; the guard holds also after somebody saves a sheet as CSV.
    """

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        return super()._write_string(row, col, guarded(string), cell_format)
