"""The numbers of the rules of work and rest: each with its unit and what it means; a rule pack gives the values."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from domain.shifts import NightTime, Stretch, minutes_of_day
from domain.site_config import Section

CLOCK_TIME = r"^([01]\d|2[0-3]):[0-5]\d$"


@dataclass(frozen=True, slots=True)
class Told:
    """What a planner is told of a number: its unit and its meaning, in both languages."""

    unit: str
    en: str
    ko: str


class MealStep(Section):
    """Paid work of at least `paid_minutes` needs at least `meal_minutes` of meal."""

    paid_minutes: int = Field(gt=0)
    meal_minutes: int = Field(gt=0)


type Minutes = Annotated[int, Field(gt=0)]
type Hours = Annotated[float, Field(ge=0)]
type Days = Annotated[int, Field(ge=1)]
type Clock = Annotated[str, Field(pattern=CLOCK_TIME)]


class RuleParameters(Section):
    """The numbers of the rules; every pack gives all of them, and a site may override any."""

    standard_minutes_week: Annotated[
        Minutes, Told("min", "Paid time of a week beyond which overtime begins", "연장근로가 시작되는 주 유급 시간")
    ]
    standard_minutes_day: Annotated[
        Minutes, Told("min", "Paid time of a day beyond which overtime begins", "연장근로가 시작되는 일 유급 시간")
    ]
    max_paid_minutes_week: Annotated[
        Minutes, Told("min", "Most paid time of a week, overtime included", "연장을 포함한 주 최대 유급 시간")
    ]
    max_paid_minutes_day: Annotated[Minutes, Told("min", "Most paid time of a duty", "한 근무의 최대 유급 시간")]
    max_paid_minutes_night: Annotated[
        Minutes, Told("min", "Most paid time of a night duty", "야간 근무의 최대 유급 시간")
    ]
    max_span_minutes_day: Annotated[
        Minutes, Told("min", "Longest duty from start to end, meal included", "식사를 포함한 한 근무의 최대 길이")
    ]
    min_rest_days_week: Annotated[
        int,
        Field(ge=1, le=6),
        Told("days", "Fewest calendar days of a week that no duty touches", "근무가 걸치지 않는 주 최소 일수"),
    ]
    min_rest_around_day_off_h: Annotated[
        Hours,
        Told("h", "Shortest rest that holds a day off; 24: the calendar day itself", "휴무일을 포함한 최소 휴식 시간"),
    ]
    min_rest_between_duties_h: Annotated[
        Hours, Told("h", "Shortest rest from the end of a duty to the start of the next", "근무와 근무 사이 최소 휴식")
    ]
    max_consecutive_days: Annotated[Days, Told("days", "Most days in a row on which a duty starts", "최대 연속 근무일")]
    max_consecutive_nights: Annotated[Days, Told("duties", "Most night duties in a row", "최대 연속 야간 근무")]
    night_from: Annotated[Clock, Told("time of day", "Night time begins", "야간 시간의 시작")]
    night_until: Annotated[Clock, Told("time of day", "Night time ends", "야간 시간의 끝")]
    night_duty_minutes: Annotated[
        Minutes, Told("min", "Minutes of night time that make a duty a night duty", "야간 근무로 보는 야간 시간")
    ]
    nights_before_long_rest: Annotated[
        Days, Told("duties", "Nights in a row after which the long rest is due", "긴 휴식이 필요한 연속 야간 수")
    ]
    min_rest_after_nights_h: Annotated[
        Hours, Told("h", "Long rest after nights, before a duty that is not a night", "연속 야간 뒤 최소 휴식")
    ]
    rest_apart_minutes: Annotated[
        int,
        Field(ge=0),
        Told("min", "Least time between a rest and the meal, a duty's end, another rest", "휴게 사이의 최소 간격"),
    ]
    meal_steps: Annotated[
        tuple[MealStep, ...],
        Told("paid min → meal min", "Paid time that brings a meal", "식사 시간이 생기는 유급 시간"),
    ]
    contract_workdays_week: Annotated[
        int,
        Field(ge=1, le=7),
        Told("days", "Workdays of a contract week: a day of leave takes one of them", "계약 주의 근무일 수"),
    ]
    notice_days: Annotated[
        int,
        Field(ge=0),
        Told("days", "Days of notice before an announced duty changes", "공지한 근무를 바꾸기 전에 알리는 일수"),
    ]

    def meal_needed_min(self, paid_min: int) -> int:
        """Least minutes of meal that a duty with so much paid work needs."""
        return max((step.meal_minutes for step in self.meal_steps if paid_min >= step.paid_minutes), default=0)

    def is_night(self, worked: Stretch) -> bool:
        """Whether a shift or a duty is a night one: at least `night_duty_minutes` of it lie in night time."""
        return self.night.minutes_in(worked) >= self.night_duty_minutes

    @cached_property
    def night(self) -> NightTime:
        """The night time of the pack."""
        return NightTime(minutes_of_day(self.night_from), minutes_of_day(self.night_until))
