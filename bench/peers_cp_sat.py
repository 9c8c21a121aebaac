"""OR-Tools CP-SAT on the very problem that the engine reads: the same rules, skills, leads, desks and points.

Sets: p people, d days, s shifts, g groups of agents with the same skills, k weeks, t intervals, q queues; time is
counted in slots, the longest stretch on whose borders every duty, meal and rest begins and ends.
Variables: x[p,d,s] in {0, 1} with x[p,d,off]; a[p,d] the choice as a number; under, over[p,k] minutes; y[d,s,g] people
on duty; z[d,s,g,m] of them at a meal from m; w[d,s,g,j,t] slots of rest j; f[t,g,q] slots of work on a queue, u[t,q]
short; v[t] leads short.

    one choice a day               sum over s of x[p,d,s] + x[p,d,off]                        = 1
    rest, nights                   the choices of a person are a word of the engine's automaton
    days in a row                  duties in any max_run + 1 days                            <= max_run
    free days                      days off that no duty touches, by week                    >= free_days_needed
    hours                          paid and daily overtime of a week within what is allowed
    meals, rests                   sum over m of z = y; sum over t of w = slots of a rest x y
    cover                          sum over g of f + u                                       >= need
    work                           sum over q of f                                           <= y - z - w in slots
    leads                          span x (leads on duty + v)                                >= agents on duty
    desks                          on-site duties that touch t                               <= seats

Meals and rests are counted by day, shift and group as the engine's own programs do (`day_program.py`); it names them.
Costs are whole numbers of 1/600 point, rounded down where they do not come out, so that a bound stays one.
"""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from math import ceil, floor, gcd
from typing import Any

import numpy as np

from bench.rival_sites import RivalSite
from scheduling.path_labels import OFF
from scheduling.rules.contract_hours import due_min

SCALE = 600  # of a point
SHARE_PARTS = SCALE  # of a duty apart from the even share: so its points come out whole
HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class CpSatAnswer:
    """Everybody's shift by day (None: no roster was found), the solver's status, its objective and bound in points."""

    tours: np.ndarray | None
    status: str
    objective: float
    bound: float
    build_s: float
    solve_s: float


@dataclass(slots=True)
class _Program:
    """The model as it grows; `work[t, g]`, `agents[t]`, `leads[t]` and `desks[t]` are sums of columns times numbers."""

    rival: RivalSite
    model: Any
    duty: dict[tuple[int, int, int], Any] = field(default_factory=dict)  # x[p, d, s]
    off: dict[tuple[int, int], Any] = field(default_factory=dict)
    work: dict[tuple[int, int], list[tuple[Any, int]]] = field(default_factory=lambda: defaultdict(list))
    agents: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    leads: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    desks: dict[int, list[Any]] = field(default_factory=lambda: defaultdict(list))
    cost: list[tuple[Any, int]] = field(default_factory=list)

    @property
    def slot_min(self) -> int:
        """Minutes of a slot."""
        problem = self.rival.problem
        times = [problem.interval_min, *problem.start_min, *problem.end_min, *problem.meal_min, *problem.rest_min]
        times += [int(start) for start in problem.meal_start.ravel() if start > 0]
        return gcd(*(int(each) for each in times if each))

    @property
    def slots(self) -> int:
        """Slots of an interval."""
        return int(self.rival.problem.interval_min) // self.slot_min

    def pay(self, column: Any, points: float) -> None:
        """Have a column cost points."""
        if np.floor(points * SCALE + 1e-6):
            self.cost.append((column, int(np.floor(points * SCALE + 1e-6))))


