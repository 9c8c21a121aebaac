"""Charts of the roster page: the heat map of cover, one day's cover and leads, and who does what when."""

from collections.abc import Mapping
from datetime import date

import altair as alt
import pandas as pd

from app_parts.chart_base import clock_axis, colours, count_axis, legend, names_axis, span_of_day
from app_parts.palette import ACTIVITY_COLOURS, COVER_COLOURS, GREY
from app_parts.words import Words, clock
from pipeline.views_roster_day import RosterDay

type Drawn = alt.LayerChart | alt.FacetChart

PICKED_CELL = "picked_cell"
ROW_PX = 15
GANTT_ROW_PX = 18
AROUND_PX = 80  # of a chart's height, for legend and clock
# How strong a cell is where least and most of the need is short or over: what is missing is seen before what is spare.
FAINTEST = pd.Series({"short": 0.5, "met": 0.4, "over": 0.12})
DEEPEST = pd.Series({"short": 1.0, "met": 0.4, "over": 0.5})


def cover_chart(cells: pd.DataFrame, holidays: Mapping[date, str], step_min: int, words: Words) -> alt.Chart:
    """Days by intervals: orange where agents are short, grey where there are more than needed, the deeper the more."""
    labels = {day: _day_label(day.date(), holidays, words) for day in sorted(cells["date"].unique())}
    day_text, states = cells["date"].map(labels), {state: words(f"cover.{state}") for state in FAINTEST.index}
    beyond = cells["short"].where(cells["state"] == "short", cells["over"])
    shown = pd.DataFrame(
        {
            "minute": cells["minute"],
            "until": cells["minute"] + step_min,
            "day_text": day_text,
            "iso": cells["date"].dt.strftime("%Y-%m-%d"),
            "state_text": cells["state"].map(states),
            "shade": cells["state"].map(FAINTEST) + cells["depth"].pow(0.6) * cells["state"].map(DEEPEST - FAINTEST),
            # Worked out here: the browser would format every cell of the map before the first one is pointed at.
            "when": day_text + " " + cells["minute"].map(clock),
            "people": [
                words("roster.map_people").format(f"{have:,.1f}", f"{need:,.1f}", state, f"{more:,.1f}")
                for have, need, state, more in zip(
                    cells["have"], cells["need"], cells["state"].map(states), beyond, strict=True
                )
            ],
        }
    )
    pick = alt.selection_point(name=PICKED_CELL, fields=["iso"], on="click", empty=False)
    colour = alt.Color(
        "state_text:N", scale=colours(COVER_COLOURS, words, "cover", list(cells["state"])), legend=legend()
    )
    opacity = alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0, 1]), legend=None)
    chart = alt.Chart(shown).mark_rect(cursor="pointer", stroke=None, aria=False)
    return (
        chart.encode(
            x=clock_axis(*span_of_day(cells, step_min), grid=False),
            x2="until:Q",
            y=alt.Y("day_text:O", sort=list(labels.values()), axis=names_axis(), scale=alt.Scale(paddingInner=0.1)),
            color=colour,
            opacity=opacity,
            tooltip=[alt.Tooltip("when:N", title=words("time")), alt.Tooltip("people:N", title=words("axis.agents"))],
        )
        .add_params(pick)
        .properties(height=ROW_PX * len(labels) + AROUND_PX)
    )


def _day_label(day: date, holidays: Mapping[date, str], words: Words) -> str:
    return f"{holidays[day]}  {words.day(day)}" if day in holidays else words.day(day)


def agents_chart(day: RosterDay, step_min: int, words: Words) -> Drawn:
    """One day's agents at work against need, over the clock that `leads_chart` has too."""
    rows = day.cover[["minute", "need", "have", "short", "over"]]
    return against_need(rows, _clock_of(day, step_min), step_min, words("axis.agents"), words).properties(height=260)


