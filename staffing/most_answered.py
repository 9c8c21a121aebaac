"""The most contacts that any legal roster of some people can answer: an upper bound, by a linear program of duties.

Every roster that keeps the rules gives a point of the program, and the program's best point answers at least as many.
So nothing that a roster search finds or misses moves the bound. People who are alike are a crew c; n[c, d] of its
people[c] work the duty d, a shift on a day that the rules on single duties allow them.

    sum over duties d held at moment m of n[c, d]  <= people[c]      a duty holds its person from its start until
                                                                     the rest after it has passed: for each crew, moment
    sum over duties d of week w, paid k minutes, of n[c, d] <= sum over patterns p of p[k] u[c, w, p]
    sum over patterns p of u[c, w, p] <= people[c]                   a pattern: how many duties of k paid minutes one
                                                                     person may have in w, k by k, in whole numbers
    sum over t of work[s, d, t] <= (span[d] - meal[d] - rests[d]) N[s, d]   meal and rests are somewhere in the duty,
    sum over t where d's meal may lie of work[s, d, t] <= (their length - meal[d]) N[s, d]      the meal in its window
    0 <= work[s, d, t] <= present[d, t] N[s, d]                      N[s, d]: people of skills s on the duty
    sum over queues q of x[s, q, t] <= sum over d of work[s, d, t]   nobody works on two queues, or on one not known
    sum over steps k of y[q, t, k]   = sum over s of x[s, q, t]      0 <= y <= 1
    max  sum over q, t, k of gain[q, t, k] y[q, t, k]

Why it is a bound: a roster's own counts satisfy every row. Of two duties of one person the later one starts after
the rest of the earlier one, so that at most one of them holds the person at any moment, and a week's duties are one of
the patterns: whole ones, as many as can follow each other, within what the person may be paid for. (Paid time alone
would let somebody fill 14 hours with one duty of eight and one and a half of three and a half.) Meal and rests are not
work, wherever they lie.
The curves are concave, so that steps are taken in their order. Whatever the program leaves out (whole people and their
tours, days off within the week, nights in a row, team leads, desks, rests on a grid) only forbids rosters. It is a
bound by the curves handed over, and as true as they are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array

from domain.errors import WfmError
from domain.shifts import Shift
from staffing.compiling import FloatArray

type Skills = frozenset[str]
type Key = tuple[object, ...]

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayShift:
    """A shift on a day: a duty that somebody could have."""

    day: date
    shift: Shift

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime(self.day.year, self.day.month, self.day.day) + timedelta(minutes=self.shift.start_min)

    def after(self, minutes: int) -> datetime:
        """The moment so many minutes after its start."""
        return self.start + timedelta(minutes=minutes)

    def inside(self, moment: datetime, length: timedelta) -> float:
        """The share of an interval that lies inside the duty."""
        ends = min(self.after(self.shift.span_min), moment + length)
        return max(0.0, (ends - max(self.start, moment)) / length)


@dataclass(frozen=True, slots=True)
class Crew:
    """People who are alike: how many, the queues they know, duties they may have, most paid minutes by week's start."""

    people: int
    skills: Skills
    duties: tuple[DayShift, ...]
    most_paid_min: Mapping[date, int]


@dataclass(frozen=True, slots=True, eq=False)
class MostAnswered:
    """The bound in contacts, and the use of people that has it: interval_start, queue and agents at work."""

    answered: float
    frame: pd.DataFrame


@dataclass(slots=True)
class _Program:
    """Columns by name, and rows as they are written down: `sum of terms <= limit`."""

    columns: dict[Key, int] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    limits: list[float] = field(default_factory=list)

    def column(self, *name: object) -> int:
        return self.columns.setdefault(name, len(self.columns))

    def row(self, terms: Iterator[tuple[int, float]] | Sequence[tuple[int, float]], limit: float = 0.0) -> None:
        for place, value in terms:
            self.rows.append(len(self.limits))
            self.places.append(place)
            self.values.append(value)
        self.limits.append(limit)

    def matrix(self) -> csr_array:
        shape = (len(self.limits), len(self.columns))
        return coo_array((self.values, (self.rows, self.places)), shape=shape).tocsr()