def cp_sat_answer(rival: RivalSite, limit_s: float, workers: int, seed: int = 0) -> CpSatAnswer:
    """What CP-SAT finds within the limit; the time to build its model is not counted."""
    from ortools.sat.python import cp_model

    began = time.perf_counter()
    program = _Program(rival, cp_model.CpModel())
    for person in range(len(rival.staff.people)):
        _tour(program, person)
        _weeks(program, person)
    _groups(program)
    _cover(program)
    _evenness(program)
    program.model.minimize(cp_model.LinearExpr.weighted_sum(*map(list, zip(*program.cost, strict=True))))
    built = time.perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = limit_s
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    status = solver.solve(program.model)
    solved = time.perf_counter()
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    problem = rival.problem
    constant = -float(problem.over_points * problem.need[: problem.intervals].sum())
    return CpSatAnswer(
        tours=_tours(program, solver) if found else None,
        status=solver.status_name(status),
        objective=solver.objective_value / SCALE + constant if found else np.nan,
        bound=solver.best_objective_bound / SCALE + constant,
        build_s=built - began,
        solve_s=solved - built,
    )


def _tours(program: _Program, solver: Any) -> np.ndarray:
    tours = np.full(program.rival.problem.allowed.shape[:2], OFF, dtype=np.int64)
    for (person, day, shift), column in program.duty.items():
        if solver.boolean_value(column):
            tours[person, day] = shift
    return tours


def _tour(program: _Program, person: int) -> None:
    """One choice a day, a word of the automaton, few days in a row, and enough free days."""
    problem, model = program.rival.problem, program.model
    days = problem.allowed.shape[1]
    choices = []
    for day in range(days):
        options = [int(shift) for shift in np.flatnonzero(problem.allowed[person, day])]
        off = program.off[person, day] = model.new_bool_var("")
        program.pay(off, float(problem.off_cost[person, day]))
        for shift in options:
            program.duty[person, day, shift] = model.new_bool_var("")
            program.pay(program.duty[person, day, shift], float(problem.duty_cost[person, day, shift]))
        columns = [program.duty[person, day, shift] for shift in options]
        model.add_exactly_one([off, *columns])
        choice = model.new_int_var(0, problem.allowed.shape[2], "")
        model.add(choice == sum((shift + 1) * column for shift, column in zip(options, columns, strict=True)))
        choices.append(choice)
    state, run, _, free = (int(each) for each in problem.first[person])
    model.add_automaton(choices, state, list(range(len(problem.after_off))), _steps(program, person))
    most = int(problem.max_run)
    for first in range(-min(run, most), days - most):
        ahead = max(0, -first)  # days of the run before the window
        worked = [1 - program.off[person, day] for day in range(max(first, 0), first + most + 1)]
        model.add(sum(worked) <= most - ahead)
    _free_days(program, person, state, free)


def _steps(program: _Program, person: int) -> list[tuple[int, int, int]]:
    """Transitions of the engine's automaton by shifts that the person works at all."""
    problem = program.rival.problem
    works = np.flatnonzero(problem.allowed[person].any(axis=0))
    steps = [(state, 0, int(then)) for state, then in enumerate(problem.after_off)]
    for state, row in enumerate(problem.after_duty):
        steps += [(state, int(shift) + 1, int(row[shift])) for shift in works if row[shift] >= 0]
    return steps


def _free_days(program: _Program, person: int, state: int, before: int) -> None:
    problem, model = program.rival.problem, program.model
    overnight = [shift for shift, end in enumerate(problem.end_min) if end > 1440]
    free: dict[int, list[Any]] = defaultdict(list)
    for day, week in enumerate(problem.week_of_day):
        is_free = model.new_bool_var("")
        model.add_implication(is_free, program.off[person, day])
        for shift in overnight:
            if (person, day - 1, shift) in program.duty:
                model.add_implication(is_free, program.duty[person, day - 1, shift].negated())
        if day == 0 and problem.touches_today[state]:
            model.add(is_free == 0)
        free[int(week)].append(is_free)
    for week, columns in free.items():
        already = before if week == int(problem.week_of_day[0]) else 0
        if problem.free_days_needed[week] > already:
            model.add(sum(columns) >= int(problem.free_days_needed[week]) - already)


