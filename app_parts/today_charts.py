"""Charts of the page of today: contacts so far and to come, and people at work against people needed."""

from datetime import datetime

import altair as alt
import pandas as pd

from app_parts.chart_base import clock_axis, count_axis, legend, span_of_day
from app_parts.palette import ACCENT, ACCENT_LIGHT, GREY, LABEL
from app_parts.roster_charts import Drawn, against_need
from app_parts.words import Words, clock
from pipeline.views_day_calls import DayCalls
from pipeline.views_day_cover import DayCover

LINES = {"actual": (GREY, [1, 0], 2.5), "ahead": (GREY, [2, 3], 1.5), "anew": (ACCENT, [1, 0], 2.5)}
CALLS_PX, PEOPLE_PX = 160, 180


def day_span(calls: DayCalls | None, cover: DayCover, step_min: int) -> tuple[int, int]:
    """The first and last minute of the clock that both charts share."""
    minutes = [cover.frame[["minute"]]] + ([] if calls is None else [calls.frame[["minute"]]])
    return span_of_day(pd.concat(minutes), step_min)


def calls_chart(
    calls: DayCalls, queue: str, span: tuple[int, int], now: datetime, step_min: int, words: Words
) -> Drawn:
    """What came, what was forecast before the day, and what is forecast now in its band."""
    rows = calls.frame[calls.frame["queue"] == queue].assign(time=lambda frame: frame["minute"].map(clock))
    names = {name: words(f"today.{name}") for name in LINES if rows[name].notna().any()}
    long = rows.melt(["minute", "time"], list(names), var_name="part", value_name="contacts").dropna()
    long = long.assign(name=long["part"].map(names))
    colour = alt.Color(
        "name:N",
        scale=alt.Scale(domain=list(names.values()), range=[LINES[name][0] for name in names]),
        legend=legend(words("axis.contacts_an_interval").format(step_min)),
    )
    dash = alt.StrokeDash(
        "name:N",
        scale=alt.Scale(domain=list(names.values()), range=[LINES[name][1] for name in names]),
        legend=legend(words("axis.contacts_an_interval").format(step_min)),
    )
    x_axis = clock_axis(*span)
    tooltip = [alt.Tooltip("time:N", title=words("time"))]
    shown = {**names, "low": words("forecast.p10"), "high": words("forecast.p90")}
    tooltip += [alt.Tooltip(f"{name}:Q", title=title, format=",.0f") for name, title in shown.items()]
    band = alt.Chart(rows.dropna(subset=["low"])).mark_area(color=ACCENT_LIGHT, opacity=0.35)
    lines = alt.Chart(long).mark_line(strokeWidth=2)
    hover = alt.Chart(rows).mark_bar(opacity=0.001, width=14)
    return alt.layer(
        band.encode(x=x_axis, y="low:Q", y2="high:Q"),
        lines.encode(x=x_axis, y=count_axis("contacts:Q"), color=colour, strokeDash=dash),
        hover.encode(x=x_axis, y="ahead:Q", tooltip=tooltip),
        *_now_mark(now, words),
    ).properties(height=CALLS_PX)


def people_chart(cover: DayCover, span: tuple[int, int], now: datetime, step_min: int, words: Words) -> Drawn:
    """People at work against people needed, what is short in orange; the time now as a line."""
    rows = cover.frame[["minute", "need", "have", "short", "over"]]
    bars = against_need(rows, span, step_min, words("axis.agents"), words)
    return alt.layer(bars, *_now_mark(now, words)).properties(height=PEOPLE_PX)


def _now_mark(now: datetime, words: Words) -> tuple[alt.Chart, alt.Chart]:
    """A line at the time now, with its time above."""
    minute = now.hour * 60 + now.minute
    mark = pd.DataFrame([{"minute": minute, "text": words("today.now_mark").format(clock(minute))}])
    line = alt.Chart(mark).mark_rule(color=LABEL, strokeDash=[4, 3]).encode(x="minute:Q")
    text = alt.Chart(mark).mark_text(align="left", baseline="top", dx=5, color=LABEL, fontSize=11)
    return line, text.encode(x="minute:Q", y=alt.value(2), text="text:N")
