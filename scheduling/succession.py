"""What may follow what: the rules on rest and nights between duties as a small automaton for the tour builder.

A state says what matters of the last duty at the start of a day: when it ended, whether it was a night, how many nights
ended with it, and how many days ago it began. States that allow the same futures are one.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from math import ceil

import numpy as np
from numpy.typing import NDArray

from domain.roster import Duty
from domain.rule_parameters import RuleParameters
from domain.shifts import MINUTES_A_DAY, Shift
from scheduling.rules import rest_after_nights, rest_between_duties, weekly_rest
from scheduling.rules.consecutive_nights import few_enough, night_number, nights_in_a_row
from scheduling.rules.rule import Tour
from scheduling.rules.weekly_rest import HOURS_A_DAY

ANY_DAY = date(2001, 1, 1)  # the automaton knows no dates; a Monday stands in where a rule asks for times
LEAST_MEMORY_DAYS = 8
FOREVER_DAYS = 10_000
LONGEST_DUTY_DAYS = 2


@dataclass(frozen=True, slots=True)
class LastDuty:
    """The last duty as the rules see it `days_ago` days after the day on which it began."""

    end_min: int
    nights: int
    days_ago: int

    @property
    def touches_today(self) -> bool:
        """Whether the duty began yesterday and ends today."""
        return self.days_ago == 1 and self.end_min > MINUTES_A_DAY

    def later(self, memory_days: int) -> "LastDuty":
        """The same duty seen a day later; after so many days it no longer matters which it was."""
        if self.days_ago + 1 >= memory_days:
            return NOTHING_BEFORE
        return LastDuty(self.end_min, self.nights, self.days_ago + 1)


NOTHING_BEFORE = LastDuty(0, 0, FOREVER_DAYS)
type Followers = tuple[LastDuty | None, ...]


@dataclass(frozen=True, slots=True)
class Succession:
    """The automaton: `after_duty[state, shift]` and `after_off[state]` give the next day's state, -1: forbidden."""

    after_duty: NDArray[np.int16]
    after_off: NDArray[np.int16]
    touches_today: NDArray[np.uint8]
    index: Mapping[LastDuty, int]

    @property
    def states(self) -> int:
        """Number of states."""
        return len(self.after_off)

    def state_of(self, tour: Tour, parameters: RuleParameters) -> int:
        """The state on the first day of the window, after the duties before it."""
        return self.index[last_duty(tour, parameters)]


def memory_days(parameters: RuleParameters) -> int:
    """After how many days every rest that a rule may ask for has passed, whatever duty it was."""
    longest_h = max(
        parameters.min_rest_between_duties_h, parameters.min_rest_around_day_off_h, parameters.min_rest_after_nights_h
    )
    return max(LEAST_MEMORY_DAYS, LONGEST_DUTY_DAYS + ceil(longest_h / HOURS_A_DAY))


def last_duty(tour: Tour, parameters: RuleParameters) -> LastDuty:
    """What matters of the duties before the window on its first day."""
    if not tour.previous:
        return NOTHING_BEFORE
    duty = tour.previous[-1]
    days_ago = (tour.window.start - duty.day).days
    if days_ago >= memory_days(parameters):
        return NOTHING_BEFORE
    end_min = round((duty.end - datetime.combine(duty.day, time_of_day())) / timedelta(minutes=1))
    return LastDuty(end_min, nights_in_a_row(parameters, tour.previous)[-1], days_ago)


def succession(shifts: tuple[Shift, ...], parameters: RuleParameters, first: Iterable[LastDuty]) -> Succession:
    """The automaton over all states that can be reached from nothing and from the given first states."""
    followers: dict[LastDuty, Followers] = {}
    later: dict[LastDuty, LastDuty] = {}
    memory = memory_days(parameters)
    to_do = [NOTHING_BEFORE, *sorted(set(first), key=repr)]
    while to_do:
        state = to_do.pop()
        if state not in followers:
            followers[state] = tuple(_follower(state, shift, parameters) for shift in shifts)
            later[state] = state.later(memory)
            to_do += [follower for follower in (*followers[state], later[state]) if follower is not None]
    return _merged(followers, later)


def _follower(state: LastDuty, shift: Shift, parameters: RuleParameters) -> LastDuty | None:
    """The state on the day after the shift, or None where the rules forbid it in this state."""
    earlier = _sample_duty(ANY_DAY - timedelta(days=state.days_ago), state.end_min - 1, state.end_min)
    later = _sample_duty(ANY_DAY, shift.start_min, shift.end_min)
    nights = night_number(state.nights, timedelta(days=state.days_ago)) if parameters.is_night(later) else 0
    allowed = (
        rest_between_duties.long_enough(parameters, earlier, later)
        and weekly_rest.long_enough(parameters, earlier, later)
        and rest_after_nights.long_enough(parameters, state.nights, earlier, later)
        and few_enough(parameters, nights)
    )
    return LastDuty(shift.end_min, nights, 1) if allowed else None


def _sample_duty(day: date, start_min: int, end_min: int) -> Duty:
    midnight = datetime.combine(day, time_of_day())
    start, end = midnight + timedelta(minutes=start_min), midnight + timedelta(minutes=end_min)
    return Duty("", "agent", "", day, "", start, end, 0, "site")


def _merged(followers: Mapping[LastDuty, Followers], later: Mapping[LastDuty, LastDuty]) -> Succession:
    """States with the same futures made one, by refining a partition until it is stable (Moore 1956)."""
    states = [NOTHING_BEFORE, *sorted((state for state in followers if state != NOTHING_BEFORE), key=repr)]
    number = dict.fromkeys(states, 0)
    while True:
        refined = _numbered(
            {state: (number[state], *_seen(state, followers[state], later[state], number)) for state in states}
        )
        if len(set(refined.values())) == len(set(number.values())):
            break
        number = refined
    leaders = {number[state]: state for state in reversed(states)}
    order = [leaders[position] for position in range(len(leaders))]
    after_duty = [[-1 if after is None else number[after] for after in followers[state]] for state in order]
    return Succession(
        after_duty=np.array(after_duty, dtype=np.int16),
        after_off=np.array([number[later[state]] for state in order], dtype=np.int16),
        touches_today=np.array([state.touches_today for state in order], dtype=np.uint8),
        index=number,
    )


def _seen(
    state: LastDuty, followers: Followers, later: LastDuty, number: Mapping[LastDuty, int]
) -> tuple[Hashable, ...]:
    after_duty = tuple(-1 if after is None else number[after] for after in followers)
    return state.touches_today, after_duty, number[later]


def _numbered(parts: Mapping[LastDuty, Hashable]) -> dict[LastDuty, int]:
    seen: dict[Hashable, int] = {}
    return {state: seen.setdefault(part, len(seen)) for state, part in parts.items()}
