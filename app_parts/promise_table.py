"""Goals that the roster keeps by contacts: promised beside expected, and why one is missed."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app_parts.tables import show_table
from app_parts.words import Words, share
from pipeline.views_promises import PromiseLine

MOST_ROWS = 5


def promises(lines: Sequence[PromiseLine], words: Words) -> None:
    """The table under its title, missed goals first; nothing where the roster was made by heads alone."""
    if not lines:
        return
    missed = sum(not line.is_kept for line in lines)
    said = words("promise.missed").format(missed, len(lines)) if missed else words("promise.kept").format(len(lines))
    st.subheader(words("promise.title"), anchor=False, help=words("promise.help"))
    st.markdown(f":orange[**{said}**]" if missed else said)
    columns = {
        words("queue"): [line.queue for line in lines],
        words("promise.days"): [
            words.day(line.first) if line.first == line.last else f"{words.day(line.first)} – {words.day(line.last)}"
            for line in lines
        ],
        words("promise.goal"): [share(line.goal) for line in lines],
        words("promise.expected"): [share(line.expected, 2) for line in lines],
        words("promise.state"): [words("promise.is_kept" if line.is_kept else "promise.is_missed") for line in lines],
        words("promise.why"): ["" if line.is_kept else _why(line, words) for line in lines],
    }
    text = st.column_config.TextColumn
    widths = {"queue": 90, "promise.days": 170, "promise.goal": 80, "promise.expected": 80, "promise.state": 80}
    config = {words(name): text(width=width) for name, width in widths.items()}
    show_table(pd.DataFrame(columns), config | {words("promise.why"): text(width=720)}, most_rows=MOST_ROWS)


def _why(line: PromiseLine, words: Words) -> str:
    return words("promise.why_missed").format(
        f"{line.missing:,.1f}",
        f"{line.offered:,.0f}",
        f"{line.knowing:,}",
        f"{line.on_it_h:,.1f}",
        f"{line.elsewhere_h:,.1f}",
    )
