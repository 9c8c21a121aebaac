"""Breaks: days from which on the level is another one, and stays so.

At every day the median of the four weeks from it on is compared with that of the four weeks before it: an event of less
than a fortnight moves neither. A break must be large, stand out from how such medians differ anyway in this series, be
a step and not a slope, and last, or be taken back by another one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.expected import robust_variance
from forecasting.series import Floats

SPAN_DAYS = 28
LEAST_AFTER_DAYS = 14  # days that a level must have held at the end of the history
LEAST_APART_DAYS = 14
LEAST_KNOWN_SHARE = 0.5
LEAST_STEP = float(np.log(1.15))
# A season learnt from two years takes a break in the middle of them for its own in part: less of it must be left.
LEAST_STEP_BEYOND_SEASON = LEAST_STEP / 2
LEAST_SCORE = 5.0  # in standard deviations of a difference of two medians
MEDIAN_INEFFICIENCY = 1.57  # variance of a median over that of a mean, for normal noise
RAMP_DAYS = (14, 28, 56)


@dataclass(frozen=True, slots=True)
class Break:
    """The row from which on another level holds, and the log of the new level over the old one."""

    row: int
    step: float


@dataclass(frozen=True, slots=True)
class LevelBreaks:
    """Breaks that last, and stretches [first, last) of rows of another level that passed."""

    lasting: tuple[Break, ...]
    passing: tuple[tuple[int, int], ...]


def level_breaks(beyond: Floats, season: Floats) -> LevelBreaks:
    """The breaks of a series; `beyond` is the log level that no calendar explains, `season` what the year does to it.

    Where a break is, is seen beyond the season; how large it is, is told as a planner sees it, the season included.
    """
    steps = _steps(beyond)
    least = max(LEAST_STEP_BEYOND_SEASON, LEAST_SCORE * _usual_step(beyond, steps))
    seen = beyond + season
    found: list[int] = []
    for row in np.argsort(-np.abs(np.nan_to_num(steps)), kind="stable").tolist():
        if abs(np.nan_to_num(steps[row])) < least:
            break
        place = _sharpest(beyond, row)
        if all(abs(place - other) >= LEAST_APART_DAYS for other in found) and _is_step(beyond, place, least):
            found.append(place)
    breaks = [Break(row, _step(seen, row)) for row in sorted(found)]
    return _parted([each for each in breaks if abs(each.step) >= LEAST_STEP], seen)


def _parted(breaks: Sequence[Break], seen: Floats) -> LevelBreaks:
    """Breaks that last, and stretches between a break and one that takes it back within eight weeks."""
    lasting: list[Break] = []
    passing: list[tuple[int, int]] = []
    left = list(breaks)
    while left:
        each = left.pop(0)
        if left and left[0].row <= each.row + 2 * SPAN_DAYS and abs(each.step + left[0].step) <= abs(each.step) / 2:
            passing.append((each.row, left.pop(0).row))
        elif _stays(seen, each.row):
            lasting.append(each)
    return LevelBreaks(tuple(lasting), tuple(passing))


def _steps(beyond: Floats) -> Floats:
    """The step at each row; NaN where too little is known."""
    steps = np.full(len(beyond), np.nan)
    for row in range(SPAN_DAYS, len(beyond) - LEAST_AFTER_DAYS + 1):
        before, after = _sides(beyond, row)
        if min(len(before), len(after)) >= LEAST_KNOWN_SHARE * LEAST_AFTER_DAYS:
            steps[row] = np.median(after) - np.median(before)
    return steps


def _step(beyond: Floats, row: int) -> float:
    """Median of the four weeks from a row on less that of the four before; 0 where one is unknown."""
    before, after = _sides(beyond, row)
    return float(np.median(after) - np.median(before)) if len(before) and len(after) else 0.0


def _sides(beyond: Floats, row: int) -> tuple[Floats, Floats]:
    """The known days of the four weeks before a row, and of the four from it on."""
    before, after = beyond[max(0, row - SPAN_DAYS) : row], beyond[row : row + SPAN_DAYS]
    return before[~np.isnan(before)], after[~np.isnan(after)]


def _usual_step(beyond: Floats, steps: Floats) -> float:
    """How far two successive medians differ in this series: by its days' scatter, or as they mostly did."""
    day_to_day = np.diff(beyond[~np.isnan(beyond)])
    by_scatter = robust_variance(day_to_day) / 2 * MEDIAN_INEFFICIENCY * 2 / SPAN_DAYS
    known = steps[~np.isnan(steps)]
    return float(np.sqrt(max(by_scatter, robust_variance(known) / 2)))


def _sharpest(beyond: Floats, row: int) -> int:
    """The row near a candidate at which two flat levels leave the least absolute deviations."""
    week = SPAN_DAYS // 4
    first, last = max(0, row - SPAN_DAYS), min(len(beyond), row + SPAN_DAYS)
    reach = range(max(first + week, row - SPAN_DAYS // 2), min(last - week, row + SPAN_DAYS // 2) + 1)
    return min(reach, key=lambda place: _deviation(beyond[first:place]) + _deviation(beyond[place:last]))


def _deviation(values: Floats) -> float:
    """Sum of absolute deviations from the median."""
    known = values[~np.isnan(values)]
    return float(np.abs(known - np.median(known)).sum()) if len(known) else 0.0


def _is_step(beyond: Floats, row: int, least: float) -> bool:
    """Whether the level changes by enough at the row, and two flat levels fit better than a slope between them."""
    before, after = _sides(beyond, row)
    if min(len(before), len(after)) < LEAST_KNOWN_SHARE * LEAST_AFTER_DAYS:
        return False
    low, high = float(np.median(before)), float(np.median(after))
    first, last = max(0, row - SPAN_DAYS), min(len(beyond), row + SPAN_DAYS)
    place = np.arange(first, last) - row + 0.5
    slopes = [(low + high) / 2 + (high - low) * np.clip(place / ramp, -0.5, 0.5) for ramp in RAMP_DAYS]
    models = (np.where(place < 0, low, high), *slopes)
    step, *ramps = (np.nansum(np.abs(beyond[first:last] - model)) for model in models)
    return abs(high - low) >= least and bool(step < min(ramps))


def _stays(beyond: Floats, row: int) -> bool:
    """Whether the second four weeks after a break still lie on the new level's side of the middle, or are not known."""
    later, _ = _sides(beyond, row + 2 * SPAN_DAYS)
    if row + 2 * SPAN_DAYS > len(beyond) or len(later) < LEAST_KNOWN_SHARE * SPAN_DAYS:
        return True
    before, _ = _sides(beyond, row)
    step = _step(beyond, row)
    return bool((np.median(later) - np.median(before)) * np.sign(step) >= abs(step) / 2)
