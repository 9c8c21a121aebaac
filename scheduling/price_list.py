"""What a planner could buy: agent-intervals of short cover gained by one more of each thing, the finished roster given.

Everybody else's duties stay as they are, and one person gets the tour that covers most (a shortest path, as for the
bound), with the change and without it: the difference is what the change is worth now, and is gained at least. A whole
new roster may gain more. Meals, rests and days off are never on this list.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from datetime import time as time_of_day

import numpy as np

from domain.people import OPEN_END, Person
from domain.roster import Activity, Roster
from domain.shifts import MINUTES_A_DAY, Shift
from domain.site import Site
from scheduling.arena import IMPOSSIBLE, Arena, Floats, arena
from scheduling.cover import LeadInterval
from scheduling.cover_cuts import cover_cuts, uncovered
from scheduling.day_grid import DayGrid
from scheduling.duty_values import grain_sums, presence_values, work_values
from scheduling.path_labels import OFF
from scheduling.pricing import cheapest_tour
from scheduling.rules.seats import on_site
from scheduling.staff_tables import staff_tables

MOST_ASKED = 20  # people among whom the best one is sought, spread evenly over the staff list
MOST_NEW_SHIFTS, NEW_START_EVERY_MIN = 8, 180
NO_USELESS_DUTY = 1e-4
PART_TIME_MIN, HOUR_MIN = 1200, 60
SHORTEST_GAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Price:
    """One change, what it is in words, and how much less is short with it, in `unit`."""

    change: str
    words: str
    gained: float
    unit: str = "agent-intervals"


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished roster as the prices see it: needs `[t, q]`, and who is at work and at a desk when."""

    site: Site
    roster: Roster
    needs: dict[str, Floats]
    desks: Floats
    work: dict[frozenset[str], Floats]
    known: dict[Person, float]  # what is short with somebody's best tour of the shifts that there are

    @property
    def grid(self) -> DayGrid:
        """The intervals of the window."""
        return DayGrid(self.roster.window, self.site.interval_min)

    def index(self, moment: datetime) -> int:
        """The interval that a moment lies in."""
        minutes = (moment - datetime.combine(self.roster.window.start, time_of_day())) / timedelta(minutes=1)
        return int(minutes // self.site.interval_min)


def price_list(
    site: Site, roster: Roster, needs: dict[str, Floats], leads: Sequence[LeadInterval]
) -> tuple[Price, ...]:
    """The prices of a finished roster; none of agents where no cover is short, none of leads where none is missing."""
    finished = Finished(site, roster, needs, _desks(site, roster), _work_by_skills(site, roster), {})
    found: list[Price] = []
    if any(interval.short for interval in leads):
        found.append(_one_lead(finished, leads))
    agents = _asked(site.agents)
    if agents and _short(finished, finished.work) > SHORTEST_GAIN:
        found += [_part_timer(finished), _overtime(finished, agents), _consent(finished, agents)]
        found += [price for price in [_new_shift(finished, agents)] if price is not None]
    return tuple(found)


def _asked(people: Sequence[Person]) -> list[Person]:
    """People among whom the best one is sought."""
    step = max(1, -(-len(people) // MOST_ASKED))
    return list(people[::step])


def _desks(site: Site, roster: Roster) -> Floats:
    """Desks taken in each interval from the window's first midnight, a day more than the window."""
    grid = DayGrid(roster.window, site.interval_min)
    taken = np.zeros(grid.intervals + grid.a_day)
    midnight = datetime.combine(roster.window.start, time_of_day())
    for moment, people in on_site(site, roster).items():
        taken[int((moment - midnight) / timedelta(minutes=site.interval_min))] = people
    return taken


def _work_of(grid: DayGrid, activities: Iterable[Activity]) -> Floats:
    """Work by interval of the window, and of a day more."""
    work = np.zeros(grid.intervals + grid.a_day)
    for activity in activities:
        if activity.activity == "work":
            day = (activity.start.date() - grid.window.start).days
            start = activity.start.hour * HOUR_MIN + activity.start.minute
            length = round((activity.end - activity.start) / timedelta(minutes=1))
            for t, share in grid.parts(day, start, start + length):
                work[t] += share
    return work


def _work_by_skills(site: Site, roster: Roster) -> dict[frozenset[str], Floats]:
    """Agents at work by set of skills and interval."""
    grid = DayGrid(roster.window, site.interval_min)
    work: dict[frozenset[str], Floats] = {}
    by_person = roster.activities_by_person()
    for agent in site.agents:
        found = _work_of(grid, by_person.get(agent.id, ()))
        work[agent.skills] = work.get(agent.skills, np.zeros(len(found))) + found
    return work


def _without(finished: Finished, person: Person) -> dict[frozenset[str], Floats]:
    """The work of all but one."""
    work = dict(finished.work)
    own = [activity for activity in finished.roster.activities if activity.agent_id == person.id]
    if own:
        work[person.skills] = work[person.skills] - _work_of(finished.grid, own)
    return work


def _short_by_interval(finished: Finished, work: dict[frozenset[str], Floats]) -> Floats:
    """Agent-intervals short in each interval of the window, agents working where they help most."""
    skill_sets, queues = list(work) or [frozenset[str]()], list(finished.needs)
    cuts = cover_cuts(np.array([[queue in skills for queue in queues] for skills in skill_sets], dtype=np.uint8))
    empty, intervals = np.zeros(finished.grid.intervals), finished.grid.intervals
    supply = np.stack([work.get(skills, empty)[:intervals] for skills in skill_sets], axis=1) @ cuts.reach
    return uncovered(cuts, supply, np.stack([finished.needs[queue] for queue in queues], axis=1))


def _short(finished: Finished, work: dict[frozenset[str], Floats]) -> float:
    return float(_short_by_interval(finished, work).sum())


def _best_covered(finished: Finished, people: Sequence[Person], shifts: tuple[Shift, ...]) -> list[float]:
    """Agent-intervals short with each of the people by turns on the tour that covers most, all others as they are."""
    alone = replace(finished.site, people=tuple(people), shifts=shifts)
    problem = arena(alone, staff_tables(alone, finished.roster.window), finished.grid, finished.needs)
    problem = problem._replace(week_cost=np.zeros_like(problem.week_cost))
    return [_covered(finished, problem, number, person) for number, person in enumerate(people)]


def _covered(finished: Finished, problem: Arena, number: int, person: Person) -> float:
    """The same for one of them, who has this number in the problem."""
    work = _without(finished, person)
    others = work.get(person.skills, np.zeros(len(problem.need)))
    worth = np.zeros(len(problem.need))
    short = _short_by_interval(finished, work)
    with_one = _short_by_interval(finished, work | {person.skills: others + 1.0})
    worth[: finished.grid.intervals] = short - with_one
    values = np.zeros(problem.duty_cost.shape[1:])
    sums = np.zeros(len(worth) * problem.grains.an_interval + 1)
    grain_sums(problem.grains, worth, 0, len(worth), sums)
    work_values(problem, sums, problem.allowed[number], values, slice(0, values.shape[0]))
    return float(short.sum()) - _most_gained(finished, problem, number, person, values)


def _most_gained(finished: Finished, problem: Arena, number: int, person: Person, values: Floats) -> float:
    """What a person of this number in the problem gains on the best tour, duties being worth `values[d, s]`."""
    cost = NO_USELESS_DUTY - values
    _add_desks(finished, problem, number, person, cost)
    tour = np.empty(cost.shape[0], dtype=np.int64)
    least = cheapest_tour(problem, number, cost, np.zeros(cost.shape[0]), tour)
    return NO_USELESS_DUTY * int((tour != OFF).sum()) - least if np.isfinite(least) else 0.0


def _add_desks(finished: Finished, problem: Arena, number: int, person: Person, cost: Floats) -> None:
    """Make duties on site impossible that need a desk where none is left, the person's own ones given back."""
    seats = finished.site.config.site.seats
    if seats is None:
        return
    own = Roster(
        finished.roster.window, tuple(duty for duty in finished.roster.duties if duty.agent_id == person.id), ()
    )
    taken = finished.desks - _desks(finished.site, own)
    values = np.zeros_like(cost)
    presence_values(problem, np.where(taken + 1 > seats, IMPOSSIBLE, 0.0), values)
    cost += values * problem.on_site[number]


def _most(
    finished: Finished, before: Sequence[Person], after: Sequence[Person], shifts: tuple[Shift, ...] | None = None
) -> float:
    """The most that a change of one of these people, or of the catalogue for one of them, gains."""
    now = finished.site.shifts
    asked = [person for person in before if person not in finished.known]
    if asked:
        finished.known.update(zip(asked, _best_covered(finished, asked, now), strict=True))
    changed = _best_covered(finished, after, shifts or now) if after else []
    return max([0.0, *(finished.known[one] - short for one, short in zip(before, changed, strict=True))])


def _part_timer(finished: Finished) -> Price:
    """One part-timer more, of those skills that gain most."""
    agents = finished.site.agents
    contract = min(PART_TIME_MIN, *(agent.contract_min_week for agent in agents))
    window, today = finished.roster.window, _short(finished, finished.work)
    gains = {}
    for skills in sorted({agent.skills for agent in agents}, key=sorted):
        new = Person("", "agent", "", "", skills, contract, 0, False, "any", window.start, OPEN_END)
        gains[";".join(sorted(skills))] = today - _best_covered(finished, [new], finished.site.shifts)[0]
    best = max(gains, key=lambda skills: gains[skills])
    return Price("part_timer", f"one part-timer more, {contract / HOUR_MIN:g} hours a week, skills {best}", gains[best])


def _overtime(finished: Finished, agents: Sequence[Person]) -> Price:
    """One more hour of overtime a week for one agent; where an hour alone is no shift, as many as the shortest one."""
    shortest = min(shift.paid_min for shift in finished.site.shifts)
    price = Price("overtime", "", 0.0)
    for minutes in (HOUR_MIN, shortest):
        more = [replace(agent, max_overtime_min_week=agent.max_overtime_min_week + minutes) for agent in agents]
        gained = _most(finished, agents, more)
        hours = "one more hour" if minutes == HOUR_MIN else f"{minutes / HOUR_MIN:g} more hours (the shortest shift)"
        price = Price("overtime", f"{hours} of overtime a week for one agent", gained)
        if gained > SHORTEST_GAIN:
            break
    return price


def _consent(finished: Finished, agents: Sequence[Person]) -> Price:
    """One more consent to night duties."""
    others = [agent for agent in agents if not agent.night_consent]
    gained = _most(finished, others, [replace(agent, night_consent=True) for agent in others])
    return Price("night_consent", "one more agent who consents to night duties", gained)


def _new_shift(finished: Finished, agents: Sequence[Person]) -> Price | None:
    """Another shift in the catalogue, for one agent who works it: one of the shifts there are at another time."""
    shifts, best, some = finished.site.shifts, None, agents[:: max(1, len(agents) // 4)]
    for new in _new_shifts(finished.site):
        gained = _most(finished, some, some, (*shifts, new))
        if best is None or gained > best.gained + SHORTEST_GAIN:
            clock = f"{new.start_min // HOUR_MIN:02d}:{new.start_min % HOUR_MIN:02d}"
            words = f"a shift as {new.id} that starts at {clock}, for one agent who works it"
            best = Price("shift", words, gained)
    return best


def _new_shifts(site: Site) -> Iterator[Shift]:
    """The shift most like the others, at times of the day at which none of the same length starts."""
    of_agents = [shift for shift in site.shifts if "agent" in shift.roles]
    if not of_agents:
        return
    spans = [shift.span_min for shift in of_agents]
    like = next(
        shift for shift in of_agents if shift.span_min == max(set(spans), key=lambda one: (spans.count(one), one))
    )
    starts = {shift.start_min for shift in of_agents if shift.span_min == like.span_min}
    free = [start for start in range(0, MINUTES_A_DAY, NEW_START_EVERY_MIN) if start not in starts]
    for start in free[:MOST_NEW_SHIFTS]:
        yield replace(like, start_min=start)


def _one_lead(finished: Finished, leads: Sequence[LeadInterval]) -> Price:
    """One team lead more, consenting to nights, in lead-intervals no longer missing."""
    site, window = finished.site, finished.roster.window
    new = Person("", "lead", "", "", frozenset(), site.rules.parameters.standard_minutes_week, 0, True, "any",
                 window.start, OPEN_END)  # fmt: skip
    alone = replace(site, people=(new, *site.agents[:1]))  # the arrays of a problem want an agent in it
    problem = arena(alone, staff_tables(alone, window), finished.grid, finished.needs)
    problem = problem._replace(week_cost=np.zeros_like(problem.week_cost))
    worth = np.zeros(len(problem.need))
    for interval in leads:
        worth[finished.index(interval.interval_start)] = float(interval.short > 0)
    values = np.zeros(problem.duty_cost.shape[1:])
    presence_values(problem, worth, values)
    return Price("lead", "one team lead more", _most_gained(finished, problem, 0, new, values), "lead-intervals")
