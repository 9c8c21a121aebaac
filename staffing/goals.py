"""Which goals of a queue can set a requirement, and what is done differently from what they ask."""

from collections.abc import Sequence

import pandas as pd

from domain.errors import ConfigError
from domain.site_config import DEFERRED_CHANNELS, Queue
from staffing.redials import attempts_a_contact, response_by_contact


def known_queues(found: pd.Series, queues: Sequence[Queue], what: str) -> list[Queue]:
    """The site's queues that are found, in the site's order; one that the site does not have is refused."""
    names = {str(name) for name in found.unique()}
    unknown = sorted(names - {queue.id for queue in queues})
    if unknown:
        known = ", ".join(queue.id for queue in queues)
        raise ConfigError(f"{what} has queue {', '.join(unknown)}, site.toml only {known}; add a [[queue]] for it.")
    return [queue for queue in queues if queue.id in names]


def check_goal(queue: Queue) -> None:
    """Raise ConfigError where the queue's goals cannot set a requirement."""
    goal = queue.goal
    if goal.max_backlog_h is None:
        if goal.response_rate is goal.service_level is goal.max_asa_s is goal.max_occupancy is None:
            wants = "max_backlog_h" if queue.channel in DEFERRED_CHANNELS else "response_rate"
            raise ConfigError(
                f"Queue {queue.id} has no goal, so nothing says how many agents it needs; "
                f"give one under [queue.goal] in site.toml, for example {wants}."
            )
        return
    if queue.channel not in DEFERRED_CHANNELS:
        raise ConfigError(
            f"Queue {queue.id} is {queue.channel} with max_backlog_h {goal.max_backlog_h:g}, but only "
            f"{', '.join(sorted(DEFERRED_CHANNELS))} can wait for hours; take it out or change the channel."
        )
    if goal.service_level is not None or goal.max_asa_s is not None:
        given = "service_level" if goal.service_level is not None else "max_asa_s"
        raise ConfigError(
            f"Queue {queue.id} has max_backlog_h and {given}: its work is either placed within hours or answered "
            f"within seconds; keep one of the two."
        )


def unforecast_queues(forecast: pd.DataFrame, queues: Sequence[Queue]) -> list[str]:
    """A sentence for each queue that the forecast leaves out."""
    known = set(forecast["queue"])
    return [f"Queue {queue.id} is not in the forecast and gets no agents." for queue in queues if queue.id not in known]


def goal_notes(queue: Queue) -> list[str]:
    """What the requirement does differently from what the queue's goal asks, in sentences."""
    goal, notes = queue.goal, []
    by_interval = {"max_asa_s": goal.max_asa_s, "max_occupancy": goal.max_occupancy}
    whole = [name for name, given in by_interval.items() if given is not None]
    if goal.scope != "interval" and goal.max_backlog_h is None and whole:
        kept = "holds" if len(whole) == 1 else "hold"
        notes.append(f"Queue {queue.id}: {' and '.join(whole)} {kept} in every interval, not over the {goal.scope}.")
    if queue.redial_share is not None and goal.response_rate is not None:
        made = float(attempts_a_contact(goal.response_rate, queue.redial_share))
        notes.append(
            f"Queue {queue.id}: {queue.redial_share:.0%} of those not answered call again, so its forecast is taken as "
            f"contacts that make {made:.2f} attempts each; {goal.response_rate:.1%} of attempts answered are "
            f"{response_by_contact(goal.response_rate, queue.redial_share):.1%} of contacts."
        )
    return notes
