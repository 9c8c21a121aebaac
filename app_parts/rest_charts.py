"""Distributions: how many people carry how much, and how long rests between duties are. No bar is a person."""

import altair as alt
import pandas as pd

from app_parts.chart_base import GROUND, count_axis, legend
from app_parts.palette import ACCENT, GREY, GREY_LIGHT, LINE
from app_parts.words import Words

ROLE_COLOURS = {"agent": ACCENT, "lead": GREY_LIGHT}


def burden_chart(rows: pd.DataFrame, words: Words) -> alt.Chart:
    """People by how many such duties they have in the planned days, agents and leads beside each other."""
    shown = rows.assign(name=rows["role"].map(lambda role: words(f"role.{role}")))
    present = [role for role in ROLE_COLOURS if role in set(rows["role"])]
    names = [words(f"role.{role}") for role in present]
    scale = alt.Scale(domain=names, range=[ROLE_COLOURS[role] for role in present])
    axis = alt.Axis(title=words("rest.duties_each"), labelAngle=0, grid=False)
    tooltip = [
        alt.Tooltip("name:N", title=words("role")),
        alt.Tooltip("count:O", title=words("rest.duties_each")),
        alt.Tooltip("people:Q", title=words("rest.people"), format=",d"),
    ]
    return (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=alt.X("count:O", axis=axis),
            xOffset=alt.XOffset("name:N", sort=names),
            y=count_axis("people:Q"),
            color=alt.Color("name:N", scale=scale, legend=legend(words("rest.people"))),
            tooltip=tooltip,
        )
        .properties(height=190)
    )


def rests_chart(rests: pd.DataFrame, least_h: float, words: Words) -> alt.LayerChart | alt.FacetChart:
    """Rests between two duties by whole hours, and the line of the shortest that is allowed."""
    axis = alt.Axis(title=words("rest.hours_axis"), gridColor=LINE, tickMinStep=1, format="d")
    bars = alt.Chart(rests.assign(until=rests["hours"] + 0.85)).mark_bar(color=ACCENT)
    tooltip = [
        alt.Tooltip("hours:Q", title=words("rest.hours_axis")),
        alt.Tooltip("rests:Q", title=words("rest.rests_count"), format=",d"),
    ]
    x_axis = alt.X("hours:Q", axis=axis, scale=alt.Scale(domain=[0, 48], nice=False))
    drawn = bars.encode(
        x=x_axis, x2="until:Q", y=count_axis("rests:Q", words("rest.rests_count")), y2=GROUND, tooltip=tooltip
    )
    limit = alt.Chart(pd.DataFrame({"hours": [least_h]})).mark_rule(color=GREY, strokeWidth=2, strokeDash=[5, 4])
    return alt.layer(drawn, limit.encode(x="hours:Q")).properties(height=200)
