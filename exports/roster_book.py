"""What the workbook shows, as plain facts: the roster, the people it is for and what became of the requirement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.pay_frames import PayHours, PayMonths
from domain.roster import Roster
from domain.site import Site


@dataclass(frozen=True, slots=True)
class QueueCoverage:
    """Agent-intervals of one queue over the planning window."""

    queue: str
    required: float
    covered: float
    short: float
    over: float

    @property
    def covered_share(self) -> float:
        """Covered of required; 1 where nothing was required."""
        return self.covered / self.required if self.required else 1.0


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule was checked and broken in the finished roster."""

    rule_id: str
    title_ko: str
    title_en: str
    strength: str
    source: str
    checked: int
    broken: int


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """A response rate promised for a queue from one day to another, and what the roster is expected to answer."""

    queue: str
    first_day: str
    last_day: str
    goal: float
    response_rate: float
    why_missed: str = ""


@dataclass(frozen=True, slots=True)
class RosterSummary:
    """How the roster stands against requirement and rules.

    The gap is a share, unknown where nothing was solved; leads are counted in lead-intervals. `missing` says what is
    marked `must` and not met, and `stopped_by` what ended the solve; `promises` are goals kept by contacts.
    """

    status: str
    gap: float | None
    coverage: tuple[QueueCoverage, ...]
    rules: tuple[RuleCount, ...]
    leads_required: int = 0
    leads_short: int = 0
    missing: str = ""
    stopped_by: str = ""
    promises: tuple[PromiseKept, ...] = ()


@dataclass(frozen=True, slots=True)
class HrTables:
    """HR's tables of a roster: pay hours; the months and the changes since an earlier roster only where asked for."""

    hours: DataFrame[PayHours]
    months: DataFrame[PayMonths] | None = None
    changes: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class RosterBook:
    """All that the workbook is written from; without HR's tables it has no sheets of them."""

    site: Site
    roster: Roster
    summary: RosterSummary
    holidays: Mapping[date, str] = field(default_factory=dict)
    tables: HrTables | None = None

    @property
    def site_name(self) -> str:
        """What people call the site, else its id."""
        return self.site.config.site.name or self.site.id

    @property
    def heading(self) -> str:
        """The site and the days, for the head of printed tables that would say neither."""
        return f"{self.site_name} · {self.roster.window.start.isoformat()} ~ {self.roster.window.last.isoformat()}"

    @property
    def simulated(self) -> bool:
        """Whether every sheet has to say that nothing here is a real record."""
        return self.site.config.site.simulated


def weeks_of(book: RosterBook) -> list[list[date]]:
    """The days of the planning window by site week; the first and the last week may be cut."""
    first_weekday = book.site.config.site.week_start_weekday
    weeks: dict[date, list[date]] = {}
    for day in book.roster.window.dates():
        monday = day - timedelta(days=(day.weekday() - first_weekday) % 7)
        weeks.setdefault(monday, []).append(day)
    return list(weeks.values())
