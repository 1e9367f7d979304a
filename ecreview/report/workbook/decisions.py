"""What people decide on differences between files, on the sheet of reconciliations; read back next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.memory.pages import HINTS
from ecreview.model.text import Text, Unit, same
from ecreview.reconcile import PAIRS
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.editable import (
    SPARE_ROWS,
    drop_down,
    editable_columns,
    write_editable,
)
from ecreview.report.workbook.names import PAIR_TITLES, YES_NO
from ecreview.report.workbook.page import LEFT, row_formats

if TYPE_CHECKING:
    from ecreview.report.workbook.cells import Value
    from ecreview.report.workbook.page import Page

DECISIONS_MARK = "#ec:decisions:1"
DECISION_KEYS = (DECISIONS_MARK, "pair", "left", "right", "accepted", "note")
_DECISION_COLUMNS = (
    (Text("对账对", "Pair"), Unit.TEXT), (Text("左表编号", "Number on the left"), Unit.ID), (Text("右表编号", "Number on the right"), Unit.ID),
    (Text("差额认了", "Accept difference"), Unit.TEXT), (Text("备注", "Note"), Unit.TEXT),
)  # fmt: skip
_DECISIONS = Text(
    zh="人工核平和备注（黄底可以填，下次上传这份工作簿会照做）",
    en="Matched by hand, and notes (fill in; done again when this workbook is uploaded next time)",
)
_DECISIONS_HOW = Text(
    zh="两个编号都填 = 它们是同一笔钱；差额认了填“是” = 不再追；只写备注 = 状态不变，备注留着。",
    en="Both numbers = the same money; “yes” = the difference is accepted; a note alone changes no state and is kept.",
)
_YES = Text(zh="是", en="yes")


def write_decisions(page: Page) -> None:
    """Write what was decided on differences, with empty rows to decide more."""
    book = page.book
    pairs = {pair.key: pair.wording.title for pair in PAIRS}
    page.heading(book.say(_DECISIONS))
    columns = editable_columns(book, _DECISION_COLUMNS, inputs=set(range(len(_DECISION_COLUMNS))))
    rows: list[list[Value]] = [
        [
            book.say(pairs.get(d.pair, same(d.pair))), d.left or None, d.right or None,
            book.say(_YES) if d.is_accepted else None, d.note or None,
        ]
        for d in book.review.settings.decisions
    ]  # fmt: skip
    first, last = write_editable(
        page, columns, rows, DECISION_KEYS, [row_formats(columns, {})] * len(rows)
    )
    end = last + SPARE_ROWS
    drop_down(page, PAIR_TITLES, LEFT, first, end)
    drop_down(page, YES_NO, LEFT + 3, first, end)
    page.heading(book.say(HINTS))  # where reading back ends
    page.flow(book.say(_DECISIONS_HOW), looks.CAPTION)
