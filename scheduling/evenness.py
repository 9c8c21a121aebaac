"""Burdens that are to be spread evenly: night duties and weekend duties, within agents and within leads."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.people import Role
from domain.shifts import Shift
from scheduling.staff_tables import Staff

SATURDAY = 5
TOLERANCE = 1.0  # a duty: shares are no whole numbers, so that less than one beyond a share is no unevenness


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


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= SATURDAY


def burdens(staff: Staff, night_duty_min: int, uneven_night: float, uneven_weekend: float) -> tuple[Burden, ...]:
    """The burdens that anybody can carry: nights and weekends, of agents and leads; points are per duty beyond."""
    days = staff.window.dates()
    weekend = np.array([[float(is_weekend(day))] * len(staff.shifts) for day in days])
    night = np.array([[float(_is_night(shift, night_duty_min)) for shift in staff.shifts]] * len(days))
    found = []
    for kind, points, carries in (("night", uneven_night, night), ("weekend", uneven_weekend, weekend)):
        for role in ("agent", "lead"):
            share = _shares(staff, carries, role)
            if share.any() and points > 0:
                found.append(Burden(kind, role, points, carries, share))
    return tuple(found)


def _is_night(shift: Shift, night_duty_min: int) -> bool:
    return shift.night_min >= night_duty_min


def _shares(staff: Staff, carries: NDArray[np.float64], role: str) -> NDArray[np.float64]:
    able = np.array(
        [
            float(((tables.allowed * carries).max(axis=1) > 0).sum()) if tables.person.role == role else 0.0
            for tables in staff.people
        ]
    )
    return able / able.sum() if able.any() else able


def uneven(burden: Burden, carried: NDArray[np.float64]) -> float:
    """Duties that people carry more than one beyond their even share of what their role carries in all."""
    beyond = np.maximum(0.0, carried - burden.share * carried.sum() - TOLERANCE)
    return float(beyond[burden.share > 0].sum())
