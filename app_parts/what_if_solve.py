"""A roster for a scenario as a job: it goes on without the browser, shows its progress, and can be given up."""

import streamlit as st

from app_parts import cached
from app_parts.page_frame import error_box
from app_parts.version_controls import who
from app_parts.words import Words
from domain.scenarios import Scenario
from pipeline.jobs import start_job
from pipeline.views_night import NightMark
from pipeline.what_if import order_for


def solve_form(words: Words, mark: NightMark, version: int, kept: dict[str, Scenario]) -> None:
    """Which scenario, and how long; only those that are kept can be solved, so that the job can be told of later."""
    with (
        st.expander(words("scenario.solve"), icon=":material/calendar_month:"),
        error_box(words, "job.refused"),
    ):
        if not kept:
            st.caption(words("scenario.keep_first"))
            return
        with st.form("scenario_solve_form", border=False):
            name_place, limit_place = st.columns([2, 1], vertical_alignment="bottom")
            name = name_place.selectbox(words("scenario"), list(kept), key="scenario_to_solve")
            limit_s = limit_place.number_input(
                words("solve.time_limit"), 1, 86_400, value=300, step=60, key="scenario_limit"
            )
            st.caption(words("scenario.solve_note"))
            person = who(words)
            asked = st.form_submit_button(words("solve.start"), icon=":material/play_arrow:", key="scenario_start")
        if asked:
            start_job(mark.site_dir, order_for(cached.night(mark), version, name, kept[name], float(limit_s)), person)
            st.rerun()
