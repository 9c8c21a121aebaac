"""What is done from the screen of today: proposals carried out, and an agent off the queue at once after abuse.

Both become the next draft version of the line of today's roster. Going off the queue asks no reason, is never refused
by a rule, a lock or a shortfall, and is kept as a paid stretch of recovery in the roster alone: the version's note and
the audit trail do not say whose it is, and nothing counts by person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from domain.access import Act
from domain.errors import UsageError, WfmError
from domain.roster import Activity, Duty, Roster
from domain.site import Site
from pipeline.access import needs, stamp_for
from pipeline.roster_legality import Breach, new_breaches
from pipeline.roster_states import Place, RosterState, replaced, roster_state, rows_of
from pipeline.site_store import open_site_database
from pipeline.today_moves import joined
from pipeline.today_options import Proposal
from pipeline.today_roster import Cells, present_on
from store.json_text import Json
from store.rosters import add_edit, newest_of_line

TRIES = 20
RECOVERY_MIN = 30.0  # where the site has no [recovery]: Seoul's guideline of 2018
RECOVERY_NOTE = "recovery"


@dataclass(frozen=True, slots=True)
class OffQueue:
    """Somebody is off the queue: paid minutes of recovery, until when, and the version that knows it.

    `cover` has agents at work before and after, and agents needed, by interval from now on.
    """

    minutes: int
    until: datetime
    version: int
    cover: tuple[tuple[datetime, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """The answer to proposals: the new version, or the hard rules that speak against them now."""

    saved: int | None
    breaches: tuple[Breach, ...] = ()


def recovery_min(site: Site) -> float:
    """Paid minutes of rest after abuse."""
    return RECOVERY_MIN if site.config.recovery is None else site.config.recovery.minutes


@needs(Act.ACT_TODAY)
def apply_proposals(
    site_dir: Path, site: Site, based_on: int, proposals: Sequence[Proposal], who: str | None
) -> Applied:
    """Carries proposals out on the version that they were made for; raises WfmError where it is not the newest now."""
    state = roster_state(site_dir, site.id, based_on)
    places = [proposal.place for proposal in proposals]
    duties = [proposal.instead.duty for proposal in proposals]
    activities = [activity for proposal in proposals for activity in proposal.instead.activities]
    people, days = {agent_id for agent_id, _ in places}, {day for _, day in places}
    after = replaced(state.roster, places, duties, activities)
    breaches = new_breaches(site, state.roster, after, people, days)
    if breaches:
        return Applied(None, breaches)
    note = "; ".join(f"{each.agent_id}: {each.instead.before} → {each.instead.after}" for each in proposals)
    with open_site_database(site_dir) as database:
        change = _edit_row(places, duties, activities)
        saved = add_edit(database, site.id, based_on, change, stamp_for(site_dir, who), note)
    if saved is None:
        raise WfmError("Somebody has changed today's roster meanwhile; nothing was changed. Look at it again.")
    return Applied(saved.number)


@needs(Act.ACT_TODAY)
def off_the_queue(
    site_dir: Path, site: Site, version: int, agent_id: str, now: datetime, needed: Cells, who: str | None
) -> OffQueue:
    """The agent's next paid minutes of work, from `now` (local) on, become recovery; meals and rests stay.

    Raises UsageError only where the agent is not on duty.
    """
    moment = now.replace(second=0, microsecond=0, tzinfo=None)
    for _ in range(TRIES):
        with open_site_database(site_dir) as database:
            newest = newest_of_line(database, site.id, version)
        state = roster_state(site_dir, site.id, newest.number)
        duty = _running_duty(state.roster, agent_id, moment)
        own = _activities(state.roster, duty)
        resting = recovered(own, moment, timedelta(minutes=recovery_min(site)))
        place = (agent_id, duty.day)
        with open_site_database(site_dir) as database:
            change = _edit_row([place], [duty], resting)
            saved = add_edit(database, site.id, newest.number, change, stamp_for(site_dir, who), RECOVERY_NOTE)
        if saved is not None:
            after = roster_state(site_dir, site.id, saved.number)
            return _told(site, state, after, resting, moment, needed)
    raise WfmError("Others edit this roster at the same moment; nothing was changed. Try again.")


def recovered(activities: Sequence[Activity], now: datetime, length: timedelta) -> tuple[Activity, ...]:
    """The next so long of work as recovery, from `now` on; meals, rests and recovery that runs are passed over."""
    found, left = [], length
    for each in sorted(activities, key=lambda activity: activity.start):
        begins = max(each.start, now)
        taken = min(left, each.end - begins) if each.activity == "work" and begins < each.end else timedelta()
        if not taken:
            found.append(each)
            continue
        if each.start < begins:
            found.append(replace(each, end=begins))
        found.append(replace(each, start=begins, end=begins + taken, activity="recovery", queue=""))
        if begins + taken < each.end:
            found.append(replace(each, start=begins + taken))
        left -= taken
    return joined(found)


def _running_duty(roster: Roster, agent_id: str, moment: datetime) -> Duty:
    duties = [duty for duty in roster.duties if duty.agent_id == agent_id and duty.start <= moment < duty.end]
    if not duties:
        raise UsageError(f"{agent_id} is not on duty at {moment:%Y-%m-%d %H:%M}; nothing was changed.")
    return duties[0]


def _activities(roster: Roster, duty: Duty) -> list[Activity]:
    return [
        each for each in roster.activities if each.agent_id == duty.agent_id and duty.start <= each.start < duty.end
    ]


def _told(
    site: Site, before: RosterState, after: RosterState, own: Sequence[Activity], moment: datetime, needed: Cells
) -> OffQueue:
    """How long the recovery is that runs or comes next, and what it does to the cover of the day."""
    coming = [each for each in own if each.activity == "recovery" and each.end > moment]
    minutes = sum((each.end - max(each.start, moment)) / timedelta(minutes=1) for each in coming)
    was, now = (_by_interval(present_on(site, state, moment.date())) for state in (before, after))
    need = _by_interval(needed)
    step = timedelta(minutes=site.interval_min)
    changed = [at for at in sorted(was) if at + step > moment and abs(was[at] - now.get(at, 0.0)) > 1e-9]
    cover = tuple((at, was[at], now.get(at, 0.0), need.get(at, 0.0)) for at in changed)
    until = max((each.end for each in coming), default=moment)
    return OffQueue(round(minutes), until, after.version.number, cover)


def _by_interval(cells: Cells) -> dict[datetime, float]:
    found: dict[datetime, float] = {}
    for (moment, _), agents in cells.items():
        found[moment] = found.get(moment, 0.0) + agents
    return found


def _edit_row(places: Iterable[Place], duties: Iterable[Duty], activities: Iterable[Activity]) -> Mapping[str, Json]:
    """The edit as the store keeps it."""
    cells: list[Json] = [{"agent_id": agent_id, "date": day.isoformat()} for agent_id, day in sorted(places)]
    return {"cells": cells, "lock": [], "unlock": []} | rows_of(duties, activities)
