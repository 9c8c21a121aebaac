"""The whole roster problem as flat arrays, the form in which the compiled parts read it.

Indices: p person, g group (agents with the same skills; the team leads are the last group), d day of the window,
s shift, t interval from the window's first midnight (a day more than the window, for duties that end after it),
q queue, k week of the window, b burden (nights or weekends, for agents or leads).
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.site import Site
from scheduling.break_plans import break_plans
from scheduling.contacts import Contacts, no_contacts
from scheduling.day_grid import DayGrid
from scheduling.evenness import Burden, burdens
from scheduling.freedom import freedom
from scheduling.grains import Grains, in_grains
from scheduling.staff_tables import Staff
from scheduling.tour_limits import TourLimits, no_limits

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Bytes = NDArray[np.uint8]

NONE = -1
IMPOSSIBLE = 1000.0  # points for a desk that does not exist: dearer than anything a person can be worth in an interval


class Arena(NamedTuple):
    """Everything that does not change while a roster is sought."""

    interval_min: int
    intervals: int
    a_day: int
    start_min: Ints  # [s]
    end_min: Ints  # [s]
    n_plans: Ints  # [s]
    meal_start: Ints  # [s, plan], minutes after the shift's start, -1 none
    meal_min: Ints  # [s]
    rest_min: Ints  # [s]
    n_rests: Ints  # [s]
    n_starts: Ints  # [s, plan, rest]
    rest_start: Ints  # [s, plan, rest, choice], minutes after the shift's start
    grains: Grains  # the same times
    need: Floats  # [t, q], agents at work
    contacts: Contacts  # what is promised by contacts instead
    skills: Bytes  # [g, q]
    group_of: Ints  # [p]
    lead_group: int
    allowed: Bytes  # [p, d, s]
    most_on_duty: Ints  # [t], agents with a legal duty that touches the interval
    on_site: Bytes  # [p, s], 1 where the duty takes a desk
    duty_cost: Floats  # [p, d, s], points for wishes
    off_cost: Floats  # [p, d], infinite where a kept duty leaves no day off
    week_allowed: Bytes  # [p, k, hours]
    week_cost: Floats  # [p, k, hours]
    first: Ints  # [p, 4]: succession state, run, hours, free days before the window
    after_duty: NDArray[np.int16]
    after_off: NDArray[np.int16]
    touches_today: Bytes
    hours_after: NDArray[np.int16]
    week_of_day: Ints
    ends_week: Bytes
    free_days_needed: Ints
    most_free: int  # free days of a week that are worth counting
    max_run: int
    limits: TourLimits
    carries: Floats  # [b, d, s]
    share: Floats  # [b, p]
    burden_points: Floats  # [b]
    short_points: float
    deep_points: float
    deep_share: float
    over_points: float
    lead_points: float
    span: int  # 0: the site asks for no leads
    min_leads: int
    seats: int  # -1: as many as one likes


def groups_of(staff: Staff, queues: list[str]) -> tuple[list[frozenset[str]], Ints]:
    """The skill sets found among agents, in a fixed order, and each person's group; leads form the last."""
    skill_sets = sorted({tables.person.skills for tables in staff.people if tables.person.role == "agent"}, key=sorted)
    known = frozenset(queues)
    number = {skills: position for position, skills in enumerate(skill_sets)}
    of_person = [
        len(skill_sets) if tables.person.role == "lead" else number[tables.person.skills] for tables in staff.people
    ]
    return [skills & known for skills in skill_sets], np.array(of_person, dtype=np.int64)


def arena(
    site: Site, staff: Staff, grid: DayGrid, needs: Mapping[str, Floats], contacts: Contacts | None = None
) -> Arena:
    """The arrays of a problem; raises ConfigError where a shift leaves no room for its meal and rests.

    Without `contacts` every queue is covered by heads.
    """
    queues = [queue.id for queue in site.queues]
    skill_sets, of_person = groups_of(staff, queues)
    need = np.zeros((grid.intervals + grid.a_day, len(queues)))
    for position, queue in enumerate(queues):
        need[: grid.intervals, position] = needs[queue]
    shifts, weights, lead = _shift_arrays(site, staff), site.rules.weights, site.config.lead
    loads = burdens(site, staff)
    return Arena(  # the pieces are dictionaries of arrays of several kinds, which mypy cannot tell apart
        interval_min=grid.interval_min,
        intervals=grid.intervals,
        a_day=grid.a_day,
        **shifts,  # type: ignore[arg-type]
        grains=in_grains(grid.interval_min, shifts),
        need=need,
        contacts=contacts or no_contacts(*need.shape),
        skills=np.array([[queue in skills for queue in queues] for skills in skill_sets], dtype=np.uint8),
        group_of=of_person,
        lead_group=len(skill_sets),
        most_on_duty=_most_on_duty(staff, grid, grid.intervals + grid.a_day),
        **_person_arrays(staff),  # type: ignore[arg-type]
        **_chain_arrays(staff),  # type: ignore[arg-type]
        limits=_limits(staff),
        **_burden_arrays(loads, staff),  # type: ignore[arg-type]
        short_points=weights.short_per_agent_interval,
        deep_points=weights.deep_short_per_agent_interval,
        deep_share=weights.deep_short_from_share,
        over_points=weights.over_per_agent_interval,
        lead_points=weights.lead_short_per_interval,
        span=lead.span if lead else 0,
        min_leads=lead.min_on_duty if lead else 0,
        seats=NONE if site.config.site.seats is None else site.config.site.seats,
    )


