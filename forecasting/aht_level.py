"""How handling time moves from day to day: a level with a trend that fades, from one robust mean a day.

    level(t) = level(t - 1) + slope(t) + drift          slope(t) = FADE slope(t - 1) + turn

How much a queue drifts and turns is not known, so a few such laws run side by side (Kalman filters) and count by how
well they foretold the days (their likelihood, Bayesian averaging); "nothing ever moves" is among them and is believed
beforehand as much as all others together. A day further off than CLIP standard errors counts as if it were that far
(Huber), so one odd day moves little, and a step is followed within weeks because it stays.
"""

from dataclasses import dataclass, replace

import numpy as np

from forecasting.series import Floats, Truths

FADE = 0.5 ** (1 / 42)  # a slope halves in six weeks (assumed): a new tool is learnt, a campaign ends
DRIFTS = (0.0, 0.001, 0.003, 0.006)  # standard deviation of a day's drift, as a share of the level
SLOPES = (0.0, 0.0005, 0.0015)  # usual size of a slope, share of the level a day: 0.0015 is 26 s a quarter at 190 s
STILL = 0.5  # belief beforehand that nothing moves
CLIP = 2.5
LEAST_SCATTER = 0.02  # of the level: handling times of single contacts never scatter less than this
USUAL_SCATTER = 1.0  # of the level, where there are too few days to tell: exponential handling times
LEAST_PAIRS = 7
MEDIAN_OF_SQUARE = 0.4549  # of a standard normal
MOST_MOVE = 0.25  # of the level: no extrapolation goes further


@dataclass(frozen=True, slots=True, eq=False)
class LevelPath:
    """The level of handling time of every past day in seconds, and its slope in seconds a day at the end."""

    past_s: Floats
    slope_s: float

    def ahead(self, days_after_last: Floats) -> Floats:
        """The level so many days after the last known one: level + slope (FADE + FADE^2 + ...), no further than 25%."""
        level = float(self.past_s[-1])
        moved = self.slope_s * FADE * (1 - FADE**days_after_last) / (1 - FADE)
        return np.asarray(level + np.clip(moved, -MOST_MOVE * level, MOST_MOVE * level))


@dataclass(frozen=True, slots=True, eq=False)
class _Filters:
    """What each law believes: level and slope with their variances, and how far the law itself is believed (log)."""

    drift: Floats
    turn: Floats
    belief: Floats
    level: Floats
    slope: Floats
    level_var: Floats
    cross: Floats
    slope_var: Floats

    @property
    def shares(self) -> Floats:
        """How much each law counts."""
        share = np.exp(self.belief - self.belief.max())
        return np.asarray(share / share.sum())

    def a_day_on(self) -> "_Filters":
        """The same a day later, before that day is known."""
        cross, slope_var = FADE * self.cross, FADE**2 * self.slope_var
        return replace(
            self,
            level=self.level + FADE * self.slope,
            slope=FADE * self.slope,
            level_var=self.level_var + 2 * cross + slope_var + self.drift,
            cross=cross + slope_var,
            slope_var=slope_var + self.turn,
        )

    def having_seen(self, seconds: float, error: float, clip: float) -> "_Filters":
        """The same once the day's mean is known, which errs with variance `error`."""
        total = self.level_var + error
        miss = (seconds - self.level) / np.sqrt(total)
        held = np.clip(miss, -clip, clip)
        gain, slope_gain = self.level_var / total, self.cross / total
        return replace(
            self,
            belief=self.belief - 0.5 * np.log(total) - np.abs(held) * (np.abs(miss) - np.abs(held) / 2),
            level=self.level + gain * held * np.sqrt(total),
            slope=self.slope + slope_gain * held * np.sqrt(total),
            level_var=self.level_var * (1 - gain),
            cross=self.cross * (1 - gain),
            slope_var=self.slope_var - slope_gain * self.cross,
        )


def level_path(day_s: Floats, contacts: Floats, prior_s: float, prior_contacts: float) -> LevelPath:
    """The level behind the mean handling times of successive days (NaN where a day has none) over their contacts.

    Before the first day it is believed to be `prior_s`, as if `prior_contacts` had been seen.
    """
    known = (contacts > 0) & ~np.isnan(day_s)
    counted = np.where(known, contacts, 1.0)
    usual = float(np.median(contacts[known]))
    # A day's mean errs by its contacts and by what its contacts share; half of the weight goes with the number.
    effective = counted * usual / (counted + usual)
    scatter = _scatter_s2(day_s, effective, known)
    filters = _filters_before(prior_s, scatter / prior_contacts)
    past_s = np.empty(len(day_s))
    first = int(np.argmax(known))  # it may be far off what was believed beforehand, and is no odd day for that
    for day in range(len(day_s)):
        filters = filters.a_day_on()
        if known[day]:
            clip = np.inf if day == first else CLIP
            filters = filters.having_seen(float(day_s[day]), scatter / float(effective[day]), clip)
        past_s[day] = filters.shares @ filters.level
    return LevelPath(past_s, float(filters.shares @ filters.slope))


def _filters_before(level_s: float, level_var: float) -> _Filters:
    """Every law before the first day: no slope known, the level as believed beforehand."""
    drift, usual_slope = (grid.ravel() for grid in np.meshgrid(DRIFTS, SLOPES))
    belief = np.where((drift == 0) & (usual_slope == 0), STILL, (1 - STILL) / (drift.size - 1))
    slope_var = (usual_slope * level_s) ** 2
    none = np.zeros(drift.size)
    return _Filters(
        drift=(drift * level_s) ** 2,
        turn=slope_var * (1 - FADE**2),
        belief=np.log(belief),
        level=none + level_s,
        slope=none,
        level_var=none + level_var,
        cross=none,
        slope_var=slope_var,
    )


def _scatter_s2(day_s: Floats, effective: Floats, known: Truths) -> float:
    """Variance of one contact's handling time, from successive days: half of them differ by less than its median."""
    level = float(np.median(day_s[known]))
    pairs = known[1:] & known[:-1]
    if pairs.sum() < LEAST_PAIRS:
        return (USUAL_SCATTER * level) ** 2
    squared = np.diff(day_s)[pairs] ** 2 / (1 / effective[1:] + 1 / effective[:-1])[pairs]
    return float(max(np.median(squared) / MEDIAN_OF_SQUARE, (LEAST_SCATTER * level) ** 2))
