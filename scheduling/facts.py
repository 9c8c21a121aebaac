"""What the rules know of each person, and each person's tour, from the domain objects alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from domain.people import Limit
from domain.public_holidays import public_holidays
from domain.roster import Duty, PlanningWindow
from domain.site import Site
from domain.site_folder import days_on_leave
from scheduling.rules.rule import PersonFacts, Tour


def facts_by_person(site: Site, window: PlanningWindow) -> dict[str, PersonFacts]:
    """The facts of everybody on the staff list, by id."""
    leave = days_on_leave(site)
    limits: dict[str, list[Limit]] = defaultdict(list)
    for limit in site.limits:
        limits[limit.agent_id].append(limit)
    holidays = holidays_around(site, window)
    return {
        person.id: PersonFacts(
            person=person,
            parameters=site.rules.parameters,
            week_start_weekday=site.config.site.week_start_weekday,
            leave_days=leave.get(person.id, frozenset()),
            limits=tuple(limits[person.id]),
            holidays=holidays,
        )
        for person in site.people
    }


def holidays_around(site: Site, window: PlanningWindow) -> frozenset[date]:
    """Paid holidays from the window's start to the day after its end, those announced in the events file with them."""
    first, last = window.start, window.last + timedelta(days=1)
    known = public_holidays(site.config.site.country, first, last, site.config.site.region)
    return known | {day for day in site.temporary_holidays if first <= day <= last}


def tours(site: Site, duties: Iterable[Duty], window: PlanningWindow) -> Mapping[str, Tour]:
    """Each person's tour, those without a duty included; duties before the window come from `previous.csv`."""
    ours: dict[str, list[Duty]] = {person.id: [] for person in site.people}
    for duty in sorted(duties, key=lambda duty: duty.start):
        if duty.agent_id in ours:
            ours[duty.agent_id].append(duty)
    before: dict[str, list[Duty]] = defaultdict(list)
    for duty in sorted(site.previous, key=lambda duty: duty.start):
        if duty.day < window.start:
            before[duty.agent_id].append(duty)
    return {person: Tour(tuple(before[person]), tuple(found), window) for person, found in ours.items()}
