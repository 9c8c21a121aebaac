"""Why an interval is short: who could have come, and which rule kept each of them off.

The rules that are asked are the very ones that the audit checks, so that an explanation never names a rule of its own.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pandas as pd

from domain.people import Person
from domain.roster import Activity, Duty, Roster
from domain.shifts import Shift
from domain.site import Site
from scheduling.cover import ROUNDING, LeadInterval, at_work
from scheduling.duty_verdicts import DutyVerdicts, duty_on, work_mode
from scheduling.facts import facts_by_person, tours
from scheduling.rules import TOUR_RULES
from scheduling.rules.rule import PersonFacts, Tour

MOST_ASKED = 100_000  # people asked in all, for a site that lacks half its staff is short everywhere
ON_DUTY = "on_duty"
ON_BREAK = "meal_or_rest"
OTHER_SHIFT = "another_shift_that_day"
NO_SHIFT = "no_shift_covers_it"
COULD_COME = "could_come"


@dataclass(frozen=True, slots=True)
class ShortInterval:
    """An interval in which people are missing, and how many were kept off by what: rule ids, or one of the words above.

    `queue` is empty where team leads are missing.
    """

    interval_start: datetime
    queue: str
    need: float
    have: float
    why: Mapping[str, int]

    @property
    def short(self) -> float:
        """How many are missing."""
        return max(0.0, self.need - self.have)


@dataclass(slots=True)
class _Reasons:
    """Looks reasons up, each person, day and shift once."""

    site: Site
    facts: Mapping[str, PersonFacts]
    tours: Mapping[str, Tour]
    breaks: Mapping[str, list[Activity]]
    asked: dict[tuple[str, date, str], str] = field(default_factory=dict)
    verdicts: DutyVerdicts = field(default_factory=DutyVerdicts)

    def of_interval(self, moment: datetime, people: Iterable[Person]) -> Mapping[str, int]:
        """How many people are kept off by each reason."""
        return dict(Counter(self._of_person(moment, person) for person in people).most_common())

    def _of_person(self, moment: datetime, person: Person) -> str:
        tour = self.tours[person.id]
        if any(duty.start <= moment < duty.end for duty in tour.all_duties):
            away = any(stretch.start <= moment < stretch.end for stretch in self.breaks.get(person.id, ()))
            return ON_BREAK if away else ON_DUTY
        reasons = [self._of_duty(person, day, shift) for day, shift in self._covering(moment, person)]
        for word in (COULD_COME, OTHER_SHIFT):
            if word in reasons:
                return word
        return Counter(reasons).most_common(1)[0][0] if reasons else NO_SHIFT

    def _covering(self, moment: datetime, person: Person) -> list[tuple[date, Shift]]:
        """Shifts of the person's role on the day before or the same day that hold the moment."""
        found = []
        for day in (moment.date(), moment.date() - timedelta(days=1)):
            minute = (moment - datetime(day.year, day.month, day.day)) / timedelta(minutes=1)
            found += [
                (day, shift)
                for shift in self.site.shifts
                if shift.start_min <= minute < shift.end_min
                and person.role in shift.roles
                and self.tours[person.id].window.holds(day)
            ]
        return found

    def _of_duty(self, person: Person, day: date, shift: Shift) -> str:
        key = (person.id, day, shift.id)
        if key not in self.asked:
            self.asked[key] = self._first_broken(person, day, shift)
        return self.asked[key]

    def _first_broken(self, person: Person, day: date, shift: Shift) -> str:
        facts, tour = self.facts[person.id], self.tours[person.id]
        broken = self.verdicts.first_broken(facts, day, shift)
        if broken:
            return broken
        if any(other.day == day for other in tour.duties):
            return OTHER_SHIFT
        duty = duty_on(person, shift, day, work_mode(person, shift))
        longer = Tour(tour.previous, tuple(sorted((*tour.duties, duty), key=_start)), tour.window)
        for tour_rule in TOUR_RULES:
            if not all(case.ok for case in tour_rule.cases(facts, longer)):
                return tour_rule.id
        return COULD_COME


def _start(duty: Duty) -> datetime:
    return duty.start


def short_intervals(site: Site, roster: Roster, requirement: pd.DataFrame) -> list[ShortInterval]:
    """Intervals and queues with fewer agents at work than required, the shortest first, each with its reasons."""
    present = at_work(site, roster)
    local = requirement["interval_start"].dt.tz_localize(None)
    found = []
    for moment, queue, need in zip(local, requirement["queue"], requirement["agents"], strict=True):
        have = present.get((moment.to_pydatetime(), queue), 0.0)
        if roster.window.holds(moment.date()) and have < need - ROUNDING:
            found.append(ShortInterval(moment.to_pydatetime(), queue, float(need), have, {}))

    def able(interval: ShortInterval) -> list[Person]:
        return [person for person in site.agents if interval.queue in person.skills]

    return _with_reasons(site, roster, found, able)


def short_leads(site: Site, roster: Roster, leads: Iterable[LeadInterval]) -> list[ShortInterval]:
    """Intervals with fewer team leads on duty than the span of control asks, each with its reasons."""
    found = [
        ShortInterval(interval.interval_start, "", interval.need, interval.have, {})
        for interval in leads
        if interval.short
    ]
    return _with_reasons(site, roster, found, lambda _: list(site.leads))


def _with_reasons(
    site: Site, roster: Roster, found: list[ShortInterval], able: Callable[[ShortInterval], list[Person]]
) -> list[ShortInterval]:
    """The shortest first, each with its reasons until very many people have been asked."""
    breaks = {
        person: [stretch for stretch in done if stretch.activity != "work"]
        for person, done in roster.activities_by_person().items()
    }
    reasons = _Reasons(site, facts_by_person(site, roster.window), tours(site, roster.duties, roster.window), breaks)
    ordered = sorted(found, key=lambda interval: (-interval.short, interval.interval_start, interval.queue))
    explained, asked = [], 0
    for interval in ordered:
        who = able(interval) if asked < MOST_ASKED else []
        asked += len(who)
        why = reasons.of_interval(interval.interval_start, who)
        explained.append(ShortInterval(interval.interval_start, interval.queue, interval.need, interval.have, why))
    return explained
