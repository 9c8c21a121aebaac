"""Duties away from the site: who may have them in a scenario, and how many desks the others take at once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import numpy as np

from domain.roster import Roster
from domain.site import Site
from scheduling.rules.seats import on_site

SEED = 0


def remote_agents(site: Site, share: float) -> frozenset[str]:
    """So large a share of the agents who may work away from the site: those who may now come first, then by lot.

    A larger share holds everybody of a smaller one.
    """
    agents = sorted(site.agents, key=lambda person: person.id)
    lots = np.random.default_rng(SEED).permutation(len(agents))
    order = sorted(zip(agents, lots, strict=True), key=lambda drawn: (drawn[0].mode == "site", drawn[1]))
    return frozenset(person.id for person, _ in order[: round(share * len(agents))])


def with_remote(site: Site, share: float) -> Site:
    """The site with that share of its agents free to work away from it, and all others at it."""
    remote = remote_agents(site, share)
    people = tuple(
        replace(person, mode="any" if person.id in remote else "site") if person.role == "agent" else person
        for person in site.people
    )
    return replace(site, people=people)


def desks_taken(site: Site, roster: Roster, remote: Collection[str]) -> Counter[datetime]:
    """Desks taken by interval where these people work away from the site whenever their shift may be worked so."""
    away = {shift.id for shift in site.shifts if shift.mode != "site"}
    duties = tuple(
        replace(duty, mode="remote" if duty.agent_id in remote and duty.shift in away else "site")
        for duty in roster.duties
    )
    return on_site(site, replace(roster, duties=duties))
