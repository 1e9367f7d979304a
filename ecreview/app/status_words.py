"""Status words of a file that nobody knows: each with its count, and what the visitor says it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ecreview.app.state import session
from ecreview.app.words import plain
from ecreview.model.finding_kinds import STATUS_UNKNOWN
from ecreview.model.tables import CANONICAL_STATUS, REFUND_STATES
from ecreview.model.text import Text

if TYPE_CHECKING:
    from ecreview.app.recognised import Place
    from ecreview.model.dataset import Dataset
    from ecreview.model.findings import Finding

    Words = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

_REFUND_FIELD = "refund_state"
_TITLES = {
    "created_unpaid": Text(zh="已下单，没付款", en="Placed, not paid"),
    "paid_unshipped": Text(zh="已付款，没发货", en="Paid, not shipped"),
    "shipped": Text(zh="已发货", en="Shipped"),
    "completed": Text(zh="交易完成", en="Completed"),
    "closed_unpaid": Text(zh="关闭，没付款", en="Closed, never paid"),
    "closed_refunded": Text(zh="关闭，已退款", en="Closed, refunded"),
    "unknown": Text(zh="还不知道", en="Not known yet"),
    "none": Text(zh="没有退款", en="No refund"),
    "open": Text(zh="退款处理中", en="Refund open"),
    "partial": Text(zh="部分退款", en="Partly refunded"),
    "full": Text(zh="全额退款", en="Fully refunded"),
    "rejected": Text(zh="退款没成", en="Refund rejected"),
}
_ASK = Text(
    zh="这些状态词不认识，选好后订单进度才准；不选的记为未知。",
    en="These status words are not known. Say what they mean; the others count as unknown.",
)
_COLUMNS = {
    "word": Text(zh="文件里的词", en="Word in the file"),
    "count": Text(zh="行数", en="Rows"),
    "meaning": Text(zh="意思", en="Meaning"),
}


def unknown_words(dataset: Dataset, place: Place) -> tuple[tuple[str, Finding], ...]:
    """Return the status words of the table that nobody knows: the field that they stand in, and the finding."""
    fields = {column.name: column.field for column in place.table.columns}
    return tuple(
        (fields.get(finding.place.column or "") or "status_raw", finding)
        for finding in dataset.findings
        if finding.kind is STATUS_UNKNOWN
        and (finding.place.file, finding.place.sheet) == (place.file.name, place.table.sheet)
    )


def ask_words(dataset: Dataset, place: Place, chosen: Words) -> Words:
    """Draw the unknown words and return, per field, what all words mean that were chosen now or before."""
    unknown = unknown_words(dataset, place)
    meanings = {field: dict(pairs) for field, pairs in chosen}
    for field in dict.fromkeys(field for field, _ in unknown):
        found = [finding for key, finding in unknown if key == field]
        meanings.setdefault(field, {}).update(_ask(place, field, found))
    return tuple((field, tuple(words.items())) for field, words in meanings.items() if words)


def _ask(place: Place, field: str, found: list[Finding]) -> dict[str, str]:
    """Draw the unknown words of one column and return what the visitor says they mean."""
    states = REFUND_STATES if field == _REFUND_FIELD else CANONICAL_STATUS
    titles = {plain(_TITLES[state]): state for state in states if state != "unknown"}
    open_ = plain(_TITLES["unknown"])
    words = [str(dict(finding.values)["example"]) for finding in found]
    rows = {"word": words, "count": [f.count for f in found], "meaning": [open_] * len(found)}
    names = {key: plain(title) for key, title in _COLUMNS.items()}
    kinds = st.column_config
    st.caption(plain(_ASK))
    edited = st.data_editor(
        pd.DataFrame(rows),
        column_config={
            "word": kinds.TextColumn(names["word"]),
            "count": kinds.NumberColumn(names["count"], format="%,d"),
            "meaning": kinds.SelectboxColumn(
                names["meaning"], options=[open_, *titles], required=True
            ),
        },
        disabled=["word", "count"],
        hide_index=True,
        key=f"words/{place.key}/{field}/{session().lang}",
    )
    said = zip(words, edited["meaning"], strict=True)
    return {word: titles[title] for word, title in said if title in titles}
