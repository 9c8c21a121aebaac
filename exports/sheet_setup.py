"""How every sheet of the workbook starts: A4 landscape, the title, and the mark of a simulated sample."""

from xlsxwriter.worksheet import Worksheet

from exports.wording import SIMULATED_MARK
from exports.workbook_styles import Styles

A4 = 9  # the paper's number in the file format
MARGIN_INCH = 0.4
OWN_PAGES_PERCENT = 85  # leaves room for programs that draw the columns wider than Excel
MAX_TITLE = 120  # a page header holds 255 letters in all


def set_up_print(sheet: Worksheet, title: str, simulated: bool, own_pages: bool = False) -> None:
    """A4 landscape, one page wide, with title, mark and page number on every printed page.

    With `own_pages` the sheet breaks its pages itself and is narrow enough for one: Excel heeds no break that was set
    by hand where it has to fit a sheet to a page.
    """
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=MARGIN_INCH, right=MARGIN_INCH, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    if own_pages:
        sheet.set_print_scale(OWN_PAGES_PERCENT)
    else:
        sheet.fit_to_pages(1, 0)
    mark = f"&R{SIMULATED_MARK}" if simulated else ""
    # A single & starts a code in a page header, so one that is meant is written twice.
    sheet.set_header(f"&L{title[:MAX_TITLE].replace('&', '&&')}{mark}")
    sheet.set_footer("&C&P / &N")


def begin_sheet(sheet: Worksheet, title: str, styles: Styles, simulated: bool, own_pages: bool = False) -> int:
    """Sets up print and writes the title; the row from which the content may go on."""
    set_up_print(sheet, title, simulated, own_pages)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, title, styles.title)
    if not simulated:
        return 1
    sheet.write_string(1, 0, SIMULATED_MARK, styles.mark)
    return 2