def most_answered(crews: Sequence[Crew], curve: pd.DataFrame, rest_between_min: int, interval_min: int) -> MostAnswered:
    """The most contacts of the curve's intervals that any legal roster of the crews answers, by the curves.

    `curve` is as in `curve.csv`, with local times; at least `rest_between_min` lie between two duties of a person.
    """
    steps = curve.sort_values(["interval_start", "queue", "agents"], ignore_index=True)
    gained = steps.groupby(["interval_start", "queue"])["answered"].diff().fillna(steps["answered"]).clip(lower=0)
    asked: dict[datetime, set[str]] = defaultdict(set)
    for moment, queue in steps[["interval_start", "queue"]].drop_duplicates().itertuples(index=False):
        asked[moment.to_pydatetime()].add(str(queue))
    program, length = _Program(), timedelta(minutes=interval_min)
    for number, crew in enumerate(crews):
        _people_rows(program, number, crew, timedelta(minutes=rest_between_min))
    at_work = _work_rows(program, crews, set(asked), length)
    _queue_rows(program, at_work, asked, steps)
    used = _solved(program, steps, gained.to_numpy(float))
    agents = steps.assign(agents=used).groupby(["interval_start", "queue"], as_index=False)[["agents"]].sum()
    return MostAnswered(float(used @ gained.to_numpy(float)), agents)


def _people_rows(program: _Program, number: int, crew: Crew, rest: timedelta) -> None:
    """At any moment one duty a person, rest included, and in a week no more duties than the person may be paid for."""
    spans = [(duty.start, duty.after(duty.shift.span_min) + rest) for duty in crew.duties]
    for moment in sorted({start for start, _ in spans}):
        held = [duty for duty, (start, end) in zip(crew.duties, spans, strict=True) if start <= moment < end]
        program.row([(program.column("n", number, duty), 1.0) for duty in held], crew.people)
    for week, most_paid in crew.most_paid_min.items():
        _week_rows(program, number, crew, (week, most_paid), rest)


def _week_rows(program: _Program, number: int, crew: Crew, paid_week: tuple[date, int], rest: timedelta) -> None:
    """The duties of a week are those of patterns, a pattern a person."""
    week, most_paid_min = paid_week
    of_week = [duty for duty in crew.duties if week <= duty.day < week + WEEK]
    paid = sorted({duty.shift.paid_min for duty in of_week})
    most = [most_in_turn([duty for duty in of_week if duty.shift.paid_min == minutes], rest) for minutes in paid]
    found = patterns(tuple(paid), tuple(most), most_in_turn(of_week, rest), most_paid_min)
    columns = [program.column("u", number, week, pattern) for pattern in found]
    program.row([(column, 1.0) for column in columns], crew.people)
    for place, minutes in enumerate(paid):
        these = [(program.column("n", number, duty), 1.0) for duty in of_week if duty.shift.paid_min == minutes]
        given = [(column, -float(pattern[place])) for column, pattern in zip(columns, found, strict=True)]
        program.row([*these, *given])


def most_in_turn(duties: Sequence[DayShift], rest: timedelta) -> int:
    """The most duties that one person can have of these, each after the rest of the one before."""
    count, free = 0, datetime.min
    for duty in sorted(duties, key=lambda each: each.after(each.shift.span_min)):
        if duty.start >= free:
            count, free = count + 1, duty.after(duty.shift.span_min) + rest
    return count


def patterns(
    paid_min: tuple[int, ...], most: tuple[int, ...], most_in_all: int, most_paid_min: int
) -> list[tuple[int, ...]]:
    """How many duties of each length a person may have in a week, with no more paid minutes than `most_paid_min`.

    `most` are the most duties of each length, `most_in_all` of all lengths. Only patterns to which none can be added.
    """
    found = [
        counts
        for counts in product(*(range(number + 1) for number in most))
        if sum(counts) <= most_in_all
        and sum(count * minutes for count, minutes in zip(counts, paid_min, strict=True)) <= most_paid_min
    ]
    smaller = {
        tuple(count - (at == place) for place, count in enumerate(counts))
        for counts in found
        for at in range(len(paid_min))
    }
    return [counts for counts in found if counts not in smaller]


