"""The night's files to take away, each with what it is for."""

import streamlit as st

from app_parts.words import Words
from pipeline.views_files import PublishedFile, published_files
from pipeline.views_night import PublishedNight


def download_rows(night: PublishedNight, words: Words) -> None:
    """A button a file; its content is read when it is asked for."""
    for file in published_files(night):
        with st.container(horizontal=True, vertical_alignment="center"):
            _button(file, words)
            st.write(words(f"files.{file.kind}"))


def _button(file: PublishedFile, words: Words) -> None:
    st.download_button(
        f"{file.name} · {words.amount('kilobytes', file.kilobytes)}",
        data=file.content,
        file_name=file.download_name,
        mime=file.media_type,
        key=f"download_{file.kind}",
        on_click="ignore",
        icon=":material/download:",
        width=260,
    )