def _weeks(program: _Program, person: int) -> None:
    """Paid time and daily overtime within what the week allows; contract hours not given, and time beyond."""
    rival, model = program.rival, program.model
    problem, hours, facts = rival.problem, rival.staff.hours, rival.staff.people[person].facts
    parameters, weights = facts.parameters, rival.site.rules.weights
    standard = min(parameters.standard_minutes_week, facts.person.contract_min_week)
    for week in range(problem.week_allowed.shape[1]):
        days = [int(day) for day in np.flatnonzero(problem.week_of_day == week)]
        start = facts.week_of(rival.window.dates()[days[0]])
        pair = int(problem.first[person, 2]) if week == int(problem.week_of_day[0]) else 0
        paid_before, over_before = int(hours.paid_min[pair]), int(hours.over_min[pair])
        columns = [(program.duty[key], key[2]) for day in days for key in _duties_on(program, person, day)]
        paid = paid_before + sum(int(hours.paid_min[hours.after_duty[0, shift]]) * column for column, shift in columns)
        daily = over_before + sum(int(hours.over_min[hours.after_duty[0, shift]]) * column for column, shift in columns)
        allowed = problem.week_allowed[person, week].astype(bool)
        model.add(paid <= int(hours.paid_min[allowed].max()))
        model.add(daily <= int(hours.over_min[allowed].max()))
        owed = due_min(facts, start, rival.window.start, rival.window.last)
        given = paid - (paid_before if start < rival.window.start else 0)
        under, beyond = (model.new_int_var(0, parameters.max_paid_minutes_week, "") for _ in range(2))
        model.add(under >= floor(owed) - given)
        model.add(beyond >= given - ceil(owed))
        model.add(beyond >= paid - standard)
        model.add(beyond >= daily)
        program.pay(under, weights.contract_under_per_hour / HOUR_MIN)
        program.pay(beyond, weights.overtime_per_hour / HOUR_MIN)


def _duties_on(program: _Program, person: int, day: int) -> list[tuple[int, int, int]]:
    shifts = np.flatnonzero(program.rival.problem.allowed[person, day])
    return [(person, day, int(shift)) for shift in shifts]


