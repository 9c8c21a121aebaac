"""A scenario laid over a plan: the site's settings, its forecast and its people as the scenario has them."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from pandera.typing.pandas import DataFrame

from domain.errors import DataError, Problem
from domain.frames import Forecast, checked
from domain.people import Leave
from domain.roster import Activity, PlanningWindow, Roster
from domain.rule_pack import read_rule_pack
from domain.scenarios import Deflection, Gone, Scenario, of_queue
from domain.site import Site
from domain.site_config import Queue, Recovery, SiteConfig
from domain.site_folder import read_shifts
from forecasting.band_sums import rate_deviations
from forecasting.quantiles import count_quantiles
from pipeline.past_holidays import read_past_holidays, with_even_holidays
from pipeline.scenario_remote import with_remote
from pipeline.scenario_topics import Topics, reach, taken_by_topic
from scheduling.facts import holidays_around
from staffing.compiling import FloatArray

ABSENCE = "absence"
STRIKE_LEAVE = "scenario"


@dataclass(frozen=True, slots=True)
class Absent:
    """Who is gone, from when until when (local)."""

    people: frozenset[str]
    start: datetime
    end: datetime

    def holds(self, agent_id: str, moment: datetime) -> bool:
        """Whether the person is gone at the moment."""
        return agent_id in self.people and self.start <= moment < self.end


def scenario_config(config: SiteConfig, scenario: Scenario) -> SiteConfig:
    """The site's settings with the scenario's goals, absence, span of control, desks and rate of abuse."""
    update: dict[str, object] = {"queue": tuple(_goals(queue, scenario) for queue in config.queue)}
    if scenario.absence is not None:
        update["shrinkage"] = {**config.shrinkage, ABSENCE: scenario.absence}
    if scenario.lead_span is not None and config.lead is not None:
        update["lead"] = config.lead.model_copy(update={"span": scenario.lead_span})
    if scenario.seats is not None:
        update["site"] = config.site.model_copy(update={"seats": scenario.seats})
    if scenario.abuse_events is not None:
        usual = config.recovery or Recovery(events_per_agent_month=scenario.abuse_events)
        update["recovery"] = usual.model_copy(update={"events_per_agent_month": scenario.abuse_events})
    return config.model_copy(update=update)


def _goals(queue: Queue, scenario: Scenario) -> Queue:
    """The queue with other goals; one whose work waits for hours has none of these."""
    if queue.goal.max_backlog_h is not None:
        return queue
    asked = {
        "response_rate": of_queue(scenario.response_rate, queue.id),
        "service_level": of_queue(scenario.service_level, queue.id),
    }
    given = {name: share for name, share in asked.items() if share is not None}
    return queue.model_copy(update={"goal": queue.goal.model_copy(update=given)}) if given else queue


def scenario_site(site_dir: Path, site: Site, scenario: Scenario, window: PlanningWindow) -> Site:
    """The site as a roster for the scenario is solved for it: catalogue, rules and the days of those who are gone."""
    pack = site.config.rules
    changed = replace(site, config=scenario_config(site.config, scenario))
    if scenario.rules:
        refuse_looser_rules(site_dir, site, scenario)
        changed = replace(changed, rules=read_rule_pack(pack.pack, {**pack.override, **scenario.rules}, site_dir))
    if scenario.shifts is not None:
        changed = replace(changed, shifts=read_shifts(site_dir / scenario.shifts))
    if scenario.remote_share is not None:
        changed = with_remote(changed, scenario.remote_share)
    if scenario.even_holidays is not None:
        past = read_past_holidays(site_dir / scenario.even_holidays, site)
        inside = [day for day in sorted(holidays_around(site, window)) if window.holds(day)]
        changed = with_even_holidays(changed, past, inside)
    absent = absent_of(site, scenario.gone, window)
    if absent is not None:
        days = [day for day in window.dates() if absent.start.date() <= day < absent.end.date()]
        off = tuple(Leave(agent_id, day, STRIKE_LEAVE) for agent_id in sorted(absent.people) for day in days)
        changed = replace(changed, leave=(*changed.leave, *off))
    return changed


def refuse_looser_rules(site_dir: Path, site: Site, scenario: Scenario) -> None:
    """Refuses a rule that the scenario would set looser than the rule pack itself has it."""
    own = read_rule_pack(site.config.rules.pack, {}, site_dir).parameters
    problems = []
    for name, value in scenario.rules.items():
        limit = int(getattr(own, name))
        is_looser = value < limit if name == "notice_days" else value > limit
        if is_looser:
            bound = "least" if name == "notice_days" else "most"
            problems.append(Problem("rules", None, name, str(value), f"at {bound} {limit}, as the rule pack has it"))
    if problems:
        raise DataError(problems)


def scenario_forecast(
    forecast: DataFrame[Forecast], scenario: Scenario, topics: Topics | None = None
) -> DataFrame[Forecast]:
    """The forecast with the scenario's volume, deflection and handling times; bands are of the new counts.

    With a factor f on the mean m the rate misses by f times as much, and counts scatter as counts of f m do.
    """
    volume = forecast["queue"].map(lambda queue: of_queue(scenario.volume, queue) or 1.0).to_numpy(float)
    handling = forecast["queue"].map(lambda queue: of_queue(scenario.aht, queue) or 1.0).to_numpy(float)
    taken = _taken(scenario.deflection, forecast, topics)
    share = scenario.deflection.share if scenario.deflection else 1.0
    longer = (scenario.deflection.stays_longer if scenario.deflection else 1.0) - 1.0
    factor = volume * (1 - taken)
    if (factor == 1).all() and (handling == 1).all():
        return forecast
    means = forecast["offered"].to_numpy(float) * factor
    missed = rate_deviations(forecast) * factor
    low, middle, high = count_quantiles(means, means + missed**2)
    same = factor == 1
    kept = {
        name: np.where(same, forecast[name].to_numpy(float), found)
        for name, found in (("p10", low), ("p50", middle), ("p90", high))
    }
    aht_s = forecast["aht_s"].to_numpy(float) * handling * (1 + longer * taken / share)
    return checked(Forecast, forecast.assign(offered=means, aht_s=aht_s, **kept))


def _taken(deflection: Deflection | None, forecast: DataFrame[Forecast], topics: Topics | None) -> FloatArray:
    """The share that is deflected of each row."""
    queues, stamps = forecast["queue"], forecast["interval_start"]
    if deflection is None:
        return np.zeros(len(queues))
    if deflection.topic:
        taken = taken_by_topic(deflection, topics, stamps)
    else:
        days = stamps.dt.date
        of_day = {day: deflection.share * reach(deflection.from_date, deflection.full_on, day) for day in set(days)}
        taken = days.map(of_day).to_numpy(float)
    named = queues.isin(deflection.queues) if deflection.queues else pd.Series(True, index=queues.index)
    return np.where(named, taken, 0.0)


def absent_of(site: Site, gone: Gone | None, window: PlanningWindow) -> Absent | None:
    """Who is gone and when: the vendors' people, and a share of the others of each role, drawn by the seed.

    Without a start it is the first day of the window.
    """
    if gone is None:
        return None
    by_vendor = {person.id for person in site.people if person.vendor in gone.vendors}
    chance = np.random.default_rng(gone.seed)
    drawn: set[str] = set()
    for role in ("agent", "lead"):
        others = sorted(person.id for person in site.people if person.role == role and person.id not in by_vendor)
        number = round(len(others) * (gone.share or 0.0))
        drawn |= {str(found) for found in chance.choice(others, number, replace=False)} if number else set()
    start = gone.start or datetime.combine(window.start, time())
    return Absent(frozenset(by_vendor | drawn), start, start + timedelta(days=gone.days))


def roster_without(roster: Roster, absent: Absent | None) -> Roster:
    """The roster as the others work it: duties, meals and rests of those who come stay to the minute."""
    if absent is None:
        return roster
    left = [part for activity in roster.activities for part in _present_parts(activity, absent)]
    duties = tuple(duty for duty in roster.duties if not absent.holds(duty.agent_id, duty.start))
    return replace(roster, duties=duties, activities=tuple(left))


def roster_held(roster: Roster, absent: Absent) -> Roster:
    """The roster of those who come, whole duty by whole duty: of those gone none is left that touches their absence."""

    def is_gone(agent_id: str, start: datetime, end: datetime) -> bool:
        return agent_id in absent.people and start < absent.end and end > absent.start

    gone = {
        (duty.agent_id, duty.start, duty.end) for duty in roster.duties if is_gone(duty.agent_id, duty.start, duty.end)
    }
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for agent_id, start, end in gone:
        spans.setdefault(agent_id, []).append((start, end))
    return replace(
        roster,
        duties=tuple(duty for duty in roster.duties if (duty.agent_id, duty.start, duty.end) not in gone),
        activities=tuple(
            part
            for part in roster.activities
            if not any(start <= part.start < end for start, end in spans.get(part.agent_id, ()))
        ),
    )


def _present_parts(activity: Activity, absent: Absent) -> list[Activity]:
    """What of an activity is left: whoever leaves at the hour has worked until then."""
    if activity.agent_id not in absent.people or activity.end <= absent.start or activity.start >= absent.end:
        return [activity]
    parts = []
    if activity.start < absent.start:
        parts.append(replace(activity, end=absent.start))
    if activity.end > absent.end:
        parts.append(replace(activity, start=absent.end))
    return parts
