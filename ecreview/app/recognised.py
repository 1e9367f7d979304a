"""What became of each table: one row each, what changed in its columns, the rows of a chosen one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ecreview.app.grids import draw_table, spec_columns
from ecreview.app.render import currency
from ecreview.app.status_words import unknown_words
from ecreview.app.words import md_escape, plain, safe
from ecreview.intake.suggest import SURE
from ecreview.model import finding_kinds as kinds
from ecreview.model.findings import Level
from ecreview.model.platforms import platform_name
from ecreview.model.scope import Period
from ecreview.model.text import UNDEFINED, Text

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
    from ecreview.model.findings import Finding

PREVIEW_ROWS = 100
TABLES_IN_FULL = 24  # more scroll inside their own frame

_TOTALS = Text(
    zh="{tables} 张表，{kept} 行进入复盘，{aside} 行搁置并可追查",
    en="Tables: {tables}; {kept} rows in the review, {aside} set aside and listed",
)
_COLUMNS = {
    "platform": Text(zh="平台", en="Platform"),
    "place": Text(zh="文件 · 表", en="File · sheet"),
    "title": Text(zh="认作", en="Recognised as"),
    "span": Text(zh="期间", en="Period"),
    "kept": Text(zh="保留（行）", en="Rows kept"),
    "aside": Text(zh="搁置（行）", en="Rows aside"),
    "score": Text(zh="把握", en="Certainty"),
    "problems": Text(zh="要看的", en="To look at"),
}
# pixels; together the width of the page on a laptop, in both languages
_WIDTHS = {
    "platform": 105,
    "place": 185,
    "title": 148,
    "span": 176,
    "kept": 78,
    "aside": 78,
    "score": 92,
    "problems": 75,
}
_UNKNOWN = Text(zh="没认出", en="not recognised")
_DRIFT = Text(zh="和上次比，这张表的列变了", en="The columns changed since last time")
_DRIFT_KINDS = (
    kinds.DRIFT_RENAMED,
    kinds.DRIFT_ASKED,
    kinds.DRIFT_GONE,
    kinds.DRIFT_NEW,
    kinds.DRIFT_LESS,
)
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
    def key(self) -> str:
        """Return a key of the table, the same until its file changes."""
        return f"{self.file.digest}/{self.table.sheet}/{self.table.header_row}"

    @property
    def is_sure(self) -> bool:
        """Return whether it was recognised well enough to go on without asking."""
        return self.table.table is not None and self.table.score >= SURE


def places(dataset: Dataset) -> tuple[Place, ...]:
    """Return the tables of all files, in upload order."""
    return tuple(Place(file, table) for file in dataset.files for table in file.tables)


def table_list(dataset: Dataset) -> Place | None:
    """Draw one row per table and return the one that the visitor chose, else of those that wait the most likely one."""
    found = places(dataset)
    if not found:
        return None
    st.subheader(plain(_totals(found)), anchor=False)
    event = st.dataframe(
        pd.DataFrame([_row(place, dataset) for place in found]),
        column_config=_config(),
        hide_index=True,
        height="content" if len(found) <= TABLES_IN_FULL else "auto",
        on_select="rerun",
        selection_mode="single-row",
        key=f"tables/{dataset.version}",
        placeholder=UNDEFINED,
    )
    chosen = event.selection.rows
    if chosen:
        return found[chosen[0]]
    asking = [place for place in found if needs_answer(dataset, place)]
    return min(asking, key=lambda place: (place.is_sure, -place.table.score), default=None)


def needs_answer(dataset: Dataset, place: Place) -> bool:
    """Return whether a table waits for the visitor: it is in doubt, or holds status words that nobody knows."""
    return not place.is_sure or bool(unknown_words(dataset, place))


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
        finding.kind.level in (Level.ERROR, Level.WARNING) for finding in _findings(place, dataset)
    )
    platform = platform_name(table.platform)
    return {
        "platform": None if platform is None else plain(platform),
        "place": place.name if len(place.file.tables) > 1 else place.file.name,
        "title": plain(table.title if table.table else _UNKNOWN),
        "span": None if table.span is None else plain(Period.over(*table.span).text),
        "kept": table.ledger.kept,
        "aside": table.ledger.duplicate + table.ledger.quarantined,
        "score": round(table.score, 2),
        "problems": plain(_PROBLEMS.fill(n=problems)) if problems else None,
    }


def _findings(place: Place, dataset: Dataset) -> tuple[Finding, ...]:
    """Return what was found in one table."""
    own = (place.file.name, place.table.sheet)
    return tuple(f for f in dataset.findings if (f.place.file, f.place.sheet) == own)


def drift_cards(dataset: Dataset) -> None:
    """Draw, per table, what changed in its columns since they were chosen."""
    for place in places(dataset):
        found = [f for f in _findings(place, dataset) if f.kind in _DRIFT_KINDS]
        if not found:
            continue
        with st.container(border=True, gap="xsmall"):
            st.markdown(f":material/compare_arrows: **{plain(_DRIFT)}** · {md_escape(place.name)}")
            for finding in found:
                st.markdown(f":small[{safe(finding.message)} {safe(finding.kind.advice)}]")


def _config() -> dict[str, Any]:
    """Return how the columns are shown."""
    titles = {key: plain(title) for key, title in _COLUMNS.items()}
    kinds = st.column_config
    texts = {
        key: kinds.TextColumn(titles[key], width=_WIDTHS[key])
        for key in ("platform", "place", "title", "span", "problems")
    }
    numbers = {
        key: kinds.NumberColumn(titles[key], format="%,d", width=_WIDTHS[key])
        for key in ("kept", "aside")
    }
    score = kinds.ProgressColumn(
        titles["score"], format="percent", min_value=0.0, max_value=1.0, width=_WIDTHS["score"]
    )
    return {**texts, **numbers, "score": score}


def choose_view(dataset: Dataset, place: Place) -> str | None:
    """Return what the visitor wants to see of the table: `rows`, `mapping`, or nothing.

    A table that waits for an answer opens its mapping form by itself.
    """
    return st.segmented_control(
        md_escape(place.name),
        list(_VIEWS),
        default="mapping" if needs_answer(dataset, place) else None,
        format_func={view: plain(words) for view, words in _VIEWS.items()}.__getitem__,
        key=f"view/{place.key}",
    )


def rows_of(dataset: Dataset, place: Place) -> None:
    """Draw the first cleaned rows of the table's kind."""
    table = dataset.tables.get(place.table.table or "")
    if table is None:
        return
    head = table.frame.head(PREVIEW_ROWS)
    st.caption(plain(_ROWS.fill(n=len(head), total=f"{len(table.frame):,}")))
    draw_table(head, spec_columns(table.spec, head), currency=currency())