def leads_chart(day: RosterDay, step_min: int, words: Words) -> Drawn:
    """One day's leads on duty against the leads that so many agents need."""
    beyond = day.leads["have"] - day.leads["need"]
    rows = day.leads[["minute", "need", "have"]].assign(short=(-beyond).clip(lower=0), over=beyond.clip(lower=0))
    return against_need(rows, _clock_of(day, step_min), step_min, words("axis.leads"), words).properties(height=170)


def _clock_of(day: RosterDay, step_min: int) -> tuple[int, int]:
    return span_of_day(pd.concat([day.cover[["minute"]], day.leads[["minute"]]]), step_min)


def against_need(rows: pd.DataFrame, span: tuple[int, int], step_min: int, unit: str, words: Words) -> Drawn:
    """Bars of what is met, short and over, which stand on each other: met and short together are the need, a line."""
    shown = rows.assign(
        until=rows["minute"] + step_min, time=rows["minute"].map(clock), met=rows["need"] - rows["short"]
    )
    met, need = shown["met"], shown["need"]
    parts = pd.concat(
        [
            shown.assign(state="met", ground=0, top=met),
            shown.assign(state="short", ground=met, top=need),
            shown.assign(state="over", ground=need, top=need + shown["over"]),
        ]
    )
    parts = parts[parts["top"] > parts["ground"]]
    parts = parts.assign(state_text=parts["state"].map(lambda state: words(f"cover.{state}")))
    scale = colours(COVER_COLOURS, words, "cover", list(parts["state"]))
    tooltip = [
        alt.Tooltip("time:N", title=words("time")),
        alt.Tooltip("need:Q", title=words("needed"), format=",.1f"),
        alt.Tooltip("have:Q", title=words("present"), format=",.1f"),
        alt.Tooltip("short:Q", title=words("cover.short"), format=",.1f"),
        alt.Tooltip("over:Q", title=words("cover.over"), format=",.1f"),
    ]
    bars = alt.Chart(parts).mark_bar(stroke=None, aria=False)
    line = alt.Chart(shown[["minute", "until", "need"]]).mark_rule(color=GREY, strokeWidth=2, aria=False)
    colour = alt.Color("state_text:N", scale=scale, legend=legend(unit))
    x_axis = clock_axis(*span)
    return alt.layer(
        bars.encode(x=x_axis, x2="until:Q", y=count_axis("ground:Q"), y2="top:Q", color=colour, tooltip=tooltip),
        line.encode(x=x_axis, x2="until:Q", y="need:Q"),
    )


def gantt_chart(stretches: pd.DataFrame, words: Words) -> alt.Chart:
    """People by time of one day: work, meals and rests; leads on top, then agents as they begin."""
    shown = stretches.assign(
        minute=stretches["from_minute"],
        who=stretches["agent_id"].where(stretches["is_agent"], words("role.lead") + " " + stretches["agent_id"]),
        what=stretches["activity"].map(lambda activity: words(f"activity.{activity}")),
        begins_text=stretches["from_minute"].map(clock),
        ends_text=stretches["until_minute"].map(clock),
    )
    first = int(stretches["from_minute"].min()) // 60 * 60
    last = int(stretches["until_minute"].max())
    order = list(dict.fromkeys(shown["who"]))
    scale = colours(ACTIVITY_COLOURS, words, "activity", list(stretches["activity"]))
    tooltip = [
        alt.Tooltip("who:N", title=words("person")),
        alt.Tooltip("what:N", title=words("activity")),
        alt.Tooltip("queue:N", title=words("queue")),
        alt.Tooltip("begins_text:N", title=words("from")),
        alt.Tooltip("ends_text:N", title=words("until")),
    ]
    return (
        alt.Chart(shown)
        .mark_bar(height={"band": 0.78}, stroke=None, aria=False)
        .encode(
            x=clock_axis(first, last),
            x2="until_minute:Q",
            y=alt.Y("who:O", sort=order, axis=names_axis()),
            color=alt.Color("what:N", scale=scale, legend=legend()),
            tooltip=tooltip,
        )
        .properties(height=GANTT_ROW_PX * len(order) + AROUND_PX)
    )
