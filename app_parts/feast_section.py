"""A coming holiday by day beside the same one a year ago, one of its days by interval, and its forecast as a job."""

from datetime import date

import pandas as pd
import streamlit as st

from app_parts import cached, feasts_cached, session
from app_parts.chart_base import show
from app_parts.feast_charts import feast_chart
from app_parts.forecast_charts import fan_chart
from app_parts.page_frame import error_box
from app_parts.signed_in import allowed
from app_parts.tables import show_table
from app_parts.words import Words, percent_change
from domain.access import Act
from pipeline.forecasts_anew import Anew
from pipeline.jobs import start_job
from pipeline.views_feasts import FeastPair, feast_day, order_for
from pipeline.views_night import NightMark


def feast_section(words: Words, mark: NightMark, queue: str, made: tuple[Anew, ...], is_busy: bool) -> None:
    """Which holiday; its days; one day of it."""
    st.subheader(words("feast.title"), anchor=False, help=words("feast.help"))
    ahead = feasts_cached.ahead(mark, words.language)
    if not ahead:
        st.info(words("feast.none"), icon=":material/info:")
        return
    choice_place, ask_place = st.columns([2, 1], vertical_alignment="bottom")
    with choice_place:
        pair = _chosen(words, ahead)
    frames = feasts_cached.frames(mark, pair, made)
    days = feasts_cached.days(mark, pair, made, queue, words.language)
    if pair.before is None:
        st.caption(words("feast.no_before"))
    elif days["before"].isna().all():
        st.caption(words("feast.no_history").format(_whole(words, pair.before.day)))
    if frames.job is not None:
        st.caption(
            words("feast.by_job").format(
                frames.job.job, words.moment(frames.job.begun.astimezone(cached.night(mark).site.timezone))
            )
        )
    elif order_for(cached.night(mark), pair) is not None:
        st.info(words("feast.not_planned"), icon=":material/event_upcoming:")
    with ask_place:
        _ask(words, mark, pair, frames.job is None, is_busy)
    days_place, hours_place = st.columns(2, gap="medium")
    with days_place:
        st.markdown(f"**{words('feast.days')}**")
        if days[["contacts", "before"]].notna().any(axis=None):
            show(feast_chart(days, words), words("feast.days"))
    with hours_place:
        _one_day(words, mark, pair, queue, made)
    feast_table(days, words)


def _chosen(words: Words, ahead: tuple[FeastPair, ...]) -> FeastPair:
    """One of the holidays, the next at first; kept by its day, which is the same in both languages."""
    by_key = {f"{pair.feast.day} {number}": pair for number, pair in enumerate(ahead)}
    key: str = st.selectbox(
        words("feast.which"),
        list(by_key),
        format_func=lambda each: f"{by_key[each].feast.name} · {_whole(words, by_key[each].feast.day)}",
        key=session.FEAST,
        persist_state="session",
    )
    return by_key[key]


def _whole(words: Words, day: date) -> str:
    """A day with its year: the list reaches into the next one."""
    return f"{day.year}-{words.day(day)}"


def _ask(words: Words, mark: NightMark, pair: FeastPair, is_missing: bool, is_busy: bool) -> None:
    """Offers to forecast the days that no night plans yet."""
    order = order_for(cached.night(mark), pair)
    if order is None or not allowed(Act.RUN_JOBS):
        return
    with error_box(words, "job.refused"):
        if st.button(
            words("feast.forecast" if is_missing else "feast.again").format(pair.feast.name),
            type="primary" if is_missing else "secondary",
            icon=":material/play_arrow:",
            key="feast_forecast",
            disabled=is_busy,
            width="stretch",
        ):
            start_job(mark.site_dir, order, str(st.session_state.get(session.WHO) or ""))
            st.rerun()


def feast_table(days: pd.DataFrame, words: Words) -> None:
    """Every day: what it is, its forecast with its range, and the same day of the year before."""
    rows = [
        {
            words("day"): _whole(words, day["date"]),
            words("day_kind"): words(f"day_kind.{day['kind']}"),
            words("name"): day["name"],
            words("feast.contacts"): day["contacts"],
            words("feast.range"): "–" if pd.isna(day["low"]) else f"{day['low']:,.0f} – {day['high']:,.0f}",
            words("feast.day_before"): "–" if pd.isna(day["date_before"]) else _whole(words, day["date_before"]),
            words("feast.before"): day["before"],
            words("feast.change"): percent_change(day["contacts"], day["before"] or None),
        }
        for day in days.to_dict("records")
    ]
    number = st.column_config.NumberColumn
    config = {
        words("feast.contacts"): number(format="%,.0f"),
        words("feast.before"): number(format="%,.0f"),
        words("feast.change"): number(format="%+.1f%%"),
    }
    show_table(pd.DataFrame(rows), config)


def _one_day(words: Words, mark: NightMark, pair: FeastPair, queue: str, made: tuple[Anew, ...]) -> None:
    """One day by interval: its hours are what the forecast of a holiday is most often wrong about."""
    title_place, day_place = st.columns(2, vertical_alignment="bottom")
    title_place.markdown(f"**{words('feast.hours')}**", help=words("feast.hours_help"))
    choices = [pair.feast.at(offset) for offset in pair.offsets]
    with day_place:
        day: date = st.selectbox(
            words("day"), choices, index=choices.index(pair.feast.day), format_func=words.day, key=session.FEAST_DAY
        )
    found = feast_day(feasts_cached.frames(mark, pair, made), pair, queue, day)
    if found.fan.empty and found.weeks_before.empty:
        st.caption(words("feast.no_hours"))
        return
    show(fan_chart(found, cached.night(mark).site.interval_min, words), words("feast.hours"))