def _most_on_duty(staff: Staff, grid: DayGrid, periods: int) -> Ints:
    """Agents who have a legal duty that touches the interval, for each of so many intervals."""
    most = np.zeros(periods, dtype=np.int64)
    touched = [[grid.touched(day, shift) for shift in staff.shifts] for day in range(staff.window.days)]
    for tables in staff.people:
        if tables.person.role == "agent":
            on_duty = np.zeros(periods, dtype=np.int64)
            for day, shift in zip(*np.nonzero(tables.allowed), strict=True):
                on_duty[touched[day][shift]] = 1
            most += on_duty
    return most


def _shift_arrays(site: Site, staff: Staff) -> dict[str, Ints]:
    plans = [break_plans(shift, site.rules.parameters, site.interval_min) for shift in staff.shifts]
    most_plans = max(len(of_shift) for of_shift in plans)
    most_rests = max(1, *(shift.rest_count for shift in staff.shifts))
    most_starts = max([1, *(len(w) for of_shift in plans for plan in of_shift for w in plan.rest_starts_min)])
    meal_start = np.full((len(plans), most_plans), NONE)
    n_starts = np.zeros((len(plans), most_plans, most_rests), dtype=np.int64)
    rest_start = np.zeros((len(plans), most_plans, most_rests, most_starts), dtype=np.int64)
    for s, of_shift in enumerate(plans):
        for m, plan in enumerate(of_shift):
            meal_start[s, m] = NONE if plan.meal_start_min is None else plan.meal_start_min
            for r, starts in enumerate(plan.rest_starts_min):
                n_starts[s, m, r] = len(starts)
                rest_start[s, m, r, : len(starts)] = starts
    return {
        "start_min": np.array([shift.start_min for shift in staff.shifts]),
        "end_min": np.array([shift.end_min for shift in staff.shifts]),
        "n_plans": np.array([len(of_shift) for of_shift in plans]),
        "meal_start": meal_start,
        "meal_min": np.array([shift.meal_min for shift in staff.shifts]),
        "rest_min": np.array([shift.rest_min for shift in staff.shifts]),
        "n_rests": np.array([shift.rest_count for shift in staff.shifts]),
        "n_starts": n_starts,
        "rest_start": rest_start,
    }


class _PersonArrays(NamedTuple):
    allowed: Bytes
    on_site: Bytes
    duty_cost: Floats
    off_cost: Floats
    week_allowed: Bytes
    week_cost: Floats
    first: Ints


def _person_arrays(staff: Staff) -> dict[str, NDArray]:  # type: ignore[type-arg]
    people = staff.people
    return _PersonArrays(
        allowed=np.stack([tables.allowed for tables in people]),
        on_site=np.stack([tables.must_be_on_site for tables in people]),
        duty_cost=np.stack([tables.duty_cost for tables in people]),
        off_cost=np.stack([tables.off_cost for tables in people]),
        week_allowed=np.stack([tables.week_allowed for tables in people]),
        week_cost=np.stack([tables.week_cost for tables in people]),
        first=np.array([[t.first_state, t.first_run, t.first_hours, t.first_free_days] for t in people]),
    )._asdict()


def _chain_arrays(staff: Staff) -> dict[str, NDArray | int]:  # type: ignore[type-arg]
    return {
        "after_duty": staff.succession.after_duty,
        "after_off": staff.succession.after_off,
        "touches_today": staff.succession.touches_today,
        "hours_after": staff.hours.after_duty,
        "week_of_day": staff.week_of_day,
        "ends_week": staff.ends_week,
        "free_days_needed": staff.free_days_needed,
        "most_free": max(1, int(staff.free_days_needed.max())),
        "max_run": staff.max_run,
    }


def _limits(staff: Staff) -> TourLimits:
    follows = staff.succession
    free = freedom(follows.after_duty, follows.after_off, follows.touches_today, staff.hours.after_duty)
    return no_limits(len(staff.people), staff.window.days, len(staff.shifts), staff.max_run, free)


def _burden_arrays(loads: tuple[Burden, ...], staff: Staff) -> dict[str, Floats]:
    days, shifts = staff.window.days, len(staff.shifts)
    if not loads:
        return {
            "carries": np.zeros((0, days, shifts)),
            "share": np.zeros((0, len(staff.people))),
            "burden_points": np.zeros(0),
        }
    return {
        "carries": np.stack([burden.carries for burden in loads]),
        "share": np.stack([burden.share for burden in loads]),
        "burden_points": np.array([burden.points for burden in loads]),
    }
