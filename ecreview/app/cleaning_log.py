"""What cleaning found and did, by the money touched, each change with before → after and a button to undo it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from ecreview.analyses.quality.log import in_words, say_samples
from ecreview.app.files import clean_again
from ecreview.app.grids import prepared
from ecreview.app.render import currency
from ecreview.app.state import session
from ecreview.app.words import plain
from ecreview.intake.operations import observations, operations
from ecreview.intake.recipe import recipe_of
from ecreview.model.findings import Level, Place
from ecreview.model.section import Column
from ecreview.model.text import EMPTY, UNDEFINED, Text, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecreview.model.dataset import Dataset
    from ecreview.model.findings import Finding
    from ecreview.model.operations import Operation

CLICK = "undo/click"  # where Streamlit tells which button of the table was pressed
RECIPE_NAME = "recipe.json"
ROW_HEIGHT, HEAD_HEIGHT = 86, 38  # pixels: four lines of text, one line and the frame
ROWS_SHOWN = 8  # further ones by scrolling
NAME_LENGTH = 18  # letters of a file name that fit on a line of the table

_TITLE = Text(
    zh="清洗做了什么、发现了什么，按涉及金额排",
    en="What cleaning did and found, by the money touched",
)
_KEY = Text(
    zh="前 → 后是真实的一格或一行；能撤销的，点“撤销”后重新清洗，其余写明了为什么不能。",
    en="Before → after are real cells or rows. “Undo” cleans the files again; the others say why they cannot be undone.",
)
_NOTHING = Text(zh="没有改动，也没有发现问题。", en="Nothing was changed and nothing was found.")
_RECIPE = Text(zh="下载清洗配方", en="Download the recipe")
_RECIPE_HELP = Text(
    zh="每张表怎么读、撤销了什么，连同清洗结果的校验码；下次用它重放，结果应一字不差。",
    en="How each table was read and what was undone, with a digest of the clean tables: replayed, they come out the same.",
)
_UNDO = Text(zh="撤销", en="Undo")
_REDO = Text(zh="恢复", en="Redo")
_UNDONE = Text(zh="↺ 已撤销", en="↺ Undone")
_UNDOING = Text(zh="撤销后：{note}", en="Undone, it {note}")
_WHY_NOT = Text(zh="不能撤销：{note}", en="Cannot be undone: {note}")
_DOES = Text(zh="现在：{note}", en="Now it {note}")
_OPEN = (Level.ERROR, Level.WARNING)
_LEVELS = {
    Level.REFUSED: Text(zh="✕ 拒收", en="✕ Refused"),
    Level.ERROR: Text(zh="● 严重", en="● Serious"),
    Level.WARNING: Text(zh="◆ 要确认", en="◆ To confirm"),
    Level.INFO: Text(zh="○ 已处理", en="○ Done"),
}
_COLUMNS = (
    Column("level", Text(zh="级别", en="Level")),
    Column("what", Text(zh="发现", en="What")),
    Column("where", Text(zh="文件 · 位置", en="File · place")),
    Column("amount", Text(zh="涉及金额", en="Amount"), Unit.CENTS),
    Column("samples", Text(zh="前 → 后", en="Before → after")),
    Column("button", EMPTY),
    Column("note", Text(zh="怎么办", en="What to do")),
)  # fmt: skip
# Pixels; together with amount and button as wide as the page on a laptop.
_WIDTHS = {"level": 78, "what": 244, "where": 152, "samples": 134, "note": 182}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    Attributes:
        cells: by column.
        amount_cents: what the lines are ordered by.
        is_open: whether a person should look at it.
        operation: what can be undone or done again, None for what only was found.
    """

    cells: dict[str, object]
    amount_cents: int
    is_open: bool
    operation: Operation | None = None


def entries(dataset: Dataset) -> tuple[Entry, ...]:
    """Return the lines of the log: changes and observations, those that touch most money first."""
    done = [_of_operation(operation) for operation in operations(dataset)]
    found = [_of_finding(finding) for finding in observations(dataset)]
    files = [file.name for file in dataset.files]
    lines = (replace(e, cells=_with_short_names(e.cells, files)) for e in (*done, *found))
    return tuple(sorted(lines, key=lambda entry: -abs(entry.amount_cents)))


