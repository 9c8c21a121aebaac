"""Which duties the rules on single duties allow whom; duties that are alike in all that these rules see judged once.

The rules themselves judge (`rules/`). What they see of a person is role, consent and place of work; of a day its
weekday and whether the person is employed, on leave or under a limit, and whether it is a holiday; of the duty its
shift. Hundreds of people share most of that.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from domain.people import Person
from domain.roster import Duty
from domain.shifts import MINUTES_A_DAY, Shift
from scheduling.rules import DUTY_RULES
from scheduling.rules.mode import is_allowed
from scheduling.rules.rule import PersonFacts


def duty_on(person: Person, shift: Shift, day: date, mode: Literal["site", "remote"]) -> Duty:
    """The duty that a shift is on a day."""
    start = datetime.combine(day, time_of_day()) + timedelta(minutes=shift.start_min)
    end = start + timedelta(minutes=shift.span_min)
    return Duty(person.id, person.role, person.team, day, shift.id, start, end, shift.paid_min, mode)


def work_mode(person: Person, shift: Shift) -> Literal["site", "remote"]:
    """Where the shift would be worked: at home only where both person and shift allow it."""
    return "remote" if is_allowed(person, shift, "remote") else "site"


@dataclass(frozen=True, slots=True)
class DutyVerdicts:
    """The verdicts so far, of one rule pack: the id of the first rule that a duty breaks, empty where there is none."""

    known: dict[Hashable, str] = field(default_factory=dict)

    def first_broken(self, facts: PersonFacts, day: date, shift: Shift) -> str:
        """The first rule on single duties that the shift breaks on a day; empty where there is none."""
        days = [day + timedelta(days=number) for number in range(_days_touched(shift))]
        return self._verdict(facts, day, shift, tuple(_seen_of_day(facts, touched) for touched in days))

    def allowed(self, facts: PersonFacts, shifts: Sequence[Shift], days: Sequence[date]) -> NDArray[np.uint8]:
        """1 where every rule that looks at a duty alone lets the person work the shift on the day, `[day, shift]`."""
        lengths = [_days_touched(shift) for shift in shifts]
        later = [days[-1] + timedelta(days=number) for number in range(1, max(lengths))]
        seen = [_seen_of_day(facts, day) for day in (*days, *later)]
        allowed = np.zeros((len(days), len(shifts)), dtype=np.uint8)
        for position, (shift, length) in enumerate(zip(shifts, lengths, strict=True)):
            for number, day in enumerate(days):
                touched = tuple(seen[number : number + length])
                allowed[number, position] = not self._verdict(facts, day, shift, touched)
        return allowed

    def _verdict(self, facts: PersonFacts, day: date, shift: Shift, touched: Hashable) -> str:
        person = facts.person
        key = (person.role, person.night_consent, person.mode, shift.id, touched)
        if key not in self.known:
            duty = duty_on(person, shift, day, work_mode(person, shift))
            broken = (rule.id for rule in DUTY_RULES if not all(case.ok for case in rule.cases(facts, duty, shift)))
            self.known[key] = next(broken, "")
        return self.known[key]


def _days_touched(shift: Shift) -> int:
    """Calendar days on which any minute of the shift lies, from its first day on."""
    return (shift.end_min - 1) // MINUTES_A_DAY + 1


def _seen_of_day(facts: PersonFacts, day: date) -> Hashable:
    """What the rules on single duties see of a person's day."""
    limits = tuple((limit.kind, limit.minutes, limit.shifts) for limit in facts.limits if limit.holds_on(day))
    return day.weekday(), facts.person.is_employed(day), day in facts.leave_days, day in facts.holidays, limits
