"""All legal tours of a person as a small graph over the days, and people whose graphs are the same.

A node is where a tour stands at the start of a day: what was worked last, days in a row, hours and free days of the
week, as in the shortest path that prices tours (`pricing.py`). Nodes from which the same choices lead on are one, and
nodes that lead nowhere are gone, so that every path is a legal tour and a person without one has no nodes.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.conflict.case import Case
from scheduling.path_labels import OFF
from scheduling.rules.weekly_rest import WEEK_DAYS
from scheduling.staff_tables import PersonTables, Staff, staff_tables

type Node = tuple[int, int, int, int]  # state of the succession, days in a row, state of the hours, free days
type Step = tuple[int, int]  # a choice, OFF or a shift, and the node on the next day


class TooManyToursError(Exception):
    """The graph would be larger than allowed."""


@dataclass(frozen=True, slots=True)
class TourGraph:
    """Steps of every node of every day: `steps[day][node]`; a tour starts in node 0, and the last day leads to 0."""

    steps: tuple[tuple[tuple[Step, ...], ...], ...]

    @property
    def size(self) -> int:
        """How many steps there are."""
        return sum(len(of_node) for of_day in self.steps for of_node in of_day)


@dataclass(frozen=True, slots=True)
class Kind:
    """People who are alike for the question: role, skills asked for, legal tours and which shifts take a desk."""

    people: tuple[int, ...]
    is_lead: bool
    skills: frozenset[str]
    on_site: tuple[bool, ...]
    graph: TourGraph


@dataclass(frozen=True, slots=True)
class Chain:
    """The automata that everybody shares, as lists, for reading them from plain Python is much faster so."""

    after_duty: list[list[int]]
    after_off: list[int]
    touches_today: list[int]
    hours_after: list[list[int]]
    week_of_day: list[int]
    ends_week: list[int]
    is_whole_week: list[bool]  # by day, whether the site week that it ends lies in the window, but for days before it
    free_needed: list[int]
    max_run: int
    counts_runs: bool


def kinds_of(case: Case, most_steps: int) -> tuple[Staff, list[Kind]]:
    """The staff's tables and the kinds of people; raises TooManyToursError where all graphs have more steps."""
    staff = staff_tables(case.site, case.window)
    chain = _chain(staff)
    asked = frozenset(queue for queue, need in case.needs.items() if need.any())
    must_choose = _kept_choices(case, staff)
    alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, tables in enumerate(staff.people):
        alike[_key(tables, asked, must_choose.get(number, {}))].append(number)
    found, left = [], most_steps
    for members in alike.values():
        tables = staff.people[members[0]]
        graph = _graph(tables, chain, must_choose.get(members[0], {}), left)
        left -= graph.size
        is_lead = tables.person.role == "lead"
        on_site = tuple(bool(one) for one in tables.must_be_on_site)
        found.append(
            Kind(tuple(members), is_lead, frozenset() if is_lead else tables.person.skills & asked, on_site, graph)
        )
    return staff, found


def _chain(staff: Staff) -> Chain:
    week_of = staff.people[0].facts.week_of
    longest = len(staff.week_of_day) + max(tables.first_run for tables in staff.people)
    return Chain(
        after_duty=staff.succession.after_duty.tolist(),
        after_off=staff.succession.after_off.tolist(),
        touches_today=staff.succession.touches_today.tolist(),
        hours_after=staff.hours.after_duty.tolist(),
        week_of_day=staff.week_of_day.tolist(),
        ends_week=staff.ends_week.tolist(),
        is_whole_week=[(day - week_of(day)).days == WEEK_DAYS - 1 for day in staff.window.dates()],
        free_needed=staff.free_days_needed.tolist(),
        max_run=staff.max_run,
        counts_runs=staff.max_run < longest,
    )