def _groups(program: _Program) -> None:
    """People of a group on each shift of a day, where they work, and the desks that they take."""
    problem, model = program.rival.problem, program.model
    on_shift: dict[tuple[int, int, int], list[Any]] = defaultdict(list)
    for (person, day, shift), column in program.duty.items():
        on_shift[day, shift, int(problem.group_of[person])].append(column)
        if problem.seats >= 0 and problem.on_site[person, shift]:
            on_shift[day, shift, -1].append(column)
    for (day, shift, group), columns in on_shift.items():
        people = model.new_int_var(0, len(columns), "")
        model.add(people == sum(columns))
        first = day * problem.a_day + int(problem.start_min[shift]) // problem.interval_min
        last = day * problem.a_day - (-int(problem.end_min[shift]) // problem.interval_min)
        kinds = {-1: program.desks, problem.lead_group: program.leads}
        for t in range(first, last):
            kinds.get(group, program.agents)[t].append(people)
        if group not in kinds:
            _work(program, day, shift, group, people, len(columns))


def _work(program: _Program, day: int, shift: int, group: int, people: Any, most: int) -> None:
    """Work of people on a shift, less their meals and rests."""
    problem, model = program.rival.problem, program.model
    begins = day * 1440 + int(problem.start_min[shift])
    _add(program, group, people, begins, day * 1440 + int(problem.end_min[shift]), 1)
    if problem.meal_min[shift]:
        meals = []
        for plan in range(int(problem.n_plans[shift])):
            meals.append(model.new_int_var(0, most, ""))
            at = begins + int(problem.meal_start[shift, plan])
            _add(program, group, meals[-1], at, at + int(problem.meal_min[shift]), -1)
        model.add(sum(meals) == people)
    slots = int(problem.rest_min[shift]) // program.slot_min
    for rest in range(int(problem.n_rests[shift])):
        counts = problem.n_starts[shift, : problem.n_plans[shift], rest]
        starts = [int(s) for plan, n in enumerate(counts) for s in problem.rest_start[shift, plan, rest, :n]]
        step, until = int(problem.interval_min), begins + max(starts) + int(problem.rest_min[shift])
        resting = []
        for t in range((begins + min(starts)) // step, (until - 1) // step + 1):
            resting.append(model.new_int_var(0, most * slots, ""))
            program.work[t, group].append((resting[-1], -1))
        model.add(sum(resting) == slots * people)


def _add(program: _Program, group: int, column: Any, start_min: int, end_min: int, sign: int) -> None:
    """Work (or, negative, a break) of a column in [start, end) minutes of the window."""
    step = int(program.rival.problem.interval_min)
    for t in range(start_min // step, -(-end_min // step)):
        inside = min(end_min, (t + 1) * step) - max(start_min, t * step)
        program.work[t, group].append((column, sign * inside // program.slot_min))


def _cover(program: _Program) -> None:
    """Cover of every queue, what is over, leads and desks, interval by interval."""
    problem, model, slots = program.rival.problem, program.model, program.slots
    for (t, _), entries in program.work.items():
        if t < problem.intervals:
            for column, slots_each in entries:
                program.cost.append((column, slots_each * int(problem.over_points * SCALE) // slots))
    for t in range(problem.intervals):
        on_queue: dict[int, list[Any]] = defaultdict(list)
        for group in range(len(problem.skills)):
            flows = []
            for queue in np.flatnonzero((problem.skills[group] == 1) & (problem.need[t] > 0)):
                flows.append(model.new_int_var(0, slots * int(problem.need[t, queue]), ""))
                on_queue[int(queue)].append(flows[-1])
            if flows:
                model.add(sum(flows) <= sum(column * times for column, times in program.work[t, group]))
        for queue in np.flatnonzero(problem.need[t]):
            _short(program, on_queue[int(queue)], slots * round(float(problem.need[t, queue])))
        _leads(program, t)
    if problem.seats >= 0:
        for columns in program.desks.values():
            model.add(sum(columns) <= int(problem.seats))


def _short(program: _Program, flows: list[Any], need: int) -> None:
    """Slots short of a need, the first ones at the lower price; the one in which the price changes at both."""
    problem, model = program.rival.problem, program.model
    shallow, deep = problem.short_points + problem.over_points, problem.deep_points + problem.over_points
    whole = floor(problem.deep_share * need + 1e-9)
    part = problem.deep_share * need - whole
    pieces = [(whole, shallow), (1, part * shallow + (1 - part) * deep), (need, deep)]
    short = []
    for most, points in pieces:
        short.append(model.new_int_var(0, most, ""))
        program.pay(short[-1], points / program.slots)
    model.add(sum(flows) + sum(short) >= need)


def _leads(program: _Program, t: int) -> None:
    problem, model = program.rival.problem, program.model
    agents = program.agents.get(t, [])
    if problem.span <= 0 or not agents:
        return
    missing = model.new_int_var(0, len(program.rival.site.agents), "")
    leads = sum(program.leads.get(t, [])) + missing
    program.pay(missing, problem.lead_points)
    model.add(problem.span * leads >= sum(agents))
    if problem.min_leads > 1:
        anybody = model.new_bool_var("")
        model.add(sum(agents) <= len(program.rival.site.agents) * anybody)
        model.add(leads >= problem.min_leads * anybody)


def _evenness(program: _Program) -> None:
    """Nights and weekends more than a duty apart from the even share, more or fewer, in parts of a duty."""
    problem, model = program.rival.problem, program.model
    for burden, points in enumerate(problem.burden_points):
        share = problem.share[burden]
        of_person: dict[int, list[Any]] = defaultdict(list)
        for (person, day, shift), column in program.duty.items():
            if share[person] > 0 and problem.carries[burden, day, shift]:
                of_person[person].append(column)
        everybody = [column for columns in of_person.values() for column in columns]
        total = model.new_int_var(0, len(everybody), "")
        model.add(total == sum(everybody))
        for person, columns in of_person.items():
            apart = model.new_int_var(0, SHARE_PARTS * len(everybody), "")
            exact = share[person] * SHARE_PARTS * 1e3  # of a duty of the total; a thousandth of a part finer, rounded
            model.add(1000 * apart >= 1000 * SHARE_PARTS * (sum(columns) - 1) - ceil(exact) * total - 999)
            model.add(1000 * apart >= floor(exact) * total - 1000 * SHARE_PARTS * (sum(columns) + 1) - 999)
            program.pay(apart, float(points) / SHARE_PARTS)
