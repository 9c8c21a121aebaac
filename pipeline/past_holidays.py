"""Duties on holidays of past years, `past_holidays.csv`, and how a roster gives the next ones to those who had fewest.

Whoever had more than the fewest dislikes a duty on each coming holiday by so much more, as a wish for the day off: a
soft rule like any other, and no rule of rest or law gives way to it. Nobody is named in a report, and nothing ranks.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from domain.people import Preference
from domain.roster import Duty
from domain.site import Site
from domain.tables import read_table

PER_DUTY = 0.5  # units of a wish for a day off: half a wish for each duty more than the fewest


def read_past_holidays(path: Path, site: Site) -> Mapping[str, int]:
    """By person how many duties on holidays in past years; people who left are let through unread."""
    table = read_table(path, ("agent_id", "date"))
    found = Counter[str]()
    seen: set[tuple[str, date]] = set()
    for row in table.cells():
        place = row.word("agent_id"), row.day("date")
        if place in seen:
            table.complain(row.number, "date", f"{place[1]}", f"each day of {place[0]} once")
        seen.add(place)
        found[place[0]] += 1
    table.finish()
    return {person.id: found[person.id] for person in site.people}


def with_even_holidays(site: Site, past: Mapping[str, int], holidays: Sequence[date]) -> Site:
    """The site with a wish for each of these days off, the larger the more such duties a person has had."""
    fewest = min((past.get(person.id, 0) for person in site.people), default=0)
    wishes = tuple(
        Preference(person.id, day, "off", PER_DUTY * (past[person.id] - fewest))
        for person in site.people
        if past.get(person.id, 0) > fewest
        for day in holidays
    )
    return replace(site, preferences=(*site.preferences, *wishes))


def over_years(past: Mapping[str, int], duties: Sequence[Duty], holidays: Collection[date]) -> Mapping[str, int]:
    """By person the duties on holidays of past years and of this roster together."""
    now = Counter(duty.agent_id for duty in duties if duty.day in holidays)
    return {agent_id: count + now[agent_id] for agent_id, count in past.items()}


def deviation(counts: Mapping[str, int]) -> float:
    """How far people's duties lie from their mean: the standard deviation, in duties."""
    return float(np.std(list(counts.values()))) if counts else 0.0
