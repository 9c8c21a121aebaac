"""Burdens that are to be spread evenly: night duties and weekend duties, within agents and within leads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.people import Role
from domain.site import Site
from scheduling.rules.fairness import is_weekend
from scheduling.staff_tables import Staff


@dataclass(frozen=True, slots=True)
class Burden:
    """One kind of burden for one role: which duties carry it, and each person's even share of the total.

    `carries[day, shift]` is 1 where a duty counts; `share[person]` sums to 1 over those who can carry it, in proportion
    to the days on which they can.
    """

    kind: str
    role: Role
    points: float
    carries: NDArray[np.float64]
    share: NDArray[np.float64]


def burdens(site: Site, staff: Staff) -> tuple[Burden, ...]:
    """The burdens that anybody can carry: nights and weekends of agents and leads; points a duty apart."""
    days, parameters, weights = staff.window.dates(), site.rules.parameters, site.rules.weights
    weekend = np.array([[float(is_weekend(day))] * len(staff.shifts) for day in days])
    night = np.array([[float(parameters.is_night(shift)) for shift in staff.shifts]] * len(days))
    found = []
    for kind, points, carries in (("night", weights.uneven_night, night), ("weekend", weights.uneven_weekend, weekend)):
        for role in ("agent", "lead"):
            share = _shares(staff, carries, role)
            if share.any() and points > 0:
                found.append(Burden(kind, role, points, carries, share))
    return tuple(found)


def _shares(staff: Staff, carries: NDArray[np.float64], role: str) -> NDArray[np.float64]:
    able = np.array(
        [
            float(((tables.allowed * carries).max(axis=1) > 0).sum()) if tables.person.role == role else 0.0
            for tables in staff.people
        ]
    )
    return able / able.sum() if able.any() else able
