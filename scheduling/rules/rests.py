"""Paid rests: all given, well apart."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from domain.roster import Activity, Duty
from domain.shifts import Shift
from scheduling.rules.rule import ActivityRule, Case, PersonFacts, Wording, named

WORDING = Wording(
    id="rests",
    title_en="Rests",
    title_ko="휴게",
    sentence_en=(
        "Every rest of the shift is given, at least {rest_apart_minutes} minutes from the meal, the duty's ends "
        "and each other."
    ),
    sentence_ko=(
        "근무조의 휴게를 빠짐없이, 식사와 근무의 처음과 끝과 서로에게서 {rest_apart_minutes}분 이상 띄워 줍니다."
    ),
    inequality=(
        "rests of d = rest_count of its shift, each of rest_minutes    for each duty d\n"
        "start of one - end of the other >= rest_apart_minutes         for neighbours among rests, meal and ends of d"
    ),
    parameters=("rest_apart_minutes",),
)


def cases(facts: PersonFacts, duty: Duty, shift: Shift, activities: Sequence[Activity]) -> Iterator[Case]:
    """All rests of the shift in full length, `rest_apart_minutes` from the meal, the duty's ends and each other."""
    rests = [activity for activity in activities if activity.activity == "rest"]
    length = timedelta(minutes=shift.rest_min)
    complete = len(rests) == shift.rest_count and all(rest.end - rest.start == length for rest in rests)
    yield Case(complete, f"{named(duty)} {len(rests)} of {shift.rest_count} rests")
    apart = timedelta(minutes=facts.parameters.rest_apart_minutes)
    breaks = [(activity.start, activity.end) for activity in activities if activity.activity in ("rest", "meal")]
    marks = sorted([*breaks, (duty.start, duty.start), (duty.end, duty.end)])
    well_apart = all(later[0] - earlier[1] >= apart for earlier, later in pairwise(marks))
    yield Case(not rests or well_apart, f"{named(duty)} rests too close")


RULE = ActivityRule(WORDING, cases)
