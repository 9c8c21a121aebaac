"""How the paid minutes of a week are parted for pay, by the Labour Standards Act: pure functions of minutes.

A duty belongs to the day on which it starts, as everywhere in the product; so does its time after midnight.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from domain.rule_parameters import RuleParameters


@dataclass(frozen=True, slots=True)
class DaySplit:
    """One day's paid minutes, parted: each minute in one part, so that they add up."""

    regular_min: int = 0
    part_time_extra_min: int = 0
    overtime_min: int = 0
    holiday_to_8h_min: int = 0
    holiday_over_8h_min: int = 0

    @property
    def paid_min(self) -> int:
        """All of the day's paid minutes."""
        return (
            self.regular_min
            + self.part_time_extra_min
            + self.overtime_min
            + self.holiday_to_8h_min
            + self.holiday_over_8h_min
        )


def week_splits(
    paid_by_day: Mapping[date, int], holidays: Collection[date], contract_min: int, parameters: RuleParameters
) -> dict[date, DaySplit]:
    """The days of one site week, each parted, in order of the days (Labour Standards Act 50, 56; part-time act 6).

    Of a day that is no holiday, minutes beyond `standard_minutes_day` (8 h) are overtime. The others count towards the
    week: beyond `standard_minutes_week` (40 h) they are overtime too, from the contract up to there a part-timer's
    extra hours. A holiday's minutes up to 8 h count towards the week as well, but earn the holiday premium instead of
    that of overtime; those beyond 8 h earn the higher one (56(2)). Over a week without holiday
    overtime + extra = max(paid - min(40 h, contract), sum over days of (paid - 8 h)+, 0).
    """
    counted_min, splits = 0, {}
    for day, paid_min in sorted(paid_by_day.items()):
        base_min = min(paid_min, parameters.standard_minutes_day)
        beyond_min = paid_min - base_min
        if day in holidays:
            splits[day] = DaySplit(holiday_to_8h_min=base_min, holiday_over_8h_min=beyond_min)
        else:
            splits[day] = _workday(counted_min, base_min, beyond_min, contract_min, parameters)
        counted_min += base_min
    return splits


def _workday(
    counted_min: int, base_min: int, beyond_min: int, contract_min: int, parameters: RuleParameters
) -> DaySplit:
    """A day that is no holiday, after so many counted minutes of its week."""
    standard_min, end_min = parameters.standard_minutes_week, counted_min + base_min
    over_week_min = _after(counted_min, end_min, standard_min)
    over_contract_min = _after(counted_min, end_min, min(contract_min, standard_min))
    extra_min = over_contract_min - over_week_min
    return DaySplit(
        regular_min=base_min - over_contract_min,
        part_time_extra_min=extra_min,
        overtime_min=beyond_min + over_week_min,
    )


def _after(start: int, end: int, limit: int) -> int:
    """Minutes of [start, end) that lie at or after the limit."""
    return max(0, end - max(start, limit))
