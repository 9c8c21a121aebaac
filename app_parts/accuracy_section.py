"""How far published forecasts erred, beside the planner's mean and, where planners changed them, beside the model."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from app_parts import cached
from app_parts.chart_base import legend, show
from app_parts.palette import ACCENT, GREY_LIGHT, LABEL, LINE
from app_parts.tables import show_table
from app_parts.words import Words, share
from domain.forecast_errors import ErrorSums, Pooled
from pipeline.views_night import NightMark

GROUP_PX = 46
AROUND_PX = 70
TEXT_ROOM = 1.12  # beyond the longest bar, for its figure
FIGURES = {"forecast": ACCENT, "planner_mean": GREY_LIGHT}


def accuracy_section(words: Words, mark: NightMark) -> None:
    """The section of the forecast page's record; before anything of a forecast has come it says so."""
    report = cached.accuracy_view(mark)
    st.subheader(words("accuracy.title"), anchor=False, help=words("accuracy.help"))
    if not report.by_lead:
        st.info(words("accuracy.none"), icon=":material/info:")
        return
    st.caption(words("accuracy.nights").format(len(report.nights), report.nights[0], report.nights[-1]))
    by_lead, by_kind = st.columns(2, gap="medium")
    with by_lead:
        show(lead_chart(report.by_lead, words), words("accuracy.by_lead"))
    with by_kind:
        kinds_table(report.by_day_class, words)
        if report.overrides_by_queue:
            st.markdown(words("accuracy.overrides"))
            overrides_table(report.overrides_by_queue, words)


def lead_chart(groups: Sequence[Pooled], words: Words) -> alt.LayerChart | alt.FacetChart:
    """The error by days ahead, the forecast beside the planner's mean; shorter is better."""
    rows = pd.DataFrame([row for each in groups for row in _bars(each, words)])
    names = [words(f"accuracy.{name}") for name in FIGURES]
    x_axis = alt.X(
        "wape:Q",
        scale=alt.Scale(domain=[0, float(rows["wape"].max()) * TEXT_ROOM], nice=False),
        axis=alt.Axis(format=".0%", title=None, gridColor=LINE, tickMinStep=0.01, tickCount=6),
    )
    order = [words("accuracy.days_ahead").format(each.group) for each in groups]
    y_axis = alt.Y("days:N", sort=order, axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=200))
    scale = alt.Scale(domain=names, range=list(FIGURES.values()))
    base = alt.Chart(rows).encode(x=x_axis, y=y_axis, yOffset=alt.YOffset("name:N", sort=names))
    bars = base.mark_bar().encode(color=alt.Color("name:N", scale=scale, legend=legend(words("record.axis"))))
    texts = base.mark_text(align="left", dx=5, fontSize=12, color=LABEL).encode(text="text:N")
    return alt.layer(bars, texts).properties(height=GROUP_PX * len(groups) + AROUND_PX)


def _bars(group: Pooled, words: Words) -> list[dict[str, object]]:
    days = words("accuracy.days_ahead").format(group.group)
    errors = {"forecast": group.forecast, "planner_mean": group.mean}
    return [
        {"days": days, "name": words(f"accuracy.{name}"), "wape": sums.wape, "text": share(sums.wape)}
        for name, sums in errors.items()
        if sums is not None
    ]


def kinds_table(groups: Sequence[Pooled], words: Words) -> None:
    """The errors by kind of day, with their bias."""
    rows = pd.DataFrame(
        {
            words("day_kind"): [words.known("day_class", each.group) for each in groups],
            words("record.contacts"): [each.forecast.actual for each in groups],
            words("record.wape"): [each.forecast.wape for each in groups],
            words("accuracy.planner_mean"): [_wape(each.mean) for each in groups],
            words("record.wape_day"): [each.forecast.wape_day for each in groups],
            words("record.bias"): [each.forecast.bias for each in groups],
        }
    )
    show_table(rows, _percent(words, "record.wape", "accuracy.planner_mean", "record.wape_day", "record.bias"))


def overrides_table(groups: Sequence[Pooled], words: Words) -> None:
    """What planners changed, by queue: their figure's error beside the model's and the four-week mean's."""
    rows = pd.DataFrame(
        {
            words("queue"): [each.group for each in groups],
            words("record.contacts"): [each.forecast.actual for each in groups],
            words("accuracy.overridden"): [each.forecast.wape for each in groups],
            words("accuracy.model"): [_wape(each.model) for each in groups],
            words("accuracy.planner_mean"): [_wape(each.mean) for each in groups],
        }
    )
    show_table(rows, _percent(words, "accuracy.overridden", "accuracy.model", "accuracy.planner_mean"))


def _wape(sums: ErrorSums | None) -> float | None:
    return None if sums is None else sums.wape


def _percent(words: Words, *names: str) -> dict[str, object]:
    config: dict[str, object] = {words(name): st.column_config.NumberColumn(format="percent") for name in names}
    return config | {words("record.contacts"): st.column_config.NumberColumn(format="%,d")}
