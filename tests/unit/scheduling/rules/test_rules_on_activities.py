"""Rules on what is done within a duty: activities that each allows and some that it forbids, without a solver."""

import pytest

from scheduling.rules import ACTIVITY_RULES
from tests.builders import duty, facts, person, shift, stretches

BY_ID = {rule.id: rule for rule in ACTIVITY_RULES}
GOOD = [
    ("09:00", "10:30", "work"),
    ("10:30", "10:45", "rest"),
    ("10:45", "12:00", "work"),
    ("12:00", "13:00", "meal"),
    ("13:00", "16:00", "work"),
    ("16:00", "16:15", "rest"),
    ("16:15", "18:00", "work"),
]


def changed(*rows: tuple[int, tuple[str, str, str] | None]) -> list:
    """The good activities with some replaced, or left out (None)."""
    parts = dict(enumerate(GOOD)) | dict(rows)
    return stretches(*(part for part in parts.values() if part is not None))


FORBIDDEN = {
    "tiling with a gap": ("tiling", changed((2, ("11:00", "12:00", "work")))),
    "tiling with an overlap": ("tiling", changed((2, ("10:30", "12:00", "work")))),
    "tiling that ends early": ("tiling", changed((6, ("16:15", "17:30", "work")))),
    "tiling that ends late": ("tiling", changed((6, ("16:15", "18:30", "work")))),
    "tiling with nothing at all": ("tiling", []),
    "meal_break of half an hour": ("meal_break", changed((3, ("12:00", "12:30", "meal")))),
    "meal_break longer than the shift's": ("meal_break", changed((3, ("12:00", "13:30", "meal")))),
    "meal_break missing": ("meal_break", changed((3, ("12:00", "13:00", "work")))),
    "meal_break before its window": ("meal_break", changed((3, ("11:30", "12:30", "meal")))),
    "meal_break after its window": ("meal_break", changed((3, ("14:30", "15:30", "meal")))),
    "rests one missing": ("rests", changed((5, ("16:00", "16:15", "work")))),
    "rests one too short": ("rests", changed((5, ("16:00", "16:10", "rest")))),
    "rests one too many": ("rests", changed((4, ("14:00", "14:15", "rest")))),
    "rests too close to the meal": ("rests", changed((5, ("13:15", "13:30", "rest")))),
    "rests too close to the start": ("rests", changed((1, ("09:15", "09:30", "rest")))),
    "rests too close to the end": ("rests", changed((5, ("17:30", "17:45", "rest")))),
    "skills on an unknown queue": ("skills", stretches(*GOOD, queue="chat")),
    "skills on no queue": ("skills", stretches(*GOOD, queue="")),
}


ALLOWED = {f"{rule} of a good duty": (rule, stretches(*GOOD)) for rule in BY_ID}


@pytest.mark.parametrize("rule", BY_ID)
def test_the_rule_allows_a_good_duty(rule: str) -> None:
    assert all(case.ok for case in BY_ID[rule].cases(facts(), duty(), shift(), stretches(*GOOD)))


@pytest.mark.parametrize(("rule", "activities"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_rule_forbids_it(rule, activities) -> None:
    assert not all(case.ok for case in BY_ID[rule].cases(facts(), duty(), shift(), activities))


@pytest.mark.parametrize(("start", "end"), [("09:00", "10:00"), ("17:00", "18:00")], ids=["first", "last"])
def test_a_meal_at_an_end_of_the_duty_is_no_break_whatever_its_window(start: str, end: str) -> None:
    meal = stretches((start, end, "meal"))
    anywhere = shift(meal=(60, 0, 540), rests=(0, 0))

    assert [case.ok for case in BY_ID["meal_break"].cases(facts(), duty(0, anywhere), anywhere, meal)] == [True, False]


@pytest.mark.parametrize(("queue", "allowed"), [("", True), ("general", False)])
def test_the_work_of_a_lead_belongs_to_no_queue(queue: str, allowed: bool) -> None:
    lead = person("L001", role="lead")
    activities = stretches(*GOOD, queue=queue, agent_id="L001")

    cases = BY_ID["skills"].cases(facts(lead), duty(who=lead), shift(), activities)

    assert all(case.ok for case in cases) is allowed


@pytest.mark.parametrize(("paid_min", "meal_min"), [(239, 0), (240, 30), (479, 30), (480, 60)])
def test_the_law_asks_for_a_meal_by_paid_minutes(paid_min: int, meal_min: int) -> None:
    assert facts().parameters.meal_needed_min(paid_min) == meal_min
