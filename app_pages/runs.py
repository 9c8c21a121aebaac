"""The page of runs: what nights and jobs did, how long they took, what they warn of."""

import streamlit as st

from app_parts import session
from app_parts.headlines import Figure, show_figures
from app_parts.job_panel import job_panel
from app_parts.run_tables import jobs_table, log_of_job, nights_table
from app_parts.words import Words, share
from pipeline.views_night import NightMark
from pipeline.views_runs import RunsView, runs_view


def page() -> None:
    """The last night and what is at work first, then both lists."""
    words, mark = session.words(), session.mark()
    view = runs_view(mark.site_dir)
    show_figures(figures(view, words))
    if view.at_work is not None:
        job_panel(words, mark)
    st.subheader(words("runs.nights_title"), anchor=False, help=words("runs.nights_help"))
    nights_table(view.nights, words)
    st.subheader(words("runs.jobs_title"), anchor=False, help=words("runs.jobs_help"))
    jobs_table(view.jobs, words)
    logs(words, mark, view)


def figures(view: RunsView, words: Words) -> list[Figure]:
    """The last night, its gap, what is at work, and what failed."""
    last = view.nights[0] if view.nights else None
    ended = last is not None and last.seconds is not None
    at_work = view.at_work
    return [
        Figure(
            words("runs.last_night"),
            words("none") if last is None else words(f"night_status.{last.status}"),
            "–" if last is None else f"{last.night:%Y-%m-%d}",
        ),
        Figure(
            words("runs.took"),
            words.amount("seconds", last.seconds or 0) if last is not None and ended else words("unknown"),
            "–" if last is None or last.gap is None else words("runs.with_gap").format(share(last.gap, 2)),
        ),
        Figure(
            words("runs.at_work"),
            words("none") if at_work is None else words(f"job.kind.{at_work.kind}"),
            words("runs.one_at_a_time"),
        ),
        Figure(
            words("runs.troubled"), words.amount("runs", view.troubled), words("runs.troubled_of"),
            is_warning=view.troubled > 0,
        ),
    ]  # fmt: skip


@st.fragment
def logs(words: Words, mark: NightMark, view: RunsView) -> None:
    """What a job's process wrote, for whoever looks for the reason of a failure."""
    if view.jobs:
        with st.expander(words("runs.log"), icon=":material/article:"):
            log_of_job(mark.site_dir, [job.id for job in view.jobs], words)


page()
