"""The lists behind the drop-downs, as named ranges on the hidden sheet; their names are ours, never a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

from ecreview.model.action import ActionKind, Status
from ecreview.model.text import Text
from ecreview.reconcile import PAIRS
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.catalogue import DATA_SHEET

if TYPE_CHECKING:
    from ecreview.report.workbook.book import Book

OWNERS, STATES, KINDS = "ec_owners", "ec_status", "ec_kinds"
PAIR_TITLES, YES_NO = "ec_pairs", "ec_yes_no"
LIST_COLUMN = 20  # first column of the lists, to the right of the charts' data

_ROLES = (
    Text("老板", "Owner"), Text("运营", "Operations"), Text("商品", "Merchandise"), Text("投放", "Advertising"),
    Text("客服", "Service"), Text("仓储", "Warehouse"), Text("财务", "Finance"),
)  # fmt: skip

_ANSWERS = (Text("是", "yes"), Text("否", "no"))


def write_lists(book: Book) -> None:
    """Write the words of each drop-down and name where they stand."""
    owners = dict.fromkeys(
        word
        for word in (
            *(book.say(action.owner) for action in book.review.actions),
            *(goal.owner for goal in book.review.goals.items),
            *map(book.say, _ROLES),
        )
        if word
    )
    lists = {
        OWNERS: list(owners),
        STATES: [book.say(state.text) for state in Status],
        KINDS: [book.say(kind.text) for kind in ActionKind],
        PAIR_TITLES: [book.say(pair.wording.title) for pair in PAIRS],
        YES_NO: [book.say(word) for word in _ANSWERS],
    }
    writer = book.writer(DATA_SHEET)
    for column, (name, listed) in enumerate(lists.items(), start=LIST_COLUMN):
        for row, word in enumerate(listed, start=1):
            writer.write_cell(row, column, word, looks.KEY_ROW)
        letter = get_column_letter(column)
        place = f"'{DATA_SHEET}'!${letter}$1:${letter}${len(listed)}"
        book.workbook.defined_names[name] = DefinedName(name, attr_text=place)
