"""Charts of the price of a goal: hours by response rate, promised and simulated, and what half a point more takes."""

import math

import altair as alt
import pandas as pd

from app_parts.chart_base import GROUND, count_axis, legend
from app_parts.palette import ACCENT, GREY, GREY_PALE, LABEL, LINE
from app_parts.words import Words, share
from pipeline.views_price import PriceStep, PriceView

HEIGHT_PX = 270
HALF_POINT = 0.005
GAP = 0.0005  # between two bars
LEAST_RATE = 0.9
PERCENT = 100


def has_mark(view: PriceView) -> bool:
    """Whether the queue has a goal that lies among the rates."""
    return view.goal is not None and view.goal >= LEAST_RATE


def curve_chart(view: PriceView, words: Words) -> alt.LayerChart | alt.FacetChart:
    """Agent-hours by response rate, as promised and as simulated; a dashed line stands at the queue's goal."""
    least = min([LEAST_RATE, *(step.simulated for step in view.steps if step.simulated is not None)])
    rows = pd.DataFrame([row for step in view.steps for row in _points(step, words)])
    names = [words("price.promised"), words("price.simulated")]
    colour = alt.Color(
        "name:N", scale=alt.Scale(domain=names, range=[ACCENT, GREY]), legend=legend(words("agent_hours"))
    )
    base = alt.Chart(rows).encode(
        x=_rate_axis("rate:Q", least),
        y=count_axis("agent_hours:Q").scale(alt.Scale(zero=False, nice=True)),
        color=colour,
        tooltip=_tooltip(view, words),
    )
    promised = base.transform_filter(alt.datum.name == names[0]).mark_line(point=True)
    simulated = base.transform_filter(alt.datum.name == names[1]).mark_point(size=36, strokeWidth=1.6)
    layers = [*_goal_mark(view, words), simulated, promised]
    return alt.layer(*layers).properties(height=HEIGHT_PX)


def _points(step: PriceStep, words: Words) -> list[dict[str, object]]:
    """One point where the rate is promised, one where it was simulated."""
    about = {
        "agent_hours": step.agent_hours,
        "promised": step.response_rate,
        "simulated": step.simulated,
        "cost": step.cost,
    }
    points = {"price.promised": step.response_rate, "price.simulated": step.simulated}
    return [about | {"name": words(key), "rate": rate} for key, rate in points.items() if rate is not None]


def _goal_mark(view: PriceView, words: Words) -> list[alt.Chart]:
    """A dashed line at the goal with its name; none where it has no place among the rates."""
    if view.goal is None or not has_mark(view):
        return []
    at = alt.Chart(pd.DataFrame({"rate": [view.goal], "text": [words("price.goal_of").format(share(view.goal))]}))
    rule = at.mark_rule(color=LABEL, strokeDash=[4, 3]).encode(x="rate:Q")
    text = at.mark_text(align="right", baseline="top", dx=-5, y=2, color=LABEL, fontSize=12)
    return [rule, text.encode(x="rate:Q", text="text:N")]


def steps_chart(view: PriceView, words: Words) -> alt.LayerChart | alt.FacetChart:
    """Agent-hours that each half point more takes, drawn between its two rates; the one after the goal in blue."""
    rows = pd.DataFrame(_bars(view, words))
    names = [words("price.after_goal"), words("price.other_steps")]
    colour = alt.Color(
        "name:N", scale=alt.Scale(domain=names, range=[ACCENT, GREY_PALE]), legend=legend(words("agent_hours"))
    )
    tooltip = [
        alt.Tooltip("from:Q", title=words("from"), format=".1%"),
        alt.Tooltip("until:Q", title=words("until"), format=".1%"),
        alt.Tooltip("next_hours:Q", title=words("price.next_hours"), format="+,.1f"),
        *_cost_tooltip(view, "next_cost", words("price.next_cost")),
    ]
    return (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=_rate_axis("left:Q", LEAST_RATE),
            x2="right:Q",
            y=count_axis("next_hours:Q"),
            y2=GROUND,
            color=colour,
            tooltip=tooltip,
        )
        .properties(height=HEIGHT_PX)
    )


def _bars(view: PriceView, words: Words) -> list[dict[str, object]]:
    return [
        {
            "from": step.response_rate,
            "until": step.response_rate + HALF_POINT,
            "left": step.response_rate + GAP,
            "right": step.response_rate + HALF_POINT - GAP,
            "next_hours": step.next_hours,
            "next_cost": step.next_cost,
            "name": words("price.after_goal" if step == view.reference else "price.other_steps"),
        }
        for step in view.steps
        if step.next_hours is not None
    ]


def _rate_axis(field: str, least: float) -> alt.X:
    """Response rates up to 100%, a label every point, or every two where many are shown."""
    first = math.floor(PERCENT * least)
    step = 1 if PERCENT - first <= 12 else 2
    axis = alt.Axis(
        values=[percent / PERCENT for percent in range(first, PERCENT + 1, step)],
        format=".0%",
        title=None,
        gridColor=LINE,
        labelFlush=False,
    )
    return alt.X(field, scale=alt.Scale(domain=[first / PERCENT, 1.0], nice=False, zero=False), axis=axis)


def _tooltip(view: PriceView, words: Words) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("promised:Q", title=words("price.promised"), format=".1%"),
        alt.Tooltip("simulated:Q", title=words("price.simulated"), format=".2%"),
        alt.Tooltip("agent_hours:Q", title=words("agent_hours"), format=",.1f"),
        *_cost_tooltip(view, "cost", words("price.cost")),
    ]


def _cost_tooltip(view: PriceView, field: str, title: str) -> list[alt.Tooltip]:
    """The cost in a tooltip, where the site says what an hour costs."""
    if view.steps[0].cost is None:
        return []
    return [alt.Tooltip(f"{field}:Q", title=f"{title} {view.currency}".strip(), format=",.0f")]
