"""An instance as the arrays that the roster engine reads: an interval of the day for each shift, the window as a week.

A shift fills its own interval of the day, so that people on it are people at work in that interval. Total minutes are
the hours of a week that lasts as long as the window; from day to day the hours are held to what can still end within
a person's limits, which forbids nothing legal and leaves the shortest path fewer labels.
"""

import numpy as np
from numpy.typing import NDArray

from bench.curtois_parts.instance import Instance, Worker
from scheduling.arena import NONE, Arena, Floats, Ints
from scheduling.contacts import no_contacts
from scheduling.freedom import Freedom, freedom
from scheduling.grains import in_grains
from scheduling.path_labels import OFF
from scheduling.tour_limits import NO_KIND, TourLimits, weekend_days

DAY_MIN, SATURDAY = 1440, 5


def problem(of: Instance) -> Arena:
    """The instance's arrays; raises ValueError where it asks for something that the engine has no place for."""
    people, shifts, days = len(of.workers), len(of.shifts), of.days
    if DAY_MIN % shifts:
        raise ValueError(f"{shifts} shifts: a day cannot be parted into as many equal intervals of whole minutes")
    points = {(cover.under, cover.over) for cover in of.cover}
    if len(points) > 1:
        raise ValueError(f"Points of cover differ: {sorted(points)}; one pair for all shifts and days is expected")
    under, over = (float(value) for value in points.pop())
    allowed, (after_duty, after_off) = _allowed(of), _succession(of)
    hours_after, unit_min = _hours(of)
    rested = np.zeros(len(after_off), dtype=np.uint8)  # no duty reaches into the next day
    duty_cost, off_cost = _wish_points(of)
    week_allowed, week_cost = _totals(of, allowed, len(hours_after), unit_min)
    step, times = DAY_MIN // shifts, _times(shifts)
    return Arena(
        interval_min=step,
        intervals=days * shifts,
        a_day=shifts,
        **times,
        grains=in_grains(step, times),
        need=_need(of),
        contacts=no_contacts(*_need(of).shape),
        skills=np.ones((1, 1), dtype=np.uint8),
        group_of=np.zeros(people, dtype=np.int64),
        lead_group=1,
        most_on_duty=np.append(allowed.sum(axis=0).reshape(-1), np.zeros(shifts)).astype(np.int64),
        allowed=allowed,
        on_site=np.zeros((people, shifts), dtype=np.uint8),
        duty_cost=duty_cost,
        off_cost=off_cost,
        week_allowed=week_allowed,
        week_cost=week_cost,
        first=np.zeros((people, 4), dtype=np.int64),
        after_duty=after_duty,
        after_off=after_off,
        touches_today=rested,
        hours_after=hours_after,
        week_of_day=np.arange(days),
        ends_week=(np.arange(days) == days - 1).astype(np.uint8),
        free_days_needed=np.zeros(days, dtype=np.int64),
        most_free=0,
        max_run=max(worker.most_run for worker in of.workers),
        limits=_limits(of, freedom(after_duty, after_off, rested, hours_after)),
        carries=np.zeros((0, days, shifts)),
        share=np.zeros((0, people)),
        burden_points=np.zeros(0),
        short_points=under,
        deep_points=under,
        deep_share=1.0,
        over_points=over,
        lead_points=0.0,
        span=0,
        min_leads=0,
        seats=NONE,
    )


def _times(shifts: int) -> dict[str, Ints]:
    """So many shifts of equal length in a row, without breaks."""
    step, single = DAY_MIN // shifts, np.zeros(shifts, dtype=np.int64)
    return {
        "start_min": np.arange(shifts) * step,
        "end_min": np.arange(1, shifts + 1) * step,
        "n_plans": np.ones(shifts, dtype=np.int64),
        "meal_start": np.full((shifts, 1), NONE),
        "meal_min": single,
        "rest_min": single,
        "n_rests": single,
        "n_starts": np.zeros((shifts, 1, 1), dtype=np.int64),
        "rest_start": np.zeros((shifts, 1, 1, 1), dtype=np.int64),
    }


def rows(of: Instance, tours: Ints) -> list[tuple[str, int, str]]:
    """The duties of tours `[p, d]`: who, day, shift."""
    return [
        (of.workers[person].id, day, of.shifts[shift].id)
        for (person, day), shift in np.ndenumerate(tours)
        if shift != OFF
    ]


def _shift_of(of: Instance) -> dict[str, int]:
    return {shift.id: position for position, shift in enumerate(of.shifts)}


def _need(of: Instance) -> Floats:
    need, position = np.zeros(((of.days + 1) * len(of.shifts), 1)), _shift_of(of)
    for cover in of.cover:
        need[cover.day * len(of.shifts) + position[cover.shift], 0] = cover.need
    return need


def _allowed(of: Instance) -> NDArray[np.uint8]:
    allowed = np.ones((len(of.workers), of.days, len(of.shifts)), dtype=np.uint8)
    for person, worker in enumerate(of.workers):
        allowed[person, :, [worker.most_of_shift.get(shift.id, 0) == 0 for shift in of.shifts]] = 0
        allowed[person, sorted(of.days_off.get(worker.id, ()))] = 0
    return allowed


