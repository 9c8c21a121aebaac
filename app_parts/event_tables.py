"""Tables of events: found in the history, and learnt from past ones."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app_parts.tables import show_table
from app_parts.words import Words
from pipeline.views_events import FoundRow, LearntRow


def found_events_table(found: Sequence[FoundRow], words: Words) -> None:
    """What stands out in each queue's history, the strongest first, and what the forecast does with it."""
    rows = [
        {
            words("queue"): each.queue,
            words("events.kind"): words.known("events.kind", each.kind),
            words("from"): f"{each.start:%Y-%m-%d %H:%M}",
            words("until"): f"{each.end:%Y-%m-%d %H:%M}",
            words("events.size"): f"×{each.ratio:.2f}",
            words("events.contacts"): each.contacts,
            words("events.done"): words.known("events.done", each.kind),
        }
        for each in found
    ]
    show_table(pd.DataFrame(rows), {words("events.contacts"): st.column_config.NumberColumn(format="%+d")})


def learnt_effects_table(learnt: Sequence[LearntRow], words: Words) -> None:
    """The effect that each coming event takes, and how often it was seen."""
    rows = [
        {
            words("queue"): each.queue,
            words("events.event"): each.event,
            words("events.effect"): f"×{each.effect:.2f}",
            words("events.range"): f"×{each.low:.2f} – ×{each.high:.2f}",
            words("events.seen"): _seen(each, words),
        }
        for each in learnt
    ]
    show_table(pd.DataFrame(rows))


def _seen(each: LearntRow, words: Words) -> str:
    """How often it was seen in the queue and in others."""
    counts = (("events.seen_here", each.seen_here), ("events.seen_elsewhere", each.seen_elsewhere))
    return ", ".join(words(key).format(count) for key, count in counts if count)
