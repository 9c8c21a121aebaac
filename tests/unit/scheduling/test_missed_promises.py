"""A goal by contacts that is missed says how many are missing and whose hours are elsewhere."""

from datetime import timedelta

import pytest

from domain.roster import Activity, PlanningWindow, Roster
from scheduling.contacts import ContactGoal, Promise
from scheduling.cover import slots_at_work
from scheduling.missed_promises import missed_sentence
from tests.builders import MONDAY, duty, person, shift, site

QUEUES = ("general", "sign")
WINDOW = PlanningWindow(MONDAY, 7)
OF = site([person("A0001", skills=QUEUES), person("A0002")], [shift()], QUEUES)
GOAL = ContactGoal("sign", MONDAY, MONDAY + timedelta(days=6), 0.95, 0.3, 95.2, 0.1)


def worked(*stretches: tuple[str, int, int]) -> Roster:
    """A0001's first duty with stretches of work: queue, and minutes after its start from and to."""
    start = duty(0, shift()).start
    activities = [
        Activity("A0001", start + timedelta(minutes=begins), start + timedelta(minutes=ends), "work", queue)
        for queue, begins, ends in stretches
    ]
    return Roster(WINDOW, (duty(0, shift()),), tuple(activities))


def test_the_sentence_names_contacts_people_and_their_hours_elsewhere() -> None:
    roster = worked(("sign", 0, 120), ("general", 120, 150))

    said = missed_sentence(OF, roster, Promise(GOAL, 100.0, 93.0, 92.0))

    assert said.startswith("sign, 2026-06-08 to 2026-06-14: 3.0 contacts fewer are expected")
    assert "Agents who know the queue: 1; they work 2.0 hours on it and 0.5 on other queues" in said
    assert "More agents" not in said


def test_where_all_their_hours_are_on_it_more_people_are_asked_for() -> None:
    said = missed_sentence(OF, worked(("sign", 0, 120)), Promise(GOAL, 100.0, 93.0, 92.0))

    assert said.endswith("More agents who know it, or more of their hours, are needed.")


def test_agents_are_counted_in_every_slot_of_an_interval() -> None:
    start_min = shift().start_min

    slots = slots_at_work(OF, worked(("sign", 0, 15), ("general", 15, 60)), QUEUES)

    first = start_min // 30
    assert slots.shape == (2, 7 * 48, 2)
    assert slots[:, first].tolist() == [[0.0, 1.0], [1.0, 0.0]]
    assert slots[:, first + 1].tolist() == [[1.0, 0.0], [1.0, 0.0]]
    assert slots.sum() == pytest.approx(4)
