"""What became of each file: one row per table, the files that were refused, the rows of a chosen table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ecreview.app.grids import draw_table, spec_columns
from ecreview.app.render import currency
from ecreview.app.words import md_escape, plain, safe
from ecreview.model.findings import Level
from ecreview.model.scope import Period
from ecreview.model.text import UNDEFINED, Text

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt

SURE = 0.85  # below, the mapping form opens by itself
PREVIEW_ROWS = 100

_TOTALS = Text(
    zh="{tables} 张表，{kept} 行进入复盘，{aside} 行搁置并可追查",
    en="Tables: {tables}; {kept} rows in the review, {aside} set aside and listed",
)
_COLUMNS = {
    "place": Text(zh="文件 · 表", en="File · sheet"),
    "title": Text(zh="认作", en="Recognised as"),
    "span": Text(zh="期间", en="Period"),
    "kept": Text(zh="保留（行）", en="Kept (rows)"),
    "aside": Text(zh="搁置（行）", en="Set aside (rows)"),
    "score": Text(zh="把握", en="Certainty"),
    "problems": Text(zh="要看的", en="To look at"),
}
_UNKNOWN = Text(zh="没认出", en="not recognised")
_SKIPPED = Text(zh="已跳过 {n} 个文件", en="Files skipped: {n}")
_VIEWS = {
    "rows": Text(zh="看数据", en="See rows"),
    "mapping": Text(zh="改识别", en="Correct it"),
}
_PROBLEMS = Text(zh="{n} 处", en="{n}")
_ROWS = Text(zh="前 {n} 行，共 {total} 行；来自各文件的同类表已合在一起。",
             en="First {n} of {total} rows; tables of one kind are put together over all files.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A table of a file."""

    file: FileReceipt
    table: TableReceipt

    @property
    def name(self) -> str:
        """Return file and sheet as people read them."""
        return " · ".join(part for part in (self.file.name, self.table.sheet) if part)

    @property
    def is_sure(self) -> bool:
        """Return whether it was recognised well enough to go on without asking."""
        return self.table.table is not None and self.table.score >= SURE


def places(dataset: Dataset) -> tuple[Place, ...]:
    """Return the tables of all files, in upload order."""
    return tuple(Place(file, table) for file in dataset.files for table in file.tables)


def table_list(dataset: Dataset) -> Place | None:
    """Draw one row per table and return the one that the visitor chose, else the first doubtful one."""
    found = places(dataset)
    if not found:
        return None
    st.subheader(plain(_totals(found)), anchor=False)
    event = st.dataframe(
        pd.DataFrame([_row(place, dataset) for place in found]),
        column_config=_config(),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"tables/{dataset.version}",
        placeholder=UNDEFINED,
    )
    chosen = event.selection.rows
    doubtful = next((place for place in found if not place.is_sure), None)
    return found[chosen[0]] if chosen else doubtful


def _totals(found: tuple[Place, ...]) -> Text:
    """Return tables, rows kept and rows set aside."""
    ledgers = [place.table.ledger for place in found]
    return _TOTALS.fill(
        tables=len(found),
        kept=f"{sum(ledger.kept for ledger in ledgers):,}",
        aside=f"{sum(ledger.duplicate + ledger.quarantined for ledger in ledgers):,}",
    )


def _row(place: Place, dataset: Dataset) -> dict[str, object]:
    """Return the row of one table."""
    table = place.table
    problems = sum(
        1
        for finding in dataset.findings
        if (finding.place.file, finding.place.sheet) == (place.file.name, table.sheet)
        and finding.kind.level in (Level.ERROR, Level.WARNING)
    )
    return {
        "place": place.name,
        "title": plain(table.title if table.table else _UNKNOWN),
        "span": None if table.span is None else plain(Period.over(*table.span).text),
        "kept": table.ledger.kept,
        "aside": table.ledger.duplicate + table.ledger.quarantined,
        "score": table.score,
        "problems": plain(_PROBLEMS.fill(n=problems)) if problems else None,
    }


def _config() -> dict[str, Any]:
    """Return how the columns are shown."""
    titles = {key: plain(title) for key, title in _COLUMNS.items()}
    kinds = st.column_config
    return {
        **{key: kinds.TextColumn(titles[key]) for key in ("title", "span", "problems")},
        "place": kinds.TextColumn(titles["place"], width=250),
        **{key: kinds.NumberColumn(titles[key], format="%,d") for key in ("kept", "aside")},
        "score": kinds.ProgressColumn(
            titles["score"], format="percent", min_value=0.0, max_value=1.0, width="small"
        ),
    }


def choose_view(place: Place) -> str | None:
    """Return what the visitor wants to see of the table: `rows`, `mapping`, or nothing.

    A table that nobody recognised for certain opens its mapping form by itself.
    """
    return st.segmented_control(
        md_escape(place.name),
        list(_VIEWS),
        default=None if place.is_sure else "mapping",
        format_func={view: plain(words) for view, words in _VIEWS.items()}.__getitem__,
        key=f"view/{place.file.digest}/{place.table.sheet}/{place.table.header_row}",
    )


def rows_of(dataset: Dataset, place: Place) -> None:
    """Draw the first cleaned rows of the table's kind."""
    table = dataset.tables.get(place.table.table or "")
    if table is None:
        return
    head = table.frame.head(PREVIEW_ROWS)
    st.caption(plain(_ROWS.fill(n=len(head), total=f"{len(table.frame):,}")))
    draw_table(head, spec_columns(table.spec, head), currency=currency())


def refused_files(dataset: Dataset) -> None:
    """Draw the files that were not used, each with its code and what to do."""
    refused = [(file, file.error) for file in dataset.files if file.error]
    if not refused:
        return
    with st.expander(plain(_SKIPPED.fill(n=len(refused))), icon=":material/block:", expanded=True):
        for file, error in refused:
            st.markdown(f"**{md_escape(file.name)}** `{error.code}`")
            st.markdown(safe(error.message))
