"""The program that decides a case: has everybody a legal tour such that all that is marked `must` holds?

Sets: k kinds of people who are alike, a steps of their tour graphs, d days, s shifts, g skill sets of agents, t
intervals, q queues whose goal is marked `must`, m places of a meal, j rests, c starts of a rest.
Variables, all whole and >= 0 but f: x[k,a] people of a kind who take a step, z[d,s,g,m] those of the agents on a shift
whose meal has its place m, w[d,s,g,m,j,c] those of them whose rest j begins at c, f[t,g,q] work on a queue, b[t] in
{0, 1} whether an agent is on duty.

    start__k              x over the steps of the first node                       = people of k
    node__k__n            x into node n - x out of it                              = 0
    meal__d__s__g         sum over m of z - x of agents of g who take s on d       = 0
    rest__d__s__g__m__j   sum over c of w - z                                      = 0
    supply__t__g          work of x - meals z - rests w - sum over q of f[t,g,q]   >= 0
    cover__t__q           sum over g who know q of f[t,g,q]                        >= need[t,q]
    lead__t               span x leads on duty - agents on duty                    >= 0
    floor__t              leads on duty - min_on_duty x b[t]                       >= 0
    anybody__t            agents on duty - all agents x b[t]                       <= 0
    seat__t               on-site duties that touch t                              <= seats

Meals and rests have the places that every roster of the program gives them (`break_plans.py`). With `loose` breaks they
lie anywhere that the rules leave them, in parts: what then has no solution has no roster on a finer grid either.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from scheduling.break_plans import break_plans
from scheduling.conflict.case import Case
from scheduling.conflict.loose_breaks import loose_stretches
from scheduling.conflict.rows import Rows
from scheduling.conflict.tour_graph import Kind
from scheduling.path_labels import OFF

type Skills = frozenset[str]
type DutyKey = tuple[int, int, Skills]  # day, shift, skills of the agents
type Sum = dict[int, float]  # a sum of columns, each times a number

ON_DAY_MIN = 1440


@dataclass(slots=True)
class Program:
    """The rows, and which columns stand for what."""

    case: Case
    kinds: list[Kind]
    rows: Rows = field(default_factory=Rows)
    steps: dict[tuple[int, int, int, int], int] = field(default_factory=dict)  # kind, day, node, place of the step
    on_shift: dict[DutyKey, list[int]] = field(default_factory=lambda: defaultdict(list))  # agents only
    meals: dict[tuple[DutyKey, int], int] = field(default_factory=dict)
    rests: dict[tuple[DutyKey, int, int, int], int] = field(default_factory=dict)  # with place of meal, rest, start
    supply: dict[tuple[int, Skills], Sum] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))

    def needed(self, t: int) -> list[str]:
        """Queues that need somebody in an interval."""
        needs = self.case.needs
        return [queue for queue, need in needs.items() if t < len(need) and need[t] > 0]


def program_of(case: Case, kinds: list[Kind], loose: bool = False) -> Program:
    """The program of a case in which everybody has a tour."""
    program = Program(case, kinds)
    for number, kind in enumerate(kinds):
        _flow(program, number, kind)
    for key in list(program.on_shift):
        _work(program, key, loose)
    for t in range(case.grid.intervals):
        _cover(program, t)
    _presence(program)
    return program


def _flow(program: Program, number: int, kind: Kind) -> None:
    """People of a kind on the steps of its graph: all start in the first node, and who comes into a node goes on."""
    arrived: dict[int, Sum] = {0: {}}
    for day, nodes in enumerate(kind.graph.steps):
        arriving: dict[int, Sum] = defaultdict(dict)
        for node, steps in enumerate(nodes):
            balance = dict(arrived[node])
            for place, (choice, then) in enumerate(steps):
                column = program.rows.column(len(kind.people))
                program.steps[number, day, node, place] = column
                balance[column] = -1.0
                arriving[then][column] = 1.0
                if choice != OFF and not kind.is_lead:
                    program.on_shift[day, choice, kind.skills].append(column)
            people = -float(len(kind.people)) if day == 0 else 0.0
            program.rows.row(balance, people, people)
        arrived = arriving


def _parts(program: Program, start_min: int, end_min: int, day: int) -> list[tuple[int, float]]:
    """Intervals in which somebody is needed, with the share of each that [start, end) minutes of a day fill."""
    parts = program.case.grid.parts(day, start_min, end_min)
    return [(t, share) for t, share in parts if program.needed(t)]


def _work(program: Program, key: DutyKey, loose: bool) -> None:
    """Work that the agents on a shift add, less their meals and rests."""
    day, number, skills = key
    shift = program.case.site.shifts[number]
    for t, share in _parts(program, shift.start_min, shift.end_min, day):
        for column in program.on_shift[key]:
            program.supply[t, skills][column] += share
    if not skills or not _parts(program, shift.start_min, shift.end_min, day):
        return
    if loose:
        _loose_breaks(program, key)
    else:
        _planned_breaks(program, key)


def _planned_breaks(program: Program, key: DutyKey) -> None:
    """Meals and rests in the places that plans leave them."""
    day, number, skills = key
    case, rows = program.case, program.rows
    shift = case.site.shifts[number]
    of_meals: Sum = dict.fromkeys(program.on_shift[key], -1.0)
    for place, plan in enumerate(break_plans(shift, case.site.rules.parameters, case.site.interval_min)):
        meal = program.meals[key, place] = rows.column()
        of_meals[meal] = 1.0
        if plan.meal_start_min is not None:
            begins = shift.start_min + plan.meal_start_min
            for t, share in _parts(program, begins, begins + shift.meal_min, day):
                program.supply[t, skills][meal] -= share
        for rest, starts in enumerate(plan.rest_starts_min):
            of_rest: Sum = {meal: -1.0}
            for choice, start in enumerate(starts):
                column = program.rests[key, place, rest, choice] = rows.column()
                of_rest[column] = 1.0
                begins = shift.start_min + start
                for t, share in _parts(program, begins, begins + shift.rest_min, day):
                    program.supply[t, skills][column] -= share
            rows.row(of_rest, 0.0, 0.0)
    rows.row(of_meals, 0.0, 0.0)


def _loose_breaks(program: Program, key: DutyKey) -> None:
    """Meals and rests in parts, anywhere that the rules leave them."""
    day, number, skills = key
    case = program.case
    shift, step = case.site.shifts[number], case.site.interval_min
    for stretch in loose_stretches(shift, case.site.rules.parameters):
        total: Sum = dict.fromkeys(program.on_shift[key], -stretch.length_min / step)
        for t, share in case.grid.parts(day, shift.start_min + stretch.first_min, shift.start_min + stretch.last_min):
            column = program.rows.column(whole=False)
            total[column] = 1.0
            program.rows.row({column: 1.0} | dict.fromkeys(program.on_shift[key], -share), most=0.0)
            if program.needed(t):
                program.supply[t, skills][column] -= 1.0
        program.rows.row(total, 0.0, 0.0)


def _cover(program: Program, t: int) -> None:
    """Enough work on each queue that needs it, each agent on one queue at a time."""
    rows, queues = program.rows, program.needed(t)
    groups = sorted({skills for at, skills in program.supply if at == t}, key=sorted)
    on_queue: dict[str, Sum] = {queue: {} for queue in queues}
    for skills in groups:
        left = dict(program.supply[t, skills])
        for queue in sorted(skills & set(queues)):
            column = rows.column(whole=False)
            on_queue[queue][column] = 1.0
            left[column] = -1.0
        rows.row(left, least=0.0)
    for queue in queues:
        rows.row(on_queue[queue], least=float(program.case.needs[queue][t]))


def _presence(program: Program) -> None:
    """Team leads for the agents on duty, and desks for those on site."""
    case = program.case
    agents, leads, desks = (defaultdict[int, Sum](dict) for _ in range(3))
    touched = [[case.grid.touched(day, shift) for shift in case.site.shifts] for day in range(case.window.days)]
    for (number, day, node, place), column in program.steps.items():
        kind = program.kinds[number]
        choice = kind.graph.steps[day][node][place][0]
        for t in touched[day][choice] if choice != OFF else ():
            (leads if kind.is_lead else agents)[t][column] = 1.0
            if kind.on_site[choice]:
                desks[t][column] = 1.0
    if case.leads_must:
        _lead_rows(program, agents, leads)
    if case.site.config.site.seats is not None:
        for entries in desks.values():
            program.rows.row(entries, most=float(case.site.config.site.seats))


def _lead_rows(program: Program, agents: dict[int, Sum], leads: dict[int, Sum]) -> None:
    case, lead, rows = program.case, program.case.site.config.lead, program.rows
    if lead is None:
        return
    everybody = sum(len(kind.people) for kind in program.kinds if not kind.is_lead)
    for t in sorted(agents):
        if t >= case.grid.intervals:
            continue
        leading = leads.get(t, {})
        less = dict.fromkeys(agents[t], -1.0)
        rows.row({column: float(lead.span) for column in leading} | less, least=0.0)
        if lead.min_on_duty > 1:
            anybody = rows.column(1.0)
            rows.row(leading | {anybody: -float(lead.min_on_duty)}, least=0.0)
            rows.row(agents[t] | {anybody: -float(everybody)}, most=0.0)
