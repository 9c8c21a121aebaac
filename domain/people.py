"""Agents and team leads, and what is agreed with them day by day. No name, sex, health or family fact is held."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.shifts import Mode

Role = Literal["agent", "lead"]
LimitKind = Literal[
    "no_night", "no_overtime", "no_holiday_work", "max_paid_minutes_day", "max_paid_minutes_week", "shifts_only"
]
LIMITS_WITH_NUMBER: frozenset[str] = frozenset({"max_paid_minutes_day", "max_paid_minutes_week"})
OPEN_END = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Person:
    """An agent or a team lead with contract and consents."""

    id: str
    role: Role
    team: str
    vendor: str
    skills: frozenset[str]
    contract_min_week: int
    max_overtime_min_week: int
    night_consent: bool
    mode: Mode
    start_date: date
    end_date: date = OPEN_END

    def is_employed(self, day: date) -> bool:
        """Whether the contract runs on that day."""
        return self.start_date <= day <= self.end_date


@dataclass(frozen=True, slots=True)
class Leave:
    """An approved absence on one day."""

    agent_id: str
    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class Limit:
    """A dated constraint, held as a constraint and never as its reason."""

    agent_id: str
    from_date: date
    to_date: date
    kind: LimitKind
    minutes: int | None = None
    shifts: frozenset[str] = frozenset()

    def holds_on(self, day: date) -> bool:
        """Whether the limit is in force on that day."""
        return self.from_date <= day <= self.to_date


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish: `day` None means every day, `shift` '*' any shift and 'off' a day off; a negative weight dislikes it."""

    agent_id: str
    day: date | None
    shift: str
    weight: float
