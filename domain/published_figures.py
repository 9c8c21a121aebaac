"""Figures that were printed about the centre, `figures.toml` of the site: what, how many, in what time, by whose word.

Such figures disagree (401 + 76 + 20 printed as 448). They are kept as they were printed and never averaged: conflicts
between them, and with the site's own files, are named.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from domain.config_section import Section
from domain.errors import DataError, Problem
from domain.site_config import NO_TOML, config_problems
from domain.tables import read_text

FIGURES_FILE = "figures.toml"
# Days of what a figure is counted over; a month is a twelfth of a year.
DAYS_OF = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}

type Per = Literal["day", "week", "month", "year"]
type Amount = Annotated[float, Field(ge=0)]


class Figure(Section):
    """One printed figure. `sum_of` are the parts printed with it; `per` the time that it counts; `within` the share by
    which two figures of the same thing may differ, for they are rounded.

    `own` names what of the site's own files it must fit: agents, leads or people of staff.csv, contacts of the history.
    """

    what: Annotated[str, Field(min_length=1)]
    value: Amount
    per: Per | None = None
    sum_of: tuple[Amount, ...] = ()
    source: str = ""
    printed: date | None = None
    within: Annotated[float, Field(ge=0, lt=1)] = 0.05
    own: Literal["agents", "leads", "people", "contacts"] | None = None

    @property
    def daily(self) -> float:
        """The value a day, where it counts a time; else the value."""
        return self.value if self.per is None else self.value / DAYS_OF[self.per]

    def __str__(self) -> str:
        told = f"{self.value:,g}" if self.value < 1000 else f"{self.value:,.0f}"
        return f"{told}{f' a {self.per}' if self.per else ''}{f' ({self.source})' if self.source else ''}"


class Figures(Section):
    """The whole of `figures.toml`."""

    figure: tuple[Figure, ...] = ()


def read_figures(folder: Path) -> tuple[Figure, ...]:
    """The site's printed figures, none without the file; DataError with key and value where it is wrong."""
    path = folder / FIGURES_FILE
    if not path.is_file():
        return ()
    try:
        return Figures.model_validate(tomllib.loads(read_text(path))).figure
    except NO_TOML as error:
        if isinstance(error, ValidationError):
            raise DataError(config_problems(error, path.name)) from error
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
