"""pyworkforce on its own, as its manual shows it: heads per shift and day first, then names for them.

It knows heads by shift and day, shifts that a person cannot work on a day, pairs of shifts that may not follow each
other, and least hours in all. It does not know skills (all queues are one pool), leads (rostered as a pool of their
own), meals and rests (a meal at the middle place is left out of a shift's hours, rests are not), desks, hours, free
days or runs of a week, overtime, wishes for days, evenness, or duties before the window; a night counts for the hours
of the day it begins on. It leaves no cover short: where there are no names for the heads it is asked again for a
smaller share of the need, as its user would.
"""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.rival_sites import RivalSite
from scheduling.path_labels import OFF
from scheduling.rules.lead_span import leads_needed

FOUND = ("OPTIMAL", "FEASIBLE")
SHARES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)  # of the need that is asked for, until there are names for the heads
HOUR_MIN = 60


@dataclass(frozen=True, slots=True)
class PyworkforceAnswer:
    """Everybody's shift by day (None: no roster was found), what its two steps said, and seconds."""

    tours: np.ndarray | None
    status: str
    solve_s: float


def pyworkforce_answer(rival: RivalSite, limit_s: float, follow_ups: bool) -> PyworkforceAnswer:
    """What it finds, each of its steps having the limit; `follow_ups`: with pairs of shifts that may not follow.

    Seconds are those of all that was asked.
    """
    began = time.perf_counter()
    tours = np.full(rival.problem.allowed.shape[:2], OFF, dtype=np.int64)
    said, found = [], True
    for role, needs in (("agent", _agents_needed(rival)), ("lead", _leads_needed(rival))):
        people = [n for n, tables in enumerate(rival.staff.people) if tables.person.role == role]
        if people and needs.any():
            first, second = "", ""
            for share in SHARES:
                heads, first = _heads(rival, np.rint(share * needs).astype(int), people, limit_s)
                second = _named(rival, heads, people, limit_s, follow_ups, tours) if heads else "not asked"
                if second in FOUND:
                    break
            said.append(f"{role}s: {100 * share:.0f}% of the need, heads {first}, names {second}")
            found = found and second in FOUND
    return PyworkforceAnswer(tours if found else None, "; ".join(said), time.perf_counter() - began)


def _agents_needed(rival: RivalSite) -> np.ndarray:
    """Agents needed on all queues together, `[day, period]`."""
    problem = rival.problem
    return np.ceil(problem.need[: problem.intervals].sum(axis=1)).astype(int).reshape(-1, problem.a_day)


def _leads_needed(rival: RivalSite) -> np.ndarray:
    """Leads for as many agents as are needed."""
    lead, agents = rival.site.config.lead, _agents_needed(rival)
    return np.vectorize(lambda n: leads_needed(lead, int(n)) if lead else 0)(agents)


def _heads(rival: RivalSite, needs: np.ndarray, people: list[int], limit_s: float) -> tuple[dict[str, list[int]], str]:
    """Heads by shift and day that come nearest to the needs; empty where it finds none."""
    from pyworkforce.scheduling import MinAbsDifference

    coverage = {rival.staff.shifts[s].id: _hours(rival, s) for s in _shifts(rival, people)}
    solution: dict[str, Any] = MinAbsDifference(
        num_days=len(needs), periods=needs.shape[1], shifts_coverage=coverage, required_resources=needs.tolist(),
        max_period_concurrency=len(people), max_shift_concurrency=len(people), max_search_time=limit_s,
        num_search_workers=2,
    ).solve()  # fmt: skip
    if solution["status"] not in FOUND:
        return {}, solution["status"]
    heads = {shift: [0] * len(needs) for shift in coverage}
    for row in solution["resources_shifts"]:
        heads[row["shift"]][row["day"]] = row["resources"]
    return heads, solution["status"]


def _shifts(rival: RivalSite, people: list[int]) -> list[int]:
    return [int(shift) for shift in np.flatnonzero(rival.problem.allowed[people].any(axis=(0, 1)))]


def _hours(rival: RivalSite, shift: int) -> list[int]:
    """Periods of the day that the shift covers, its meal at the middle one of its places left out."""
    problem, covered = rival.problem, [0] * int(rival.problem.a_day)
    step, start = int(problem.interval_min), int(problem.start_min[shift])
    for minute in range(start, int(problem.end_min[shift]), step):
        covered[minute // step % problem.a_day] = 1
    plan = int(problem.n_plans[shift]) // 2
    if problem.meal_min[shift]:
        meal = start + int(problem.meal_start[shift, plan])
        for minute in range(meal, meal + int(problem.meal_min[shift]), step):
            covered[minute // step % problem.a_day] = 0
    return covered


def _named(
    rival: RivalSite,
    heads: dict[str, list[int]],
    people: list[int],
    limit_s: float,
    follow_ups: bool,
    tours: np.ndarray,
) -> str:
    """Names for the heads, written into the tours; the status."""
    from pyworkforce.rostering import MinHoursRoster

    problem, shifts = rival.problem, rival.staff.shifts
    number = {shift.id: position for position, shift in enumerate(shifts)}
    names = [rival.staff.people[person].person.id for person in people]
    days = problem.allowed.shape[1]
    banned = [
        {"resource": name, "shift": shift, "day": day}
        for person, name in zip(people, names, strict=True)
        for day in range(days)
        for shift in heads
        if not problem.allowed[person, day, number[shift]]
    ]
    pairs = [
        {"origin": first, "destination": then} for first in heads for then in heads
        if 1440 + shifts[number[then]].start_min - shifts[number[first]].end_min
        < HOUR_MIN * rival.site.rules.parameters.min_rest_between_duties_h
    ]  # fmt: skip
    solution: dict[str, Any] = MinHoursRoster(
        num_days=days, resources=names, shifts=list(heads),
        shifts_hours=[max(1, shifts[number[shift]].paid_min // HOUR_MIN) for shift in heads], min_working_hours=1,
        banned_shifts=banned, max_resting=days - 1, required_resources=heads,
        non_sequential_shifts=pairs if follow_ups else None, max_search_time=limit_s, num_search_workers=2,
    ).solve()  # fmt: skip
    if solution["status"] in FOUND:
        person_of = dict(zip(names, people, strict=True))
        for row in solution["resource_shifts"]:
            tours[person_of[row["resource"]], row["day"]] = number[row["shift"]]
    return str(solution["status"])
