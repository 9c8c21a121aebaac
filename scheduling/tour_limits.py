"""Limits on tours beyond the rules of rest: shortest stretches, weekends worked, duties of a kind in the window.

A stretch of days worked, or of days off, that lies within the window has a fewest number of days; one that touches an
end of the window may be shorter. The shortest path (`pricing.py`) and the walk (`tour_walk.py`) carry them in the
label: days off in a row go on in the numbers behind the days worked in a row, until they are enough; weekends worked
share a number with the free days of the week. Duties of a kind would need a number of labels for each kind: they are
counted over the whole tour, the bound gives them prices. Who asks for none of this pays for none of it: every
dimension then has one entry.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduling.freedom import Freedom

type Ints = NDArray[np.int64]
type Bytes = NDArray[np.uint8]

MOST_RUN, LEAST_RUN, LEAST_OFF, MOST_WEEKENDS = range(4)
NO_KIND = -1
NO_WEEKEND, FIRST_DAY, LATER_DAY = 0, 1, 2
PRICE_OF_KIND = 1000.0  # points: no duty is worth more, so that no higher price of a kind makes sense


class TourLimits(NamedTuple):
    """What tours are held to, by person p, day d, shift s and kind of duty c."""

    held_to: Ints  # [p, 4]: most and fewest days worked in a row, fewest days off in a row, most weekends worked
    short_offs: int  # numbers of days off that are too few for somebody
    weekend_day: Bytes  # [d], what day of a weekend that counts
    weekends: int  # most weekends that anybody's label counts
    kind_of: Ints  # [s], kind that the duty is counted as
    most_of_kind: Ints  # [p, c]
    freedom: Freedom  # which shifts leave a tour as free as others


def no_limits(people: int, days: int, shifts: int, max_run: int, freedom: Freedom) -> TourLimits:
    """Nothing but a common limit on days in a row."""
    return TourLimits(
        held_to=np.tile([max_run, 1, 1, 0], (people, 1)).astype(np.int64),
        short_offs=0,
        weekend_day=np.zeros(days, dtype=np.uint8),
        weekends=0,
        kind_of=np.full(shifts, NO_KIND),
        most_of_kind=np.zeros((people, 0), dtype=np.int64),
        freedom=freedom,
    )


def weekend_days(days: int, saturday: int, counted: bool) -> Bytes:
    """The days of weekends that lie wholly in a window whose first Saturday is day `saturday`; none if not counted."""
    found = np.zeros(days, dtype=np.uint8)
    if counted:
        for first in range(saturday, days - 1, 7):
            found[first], found[first + 1] = FIRST_DAY, LATER_DAY
    return found
