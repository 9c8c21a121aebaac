"""The law report as a table."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app_parts.palette import WARNING
from app_parts.words import Words
from pipeline.views_rest import ArticleLine


def articles_table(articles: Sequence[ArticleLine], words: Words) -> None:
    """Every rule with its article: how often checked, near the limit and broken; broken ones first, in orange."""
    ordered = sorted(articles, key=lambda line: -line.broken)
    dash = "–"
    rows = pd.DataFrame(
        {
            words("rule"): [line.title for line in ordered],
            words("rule.sentence"): [line.sentence for line in ordered],
            words("rule.kind"): [words(f"rule_status.{line.status}") for line in ordered],
            words("rule.checked"): [f"{line.checked:,}" for line in ordered],
            words("rest.near_column"): [dash if line.near is None else f"{line.near:,}" for line in ordered],
            words("rule.broken"): [f"{line.broken:,}" for line in ordered],
            words("rule.source"): [
                f"{line.source}. {line.penalty}" if line.penalty else line.source for line in ordered
            ],
        }
    )
    broken = words("rule.broken")
    styled = rows.style.map(lambda text: f"color: {WARNING}; font-weight: 700" if text != "0" else "", subset=[broken])
    st.table(styled, border="horizontal", hide_index=True)
