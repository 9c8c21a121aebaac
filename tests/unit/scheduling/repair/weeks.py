"""A published week of a small site, with the activities of every duty, for tests of what is done to it."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise

from domain.roster import Activity, Duty, PlanningWindow, Roster
from tests.builders import MONDAY

WEEK = PlanningWindow(MONDAY, 7)
MINUTE = timedelta(minutes=1)
REST_AT, MEAL_AT, SECOND_REST_AT = 90, 240, 420  # minutes after the start


def day_of_work(duty: Duty, queue: str = "general", meal_at: int = MEAL_AT) -> list[Activity]:
    """A duty of nine hours with a meal of an hour and two rests of a quarter."""
    marks = [(0, "work"), (REST_AT, "rest"), (REST_AT + 15, "work"), (meal_at, "meal"), (meal_at + 60, "work")]
    marks += [(SECOND_REST_AT, "rest"), (SECOND_REST_AT + 15, "work"), (duty.span_min, "")]
    of_queue = queue if duty.role == "agent" else ""
    return [
        Activity(
            duty.agent_id,
            duty.start + begins * MINUTE,
            duty.start + ends * MINUTE,
            kind,  # type: ignore[arg-type]
            of_queue if kind == "work" else "",
        )
        for (begins, kind), (ends, _) in pairwise(marks)
    ]


def published(duties: Iterable[Duty], window: PlanningWindow = WEEK) -> Roster:
    """The duties with a day of work each."""
    found = tuple(duties)
    return Roster(window, found, tuple(activity for duty in found for activity in day_of_work(duty)))
