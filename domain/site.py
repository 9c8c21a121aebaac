"""A contact centre as the program sees it: the checked content of a site folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.people import Leave, Limit, Person, Preference
from domain.roster import Duty
from domain.rule_pack import RulePack
from domain.shifts import Shift
from domain.site_config import Queue, SiteConfig


@dataclass(frozen=True)
class Site:
    """One site folder, read once and never changed."""

    config: SiteConfig
    rules: RulePack
    shifts: tuple[Shift, ...]
    people: tuple[Person, ...]
    leave: tuple[Leave, ...] = ()
    limits: tuple[Limit, ...] = ()
    preferences: tuple[Preference, ...] = ()
    previous: tuple[Duty, ...] = ()
    temporary_holidays: frozenset[date] = frozenset()

    @property
    def id(self) -> str:
        """The site's id."""
        return self.config.site.id

    @property
    def interval_min(self) -> int:
        """Length of an interval in minutes."""
        return self.config.site.interval_minutes

    @property
    def timezone(self) -> ZoneInfo:
        """The site's local time."""
        return ZoneInfo(self.config.site.timezone)

    @property
    def queues(self) -> tuple[Queue, ...]:
        """The queues in the order of `site.toml`."""
        return self.config.queue

    @cached_property
    def shift_by_id(self) -> Mapping[str, Shift]:
        """Shift types by id."""
        return {shift.id: shift for shift in self.shifts}

    @cached_property
    def person_by_id(self) -> Mapping[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @property
    def agents(self) -> tuple[Person, ...]:
        """The people whose work counts as coverage."""
        return tuple(person for person in self.people if person.role == "agent")

    @property
    def leads(self) -> tuple[Person, ...]:
        """The team leads, who are not counted in coverage."""
        return tuple(person for person in self.people if person.role == "lead")
