"""Swaps: granted where both keep every rule, refused with the rule where one does not."""

import pytest

from domain.errors import ConfigError
from domain.people import Leave
from domain.roster import Roster
from domain.site import Site
from scheduling.swaps import Breach, Swap, new_breaches, refuse_impossible, swapped
from tests.builders import NIGHT, day, duty, person, shift, site
from tests.unit.scheduling.repair.weeks import published

D09, D11 = shift(), shift("D11", "11:00")
A, B = person(skills=("general", "chat")), person("A0002", consents=True)


def granted(of: Site, roster: Roster, swap: Swap) -> tuple[Roster, list[Breach]]:
    refuse_impossible(of, roster, swap)
    after = swapped(of, roster, swap, {})
    return after, list(new_breaches(of, roster, after, swap))


def test_a_duty_changes_hands_with_its_meal_and_its_rests() -> None:
    of, roster = site([A, B], [D09]), published([duty(0), duty(1, who=B)])

    after, breaches = granted(of, roster, Swap("A0001", "A0002", (day(0),)))

    assert breaches == []
    assert [(found.agent_id, found.day) for found in after.duties] == [("A0002", day(0)), ("A0002", day(1))]
    assert [each.start for each in after.activities] == [each.start for each in roster.activities]
    assert {each.agent_id for each in after.activities} == {"A0002"}


def test_a_day_of_each_is_exchanged() -> None:
    of, roster = site([A, B], [D09, D11]), published([duty(0), duty(3, D11, B)])

    after, breaches = granted(of, roster, Swap("A0001", "A0002", (day(0), day(3))))

    assert breaches == []
    assert {(found.agent_id, found.shift) for found in after.duties} == {("A0002", "D09"), ("A0001", "D11")}


def test_work_on_a_queue_that_the_other_does_not_know_goes_to_one_that_they_do() -> None:
    of, roster = site([A, B], [D09], ("general", "chat")), published([duty(0)])
    chat = Roster(roster.window, roster.duties, tuple(
        type(each)(each.agent_id, each.start, each.end, each.activity, each.queue and "chat")
        for each in roster.activities
    ))  # fmt: skip

    after, breaches = granted(of, chat, Swap("A0001", "A0002", (day(0),)))

    assert breaches == []
    assert {each.queue for each in after.activities} == {"general", ""}


@pytest.mark.parametrize(
    ("roster", "rule"),
    [
        ([duty(1), duty(0, NIGHT, B)], "rest_between_duties"),
        ([duty(3)], "leave"),
        ([duty(6), *(duty(number, who=B) for number in range(5))], "weekly_hours"),
    ],
)
def test_a_swap_that_breaks_a_rule_names_it(roster, rule) -> None:
    of = site([A, B], [D09, NIGHT], leave=[Leave("A0002", day(3), "annual")])
    given = roster[0].day

    _, breaches = granted(of, published(roster), Swap("A0001", "A0002", (given,)))

    assert rule in {breach.rule_id for breach in breaches}


def test_a_rule_that_is_broken_already_does_not_speak_against_a_swap() -> None:
    of = site([A, B], [D09], leave=[Leave("A0001", day(3), "annual")])

    _, breaches = granted(of, published([duty(0), duty(3)]), Swap("A0001", "A0002", (day(0),)))

    assert breaches == []


def test_a_swap_without_a_desk_for_it_is_refused() -> None:
    at_home = person("A0003", mode="remote")
    of = site([A, B, at_home], [D09], seats=1)
    roster = published([duty(0), duty(0, who=at_home, mode="remote")])

    _, breaches = granted(of, roster, Swap("A0003", "A0002", (day(0),)))

    assert [breach.rule_id for breach in breaches] == ["seats"] * 18


@pytest.mark.parametrize(
    ("swap", "named"),
    [
        (Swap("A0001", "A0009", (day(0),)), "'A0009' is not on the staff list"),
        (Swap("A0001", "L001", (day(0),)), "two of the same role"),
        (Swap("A0001", "A0002", (day(9),)), "2026-06-17 is not a day of the roster"),
        (Swap("A0001", "A0002", (day(1),)), "nothing to swap"),
    ],
)
def test_a_swap_of_nothing_or_nobody_is_bad_input(swap: Swap, named: str) -> None:
    of = site([A, B, person("L001", role="lead")], [D09])

    with pytest.raises(ConfigError, match=named):
        refuse_impossible(of, published([duty(0)]), swap)
