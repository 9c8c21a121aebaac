"""What each date is to the people who call: the demand calendar of a country and the type of each of its days.

This is the calendar of *demand*: the days on which offices and shops are shut. The calendar of *pay* is another one,
`domain/public_holidays.py` (in Korea 1 May is paid since long, but became a day on which public offices close only in
2026).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

import holidays

from domain.errors import ConfigError
from domain.holiday_names import is_election_name

ONE_DAY = timedelta(days=1)
BLOCK_LEAST_HOLIDAYS = 2  # a run of days off is a block from two holidays on that are no substitutes (Seollal, Chuseok)


class DayKind(StrEnum):
    """The types of day that callers tell apart."""

    ORDINARY = "ordinary"
    EVE = "eve"
    BLOCK_FIRST = "block first"
    BLOCK_MIDDLE = "block middle"
    BLOCK_LAST = "block last"
    SINGLE_HOLIDAY = "single holiday"
    SUBSTITUTE = "substitute"
    ELECTION = "election"
    FIRST_WORKDAY_AFTER = "first workday after"
    BRIDGE = "bridge"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class DayType:
    """One date: its kind, its holiday names, and its place in the run of days off around it (0 of 0 on a workday)."""

    date: date
    kind: DayKind
    names: tuple[str, ...]
    is_day_off: bool
    run_day: int
    run_length: int
    run_has_weekday_holiday: bool

    @property
    def is_holiday(self) -> bool:
        """Whether the date is a public holiday or its substitute."""
        return bool(self.names)


@dataclass(frozen=True, slots=True)
class DemandCalendar:
    """Holidays by date between two days, with the weekend of the country and the days touched by an event."""

    country: str
    first: date
    last: date
    weekend: frozenset[int]
    holidays: Mapping[date, tuple[str, ...]]
    substitutes: frozenset[date] = frozenset()
    worked_weekend_days: frozenset[date] = frozenset()
    events: frozenset[date] = field(default_factory=frozenset)
    elections: frozenset[date] = frozenset()

    def is_day_off(self, day: date) -> bool:
        """Whether offices are shut: a holiday, or a weekend day that is not worked."""
        return day in self.holidays or (day.weekday() in self.weekend and day not in self.worked_weekend_days)

    def covers(self, first: date, last: date) -> bool:
        """Whether the calendar knows the holidays of all days from `first` to `last`."""
        return self.first <= first and last <= self.last


def demand_calendar(
    country: str, first: date, last: date, region: str | None = None, language: str = "en"
) -> DemandCalendar:
    """The calendar of a country (ISO code) or one of its regions, holidays named in the language where it is offered.

    Substitutes are the days that the law adds because a holiday fell on a day off: found as the difference between
    the calendar with and without that rule, so it works in every language.
    """
    known = holidays.list_supported_countries()
    if country not in known:
        raise ConfigError(f"Country {country!r} has no holiday calendar here; give its ISO code, such as KR, FR or US")
    if region is not None and region not in known[country]:
        offered = ", ".join(known[country][:12]) or "none for this country"
        raise ConfigError(f"Region {region!r} of {country} has no holiday calendar here; known regions: {offered}")
    # A run of days off may cross the border of the span, so the years around it are known too.
    years = range(first.year - 1, last.year + 2)
    spoken = _spoken(country, language)
    days = holidays.country_holidays(country, subdiv=region, years=years, language=spoken)
    plain = holidays.country_holidays(country, subdiv=region, years=years, language=spoken, observed=False)
    return DemandCalendar(
        country=country,
        first=first,
        last=last,
        weekend=frozenset(days.weekend),
        holidays={day: tuple(days.get_list(day)) for day in sorted(days)},
        substitutes=frozenset(day for day in days if day not in plain),
        worked_weekend_days=frozenset(days.weekend_workdays),
        elections=_elections(country, region, years),
    )


def _elections(country: str, region: str | None, years: range) -> frozenset[date]:
    """The holidays that are election days, by their English names, or the country's own where there are none."""
    days = holidays.country_holidays(country, subdiv=region, years=years, language=_spoken(country, "en"))
    return frozenset(day for day in days if any(is_election_name(name) for name in days.get_list(day)))


def _spoken(country: str, language: str) -> str | None:
    """The library's name for the language: itself or a regional form, else English, else the country's own (None)."""
    offered = holidays.list_localized_countries(include_aliases=True).get(country, [])
    for wanted in (language, "en"):
        for name in offered:
            if name == wanted or name.startswith(f"{wanted}_"):
                return str(name)
    return None


