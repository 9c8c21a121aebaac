"""Two versions of a roster: every person's day that differs, and what stays but at other times."""

from dataclasses import replace

from domain.roster import PlanningWindow, Roster
from domain.roster_changes import count_by_kind, duty_changes, regrouped
from tests.builders import MONDAY, day, duty, shift, stretches

WEEK = PlanningWindow(MONDAY, 7)
LATE = shift("D11", "11:00")


def test_a_day_is_added_removed_another_shift_or_the_same_elsewhere() -> None:
    before = [duty(0), duty(1), duty(2), duty(4)]
    after = [duty(0), replace(duty(1), mode="remote"), duty(2, LATE), duty(3)]

    changes = duty_changes(before, after)

    assert [(change.day, change.kind) for change in changes] == [
        (day(1), "place"),
        (day(2), "shift"),
        (day(3), "added"),
        (day(4), "removed"),
    ]
    assert count_by_kind(changes) == {"added": 1, "removed": 1, "shift": 1, "place": 1}


def test_nothing_differs_between_a_roster_and_itself() -> None:
    assert duty_changes([duty(0)], [duty(0)]) == ()


def test_a_duty_that_stays_with_its_meal_at_another_time_is_regrouped() -> None:
    early = stretches(("09:00", "12:00", "work"), ("12:00", "13:00", "meal"), ("13:00", "18:00", "work"))
    late = stretches(("09:00", "13:00", "work"), ("13:00", "14:00", "meal"), ("14:00", "18:00", "work"))
    before = Roster(WEEK, (duty(0),), tuple(early))

    assert regrouped(before, Roster(WEEK, (duty(0),), tuple(late))) == [duty(0)]
    assert regrouped(before, before) == []
    assert regrouped(before, Roster(WEEK, (duty(0, LATE),), tuple(late))) == []
