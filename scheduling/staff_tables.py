"""Each person's part of the problem as arrays: which duties the rules allow, what they cost, what the weeks ask."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from domain.people import Person, Preference
from domain.roster import Duty, PlanningWindow
from domain.shifts import Shift
from domain.site import Site
from scheduling.facts import facts_by_person, tours
from scheduling.rules import DUTY_RULES
from scheduling.rules.contract_hours import due_min
from scheduling.rules.rule import PersonFacts, Tour
from scheduling.rules.weekly_hours import daily_over_min, overtime_cap_min, overtime_min
from scheduling.succession import Succession, last_duty, succession
from scheduling.week_hours import Hours, WeekHours, week_hours
from scheduling.wishes import wishes

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class PersonTables:
    """One person's part of the problem; arrays are indexed by day of the window, shift and site week of the window."""

    facts: PersonFacts
    tour_before: Tour
    allowed: NDArray[np.uint8]
    must_be_on_site: NDArray[np.uint8]
    duty_cost: NDArray[np.float64]
    off_cost: NDArray[np.float64]
    week_allowed: NDArray[np.uint8]
    week_cost: NDArray[np.float64]
    first_state: int
    first_run: int
    first_hours: int
    first_free_days: int

    @property
    def person(self) -> Person:
        """The person."""
        return self.facts.person


@dataclass(frozen=True, slots=True)
class Staff:
    """All people's tables with the automata that they share and the weeks of the window."""

    window: PlanningWindow
    shifts: tuple[Shift, ...]
    succession: Succession
    hours: WeekHours
    week_of_day: NDArray[np.int64]
    ends_week: NDArray[np.uint8]
    free_days_needed: NDArray[np.int64]
    max_run: int
    people: tuple[PersonTables, ...]


def duty_on(person: Person, shift: Shift, day: date, mode: Literal["site", "remote"]) -> Duty:
    """The duty that a shift is on a day."""
    start = datetime.combine(day, time_of_day()) + timedelta(minutes=shift.start_min)
    end = start + timedelta(minutes=shift.span_min)
    return Duty(person.id, person.role, person.team, day, shift.id, start, end, shift.paid_min, mode)


def work_mode(person: Person, shift: Shift) -> Literal["site", "remote"]:
    """Where the shift would be worked: at home only where both person and shift allow it."""
    return "remote" if "site" not in (person.mode, shift.mode) else "site"


def staff_tables(site: Site, window: PlanningWindow) -> Staff:
    """Everybody's tables for a planning window."""
    facts = facts_by_person(site, window)
    before = tours(site, (), window)
    parameters = site.rules.parameters
    chain = succession(site.shifts, parameters, {last_duty(tour, parameters) for tour in before.values()})
    weeks = _weeks(facts, window)
    first_hours = {person: _hours_before(facts[person], tour, weeks[0]) for person, tour in before.items()}
    most_over_min = max(person.max_overtime_min_week for person in site.people)
    hours = week_hours(site.shifts, parameters, most_over_min, first_hours.values())
    wished: dict[str, list[Preference]] = defaultdict(list)
    for preference in site.preferences:
        wished[preference.agent_id].append(preference)
    days = window.dates()
    people = tuple(
        _person_tables(site, facts[person.id], before[person.id], chain, hours, weeks, wished[person.id], first_hours)
        for person in site.people
    )
    anybody = next(iter(facts.values()))
    week_of_day = np.array([weeks.index(anybody.week_of(day)) for day in days])
    whole = [week + timedelta(days=6) <= window.last for week in weeks]
    return Staff(
        window=window,
        shifts=site.shifts,
        succession=chain,
        hours=hours,
        week_of_day=week_of_day,
        ends_week=np.append(week_of_day[1:] != week_of_day[:-1], True).astype(np.uint8),
        free_days_needed=np.array([parameters.min_rest_days_week if ended else 0 for ended in whole]),
        max_run=parameters.max_consecutive_days,
        people=people,
    )


def _weeks(facts: Mapping[str, PersonFacts], window: PlanningWindow) -> list[date]:
    anybody = next(iter(facts.values()))
    return sorted({anybody.week_of(day) for day in window.dates()})


def _hours_before(facts: PersonFacts, tour: Tour, week: date) -> Hours:
    of_week = [duty.paid_minutes for duty in tour.previous if facts.week_of(duty.day) == week]
    return sum(of_week), sum(daily_over_min(facts, paid) for paid in of_week)


