"""What a repair may change: days after the notice, of people who are there; all else is locked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.absences import Absence
from domain.people import Leave
from domain.roster import Duty, Roster
from domain.site import Site
from scheduling.facts import facts_by_person
from scheduling.locks import Lock
from scheduling.rules import DUTY_RULES

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class RepairOrder:
    """A published roster, the first day that is still to come, notice in days from it, and who is off."""

    published: Roster
    first_day: date
    notice_days: int
    absent: tuple[Absence, ...] = ()

    @property
    def open_day(self) -> date:
        """The first day on which duties may change."""
        return self.first_day + timedelta(days=self.notice_days)

    def is_absent(self, agent_id: str, day: date) -> bool:
        """Whether the person is off on that day, as from the first day to come."""
        return day >= self.first_day and any(
            absence.agent_id == agent_id and absence.holds_on(day) for absence in self.absent
        )

    def days_absent(self) -> Mapping[str, list[date]]:
        """The days of the window on which each absent person is off."""
        days = self.published.window.dates()
        people = sorted({absence.agent_id for absence in self.absent})
        return {person: [day for day in days if self.is_absent(person, day)] for person in people}


def with_absences(site: Site, order: RepairOrder) -> Site:
    """The site in which those who are off are on leave: no duty touches their days, their contract is pro rata.

    A day into which a duty of before the first day to come still reaches is no day of leave; nothing starts on it.
    """
    begun: dict[str, set[date]] = {}
    for duty in order.published.duties:
        if duty.day < order.first_day:
            begun.setdefault(duty.agent_id, set()).update(duty.touched_days())
    leave = [
        Leave(person, day, ABSENT)
        for person, days in order.days_absent().items()
        for day in days
        if day not in begun.get(person, ())
    ]
    return replace(site, leave=(*site.leave, *leave))


def still_possible(site: Site, order: RepairOrder) -> tuple[Duty, ...]:
    """The published duties that can stay: their people and shifts are there, and no rule on single duties forbids them.

    Duties before the first day to come are past, and stand whatever the rules say now.
    """
    facts = facts_by_person(site, order.published.window)

    def is_possible(duty: Duty) -> bool:
        if duty.agent_id not in facts or duty.shift not in site.shift_by_id:
            return False
        if duty.day < order.first_day:
            return True
        shift = site.shift_by_id[duty.shift]
        cases = (case for rule in DUTY_RULES for case in rule.cases(facts[duty.agent_id], duty, shift))
        return not order.is_absent(duty.agent_id, duty.day) and all(case.ok for case in cases)

    return tuple(duty for duty in order.published.duties if is_possible(duty))


def repair_locks(site: Site, order: RepairOrder, kept: tuple[Duty, ...]) -> tuple[Lock, ...]:
    """Everybody's days before the notice has passed stay as they are; whoever is off stays off."""
    duty_on = {(duty.agent_id, duty.day): duty for duty in kept}
    return tuple(
        Lock(person.id, day, duty_on.get((person.id, day)))
        for person in site.people
        for day in order.published.window.dates()
        if day < order.open_day or order.is_absent(person.id, day)
    )
