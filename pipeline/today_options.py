"""What may still be done today within the rules: which lever helps which intervals, and by how many agents.

Levers are tried in the order in which they ask least of people: a rest elsewhere in its window, then a part shift
brought forward, then overtime, the last two only by consent. Each is counted on what those before it leave short. No
proposal makes another interval short, and each was checked by the rules that the audit checks. Meals, rests, recovery
and days off are never cut. People come in order of ids; nobody is ranked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial

from domain.roster import Roster
from domain.site import Site
from pipeline.cover_gap import cover_gap
from pipeline.roster_legality import new_breaches, on_days
from pipeline.roster_states import Place, RosterState, replaced
from pipeline.today_moves import (
    CALL_NOTICE_MIN,
    DayWork,
    Instead,
    coming_duty,
    earlier_part_shifts,
    longer_duties,
    moved_rests,
)
from pipeline.today_roster import Cell, Cells, present_on, worked_cells

LEAST_HELP = 0.25  # of an agent in one interval; less is not worth a call
HORIZON_H = 4
MOST_PROPOSALS = 60  # of one lever: more nobody can ask in time


class Lever(StrEnum):
    """What can be done, in the order in which it is tried."""

    REST = "rest"
    FORWARD = "forward"
    OVERTIME = "overtime"

    @property
    def needs_consent(self) -> bool:
        """Whether the person has to agree first."""
        return self is not Lever.REST


@dataclass(frozen=True, slots=True)
class Proposal:
    """One person's change of one duty, and how many agents it adds by interval where they are short."""

    lever: Lever
    agent_id: str
    team: str
    instead: Instead
    helps: tuple[tuple[datetime, float], ...]

    @property
    def place(self) -> Place:
        """The person's day."""
        return self.agent_id, self.instead.duty.day


@dataclass(frozen=True, slots=True, eq=False)
class TodayOptions:
    """All proposals, levers in order; agents short by interval of the horizon before any and after all of them."""

    proposals: tuple[Proposal, ...]
    short_before: Mapping[datetime, float]
    short_after: Mapping[datetime, float]

    def of(self, lever: Lever) -> tuple[Proposal, ...]:
        """The proposals of a lever."""
        return tuple(proposal for proposal in self.proposals if proposal.lever is lever)


@dataclass(slots=True)
class _Board:
    """Need and presence as proposals fill it up: the only thing here that changes."""

    needed: Cells
    present: dict[Cell, float]
    horizon: tuple[datetime, ...]

    def lack(self) -> dict[Cell, float]:
        return {cell: agents - self.present.get(cell, 0.0) for cell, agents in self.needed.items()}

    def short(self) -> dict[datetime, float]:
        lack = self.lack()
        found = dict.fromkeys(self.horizon, 0.0)
        for (moment, _), missing in lack.items():
            if moment in found:
                found[moment] += max(0.0, missing)
        return found

    def helps(self, change: Cells) -> dict[datetime, float]:
        """Agents added by interval where they are short; none at all where another interval would become short."""
        found: dict[datetime, float] = {}
        for cell, agents in change.items():
            lack = self.needed.get(cell, 0.0) - self.present.get(cell, 0.0)
            added = max(0.0, lack) - max(0.0, lack - agents)
            if added < -1e-9:
                return {}
            if cell[0] in self.horizon and added > 1e-9:
                found[cell[0]] = found.get(cell[0], 0.0) + added
        return found

    def take(self, change: Cells) -> None:
        for cell, agents in change.items():
            self.present[cell] = self.present.get(cell, 0.0) + agents


