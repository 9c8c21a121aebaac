"""The page of today: is it all right now, and for the next four hours? And what may still be done within the rules?"""

from datetime import datetime

import streamlit as st

from app_parts import cached, session, today_cached
from app_parts.chart_base import show
from app_parts.headlines import show_figures
from app_parts.signed_in import allowed
from app_parts.today_charts import calls_chart, day_span, people_chart
from app_parts.today_controls import at_control, no_roster, queue_shown, watch
from app_parts.today_figures import today_figures, told_below
from app_parts.today_panels import off_queue_panel, options_panel, said_panel
from app_parts.words import Words
from domain.access import Act
from pipeline.today_roster import day_version
from pipeline.views_day_calls import DayCalls, floor_to, site_now
from pipeline.views_day_cover import DayCover, day_cover, needed_now
from pipeline.views_night import NightMark

OPTIONS_EVERY_MIN = 5


def page() -> None:
    """Figures, both charts, and beside them what may be done; the moment can be another than now."""
    words, mark = session.words(), session.mark()
    site = cached.night(mark).site
    top = st.container()
    at = at_control(words)
    now = site_now(site, at)
    version = day_version(mark.site_dir, now.date())
    with top:
        if version is None:
            no_roster(words, mark, now)
        else:
            day(words, mark, now, at, version)
    watch(mark, at)


def day(words: Words, mark: NightMark, now: datetime, at: datetime | None, version: int) -> None:
    """A day that has a roster."""
    site = cached.night(mark).site
    interval = floor_to(now, site.interval_min)
    calls = today_cached.calls(mark, interval)
    roster = today_cached.roster(mark, interval, version)
    needed = needed_now(roster, calls)
    cover = day_cover(site, roster, needed, now)
    show_figures(today_figures(site, calls, cover, now, words))
    charts_place, acts_place = st.columns([3, 2], gap="medium")
    with charts_place:
        charts(words, mark, now, calls, cover)
    with acts_place:
        said_panel()
        if allowed(Act.ACT_TODAY):
            off_queue_panel(words, mark, cover, at, needed)
        options = today_cached.options(mark, interval, version, floor_to(now, OPTIONS_EVERY_MIN))
        options_panel(words, mark, cover, options, site.interval_min)
    told_below(words, mark, calls, cover)


def charts(words: Words, mark: NightMark, now: datetime, calls: DayCalls | None, cover: DayCover) -> None:
    """Contacts and people over one clock."""
    step_min = cached.night(mark).site.interval_min
    span = day_span(calls, cover, step_min)
    if calls is not None:
        queue = queue_shown(calls, words)
        show(calls_chart(calls, queue, span, now, step_min, words), words("today.calls_title"))
    st.markdown(f"**{words('today.people_title')}**", help=words("today.people_help"))
    show(people_chart(cover, span, now, step_min, words), words("today.people_title"))


page()
