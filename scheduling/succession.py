"""What may follow what: the rules on rest and nights between duties as a small automaton for the tour builder.

A state says what matters of the last duty at the start of a day: when it ended, whether it was a night, how many nights
ended with it, and how many days ago it began. States that allow the same futures are one.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

import numpy as np
from numpy.typing import NDArray

from domain.roster import Duty
from domain.rule_pack import RuleParameters
from domain.shifts import MINUTES_A_DAY, Shift
from scheduling.rules.night_runs import is_night, nights_in_a_row, rested_after_nights
from scheduling.rules.rest_between_duties import long_enough
from scheduling.rules.rule import Tour

ANY_DAY = date(2001, 1, 1)  # the automaton knows no dates; a Monday stands in where a rule asks for times
LONG_AGO_DAYS = 8


@dataclass(frozen=True, slots=True)
class LastDuty:
    """The last duty as the rules see it `days_ago` days after the day on which it began."""

    end_min: int
    night_min: int
    nights: int
    days_ago: int

    @property
    def touches_today(self) -> bool:
        """Whether the duty began yesterday and ends today."""
        return self.days_ago == 1 and self.end_min > MINUTES_A_DAY

    def later(self) -> "LastDuty":
        """The same duty seen a day later; after long enough it no longer matters which it was."""
        if self.days_ago + 1 >= LONG_AGO_DAYS:
            return NOTHING_BEFORE
        return LastDuty(self.end_min, self.night_min, self.nights, self.days_ago + 1)


NOTHING_BEFORE = LastDuty(0, 0, 0, LONG_AGO_DAYS)
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


def last_duty(tour: Tour, parameters: RuleParameters) -> LastDuty:
    """What matters of the duties before the window on its first day."""
    if not tour.previous:
        return NOTHING_BEFORE
    duty = tour.previous[-1]
    days_ago = (tour.window.start - duty.day).days
    if days_ago >= LONG_AGO_DAYS:
        return NOTHING_BEFORE
    end_min = round((duty.end - datetime.combine(duty.day, time_of_day())) / timedelta(minutes=1))
    return LastDuty(end_min, duty.night_min, nights_in_a_row(parameters, tour.previous)[-1], days_ago)


def succession(shifts: tuple[Shift, ...], parameters: RuleParameters, first: Iterable[LastDuty]) -> Succession:
    """The automaton over all states that can be reached from nothing and from the given first states."""
    followers: dict[LastDuty, Followers] = {}
    to_do = [NOTHING_BEFORE, *sorted(set(first), key=repr)]
    while to_do:
        state = to_do.pop()
        if state not in followers:
            followers[state] = tuple(_follower(state, shift, parameters) for shift in shifts)
            to_do += [follower for follower in (*followers[state], state.later()) if follower is not None]
    return _merged(followers)


def _follower(state: LastDuty, shift: Shift, parameters: RuleParameters) -> LastDuty | None:
    """The state on the day after the shift, or None where the rules forbid it in this state."""
    earlier = _sample_duty(ANY_DAY - timedelta(days=state.days_ago), state.end_min - 1, state.end_min)
    later = _sample_duty(ANY_DAY, shift.start_min, shift.end_min)
    nights = int(is_night(parameters, later))
    if nights and state.nights and state.days_ago == 1:
        nights = state.nights + 1
    allowed = (
        long_enough(parameters, earlier, later)
        and rested_after_nights(parameters, state.nights, earlier, later)
        and nights <= parameters.max_consecutive_nights
    )
    return LastDuty(shift.end_min, shift.night_min, nights, 1) if allowed else None


def _sample_duty(day: date, start_min: int, end_min: int) -> Duty:
    midnight = datetime.combine(day, time_of_day())
    start, end = midnight + timedelta(minutes=start_min), midnight + timedelta(minutes=end_min)
    return Duty("", "agent", "", day, "", start, end, 0, "site")


def _merged(followers: Mapping[LastDuty, Followers]) -> Succession:
    """States with the same futures made one, by refining a partition until it is stable (Moore 1956)."""
    states = [NOTHING_BEFORE, *sorted((state for state in followers if state != NOTHING_BEFORE), key=repr)]
    number = dict.fromkeys(states, 0)
    while True:
        refined = _numbered({state: (number[state], *_seen(state, followers[state], number)) for state in states})
        if len(set(refined.values())) == len(set(number.values())):
            break
        number = refined
    leaders = {number[state]: state for state in reversed(states)}
    order = [leaders[position] for position in range(len(leaders))]
    after_duty = [[-1 if later is None else number[later] for later in followers[state]] for state in order]
    return Succession(
        after_duty=np.array(after_duty, dtype=np.int16),
        after_off=np.array([number[state.later()] for state in order], dtype=np.int16),
        touches_today=np.array([state.touches_today for state in order], dtype=np.uint8),
        index=number,
    )


def _seen(state: LastDuty, followers: Followers, number: Mapping[LastDuty, int]) -> tuple[Hashable, ...]:
    after_duty = tuple(-1 if later is None else number[later] for later in followers)
    return state.touches_today, after_duty, number[state.later()]


def _numbered(parts: Mapping[LastDuty, Hashable]) -> dict[LastDuty, int]:
    seen: dict[Hashable, int] = {}
    return {state: seen.setdefault(part, len(seen)) for state, part in parts.items()}
