"""A job at work as a planner watches it: phase, seconds, incumbent and bound over time, and how to end it."""

import altair as alt
import pandas as pd
import streamlit as st

from app_parts import session
from app_parts.as_written import as_written
from app_parts.chart_base import legend, show
from app_parts.headlines import Figure, show_figures
from app_parts.palette import ACCENT, GREY, LINE
from app_parts.signed_in import allowed
from app_parts.words import Words, share
from domain.access import Act
from pipeline.forecasts_anew import days_order
from pipeline.jobs import Job, JobKind, JobNow, JobState, cancel_job, job_now, site_jobs, stop_job
from pipeline.views_night import NightMark

POLL_S = 1.0
CURVES = {"incumbent": ACCENT, "bound": GREY}


def job_panel(words: Words, mark: NightMark) -> bool:
    """The site's newest job, followed while it is at work; whether one is at work."""
    jobs = site_jobs(mark.site_dir, 1)
    if not jobs:
        return False
    follow = st.fragment(_follow, run_every=POLL_S if jobs[0].at_work else None)
    follow(words, mark, jobs[0].id, jobs[0].at_work)
    return jobs[0].at_work


def forecast_job_panel(words: Words, mark: NightMark) -> bool:
    """The job at work, or how a forecast of days ended that made nothing; whether a job is at work."""
    jobs = site_jobs(mark.site_dir, 1)
    is_told = jobs and (jobs[0].at_work or (days_order(jobs[0]) is not None and jobs[0].state is not JobState.DONE))
    return bool(is_told) and job_panel(words, mark)


def _follow(words: Words, mark: NightMark, job_id: int, was_at_work: bool) -> None:
    now = job_now(mark.site_dir, job_id)
    if was_at_work and not now.job.at_work:
        st.rerun()
    st.subheader(_title(now.job, words), anchor=False)
    if now.last is not None and now.job.kind is not JobKind.REFORECAST:
        show_figures(_figures(now, words))
        if len(now.steps) > 1:
            show(course_chart(now, words), words("job.course"))
    if now.job.at_work:
        if now.last is None:
            st.caption(words("job.preparing" if days_order(now.job) is None else "job.forecasting"))
        _buttons(words, mark, now.job)
    else:
        _ended(words, now.job)


def _title(job: Job, words: Words) -> str:
    return words("job.title").format(job.id, words(f"job.kind.{job.kind}"), words(f"job.state.{job.state}"))


def _figures(now: JobNow, words: Words) -> list[Figure]:
    """Seconds with the phase, the best roster so far, the bound, and the gap between them."""
    last = now.last
    assert last is not None
    gap = last.gap
    dash = "–"
    return [
        Figure(words("job.seconds"), words.amount("seconds", last.seconds), words.known("phase", last.phase)),
        Figure(
            words("job.incumbent"), dash if last.incumbent is None else f"{last.incumbent:,.0f}", words("job.points")
        ),
        Figure(words("job.bound"), dash if last.bound is None else f"{last.bound:,.0f}", words("job.points")),
        Figure(words("roster.gap"), dash if gap is None else share(gap, 2), words("job.gap_beside")),
    ]


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def course_chart(now: JobNow, words: Words) -> alt.Chart:
    """The best roster so far and the bound over the seconds of the search; they meet where nothing better exists."""
    rows = pd.DataFrame(
        [
            {"seconds": step.seconds, "points": getattr(step, name), "name": words(f"job.{name}")}
            for name in CURVES
            for step in now.steps
            if getattr(step, name) is not None
        ],
        columns=["seconds", "points", "name"],
    )
    scale = alt.Scale(domain=[words(f"job.{name}") for name in CURVES], range=list(CURVES.values()))
    x_axis = alt.X("seconds:Q", axis=alt.Axis(title=words("job.axis_seconds"), gridColor=LINE, tickCount=8))
    y_axis = alt.Y("points:Q", scale=alt.Scale(zero=False), axis=alt.Axis(title=None, format=",d", gridColor=LINE))
    colour = alt.Color("name:N", scale=scale, legend=legend(words("job.points")))
    tooltip = [
        alt.Tooltip("name:N", title=words("name")),
        alt.Tooltip("seconds:Q", title=words("job.axis_seconds"), format=",.0f"),
        alt.Tooltip("points:Q", title=words("job.points"), format=",.0f"),
    ]
    chart = alt.Chart(rows).mark_line(interpolate="step-after", point=alt.OverlayMarkDef(size=24))
    return chart.encode(x=x_axis, y=y_axis, color=colour, tooltip=tooltip).properties(height=230)


def _buttons(words: Words, mark: NightMark, job: Job) -> None:
    """To end with the best so far, or to give up; what was asked is said until it is done."""
    if not allowed(Act.RUN_JOBS):
        return
    stop_place, cancel_place, said_place = st.columns([1, 1, 3], vertical_alignment="center")
    person = str(st.session_state.get(session.WHO) or "")
    if job.kind is not JobKind.REFORECAST and stop_place.button(
        words("job.stop"), icon=":material/flag:", key="job_stop", help=words("job.stop_help"), width="stretch"
    ):
        stop_job(mark.site_dir, job.id, person)
    if cancel_place.button(
        words("job.cancel"), icon=":material/close:", key="job_cancel", help=words("job.cancel_help"), width="stretch"
    ):
        cancel_job(mark.site_dir, job.id, person)
    said_place.caption(words(f"job.asked.{job.asked}" if job.asked else "job.goes_on"))


def _ended(words: Words, job: Job) -> None:
    """How the job ended and what to do next."""
    version = job.result.get("version")
    if job.state is JobState.DONE and isinstance(version, int):
        st.success(words("job.made").format(version), icon=":material/check_circle:")
        if job.said:
            st.warning(as_written(job.said))
        if st.button(words("job.open"), key="job_open", type="primary", on_click=_open, args=(version,)):
            st.rerun()
    elif job.state is JobState.FAILED:
        st.error(f"**{words('job.failed')}**\n\n{as_written(job.said)}", icon=":material/error:")
    elif job.state is not JobState.DONE:
        st.info(words(f"job.said.{job.state}"), icon=":material/info:")


def _open(version: int) -> None:
    st.session_state[session.LINE] = version
    st.session_state[session.ROSTER_SECTION] = "cover"
