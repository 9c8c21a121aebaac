"""How much deferred work to plan for where counts are uncertain: the p90 of what comes within the time it may wait.

Of the N contacts that come within a backlog's length the variance has three parts: chance, N; handling times that
scatter as exponential ones do, N again; and a rate that is itself not known, c2 N^2 (`uncertain_load`), taken as
the same error all along. A band p10 to p90 narrower than a Poisson count's makes the first two smaller, none makes them
nothing: such a count is known. So every interval's work is taken

    1 + 1.2816 sqrt(2 chance / N + c2)

times, 1.2816 standard deviations being the p90 of a normal law.
"""

import numpy as np
import pandas as pd
from scipy.stats import poisson

from staffing.compiling import FloatArray
from staffing.uncertain_load import BAND, BAND_DEVIATIONS, rate_variance

P90_DEVIATIONS = BAND_DEVIATIONS / 2
WORK_VARIANCE = 2.0  # of a contact's work, with the chance of its coming, over its mean squared: exponential handling


def chance_share(offered: FloatArray, p10: FloatArray, p90: FloatArray) -> FloatArray:
    """How much of a Poisson count's variance the band leaves: 1 where it is as wide, 0 where it has no width.

    Counts so small that a Poisson count's own p10 and p90 are the same tell nothing, and keep all of it.
    """
    poisson_width = poisson.ppf(BAND[1], offered) - poisson.ppf(BAND[0], offered)
    tells = poisson_width > 0
    relative = np.divide(p90 - p10, poisson_width, out=np.ones(offered.shape), where=tells)
    return np.minimum(relative, 1.0) ** 2


def prudent_factor(rows: pd.DataFrame, intervals: int) -> FloatArray:
    """By how much to plan for more than the mean work of each interval, from the contacts of so many around it."""
    offered, p10, p90 = (rows[name].to_numpy(float) for name in ("offered", "p10", "p90"))
    together = pd.DataFrame({"offered": offered, "chance": offered * chance_share(offered, p10, p90)})
    around = together.rolling(max(intervals, 1), min_periods=1, center=True).sum()
    contacts, chance = around["offered"].to_numpy(), around["chance"].to_numpy()
    tells = offered * (rate_variance(offered, p10, p90) > 0)
    common = float(np.average(rate_variance(offered, p10, p90), weights=tells)) if tells.any() else 0.0
    by_chance = np.divide(WORK_VARIANCE * chance, contacts**2, out=np.zeros(offered.size), where=contacts > 0)
    return 1 + P90_DEVIATIONS * np.sqrt(by_chance + common)
