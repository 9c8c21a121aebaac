"""The band of a sum of intervals or queues, where nothing but their own bands is known: rates miss all at once.

Counts scatter each on its own, but what a day's forecast gets wrong it gets wrong in all its intervals: its level. So

    variance of the sum = sum of means + (sum of rate deviations)^2
    rate deviation^2    = ((p90 - p10)^2 - (the same of a Poisson count)^2) / (2 x 1.2816)^2

Adding up p10 and p90 instead takes the scatter of counts, too, as if it came all at once: on real series the sums held
90 to 100% of the days, this band 81 to 87%.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import poisson

from forecasting.quantiles import count_quantiles
from forecasting.series import Floats

BAND_DEVIATIONS = 2 * 1.2815515655446004  # of a standard normal from p10 to p90


def rate_deviations(rows: pd.DataFrame) -> Floats:
    """How far the rate of every row may miss: the standard deviation that its band has beyond a Poisson count's."""
    means = rows["offered"].to_numpy(dtype=float)
    of_poisson = poisson.ppf(0.9, means) - poisson.ppf(0.1, means)
    excess = (rows["p90"] - rows["p10"]).to_numpy(dtype=float) ** 2 - of_poisson**2
    return np.asarray(np.sqrt(np.maximum(excess, 0.0)) / BAND_DEVIATIONS)


def summed_band(rows: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """`by`, with `offered` summed and p10, p50 and p90 of the sum's count."""
    parts = rows[[*by, "offered"]].assign(deviation=rate_deviations(rows))
    sums = parts.groupby(list(by), as_index=False, sort=True).sum()
    means = sums["offered"].to_numpy()
    low, middle, high = count_quantiles(means, means + sums["deviation"].to_numpy() ** 2)
    return sums[[*by, "offered"]].assign(p10=low, p50=middle, p90=high)
