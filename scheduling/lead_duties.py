"""The bound raised by a price on the lead duties of a week.

Where many leads are on leave, the days of a week ask for more lead duties than the leads' tours give without overtime.
The prices of intervals hide that: at them a day is content with one lead fewer. So a lead duty of that week gets a
price of its own, which the days pay and the tours earn: Lagrange's price of 'as many lead duties as the days ask for',
a row that every roster keeps. Whatever it is, tours and days add up to a bound; it is the best, mostly, where the tours
begin to give one more. Just there days are hard to decide: two thirds of that price prove nearly as much much sooner.
"""

from typing import NamedTuple

import numpy as np

from scheduling.arena import Floats, Ints
from scheduling.path_labels import OFF
from scheduling.relaxation import FREE, price_people
from scheduling.watch import Watch
from scheduling.whole_days import WholeDays, ask

FIRST, TRIES = 2 / 3, 3  # of the price at which tours give a lead duty more; prices tried
LONGER = 2.0  # times as long as the price before, at most: the nearer to it, the harder
LEAST, DEAREST, CLOSE = 1.0, 64.0, 0.1  # points of that price: where leads are short, at most, and as near as is known
LEAST_GAIN = 0.1  # points of a week, for which the next one is worth asking about


class _Price(NamedTuple):
    """Points by which a price raises the bound, and the price."""

    gained: float
    price: float


class _Tours(NamedTuple):
    """What the leads' cheapest tours cost, and their duties in a week."""

    points: float
    duties: int


def raised_by_lead_duties(days: WholeDays, points: Floats, watch: Watch, until: float) -> float:
    """Points by which prices on the lead duties of weeks raise the bound of the days beyond `points[d]`.

    The week with the fewest lead duties a day comes first; one that gains nothing is the last. Ends when a share of
    the time or work has passed; what is proven by then holds.
    """
    of_day, raised = days.arena.week_of_day, 0.0
    weeks = [np.flatnonzero(of_day == number) for number in np.unique(of_day)]
    for week in sorted(weeks, key=lambda week: _tours(days, week, 0.0).duties / len(week)):
        price = _price_of_more(days, week)
        if price < LEAST or watch.share() >= until:
            continue
        best = _best_price(days, week, price, float(points[week].sum()), watch, until)
        days, raised = _with_price(days, week, best.price), raised + best.gained  # tours join the weeks: prices stay
        if best.gained < LEAST_GAIN:
            break
    return raised


def _best_price(days: WholeDays, week: Ints, high: float, before: float, watch: Watch, until: float) -> _Price:
    """The best price tried in a week, up to the one at which tours give a duty more."""
    free, low, price, best = _tours(days, week, 0.0), 0.0, high * FIRST, _Price(0.0, 0.0)
    for _ in range(TRIES):
        began, now = watch.share(), _tours(days, week, price)
        points, leads = _asked(_with_price(days, week, price), week, watch, until)
        best = max(best, _Price(now.points - free.points + points - before, price))
        if best.gained <= 0 or watch.share() + LONGER * (watch.share() - began) >= until:
            break
        if leads > now.duties:
            low, price = price, high
        else:
            high, price = price, low + (price - low) * FIRST
    return best


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


def _asked(days: WholeDays, week: Ints, watch: Watch, until: float) -> tuple[float, float]:
    """Points that are proven of the days of a week by then, and the lead duties that they ask for."""
    left = (until - watch.share()) * watch.options.planned_s * max(1, watch.options.threads) / len(week)
    if left <= 0:
        return 0.0, 0.0
    found = ask(days, week.tolist(), watch, left, True)
    return sum(day.points for day in found), sum(day.leads for day in found)
