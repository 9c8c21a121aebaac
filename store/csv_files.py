"""Deterministic CSV: the same frame gives the same bytes, in UTF-8 with line feeds, times local as in the contract."""

from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from store.files import write_bytes

DECIMALS = 4
SIGNIFICANT = "%.15g"  # what a double surely keeps
NEEDS_QUOTES = frozenset(',"\r\n')


def write_csv(
    path: Path, frame: pd.DataFrame, decimals: int | None = DECIMALS, day_columns: Collection[str] = ("date",)
) -> None:
    """Write the frame atomically; see `csv_bytes` for the form."""
    write_bytes(path, csv_bytes(frame, decimals, day_columns))


def csv_bytes(frame: pd.DataFrame, decimals: int | None = DECIMALS, day_columns: Collection[str] = ("date",)) -> bytes:
    """The frame as CSV, without its index.

    Numbers: no decimal point where the whole column is integral, else `decimals` of them (None: 15 significant
    digits); missing is empty; truths are 1 and 0. Times: local without offset, except in the hour that a clock change
    repeats, where only the offset tells the two apart. Columns in `day_columns` show the day alone.
    """
    header = ",".join(_quoted(str(name)) for name in frame.columns)
    columns = [_cells(frame[name], decimals, name in day_columns) for name in frame.columns]
    lines = (",".join(row) for row in zip(*columns, strict=True))
    return ("\n".join([header, *lines]) + "\n").encode()


def _cells(column: pd.Series, decimals: int | None, day_only: bool) -> Iterable[str]:
    if pd.api.types.is_bool_dtype(column.dtype):
        return ["" if value is pd.NA else "01"[bool(value)] for value in column]
    if pd.api.types.is_numeric_dtype(column.dtype):
        return _number_cells(column, decimals)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _time_cells(column, day_only)
    return _text_cells(column)


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


def _text_cells(column: pd.Series) -> list[str]:
    text = {value: _quoted(str(value)) for value in column.dropna().unique()}
    return [text.get(value, "") for value in column.tolist()]


def _quoted(text: str) -> str:
    if NEEDS_QUOTES.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'