def cleaning_log(dataset: Dataset) -> None:
    """Draw the log; a button in it cleans the files again with the rule undone or followed again."""
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    left.subheader(plain(_TITLE), anchor=False)
    with right.container(horizontal=True, horizontal_alignment="right"):
        _recipe_button(dataset)
    lines = entries(dataset)
    if not lines:
        st.caption(plain(_NOTHING))
        return
    st.caption(plain(_KEY))
    _follow_click(dataset, lines)
    shown, config = prepared(pd.DataFrame([e.cells for e in lines]), _COLUMNS, currency=currency())
    kinds = st.column_config
    wide = {
        column.key: kinds.TextColumn(plain(column.title), width=_WIDTHS[column.key])
        for column in _COLUMNS
        if column.key in _WIDTHS
    }
    button = kinds.ButtonColumn("", width=72, key=CLICK)
    st.dataframe(
        shown,
        column_config=config | wide | {"button": button},
        hide_index=True,
        row_height=ROW_HEIGHT,
        height=HEAD_HEIGHT + ROW_HEIGHT * min(len(lines), ROWS_SHOWN),
        placeholder=UNDEFINED,
        key="cleaning_log",
        alt=plain(_TITLE),
    )


def _follow_click(dataset: Dataset, lines: tuple[Entry, ...]) -> None:
    """Undo, or do again, what the pressed button stands for."""
    click = st.session_state.get(CLICK)
    operation = lines[click["row"]].operation if click and click["row"] < len(lines) else None
    if operation is not None:
        toggle(dataset, operation)
        st.rerun()


def toggle(dataset: Dataset, operation: Operation) -> None:
    """Clean the files again with the rule undone, or followed again where it was undone."""
    names = next(
        [column.name for column in table.columns]
        for file in dataset.files
        for table in file.tables
        if (file.name, table.sheet) == (operation.file, operation.sheet)
    )
    place = (operation.file, operation.sheet)
    clean_again(session().choices.toggled(*place, operation.kind.code, names))


def _recipe_button(dataset: Dataset) -> None:
    """Draw the button that saves how the files were cleaned."""
    choices = session().choices
    st.download_button(
        plain(_RECIPE),
        data=lambda: recipe_of(dataset.files, choices).to_json().encode(),
        file_name=RECIPE_NAME,
        mime="application/json",
        icon=":material/receipt_long:",
        help=plain(_RECIPE_HELP),
        on_click="ignore",
    )


def _wrapped(text: Text) -> Text:
    """Return the text with blanks that do not break in Chinese: the table then breaks lines anywhere, not only there."""
    return Text(zh=text.zh.replace(" ", "\u00a0"), en=text.en)


def short_name(name: str) -> str:
    """Return the name of a file with its middle left out where it is longer than a line of the table.

    Examples:
        >>> short_name("ExportOrderList202606211000.csv")
        'ExportOr…11000.csv'
        >>> short_name("成本表.xlsx")
        '成本表.xlsx'
    """
    return name if len(name) <= NAME_LENGTH else f"{name[:8]}…{name[-9:]}"


def _with_short_names(cells: dict[str, object], files: Iterable[str]) -> dict[str, object]:
    """Return a line with the names of files short: a long one would hide the row numbers behind it."""
    for key in ("where", "samples"):
        text = cells[key]
        if isinstance(text, Text):
            for name in files:
                short = short_name(name)
                text = Text(zh=text.zh.replace(name, short), en=text.en.replace(name, short))
            cells = cells | {key: text}
    return cells


def _of_operation(operation: Operation) -> Entry:
    """Return the line of a change."""
    place = Place(operation.file, operation.sheet, rows=operation.rows)
    note = _UNDOING if operation.can_undo else _WHY_NOT
    note = _DOES if operation.is_undone else note
    button = _REDO if operation.is_undone else _UNDO
    cells: dict[str, object] = {
        "level": _UNDONE if operation.is_undone else _LEVELS[operation.kind.level],
        "what": _wrapped(in_words(operation.what)),
        "where": place.text_from_rows,
        "amount": operation.amount_cents,
        "samples": say_samples(operation.samples) if operation.samples else None,
        "button": button if operation.can_undo else None,
        "note": note.fill(note=operation.note or EMPTY),
    }
    is_open = operation.kind.level in _OPEN and not operation.is_undone
    free = operation if operation.can_undo else None
    return Entry(cells, operation.amount_cents or 0, is_open, free)


def _of_finding(finding: Finding) -> Entry:
    """Return the line of something that was found and left as it is."""
    advice = finding.kind.advice
    cells: dict[str, object] = {
        "level": _LEVELS[finding.kind.level],
        "what": _wrapped(finding.message),
        "where": finding.place.text_from_rows,
        "amount": finding.amount_cents,
        "samples": say_samples(finding.samples) if finding.samples else None,
        "button": None,
        "note": advice if advice.zh else None,
    }
    return Entry(cells, finding.amount_cents or 0, finding.kind.level in _OPEN)
