"""Tables of nights and jobs."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from app_parts.as_written import as_written
from app_parts.tables import show_table
from app_parts.words import Words, share
from pipeline.views_runs import JobLine, NightLine, job_log


def nights_table(nights: Sequence[NightLine], words: Words) -> None:
    """Nights, newest first, with what they warn of."""
    if not nights:
        st.info(words("runs.no_nights"), icon=":material/info:")
        return
    columns = {
        words("version.night"): [f"{night.night:%Y-%m-%d}" for night in nights],
        words("runs.state"): [words(f"night_status.{night.status}") for night in nights],
        words("runs.begun"): [f"{night.started:%m-%d %H:%M}" for night in nights],
        words("runs.seconds"): [night.seconds for night in nights],
        words("runs.attempts"): [night.attempts for night in nights],
        words("agent_hours"): [night.agent_hours for night in nights],
        words("job.gap"): ["–" if night.gap is None else share(night.gap, 2) for night in nights],
        words("runs.says"): [len(night.warnings) for night in nights],
    }
    config = {
        words("runs.seconds"): st.column_config.NumberColumn(format="%,.0f", width=80),
        words("agent_hours"): st.column_config.NumberColumn(format="%,.0f", width=90),
        words("runs.attempts"): st.column_config.NumberColumn(format="%d", width=70),
        words("runs.says"): st.column_config.NumberColumn(format="%d", width=90),
    }
    show_table(pd.DataFrame(columns), config, most_rows=8)
    _remarks(nights, words)


def _remarks(nights: Sequence[NightLine], words: Words) -> None:
    """What the newest night that warned of something said, line by line, as it is recorded."""
    night = next((each for each in nights if each.warnings), None)
    if night is not None:
        title = words("runs.said_by").format(f"{night.night:%Y-%m-%d}", len(night.warnings))
        with st.expander(title, icon=":material/notes:"):
            st.markdown("\n".join(f"- {as_written(each)}" for each in night.warnings))


def jobs_table(jobs: Sequence[JobLine], words: Words) -> None:
    """Jobs, newest first, with the version that came out and what they said at their end."""
    if not jobs:
        st.info(words("runs.no_jobs"), icon=":material/info:")
        return
    columns = {
        words("runs.job"): [job.id for job in jobs],
        words("runs.kind"): [words(f"job.kind.{job.kind}") for job in jobs],
        words("runs.state"): [words(f"job.state.{job.state}") for job in jobs],
        words("who"): [job.who for job in jobs],
        words("runs.begun"): [f"{job.begun:%m-%d %H:%M}" for job in jobs],
        words("runs.seconds"): [job.seconds for job in jobs],
        words("version.version"): [job.version for job in jobs],
        words("runs.says"): [_said(job, words) for job in jobs],
    }
    config = {
        words("runs.job"): st.column_config.NumberColumn(format="%d", width=60),
        words("runs.seconds"): st.column_config.NumberColumn(format="%,.0f", width=80),
        words("version.version"): st.column_config.NumberColumn(format="%d", width=70),
        words("runs.says"): st.column_config.TextColumn(width=560),
    }
    show_table(pd.DataFrame(columns).astype({words("version.version"): "Int64"}), config, most_rows=8)


def _said(job: JobLine, words: Words) -> str:
    """What the job said; of one that was cancelled or died, what to do next."""
    return words.entries.get(f"job.said.{job.state}", job.said)


def log_of_job(site_dir: Path, numbers: Sequence[int], words: Words) -> None:
    """The log of one job."""
    number = st.selectbox(words("runs.job"), numbers, key="log_job")
    text = job_log(site_dir, number)
    st.code(text or words("runs.empty_log"), language=None, wrap_lines=True)
