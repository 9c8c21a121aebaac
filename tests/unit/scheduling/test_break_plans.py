"""Plans of meals and rests: whichever start is chosen in each window, the rules on meals and rests are kept."""

from datetime import timedelta
from itertools import product

import pytest

from domain.errors import ConfigError
from domain.roster import Activity
from domain.shifts import Shift
from scheduling.break_plans import BreakPlan, break_plans
from scheduling.rules import meal_break, rests
from tests.builders import PACK, duty, facts, shift

CATALOGUE = {
    "nine hours": shift(),
    "night": shift("N22", "22:00"),
    "off the half-hour": shift("D0915", "09:15"),
    "four hours and a half": shift("P", "11:00", 270, (30, 90, 200), (15, 1)),
    "three hours, no meal": shift("Q", "11:00", 180, (0, 0, 180), (15, 1)),
    "twelve hours, four rests": shift("X", "08:00", 780, (60, 240, 480), (15, 4)),
    "no rests": shift("R", rests=(0, 0)),
    "a meal window from start to end": shift("W", meal=(60, 0, 540), rests=(0, 0)),
    "a meal window from start to end, with a rest": shift("V", "09:15", meal=(60, 0, 540), rests=(15, 1)),
    "ten-minute rests": shift("T", rests=(10, 3)),
}


def breaks_of(of: Shift, plan: BreakPlan) -> list[list[Activity]]:
    """Meal and rests for every choice of one start in each window (the first, a middle one and the last of each)."""
    worked = duty(0, of)

    def activity(start_min: int, length_min: int, kind) -> Activity:
        start = worked.start + timedelta(minutes=start_min)
        return Activity(worked.agent_id, start, start + timedelta(minutes=length_min), kind)

    meal = [] if plan.meal_start_min is None else [activity(plan.meal_start_min, of.meal_min, "meal")]
    choices = [sorted({w[0], w[len(w) // 2], w[-1]}) for w in plan.rest_starts_min]
    return [[*meal, *(activity(start, of.rest_min, "rest") for start in starts)] for starts in product(*choices)]


@pytest.mark.parametrize("of", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_every_choice_of_every_plan_keeps_the_rules_on_meals_and_rests(of: Shift) -> None:
    plans = break_plans(of, PACK.parameters, 30)

    assert plans
    for plan in plans:
        for activities in breaks_of(of, plan):
            for rule in (meal_break.RULE, rests.RULE):
                assert [case.where for case in rule.cases(facts(), duty(0, of), of, activities) if not case.ok] == []


def test_meals_begin_on_intervals_of_the_site_all_over_the_window() -> None:
    starts = [plan.meal_start_min for plan in break_plans(shift(), PACK.parameters, 30)]

    assert starts == [180, 210, 240, 270, 300]


@pytest.mark.parametrize(
    "of",
    [
        shift("SHORT", meal=(30, 180, 360)),
        shift("NONE", meal=(0, 0, 540)),
        shift("TIGHT", "09:00", 240, (30, 90, 150), (30, 4)),
    ],
    ids=["meal shorter than the law", "no meal", "no room for the rests"],
)
def test_a_shift_that_cannot_keep_the_rules_is_refused_with_its_name(of: Shift) -> None:
    with pytest.raises(ConfigError, match=f"shift {of.id}"):
        break_plans(of, PACK.parameters, 30)