def _wish_points(of: Instance) -> tuple[Floats, Floats]:
    """Points of duties `[p, d, s]` and days off `[p, d]`: of duties not spared, and of all but the one wanted."""
    person_of = {worker.id: position for position, worker in enumerate(of.workers)}
    position = _shift_of(of)
    duty, off = np.zeros((len(of.workers), of.days, len(of.shifts))), np.zeros((len(of.workers), of.days))
    for wish in of.unwanted:
        duty[person_of[wish.worker], wish.day, position[wish.shift]] += wish.points
    for wish in of.wanted:
        person = person_of[wish.worker]
        off[person, wish.day] += wish.points
        duty[person, wish.day] += wish.points
        duty[person, wish.day, position[wish.shift]] -= wish.points
    return duty, off


def _succession(of: Instance) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """What may follow what: state 0 after a day off, another for every set of shifts that is forbidden after a duty."""
    bans: list[frozenset[str]] = [frozenset()]
    for shift in of.shifts:
        if shift.not_before not in bans:
            bans.append(shift.not_before)
    after = [[NONE if shift.id in banned else bans.index(shift.not_before) for shift in of.shifts] for banned in bans]
    return np.array(after, dtype=np.int16), np.zeros(len(bans), dtype=np.int16)


def _hours(of: Instance) -> tuple[NDArray[np.int16], int]:
    """`hours_after[units, shift]`, NONE where nobody may work as much, and the minutes of a unit."""
    unit_min = int(np.gcd.reduce([shift.minutes for shift in of.shifts]))
    most = max(worker.most_min for worker in of.workers) // unit_min
    after = np.arange(most + 1)[:, None] + np.array([shift.minutes // unit_min for shift in of.shifts])
    return np.where(after > most, NONE, after).astype(np.int16), unit_min


def _totals(of: Instance, allowed: NDArray[np.uint8], units: int, unit_min: int) -> tuple[NDArray[np.uint8], Floats]:
    """Which total minutes a person may have after each day, and their points after the last: none or infinite."""
    week_allowed = np.zeros((len(of.workers), of.days, units), dtype=np.uint8)
    week_cost = np.zeros((len(of.workers), of.days, units))
    minutes = np.arange(units) * unit_min
    for person, worker in enumerate(of.workers):
        left = _most_left(worker, allowed[person] * np.array([shift.minutes for shift in of.shifts]))
        for day in range(of.days):
            week_allowed[person, day] = (minutes <= worker.most_min) & (minutes + left[day + 1] >= worker.least_min)
        week_cost[person, -1] = np.where((minutes >= worker.least_min) & (minutes <= worker.most_min), 0.0, np.inf)
    return week_allowed, week_cost


def _most_left(worker: Worker, minutes: Ints) -> Ints:
    """The most minutes from each day on to the end, `minutes[d, s]` of duties, whatever was before the day."""
    days, longest = len(minutes), minutes.max(axis=1)
    runs = worker.most_run + worker.least_off  # days worked in a row, then days off in a row that are too few
    most = np.zeros((days + 1, runs), dtype=np.int64)
    for day in range(days - 1, -1, -1):
        for run in range(runs):
            off = 0 if run == 0 or worker.least_off == 1 else run + 1 if run > worker.most_run else worker.most_run + 1
            most[day, run] = most[day + 1, off if off < runs else 0]
            if run < worker.most_run and longest[day]:
                most[day, run] = max(most[day, run], longest[day] + most[day + 1, run + 1])
    return most.max(axis=1)


def _limits(of: Instance, free: Freedom) -> TourLimits:
    weekends = of.days // 7
    most_weekends = np.array([min(worker.most_weekends, weekends) for worker in of.workers])
    counted = bool((most_weekends < weekends).any())
    most_of_shift = np.array(
        [[worker.most_of_shift.get(shift.id, 0) for shift in of.shifts] for worker in of.workers], dtype=np.int64
    )
    limited = np.flatnonzero(((most_of_shift > 0) & (most_of_shift < of.days)).any(axis=0))
    kind_of = np.full(len(of.shifts), NO_KIND)
    kind_of[limited] = np.arange(len(limited))
    least_off = np.array([worker.least_off for worker in of.workers])
    return TourLimits(
        held_to=np.stack(
            [
                np.array([worker.most_run for worker in of.workers]),
                np.array([worker.least_run for worker in of.workers]),
                least_off,
                most_weekends * counted,
            ],
            axis=1,
        ).astype(np.int64),
        short_offs=int(least_off.max()) - 1,
        weekend_day=weekend_days(of.days, SATURDAY, counted),
        weekends=int(most_weekends.max()) * counted,
        kind_of=kind_of,
        most_of_kind=np.ascontiguousarray(most_of_shift[:, limited]),
        freedom=free,
    )
