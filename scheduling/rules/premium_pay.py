"""Premium pay: nights and public holidays cost more, so that they are given where they are needed."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.rule_parameters import RuleParameters
from domain.rule_weights import Weights
from domain.shifts import Shift
from scheduling.rules.rule import SoftRule, Wording

MINUTES_AN_HOUR = 60

WORDING = Wording(
    id="premium_pay",
    title_en="Premium pay",
    title_ko="가산 임금",
    sentence_en="Hours between {night_from} and {night_until} and on public holidays are given only where needed.",
    sentence_ko="{night_from}부터 {night_until}까지와 공휴일의 근무는 필요한 만큼만 줍니다.",
    inequality=(
        "points = night_premium_per_hour x hours of night time + holiday_premium_per_hour x paid hours on a holiday\n"
        "                                                         for each duty, by the day on which it starts"
    ),
    parameters=("night_from", "night_until"),
    weights=("night_premium_per_hour", "holiday_premium_per_hour"),
    strength="soft",
)


def points(
    parameters: RuleParameters,
    weights: Weights,
    shifts: Sequence[Shift],
    days: Sequence[date],
    holidays: frozenset[date],
) -> NDArray[np.float64]:
    """Points of night and holiday premium for every day and shift, by the hours of the duty."""
    night_min = np.array([parameters.night.minutes_in(shift) for shift in shifts])
    nights = night_min / MINUTES_AN_HOUR * weights.night_premium_per_hour
    paid = np.array([shift.paid_min for shift in shifts]) / MINUTES_AN_HOUR * weights.holiday_premium_per_hour
    on_holiday = np.array([[float(day in holidays)] for day in days])
    found: NDArray[np.float64] = nights[None, :] + on_holiday * paid[None, :]
    return found


RULE = SoftRule(WORDING)
