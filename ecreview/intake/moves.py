"""What a row of a list of stock movements means: whether stock came in, went out or was set right, and its sign.

Some lists write what went out as a positive number and leave the direction to the kind, others write the sign.
The rows whose kind takes stock away decide: where most of them are positive, their signs are turned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import (
    TEXT,
    category,
    has,
    ints,
    known,
    map_words,
    mask,
    put,
    text_column,
)
from ecreview.intake.meaning import Context, Meaning, distinct, list_unknown
from ecreview.intake.statuses import plain_word
from ecreview.model import finding_kinds as kinds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.findings import Finding

IN, OUT, ADJUST = "in", "out", "adjust"
_UP, _DOWN, _EITHER = 1, -1, 0
# Part of a kind's word → what it is, and which way stock moves; the first one that fits counts. Stock that
# changes its warehouse is neither bought nor sold.
_PARTS: tuple[tuple[str, str, int], ...] = (
    ("盘盈", ADJUST, _UP),
    ("报溢", ADJUST, _UP),
    ("盘亏", ADJUST, _DOWN),
    ("报损", ADJUST, _DOWN),
    ("损耗", ADJUST, _DOWN),
    ("调拨入", ADJUST, _UP),
    ("调入", ADJUST, _UP),
    ("调拨出", ADJUST, _DOWN),
    ("调出", ADJUST, _DOWN),
    ("调拨", ADJUST, _EITHER),
    ("盘点", ADJUST, _EITHER),
    ("调整", ADJUST, _EITHER),
    ("入库", IN, _UP),
    ("收货", IN, _UP),
    ("出库", OUT, _DOWN),
    ("发货", OUT, _DOWN),
)
_WORDS = {
    "in": (IN, _UP),
    "receipt": (IN, _UP),
    "return": (IN, _UP),
    "out": (OUT, _DOWN),
    "shipment": (OUT, _DOWN),
    "sale": (OUT, _DOWN),
    "adjust": (ADJUST, _EITHER),
    "adjustment": (ADJUST, _EITHER),
    "transfer": (ADJUST, _EITHER),
    "count": (ADJUST, _EITHER),
}


def settle_moves(table: pa.Table, context: Context) -> Meaning:
    """Return the movements with `in`, `out` or `adjust` for their kind, and what left the stock negative.

    A word that nobody knows is told; its kind, like that of a row without a word, is what the sign says.

    quantity [, kind (as in the file)] → kind, quantity
    """
    words = {word: _meaning(word) for word in distinct(table, "kind")} if has(table, "kind") else {}
    unknown = [word for word, meaning in words.items() if meaning is None]
    findings = list_unknown(table, context, "kind", unknown, kinds.MOVE_UNKNOWN)
    known_words = {word: meaning for word, meaning in words.items() if meaning is not None}
    takes = [word for word, (_, way) in known_words.items() if way == _DOWN]
    goes = mask(pc.is_in(text_column(table, "kind"), pa.array(takes, TEXT)))
    quantity, turned = _signed(table, goes, context)
    kind = map_words(
        text_column(table, "kind"),
        {**dict.fromkeys(unknown), **{word: said for word, (said, _) in known_words.items()}},
    )
    by_sign = pc.if_else(pc.less(quantity, 0), OUT, IN)
    table = put(table, "kind", category(pc.coalesce(kind, by_sign.cast(TEXT))))
    return Meaning(put(table, "quantity", quantity), (*findings, *turned))


def _meaning(word: str) -> tuple[str, int] | None:
    """Return what a word says: the kind, and which way stock moves; None for a word that nobody knows.

    Examples:
        >>> _meaning("采购退货出库"), _meaning("Transfer"), _meaning("其他")
        (('out', -1), ('adjust', 0), None)
    """
    plain = plain_word(word)
    said = ((kind, way) for part, kind, way in _PARTS if part in plain)
    return _WORDS.get(plain) or next(said, None)


def _signed(
    table: pa.Table, goes: NDArray[np.bool_], context: Context
) -> tuple[pa.Array, tuple[Finding, ...]]:
    """Return the quantities with what left the stock negative, and how many signs were turned.

    Args:
        table: the movements.
        goes: those whose kind takes stock away.
        context: for what is told.
    """
    pieces = ints(table, "quantity")
    is_unsigned = np.count_nonzero(goes & (pieces > 0)) > np.count_nonzero(goes & (pieces < 0))
    turns = goes & is_unsigned & (pieces != 0)
    signed = pa.array(np.where(turns, -pieces, pieces), mask=~known(table, "quantity"))
    column = context.headers.get("quantity", "quantity")
    return signed, context.spot.finding(kinds.MOVES_SIGNED, turns, column)
