"""A payroll system's own table: its columns in its order, filled from the pay hours or the pay months."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from domain.payroll_config import PayrollColumn, PayrollTable

MINUTES_AN_HOUR = 60


def payroll_table(wanted: PayrollTable, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The table that `payroll.toml` asks for, every cell as text; `tables` has the frames by name."""
    source = tables[wanted.table]
    if wanted.rows == "paid":
        source = source[(source["paid_minutes"] > 0) | (source["weekly_holiday_minutes"] > 0)]
    return pd.DataFrame({column.name: _filled(column, source) for column in wanted.column}, dtype="str")


def _filled(column: PayrollColumn, source: pd.DataFrame) -> pd.Series:
    if column.source is None:
        return pd.Series(column.constant, index=source.index, dtype="str")
    cells = source[column.source]
    if column.format is not None:
        written = {day: date.fromisoformat(day).strftime(column.format) for day in cells.unique()}
        return cells.map(written)
    return cells.astype("str") if column.unit == "minutes" else cells.map(CLOCKS[column.unit])


def _hours(minutes: int) -> str:
    """Hours with two decimals: a minute is 0.0167 h, so hours of odd minutes are rounded."""
    return f"{minutes / MINUTES_AN_HOUR:.2f}"


def _clock(minutes: int) -> str:
    """Hours and minutes, HH:MM, exact; hours may pass 24."""
    return f"{minutes // MINUTES_AN_HOUR:02}:{minutes % MINUTES_AN_HOUR:02}"


CLOCKS = {"hours": _hours, "clock": _clock}