def horizon_of(now: datetime, interval_min: int) -> tuple[datetime, ...]:
    """The intervals of the next hours that have not begun; and the running one, which some of it can still help."""
    minute = (now.hour * 60 + now.minute) // interval_min * interval_min
    first = datetime.combine(now.date(), time()) + timedelta(minutes=minute)
    found = (first + timedelta(minutes=interval_min * number) for number in range(HORIZON_H * 60 // interval_min + 1))
    return tuple(moment for moment in found if moment < now + timedelta(hours=HORIZON_H))


def today_options(site: Site, state: RosterState, needed: Cells, now: datetime) -> TodayOptions:
    """What may still be done for the next hours, `needed` agents by interval and queue; `now` is local."""
    board = _Board(needed, present_on(site, state, now.date()), horizon_of(now, site.interval_min))
    before, roster, proposals = board.short(), state.roster, list[Proposal]()
    works = _works(site, state, now.date())
    for lever, ways in (
        (Lever.REST, partial(_rests, site, works, now)),
        (Lever.FORWARD, partial(_forward, site, works, now)),
        (Lever.OVERTIME, partial(_overtime, site, works, state, now)),
    ):
        found = _chosen(site, roster, board, lever, ways)
        proposals += found
        roster = _after(roster, found)
        taken = {proposal.place for proposal in found}
        works = [work for work in works if (work.person.id, work.duty.day) not in taken]
    return TodayOptions(tuple(proposals), before, board.short())


def _works(site: Site, state: RosterState, day: date) -> list[DayWork]:
    """The duties of agents that touch the day and are not locked, in order of ids."""
    around = on_days(state.roster, (day - timedelta(days=1), day))
    by_person = around.activities_by_person()
    found = []
    for agent_id, duties in sorted(around.duties_by_person().items()):
        person = site.person_by_id.get(agent_id)
        for duty in duties:
            if person is None or person.role != "agent" or (agent_id, duty.day) in state.locked:
                continue
            own = tuple(each for each in by_person.get(agent_id, ()) if duty.start <= each.start < duty.end)
            if day in duty.touched_days():
                found.append(DayWork(person, duty, own))
    return found


type _Ways = Callable[[_Board], Iterator[tuple[DayWork | None, list[Instead]]]]


def _rests(
    site: Site, works: Sequence[DayWork], now: datetime, board: _Board
) -> Iterator[tuple[DayWork, list[Instead]]]:
    del board
    for work in works:
        yield work, list(moved_rests(site, work, now))


def _forward(
    site: Site, works: Sequence[DayWork], now: datetime, board: _Board
) -> Iterator[tuple[DayWork, list[Instead]]]:
    for work in works:
        yield work, list(earlier_part_shifts(site, work, board.lack(), now))


def _overtime(
    site: Site, works: Sequence[DayWork], state: RosterState, now: datetime, board: _Board
) -> Iterator[tuple[DayWork | None, list[Instead]]]:
    """Those who are here and could stay; then those who are off and could come for where most are missing."""
    for work in works:
        yield work, list(longer_duties(site, work, now))
    earliest = now + timedelta(minutes=CALL_NOTICE_MIN)
    in_time = {moment for moment in board.horizon if moment >= earliest}
    missing = {cell: agents for cell, agents in board.lack().items() if cell[0] in in_time}
    worst = max(missing, key=lambda cell: missing[cell], default=None)
    if worst is None or missing[worst] < LEAST_HELP:
        return
    midnight = datetime.combine(now.date(), time())
    for coming in cover_gap(site, state, *worst).coming:
        person = site.person_by_id[coming.agent_id]
        if not person.max_overtime_min_week:
            continue
        shifts = [site.shift_by_id[shift] for shift, day in coming.shifts if day == now.date()]
        duties = [coming_duty(site, person, shift, board.lack(), midnight) for shift in shifts]
        yield None, [each for each in duties if each.duty.start >= earliest]


def _chosen(site: Site, roster: Roster, board: _Board, lever: Lever, ways: _Ways) -> list[Proposal]:
    """Person by person the way that helps most, as long as anybody is missing and all rules are kept."""
    found: list[Proposal] = []
    duties, activities = roster.duties_by_person(), roster.activities_by_person()
    for work, instead in ways(board):
        if len(found) == MOST_PROPOSALS or max(board.short().values(), default=0.0) < LEAST_HELP:
            break
        before = worked_cells(() if work is None else work.activities, site.interval_min)
        rated = [(each, _change(before, worked_cells(each.activities, site.interval_min))) for each in instead]
        helping = [(each, change, board.helps(change)) for each, change in rated]
        helping = [each for each in helping if max(each[2].values(), default=0.0) >= LEAST_HELP]
        for each, change, helps in sorted(helping, key=lambda rated: -sum(rated[2].values())):
            agent_id = each.duty.agent_id
            own = Roster(roster.window, tuple(duties.get(agent_id, ())), tuple(activities.get(agent_id, ())))
            proposal = Proposal(
                lever, agent_id, site.person_by_id[agent_id].team, each, tuple(sorted(helps.items()))
            )  # fmt: skip
            if not new_breaches(site, own, _after(own, [proposal]), {agent_id}, ()):
                found.append(proposal)
                board.take(change)
                break
    return _with_desks(site, roster, board, found)


def _with_desks(site: Site, roster: Roster, board: _Board, found: list[Proposal]) -> list[Proposal]:
    """The proposals for which all together there are desks; the last ones are given up first."""
    while found:
        days = {proposal.instead.duty.day for proposal in found}
        around = on_days(roster, {day + timedelta(days=shift) for day in days for shift in (-1, 0, 1)})
        if not new_breaches(site, around, _after(around, found), (), days):
            break
        last = found.pop()
        before = [each for each in roster.activities if each.agent_id == last.agent_id and _within(each.start, last)]
        gone, back = worked_cells(last.instead.activities, site.interval_min), worked_cells(before, site.interval_min)
        board.take(_change(gone, back))
    return found


def _within(moment: datetime, proposal: Proposal) -> bool:
    return proposal.instead.duty.start <= moment < proposal.instead.duty.end


def _change(before: Cells, after: Cells) -> dict[Cell, float]:
    """Agents added by cell, taken away where negative."""
    cells = before.keys() | after.keys()
    changed = {cell: after.get(cell, 0.0) - before.get(cell, 0.0) for cell in sorted(cells)}
    return {cell: agents for cell, agents in changed.items() if abs(agents) > 1e-9}


def _after(roster: Roster, proposals: Sequence[Proposal]) -> Roster:
    """The roster with the proposals carried out."""
    if not proposals:
        return roster
    return replaced(
        roster,
        [proposal.place for proposal in proposals],
        [proposal.instead.duty for proposal in proposals],
        [activity for proposal in proposals for activity in proposal.instead.activities],
    )
