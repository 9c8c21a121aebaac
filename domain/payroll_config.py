"""`payroll.toml` of a site folder: which weekday is the weekly holiday, and the columns that a payroll system wants.

Optional: without it a day off of each week is the weekly holiday, and no `payroll.csv` is written.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from domain.errors import DataError, Problem
from domain.pay_frames import PayHours, PayMonths
from domain.site_config import NO_TOML, WEEKDAYS, Section, config_problems
from domain.tables import read_text

PAYROLL_FILE = "payroll.toml"
MINUTES_ENDING = ("_minutes", "_to_8h", "_over_8h")
# Days that differ in the year, the month or the day alone: a useful format tells them all apart.
SAMPLE_DAYS = (date(2026, 12, 31), date(2025, 12, 31), date(2026, 10, 31), date(2026, 12, 30))

type Unit = Literal["minutes", "hours", "clock"]
type Source = Literal["pay_hours", "pay_months"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "pay_hours": tuple(PayHours.to_schema().columns),
    "pay_months": tuple(PayMonths.to_schema().columns),
}


class PayrollColumn(Section):
    """One column of `payroll.csv`: its name, and the column that fills it, or the same text in every row.

    `unit` is how minutes are written: `minutes`, `hours` (two decimals) or `clock` (HH:MM). `format` is a strftime
    format of a date.
    """

    name: str = Field(min_length=1)
    source: str | None = Field(default=None, alias="from")
    constant: str | None = None
    unit: Unit = "minutes"
    format: str | None = None

    @model_validator(mode="after")
    def _filled_by_one(self) -> Self:
        if (self.source is None) == (self.constant is None):
            raise ValueError("either from or constant, and not both")
        if self.unit != "minutes" and not (self.source or "").endswith(MINUTES_ENDING):
            raise ValueError(f"unit {self.unit} only for a column of minutes")
        if self.format is not None and self.source != "date":
            raise ValueError("format only for the column date")
        return self

    @field_validator("format")
    @classmethod
    def _names_the_day(cls, value: str | None) -> str | None:
        if value is not None and len({day.strftime(value) for day in SAMPLE_DAYS}) < len(SAMPLE_DAYS):
            raise ValueError("a date format that has year, month and day, such as %Y%m%d")
        return value


class PayrollTable(Section):
    """`[payroll]`: the table that the columns come from, its rows, and the form of the file.

    `rows` is `all`, or `paid` for days or months with paid minutes or a paid weekly holiday alone.
    """

    table: Source = "pay_hours"
    rows: Literal["all", "paid"] = "all"
    delimiter: Literal[",", ";", "\t", "|"] = ","
    encoding: Literal["utf-8-sig", "utf-8", "cp949"] = "utf-8-sig"
    column: tuple[PayrollColumn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known_columns(self) -> Self:
        names = [column.name for column in self.column]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"each column name once, not {twice!r} twice")
        known = COLUMNS[self.table]
        for column in self.column:
            if column.source is not None and column.source not in known:
                raise ValueError(f"from = one of {', '.join(known)}, not {column.source!r}")
        return self


class PayrollConfig(Section):
    """The whole of `payroll.toml`; `weekly_holiday` is `day off` or the weekday that all contracts name."""

    weekly_holiday: Literal["day off", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = (
        "day off"
    )
    payroll: PayrollTable | None = None

    @property
    def weekly_holiday_weekday(self) -> int | None:
        """The named weekday, Monday 0; None where a day off of each week is the weekly holiday."""
        return None if self.weekly_holiday == "day off" else WEEKDAYS.index(self.weekly_holiday)


def read_payroll_config(site_dir: Path) -> PayrollConfig:
    """The checked content of the site's `payroll.toml`, or the defaults where there is none.

    Raises DataError with file, key, value and what is expected.
    """
    path = site_dir / PAYROLL_FILE
    if not path.exists():
        return PayrollConfig()
    try:
        content = tomllib.loads(read_text(path))
    except NO_TOML as error:
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
    try:
        return PayrollConfig.model_validate(content)
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error
