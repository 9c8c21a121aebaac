"""Charts of the forecast page: days that came and are coming, one day's fan, and how far models erred."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from app_parts.chart_base import GROUND, clock_axis, count_axis, day_axis, day_bounds, legend, span_of_day
from app_parts.palette import ACCENT, ACCENT_LIGHT, GREY, GREY_LIGHT, LABEL
from app_parts.words import Words, clock
from pipeline.views_forecast import FORECAST, ForecastDay, SpecialDay

PICKED_DAY = "picked_day"
NAMES_ROOM = 1.7  # above the bars, for the names of unlike days


def days_chart(
    days: pd.DataFrame, queue: str, special: Sequence[SpecialDay], words: Words
) -> alt.LayerChart | alt.FacetChart:
    """A queue's contacts by day: what came in grey, what is coming in blue with its range; unlike days are named."""
    chosen = days[days["queue"] == queue]
    shown = chosen.assign(
        **day_bounds(chosen["date"]),
        day_text=chosen["date"].map(words.day),
        iso=chosen["date"].dt.strftime("%Y-%m-%d"),
        part_text=chosen["part"].map(lambda part: words(f"forecast.{part}")),
    )
    names = [words("forecast.actual"), words("forecast.forecast")]
    colour = alt.Color(
        "part_text:N",
        scale=alt.Scale(domain=names, range=[GREY_LIGHT, ACCENT]),
        legend=legend(words("axis.contacts_a_day")),
    )
    pick = alt.selection_point(name=PICKED_DAY, fields=["iso"], on="click", empty=False)
    x_axis = day_axis(chosen["date"].min().date(), chosen["date"].max().date())
    tooltip = [
        alt.Tooltip("day_text:N", title=words("day")),
        alt.Tooltip("part_text:N", title=words("forecast.part")),
        alt.Tooltip("contacts:Q", title=words("contacts"), format=",.0f"),
        alt.Tooltip("low:Q", title=words("forecast.low"), format=",.0f"),
        alt.Tooltip("high:Q", title=words("forecast.high"), format=",.0f"),
    ]
    most = float(shown[["contacts", "high"]].max().max()) * (NAMES_ROOM if special else 1)
    base = alt.Chart(shown)
    bars = base.mark_bar(cursor="pointer").encode(
        x=x_axis, x2="right:Q", y=count_axis("contacts:Q", most=most), y2=GROUND, color=colour, tooltip=tooltip
    )
    ranges = base.mark_rule(strokeWidth=1.5, color=GREY).encode(x="day_number:Q", y="low:Q", y2="high:Q")
    return alt.layer(bars.add_params(pick), ranges, _named_days(special, shown, words)).properties(height=260)


def _named_days(special: Sequence[SpecialDay], shown: pd.DataFrame, words: Words) -> alt.Chart:
    """The names of days that are unlike others, over their bars."""
    rows = [(pd.Timestamp(day.day), day.name or words(f"day_kind.{day.kind.value}")) for day in special]
    named = pd.DataFrame(rows, columns=["date", "name"]).merge(shown[shown["part"] == FORECAST], on="date", how="inner")
    mark = alt.Chart(named).mark_text(angle=270, align="left", baseline="middle", dx=6, fontSize=11, color=LABEL)
    return mark.encode(x="day_number:Q", y="high:Q", text="name:N")


def fan_chart(found: ForecastDay, step_min: int, words: Words) -> alt.LayerChart | alt.FacetChart:
    """One day by interval: the mean as a line in its band from p10 to p90, and the same weekday of earlier weeks."""
    fan = found.fan.assign(time=found.fan["minute"].map(clock))
    before = found.weeks_before.assign(
        time=found.weeks_before["minute"].map(clock), day_text=found.weeks_before["date"].map(words.day)
    )
    axis = clock_axis(*span_of_day(pd.concat([fan[["minute"]], before[["minute"]]]), step_min))
    y_axis = count_axis("offered:Q", words("axis.contacts_an_interval").format(step_min))
    earlier = alt.Chart(before).mark_line(strokeWidth=1, color=GREY_LIGHT, interpolate="monotone", opacity=0.9)
    is_changed = bool((fan["model_offered"] != fan["offered"]).any())
    figures = [("model_offered", "forecast.model_mean")] if is_changed else []
    figures += [("offered", "forecast.mean"), ("p10", "forecast.p10"), ("p50", "forecast.p50"), ("p90", "forecast.p90")]
    tooltip = [alt.Tooltip("time:N", title=words("time"))]
    tooltip += [alt.Tooltip(f"{name}:Q", title=words(key), format=",.0f") for name, key in figures]
    beside = [
        alt.Tooltip("day_text:N", title=words("day")),
        alt.Tooltip("time:N", title=words("time")),
        alt.Tooltip("offered:Q", title=words("forecast.actual"), format=",.0f"),
    ]
    base = alt.Chart(fan)
    return alt.layer(
        earlier.encode(x=axis, y=y_axis, detail="day_text:N", tooltip=beside),
        base.mark_area(color=ACCENT_LIGHT, opacity=0.4, interpolate="monotone").encode(x=axis, y="p10:Q", y2="p90:Q"),
        base.mark_line(color=ACCENT, strokeWidth=2.5, interpolate="monotone").encode(x=axis, y=y_axis),
        *([_models_line(base, axis)] if is_changed else []),
        base.mark_bar(opacity=0.001, width=14).encode(x=axis, y="p90:Q", tooltip=tooltip),
    ).properties(height=260)


def _models_line(base: alt.Chart, axis: alt.X) -> alt.Chart:
    """The model's own mean, dashed beside the planner's."""
    line = base.mark_line(color=GREY, strokeWidth=2, strokeDash=[6, 4], interpolate="monotone")
    return line.encode(x=axis, y="model_offered:Q")
