"""Solving and repairing from the page: what to ask for, then the job as it runs; closing the page ends nothing."""

import streamlit as st

from app_parts import cached, session
from app_parts.job_panel import job_panel
from app_parts.page_frame import error_box
from app_parts.version_controls import who
from app_parts.words import Words
from pipeline.job_orders import Off, RepairOrder, ScheduleOrder
from pipeline.jobs import start_job
from pipeline.roster_versions import RosterVersion, version_state
from pipeline.views_night import NightMark

PERCENT = 100


def solve_section(words: Words, mark: NightMark, version: RosterVersion) -> None:
    """The job at work, or else the forms that start one beside how the last one ended."""
    if job_panel(words, mark):
        return
    solve_place, repair_place = st.columns(2, gap="medium")
    with solve_place:
        st.subheader(words("solve.title"), anchor=False, help=words("solve.help"))
        with error_box(words, "job.refused"):
            _solve_form(words, mark, version)
    with repair_place:
        st.subheader(words("repair.title"), anchor=False, help=words("repair.help"))
        with error_box(words, "job.refused"):
            _repair_form(words, mark, version)


def _solve_form(words: Words, mark: NightMark, version: RosterVersion) -> None:
    locked = len(version_state(mark.site_dir, version.number).locked)
    with st.form("solve_form", border=True):
        limit_place, gap_place = st.columns(2)
        limit_s = limit_place.number_input(words("solve.time_limit"), 1, 86_400, value=300, step=60, key="solve_limit")
        gap = gap_place.number_input(
            words("solve.gap"),
            0.0,
            50.0,
            value=1.0,
            step=0.5,
            format="%g",
            key="solve_gap",
            help=words("roster.gap_help"),
        )
        keep = st.checkbox(words("solve.keep").format(locked), value=True, key="solve_keep", disabled=not locked)
        person = who(words)
        asked = st.form_submit_button(
            words("solve.start"), icon=":material/play_arrow:", type="primary", key="solve_start"
        )
    if asked:
        kept = version.number if keep and locked else None
        start_job(mark.site_dir, ScheduleOrder(version.night, float(limit_s), float(gap) / PERCENT, kept), person)
        st.rerun()


def _repair_form(words: Words, mark: NightMark, version: RosterVersion) -> None:
    night = cached.night(mark)
    days = night.window.dates()
    people = sorted(person.id for person in night.site.people)
    with st.form("repair_form", border=True):
        from_place, until_place, limit_place = st.columns(3)
        first = from_place.selectbox(words("repair.from"), days, format_func=words.day, key="repair_from")
        until = until_place.selectbox(words("repair.until"), days, format_func=words.day, key="repair_until")
        limit_s = limit_place.number_input(words("solve.time_limit"), 1, 3_600, value=30, step=10, key="repair_limit")
        off = st.multiselect(words("repair.off"), people, key="repair_off", placeholder=words("repair.nobody"))
        asked = st.form_submit_button(words("repair.start"), icon=":material/healing:", key="repair_start")
    if asked:
        last = max(until, first)
        order = RepairOrder(
            version.night, version.number, first, tuple(Off(each, first, last) for each in off), float(limit_s)
        )
        start_job(mark.site_dir, order, str(st.session_state.get(session.WHO) or ""))
        st.rerun()
