"""Why a forecast is what it is, in sentences."""

import streamlit as st

from app_parts.as_written import as_written
from app_parts.words import Words, share
from pipeline.views_record import PLANNERS_MEAN, SEASONAL_NAIVE, QueueRecord


def why_this_model(record: QueueRecord, words: Words) -> str:
    """How the model of a queue came to be chosen."""
    model = model_name(record, words)
    if record.chosen is None:
        return words("record.why_unjudged").format(model=model)
    figures = {"origins": record.origins, "days": record.days, "model": model, "wape": share(record.chosen.wape)}
    sentences = [words("record.why").format(**figures)]
    mean, naive = record.error_of(PLANNERS_MEAN), record.error_of(SEASONAL_NAIVE)
    if mean is not None and naive is not None:
        sentences.append(words("record.why_beside").format(mean=share(mean.wape), naive=share(naive.wape)))
    best = record.candidates[0]
    if best.model not in record.members and best.wape < record.chosen.wape:
        sentences.append(
            words("record.why_not_best").format(best=words.known("model", best.model), wape=share(best.wape, 2))
        )
    if record.held_share is not None:
        sentences.append(words("record.why_held").format(held=share(record.held_share)))
    sentences.append(words("record.why_history").format(first=record.history_first, last=record.history_last))
    return " ".join(sentences)


def model_name(record: QueueRecord, words: Words) -> str:
    """The chosen model in words, or the mean of several."""
    names = [words.known("model", member) for member in record.members]
    return names[0] if len(names) == 1 else words("record.mean_of").format(", ".join(names))


def show_remarks(record: QueueRecord, words: Words) -> None:
    """What the forecast warns of, as its record says it."""
    if record.warnings:
        with st.expander(words("record.remarks")):
            st.markdown("\n".join(f"- {as_written(warning)}" for warning in record.warnings))
