"""A finished roster: duties and the activities that tile them. Times are naive, local to the site."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from domain.people import Role

ActivityKind = Literal["work", "meal", "rest", "recovery", "training", "meeting"]
ACTIVITY_KINDS: tuple[ActivityKind, ...] = ("work", "meal", "rest", "recovery", "training", "meeting")


@dataclass(frozen=True, slots=True)
class Duty:
    """A shift on a date, for one person; `day` is the date on which it starts."""

    agent_id: str
    role: Role
    team: str
    day: date
    shift: str
    start: datetime
    end: datetime
    paid_minutes: int
    mode: Literal["site", "remote"]

    @property
    def start_min(self) -> int:
        """Minutes from midnight to the start."""
        return self.start.hour * 60 + self.start.minute

    @property
    def span_min(self) -> int:
        """Minutes from start to end, meal included."""
        return round((self.end - self.start) / timedelta(minutes=1))

    def touched_days(self) -> list[date]:
        """Calendar days on which any minute of the duty lies."""
        last = (self.end - timedelta(microseconds=1)).date()
        return [self.start.date() + timedelta(days=n) for n in range((last - self.start.date()).days + 1)]


@dataclass(frozen=True, slots=True)
class Activity:
    """A stretch of a duty; `queue` is set on an agent's work and empty otherwise."""

    agent_id: str
    start: datetime
    end: datetime
    activity: ActivityKind
    queue: str = ""

    @property
    def start_min(self) -> int:
        """Minutes from midnight to the start."""
        return self.start.hour * 60 + self.start.minute

    @property
    def span_min(self) -> int:
        """Minutes from start to end."""
        return round((self.end - self.start) / timedelta(minutes=1))

    @property
    def is_paid(self) -> bool:
        """Whether the time is paid: all but the meal, which is free to use (Labour Standards Act 54)."""
        return self.activity != "meal"


@dataclass(frozen=True, slots=True)
class PlanningWindow:
    """The days being rostered."""

    start: date
    days: int

    @property
    def last(self) -> date:
        """The last day of the window."""
        return self.start + timedelta(days=self.days - 1)

    def dates(self) -> list[date]:
        """All days of the window in order."""
        return [self.start + timedelta(days=n) for n in range(self.days)]

    def holds(self, day: date) -> bool:
        """Whether the day lies in the window."""
        return self.start <= day <= self.last


@dataclass(frozen=True, slots=True)
class Roster:
    """All duties of a planning window with their activities."""

    window: PlanningWindow
    duties: tuple[Duty, ...]
    activities: tuple[Activity, ...]

    def duties_by_person(self) -> Mapping[str, list[Duty]]:
        """Each person's duties in order of time."""
        by_person: dict[str, list[Duty]] = defaultdict(list)
        for duty in sorted(self.duties, key=lambda duty: (duty.agent_id, duty.start)):
            by_person[duty.agent_id].append(duty)
        return by_person

    def activities_by_person(self) -> Mapping[str, list[Activity]]:
        """Each person's activities in order of time."""
        by_person: dict[str, list[Activity]] = defaultdict(list)
        for activity in sorted(self.activities, key=lambda activity: (activity.agent_id, activity.start)):
            by_person[activity.agent_id].append(activity)
        return by_person
