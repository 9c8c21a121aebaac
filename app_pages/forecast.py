"""The forecast page: what is coming, how sure is that, and which days are unlike others?"""

from collections.abc import Sequence

import streamlit as st

from app_parts import cached, controls, session
from app_parts.accuracy_section import accuracy_section
from app_parts.chart_base import show, show_choosing
from app_parts.event_panel import event_panel
from app_parts.event_tables import found_events_table, learnt_effects_table
from app_parts.feast_section import feast_section
from app_parts.forecast_charts import PICKED_DAY, days_chart, fan_chart
from app_parts.headlines import forecast_figures, show_figures
from app_parts.job_panel import forecast_job_panel
from app_parts.override_panel import override_panel
from app_parts.reasons import show_remarks, why_this_model
from app_parts.record_charts import errors_chart
from app_parts.signed_in import allowed
from app_parts.tables import day_classes_table, models_table, special_days_table
from app_parts.words import Words
from domain.access import Act
from pipeline.forecasts_anew import forecasts_anew
from pipeline.views_forecast import ForecastView
from pipeline.views_night import NightMark
from pipeline.views_record import RecordView


def page() -> None:
    """Figures first, then days with one day's fan, or the record of the models."""
    words, mark = session.words(), session.mark()
    view = cached.forecast_view(mark, words.language)
    show_figures(forecast_figures(view, cached.record_view(mark), words))
    sections = {"coming": coming, "feasts": feasts, "events": events, "record": record}
    chosen = controls.section("forecast", list(sections), session.FORECAST_SECTION, words)
    sections[chosen](words, mark, view)


@st.fragment
def coming(words: Words, mark: NightMark, view: ForecastView) -> None:
    """Days that came and are coming, of a queue or of several; a click on a day, or its name, opens its fan."""
    chosen = controls.queue_or_group(view.groups, view.queues, words)
    st.subheader(words("forecast.days_title"), anchor=False, help=words("forecast.days_help"))
    chart = days_chart(view.days, chosen, view.special_days, words)
    show_choosing(chart, session.FORECAST_DAYS_CHART, PICKED_DAY, words("forecast.days_title"))
    one_day, unlike = st.columns(2, gap="medium")
    with one_day:
        fan_of_day(words, mark, chosen, chosen in view.queues)
    with unlike:
        st.subheader(words("forecast.special_title"), anchor=False, help=words("forecast.special_help"))
        special_days_table(view.special_days, words)


def feasts(words: Words, mark: NightMark, view: ForecastView) -> None:
    """The holidays of a year, each beside the same one of the year before."""
    feast_part(words, mark, view, forecast_job_panel(words, mark))


def events(words: Words, mark: NightMark, view: ForecastView) -> None:
    """What is known to disturb the planned days, and the forecast with it."""
    event_part(words, mark, view, forecast_job_panel(words, mark))


@st.fragment
def feast_part(words: Words, mark: NightMark, view: ForecastView, is_busy: bool) -> None:
    """A holiday of a queue or of several."""
    chosen = controls.queue_or_group(view.groups, view.queues, words)
    feast_section(words, mark, chosen, forecasts_anew(mark.site_dir), is_busy)


@st.fragment
def event_part(words: Words, mark: NightMark, view: ForecastView, is_busy: bool) -> None:
    """Events, and the forecast of a queue or of several with them."""
    chosen = controls.queue_or_group(view.groups, view.queues, words)
    event_panel(words, mark, chosen, forecasts_anew(mark.site_dir), is_busy)


def fan_of_day(words: Words, mark: NightMark, queue: str, is_queue: bool) -> None:
    """One day by interval, beside the same weekday of earlier weeks; a queue's can be overridden, a sum's cannot."""
    night = cached.night(mark)
    title_place, day_place = st.columns(2, vertical_alignment="bottom")
    title_place.subheader(words("forecast.day_title"), anchor=False, help=words("forecast.day_help"))
    with day_place:
        day = controls.day(night.window.dates(), words)
    chart = fan_chart(cached.forecast_day(mark, queue, day), night.site.interval_min, words)
    show(chart, words("forecast.day_title"))
    if not allowed(Act.CHANGE_FORECAST):
        return
    if is_queue:
        override_panel(words, mark, queue, day)
    else:
        st.caption(words("override.choose_queue"))


@st.fragment
def record(words: Words, mark: NightMark, view: ForecastView) -> None:
    """How far models erred, and why each queue has the one it has."""
    found = cached.record_view(mark)
    if not found.queues:
        st.info(words("record.none"), icon=":material/info:")
        return
    st.subheader(words("record.title"), anchor=False, help=words("record.help"))
    show(errors_chart(found.queues, words), words("record.title"))
    record_of_queue(found, view.queues, words)
    accuracy_section(words, mark)
    events_of_history(words, mark)


def events_of_history(words: Words, mark: NightMark) -> None:
    """What known events did, and what stands out in the history that no calendar explains."""
    known = cached.events_view(mark)
    st.subheader(words("events.title"), anchor=False, help=words("events.help"))
    if known.found:
        found_events_table(known.found, words)
    else:
        st.info(words("events.none"), icon=":material/info:")
    if known.learnt:
        st.markdown(f"**{words('events.learnt_title')}**", help=words("events.learnt_help"))
        learnt_effects_table(known.learnt, words)


def record_of_queue(found: RecordView, queues: Sequence[str], words: Words) -> None:
    """Why one queue has its model: the sentence, all candidates, and the errors by class of day."""
    chosen = found.of_queue(controls.queue(queues, session.QUEUE, words))
    st.subheader(words("record.why_title"), anchor=False)
    st.write(why_this_model(chosen, words))
    candidates, classes = st.columns([3, 2], gap="medium")
    with candidates:
        models_table(chosen, words)
    with classes:
        day_classes_table(chosen, words)
    show_remarks(chosen, words)


page()