def _kept_choices(case: Case, staff: Staff) -> dict[int, dict[int, int]]:
    """The choice that each kept day leaves, by person and day."""
    person_of = {tables.person.id: number for number, tables in enumerate(staff.people)}
    shift_of = {shift.id: number for number, shift in enumerate(staff.shifts)}
    kept: dict[int, dict[int, int]] = defaultdict(dict)
    for lock in case.locks:
        if lock.agent_id in person_of:
            choice = OFF if lock.duty is None else shift_of[lock.duty.shift]
            kept[person_of[lock.agent_id]][(lock.day - staff.window.start).days] = choice
    return kept


def _key(tables: PersonTables, asked: frozenset[str], kept: Mapping[int, int]) -> tuple[object, ...]:
    """What makes people alike."""
    first = (tables.first_state, tables.first_run, tables.first_hours, tables.first_free_days)
    arrays = (tables.allowed, tables.week_allowed, tables.must_be_on_site)
    skills = frozenset[str]() if tables.person.role == "lead" else tables.person.skills & asked
    return (tables.person.role, skills, first, *(array.tobytes() for array in arrays), tuple(sorted(kept.items())))


def _graph(tables: PersonTables, chain: Chain, kept: Mapping[int, int], most_steps: int) -> TourGraph:
    """Forwards every node that can be reached, then backwards those that lead on, nodes with equal steps as one."""
    allowed, week_allowed = tables.allowed, tables.week_allowed.tolist()
    run = tables.first_run if chain.counts_runs else 0
    first = (tables.first_state, min(run, chain.max_run), tables.first_hours, tables.first_free_days)
    layers: list[dict[Node, list[tuple[int, Node]]]] = []
    nodes, steps = {first}, 0
    for day in range(len(chain.week_of_day)):
        choices = [kept[day]] if day in kept else [OFF, *range(allowed.shape[1])]
        choices = [choice for choice in choices if choice == OFF or allowed[day, choice]]
        layer = {node: _steps(chain, node, day, choices, week_allowed[chain.week_of_day[day]]) for node in nodes}
        steps += sum(map(len, layer.values()))
        if steps > 4 * most_steps:
            raise TooManyToursError
        layers.append(layer)
        nodes = {after for found in layer.values() for _, after in found}
    graph = _merged(layers, first)
    if graph.size > most_steps:
        raise TooManyToursError
    return graph


def _steps(chain: Chain, node: Node, day: int, choices: list[int], week_allowed: list[int]) -> list[tuple[int, Node]]:
    """The choices of a day that no rule forbids, each with where the tour then stands."""
    state, run, hours, free = node
    week_ends, needed = chain.ends_week[day], chain.free_needed[chain.week_of_day[day]]
    found = []
    for choice in choices:
        if choice == OFF:
            free_then = min(needed, free + 1 - chain.touches_today[state])
            then = (chain.after_off[state], 0, hours, free_then)
        else:
            state_then, hours_then = chain.after_duty[state][choice], chain.hours_after[hours][choice]
            if run >= chain.max_run or state_then < 0 or hours_then < 0 or not week_allowed[hours_then]:
                continue
            then = (state_then, run + chain.counts_runs, hours_then, min(needed, free))
        if week_ends:
            if then[3] < needed or (chain.is_whole_week[day] and not week_allowed[then[2]]):
                continue
            then = (then[0], then[1], 0, 0)
        found.append((choice, then))
    return found


def _merged(layers: list[dict[Node, list[tuple[int, Node]]]], first: Node) -> TourGraph:
    numbers: dict[Node, int] | None = None  # of the next day; None after the last one, where all nodes are one
    days: list[tuple[tuple[Step, ...], ...]] = []
    for layer in reversed(layers):
        index: dict[tuple[Step, ...], int] = {}
        now: dict[Node, int] = {}
        for node, found in sorted(layer.items()):
            steps = tuple(
                (choice, 0 if numbers is None else numbers[then])
                for choice, then in found
                if numbers is None or then in numbers
            )
            if steps:
                now[node] = index.setdefault(steps, len(index))
        days.append(tuple(index))
        numbers = now
    if first not in (numbers or {}):
        return TourGraph(())
    return TourGraph(tuple(reversed(days)))


def has_tour(kind: Kind) -> bool:
    """Whether there is any legal tour."""
    return bool(kind.graph.steps)
