"""What all charts share: axes of the day's clock and of days, colours by word, and how a chart is put on a page.

Times are drawn as numbers (minutes of a day, or whole days) and never as instants: a browser in another time zone would
move instants, and a roster's nine o'clock is nine o'clock.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from app_parts import session
from app_parts.palette import LINE
from app_parts.words import Words

HOUR_MIN = 60
CLOCK_LABEL = "format(floor(datum.value / 60), '02d') + ':' + format(datum.value % 60, '02d')"
Y_AXIS_PX = 44
NAMES_PX = 11
NAME_LIMIT_PX = 260  # of a name in a legend
GROUND = alt.datum(0)  # what a bar stands on
EPOCH = pd.Timestamp(1970, 1, 1)
BAR_HALF = 0.4  # of a day


def show(chart: Any, alt_text: str) -> None:
    """Put a chart on the page over its whole width, with a sentence for those who do not see it."""
    st.altair_chart(chart, width="stretch", alt=alt_text)


def show_choosing(chart: Any, key: str, picked: str, alt_text: str) -> None:
    """The same for a chart in which a click chooses the day."""
    st.altair_chart(
        chart,
        width="stretch",
        key=key,
        on_select=lambda: session.choose_picked_day(key, picked),
        selection_mode=picked,
        alt=alt_text,
    )


def clock_axis(first_min: int, last_min: int, grid: bool = True) -> alt.X:
    """The x axis over `minute`, from the first to the last minute of a day, with a label every one or two hours."""
    step = 2 * HOUR_MIN if last_min - first_min > 16 * HOUR_MIN else HOUR_MIN
    hours = list(range(-(-first_min // step) * step, last_min + 1, step))
    axis = alt.Axis(values=hours, labelExpr=CLOCK_LABEL, title=None, grid=grid, gridColor=LINE, labelFlush=False)
    return alt.X("minute:Q", scale=alt.Scale(domain=[first_min, last_min], nice=False, zero=False), axis=axis)


def span_of_day(frame: pd.DataFrame, step_min: int) -> tuple[int, int]:
    """The hour in which a frame begins and the minute at which it ends."""
    if frame.empty:
        return 0, 24 * HOUR_MIN
    first = int(frame["minute"].min()) // HOUR_MIN * HOUR_MIN
    return first, int(frame["minute"].max()) + step_min


def names_axis() -> alt.Axis:
    """The y axis of a chart with one row a day or a person: every name, at its row."""
    return alt.Axis(
        title=None,
        labelLimit=200,
        labelOverlap=False,
        labelFlush=False,
        labelFontSize=NAMES_PX,
        grid=False,
        ticks=False,
        domain=False,
    )


def colours(shown: Mapping[str, str], words: Words, group: str, present: Sequence[str]) -> alt.Scale:
    """A colour for each word of a group that is present, in the order of the palette."""
    kept = [value for value in shown if value in set(present)]
    return alt.Scale(domain=[words.known(group, value) for value in kept], range=[shown[value] for value in kept])


def legend(unit: str | None = None, columns: int | None = None) -> alt.Legend:
    """A legend above the chart; in front of it stands what the y axis counts, where it takes no room from the chart.

    Long names stand in so many columns, else all beside each other.
    """
    return alt.Legend(
        title=unit,
        titleOrient="left",
        orient="top",
        direction="horizontal",
        offset=6,
        titleLimit=320,
        labelLimit=NAME_LIMIT_PX,
        columns=alt.Undefined if columns is None else columns,
    )


def day_bounds(days: pd.Series) -> dict[str, pd.Series]:
    """Where a day's bar begins, has its middle and ends, in days since 1970: places that no time zone can move."""
    number = (days - EPOCH).dt.days
    return {"left": number - BAR_HALF, "day_number": number, "right": number + BAR_HALF}


def day_axis(first: date, last: date) -> alt.X:
    """The x axis over `left`, with the month and day of every Monday."""
    numbers = range((first - EPOCH.date()).days, (last - EPOCH.date()).days + 1)
    mondays = [number for number in numbers if number % 7 == 4]  # 1970-01-01 was a Thursday
    label = "utcFormat(datum.value * 86400000, '%m-%d')"
    axis = alt.Axis(values=mondays, labelExpr=label, title=None, grid=False, labelFlush=False)
    scale = alt.Scale(domain=[numbers[0] - 0.5, numbers[-1] + 0.5], nice=False, zero=False)
    return alt.X("left:Q", scale=scale, axis=axis)


def count_axis(field: str, title: str | None = None, most: float | None = None) -> alt.Y:
    """A y axis of counts from zero, thousands grouped, as wide in every chart; `most` leaves room above the counts.

    The title is for charts without a legend, which names the unit elsewhere; it lies above the axis.
    """
    axis = alt.Axis(
        title=title,
        titleAngle=0,
        titleAlign="left",
        titleY=-10,
        titleX=-Y_AXIS_PX,
        format=",d",
        gridColor=LINE,
        tickCount=5,
        tickMinStep=1,
        minExtent=Y_AXIS_PX,
        maxExtent=Y_AXIS_PX,
    )
    scale = alt.Scale(zero=True, nice=True) if most is None else alt.Scale(domain=[0, most], nice=True)
    return alt.Y(field, axis=axis, scale=scale)
