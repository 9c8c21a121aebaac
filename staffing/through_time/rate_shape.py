"""How the rate runs within intervals of which only the counts are known.

A parabola in each interval, after Colella and Woodward, Journal of Computational Physics 54, 1984: with u from 0 to 1,

    rate(u) = left + u (right - left + bend (1 - u)),    bend = 6 (1 - (left + right) / 2)

relative to the interval's mean, which it keeps exactly. The values at the borders are those of a cubic through four
intervals, kept between the two neighbours and no further from the mean than twice as far as the other border's: so it
rises or falls throughout between a higher and a lower neighbour, and is level beside an equal one. It nowhere goes
below 0. At a run's end the missing neighbour counts as equal. So does one with more than 2.5 times the contacts, or
fewer, where no border beside is half as steep: there a line opens or closes, and the rate jumps rather than runs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.compiling import FloatArray
from staffing.through_time.traffic import Traffic

JUMP = 2.5  # times the contacts of the interval beside
LEAST = 1e-9  # contacts
ALONE = 2.0  # times as steep, in logs, as the steeper of the borders before and after


@dataclass(frozen=True, slots=True)
class RateShape:
    """The parabola of each interval, relative to its mean rate."""

    left: FloatArray
    right: FloatArray

    def up_to(self, parts: FloatArray) -> FloatArray:
        """The share of an interval's contacts that come in its first parts, an interval a row."""
        left, right = self.left[:, None], self.right[:, None]
        bend = 6 * (1 - (left + right) / 2)
        shares: FloatArray = parts * (left + parts * ((right - left + bend) / 2 - bend / 3 * parts))
        return shares

    def at(self, parts: FloatArray) -> FloatArray:
        """The rate at parts of the interval, relative to its mean, an interval a row."""
        left, right = self.left[:, None], self.right[:, None]
        bend = 6 * (1 - (left + right) / 2)
        rates: FloatArray = left + parts * (right - left + bend * (1 - parts))
        return np.maximum(rates, 0.0)


def rate_shape(traffic: Traffic) -> RateShape:
    """How the rate of each interval runs, from its neighbours' counts."""
    mean = traffic.offered
    before, after = np.append(mean[:1], mean[:-1]), mean
    jumps = _jumps(before, after)
    joined = np.append(traffic.is_open & ~traffic.opens & ~jumps, False)
    far_before = np.where(joined[np.arange(mean.size) - 1], np.append(mean[:2], mean[:-2])[: mean.size], before)
    far_after = np.where(joined[1:], np.append(mean[1:], mean[-1:]), after)
    border = np.append(_border(far_before, before, after, far_after), mean[-1:])
    unit = np.where(mean > 0, mean, 1.0)
    left = np.where(joined[:-1], border[:-1] / unit, 1.0)
    right = np.where(joined[1:], border[1:] / unit, 1.0)
    return RateShape(*_above_zero(*_limited(left, right)))


def _jumps(before: FloatArray, after: FloatArray) -> NDArray[np.bool_]:
    """Where counts jump between two intervals, unless they rise or fall so steeply beside it as well."""
    risen = np.log(np.maximum(after, LEAST)) - np.log(np.maximum(before, LEAST))
    beside = np.maximum(
        np.append(0.0, risen[:-1] * np.sign(risen[1:])), np.append(risen[1:] * np.sign(risen[:-1]), 0.0)
    )
    steep = np.abs(risen)
    found: NDArray[np.bool_] = (steep > np.log(JUMP)) & (steep > ALONE * beside)
    return found


def _border(far_before: FloatArray, before: FloatArray, after: FloatArray, far_after: FloatArray) -> FloatArray:
    """The rate between two intervals, by a cubic through four.

    It lies between the two, or beyond both by as much as a parabola does whose top or bottom is at the border.
    """
    towards, away = before - far_before, after - far_after
    beyond = np.where(towards * away > 0, np.minimum(np.abs(towards), np.abs(away)) / 6, 0.0)
    border = (7 * (before + after) - far_before - far_after) / 12
    return np.clip(border, np.minimum(before, after) - beyond, np.maximum(before, after) + beyond)


def _limited(left: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ends no further from the mean than twice as far as the other end.

    So a parabola between a lower and a higher neighbour neither falls short of the one nor passes the other, and one
    beside an equal neighbour is level.
    """
    near_left, near_right = np.abs(left - 1), np.abs(right - 1)
    return (
        1 + np.sign(left - 1) * np.minimum(near_left, 2 * near_right),
        1 + np.sign(right - 1) * np.minimum(near_right, 2 * near_left),
    )


def _above_zero(left: FloatArray, right: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Ends drawn to the mean as far as the parabola would otherwise dip below 0."""
    rise, bend = right - left, 6 * (1 - (left + right) / 2)
    vertex = np.clip(np.divide(rise + bend, 2 * bend, out=np.zeros_like(bend), where=bend < 0), 0, 1)
    lowest = np.minimum(np.minimum(left, right), left + vertex * (rise + bend * (1 - vertex)))
    drawn = np.where(lowest < 0, 1 / (1 - np.minimum(lowest, 0)), 1.0)
    return 1 + drawn * (left - 1), 1 + drawn * (right - 1)
