"""Why a goal kept by contacts is missed, in a planner's words: whose work could answer more."""

from datetime import timedelta

from domain.roster import Roster
from domain.site import Site
from scheduling.contacts import Promise

HOUR = timedelta(hours=1)


def missed_sentence(site: Site, roster: Roster, promise: Promise) -> str:
    """How many contacts a goal lacks, how many agents know its queue, and how much of their work is on others."""
    goal = promise.goal
    missing = goal.response_rate * promise.offered - promise.answered
    knows = {person.id for person in site.agents if goal.queue in person.skills}
    on_it, elsewhere = timedelta(), timedelta()
    for found in roster.activities:
        if found.activity != "work" or found.agent_id not in knows:
            continue
        if goal.first_day <= found.start.date() <= goal.last_day:
            if found.queue == goal.queue:
                on_it += found.end - found.start
            else:
                elsewhere += found.end - found.start
    told = (
        f"{goal.queue}, {goal.first_day} to {goal.last_day}: {missing:,.1f} contacts fewer are expected to be answered "
        f"than {goal.response_rate:.1%} of {promise.offered:,.0f}. Agents who know the queue: {len(knows):,}; "
        f"they work {on_it / HOUR:,.1f} hours on it and {elsewhere / HOUR:,.1f} on other queues in these days."
    )
    if elsewhere or not knows:
        return told
    return f"{told} More agents who know it, or more of their hours, are needed."
