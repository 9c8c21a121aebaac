"""The site folder at a glance: what is wrong or missing in it, queues, goals, staff by group, shifts, rules, days."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from domain.access import Act
from domain.day_types import DayKind, day_type, days_between, demand_calendar
from domain.errors import Problem
from domain.history_files import read_events
from domain.people import Person
from domain.public_holidays import public_holidays
from domain.shifts import Shift
from domain.site import Site
from domain.site_config import Queue, SiteConfig, read_site_config
from domain.site_folder import read_site
from pipeline.access import needs
from pipeline.file_names import EVENTS_FILE, PAYROLL_FILE
from pipeline.site_problems import site_problems
from pipeline.site_store import open_site_database
from scheduling.rules.book import RuleText, rule_book
from store.history import history_span

CALENDAR_DAYS = 366
OPTIONAL = ("leave.csv", "limits.csv", "preferences.csv", "previous.csv", EVENTS_FILE)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is no fault and yet missing: a word for it, and what it is about."""

    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """People who are alike to the planner: how many, their contract in hours a week, how many may work nights."""

    role: str
    vendor: str
    skills: tuple[str, ...]
    people: int
    contract_h: float
    night_consent: int
    employed: int


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that is unlike others: its kind, its names, whether it is paid as a holiday, and known events."""

    day: date
    kind: DayKind
    names: tuple[str, ...]
    is_paid: bool
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as the site's pack tells it, in the reader's language."""

    rule_id: str
    title: str
    sentence: str
    strength: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class SiteView:
    """The folder as it is. Where `problems` keep the site from being read, `site` is None and `config` may be."""

    problems: tuple[Problem, ...]
    remarks: tuple[Remark, ...]
    config: SiteConfig | None
    site: Site | None
    groups: tuple[StaffGroup, ...]
    rules: tuple[RuleRow, ...]
    changed_rules: tuple[tuple[str, str], ...]
    history: tuple[date, date] | None

    @property
    def queues(self) -> tuple[Queue, ...]:
        """The queues with their goals."""
        return () if self.config is None else self.config.queue

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """The shift catalogue."""
        return () if self.site is None else self.site.shifts


@needs(Act.SEE_SITE)
def site_view(site_dir: Path, today: date, language: str) -> SiteView:
    """What the page of the site shows; a wrong file ends in its problems, not in an error."""
    problems = site_problems(site_dir)
    broken = {problem.file for problem in problems}
    config = None if "site.toml" in broken else read_site_config(site_dir / "site.toml")
    site = None if broken - {PAYROLL_FILE} else read_site(site_dir)
    span = None if config is None else _history(site_dir, config)
    return SiteView(
        problems=problems,
        remarks=tuple(_remarks(site_dir, site, span, today)),
        config=config,
        site=site,
        groups=() if site is None else staff_groups(site, today),
        rules=() if site is None else tuple(_rule(text, language) for text in rule_book(site.rules).values()),
        changed_rules=()
        if config is None
        else tuple((key, str(value)) for key, value in config.rules.override.items()),
        history=span,
    )


def _history(site_dir: Path, config: SiteConfig) -> tuple[date, date] | None:
    with open_site_database(site_dir) as database:
        span = history_span(database, config.site.id)
    return None if span is None else (span[0].date(), span[1].date())


def _remarks(site_dir: Path, site: Site | None, span: tuple[date, date] | None, today: date) -> list[Remark]:
    """What is missing: files, history, people for a queue, and people whose contract has ended."""
    found = [Remark("file", name) for name in OPTIONAL if not (site_dir / name).is_file()]
    if span is None:
        found.append(Remark("history", ""))
    elif span[1] < today - timedelta(days=2):
        found.append(Remark("old_history", span[1].isoformat()))
    if site is None:
        return found
    able = {skill for person in site.agents if person.end_date >= today for skill in person.skills}
    found += [Remark("no_agent", queue.id) for queue in site.queues if queue.id not in able]
    found += [Remark("no_goal", queue.id) for queue in site.queues if not _has_goal(queue)]
    ended = sum(person.end_date < today for person in site.people)
    if ended:
        found.append(Remark("ended", f"{ended:,}"))
    if site.config.lead is not None and not site.leads:
        found.append(Remark("no_lead", ""))
    return found


def _has_goal(queue: Queue) -> bool:
    goal = queue.goal
    given = (goal.response_rate, goal.service_level, goal.max_occupancy, goal.max_asa_s, goal.max_backlog_h)
    return any(value is not None for value in given)


def staff_groups(site: Site, today: date) -> tuple[StaffGroup, ...]:
    """People counted by role, vendor and skills, in that order; no person is named."""
    by_group: dict[tuple[str, str, tuple[str, ...]], list[Person]] = {}
    for person in site.people:
        by_group.setdefault((person.role, person.vendor, tuple(sorted(person.skills))), []).append(person)
    return tuple(
        StaffGroup(
            role=role,
            vendor=vendor,
            skills=skills,
            people=len(people),
            contract_h=sum(person.contract_min_week for person in people) / 60 / len(people),
            night_consent=sum(person.night_consent for person in people),
            employed=sum(person.is_employed(today) for person in people),
        )
        for (role, vendor, skills), people in sorted(by_group.items())
    )


def _rule(text: RuleText, language: str) -> RuleRow:
    return RuleRow(
        text.id,
        text.title(language),
        text.sentence(language),
        str(text.strength),
        str(text.status),
        text.source_in(language),
    )


@needs(Act.SEE_SITE)
def calendar_ahead(site_dir: Path, today: date, language: str, days: int = CALENDAR_DAYS) -> tuple[CalendarDay, ...]:
    """The days from today on that are holidays, beside holidays, or have an event of the site."""
    section = read_site_config(site_dir / "site.toml").site
    last = today + timedelta(days=days - 1)
    calendar = demand_calendar(section.country, today, last, section.region, language)
    paid = public_holidays(section.country, today, last, section.region)
    events = _events(site_dir, section.timezone)
    found = []
    for day in (today + timedelta(days=number) for number in range(days)):
        kind = day_type(calendar, day).kind
        named = tuple(calendar.holidays.get(day, ()))
        if named or day in paid or day in events:
            found.append(CalendarDay(day, kind, named, day in paid, tuple(events.get(day, ()))))
    return tuple(found)


def _events(site_dir: Path, zone: str) -> dict[date, list[str]]:
    path = site_dir / EVENTS_FILE
    if not path.is_file():
        return {}
    found: dict[date, list[str]] = {}
    for row in read_events(path, zone).to_dict("records"):
        last = (row["end"] - timedelta(seconds=1)).date()
        for day in days_between(row["start"].date(), last):
            found.setdefault(day, []).append(str(row["event"]))
    return found