def with_temporary_holidays(calendar: DemandCalendar, names: Mapping[date, str]) -> DemandCalendar:
    """The calendar with holidays added that were announced late; a holiday known already keeps its name."""
    added = {day: (name,) for day, name in names.items() if day not in calendar.holidays}
    elections = calendar.elections | {day for day, (name,) in added.items() if is_election_name(name)}
    return replace(calendar, holidays={**calendar.holidays, **added}, elections=elections)


def with_events(calendar: DemandCalendar, days: frozenset[date]) -> DemandCalendar:
    """The calendar with days marked on which something known disturbs demand."""
    return replace(calendar, events=calendar.events | days)


def day_types(calendar: DemandCalendar, first: date, last: date) -> tuple[DayType, ...]:
    """The type of every day from `first` to `last`, both included."""
    return tuple(day_type(calendar, day) for day in days_between(first, last))


def days_between(first: date, last: date) -> Iterator[date]:
    """Every date from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def day_type(calendar: DemandCalendar, day: date) -> DayType:
    """The type of one day; see `DayKind`.

    A block is an unbroken run of days off, weekend included, with two holidays or more that are no substitutes; its
    days are first, middle or last. Any other holiday stands alone (single, election, or substitute), also beside a
    weekend. An
    eve and a first workday after exist only around a run with a holiday on a day that is otherwise worked. A bridge is
    a single workday between two days off, one of which belongs to such a run; the workday after the days off that
    follow a bridge is a first workday after.
    """
    run = _run_of_days_off(calendar, day)
    return DayType(
        date=day,
        kind=_kind(calendar, day, run),
        names=calendar.holidays.get(day, ()),
        is_day_off=bool(run),
        run_day=run.index(day) + 1 if run else 0,
        run_length=len(run),
        run_has_weekday_holiday=_has_weekday_holiday(calendar, run),
    )


def _run_of_days_off(calendar: DemandCalendar, day: date) -> tuple[date, ...]:
    """The unbroken run of days off that the day is in, in order; empty on a workday."""
    if not calendar.is_day_off(day):
        return ()
    first = last = day
    while calendar.is_day_off(first - ONE_DAY):
        first -= ONE_DAY
    while calendar.is_day_off(last + ONE_DAY):
        last += ONE_DAY
    return tuple(days_between(first, last))


def _has_weekday_holiday(calendar: DemandCalendar, run: tuple[date, ...]) -> bool:
    return any(day in calendar.holidays and day.weekday() not in calendar.weekend for day in run)


def _kind(calendar: DemandCalendar, day: date, run: tuple[date, ...]) -> DayKind:
    if run:
        return _kind_of_day_off(calendar, day, run)
    if day in calendar.events:
        return DayKind.EVENT
    before = _run_of_days_off(calendar, day - ONE_DAY)
    after = _run_of_days_off(calendar, day + ONE_DAY)
    if _is_bridge(calendar, before, after):
        return DayKind.BRIDGE
    if _has_weekday_holiday(calendar, before) or (before and _follows_bridge(calendar, before)):
        return DayKind.FIRST_WORKDAY_AFTER
    return DayKind.EVE if _has_weekday_holiday(calendar, after) else DayKind.ORDINARY


def _kind_of_day_off(calendar: DemandCalendar, day: date, run: tuple[date, ...]) -> DayKind:
    if day in calendar.substitutes:
        return DayKind.SUBSTITUTE
    originals = sum(member in calendar.holidays and member not in calendar.substitutes for member in run)
    if originals >= BLOCK_LEAST_HOLIDAYS:
        return {run[0]: DayKind.BLOCK_FIRST, run[-1]: DayKind.BLOCK_LAST}.get(day, DayKind.BLOCK_MIDDLE)
    if day in calendar.holidays:
        return DayKind.ELECTION if day in calendar.elections else DayKind.SINGLE_HOLIDAY
    return DayKind.EVENT if day in calendar.events else DayKind.ORDINARY


def _is_bridge(calendar: DemandCalendar, before: tuple[date, ...], after: tuple[date, ...]) -> bool:
    return bool(before and after) and any(_has_weekday_holiday(calendar, run) for run in (before, after))


def _follows_bridge(calendar: DemandCalendar, run: tuple[date, ...]) -> bool:
    """Whether the workday just before this run is a bridge."""
    before_bridge = _run_of_days_off(calendar, run[0] - 2 * ONE_DAY)
    return _is_bridge(calendar, before_bridge, run)
