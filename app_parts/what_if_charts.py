"""Charts of scenarios: agents needed and agents short over an average day, a line a scenario."""

from collections.abc import Mapping

import altair as alt
import pandas as pd

from app_parts.chart_base import clock_axis, count_axis, legend, span_of_day
from app_parts.palette import ACCENT, ACCENT_LIGHT, ACCENT_PALE, GREY, GREY_LIGHT
from app_parts.words import Words, clock

LOOKS = ((GREY, [1, 0]), (ACCENT, [1, 0]), (ACCENT_LIGHT, [6, 3]), (ACCENT, [2, 3]), (GREY_LIGHT, [6, 3]))
HEIGHT_PX = 225
QUEUE_PX, AROUND_PX = 44, 80  # of a chart by queues: a pair of bars; legend and axis


def by_hour_chart(rows: pd.DataFrame, field: str, names: Mapping[str, str], step_min: int, words: Words) -> alt.Chart:
    """One figure over the clock; scenarios differ by colour and by dash."""
    shown = rows.assign(name=rows["scenario"].map(names), time=rows["minute"].map(clock))
    domain = list(names.values())
    looks = [LOOKS[place % len(LOOKS)] for place in range(len(domain))]
    unit = legend(words("axis.agents"), columns=2)
    colour = alt.Color("name:N", scale=alt.Scale(domain=domain, range=[each[0] for each in looks]), legend=unit)
    dash = alt.StrokeDash("name:N", scale=alt.Scale(domain=domain, range=[each[1] for each in looks]), legend=unit)
    tooltip = [
        alt.Tooltip("name:N", title=words("scenario")),
        alt.Tooltip("time:N", title=words("time")),
        alt.Tooltip("need:Q", title=words("needed"), format=",.1f"),
        alt.Tooltip("have:Q", title=words("present"), format=",.1f"),
        alt.Tooltip("short:Q", title=words("cover.short"), format=",.1f"),
    ]
    line = alt.Chart(shown).mark_line(strokeWidth=2, interpolate="step-after")
    x_axis = clock_axis(*span_of_day(rows, step_min))
    return line.encode(x=x_axis, y=count_axis(f"{field}:Q"), color=colour, strokeDash=dash, tooltip=tooltip).properties(
        height=HEIGHT_PX
    )


def hold_chart(queues: pd.DataFrame, words: Words) -> alt.Chart:
    """Response rate by queue as rostered and at best, side by side."""
    rates = {"rate_planned": words("hold.planned"), "rate_best": words("hold.best")}
    live = queues.dropna(subset=["rate_planned"])
    long = live.melt(["queue"], list(rates), var_name="part", value_name="rate")
    long = long.assign(name=long["part"].map(rates))
    scale = alt.Scale(domain=list(rates.values()), range=[ACCENT_PALE, ACCENT])
    axis = alt.Axis(title=None, format="%", tickCount=5)
    bars = alt.Chart(long).mark_bar()
    return bars.encode(
        x=alt.X("rate:Q", scale=alt.Scale(domain=[0, 1]), axis=axis),
        y=alt.Y("queue:N", sort=list(live["queue"]), axis=alt.Axis(title=None, labelLimit=160)),
        yOffset=alt.YOffset("name:N", sort=list(rates.values())),
        color=alt.Color("name:N", scale=scale, legend=legend()),
        tooltip=[
            alt.Tooltip("queue:N", title=words("queue")),
            alt.Tooltip("name:N", title=words("hold.how")),
            alt.Tooltip("rate:Q", title=words("scenario.rate"), format=".1%"),
        ],
    ).properties(height=QUEUE_PX * max(1, len(live)) + AROUND_PX)
