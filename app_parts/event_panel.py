"""Events of the planned days: those known, a form that adds one and forecasts anew, and both forecasts side by side."""

from datetime import date

import pandas as pd
import streamlit as st

from app_parts import cached, feasts_cached, session
from app_parts.page_frame import error_box
from app_parts.signed_in import allowed
from app_parts.tables import show_table
from app_parts.version_controls import who
from app_parts.words import Words, percent_change
from domain.access import Act
from domain.history_files import EVERY_QUEUE
from pipeline.coming_events import ComingEvent, NewEvent, add_event, events_coming
from pipeline.forecasts_anew import Anew, rest_of_window
from pipeline.jobs import start_job
from pipeline.views_night import NightMark


def event_panel(words: Words, mark: NightMark, queue: str, made: tuple[Anew, ...], is_busy: bool) -> None:
    """What is known; what it makes of the forecast; what else has become known."""
    night = cached.night(mark)
    st.subheader(words("coming_event.title"), anchor=False, help=words("coming_event.help"))
    known = events_coming(night)
    if known:
        events_table(known, words)
    else:
        st.caption(words("coming_event.none"))
    newest = next((each for each in made if each.window.holds(night.window.last)), None)
    if newest is not None:
        _beside(words, mark, newest, queue)
    may_add = allowed(Act.EDIT_SITE) and allowed(Act.RUN_JOBS)
    if may_add:
        with (
            st.expander(words("coming_event.add"), icon=":material/add_alert:", expanded=not known, key="event_panel"),
            error_box(words, "coming_event.refused"),
        ):
            _form(words, mark, is_busy)
    if known and allowed(Act.RUN_JOBS):
        with error_box(words, "job.refused"):
            _again(words, mark, is_busy)


def _form(words: Words, mark: NightMark, is_busy: bool) -> None:
    """Name, days, queue and effect; the button writes the row and starts the job."""
    night = cached.night(mark)
    days = night.window.dates()
    with st.form("event_form", border=False):
        name_place, effect_place = st.columns([2, 1], vertical_alignment="bottom")
        name = name_place.text_input(words("coming_event.name"), key="event_name")
        effect = effect_place.number_input(
            words("coming_event.effect"), 0.0, 20.0, value=None, step=0.1, format="%g", key="event_effect",
            help=words("coming_event.effect_help"),
        )  # fmt: skip
        from_place, until_place, queue_place = st.columns(3)
        first = from_place.selectbox(words("from_day"), days, format_func=words.day, key="event_from")
        last = until_place.selectbox(words("until_day"), days, format_func=words.day, key="event_until")
        queue = queue_place.selectbox(
            words("queue"),
            [EVERY_QUEUE, *(each.id for each in night.site.queues)],
            format_func=lambda each: words("all_queues") if each == EVERY_QUEUE else each,
            key="event_queue",
        )
        person = who(words)
        asked = st.form_submit_button(
            words("coming_event.go"), icon=":material/play_arrow:", type="primary", key="event_go", disabled=is_busy
        )
    if asked:
        _added(words, mark, NewEvent(name, first, max(first, last), queue, effect), person)


def _added(words: Words, mark: NightMark, event: NewEvent, person: str) -> None:
    """Writes the event, then forecasts the rest of the planned days with it."""
    if not event.name.strip():
        st.error(words("coming_event.no_name"))
        return
    order = rest_of_window(cached.night(mark))
    add_event(mark.site_dir, event, person)
    with error_box(words, "job.refused"):  # the event is written whatever becomes of the job
        start_job(mark.site_dir, order, person)
        st.rerun()


def _again(words: Words, mark: NightMark, is_busy: bool) -> None:
    """The same days once more: calls came in since, or somebody changed the file."""
    if st.button(words("coming_event.again"), icon=":material/refresh:", key="event_again", disabled=is_busy):
        start_job(mark.site_dir, rest_of_window(cached.night(mark)), str(st.session_state.get(session.WHO) or ""))
        st.rerun()


def _beside(words: Words, mark: NightMark, made: Anew, queue: str) -> None:
    """The night's forecast of the days with events beside the one made anew, whose next night is to use it."""
    days = feasts_cached.anew(mark, made, queue)
    if days.empty:
        return
    begun = made.begun.astimezone(cached.night(mark).site.timezone)
    st.markdown(f"**{words('coming_event.anew').format(made.job, words.moment(begun))}**")
    rows = [
        {
            words("day"): words.day(day["date"]),
            words("coming_event.event"): day["events"],
            words("coming_event.planned"): day["planned"],
            words("coming_event.now"): day["contacts"],
            words("feast.range"): "–" if pd.isna(day["low"]) else f"{day['low']:,.0f} – {day['high']:,.0f}",
            words("feast.change"): percent_change(day["contacts"], day["planned"] or None),
        }
        for day in days.to_dict("records")
    ]
    number = st.column_config.NumberColumn
    config = {
        words("coming_event.planned"): number(format="%,.0f"),
        words("coming_event.now"): number(format="%,.0f"),
        words("feast.change"): number(format="%+.1f%%"),
    }
    show_table(pd.DataFrame(rows), config)
    st.caption(words("coming_event.next_night"))


def events_table(known: tuple[ComingEvent, ...], words: Words) -> None:
    """The events that touch days to come."""
    rows = [
        {
            words("coming_event.event"): each.event.name,
            words("from_day"): _day(each.event.days[0], words),
            words("until_day"): _day(each.event.days[-1], words),
            words("queue"): words("all_queues") if each.queue == EVERY_QUEUE else each.queue,
            words("events.effect"): _effect(each, words),
        }
        for each in known
    ]
    show_table(pd.DataFrame(rows), most_rows=6)


def _day(day: date, words: Words) -> str:
    return f"{day.year}-{words.day(day)}"


def _effect(each: ComingEvent, words: Words) -> str:
    if each.event.is_temporary_holiday:
        return words("coming_event.holiday")
    return words("coming_event.learnt") if each.event.effect is None else f"×{each.event.effect:g}"
