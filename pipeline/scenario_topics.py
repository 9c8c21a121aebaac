"""Contacts that no longer reach an agent, by topic: what a pilot settled of each, and how far its ramp has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from domain.day_types import day_types, demand_calendar
from domain.errors import ConfigError, DataError, Problem
from domain.roster import PlanningWindow
from domain.scenarios import Deflection, TopicPilot
from domain.site import Site
from domain.topics import TopicShares, read_topics
from staffing.compiling import FloatArray
from staffing.pilot_rates import pilot_rate

TOPICS_FILE = "topics.csv"


@dataclass(frozen=True, slots=True)
class Topics:
    """Shares by topic and hour, which days are days off, and rates that take the place of the pilots' own."""

    shares: TopicShares
    days_off: frozenset[date]
    rates: Mapping[str, float] = field(default_factory=dict)


def site_topics(site_dir: Path, site: Site, window: PlanningWindow) -> Topics | None:
    """The site's topics over some days; None where it has no `topics.csv`."""
    shares = read_topics(site_dir / TOPICS_FILE)
    if shares is None:
        return None
    section = site.config.site
    calendar = demand_calendar(section.country, window.start, window.last, section.region)
    days = day_types(calendar, window.start, window.last)
    temporary = {day for day in site.temporary_holidays if window.holds(day)}
    return Topics(shares, frozenset({day.date for day in days if day.is_day_off} | temporary))


def reach(from_date: date | None, full_on: date | None, day: date) -> float:
    """How far a ramp has come: 0 before its first day, 1 from `full_on` on, straight in between."""
    if from_date is None:
        return 1.0
    if day < from_date:
        return 0.0
    if full_on is None or day >= full_on:
        return 1.0
    return (day - from_date) / (full_on - from_date)


def reach_of(deflection: Deflection, pilot: TopicPilot, day: date) -> float:
    """How far the ramp of a topic has come; one without days of its own has those of the whole deflection."""
    if pilot.from_date is None:
        return reach(deflection.from_date, deflection.full_on, day)
    return reach(pilot.from_date, pilot.full_on, day)


def rate_of(pilot: TopicPilot, topics: Topics) -> float:
    """The share of the topic's contacts that is settled once its ramp is done."""
    return topics.rates.get(pilot.name, pilot_rate(pilot.tried, pilot.taken).mean)


def taken_by_topic(deflection: Deflection, topics: Topics | None, stamps: "pd.Series[pd.Timestamp]") -> FloatArray:
    """The share of the contacts of each interval that is settled without an agent, all topics together."""
    known = refuse_unknown_topics(deflection, topics)
    rates = {pilot.name: rate_of(pilot, known) for pilot in deflection.topic}
    hours = pd.MultiIndex.from_arrays([stamps.dt.date, stamps.dt.hour])
    found = {
        (day, hour): sum(
            known.shares.of_hour(pilot.name, hour, day in known.days_off)
            * rates[pilot.name]
            * reach_of(deflection, pilot, day)
            for pilot in deflection.topic
        )
        for day, hour in hours.unique()
    }
    return np.array([found[place] for place in hours], dtype=float)


def refuse_unknown_topics(deflection: Deflection, topics: Topics | None) -> Topics:
    """The topics, if they hold every one that the deflection names."""
    if topics is None:
        raise ConfigError(f"The deflection is by topic, but the site has no {TOPICS_FILE} that says when each is asked")
    wrong = [pilot.name for pilot in deflection.topic if pilot.name not in topics.shares.topics]
    if wrong:
        expected = f"one of {', '.join(topics.shares.topics)}, as in {TOPICS_FILE}"
        raise DataError([Problem("the scenario", None, "deflection.topic", name, expected) for name in wrong])
    return topics
