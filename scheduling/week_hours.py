"""Hours of a site week as a small automaton: which (paid, daily overtime) pairs can be reached, and what they mean.

The rules on weekly hours look at two sums only, so the tour builder carries one index instead of two numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.rule_parameters import RuleParameters
from domain.shifts import Shift
from scheduling.rules.weekly_hours import Hours, daily_over_min

NO_HOURS: Hours = (0, 0)
WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class WeekHours:
    """Reachable pairs in minutes, and `after_duty[pair, shift]`, -1 where the week would be too long for anybody."""

    paid_min: NDArray[np.int64]
    over_min: NDArray[np.int64]
    after_duty: NDArray[np.int16]
    index: dict[Hours, int]

    def pairs(self) -> list[Hours]:
        """The pairs in order."""
        return list(self.index)


def week_hours(
    shifts: tuple[Shift, ...], parameters: RuleParameters, most_over_min: int, first: Iterable[Hours]
) -> WeekHours:
    """The pairs that can be reached from nothing and from the given first pairs within the limits of the rule pack."""
    starts = [NO_HOURS, *sorted(set(first) - {NO_HOURS})]
    index: dict[Hours, int] = {pair: position for position, pair in enumerate(starts)}
    pairs, after = list(starts), []
    position = 0
    while position < len(pairs):
        row = []
        for shift in shifts:
            pair = _after(pairs[position], shift, parameters)
            if pair[0] > parameters.max_paid_minutes_week or pair[1] > most_over_min:
                row.append(-1)
                continue
            if pair not in index:
                index[pair] = len(pairs)
                pairs.append(pair)
            row.append(index[pair])
        after.append(row)
        position += 1
    return WeekHours(
        paid_min=np.array([paid for paid, _ in pairs], dtype=np.int64),
        over_min=np.array([over for _, over in pairs], dtype=np.int64),
        after_duty=np.array(after, dtype=np.int16),
        index=index,
    )


def _after(pair: Hours, shift: Shift, parameters: RuleParameters) -> Hours:
    return pair[0] + shift.paid_min, pair[1] + daily_over_min(parameters, shift.paid_min)
