"""What a repair may change: nothing before the notice has passed, nothing of those who are off."""

from domain.absences import Absence
from domain.people import Leave
from scheduling.repair.order import RepairOrder, repair_locks, still_possible, with_absences
from tests.builders import NIGHT, day, duty, person, shift, site
from tests.unit.scheduling.repair.weeks import published

A, B = person(consents=True), person("A0002")


def order(*duties, absent=(), notice: int = 0) -> RepairOrder:
    return RepairOrder(published(duties), day(2), notice, tuple(absent))


def test_days_before_the_notice_has_passed_are_locked_as_they_are_and_later_ones_open() -> None:
    of, given = site([A, B], [shift()]), order(duty(0), duty(3), notice=1)

    locks = repair_locks(of, given, still_possible(of, given))

    assert given.open_day == day(3)
    assert {lock.day for lock in locks} == {day(0), day(1), day(2)}
    assert [lock.duty for lock in locks if lock.agent_id == "A0001"] == [duty(0), None, None]


def test_whoever_is_off_loses_the_duties_to_come_and_keeps_those_past() -> None:
    given = order(duty(1), duty(2), duty(4), absent=[Absence("A0001", day(0), day(3))])
    of = with_absences(site([A], [shift()]), given)

    kept = still_possible(of, given)

    assert kept == (duty(1), duty(4))
    assert {leave.day for leave in of.leave} == {day(2), day(3)}
    assert {lock.day for lock in repair_locks(of, given, kept)} == {day(0), day(1), day(2), day(3)}


def test_a_night_that_has_begun_before_the_absence_is_no_breach_of_it() -> None:
    given = order(duty(1, NIGHT, A), absent=[Absence("A0001", day(2), day(6))])

    of = with_absences(site([A], [NIGHT]), given)

    assert still_possible(of, given) == (duty(1, NIGHT, A),)
    assert {leave.day for leave in of.leave} == {day(3), day(4), day(5), day(6)}


def test_duties_fall_away_on_new_leave_and_with_people_and_shifts_that_are_gone() -> None:
    gone, dropped = duty(4, who=person("A0009")), duty(5, shift("D11", "11:00"))
    given = order(duty(1), duty(3), gone, dropped)
    of = site([A, B], [shift()], leave=[Leave("A0001", day(1), "annual"), Leave("A0001", day(3), "annual")])

    assert still_possible(of, given) == (duty(1),)
