"""The flat sheet: one row a duty under the contract's column names, for an import into an HR system."""

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from domain.roster_files import roster_frame
from exports.roster_book import RosterBook
from exports.sheet_setup import set_up_print
from exports.wording import FLAT_HEADERS, FLAT_SHEET, SIMULATED_COLUMN, SIMULATED_MARK
from exports.workbook_styles import Styles

WIDTHS = {"start": 19, "end": 19, "agent_id": 12, "date": 12, "paid_minutes": 13, SIMULATED_COLUMN: 44}


def write_flat_sheet(sheet: Worksheet, book: RosterBook, styles: Styles) -> None:
    """Writes the duties from the first row on, so that an import finds its header there; Korean readings are notes.

    A simulated sample says so in a column of its own: the mark stays with every row that is copied out of here.
    """
    set_up_print(sheet, FLAT_SHEET, book.simulated)
    frame = pd.DataFrame(roster_frame(book.roster.duties))
    if book.simulated:
        frame = frame.assign(**{SIMULATED_COLUMN: SIMULATED_MARK})
    for place, column in enumerate(frame.columns):
        sheet.set_column(place, place, WIDTHS.get(column, 10))
        sheet.write_string(0, place, column, styles.head)
        sheet.write_comment(0, place, FLAT_HEADERS[column])
        _write_column(sheet, place, frame[column], styles)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(frame)), len(frame.columns) - 1)
    sheet.repeat_rows(0)


def _write_column(sheet: Worksheet, place: int, cells: pd.Series, styles: Styles) -> None:
    """Numbers as numbers, everything else as text that no program takes for a formula."""
    if pd.api.types.is_integer_dtype(cells.dtype):
        for row, value in enumerate(cells.tolist(), start=1):
            sheet.write_number(row, place, value, styles.number)
        return
    for row, text in enumerate(cells.tolist(), start=1):
        sheet.write_string(row, place, text, styles.name)
