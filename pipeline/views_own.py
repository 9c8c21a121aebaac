"""A person's own roster and shares: what they work, and what they carry beside an even share; of nobody else a word."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from domain.access import AccessError, Act
from domain.errors import UsageError
from domain.people import Person
from domain.roster import Duty, Roster
from domain.site import Site
from domain.site_folder import days_on_leave, read_site
from pipeline.access import needs, refuse_unless
from pipeline.export_run import feed_form
from pipeline.feed_export import feeds
from pipeline.roster_legality import part_of
from pipeline.roster_states import roster_state
from pipeline.site_store import open_site_database
from scheduling.facts import holidays_around
from scheduling.rules.fairness import is_weekend
from store.roster_records import Publication
from store.rosters import list_publications

NIGHTS, WEEKENDS, HOLIDAYS = "nights", "weekends", "holidays"


@dataclass(frozen=True, slots=True)
class OwnDay:
    """One day: the duty with its meal and rests as (activity, start, end), or leave, or off (neither)."""

    day: date
    duty: Duty | None
    is_leave: bool
    breaks: tuple[tuple[str, datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class OwnShare:
    """How many duties of a kind one carries, and how many an even share of all who can carry them would be."""

    kind: str
    own: int
    even: float


@dataclass(frozen=True, slots=True)
class OwnRoster:
    """One's own days of the roster in force, paid hours, shares, the next duty, and when it was published by whom."""

    agent_id: str
    publication: Publication
    days: tuple[OwnDay, ...]
    paid_h: float
    shares: tuple[OwnShare, ...]
    next_duty: Duty | None


@needs(Act.SEE_OWN)
def own_roster(site_dir: Path, now: datetime | None = None) -> OwnRoster | None:
    """The roster of the person whose account acts; None before anything was published. `now` is aware."""
    found = _in_force(site_dir)
    if found is None:
        return None
    site, person, roster, publication = found
    own = part_of(roster, {person.id})
    leave = days_on_leave(site).get(person.id, frozenset())
    days = tuple(_day(own, day, day in leave) for day in roster.window.dates())
    paid_h = sum(duty.paid_minutes for duty in own.duties) / 60
    local = (now or datetime.now(UTC)).astimezone(site.timezone).replace(tzinfo=None)
    coming = min((duty for duty in own.duties if duty.start >= local), key=lambda duty: duty.start, default=None)
    return OwnRoster(person.id, publication, days, paid_h, _shares(site, person, roster), coming)


@needs(Act.SEE_OWN)
def own_calendar(site_dir: Path) -> bytes:
    """One's own duties as a calendar file (RFC 5545); raises UsageError before anything was published."""
    found = _in_force(site_dir)
    if found is None:
        raise UsageError("No roster has been published yet, so there is no calendar.")
    site, person, roster, publication = found
    alone = replace(site, people=(person,))
    made = feeds(alone, part_of(roster, {person.id}), feed_form(site, "ko", publication.at), None)
    return next(iter(made.values()))


def _in_force(site_dir: Path) -> tuple[Site, Person, Roster, Publication] | None:
    actor, site = refuse_unless(site_dir, Act.SEE_OWN), read_site(site_dir)
    person = site.person_by_id.get(actor.agent_id)
    if person is None:
        raise AccessError(f"The account {actor.name} is of {actor.agent_id}, who is not on the staff list.")
    with open_site_database(site_dir) as database:
        published = list_publications(database, site.id)
    if not published:
        return None
    return site, person, roster_state(site_dir, site.id, published[0].number).roster, published[0]


def _day(own: Roster, day: date, is_leave: bool) -> OwnDay:
    duty = next((duty for duty in own.duties if duty.day == day), None)
    breaks = tuple(
        (each.activity, each.start, each.end)
        for each in own.activities
        if duty is not None and duty.start <= each.start < duty.end and each.activity != "work"
    )
    return OwnDay(day, duty, is_leave, breaks)


def _shares(site: Site, person: Person, roster: Roster) -> tuple[OwnShare, ...]:
    """Own duties of each kind beside those of the role, divided evenly among those who can carry them."""
    holidays = holidays_around(site, roster.window)
    night = {shift.id for shift in site.shifts if site.rules.parameters.is_night(shift)}
    colleagues = [each for each in site.people if each.role == person.role]
    able = {NIGHTS: [each for each in colleagues if each.night_consent]}
    shares = []
    for kind in (NIGHTS, WEEKENDS, HOLIDAYS):
        carrying = {each.id for each in able.get(kind, colleagues)}
        duties = [duty for duty in roster.duties if _is_kind(kind, duty, night, holidays)]
        all_duties = sum(duty.agent_id in carrying for duty in duties)
        own = sum(duty.agent_id == person.id for duty in duties)
        even = all_duties / len(carrying) if person.id in carrying else 0.0
        shares.append(OwnShare(kind, own, even))
    return tuple(shares)


def _is_kind(kind: str, duty: Duty, night: Collection[str], holidays: Collection[date]) -> bool:
    if kind == NIGHTS:
        return duty.shift in night
    return is_weekend(duty.day) if kind == WEEKENDS else duty.day in holidays