def _work_rows(
    program: _Program, crews: Sequence[Crew], moments: set[datetime], length: timedelta
) -> dict[tuple[Skills, datetime], list[int]]:
    """Work within duties, meal and rests left out; by skills and moment the columns that are at work then."""
    on_duty: dict[tuple[Skills, DayShift], list[int]] = defaultdict(list)
    for number, crew in enumerate(crews):
        for duty in crew.duties:
            on_duty[crew.skills, duty].append(program.column("n", number, duty))
    at_work: dict[tuple[Skills, datetime], list[int]] = defaultdict(list)
    for (skills, duty), people in on_duty.items():
        touched = list(_touched(duty, length))
        work = {moment: program.column("work", skills, duty, moment) for moment in touched}
        for moment, column in work.items():
            program.row([(column, 1.0), *((each, -duty.inside(moment, length)) for each in people)])
            if moment in moments:
                at_work[skills, moment].append(column)
        shift = duty.shift
        worked = (shift.paid_min - shift.rest_count * shift.rest_min) / (length / timedelta(minutes=1))
        program.row([*((column, 1.0) for column in work.values()), *((each, -worked) for each in people)])
        if shift.meal_min:
            first, last = duty.after(shift.meal_from_min), duty.after(shift.meal_until_min)
            window = [moment for moment in touched if moment < last and moment + length > first]
            free = sum(duty.inside(moment, length) for moment in window) - timedelta(minutes=shift.meal_min) / length
            program.row([*((work[moment], 1.0) for moment in window), *((each, -free) for each in people)])
    return at_work


def _touched(duty: DayShift, length: timedelta) -> Iterator[datetime]:
    """The intervals in which any minute of the duty lies."""
    midnight = datetime(duty.day.year, duty.day.month, duty.day.day)
    moment = midnight + (duty.start - midnight) // length * length
    while moment < duty.after(duty.shift.span_min):
        yield moment
        moment += length


def _queue_rows(
    program: _Program,
    at_work: Mapping[tuple[Skills, datetime], list[int]],
    asked: Mapping[datetime, set[str]],
    steps: pd.DataFrame,
) -> None:
    """Whoever is at work is on one queue that they know; steps are taken by those who are on the queue."""
    on_queue: dict[tuple[datetime, str], list[int]] = defaultdict(list)
    for (skills, moment), work in at_work.items():
        known = {queue: program.column("x", skills, queue, moment) for queue in sorted(skills & asked[moment])}
        program.row([*((column, 1.0) for column in known.values()), *((column, -1.0) for column in work)])
        for queue, column in known.items():
            on_queue[moment, queue].append(column)
    first = len(program.columns)
    for number in range(len(steps)):
        program.column("y", number)
    for (begins, named), rows in steps.groupby(["interval_start", "queue"]):
        people = on_queue[datetime.fromisoformat(str(begins)), str(named)]
        program.row([*((first + int(row), 1.0) for row in rows.index), *((column, -1.0) for column in people)])


def _solved(program: _Program, steps: pd.DataFrame, gained: FloatArray) -> FloatArray:
    """How far each step is taken; every one from 0 to 1."""
    first, columns = len(program.columns) - len(steps), len(program.columns)
    points = np.zeros(columns)
    points[first:] = -gained
    most = np.concatenate([np.full(first, np.inf), np.ones(len(steps))])
    found = linprog(
        points,
        A_ub=program.matrix(),
        b_ub=np.array(program.limits),
        bounds=np.column_stack([np.zeros(columns), most]),
        method="highs",
    )
    if not found.success:
        raise WfmError(f"The most that a roster can answer was not found: {found.message}")
    used: FloatArray = found.x[first:]
    return used
