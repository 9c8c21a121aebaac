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
from domain.scenarios import Scenario
from domain.site import Site
from pipeline.scenario_curve import curve_near
from pipeline.scenario_laid import Laid, Scene
from pipeline.scenario_run import ScenarioOutcome
from pipeline.scenario_scene import Absent, absent_of, scenario_config, scenario_forecast
from scheduling.duty_verdicts import DutyVerdicts
from scheduling.facts import facts_by_person
from scheduling.rules.rule import PersonFacts
from scheduling.rules.weekly_hours import overtime_cap_min
from staffing.most_answered import Crew, DayShift, MostAnswered, most_answered

DAY = timedelta(days=1)
TIMES = 3  # curves are made this often: near the requirement, then twice near the program's own answer


@dataclass(frozen=True, slots=True, eq=False)
class RosterBound:
    """No legal roster of those who come answers more: as a share of the live contacts of the time, by curves.

    `any_days` lets everybody work on any day; `own_days` only on the days on which they have a published duty. `use`
    is where the first one has its agents: interval_start (local), queue, agents; whole people come near it.
    """

    any_days: float
    own_days: float
    use: pd.DataFrame


def roster_bound(scene: Scene, scenario: Scenario, outcome: ScenarioOutcome) -> RosterBound | None:
    """The bounds for the time in which people are gone; None where nobody is, or not on these days."""
    absent = absent_of(scene.site, scenario.gone, scene.window)
    if absent is None or outcome.hold is None:
        return None
    config = scenario_config(scene.site.config, scenario)
    forecast = scenario_forecast(scene.forecast, scenario, scene.topics)
    laid = Laid(config, forecast, outcome.needed, scene.roster, absent)
    live = outcome.hold.frame.dropna(subset=["answered"])
    moments, offered = set(live["interval_start"]), float(live["offered"].sum())
    published = {(duty.agent_id, duty.day) for duty in scene.roster.duties}
    any_days = _most(scene, laid, _crews(scene, absent, None), moments)
    own_days = _most(scene, laid, _crews(scene, absent, published), moments)
    return RosterBound(_share(any_days, offered), _share(own_days, offered), any_days.frame)


def _share(found: MostAnswered, offered: float) -> float:
    return min(1.0, found.answered / offered) if offered else 1.0


def _most(scene: Scene, laid: Laid, crews: list[Crew], moments: set[pd.Timestamp]) -> MostAnswered:
    """The most by curves that are true near the very use that has it."""
    rest_min = round(scene.site.rules.parameters.min_rest_between_duties_h * 60)
    live = {queue.id for queue in laid.config.queue if queue.goal.max_backlog_h is None}
    found: MostAnswered | None = None
    for _ in range(TIMES):
        curve = curve_near(scene, laid, moments, None if found is None else found.frame)
        found = most_answered(crews, curve[curve["queue"].isin(live)], rest_min, scene.site.interval_min)
    assert found is not None
    return found


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
