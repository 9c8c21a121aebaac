"""Whoever does not change sees no change: place, meals, rests and, where cover lets them, queues."""

from dataclasses import replace

from domain.roster import Roster
from domain.roster_changes import regrouped
from scheduling.repair.naming import as_announced, as_placed
from tests.builders import duty, person, requirement, shift, site
from tests.unit.scheduling.repair.weeks import WEEK, day_of_work, published

BOTH = ("general", "chat")
ONE, TWO, NEW = person(skills=BOTH), person("A0002", skills=BOTH), person("A0003", skills=BOTH)
SITE = site([ONE, TWO, NEW], [shift()], BOTH)
NEEDED = requirement(1, "09:00", "10:30", 1, BOTH)
FIRST, SECOND, ADDED = duty(), duty(who=TWO), duty(who=NEW)


def roster(*days) -> Roster:
    return Roster(WEEK, tuple(found for found, _, _ in days), tuple(
        activity for found, queue, meal_at in days for activity in day_of_work(found, queue, meal_at)
    ))  # fmt: skip


def test_queues_that_the_cover_shares_out_the_same_way_stay_with_those_who_had_them() -> None:
    before = roster((FIRST, "general", 240), (SECOND, "chat", 240))
    other_way_round = roster((FIRST, "chat", 240), (SECOND, "general", 240))

    assert regrouped(before, as_announced(SITE, NEEDED, before, other_way_round)) == []


def test_somebody_new_takes_what_is_left_over() -> None:
    before = roster((FIRST, "general", 240), (SECOND, "chat", 240))
    named = roster((FIRST, "chat", 240), (SECOND, "general", 240), (ADDED, "chat", 300))

    after = as_announced(SITE, NEEDED, before, named)

    assert {activity.queue for activity in after.activities if activity.agent_id == "A0003"} == {"chat", ""}
    assert [activity for activity in after.activities if activity.activity == "meal"][2].start.hour == 14
    assert regrouped(before, after) == []


def test_where_the_cover_asks_for_another_queue_somebody_takes_it() -> None:
    before = roster((FIRST, "general", 240), (SECOND, "general", 240))
    named = roster((FIRST, "chat", 240), (SECOND, "general", 240))

    after = as_announced(SITE, NEEDED, before, named)

    assert len(regrouped(before, after)) == 1
    assert {activity.queue for activity in after.activities} == {"general", "chat", ""}


def test_meals_of_duties_that_stay_are_where_they_were_announced() -> None:
    before, named = published([FIRST]), roster((FIRST, "general", 300))

    assert as_announced(SITE, requirement(1, "09:00", "18:00", 1), before, named).activities == before.activities


def test_a_duty_announced_on_site_stays_there_while_a_desk_is_left() -> None:
    people = [replace(who, mode="any") for who in (ONE, TWO, NEW)]
    of = site(people, [shift()], BOTH, seats=1)
    named = published([replace(FIRST, mode="site"), replace(SECOND, mode="remote")])

    after = as_placed(of, [SECOND], named)

    assert {found.agent_id: found.mode for found in after.duties} == {"A0001": "remote", "A0002": "site"}
