"""What a rule is to its readers: the tour builder, the integer program, the audit and the explanations."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from domain.people import Limit, LimitKind, Person
from domain.roster import Activity, Duty, PlanningWindow, Roster
from domain.rule_pack import RuleOrigin
from domain.rule_parameters import RuleParameters
from domain.shifts import Shift
from domain.site import Site

Strength = Literal["hard", "soft", "hard unless short"]


@dataclass(frozen=True, slots=True)
class Wording:
    """What a rule is called and says, in English and Korean, and what it says in symbols.

    In a sentence {name} stands for a parameter of the rule pack and {name:h} for its minutes in hours, so that no
    number stands twice. `origin` is where the rule comes from in every pack; of a rule without one each pack says it.
    """

    id: str
    title_en: str
    title_ko: str
    sentence_en: str
    sentence_ko: str
    inequality: str
    parameters: tuple[str, ...] = ()
    weights: tuple[str, ...] = ()
    strength: Strength = "hard"
    origin: RuleOrigin | None = None


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

    def neighbours(self) -> Iterator[tuple[Duty, Duty]]:
        """Each duty of the window behind the one before it, which may lie before the window."""
        of_window = (*self.previous[-1:], *self.duties)
        return pairwise(of_window)

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
type RosterCases = Callable[[Site, Roster], Iterator[Case]]
type ActivityCases = Callable[[PersonFacts, Duty, Shift, Sequence[Activity]], Iterator[Case]]


@dataclass(frozen=True, slots=True)
class _Worded:
    wording: Wording

    @property
    def id(self) -> str:
        """The rule's id in files and findings."""
        return self.wording.id


@dataclass(frozen=True, slots=True)
class DutyRule(_Worded):
    """A rule that looks at one duty alone."""

    cases: DutyCases


@dataclass(frozen=True, slots=True)
class TourRule(_Worded):
    """A rule that looks at a person's duties together."""

    cases: TourCases


@dataclass(frozen=True, slots=True)
class ActivityRule(_Worded):
    """A rule that looks at what is done within one duty."""

    cases: ActivityCases


@dataclass(frozen=True, slots=True)
class RosterRule(_Worded):
    """A rule that looks at the roster as a whole, beside the site that it is for."""

    cases: RosterCases


@dataclass(frozen=True, slots=True)
class SoftRule(_Worded):
    """A rule that may be left unkept at a price; its module gives the amount."""


def named(duty: Duty) -> str:
    """How a duty is named in findings."""
    return f"{duty.agent_id} {duty.shift} {duty.start.isoformat(' ', 'minutes')}"
