"""The frame around every page: title, language, site and night, and what to do where there is nothing."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app_parts import cached, session
from app_parts.as_written import as_written
from app_parts.words import LANGUAGES, Words
from domain.errors import WfmError
from pipeline.views_night import SiteName, latest_mark, site_name

logger = logging.getLogger(__name__)

# Digits of one width line up in columns and do not jump when they change; Korean breaks lines between words.
STYLE = """<style>
.stApp { font-variant-numeric: tabular-nums; word-break: keep-all; }
.stMainBlockContainer { padding-bottom: 2rem; }
[data-testid="stMetricLabel"] p, [data-testid="stMetricDelta"] * { white-space: normal; overflow: visible; }
</style>"""


def title_row() -> tuple[Words, DeltaGenerator]:
    """The words of the language chosen beside the title, and the place where the title goes."""
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="title_row"):
        place = st.container()
        st.segmented_control(
            "언어 · Language",
            list(LANGUAGES.values()),
            default=next(iter(LANGUAGES.values())),
            required=True,
            key=session.LANGUAGE,
            label_visibility="collapsed",
            bind="query-params",
        )
    return session.words(), place


@contextmanager
def error_box(words: Words, title: str = "error.title") -> Iterator[None]:
    """Shows a deliberate error as its sentence under a title, in place of what it kept from being drawn or done."""
    try:
        yield
    except WfmError as error:
        logger.warning("shown to the planner: %s", error)
        st.error(f"**{words(title)}**\n\n{as_written(error)}", icon=":material/error:")


def site_is_shown(words: Words, site_dir: Path | None) -> bool:
    """Whether there is a site, whose mark as a sample is then shown; else what to do next is said."""
    if site_dir is None:
        _next_step(words("empty.no_site"), ["wfm init build/dasan --template dasan", "wfm app --site build/dasan"])
        return False
    if site_name(site_dir).simulated:
        st.warning(words("simulated"), icon=":material/science:")
    return True


def night_is_shown(words: Words, site_dir: Path | None) -> bool:
    """Whether there is a night to show, which is then named and remembered; else what to do next is said."""
    if not site_is_shown(words, site_dir) or site_dir is None:
        return False
    name, mark = site_name(site_dir), latest_mark(site_dir)
    if mark is None:
        commands = [f"wfm ingest --site {site_dir} FILE", f"wfm nightly --site {site_dir}"]
        _next_step(words("empty.no_night").format(as_written(name.name)), commands)
        return False
    session.remember_night(mark)
    _name_night(words, name)
    return True


def _next_step(sentence: str, commands: list[str]) -> None:
    st.info(sentence, icon=":material/info:")
    st.code("\n".join(commands), language="bash")


def _name_night(words: Words, name: SiteName) -> None:
    """Site, night and planned days; and a notice where the site's files have changed since."""
    night = cached.night(session.mark())
    window = night.window
    parts = [
        f"**{as_written(name.name)}**",
        words("night.of").format(night.night),
        words("night.window").format(words.day(window.start), words.day(window.last), window.days),
    ]
    if night.started is not None:
        parts.append(words("night.started").format(night.started))
    st.caption(" · ".join(parts))
    if night.changed_files:
        changed = words("stale").format(", ".join(night.changed_files), night.site_dir)
        st.info(changed, icon=":material/history:")
