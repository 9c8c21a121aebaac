"""The pay calendar: the days that are paid holidays of the staff, whatever callers do on them.

The calendar of demand is another one (`domain/day_types.py`). In Korea 1 May has been a paid holiday of workers all
along (Act on the Designation of Workers' Day; Labour Standards Act 55), but shut public offices first in 2026, when
the Public Holidays Act was amended; the `holidays` package lists it as a bank holiday until 2025.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache

import holidays

from domain.errors import ConfigError

# What workers of a country are paid for beside its public holidays, by the package's categories.
PAID_BESIDE_PUBLIC: Mapping[str, tuple[str, ...]] = {"KR": (holidays.BANK,)}


def public_holidays(country: str, first: date, last: date, region: str | None = None) -> frozenset[date]:
    """The paid public holidays of a country (ISO 3166 code) from `first` to `last`, both included."""
    years = tuple(range(first.year, last.year + 1))
    return frozenset(day for day in _of_years(country, region, years) if first <= day <= last)


@cache
def _of_years(country: str, region: str | None, years: tuple[int, ...]) -> frozenset[date]:
    beside = PAID_BESIDE_PUBLIC.get(country)
    # None: the categories that the package takes for the country by default.
    categories = None if beside is None else (holidays.PUBLIC, *beside)
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region, years=years, categories=categories))
    except NotImplementedError as error:
        raise ConfigError(
            f"site.toml, site.country or region: no holiday calendar is known for {country!r} {region or ''}; "
            "give an ISO 3166 country code such as KR"
        ) from error
