"""A version whose cover and law report are still being worked out: said so, and shown as soon as they are there."""

import streamlit as st

from app_parts.words import Words
from pipeline.roster_versions import RosterVersion
from pipeline.version_ahead import version_is_ready
from pipeline.views_night import NightMark

POLL_S = 1.0


def is_ready(words: Words, mark: NightMark, version: RosterVersion) -> bool:
    """Whether the version can be shown; else the page says that it is at work, looks again, and draws itself anew."""
    if version_is_ready(mark.site_dir, version):
        return True

    @st.fragment(run_every=POLL_S)
    def wait() -> None:
        if version_is_ready(mark.site_dir, version):
            st.rerun()
        st.info(words("version.at_work").format(version.number), icon=":material/hourglass_top:")

    wait()
    return False
