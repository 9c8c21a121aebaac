"""A sheet that is a table: a header in its first row, a filter, and rows that a program may read or a person print."""

from collections.abc import Mapping

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from exports.hr_words import HEADERS, in_language
from exports.sheet_setup import set_up_print
from exports.wording import SIMULATED_COLUMN, SIMULATED_MARK
from exports.workbook_styles import Styles

WIDTHS = {"start": 19, "end": 19, "agent_id": 12, "date": 12, "paid_minutes": 13, SIMULATED_COLUMN: 44}
WIDTH = 10
# Tables for people: words in two languages, and headers of two lines or three.
SPOKEN_WIDTHS = {"role": 13, "team": 8, "month": 9, "day_kind": 19, "change": 18, "date": 11, "agent_id": 12}
SPOKEN_WIDTHS |= dict.fromkeys(("start_before", "end_before", "start_after", "end_after"), 19)
SPOKEN_WIDTH = 13.5
HEAD_HEIGHT = 52


def write_table(
    sheet: Worksheet,
    title: str,
    frame: pd.DataFrame,
    styles: Styles,
    simulated: bool,
    widths: Mapping[str, float] = WIDTHS,
) -> pd.DataFrame:
    """Writes the frame from the first row on and gives it back as written, with a column more in a simulated sample.

    Numbers are numbers, everything else is text. The header's names are the frame's own.
    """
    set_up_print(sheet, title, simulated)
    if simulated:
        frame = frame.assign(**{SIMULATED_COLUMN: SIMULATED_MARK})
    for place, column in enumerate(frame.columns):
        sheet.set_column(place, place, widths.get(column, WIDTH))
        sheet.write_string(0, place, column, styles.head)
        _write_column(sheet, place, frame[column], styles)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(frame)), len(frame.columns) - 1)
    sheet.repeat_rows(0)
    return frame


def write_spoken_table(sheet: Worksheet, title: str, frame: pd.DataFrame, styles: Styles, simulated: bool) -> None:
    """Writes one of HR's frames for people: headers and words in Korean with English beside them."""
    sheet.set_row(0, HEAD_HEIGHT)
    korean, english = in_language(frame, "ko"), in_language(frame, "en")
    both = {
        name: korean.iloc[:, place].str.cat(english.iloc[:, place], sep=" ")
        for place, name in enumerate(frame.columns)
        if not korean.iloc[:, place].equals(english.iloc[:, place])
    }
    heads = {name: "\n".join(HEADERS[name]) for name in frame.columns}
    widths = {head: SPOKEN_WIDTHS.get(name, SPOKEN_WIDTH) for name, head in heads.items()}
    widths[SIMULATED_COLUMN] = WIDTHS[SIMULATED_COLUMN]
    write_table(sheet, title, frame.assign(**both).rename(columns=heads), styles, simulated, widths)


def _write_column(sheet: Worksheet, place: int, cells: pd.Series, styles: Styles) -> None:
    if pd.api.types.is_integer_dtype(cells.dtype):
        for row, value in enumerate(cells.tolist(), start=1):
            sheet.write_number(row, place, value, styles.number)
        return
    for row, text in enumerate(cells.tolist(), start=1):
        sheet.write_string(row, place, text, styles.name)