def _person_tables(
    site: Site,
    facts: PersonFacts,
    tour: Tour,
    chain: Succession,
    hours: WeekHours,
    weeks: Sequence[date],
    wished: Sequence[Preference],
    first_hours: Mapping[str, Hours],
) -> PersonTables:
    days = tour.window.dates()
    cost = wishes(wished, days, site.shifts, site.rules.weights)
    before = first_hours[facts.person.id]
    return PersonTables(
        facts=facts,
        tour_before=tour,
        allowed=_allowed(facts, site.shifts, days),
        must_be_on_site=np.array([work_mode(facts.person, shift) == "site" for shift in site.shifts], dtype=np.uint8),
        duty_cost=cost.duty + premium_points(site, facts, days),
        off_cost=cost.off,
        week_allowed=np.array([_week_allowed(facts, hours, week) for week in weeks], dtype=np.uint8),
        week_cost=np.array([_week_cost(site, facts, tour, hours, week, before) for week in weeks]),
        first_state=chain.state_of(tour, facts.parameters),
        first_run=_run_before(tour),
        first_hours=hours.index[before],
        first_free_days=_free_days_before(facts, tour, weeks[0]),
    )


def _allowed(facts: PersonFacts, shifts: tuple[Shift, ...], days: Sequence[date]) -> NDArray[np.uint8]:
    """1 where every rule that looks at a duty alone lets the person work the shift on the day."""
    allowed = np.zeros((len(days), len(shifts)), dtype=np.uint8)
    for position, shift in enumerate(shifts):
        mode = work_mode(facts.person, shift)
        for number, day in enumerate(days):
            duty = duty_on(facts.person, shift, day, mode)
            allowed[number, position] = all(case.ok for rule in DUTY_RULES for case in rule.cases(facts, duty, shift))
    return allowed


def _week_allowed(facts: PersonFacts, hours: WeekHours, week: date) -> NDArray[np.bool_]:
    """Which pairs of hours the person may reach in the site week."""
    most = [facts.parameters.max_paid_minutes_week]
    most += [
        limit.minutes for limit in facts.limits_in_week(week, "max_paid_minutes_week") if limit.minutes is not None
    ]
    overtime = _overtime(facts, hours)
    return (hours.paid_min <= min(most)) & (overtime <= overtime_cap_min(facts, week))


def _overtime(facts: PersonFacts, hours: WeekHours) -> NDArray[np.int64]:
    pairs = zip(hours.paid_min, hours.over_min, strict=True)
    return np.array([overtime_min(facts, int(paid), int(over)) for paid, over in pairs])


def _week_cost(
    site: Site, facts: PersonFacts, tour: Tour, hours: WeekHours, week: date, before: Hours
) -> NDArray[np.float64]:
    """Points for each pair of hours: contract hours not given, and hours beyond the contract."""
    window = tour.window
    owed_min = due_min(facts, week, window.start, window.last)
    given_min = hours.paid_min - (before[0] if week < window.start else 0)
    under_h = np.maximum(0, owed_min - given_min) / MINUTES_AN_HOUR
    beyond_h = np.maximum(_overtime(facts, hours), given_min - owed_min).clip(0) / MINUTES_AN_HOUR
    weights = site.rules.weights
    cost: NDArray[np.float64] = under_h * weights.contract_under_per_hour + beyond_h * weights.overtime_per_hour
    return cost


def premium_points(site: Site, facts: PersonFacts, days: Sequence[date]) -> NDArray[np.float64]:
    """Points of night and holiday premium (article 56) for every day and shift, by the hours of the duty."""
    weights = site.rules.weights
    nights = np.array([shift.night_min for shift in site.shifts]) / MINUTES_AN_HOUR * weights.night_premium_per_hour
    paid = np.array([shift.paid_min for shift in site.shifts]) / MINUTES_AN_HOUR * weights.holiday_premium_per_hour
    on_holiday = np.array([[float(day in facts.holidays)] for day in days])
    points: NDArray[np.float64] = nights[None, :] + on_holiday * paid[None, :]
    return points


def _run_before(tour: Tour) -> int:
    """On how many days in a row up to the eve of the window a duty started."""
    days = {duty.day for duty in tour.previous}
    run = 0
    while tour.window.start - timedelta(days=run + 1) in days:
        run += 1
    return run


def _free_days_before(facts: PersonFacts, tour: Tour, week: date) -> int:
    """Days of the first site week before the window that no duty touches."""
    touched = {day for duty in tour.previous for day in duty.touched_days()}
    before = (tour.window.start - week).days
    return sum(week + timedelta(days=n) not in touched for n in range(before))
