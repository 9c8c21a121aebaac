"""Contacts that are not answered and call again: attempts through time, and response rate by attempt and by contact.

Of the attempts that are not answered a share s is made again after an exponential time of mean D, and an attempt that
was made again is like any other. With f fresh contacts a second, answered the share a of attempts, and R who will call
again,

    attempts = f + R / D,    R' = s (1 - a) attempts - R / D

so that R runs towards b f D / (1 - b), b = s (1 - a), at the rate (1 - b) / D. Steadily there are 1 / (1 - b) attempts
a contact, and

    response rate by attempt = a,    by contact = a / (1 - b)

since a contact is answered at its first attempt, or at its second, and so on. Who would call again while the queue is
closed is lost.
"""

import numpy as np
from numpy.typing import ArrayLike

from staffing.compiling import FloatArray
from staffing.through_time.traffic import Traffic, extended


def attempts(fresh: Traffic, response_rate: FloatArray, share: float, after_s: float) -> FloatArray:
    """Attempts in each interval, of which the share `response_rate` is answered; `fresh` offers each contact once."""
    longer, places, own = extended(fresh)
    again = share * (1 - response_rate[places])
    rates, slowness = longer.offered / longer.interval_s, (1 - again) / after_s
    steady = again * rates / slowness
    fades = np.exp(-slowness * longer.interval_s)
    found, waiting = np.empty_like(rates), float(steady[0]) if own.start else 0.0
    for k in range(rates.size):
        if longer.opens[k] and k > 0:
            waiting = 0.0
        mean = steady[k] + (waiting - steady[k]) * (1 - fades[k]) / (slowness[k] * longer.interval_s)
        waiting = steady[k] + (waiting - steady[k]) * fades[k]
        found[k] = longer.interval_s * (rates[k] + mean / after_s) if longer.is_open[k] else 0.0
    return found[own]


def attempts_a_contact(response_rate: ArrayLike, share: float) -> FloatArray:
    """Attempts a contact makes, steadily, where so many attempts are answered; its inverse takes counted attempts,
    made at a known response rate, to the contacts behind them."""
    made: FloatArray = 1 / (1 - share * (1 - np.asarray(response_rate, dtype=np.float64)))
    return made


def response_by_contact(response_rate: ArrayLike, share: float) -> FloatArray:
    """Contacts answered at one of their attempts, where the share `response_rate` of attempts is."""
    answered: FloatArray = np.asarray(response_rate, dtype=np.float64) * attempts_a_contact(response_rate, share)
    return answered
