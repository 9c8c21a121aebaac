"""Traffic of few intervals with everything left out that a test does not speak of."""

import numpy as np
from numpy.typing import ArrayLike

from staffing.through_time.traffic import Traffic

HALF_HOUR_S = 1800.0


def traffic(
    offered: ArrayLike,
    aht_s: ArrayLike = 180.0,
    patience_s: float | None = 120.0,
    within_s: float = 20.0,
    deviation: ArrayLike = 0.0,
    start_s: ArrayLike | None = None,
    concurrency: int = 1,
) -> Traffic:
    """Half-hours that follow one another; `deviation` is that of a day's rate from its mean, as a share of it."""
    counts = np.asarray(offered, dtype=float)
    starts = np.arange(counts.size) * HALF_HOUR_S if start_s is None else np.asarray(start_s, dtype=float)
    return Traffic(
        starts,
        HALF_HOUR_S,
        counts,
        np.broadcast_to(np.asarray(aht_s, dtype=float), counts.shape).copy(),
        np.broadcast_to(np.asarray(deviation, dtype=float) ** 2, counts.shape).copy(),
        patience_s,
        within_s,
        concurrency,
    )


def waves(half_hours: int, mean: float = 300.0, height: float = 0.6) -> np.ndarray:
    """Counts of a smooth day, and of the days after: the integral of mean (1 + height sin) over each half-hour."""
    turn = 2 * np.pi * np.arange(half_hours + 1) / 48
    whole = mean * (np.arange(half_hours + 1) - height * 48 / (2 * np.pi) * np.cos(turn))
    return np.diff(whole)
