"""The most that any legal roster of those who come could answer while others are gone: a bound that asks no roster.

It knows the people, the shifts and the rules, and no roster that was found or published. See
`staffing/most_answered.py` for why it is a bound.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from domain.roster import PlanningWindow
from domain.site import Site
from pipeline.scenario_curve import curve_near
from pipeline.scenario_laid import Laid, Scene
from pipeline.scenario_scene import Absent
from scheduling.duty_verdicts import DutyVerdicts
from scheduling.facts import facts_by_person
from scheduling.rules.rule import PersonFacts
from scheduling.rules.weekly_hours import overtime_cap_min
from staffing.most_answered import Crew, DayShift, MostAnswered, most_answered

DAY = timedelta(days=1)
TIMES = 3  # curves are made this often: near the requirement, then twice near the program's own answer


@dataclass(frozen=True, slots=True)
class RosterBound:
    """No legal roster of those who come answers more: as a share of the live contacts of the time, by curves.

    `any_days` lets everybody work on any day; `own_days` only on the days on which they have a published duty.
    """

    any_days: float
    own_days: float


def roster_bound(scene: Scene, laid: Laid, moments: set[pd.Timestamp], offered: float) -> RosterBound:
    """The bounds for the intervals at these moments, in which so many live contacts come."""
    assert laid.absent is not None
    everybody = _crews(scene, laid.absent, None)
    published = {(duty.agent_id, duty.day) for duty in scene.roster.duties}
    return RosterBound(
        _share(scene, laid, everybody, moments, offered),
        _share(scene, laid, _crews(scene, laid.absent, published), moments, offered),
    )


def _share(scene: Scene, laid: Laid, crews: list[Crew], moments: set[pd.Timestamp], offered: float) -> float:
    rest_min = scene.site.rules.parameters.min_rest_between_duties_h * 60
    live = {queue.id for queue in laid.config.queue if queue.goal.max_backlog_h is None}
    found: MostAnswered | None = None
    for _ in range(TIMES):
        curve = curve_near(scene, laid, moments, None if found is None else found.frame)
        found = most_answered(crews, curve[curve["queue"].isin(live)], int(rest_min), scene.site.interval_min)
    assert found is not None
    return min(1.0, found.answered / offered) if offered else 1.0


def _crews(scene: Scene, absent: Absent, published: set[tuple[str, date]] | None) -> list[Crew]:
    """Those who come by what they know and may do, over the days whose duties may reach into the time."""
    site = scene.site
    first, last = absent.start.date() - DAY, (absent.end - timedelta(microseconds=1)).date()
    days = [first + number * DAY for number in range((last - first).days + 1)]
    facts = facts_by_person(site, PlanningWindow(first, len(days)))
    live = frozenset(queue.id for queue in site.queues if queue.goal.max_backlog_h is None)
    duties = _duties(site, days, absent.start, absent.end)
    verdicts = DutyVerdicts()
    alike: Counter[tuple[frozenset[str], tuple[DayShift, ...], tuple[tuple[date, int], ...]]] = Counter()
    for person in site.agents:
        if person.id in absent.people:
            continue
        own = [each for each in duties if published is None or (person.id, each.day) in published]
        may = tuple(each for each in own if not verdicts.first_broken(facts[person.id], each.day, each.shift))
        if may and person.skills & live:
            weeks = tuple(sorted(_most_paid_min(facts[person.id], may).items()))
            alike[person.skills & live, may, weeks] += 1
    return [Crew(people, skills, may, dict(weeks)) for (skills, may, weeks), people in alike.items()]


def _duties(site: Site, days: list[date], start: datetime, end: datetime) -> list[DayShift]:
    """Every shift on a day that has a minute in the time."""
    found = [DayShift(day, shift) for day in days for shift in site.shifts]
    return [each for each in found if each.start < end and each.after(each.shift.span_min) > start]


def _most_paid_min(facts: PersonFacts, duties: tuple[DayShift, ...]) -> Mapping[date, int]:
    """Most paid minutes of each site week: contract and overtime agreed to, the law's most, limits of the week."""
    found = {}
    for week in {facts.week_of(each.day) for each in duties}:
        parameters = facts.parameters
        usual = min(parameters.standard_minutes_week, facts.person.contract_min_week) + overtime_cap_min(facts, week)
        own = [limit.minutes or 0 for limit in facts.limits_in_week(week, "max_paid_minutes_week")]
        found[week] = min([usual, parameters.max_paid_minutes_week, *own])
    return found
