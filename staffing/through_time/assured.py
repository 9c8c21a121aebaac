"""How often a share of contacts is kept, counted in contacts: over the rates of days and over chance within a day.

On a day of a given rate the count D = kept - goal x contacts of an interval has a mean and a variance, which the
forward equations give: contacts that follow one another fare alike, so that it scatters more than by single contacts.
The share holds where D >= 0. Where misses are many D is normal; where they are few the misses, whole numbers, are
negative binomial with the variance of D, and the misses allowed are whole numbers too.

From day to day the rate is gamma. The log odds of keeping the share run smoothly through the rates that were looked at;
averaged over rates of equal chance they give the share of days.
"""

import math

from staffing.compiling import FloatArray, compiled

NORMAL_FROM = 50.0  # misses; from here on a normal law tells the same of nine days in ten, within a day in a hundred
LEAST_MISSES = 1e-9
LARGEST = 40.0  # log odds
OFFERED, KEPT, SQUARES = 0, 1, 5  # rows of the sums of `passage.py`


@compiled
def fewer_than(allowed: float, mean: float, variance: float) -> float:
    """The chance of no more misses than allowed, negative binomial (Poisson where no wider).

    Between whole numbers it is interpolated half a miss down: the number allowed is a share of contacts that scatter.
    """
    if mean < LEAST_MISSES:
        return 1.0
    wanted, wide = max(allowed - 0.5, 0.0), variance > mean * (1 + 1e-6)
    size = mean * mean / (variance - mean) if wide else math.inf
    chance = math.exp(-size * math.log1p(mean / size)) if wide else math.exp(-mean)
    total, misses = chance, 0
    while misses + 1 <= wanted:
        chance *= (misses + size) / (misses + 1) * mean / (size + mean) if wide else mean / (misses + 1)
        total, misses = total + chance, misses + 1
    chance *= (misses + size) / (misses + 1) * mean / (size + mean) if wide else mean / (misses + 1)
    return min(total + (wanted - misses) * chance, 1.0)


@compiled
def chance_on_a_day(contacts: float, kept: float, square: float, goal: float) -> float:
    """The chance that a share holds on a day of a given rate, from the means and the mean square of its count."""
    missed, allowed = max(contacts - kept, 0.0), (1 - goal) * contacts
    variance = max(square - (allowed - missed) ** 2, 1e-12)
    if missed < NORMAL_FROM:
        return fewer_than(allowed, missed, variance)
    return 0.5 * math.erfc((missed - allowed) / math.sqrt(2 * variance))


@compiled
def log_odds(chance: float) -> float:
    """The log odds of a chance, kept finite."""
    least = math.exp(-LARGEST)
    return math.log(max(chance, least) / max(1 - chance, least))


@compiled
def through(at: FloatArray, values: FloatArray, place: float) -> float:
    """A monotone cubic through values (Fritsch and Butland 1984), level beyond the ends."""
    last = at.size - 1
    if place <= at[0] or place >= at[last]:
        return values[0] if place <= at[0] else values[last]
    k = 0
    while at[k + 1] < place:
        k += 1
    width = at[k + 1] - at[k]
    slope = (values[k + 1] - values[k]) / width
    start, end = slope, slope
    if k > 0:
        start = mean_slope((values[k] - values[k - 1]) / (at[k] - at[k - 1]), slope)
    if k < last - 1:
        end = mean_slope(slope, (values[k + 2] - values[k + 1]) / (at[k + 2] - at[k + 1]))
    u = (place - at[k]) / width
    return values[k] + width * u * (start + u * (3 * slope - 2 * start - end + u * (start + end - 2 * slope)))


@compiled
def mean_slope(one: float, other: float) -> float:
    """Harmonic mean of slopes of one sign, else 0."""
    return 2 * one * other / (one + other) if one * other > 0 else 0.0


@compiled
def chance_to_keep(sums: FloatArray, count: int, goal: float, rates: FloatArray, days: FloatArray) -> float:
    """The share of days on which a share holds: `sums` by rate of the day, `days` their rates in equal parts."""
    odds = rates.copy()
    for g in range(rates.size):
        square = sums[SQUARES + count, g]
        odds[g] = log_odds(chance_on_a_day(sums[OFFERED, g], sums[KEPT + count, g], square, goal))
    if rates.size == 1:
        return 1 / (1 + math.exp(-odds[0]))
    total = 0.0
    for day in days:
        total += 1 / (1 + math.exp(-through(rates, odds, day)))
    return total / days.size
