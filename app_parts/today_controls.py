"""Controls of the page of today: which moment, which queue; what to do where a day has no roster; looking again."""

from datetime import datetime, time, timedelta

import streamlit as st

from app_parts import cached, session
from app_parts.words import Words
from pipeline.views_day_calls import ALL, DayCalls, day_choice
from pipeline.views_night import NightMark, latest_mark

STEP = timedelta(minutes=5)
LOOK_EVERY_S = 60
SHOWN_AT = time(10)  # of the first planned day, for whoever only wants to see


def at_control(words: Words) -> datetime | None:
    """Another moment than now, to look back or ahead; None is the site's clock."""
    with st.expander(words("today.at_title"), icon=":material/schedule:"):
        found: datetime | None = st.datetime_input(
            words("today.at"), value=None, step=STEP, key=session.TODAY_AT, help=words("today.at_help"),
            bind="query-params", format="YYYY-MM-DD",
        )  # fmt: skip
        return found


def queue_shown(calls: DayCalls, words: Words) -> str:
    """All queues together, or one."""
    title_place, queue_place = st.columns([2, 1], vertical_alignment="center")
    title_place.markdown(f"**{words('today.calls_title')}**", help=words("today.calls_help"))
    queues = list(dict.fromkeys(calls.frame["queue"]))
    chosen: str = queue_place.selectbox(
        words("queue"),
        queues,
        format_func=lambda queue: words.queue(None if queue == ALL else queue),
        key=session.TODAY_QUEUE,
        label_visibility="collapsed",
        persist_state="session",
    )
    return chosen


def no_roster(words: Words, mark: NightMark, now: datetime) -> None:
    """Says what to do where no roster plans the day, and offers a day that has one."""
    night = cached.night(mark)
    choice = day_choice(mark.site_dir, night.site, night.window)
    st.info(
        words("today.no_roster").format(words.moment(now), words.day(choice.first), words.day(choice.last)),
        icon=":material/info:",
    )
    st.code(f"wfm ingest --site {mark.site_dir} calls.csv\nwfm nightly --site {mark.site_dir}", language="bash")
    if choice.newest_contact is not None:
        st.caption(words("today.newest").format(choice.newest_contact))
    st.button(
        words("today.show_planned").format(words.day(choice.first)),
        key="today_show_planned",
        on_click=_stand_at,
        args=(datetime.combine(choice.first, SHOWN_AT),),
    )


def _stand_at(moment: datetime) -> None:
    st.session_state[session.TODAY_AT] = moment


def watch(mark: NightMark, at: datetime | None) -> None:
    """Draws the page anew as the clock goes on and as new contacts come in; one that stands at a moment stays."""
    if at is None:
        st.fragment(_look_again, run_every=LOOK_EVERY_S)(mark, datetime.now().replace(second=0, microsecond=0))


def _look_again(mark: NightMark, drawn_at: datetime) -> None:
    if latest_mark(mark.site_dir) != mark or datetime.now() - drawn_at > STEP:
        st.rerun()
