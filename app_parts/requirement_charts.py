"""Charts of the requirement page: agent-hours by day, and a week of agents coloured by the goal that set them."""

from datetime import date, timedelta

import altair as alt
import pandas as pd

from app_parts.chart_base import GROUND, colours, count_axis, day_axis, day_bounds, legend
from app_parts.palette import ACCENT, GOAL_COLOURS, GREY_PALE, LINE
from app_parts.words import Words, clock

MINUTES_A_DAY = 1440


def hours_chart(days: pd.DataFrame, queue: str, words: Words) -> alt.Chart:
    """Agent-hours by day: the chosen queue in blue, all others together in grey on top of it."""
    is_chosen = days["queue"] == queue
    parts = days.assign(
        part_text=is_chosen.map({True: queue, False: words("requirement.other_queues")}), rank=~is_chosen
    )
    summed = parts.groupby(["date", "part_text", "rank"])["agent_hours"].sum().reset_index()
    top = summed.sort_values("rank").groupby("date")["agent_hours"].cumsum()
    shown = summed.assign(
        **day_bounds(summed["date"]),
        top=top,
        ground=top - summed["agent_hours"],
        day_text=summed["date"].map(words.day),
    )
    names = [queue] + [words("requirement.other_queues")] * bool((~is_chosen).any())
    tooltip = [
        alt.Tooltip("day_text:N", title=words("day")),
        alt.Tooltip("part_text:N", title=words("queue")),
        alt.Tooltip("agent_hours:Q", title=words("agent_hours"), format=",.1f"),
    ]
    scale = alt.Scale(domain=names, range=[ACCENT, GREY_PALE][: len(names)])
    return (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=day_axis(shown["date"].min().date(), shown["date"].max().date()),
            x2="right:Q",
            y=count_axis("ground:Q"),
            y2="top:Q",
            color=alt.Color("part_text:N", scale=scale, legend=legend(words("axis.agent_hours_a_day"))),
            tooltip=tooltip,
        )
        .properties(height=210)
    )


def week_chart(week: pd.DataFrame, first: date, step_min: int, words: Words) -> alt.LayerChart | alt.FacetChart:
    """Agents needed in each interval of a week; the colour names the goal that one agent fewer would miss."""
    at = (week["date"] - pd.Timestamp(first)).dt.days * MINUTES_A_DAY + week["minute"]
    shown = week.assign(
        at=at,
        until=at + step_min,
        goal=week["binding"].map(lambda goal: words.known("goal", goal)),
        day_text=week["date"].map(words.day),
        time=week["minute"].map(clock),
    )
    scale = colours(GOAL_COLOURS, words, "goal", list(week["binding"]))
    colour = alt.Color("goal:N", scale=scale, legend=legend(words("axis.agents")))
    x_axis, y_axis = _week_axis(first, words), count_axis("agents:Q")
    bars = (
        alt.Chart(shown)
        .mark_bar(stroke=None)
        .encode(x=x_axis, x2="until:Q", y=y_axis, y2=GROUND, color=colour, tooltip=_week_tooltip(words))
    )
    midnights = alt.Chart(pd.DataFrame({"at": [MINUTES_A_DAY * number for number in range(1, 7)]}))
    return alt.layer(midnights.mark_rule(color=LINE).encode(x="at:Q"), bars).properties(height=270)


def _week_axis(first: date, words: Words) -> alt.X:
    """Minutes since the first midnight, each day's name under its noon."""
    noons = [MINUTES_A_DAY * number + MINUTES_A_DAY // 2 for number in range(7)]
    names = [words.day(first + timedelta(days=number)) for number in range(7)]
    axis = alt.Axis(
        values=noons, labelExpr=f"{names}[floor(datum.value / {MINUTES_A_DAY})]", title=None, grid=False, ticks=False
    )
    return alt.X("at:Q", scale=alt.Scale(domain=[0, 7 * MINUTES_A_DAY], nice=False), axis=axis)


def _week_tooltip(words: Words) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("day_text:N", title=words("day")),
        alt.Tooltip("time:N", title=words("time")),
        alt.Tooltip("agents:Q", title=words("agents_needed"), format=",d"),
        alt.Tooltip("goal:N", title=words("binding")),
        alt.Tooltip("offered:Q", title=words("contacts"), format=",.0f"),
        alt.Tooltip("response_rate:Q", title=words("goal.response_rate"), format=".1%"),
        alt.Tooltip("service_level:Q", title=words("goal.service_level"), format=".1%"),
        alt.Tooltip("asa_s:Q", title=words("goal.asa"), format=",.0f"),
        alt.Tooltip("occupancy:Q", title=words("goal.occupancy"), format=".1%"),
    ]
