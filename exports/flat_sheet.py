"""The flat sheet: one row a duty under the contract's column names, for an import into an HR system."""

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from domain.roster_files import roster_frame
from exports.roster_book import RosterBook
from exports.table_sheet import write_table
from exports.wording import FLAT_HEADERS, FLAT_SHEET
from exports.workbook_styles import Styles


def write_flat_sheet(sheet: Worksheet, book: RosterBook, styles: Styles) -> None:
    """Writes the duties from the first row on, so that an import finds its header there; Korean readings are notes.

    A simulated sample says so in a column of its own: the mark stays with every row that is copied out of here.
    """
    title = f"{book.heading} · {FLAT_SHEET}"
    written = write_table(sheet, title, pd.DataFrame(roster_frame(book.roster.duties)), styles, book.simulated)
    for place, column in enumerate(written.columns):
        sheet.write_comment(0, place, FLAT_HEADERS[column])
