"""The print set-up that all sheets share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from ecreview.model.text import Text
from ecreview.report.workbook.cells import address
from ecreview.report.workbook.layout import ROW_HEIGHT
from ecreview.report.workbook.paper import MOST_PAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from ecreview.report.workbook.paper import Span

FOOTER = Text(zh="第 &P / &N 页", en="Page &P of &N")
FOOTER_CUT = Text(
    zh="长清单只打印开头几行，全部行在工作簿里 · ",
    en="Long lists print their first rows only; all rows are in the workbook · ",
)


def set_up_print(sheet: Worksheet, footer: str, pages: Sequence[Span], last_column: int) -> None:
    """Set landscape A4, fit to the width (and a single page to its height), footer, no grid.

    Each page is a range of its own; the last of too many ranges is left to the program to break.
    """
    spans = list(pages[:MOST_PAGES])
    if len(pages) > MOST_PAGES:
        spans[-1] = (spans[-1][0], pages[-1][1])
    sheet.print_area = ",".join(f"A{first}:{address(last, last_column)}" for first, last in spans)
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format.defaultRowHeight = ROW_HEIGHT
    sheet.sheet_format.customHeight = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if len(pages) == 1 else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=footer, size=8))
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.4
    margins.footer = 0.2
