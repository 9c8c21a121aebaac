"""The offered load carried through the day, and the law of each interval's load by which Erlang formulas know it.

Contacts in hand if nobody ever waited follow m' = rate - m / AHT (Jennings, Mandelbaum, Massey and Whitt, Management
Science 42, 1996: modified offered load). Where the rate is level for a time x AHT with its own load l,

    m(x) = l + (m(0) - l) e^(-x),    mean over the time = l + (m(0) - l) (1 - e^(-x)) / x

exactly. Each interval is cut into parts of level rate; a law of loads weighs them by their contacts, so that Erlang's
formulas, as if each part were steady, give shares contact by contact. An interval after a closed one begins with none
in hand; before the first goes what `traffic.extended` says, as if for ever.
"""

from dataclasses import dataclass

import numpy as np

from staffing.compiling import FloatArray, RateLaw, compiled
from staffing.through_time.rate_shape import rate_shape
from staffing.through_time.traffic import Traffic, extended
from staffing.uncertain_load import rate_laws

PARTS = 6  # of an interval: by twelve the least agents of a day differ by 0.02%


@dataclass(frozen=True, slots=True)
class CarriedLoad:
    """Mean load in erlangs, and contacts, of each part of each interval (a row an interval)."""

    load: FloatArray
    contacts: FloatArray

    @property
    def mean(self) -> FloatArray:
        """Mean load of each interval, by time."""
        means: FloatArray = self.load.mean(axis=1)
        return means


@compiled
def _carried(own: FloatArray, lengths: FloatArray, opens: FloatArray) -> FloatArray:
    """Mean load of each part from the load of its own rate; parts last `lengths` handling times, a row an interval."""
    means, before = np.empty_like(own), own[0, 0]
    for k in range(own.shape[0]):
        if opens[k]:
            before = 0.0
        stays = np.exp(-lengths[k])
        for part in range(own.shape[1]):
            level = own[k, part]
            means[k, part] = level + (before - level) * (1 - stays) / lengths[k]
            before = level + (before - level) * stays
    return means


def carried_load(traffic: Traffic, parts: int = PARTS) -> CarriedLoad:
    """The load of every part of every interval, what came before carried over."""
    longer, _, own = extended(traffic)
    edges = np.tile(np.arange(parts + 1) / parts, (longer.offered.size, 1))
    shares = np.diff(rate_shape(longer).up_to(edges), axis=1)
    opens = longer.opens.copy()
    opens[0] &= own.start == 0
    lengths = longer.interval_s / parts / longer.aht_s
    load = _carried(shares * parts * longer.load[:, None], lengths, opens.astype(np.float64))
    return CarriedLoad(load[own], (shares * longer.offered[:, None])[own])


def row_laws(traffic: Traffic) -> tuple[FloatArray, RateLaw]:
    """Mean load of each interval, and its law over parts of the interval and rates of the day, weighed by contacts."""
    carried = carried_load(traffic)
    mean = np.where(traffic.is_open, carried.mean, 0.0)
    unit = np.where(mean > 0, mean, 1.0)[:, None]
    rates, shares = rate_laws(traffic.variance)
    contacts = carried.contacts / np.where(traffic.is_open, traffic.offered, 1.0)[:, None]
    rows = mean.size
    together = (carried.load / unit)[:, :, None] * rates[:, None, :], contacts[:, :, None] * shares[:, None, :]
    return mean, (
        np.ascontiguousarray(together[0].reshape(rows, -1)),
        np.ascontiguousarray(together[1].reshape(rows, -1)),
    )
