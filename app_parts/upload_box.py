"""The box that takes a file, in the language of the page: Streamlit's own words are English and cannot be set."""

from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from app_parts.words import Words

BOX = "[data-testid=stFileUploaderDropzone]"
# What stands there is made nothing, and the words follow it: on the button, beside it, and over both at a drop.
STYLE = """<style>
{box} button p, {box} [data-testid=stFileUploaderDropzoneInstructions] span,
{box} > input + div:not(:has(button)) div {{ font-size: 0; }}
{box} button p::after {{ content: "{choose}"; font-size: 0.875rem; }}
{box} [data-testid=stFileUploaderDropzoneInstructions]::after {{ content: "{kinds}"; font-size: 0.875rem; }}
{box} > input + div:not(:has(button)) div::after {{ content: "{drop}"; font-size: 0.875rem; }}
</style>"""


def uploaded(words: Words, label: str, kinds: Sequence[str], key: str) -> UploadedFile | None:
    """The file that was handed over, or None until one is."""
    most_mb = int(st.get_option("server.maxUploadSize"))
    told = words("upload.kinds").format(", ".join(kind.upper() for kind in kinds), most_mb)
    st.html(STYLE.format(box=BOX, choose=words("upload.choose"), kinds=told, drop=words("upload.drop")))
    given: UploadedFile | None = st.file_uploader(label, type=list(kinds), key=key)
    return given
