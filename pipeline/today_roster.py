"""The roster that is worked today: of the version in force, or of the night that planned the day, with its edits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from domain.access import Act
from domain.roster import Activity
from domain.site import Site
from pipeline.access import needs
from pipeline.day_ahead import night_that_planned
from pipeline.roster_legality import on_days
from pipeline.roster_states import RosterState, roster_state
from pipeline.roster_versions import find_line_end, requirement_of, site_versions, version_of_night, window_of_version
from pipeline.schedule_run import read_needed
from scheduling.cover import at_work
from scheduling.intervals import intervals_touched

type Cell = tuple[datetime, str]  # an interval (local) and a queue
type Cells = Mapping[Cell, float]  # agents


@dataclass(frozen=True, slots=True, eq=False)
class DayRoster:
    """A day's roster: the newest version of its line, the version in force (None: none yet), the agents needed."""

    day: date
    state: RosterState
    in_force: int | None
    needed: Cells

    @property
    def number(self) -> int:
        """The version's number."""
        return self.state.version.number


@needs(Act.SEE_ROSTER)
def day_version(site_dir: Path, day: date) -> int | None:
    """The number of the version that is worked on the day; None where no roster plans it.

    The line of what was published last and plans the day comes first, then that of the newest night that planned it.
    """
    found = site_versions(site_dir)
    by_number = {version.number: version for version in found.versions}
    for publication in found.publications:
        version = by_number.get(publication.number)
        if version is not None and window_of_version(version).holds(day):
            return find_line_end(site_dir, version.number).number
    night = night_that_planned(site_dir, day)
    return None if night is None else line_of_night(site_dir, date.fromisoformat(night.name))


@needs(Act.SEE_ROSTER)
def line_of_night(site_dir: Path, night: date) -> int:
    """The newest version of a night's line: of what is in force where that is for the night, else of its roster."""
    found = site_versions(site_dir)
    in_force = [each for each in found.versions if each.number == found.in_force and each.night == night]
    number = in_force[0].number if in_force else version_of_night(site_dir, night).number
    return find_line_end(site_dir, number).number


@needs(Act.SEE_ROSTER)
def day_roster(site_dir: Path, site: Site, day: date, number: int) -> DayRoster:
    """The roster of a day by a version, with what its night needs on that day."""
    state = roster_state(site_dir, site.id, number)
    frame = read_needed(site, requirement_of(site_dir, state.version))
    local = frame["interval_start"].dt.tz_localize(None)
    needed = {
        (moment.to_pydatetime(), queue): float(agents)
        for moment, queue, agents in zip(local, frame["queue"], frame["agents"], strict=True)
        if moment.date() == day
    }
    return DayRoster(day, state, site_versions(site_dir).in_force, needed)


def present_on(site: Site, state: RosterState, day: date) -> dict[Cell, float]:
    """Agents at work by interval of the day and queue."""
    around = on_days(state.roster, (day - timedelta(days=1), day))
    return {cell: agents for cell, agents in at_work(site, around).items() if cell[0].date() == day}


def worked_cells(activities: Iterable[Activity], interval_min: int) -> dict[Cell, float]:
    """How much of which interval and queue some activities of one agent work: 1 is a whole interval."""
    step, found = timedelta(minutes=interval_min), dict[Cell, float]()
    for activity in activities:
        if activity.activity == "work":
            for moment in intervals_touched(activity.start, activity.end, interval_min):
                inside = min(activity.end, moment + step) - max(activity.start, moment)
                found[moment, activity.queue] = found.get((moment, activity.queue), 0.0) + inside / step
    return found
