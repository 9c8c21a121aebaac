"""Stretches of a history in which counts ran above or below what was due, each as long as it explains best.

Letters: y counts, m contacts due, r a ratio. A count that came at r times what was due gains

    w = (y log r - (r - 1) m) / dispersion of that count

in likelihood over one that came as due. The best stretch for r is where the sum of w rises highest above its lowest
point before (the scan statistic; Karlin and Altschul 1990: by chance it passes h somewhere among n counts no more often
than n exp(-h)). A stretch ends where the sum falls by as much again. Each is then tried again at its own ratio, so that
its borders are sharp.
"""

from dataclasses import dataclass

import numpy as np

from forecasting.series import Floats

MOST_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Stretch:
    """Places [first, last) of successive known counts, with what was counted, what was due, and the gain."""

    first: int
    last: int
    counted: float
    due: float
    gain: float

    @property
    def ratio(self) -> float:
        """Counted over due."""
        return self.counted / self.due


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Successive known counts, what was due, and the dispersion of each."""

    counted: Floats
    due: Floats
    dispersion: Floats


def stretches(counts: Counts, ratio: float, least_gain: float) -> tuple[Stretch, ...]:
    """The stretches beyond a ratio (above one: too many; below: too few) that gain at least so much, in order."""
    found: list[Stretch] = []
    for first, last in _rising_parts(counts, ratio, least_gain, 0, len(counts.counted)):
        found += _sharpened(counts, ratio, least_gain, first, last, MOST_ROUNDS)
    return tuple(sorted(found, key=lambda stretch: stretch.first))


def _sharpened(
    counts: Counts, ratio: float, least_gain: float, first: int, last: int, rounds: int
) -> tuple[Stretch, ...]:
    """The stretch tried again at its own ratio, until it stays as it is."""
    whole = _stretch(counts, ratio, first, last)
    own = max(whole.ratio, 1e-3)
    if rounds == 0 or (own - ratio) * (ratio - 1) <= 0:
        return (whole,)
    parts = _rising_parts(counts, own, least_gain, first, last)
    if parts == [(first, last)] or not parts:
        return (_stretch(counts, own, first, last),)
    return tuple(
        stretch
        for part_first, part_last in parts
        for stretch in _sharpened(counts, own, least_gain, part_first, part_last, rounds - 1)
    )


def _stretch(counts: Counts, ratio: float, first: int, last: int) -> Stretch:
    part = slice(first, last)
    gain = float(_gains(counts, ratio, part).sum())
    return Stretch(first, last, float(counts.counted[part].sum()), float(counts.due[part].sum()), gain)


def _gains(counts: Counts, ratio: float, part: slice) -> Floats:
    gains = counts.counted[part] * np.log(ratio) - (ratio - 1) * counts.due[part]
    return np.asarray(gains / counts.dispersion[part])


def _rising_parts(counts: Counts, ratio: float, least_gain: float, first: int, last: int) -> list[tuple[int, int]]:
    """Where the sum of gains rises by at least `least_gain` from its lowest point so far, each to its highest point."""
    parts: list[tuple[int, int]] = []
    open_spans = [(first, last)]
    while open_spans:
        begin, end = open_spans.pop()
        sums = np.concatenate([[0.0], np.cumsum(_gains(counts, ratio, slice(begin, end)))])
        risen = sums - np.minimum.accumulate(sums)
        top = int(np.argmax(risen))
        if risen[top] < least_gain:
            continue
        # The last of equally low points: counts of which nothing was due stay outside.
        bottom = top - int(np.argmin(sums[: top + 1][::-1]))
        parts += _without_lulls(sums, bottom, top, least_gain, begin)
        open_spans += [(begin, begin + bottom), (begin + top, end)]
    return sorted(parts)


def _without_lulls(sums: Floats, bottom: int, top: int, least_gain: float, begin: int) -> list[tuple[int, int]]:
    """A rise from bottom to top, parted where the sum falls by as much in between: there nothing happened."""
    rise = sums[bottom : top + 1]
    fallen = np.maximum.accumulate(rise) - rise
    trough = int(np.argmax(fallen))
    if fallen[trough] < least_gain:
        return [(begin + bottom, begin + top)]
    peak = int(np.argmax(rise[: trough + 1]))
    before = _without_lulls(sums, bottom, bottom + peak, least_gain, begin)
    return before + _without_lulls(sums, bottom + trough, top, least_gain, begin)
