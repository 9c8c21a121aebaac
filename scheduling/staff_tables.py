"""Each person's part of the problem as arrays: which duties the rules allow, what they cost, what the weeks ask."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.people import Person, Preference
from domain.roster import PlanningWindow
from domain.shifts import Shift
from domain.site import Site
from scheduling.duty_verdicts import DutyVerdicts
from scheduling.duty_verdicts import duty_on as duty_on  # read here by others too
from scheduling.duty_verdicts import work_mode as work_mode
from scheduling.facts import facts_by_person, tours
from scheduling.rules import contract_hours, premium_pay
from scheduling.rules.consecutive_days import days_in_a_row
from scheduling.rules.limits import most_paid_min_of_week
from scheduling.rules.rule import PersonFacts, Tour
from scheduling.rules.weekly_hours import Hours, are_kept, hours_of_week, overtime_min
from scheduling.rules.weekly_rest import untouched_days
from scheduling.succession import Succession, last_duty, succession
from scheduling.week_hours import WeekHours, week_hours
from scheduling.wishes import wishes


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


def staff_tables(site: Site, window: PlanningWindow) -> Staff:
    """Everybody's tables for a planning window."""
    facts = facts_by_person(site, window)
    before = tours(site, (), window)
    parameters = site.rules.parameters
    chain = succession(site.shifts, parameters, {last_duty(tour, parameters) for tour in before.values()})
    weeks = _weeks(facts, window)
    first_hours = {person: hours_of_week(facts[person], tour.previous, weeks[0]) for person, tour in before.items()}
    most_over_min = max(person.max_overtime_min_week for person in site.people)
    hours = week_hours(site.shifts, parameters, most_over_min, first_hours.values())
    wished: dict[str, list[Preference]] = defaultdict(list)
    for preference in site.preferences:
        wished[preference.agent_id].append(preference)
    days, verdicts = window.dates(), DutyVerdicts()
    people = tuple(
        _person_tables(
            site, facts[person.id], before[person.id], chain, hours, weeks, wished[person.id], first_hours, verdicts
        )
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


def _person_tables(
    site: Site,
    facts: PersonFacts,
    tour: Tour,
    chain: Succession,
    hours: WeekHours,
    weeks: Sequence[date],
    wished: Sequence[Preference],
    first_hours: Mapping[str, Hours],
    verdicts: DutyVerdicts,
) -> PersonTables:
    days = tour.window.dates()
    cost = wishes(wished, days, site.shifts, site.rules.weights)
    before = first_hours[facts.person.id]
    return PersonTables(
        facts=facts,
        tour_before=tour,
        allowed=verdicts.allowed(facts, site.shifts, days),
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


def _week_allowed(facts: PersonFacts, hours: WeekHours, week: date) -> NDArray[np.bool_]:
    """Which pairs of hours the person may reach in the site week."""
    within = np.array([are_kept(facts, week, pair) for pair in hours.pairs()])
    for most_min in most_paid_min_of_week(facts, week):
        within &= hours.paid_min <= most_min
    return within


def _overtime(facts: PersonFacts, hours: WeekHours) -> NDArray[np.int64]:
    return np.array([overtime_min(facts, pair) for pair in hours.pairs()])


def _week_cost(
    site: Site, facts: PersonFacts, tour: Tour, hours: WeekHours, week: date, before: Hours
) -> NDArray[np.float64]:
    """Points for each pair of hours: contract hours not given, and hours beyond the contract."""
    window = tour.window
    owed_min = contract_hours.due_min(facts, week, window.start, window.last)
    given_min = hours.paid_min - (before[0] if week < window.start else 0)
    return contract_hours.points(site.rules.weights, owed_min, given_min, _overtime(facts, hours))


def premium_points(site: Site, facts: PersonFacts, days: Sequence[date]) -> NDArray[np.float64]:
    """Points of premium pay for every day and shift."""
    return premium_pay.points(site.rules.parameters, site.rules.weights, site.shifts, days, facts.holidays)


def _run_before(tour: Tour) -> int:
    """On how many days in a row up to the eve of the window a duty started."""
    eve = tour.window.start - timedelta(days=1)
    return days_in_a_row(tour.previous)[-1] if tour.previous and tour.previous[-1].day == eve else 0


def _free_days_before(facts: PersonFacts, tour: Tour, week: date) -> int:
    """Days of the first site week before the window that no duty touches."""
    before = (tour.window.start - week).days
    return untouched_days(tour.previous, (week + timedelta(days=n) for n in range(before)))
