"""Where the meal and the rests of a shift may lie: plans that keep every rule on meals and rests by construction.

A plan fixes when the meal begins (on an interval of the site, counted from the shift's start) and gives each rest a
window of starts. The windows are cut such that any choice of one start in each keeps the rests apart from the meal,
from the duty's ends and from each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.errors import ConfigError
from domain.rule_parameters import RuleParameters
from domain.shifts import Shift
from scheduling.rules.meal_break import is_in_place, is_long_enough

REST_GRID_MIN = 15


@dataclass(frozen=True, slots=True)
class BreakPlan:
    """A meal start (None: no meal) and, for each rest, the starts it may have; minutes after the shift's start."""

    meal_start_min: int | None
    rest_starts_min: tuple[tuple[int, ...], ...]


def break_plans(shift: Shift, parameters: RuleParameters, interval_min: int) -> tuple[BreakPlan, ...]:
    """All plans of a shift, one for each meal start; raises ConfigError where the rules leave none."""
    found = []
    for meal_start in _meal_starts(shift, interval_min):
        rests = _rest_windows(shift, parameters, meal_start)
        if rests is not None:
            found.append(BreakPlan(meal_start, rests))
    if not found or not is_long_enough(parameters, shift):
        raise ConfigError(
            f"shifts.csv, shift {shift.id}: a span of {shift.span_min} min with a meal of {shift.meal_min} min between "
            f"{shift.meal_from_min} and {shift.meal_until_min} min and {shift.rest_count} rests of {shift.rest_min} "
            f"min cannot keep the rules on meals and rests; give a longer meal, a wider window or fewer rests"
        )
    return tuple(found)


def _meal_starts(shift: Shift, interval_min: int) -> list[int | None]:
    if not shift.meal_min:
        return [None]
    latest = shift.meal_until_min - shift.meal_min
    first_boundary = -shift.start_min % interval_min
    on_boundaries = _in_place(shift, range(first_boundary, latest + 1, interval_min))
    return on_boundaries or _in_place(shift, range(shift.meal_from_min, latest + 1, REST_GRID_MIN))[:1]


def _in_place(shift: Shift, starts: Iterable[int]) -> list[int | None]:
    return [start for start in starts if is_in_place(shift, shift.span_min, start, start + shift.meal_min)]


def _rest_windows(
    shift: Shift, parameters: RuleParameters, meal_start: int | None
) -> tuple[tuple[int, ...], ...] | None:
    """A window for each rest, shared out before and after the meal by length; None where they do not fit."""
    if not shift.rest_count:
        return ()
    apart = parameters.rest_apart_minutes
    if meal_start is None:
        return _side(0, shift.span_min, shift.rest_count, shift.rest_min, apart)
    before_min, after_min = meal_start, shift.span_min - meal_start - shift.meal_min
    even = round(shift.rest_count * before_min / (before_min + after_min))
    for n_before in sorted(range(shift.rest_count + 1), key=lambda n: (abs(n - even), n)):
        before = _side(0, meal_start, n_before, shift.rest_min, apart)
        after = _side(meal_start + shift.meal_min, shift.span_min, shift.rest_count - n_before, shift.rest_min, apart)
        if before is not None and after is not None:
            return before + after
    return None


def _side(start: int, end: int, rests: int, rest_min: int, apart_min: int) -> tuple[tuple[int, ...], ...] | None:
    """Windows of starts for so many rests in the stretch between two marks, all `apart_min` from each other."""
    spare = (end - start) - apart_min * (rests + 1) - rest_min * rests
    if spare < 0:
        return None
    if not rests:
        return ()
    share = spare // rests
    windows = []
    for number in range(rests):
        first = start + apart_min + number * (rest_min + apart_min + share)
        windows.append(tuple(range(first, first + share + 1, REST_GRID_MIN)))
    return tuple(windows)
