"""Every rule of work and rest, each in its own module, registered here in the order in which findings are shown."""

from scheduling.rules import (
    announced_duties,
    consecutive_days,
    consecutive_nights,
    contacts,
    contract_hours,
    coverage,
    daily_hours,
    employment,
    fairness,
    file_form,
    lead_span,
    leave,
    limits,
    meal_break,
    mode,
    night_consent,
    preferences,
    premium_pay,
    rest_after_nights,
    rest_between_duties,
    rests,
    seats,
    shift_days,
    shift_roles,
    shift_times,
    skills,
    tiling,
    weekly_hours,
    weekly_rest,
)
from scheduling.rules.rule import ActivityRule, DutyRule, RosterRule, SoftRule, TourRule, Wording

FORM_RULES: tuple[RosterRule, ...] = (file_form.KNOWN_AGENT, file_form.HORIZON, file_form.SHIFT_KNOWN)
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
    consecutive_nights.RULE,
    rest_after_nights.RULE,
    limits.WEEK_RULE,
)
ACTIVITY_RULES: tuple[ActivityRule, ...] = (tiling.RULE, meal_break.RULE, rests.RULE, skills.RULE)
ROSTER_RULES: tuple[RosterRule, ...] = (seats.RULE,)
SOFT_RULES: tuple[SoftRule, ...] = (
    lead_span.RULE,
    coverage.RULE,
    contacts.RULE,
    contract_hours.RULE,
    premium_pay.RULE,
    preferences.RULE,
    fairness.RULE,
    announced_duties.RULE,
)

WORDINGS: dict[str, Wording] = {
    rule.id: rule.wording
    for rule in (*FORM_RULES, *DUTY_RULES, *TOUR_RULES, *ACTIVITY_RULES, *ROSTER_RULES, *SOFT_RULES)
}
