"""Deterministic CSV: the same frame gives the same bytes, in UTF-8 with line feeds, times local as in the contract."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from domain.cell_text import guarded
from store.files import write_bytes

DECIMALS = 4
SIGNIFICANT = "%.15g"  # what a double surely keeps
NEEDS_QUOTES = '"\r\n'


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How the bytes of a CSV file are made: its delimiter, and a Python codec (`utf-8-sig` begins with a BOM)."""

    delimiter: str = ","
    encoding: str = "utf-8"


CONTRACT_FORM = CsvForm()
FOR_SPREADSHEETS = CsvForm(encoding="utf-8-sig")  # without a BOM, Excel on Korean Windows takes the file for CP949


def write_csv(
    path: Path,
    frame: pd.DataFrame,
    decimals: int | None = DECIMALS,
    day_columns: Collection[str] = ("date",),
    form: CsvForm = CONTRACT_FORM,
) -> None:
    """Write the frame atomically; see `csv_bytes` for the form."""
    write_bytes(path, csv_bytes(frame, decimals, day_columns, form))


def csv_bytes(
    frame: pd.DataFrame,
    decimals: int | None = DECIMALS,
    day_columns: Collection[str] = ("date",),
    form: CsvForm = CONTRACT_FORM,
) -> bytes:
    """The frame as CSV, without its index; raises UnicodeEncodeError where the encoding lacks a letter.

    Text that a spreadsheet program would take for a formula is guarded (`domain/cell_text.py`), names of columns too.

    Numbers: no decimal point where the whole column is integral, else `decimals` of them (None: 15 significant
    digits); missing is empty; truths are 1 and 0. Times: local without offset, except in the hour that a clock change
    repeats, where only the offset tells the two apart. Columns in `day_columns` show the day alone.
    """
    needs_quotes = frozenset(NEEDS_QUOTES + form.delimiter)
    header = form.delimiter.join(_quoted(guarded(str(name)), needs_quotes) for name in frame.columns)
    columns = [_cells(frame[name], decimals, name in day_columns, needs_quotes) for name in frame.columns]
    lines = (form.delimiter.join(row) for row in zip(*columns, strict=True))
    return ("\n".join([header, *lines]) + "\n").encode(form.encoding)


def _cells(column: pd.Series, decimals: int | None, day_only: bool, needs_quotes: frozenset[str]) -> Iterable[str]:
    if pd.api.types.is_bool_dtype(column.dtype):
        return ["" if value is pd.NA else "01"[bool(value)] for value in column]
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _number_cells(column, decimals)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _time_cells(column, day_only)
    return _text_cells(column, needs_quotes)


def _number_cells(column: pd.Series, decimals: int | None) -> list[str]:
    if pd.api.types.is_integer_dtype(column.dtype):
        return ["" if value is pd.NA else str(value) for value in column]
    values = column.to_numpy(dtype=float, na_value=np.nan)
    present = values[~np.isnan(values)]
    if np.isfinite(present).all() and (present == np.floor(present)).all():
        form = "%d"
    else:
        form = SIGNIFICANT if decimals is None else f"%.{decimals}f"
        values = values if decimals is None else np.round(values, decimals)
    # Adding 0.0 turns -0.0 into 0.0: a sign without a value would make two texts of one number.
    return ["" if value != value else form % value for value in (values + 0.0).tolist()]


def _time_cells(column: pd.Series, day_only: bool) -> list[str]:
    aware = isinstance(column.dtype, pd.DatetimeTZDtype)
    wall = column.dt.tz_localize(None) if aware else column
    text = np.datetime_as_string(wall.to_numpy().astype("datetime64[D]" if day_only else "datetime64[s]"))
    cells = np.where(column.isna(), "", text).tolist()
    if aware and not day_only:
        zone = column.dt.tz
        repeated = column.notna() & wall.dt.tz_localize(zone, ambiguous="NaT", nonexistent="NaT").isna()
        for place in np.flatnonzero(repeated):
            cells[place] = column.iloc[place].isoformat(timespec="seconds")
    return cells


def _text_cells(column: pd.Series, needs_quotes: frozenset[str]) -> list[str]:
    text = {value: _quoted(guarded(str(value)), needs_quotes) for value in column.dropna().unique()}
    return [text.get(value, "") for value in column.tolist()]


def _quoted(text: str, needs_quotes: frozenset[str]) -> str:
    if needs_quotes.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'
