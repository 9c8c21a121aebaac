"""Paid public holidays of a country, from the `holidays` package."""

from datetime import date
from functools import cache

import holidays

from domain.errors import ConfigError


def public_holidays(country: str, first: date, last: date, region: str | None = None) -> frozenset[date]:
    """The public holidays of a country (ISO 3166 code) from `first` to `last`, both included."""
    years = tuple(range(first.year, last.year + 1))
    return frozenset(day for day in _of_years(country, region, years) if first <= day <= last)


@cache
def _of_years(country: str, region: str | None, years: tuple[int, ...]) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region, years=years))
    except NotImplementedError as error:
        raise ConfigError(
            f"site.toml, site.country or region: no holiday calendar is known for {country!r} {region or ''}; "
            "give an ISO 3166 country code such as KR"
        ) from error
