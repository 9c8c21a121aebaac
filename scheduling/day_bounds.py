"""The bound raised by whole duties: what days cost at least at the bound's prices (`whole_days.py`).

First without whole leads, then with them, and last with lead duties dearer in weeks in which there are too few of them
(`lead_duties.py`).
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Arena, Floats, Ints
from scheduling.lead_duties import raised_by_lead_duties
from scheduling.prices import Prices
from scheduling.watch import Watch
from scheduling.whole_days import WholeDays, ask, whole_days

AT_ONCE, STRIDE = 4, 9  # days asked at a time, so many days apart
LEAST_GAIN = 0.1  # points of days asked at a time, for which whole leads are worth asking about


class DaysRaised(NamedTuple):
    """Points by which whole duties raise the bound: all together, and those of each day `[d]` at its own prices."""

    points: float
    by_day: Floats


def raised_by_days(arena: Arena, prices: Prices, watch: Watch, until: float) -> DaysRaised:
    """Points by which whole duties raise the bound at the prices; 0 where days do not come apart.

    First without whole leads, which is done in a tenth of a second a day; then with them, as long as that gains
    anything. What is left until a share of the time or work has passed is shared by the days still to be asked.
    Deterministic as long as no day needs more time than its share, or the search goes by counted work.
    """
    days = whole_days(arena, prices)
    if days is None:
        return DaysRaised(0.0, np.zeros(arena.allowed.shape[1]))
    points, leads = np.zeros((2, len(days.intervals)))
    _ask_all(days, points, leads, watch, until, whole_leads=False)
    if arena.span <= 0:
        return DaysRaised(float(points.sum()), points)
    _ask_all(days, points, leads, watch, until, whole_leads=True)
    dearer = raised_by_lead_duties(days, points, leads, watch, until)
    return DaysRaised(float(points.sum()) + dearer, points)


def _ask_all(days: WholeDays, points: Floats, leads: Floats, watch: Watch, until: float, whole_leads: bool) -> None:
    """Ask all days and write what is proven of each into `points[d]` and its lead duties into `leads[d]`, until then
    or, with whole leads, while it gains anything.
    """
    order, threads = _spread(len(days.intervals)), max(1, watch.options.threads)
    for first in range(0, len(order), AT_ONCE):
        some = order[first : first + AT_ONCE]
        left = (until - watch.share()) * watch.options.planned_s * threads / (len(order) - first)
        if left <= 0:
            break
        found = ask(days, some.tolist(), watch, left, whole_leads)
        gained = np.maximum(0.0, np.array([each.points for each in found]) - points[some])
        points[some] += gained
        leads[some] = np.maximum(leads[some], [each.leads for each in found])  # of as good answers the one with most
        if whole_leads and gained.sum() < LEAST_GAIN:
            break


def _spread(days: int) -> Ints:
    """All days, so that those next to each other in the order are far apart and of other weekdays."""
    return np.concatenate([np.arange(first, days, STRIDE) for first in range(min(STRIDE, days))])
