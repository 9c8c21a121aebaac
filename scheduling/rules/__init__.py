"""Every rule of work and rest, each in its own module, registered here in the order in which findings are shown."""

from scheduling.rules import (
    consecutive_days,
    daily_hours,
    employment,
    leave,
    limits,
    meal_break,
    mode,
    night_consent,
    night_runs,
    rest_between_duties,
    rests,
    shift_days,
    shift_roles,
    shift_times,
    skills,
    tiling,
    weekly_hours,
    weekly_rest,
)
from scheduling.rules.rule import ActivityRule, DutyRule, TourRule

DUTY_RULES: tuple[DutyRule, ...] = (
    employment.RULE,
    leave.RULE,
    limits.DUTY_RULE,
    night_consent.RULE,
    daily_hours.RULE,
    shift_days.RULE,
    shift_roles.RULE,
    mode.RULE,
    shift_times.RULE,
)
TOUR_RULES: tuple[TourRule, ...] = (
    weekly_hours.RULE,
    weekly_rest.RULE,
    rest_between_duties.RULE,
    consecutive_days.RULE,
    night_runs.CONSECUTIVE,
    night_runs.REST,
    limits.WEEK_RULE,
)
ACTIVITY_RULES: tuple[ActivityRule, ...] = (tiling.RULE, meal_break.RULE, rests.RULE, skills.RULE)
