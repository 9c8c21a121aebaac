"""A portfolio: a folder of site folders, or a `portfolio.toml` that names them, and when a planner should look."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from domain.config_section import Section
from domain.errors import ConfigError, DataError, Problem
from domain.night_config import Email, Webhook
from domain.site_config import NO_TOML, config_problems
from domain.tables import read_text

PORTFOLIO_FILE = "portfolio.toml"
SITE_FILE = "site.toml"


class PortfolioSection(Section):
    """What a portfolio is called, its sites, how long a night may take, what counts as short, who hears of a bad run.

    `sites` are folders, relative to the portfolio's own; without them every folder in it that holds a site counts.
    `short_from`: short agent-time over that required, from which a site is told as short.
    """

    name: str = ""
    sites: tuple[str, ...] = ()
    night_limit_s: float = Field(default=7200, gt=0)
    short_from: float = Field(default=0.02, ge=0, le=1)
    webhook: Webhook | None = None
    email: Email | None = None


class _PortfolioFile(Section):
    portfolio: PortfolioSection = PortfolioSection()


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The portfolio's folder, its settings, and its sites: the name of each by which it is told, with its folder."""

    folder: Path
    settings: PortfolioSection
    sites: tuple[tuple[str, Path], ...]

    @property
    def name(self) -> str:
        """What it is called; its folder's name where it says nothing."""
        return self.settings.name or self.folder.resolve().name


def read_portfolio(folder: Path) -> Portfolio:
    """The portfolio of a folder; a site that is named and missing is a matter of its own night, not of the portfolio.

    Raises ConfigError where there is no site at all, DataError where the file says what it may not.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder} is not a folder; expected one that holds site folders or a {PORTFOLIO_FILE}.")
    settings = _settings(folder / PORTFOLIO_FILE)
    names = settings.sites or tuple(sorted(path.parent.name for path in folder.glob(f"*/{SITE_FILE}")))
    if not names:
        raise ConfigError(
            f"{folder} holds no site: expected folders with a {SITE_FILE} each, or a {PORTFOLIO_FILE} that names them "
            '(sites = ["north", "south"]); `wfm init DIR` makes a site folder.'
        )  # fmt: skip
    _refuse_twice(folder, names)
    return Portfolio(folder, settings, tuple((name, folder / name) for name in names))


def _settings(path: Path) -> PortfolioSection:
    if not path.is_file():
        return PortfolioSection()
    try:
        content = tomllib.loads(read_text(path))
    except NO_TOML as error:
        raise DataError([Problem(path.name, None, None, None, f"valid TOML, but {error}")]) from error
    try:
        return _PortfolioFile.model_validate(content).portfolio
    except ValidationError as error:
        raise DataError(config_problems(error, path.name)) from error


def _refuse_twice(folder: Path, names: Sequence[str]) -> None:
    """Raises where two names are of one folder: it would be planned twice."""
    seen: dict[Path, str] = {}
    for name in names:
        place = (folder / name).resolve()
        if place in seen:
            expected = f"each site once; it is the folder of {seen[place]!r}"
            raise DataError([Problem(PORTFOLIO_FILE, None, "portfolio.sites", name, expected)])
        seen[place] = name
