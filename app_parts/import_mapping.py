"""The form that says what an export's columns, times and queues mean; it begins with a proposal."""

from pathlib import Path

import pandas as pd
import streamlit as st

from app_parts.as_written import as_written
from app_parts.words import Words
from domain.errors import DataError
from domain.site_config import read_site_config
from pipeline.column_mapping import ColumnMapping
from pipeline.import_wizard import Opened, mapping_of

WORDS = ("interval_start", "date", "time", "queue", "offered", "answered", "abandoned", "aht_s")
STEPS = (5, 10, 15, 20, 30, 60)


def mapping_form(words: Words, site_dir: Path, found: Opened) -> ColumnMapping | None:
    """The mapping as it stands in the boxes; None, with what is wrong, where it makes no sense."""
    queues = [queue.id for queue in read_site_config(site_dir / "site.toml").queue]
    st.markdown(f"**{words('import.mapping')}**")
    columns = _columns(words, found)
    format_place, step_place, queue_place = st.columns(3, vertical_alignment="bottom")
    form = format_place.text_input(
        words("import.format"), found.mapping.time.format or "", help=words("import.format_help"), key="import_format"
    )
    step = step_place.selectbox(
        words("import.step"),
        [None, *STEPS],
        index=[None, *STEPS].index(found.mapping.time.interval_minutes)
        if found.mapping.time.interval_minutes in STEPS
        else 0,
        format_func=lambda each: words("import.step_as_site") if each is None else f"{each}",
        key="import_step",
    )
    constant: str | None = None
    names: dict[str, str] = {}
    ignore: tuple[str, ...] = ()
    if columns.get("queue") is None:
        constant = queue_place.selectbox(words("import.one_queue"), queues, key="import_constant")
    else:
        names, ignore = _queues(words, found, str(columns["queue"]), queues)
    try:
        return mapping_of(found, columns, form.strip() or None, step, constant, names, ignore)
    except DataError as error:
        st.error(as_written(error), icon=":material/error:")
        return None


def _columns(words: Words, found: Opened) -> dict[str, str | None]:
    """A box a word: which column of the export it is."""
    choices = [None, *dict.fromkeys(column for column in found.columns if column)]
    guessed = {word: getattr(found.mapping.columns, word) for word in WORDS}
    chosen: dict[str, str | None] = {}
    for row in (WORDS[:4], WORDS[4:]):
        for place, word in zip(st.columns(len(row)), row, strict=True):
            first = choices.index(guessed[word]) if guessed[word] in choices else 0
            chosen[word] = place.selectbox(
                words(f"import.word.{word}"),
                choices,
                index=first,
                format_func=lambda each: words("import.none") if each is None else each,
                key=f"import_column_{word}",
            )
    return chosen


def _queues(words: Words, found: Opened, column: str, queues: list[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Which queue each name in the file means; a name that is none of the site's can be left out."""
    values = found.queue_values.get(column, ())
    known = found.mapping.queue
    leave_out = words("import.leave_out")
    meant = [
        known.names.get(value) or (value if value in queues else leave_out if value in known.ignore else None)
        for value in values
    ]
    table = pd.DataFrame({words("import.queue_in_file"): list(values), words("import.queue_here"): meant}, dtype=object)
    edited = st.data_editor(
        table,
        hide_index=True,
        key=f"import_queues_{column}",
        disabled=[words("import.queue_in_file")],
        column_config={words("import.queue_here"): st.column_config.SelectboxColumn(options=[*queues, leave_out])},
    )
    pairs = list(zip(values, edited[words("import.queue_here")].tolist(), strict=True))
    names = {name: str(queue) for name, queue in pairs if queue in queues and queue != name}
    return names, tuple(name for name, queue in pairs if queue == leave_out)
