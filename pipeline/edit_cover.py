"""Agents at work around an edit: everybody else is counted once, the people of the edit as each change leaves them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock

from domain.roster import Roster
from domain.site import Site
from pipeline.duty_activities import lack_on
from pipeline.roster_legality import part_of
from pipeline.schedule_run import read_needed
from scheduling.cover import at_work
from scheduling.intervals import intervals_touched

type Agents = Mapping[tuple[datetime, str], float]  # by interval (local) and queue
type Need = Mapping[date, Agents]

DAY = timedelta(days=1)
_reading = Lock()


@dataclass(frozen=True, slots=True, eq=False)
class EditCover:
    """What the days of an edit need, and how many others than the people of the edit are at work then."""

    site: Site
    people: frozenset[str]
    need: Need
    others: Agents

    def lack(self, roster: Roster, day: date) -> dict[tuple[datetime, str], float]:
        """Agents missing by interval and queue on a day and the one after, with the people's work as in the roster."""
        wanted = {place: value for each in (day, day + DAY) for place, value in self.need.get(each, {}).items()}
        return lack_on(wanted, self._present(roster), [datetime.combine(day, time())])

    def short_h(self, roster: Roster, days: Collection[date]) -> float:
        """Agent-hours missing on the days, with the people's work as in the roster."""
        if not days:
            return 0.0
        present = self._present(roster)
        missing = (
            max(0.0, agents - present.get(at, 0.0)) for day in days for at, agents in self.need.get(day, {}).items()
        )
        return sum(missing) * self.site.interval_min / 60

    def _present(self, roster: Roster) -> Agents:
        own = at_work(self.site, part_of(roster, self.people))
        return {**self.others, **{place: self.others.get(place, 0.0) + agents for place, agents in own.items()}}


def edit_cover(site: Site, roster: Roster, people: Collection[str], days: Collection[date], need: Need) -> EditCover:
    """The cover of these days, counted for an edit of these people."""
    around = {day + shift for day in days for shift in (-DAY, timedelta(), DAY)}
    agents = {person.id for person in site.agents} - set(people)
    stretches = Counter(
        (each.start, each.end, each.queue)
        for each in roster.activities
        if each.activity == "work" and each.start.date() in around and each.agent_id in agents
    )
    return EditCover(site, frozenset(people), need, _at_work(site, stretches))


def _at_work(site: Site, stretches: Mapping[tuple[datetime, datetime, str], int]) -> Agents:
    """As `at_work` counts, by stretches of work that many people share: a third of the time."""
    step = timedelta(minutes=site.interval_min)
    present: dict[tuple[datetime, str], float] = defaultdict(float)
    for (start, end, queue), people in stretches.items():
        for moment in intervals_touched(start, end, site.interval_min):
            present[moment, queue] += people * ((min(end, moment + step) - max(start, moment)) / step)
    return present


def needed_by_day(file: Path, site: Site) -> Need:
    """The agents that a requirement file asks for, by day; kept until the file is another."""
    with _reading:  # reading takes a third of a second: whoever wants it meanwhile waits for it
        return _needed(file, file.stat().st_mtime_ns, site.config.site.timezone, _Held(site))


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """A site carried past the cache's key: the file and its time tell one requirement from another."""

    site: Site

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=4)
def _needed(file: Path, _written: int, _timezone: str, held: _Held) -> Need:
    frame = read_needed(held.site, file)
    local = frame["interval_start"].dt.tz_localize(None)
    found: dict[date, dict[tuple[datetime, str], float]] = {}
    for moment, queue, agents in zip(local, frame["queue"], frame["agents"], strict=True):
        found.setdefault(moment.date(), {})[moment.to_pydatetime(), queue] = float(agents)
    return found
