"""The roster person by person: the grid of people and days, and one day's duties as stretches of time."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from domain.access import Act
from domain.site import Site
from domain.site_folder import days_on_leave
from exports.workbook_styles import Kind, kind_of_shift
from pipeline.access import needs
from pipeline.views_cover import RosterFrames
from pipeline.views_night import PublishedNight
from pipeline.views_roster import MINUTES_AN_HOUR, cover_map

MINUTES_A_DAY = 1440
MOST_PEOPLE = 60  # more rows than that are no chart that anybody reads
NIGHT_KIND = Kind.NIGHT.value
OFF, LEAVE, NONE = Kind.OFF.value, Kind.LEAVE.value, Kind.NONE.value


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Whose roster is shown; None stands for all."""

    team: str | None = None
    role: str | None = None
    skill: str | None = None
    vendor: str | None = None


@dataclass(frozen=True, slots=True)
class RosterGrid:
    """People by days. `cells` holds a shift's id, or what a day without one is; `kinds` what each cell is."""

    people: pd.DataFrame
    cells: pd.DataFrame
    kinds: pd.DataFrame


@dataclass(frozen=True, slots=True)
class RosterDay:
    """One day: cover against need, leads against what is needed, and who does what when (minutes of that day).

    `people` counts those chosen who are on duty that day; `stretches` holds at most the first `MOST_PEOPLE` of them.
    """

    cover: pd.DataFrame
    leads: pd.DataFrame
    stretches: pd.DataFrame
    people: int


@needs(Act.SEE_ROSTER)
def teams(night: PublishedNight) -> tuple[str, ...]:
    """The teams of the site in order."""
    return tuple(sorted({person.team for person in night.site.people}))


@needs(Act.SEE_ROSTER)
def roster_grid(
    night: PublishedNight, frames: RosterFrames, chosen: PeopleFilter, weeks: int | None = None
) -> RosterGrid:
    """Everybody chosen, by team, leads first, with the shift of each day of the first weeks, or of all.

    `people` adds the paid hours and the nights of the whole window.
    """
    people = people_shown(night.site, chosen)
    days = pd.date_range(night.window.start, night.window.last)[: None if weeks is None else weeks * 7]
    duties = frames.duties[frames.duties["agent_id"].isin(people.index)]
    shifts = duties.pivot_table(index="agent_id", columns="date", values="shift", aggfunc="first")
    shifts = shifts.reindex(index=people.index, columns=days)
    kind_of = {shift.id: kind_of_shift(shift, night.site.rules.parameters).value for shift in night.site.shifts}
    free = day_kinds(night.site, people, days)
    kinds = shifts.apply(lambda column: column.map(kind_of)).where(shifts.notna(), free)
    by_person = duties.groupby("agent_id")
    nights = duties["shift"].map(kind_of).eq(NIGHT_KIND).groupby(duties["agent_id"]).sum()
    figures = pd.DataFrame({"hours": by_person["paid_minutes"].sum() / MINUTES_AN_HOUR, "nights": nights})
    return RosterGrid(people.join(figures.reindex(people.index).fillna(0)), shifts.where(shifts.notna(), free), kinds)


def people_shown(site: Site, chosen: PeopleFilter) -> pd.DataFrame:
    """The people chosen with role and team, by team, leads first."""
    rows = [
        {"agent_id": person.id, "role": person.role, "team": person.team}
        for person in site.people
        if chosen.team in (None, person.team)
        and chosen.role in (None, person.role)
        and chosen.vendor in (None, person.vendor)
        and (chosen.skill is None or chosen.skill in person.skills)
    ]
    people = pd.DataFrame(rows, columns=["agent_id", "role", "team"]).set_index("agent_id")
    leads_first = people["role"].map({"lead": 0, "agent": 1})
    return people.assign(order=leads_first).sort_values(["team", "order", "agent_id"]).drop(columns="order")


def day_kinds(site: Site, people: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """What a day without a duty is to each person: leave, off, or not employed."""
    leave = days_on_leave(site)
    dates = [day.date() for day in days]
    rows = {
        agent_id: [_free_kind(site, agent_id, day, leave.get(agent_id, frozenset())) for day in dates]
        for agent_id in people.index
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=days).reindex(people.index)


def _free_kind(site: Site, agent_id: str, day: date, leave: frozenset[date]) -> str:
    if day in leave:
        return LEAVE
    return OFF if site.person_by_id[agent_id].is_employed(day) else NONE


def roster_day(frames: RosterFrames, day: date, queue: str | None, chosen: PeopleFilter) -> RosterDay:
    """One day of the roster; cover is that of a queue or of all, stretches are those of the people chosen."""
    at = pd.Timestamp(day)
    cover = cover_map(frames, queue)
    stretches = _stretches_of_day(frames, at, chosen)
    on_duty = stretches["agent_id"].unique()
    return RosterDay(
        cover=cover[cover["date"] == at],
        leads=frames.leads[frames.leads["date"] == at],
        stretches=stretches[stretches["agent_id"].isin(on_duty[:MOST_PEOPLE])],
        people=len(on_duty),
    )


def _stretches_of_day(frames: RosterFrames, at: pd.Timestamp, chosen: PeopleFilter) -> pd.DataFrame:
    """The activities that touch the day, cut to it, in the order in which people begin, leads first."""
    rows = frames.activities
    touches = (rows["start"] < at + timedelta(days=1)) & (rows["end"] > at)
    if chosen.team is not None:
        touches &= rows["team"] == chosen.team
    if chosen.role is not None:
        touches &= rows["role"] == chosen.role
    found = rows[touches]
    minutes = {
        name: ((found[name] - at) / pd.Timedelta(minutes=1)).clip(0, MINUTES_A_DAY).astype(int)
        for name in ("start", "end")
    }
    cut = found.drop(columns=["start", "end"]).assign(from_minute=minutes["start"], until_minute=minutes["end"])
    begins = cut.groupby("agent_id")["from_minute"].transform("min")
    order = cut.assign(begins=begins, is_agent=cut["role"] == "agent")
    return order.sort_values(["is_agent", "begins", "agent_id", "from_minute"], ignore_index=True)
