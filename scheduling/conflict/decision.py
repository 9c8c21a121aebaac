"""Whether a roster exists for a case: a roster as the witness, a proof that there is none, or no answer in time."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scheduling.arena import Ints
from scheduling.break_plans import break_plans
from scheduling.conflict.case import Case
from scheduling.conflict.program import DutyKey, Program, program_of
from scheduling.conflict.rows import answer
from scheduling.conflict.tour_graph import TooManyToursError, has_tour, kinds_of
from scheduling.path_labels import OFF

type Verdict = Literal["exists", "none", "unknown"]

MOST_STEPS = 60_000
MOST_DUTIES = 80_000  # people x days x shifts: beyond it, reading the rules alone takes longer than anybody waits


@dataclass(frozen=True, slots=True)
class Witness:
    """A roster that keeps everything: tours `[p, d]`, meals and rests `[p, d, 1 + rests]` as a cover state has them."""

    tours: Ints
    breaks: Ints


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a roster exists, and one where it does and its breaks were placed."""

    verdict: Verdict
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a decision may take, in seconds, and how large its program may be."""

    seconds: float
    most_steps: int = MOST_STEPS


def decision(case: Case, effort: Effort, loose: bool = False) -> Decision:
    """The decision for a case; with `loose` breaks no witness is given, and only `none` is a proof."""
    if len(case.site.people) * case.window.days * len(case.site.shifts) > MOST_DUTIES:
        return Decision("unknown")
    try:
        staff, kinds = kinds_of(case, effort.most_steps)
    except TooManyToursError:
        return Decision("unknown")
    if not all(has_tour(kind) for kind in kinds):
        return Decision("none")
    program = program_of(case, kinds, loose)
    found = answer(program.rows, effort.seconds)
    if found.ending != "solved":
        return Decision("none" if found.ending == "none" else "unknown")
    if loose:
        return Decision("exists")
    counts = np.rint(np.array(found.values)).astype(np.int64)
    people = len(staff.people)
    tours = _tours(program, counts, people)
    return Decision("exists", Witness(tours, _breaks(program, counts, tours)))


def _tours(program: Program, counts: Ints, people: int) -> Ints:
    """People sent along the steps, one after the other."""
    tours = np.full((people, program.case.window.days), OFF, dtype=np.int64)
    for number, kind in enumerate(program.kinds):
        left = {key[1:]: int(counts[column]) for key, column in program.steps.items() if key[0] == number}
        for person in kind.people:
            node = 0
            for day, nodes in enumerate(kind.graph.steps):
                place = next(place for place in range(len(nodes[node])) if left[day, node, place] > 0)
                left[day, node, place] -= 1
                tours[person, day], node = nodes[node][place]
    return tours


def _breaks(program: Program, counts: Ints, tours: Ints) -> Ints:
    """Meals and rests of agents handed out as counted; duties that no goal asks for take the first places."""
    shifts = program.case.site.shifts
    most_rests = max([1, *(shift.rest_count for shift in shifts)])
    breaks = np.full((*tours.shape, 1 + most_rests), -1, dtype=np.int64)
    on_duty: dict[DutyKey, list[int]] = defaultdict(list)
    for kind in program.kinds:
        for person in kind.people if not kind.is_lead else ():
            for worked in np.flatnonzero(tours[person] != OFF):
                on_duty[int(worked), int(tours[person, worked]), kind.skills].append(person)
    for key, people in on_duty.items():
        day, shift = key[0], shifts[key[1]]
        begins = day * 1440 + shift.start_min
        for person, (meal, rests) in zip(people, _places(program, counts, key, len(people)), strict=True):
            breaks[person, day, 0] = -1 if meal is None else begins + meal
            for rest, start in enumerate(rests):
                breaks[person, day, 1 + rest] = begins + start
    return breaks


def _places(program: Program, counts: Ints, key: DutyKey, people: int) -> list[tuple[int | None, list[int]]]:
    """A meal start (None: no meal) and rest starts for each of the people on a shift, minutes after its start."""
    case = program.case
    plans = break_plans(case.site.shifts[key[1]], case.site.rules.parameters, case.site.interval_min)
    if (key, 0) not in program.meals:
        plan = plans[0]
        return [(plan.meal_start_min, [starts[0] for starts in plan.rest_starts_min])] * people
    found: list[tuple[int | None, list[int]]] = []
    for place, plan in enumerate(plans):
        with_plan = int(counts[program.meals[key, place]])
        rests: list[list[int]] = []
        for rest, starts in enumerate(plan.rest_starts_min):
            taken = [int(counts[program.rests[key, place, rest, choice]]) for choice in range(len(starts))]
            rests.append([start for start, n in zip(starts, taken, strict=True) for _ in range(n)])
        found += [(plan.meal_start_min, [of_rest[number] for of_rest in rests]) for number in range(with_plan)]
    return found
