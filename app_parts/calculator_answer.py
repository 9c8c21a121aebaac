"""What the calculator answers: figures, what agents around the answer would reach as a chart and a table, and waits."""

import altair as alt
import pandas as pd
import streamlit as st

from app_parts.chart_base import legend, show
from app_parts.palette import GOAL_COLOURS, LABEL, LINE
from app_parts.tables import show_table
from app_parts.words import Words, share
from pipeline.erlang_run import ErlangReport

SHARES = ("response_rate", "service_level", "p_wait", "p_abandon", "occupancy")
SECONDS = ("asa_s", "wait_s")
DRAWN = ("response_rate", "service_level")
UNKNOWN = "–"


def show_answer(report: ErlangReport, words: Words) -> None:
    """Everything about one case, the number of agents first."""
    st.metric(words("calculator.agents_needed"), words.amount("agents", report.agents))
    if report.figures["overloaded"]:
        load, rate = (float(report.figures[name] or 0) for name in ("load", "response_rate"))
        st.warning(words("calculator.overloaded").format(f"{load:,.1f}", report.agents, share(rate)))
    places = st.columns(len(SHARES) + len(SECONDS))
    for place, name in zip(places, SHARES + SECONDS, strict=True):
        place.metric(
            words(f"calculator.{name}"), _shown(name, report.figures[name], words), border=True, height="stretch"
        )
    chart_place, table_place = st.columns(2)
    with chart_place:
        show(reached_chart(report, words), words("calculator.chart"))
    with table_place:
        _around_table(report, words)
    waits = [
        words("calculator.wait").format(share(part, 0), _seconds(wait, words)) for part, wait in report.waits_s.items()
    ]
    st.caption(words("calculator.waits").format(", ".join(waits)))


def _shown(name: str, value: float | str | None, words: Words) -> str:
    if value is None:
        return UNKNOWN
    return share(float(value)) if name in SHARES else _seconds(float(value), words)


def _seconds(value: float | None, words: Words) -> str:
    return UNKNOWN if value is None else words.amount("seconds", value, 1)


def reached_chart(report: ErlangReport, words: Words) -> alt.LayerChart | alt.FacetChart:
    """Response rate and service level by the number of agents; a rule stands at the answer."""
    rows = pd.DataFrame(
        [
            {"agents": row.agents, "name": words(f"goal.{figure}"), "share": getattr(row, figure)}
            for row in report.curve
            for figure in DRAWN
        ]
    )
    counts = rows["agents"]
    x_scale = alt.Scale(domain=[int(counts.min()), int(counts.max())], nice=False, zero=False)
    x_axis = alt.X(
        "agents:Q", scale=x_scale, axis=alt.Axis(title=words("axis.agents"), grid=False, format=",d", tickMinStep=1)
    )
    y_axis = alt.Y(
        "share:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(title=None, format=".0%", gridColor=LINE, tickCount=5)
    )
    colours = alt.Scale(domain=[words(f"goal.{name}") for name in DRAWN], range=[GOAL_COLOURS[name] for name in DRAWN])
    tooltip = [
        alt.Tooltip("agents:Q", title=words("axis.agents"), format=",d"),
        alt.Tooltip("name:N", title=words("goal_word")),
        alt.Tooltip("share:Q", title=words("calculator.reached"), format=".1%"),
    ]
    lines = (
        alt.Chart(rows)
        .mark_line(point=True)
        .encode(x=x_axis, y=y_axis, color=alt.Color("name:N", scale=colours, legend=legend()), tooltip=tooltip)
    )
    answer = alt.Chart(pd.DataFrame({"agents": [report.agents]})).mark_rule(color=LABEL, strokeDash=[4, 3])
    return alt.layer(answer.encode(x="agents:Q"), lines).properties(height=270)


def _around_table(report: ErlangReport, words: Words) -> None:
    """A few agents fewer and more; the answer is marked, and so is who meets every goal."""
    rows = pd.DataFrame(
        {
            " ": ["●" if row.agents == report.agents else "" for row in report.around],
            words("calculator.agents"): [row.agents for row in report.around],
            words("goal.response_rate"): [row.response_rate for row in report.around],
            words("goal.service_level"): [row.service_level for row in report.around],
            words("calculator.asa_s"): [row.asa_s for row in report.around],
            words("goal.occupancy"): [row.occupancy for row in report.around],
        }
    )
    if any(row.meets_goals is not None for row in report.around):
        rows[words("calculator.goals")] = [
            words("calculator.met" if row.meets_goals else "calculator.missed") for row in report.around
        ]
    number = st.column_config.NumberColumn
    shares = ("goal.response_rate", "goal.service_level", "goal.occupancy")
    config: dict[str, object] = {words(name): number(format="percent") for name in shares}
    seconds = {words("calculator.asa_s"): number(format="%,.1f")}
    show_table(rows.replace([float("inf")], float("nan")), config | seconds)
