"""The chart of a holiday: its forecast by day beside what came on the same day of the year before."""

import altair as alt
import pandas as pd

from app_parts.chart_base import EPOCH, GROUND, count_axis, legend
from app_parts.palette import ACCENT, GREY, GREY_LIGHT
from app_parts.words import Words

HALF = 0.38  # of a day: a bar to the left of its middle, the other to the right


def feast_chart(days: pd.DataFrame, words: Words) -> alt.LayerChart | alt.FacetChart:
    """Two bars a day, the year before in grey; the forecast's range is a thin line."""
    names = [words("feast.before"), words("feast.contacts")]
    number = (days["date"] - EPOCH).dt.days
    label = days["date"].map(words.day)
    shared = pd.DataFrame({"number": number, "day_text": label})
    before = shared.assign(part_text=names[0], contacts=days["before"], left=number - HALF, right=number, low=None)
    coming = shared.assign(part_text=names[1], contacts=days["contacts"], left=number, right=number + HALF)
    coming = coming.assign(low=days["low"], high=days["high"], middle=number + HALF / 2)
    before["day_text"] = ["–" if pd.isna(day) else f"{day.year}-{words.day(day)}" for day in days["date_before"]]
    rows = pd.concat([before.drop(columns="low"), coming], ignore_index=True)
    rows = rows[rows["contacts"].notna()]
    domain = [float(number.min()) - 0.5, float(number.max()) + 0.5]
    texts = {int(each): text for each, text in zip(number, label, strict=True)}
    axis = alt.Axis(values=list(texts), labelExpr=_label(texts), title=None, grid=False, labelFlush=False)
    x_axis = alt.X("left:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)
    colour = alt.Color(
        "part_text:N",
        scale=alt.Scale(domain=names, range=[GREY_LIGHT, ACCENT]),
        legend=legend(words("axis.contacts_a_day")),
    )
    tooltip = [
        alt.Tooltip("day_text:N", title=words("day")),
        alt.Tooltip("part_text:N", title=words("forecast.part")),
        alt.Tooltip("contacts:Q", title=words("contacts"), format=",.0f"),
        alt.Tooltip("low:Q", title=words("forecast.low"), format=",.0f"),
        alt.Tooltip("high:Q", title=words("forecast.high"), format=",.0f"),
    ]
    base = alt.Chart(rows)
    bars = base.mark_bar().encode(
        x=x_axis, x2="right:Q", y=count_axis("contacts:Q"), y2=GROUND, color=colour, tooltip=tooltip
    )
    ranges = base.mark_rule(strokeWidth=1.5, color=GREY).encode(x="middle:Q", y="low:Q", y2="high:Q")
    return alt.layer(bars, ranges).properties(height=240)


def _label(texts: dict[int, str]) -> str:
    """The expression that writes each day under its bars; the texts are dates and weekdays alone."""
    pairs = " : ".join(f"datum.value == {number} ? '{text}'" for number, text in texts.items())
    return f"{pairs} : ''"
