"""Runs of zeros that cannot be chance: the line or its counter was down."""

import numpy as np

from forecasting.series import Floats, Truths, Whole

# A run of zeros is an outage when so many contacts were due in it that chance (under 1 in 3 million, Poisson) is out of
# the question.
LEAST_CONTACTS_DUE = 15.0


def outages(offered: Floats, weekdays: Whole) -> Truths:
    """The cells (day by interval) that stand in a run of zeros in which at least fifteen contacts were due.

    Due is the weekday's median of the interval, scaled by how busy the rest of that day was: a quiet holiday has no
    outage.
    """
    due = _due(offered, weekdays)
    zero = offered == 0
    found = np.zeros(offered.shape, dtype=bool)
    for day in np.flatnonzero((zero & (due > 0)).any(axis=1)):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], zero[day].astype(np.int64), [0]])))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if due[day, start:end].sum() >= LEAST_CONTACTS_DUE:
                found[day, start:end] = True
    return found


def _due(offered: Floats, weekdays: Whole) -> Floats:
    """Contacts due in each cell: the weekday's usual count times the day's level seen outside its zeros."""
    usual = np.zeros((7, offered.shape[1]))
    for weekday in range(7):
        rows = offered[weekdays == weekday]
        known = ~np.isnan(rows).all(axis=0) if len(rows) else np.zeros(offered.shape[1], dtype=bool)
        if known.any():
            usual[weekday, known] = np.nanmedian(rows[:, known], axis=0)
    expected = usual[weekdays]
    counted = offered > 0
    seen = np.where(counted, offered, 0.0).sum(axis=1)
    due_where_seen = np.where(counted, expected, 0.0).sum(axis=1)
    level = np.divide(seen, due_where_seen, out=np.zeros(len(offered)), where=due_where_seen > 0)
    return expected * np.minimum(level, 1.0)[:, None]
