"""What a rule is to its readers: the tour builder, the integer program, the audit and the explanations."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.people import Limit, LimitKind, Person
from domain.roster import Activity, Duty, PlanningWindow
from domain.rule_pack import RuleParameters
from domain.shifts import Shift


@dataclass(frozen=True, slots=True)
class Case:
    """One thing looked at: whether the rule was kept, and where."""

    ok: bool
    where: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What the rules may know of a person: contract, agreed absences and dated limits."""

    person: Person
    parameters: RuleParameters
    week_start_weekday: int
    leave_days: frozenset[date] = frozenset()
    limits: tuple[Limit, ...] = ()
    holidays: frozenset[date] = frozenset()

    def limits_on(self, day: date, kind: LimitKind) -> list[Limit]:
        """The person's limits of a kind that hold on a day."""
        return [limit for limit in self.limits if limit.kind == kind and limit.holds_on(day)]

    def limits_in_week(self, week: date, kind: LimitKind) -> list[Limit]:
        """The person's limits of a kind that hold on any day of the site week that begins on `week`."""
        last = week + timedelta(days=6)
        return [
            limit for limit in self.limits if limit.kind == kind and limit.from_date <= last and limit.to_date >= week
        ]

    def week_of(self, day: date) -> date:
        """First day of the site week that holds the day."""
        return day - timedelta(days=(day.weekday() - self.week_start_weekday) % 7)


@dataclass(frozen=True, slots=True)
class Tour:
    """One person's duties in order of time: those before the window, which cannot change, and those in it."""

    previous: tuple[Duty, ...]
    duties: tuple[Duty, ...]
    window: PlanningWindow

    @property
    def all_duties(self) -> tuple[Duty, ...]:
        """Duties before and in the window, in order."""
        return self.previous + self.duties

    def whole_weeks(self, facts: PersonFacts) -> list[date]:
        """First days of the site weeks that end within the window."""
        week = facts.week_of(self.window.start)
        weeks = []
        while week + timedelta(days=6) <= self.window.last:
            weeks.append(week)
            week += timedelta(days=7)
        return weeks


type DutyCases = Callable[[PersonFacts, Duty, Shift], Iterator[Case]]
type TourCases = Callable[[PersonFacts, Tour], Iterator[Case]]
type ActivityCases = Callable[[PersonFacts, Duty, Shift, Sequence[Activity]], Iterator[Case]]


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A rule that looks at one duty alone."""

    id: str
    cases: DutyCases


@dataclass(frozen=True, slots=True)
class TourRule:
    """A rule that looks at a person's duties together."""

    id: str
    cases: TourCases


@dataclass(frozen=True, slots=True)
class ActivityRule:
    """A rule that looks at what is done within one duty."""

    id: str
    cases: ActivityCases


def named(duty: Duty) -> str:
    """How a duty is named in findings."""
    return f"{duty.agent_id} {duty.shift} {duty.start:%Y-%m-%d %H:%M}"
