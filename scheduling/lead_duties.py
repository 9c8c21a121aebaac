"""The bound raised by a price on the lead duties of a week.

Where many leads are on leave, the days of a week ask for more lead duties than the leads' tours give without overtime.
The prices of intervals hide that: at them a day is content with one lead fewer. So a lead duty of that week gets a
price of its own, which the days pay and the tours earn: Lagrange's price of 'as many lead duties as the days ask for',
a row that every roster keeps. Whatever it is, tours and days add up to a bound; it is the best, mostly, where the tours
begin to give one more. Just there days are hard to decide: a little below, much less time proves nearly as much.

A day with n lead duties pays n times the price, and never less than its points without one. So it pays k times the
price at least if fewer than k duties are shown to cost as much: a small integer program that may end as soon as it
knows (`with_fewer_leads`), in a fifth of the time that the least points of the day would take. What it has shown when
its time ends holds at a lower price too, less what fewer than k duties then pay less: days are asked about one price
only, and the best one below it is taken.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from scheduling.arena import Floats, Ints
from scheduling.path_labels import OFF
from scheduling.relaxation import FREE, price_people
from scheduling.watch import Watch
from scheduling.whole_days import Asked, WholeDays, with_fewer_leads

HIGHEST, PRICES = 0.8, 20  # of the price at which tours give a lead duty more; as many lower ones are weighed
EVEN_PARTS = 2.0  # of the time that is left, for a day at most
DEAREST, CLOSE = 64.0, 0.1  # points of that price, at most, and as near as it is known
ROUNDING = 1e-6


class _Price(NamedTuple):
    """Points by which a price raises the bound, and the price."""

    gained: float
    price: float


class _Tours(NamedTuple):
    """What the leads' cheapest tours cost, and their duties in a week."""

    points: float
    duties: int


class _Shown(NamedTuple):
    """What was shown of a day of a week at a price: fewer than so many lead duties cost as much, all paid for."""

    at: int
    duties: int
    points: float


class _Week(NamedTuple):
    """Days of a week, what they cost beyond their intervals without a price, and the lead duties that they ask for."""

    days: Ints
    points: Floats
    leads: Floats


def raised_by_lead_duties(days: WholeDays, points: Floats, leads: Floats, watch: Watch, until: float) -> float:
    """Points by which prices on the lead duties of weeks raise the bound of the days beyond `points[d]`.

    `leads[d]` are the lead duties that the days ask for without such prices. Ends when a share of the time or work has
    passed.
    """
    of_day, raised, whole = days.arena.week_of_day, 0.0, np.ceil(leads - ROUNDING)
    for week in (np.flatnonzero(of_day == number) for number in np.unique(of_day)):
        if watch.share() < until and whole[week].sum() > _tours(days, week, 0.0).duties:
            best = _best_price(days, _Week(week, points[week], whole[week]), watch, until)
            days, raised = _with_price(days, week, best.price), raised + best.gained  # tours join weeks: prices stay
    return raised


def _best_price(days: WholeDays, week: _Week, watch: Watch, until: float) -> _Price:
    """The best price in a week, below the one at which tours give a duty more."""
    free, highest = _tours(days, week.days, 0.0), HIGHEST * _price_of_more(days, week.days)
    few = _tours(days, week.days, highest).duties
    shown = _asked(_with_price(days, week.days, highest), week, highest, few, watch, until)
    best = _Price(0.0, 0.0)
    for price in (highest * (np.arange(PRICES) + 1) / PRICES).tolist():
        given = _tours(days, week.days, price).points - free.points
        best = max(best, _Price(given + _raised(week, shown, price, highest), price))
    return best


def _raised(week: _Week, shown: Sequence[_Shown], price: float, highest: float) -> float:
    """Points by which the days cost more at a price, by what was shown at the highest."""
    least = week.points.copy()
    for at, duties, points in shown:
        fewer = points - (duties - 1) * (highest - price)
        least[at] = max(least[at], min(fewer, float(week.points[at]) + duties * price))
    return float((least - week.points).sum())


def _price_of_more(days: WholeDays, week: Ints) -> float:
    """The least price at which tours give a lead duty more in a week than they do by themselves, or `DEAREST`."""
    low, high, now = 0.0, DEAREST, _tours(days, week, 0.0).duties
    while high - low > CLOSE:
        price = (low + high) / 2
        if _tours(days, week, price).duties > now:
            high = price
        else:
            low = price
    return high


def _with_price(days: WholeDays, week: Ints, price: float) -> WholeDays:
    """The same days where a lead duty of a week is worth so many points more."""
    leading = days.priced.leading.copy()
    leading[week] += price
    return days._replace(priced=days.priced._replace(leading=leading))


def _tours(days: WholeDays, week: Ints, price: float) -> _Tours:
    """The leads' cheapest tours where a lead duty of a week earns so many points more."""
    arena = days.arena
    leads = np.flatnonzero(arena.group_of == arena.lead_group)
    tours, points = np.full(arena.allowed.shape[:2], FREE, dtype=np.int64), np.zeros(len(arena.allowed))
    price_people(arena, leads, _with_price(days, week, price).priced, tours, points)
    return _Tours(float(points.sum()), int((tours[np.ix_(leads, week)] != OFF).sum()))


def _asked(days: WholeDays, week: _Week, price: float, few: int, watch: Watch, until: float) -> list[_Shown]:
    """What is shown of the days of a week at a price by then.

    A day of which fewer would do is asked about those, as long as all days ask for more than `few`. Days of few duties
    come first: they take least, and none is held to its even part of the time.
    """
    threads, leads, shown = max(1, watch.options.threads), week.leads.copy(), list[_Shown]()
    still = np.flatnonzero(week.leads > 0)

    def left() -> float:
        return max(0.0, until - watch.share()) * watch.options.planned_s

    while len(still) and leads.sum() > few:
        still = still[np.argsort(leads[still], kind="stable")]
        most_s = EVEN_PARTS * left() * threads / len(still)

        def ask(at: int, most_s: float = most_s) -> Asked:
            most = float(week.points[at] + price * leads[at])  # what a day with so many or more lead duties pays
            return with_fewer_leads(days, int(week.days[at]), int(leads[at]), most, watch, min(most_s, left()))

        with ThreadPoolExecutor(threads) as pool:
            found = list(pool.map(ask, still))
        watch.worked(sum(day.worked for day in found) / min(threads, len(found)))
        shown += [_Shown(at, int(leads[at]), day.points) for at, day in zip(still.tolist(), found, strict=True)]
        answered = np.array([day.leads for day in found])
        do_with_fewer = answered < leads[still]
        leads[still] = answered
        still = still[do_with_fewer & (answered > 0)]
    return shown
