"""How an ACD's export is to be read: a saved TOML file that names its columns, times and queues.

Without a mapping the columns are those of the contract: interval_start, queue, offered, answered, abandoned, aht_s.
"""

import tomllib
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator

from domain.errors import DataError, Problem
from domain.site_config import NO_TOML, Section, config_problems
from domain.tables import read_text

MAPPING_FILE = "mapping.toml"  # in a site folder: used where none is named


class Columns(Section):
    """What the export calls each column; a time may stand in one column or in two, a day and a time of day."""

    interval_start: str | None = None
    date: str | None = None
    time: str | None = None
    queue: str | None = None
    offered: str = "offered"
    answered: str | None = None
    abandoned: str | None = None
    aht_s: str | None = None

    @model_validator(mode="after")
    def _one_kind_of_time(self) -> Self:
        if (self.interval_start is None) == (self.date is None) or (self.date is None) != (self.time is None):
            raise ValueError("either interval_start, or date and time together")
        return self


class Times(Section):
    """How times are written: a strptime format (ISO 8601 without one), the export's step, and its time zone."""

    format: str | None = None
    interval_minutes: int | None = Field(default=None, gt=0, le=60)
    timezone: str | None = None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        try:
            return value if value is None else ZoneInfo(value).key
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("a time zone name such as Asia/Seoul") from error


class Queues(Section):
    """Which queue of the site each of the ACD's names means; `constant` where the export is of one queue alone."""

    constant: str | None = None
    names: dict[str, str] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()


class FileForm(Section):
    """The outer form of the file: its delimiter, lines above the header, and the sheet of a workbook."""

    delimiter: str = Field(default=",", min_length=1, max_length=1)
    lines_above_header: int = Field(default=0, ge=0, le=1000)
    sheet: str | None = None


class ColumnMapping(Section):
    """The whole of a mapping file."""

    columns: Columns
    time: Times = Times()
    queue: Queues = Queues()
    file: FileForm = FileForm()

    @model_validator(mode="after")
    def _knows_the_queue(self) -> Self:
        if (self.columns.queue is None) == (self.queue.constant is None):
            raise ValueError("either columns.queue or queue.constant, and not both")
        return self

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that the file must have."""
        named = (self.columns.interval_start, self.columns.date, self.columns.time, self.columns.queue)
        return tuple(name for name in (*named, self.columns.offered, *self.optional.values()) if name is not None)

    @property
    def optional(self) -> dict[str, str]:
        """What else the mapping names, by our word: answered, abandoned, aht_s."""
        named = {word: getattr(self.columns, word) for word in ("answered", "abandoned", "aht_s")}
        return {word: name for word, name in named.items() if name is not None}


def contract_mapping(columns: tuple[str, ...]) -> ColumnMapping:
    """The mapping of a file in the contract's own form, with those optional columns that it has."""
    optional = {word: word for word in ("answered", "abandoned", "aht_s") if word in columns}
    return ColumnMapping(columns=Columns(interval_start="interval_start", queue="queue", **optional))


def read_mapping(path: Path) -> ColumnMapping:
    """The checked mapping; a misspelt key is an error with its name."""
    try:
        content = tomllib.loads(read_text(path))
    except NO_TOML as error:
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
    try:
        return ColumnMapping.model_validate(content)
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error
