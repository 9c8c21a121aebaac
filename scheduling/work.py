"""Work counted in seconds that a plain core takes for it, so that a search can go by what it does and not by the clock.

How long a step takes differs from run to run, so a search that shares out its time gives another roster each time. What
it does can be counted: people priced, changes tried, how often HiGHS looks whether it is to end. The seconds for each
were measured (`python -m bench.counted_work`) and need not be exact; they only have to be the same every time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from scheduling.arena import Arena
from scheduling.watch import Watch

CHANGES_A_SECOND = 1_000_000  # small changes of a roster that a core tries
A_DUTY, AN_INTERVAL = 0.2e-6, 0.12e-6  # seconds of a round of the bound for a duty that somebody may have, for a need
REPLY_DUTY, REPLY_INTERVAL = 0.35e-6, 0.03e-6  # of the best tour given all others', for the same
A_LOOK, LOOK_POWER = 1.3e-6, 1.3  # of HiGHS between two looks, times its columns to this power
A_COLUMN = 1e-4  # until PuLP has built a column of a program and handed it over


def round_seconds(arena: Arena, threads: int) -> float:
    """Seconds of a round of the bound."""
    people, days, shifts = arena.allowed.shape
    periods, queues = arena.need.shape
    return float(A_DUTY * people * days * shifts / max(1, threads) + AN_INTERVAL * periods * (queues + 2))


def turn_seconds(arena: Arena) -> float:
    """Seconds until everybody in turn has taken the best tour given all others'."""
    people, days, shifts = arena.allowed.shape
    return float(people * (REPLY_DUTY * days * shifts + REPLY_INTERVAL * len(arena.need)))


def change_seconds(changes: float) -> float:
    """Seconds of so many small changes of a roster on a core."""
    return changes / CHANGES_A_SECOND


def _never(_: highspy.HighsCallbackEvent) -> bool:
    return False


@dataclass(slots=True)
class Looks:
    """How often HiGHS has looked whether it is to end, which it does at the same points of its search every time."""

    most: float
    enough: Callable[[highspy.HighsCallbackEvent], bool] = _never
    taken: int = 0

    def look(self, event: highspy.HighsCallbackEvent) -> None:
        """Count a look, and have HiGHS end with the last, or where enough is known."""
        self.taken += 1
        if self.taken >= self.most or self.enough(event):
            event.interrupt()


def run_highs(
    highs: highspy.Highs,
    watch: Watch,
    seconds: float,
    enough: Callable[[highspy.HighsCallbackEvent], bool] | None = None,
) -> float:
    """Run HiGHS for so many seconds, of counted work or of the clock as the search goes; the seconds that it took.

    `enough` says from what HiGHS knows so far whether it may end.
    """
    began, is_counted = watch.seconds(), watch.options.counted_s is not None
    a_look = float(A_LOOK * highs.getNumCol() ** LOOK_POWER)
    looks = Looks(max(1, round(seconds / a_look)) if is_counted else np.inf, enough or _never)
    most_s = max(0.1, watch.options.time_limit_s - began) if is_counted else seconds
    highs.setOptionValue("time_limit", most_s)
    if is_counted or enough is not None:
        highs.cbMipInterrupt.subscribe(looks.look)
    highs.run()
    if is_counted or enough is not None:
        highs.cbMipInterrupt.unsubscribe(looks.look)
    return a_look * looks.taken if is_counted else watch.seconds() - began
