"""The mapping form: what a table is, what its columns mean, and how its rows then read."""

from __future__ import annotations

from dataclasses import replace
from glob import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ecreview.app.delimited import csv_bytes
from ecreview.app.files import read
from ecreview.app.grids import draw_table, spec_columns
from ecreview.app.render import currency
from ecreview.app.state import session
from ecreview.app.words import md_escape, plain
from ecreview.intake.header import normalise_header
from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices, TableChoice
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from ecreview.model.errors import ReviewError
from ecreview.model.tables import TABLES
from ecreview.model.text import UNDEFINED, Text

if TYPE_CHECKING:
    from ecreview.app.recognised import Place
    from ecreview.model.dataset import ColumnSample
    from ecreview.model.fields import Field
    from ecreview.model.tables import TableSpec

SAMPLES = 3
PREVIEW_FILE = "preview.csv"
_OUT = "out"
_SPECS = {spec.key: spec for spec in TABLES}

_HEAD = Text(zh="左边是表里的列，右边是它的意思", en="Columns of the file, and what they mean")
_WHERE = Text(zh="{place} · 第 {row} 行是表头", en="{place} · header in row {row}")
_NO_HEADER = Text(zh="{place} · 没有表头", en="{place} · no header")
_ASK = Text(zh="没有把握，请确认这张表是什么、每一列是什么意思。",
            en="Not certain: please confirm what this table is and what its columns mean.")  # fmt: skip
_KIND = Text(zh="这是什么表", en="What this table is")
_LEAVE_OUT = Text(zh="不使用这张表", en="Do not use this table")
_COLUMN = Text(zh="表里的列", en="Column")
_SAMPLE = Text(zh="例 {n}", en="Sample {n}")
_MEANING = Text(zh="意思（* 必填）", en="Meaning (* required)")
_UNUSED = Text(zh="不使用", en="not used")
_PREVIEW = Text(zh="清洗后是这样", en="Cleaned, it reads")
_NO_PREVIEW = Text(zh="必填的列选好后，这里显示清洗结果。",
                   en="The cleaned rows appear here once the required columns are chosen.")  # fmt: skip
_MISSING = Text(zh="还缺：{fields}", en="Still missing: {fields}")
_TWICE = Text(zh="选了两次：{fields}", en="Chosen twice: {fields}")
_APPLY = Text(zh="确认这张表", en="Confirm this table")


def drawer(place: Place) -> None:
    """Draw the form for one table; confirming it reads the files again."""
    if not place.is_sure:
        st.warning(plain(_ASK), icon=":material/help:")
    with st.container(border=True):
        st.markdown(f"#### {plain(_HEAD)}")
        where = _NO_HEADER if place.table.header_row is None else _WHERE
        st.caption(plain(where.fill(place=md_escape(place.name), row=place.table.header_row or 0)))
        spec = _choose_table(place)
        columns = _choose_columns(place, spec) if spec else ()
        trouble = _trouble(spec, columns) if spec else None
        if trouble is not None:
            st.caption(f":red[{plain(trouble)}]")
        if st.button(plain(_APPLY), type="primary", disabled=trouble is not None):
            _apply(place, spec, columns)


def _choose_table(place: Place) -> TableSpec | None:
    """Return which table the visitor takes it for, None to leave it out."""
    names = {key: plain(spec.title) for key, spec in _SPECS.items()} | {_OUT: plain(_LEAVE_OUT)}
    keys = list(names)
    guess = place.table.table if place.table.table in _SPECS else likeliest(place).key
    key = st.selectbox(
        plain(_KIND),
        keys,
        index=keys.index(guess),
        format_func=names.__getitem__,
        key=f"kind/{_name(place)}",
    )
    return _SPECS.get(key)


def likeliest(place: Place) -> TableSpec:
    """Return the table whose required fields, then whose fields, the column names speak for most."""

    def score(spec: TableSpec) -> tuple[float, int]:
        fed = {field.key for c in place.table.columns if (field := field_named(c.name, spec))}
        required = [field.key in fed for field in spec.required]
        return sum(required) / len(required), len(fed)

    return max(TABLES, key=score)


def field_named(name: str, spec: TableSpec) -> Field | None:
    """Return the field of a table that a column of that name usually feeds, None where no field is."""
    header = normalise_header(name)
    for field in spec.fields:
        if header in map(normalise_header, (*field.names, field.title.zh, field.title.en)):
            return field
    return None


def _choose_columns(place: Place, spec: TableSpec) -> tuple[tuple[str, str], ...]:
    """Draw columns and preview side by side and return field ← column as chosen."""
    labels = {_label(field): field.key for field in spec.fields}
    left, right = st.columns([3, 2], gap="medium")
    with left:
        edited = st.data_editor(
            _form(place, spec),
            column_config=_config(labels),
            disabled=["name", *_sample_names()],
            hide_index=True,
            key=f"columns/{_name(place)}/{spec.key}/{session().lang}",
            placeholder=UNDEFINED,
        )
    columns = tuple(
        (labels[label], name)
        for name, label in zip(edited["name"], edited["field"], strict=True)
        if label in labels
    )
    with right:
        _preview(place, spec, columns)
    return columns


def _form(place: Place, spec: TableSpec) -> pd.DataFrame:
    """Return the form as it stands before any edit: one row per column of the file."""
    rows = [
        {
            "name": column.name,
            **dict(zip(_sample_names(), (*column.samples, *[None] * SAMPLES), strict=False)),
            "field": _guess(column, place, spec),
        }
        for column in place.table.columns
    ]
    return pd.DataFrame(rows, columns=["name", *_sample_names(), "field"])


def _guess(column: ColumnSample, place: Place, spec: TableSpec) -> str:
    """Return the label of the field that a column feeds so far, or seems to feed."""
    by_key = {field.key: field for field in spec.fields}
    if place.table.table == spec.key and column.field in by_key:
        return _label(by_key[column.field])
    field = field_named(column.name, spec)
    return _label(field) if field else plain(_UNUSED)


def _config(labels: dict[str, str]) -> dict[str, Any]:
    """Return how the columns of the form are shown."""
    kinds = st.column_config
    samples = {
        key: kinds.TextColumn(plain(_SAMPLE.fill(n=n)))
        for n, key in enumerate(_sample_names(), start=1)
    }
    meaning = kinds.SelectboxColumn(
        plain(_MEANING), options=[plain(_UNUSED), *labels], required=True, width="medium"
    )
    return {"name": kinds.TextColumn(plain(_COLUMN)), **samples, "field": meaning}


def _preview(place: Place, spec: TableSpec, columns: tuple[tuple[str, str], ...]) -> None:
    """Draw the sample rows as the cleaning reads them under these columns."""
    st.caption(plain(_PREVIEW))
    if _trouble(spec, columns) is not None:
        st.caption(plain(_NO_PREVIEW))
        return
    choice = TableChoice(file=PREVIEW_FILE, table=spec.key, columns=columns)
    try:
        cleaned = ingest(
            [_samples_as_file(place)], choices=Choices(tables=(choice,)), run=run_inline
        )
    except ReviewError as trouble:
        st.caption(plain(trouble.text))
        return
    table = cleaned.tables.get(spec.key)
    chosen = {field for field, _ in columns}
    if table is not None:
        shown = [c for c in spec_columns(spec, table.frame) if c.key in chosen]
        draw_table(table.frame, shown, currency=currency())
    for finding in cleaned.findings:
        st.caption(md_escape(plain(finding.message)))


def _samples_as_file(place: Place) -> Upload:
    """Return the sample rows of the table as a small file, for the same cleaning as the real one."""
    columns = place.table.columns
    rows = [[c.samples[i] if i < len(c.samples) else "" for c in columns] for i in range(SAMPLES)]
    return Upload.of(PREVIEW_FILE, csv_bytes([[c.name for c in columns], *rows]))


def _trouble(spec: TableSpec, columns: tuple[tuple[str, str], ...]) -> Text | None:
    """Return what keeps the choice from being applied: required fields missing, or one chosen twice."""
    chosen = [field for field, _ in columns]
    missing = [field for field in spec.required if field.key not in chosen]
    twice = [field for field in spec.fields if chosen.count(field.key) > 1]
    for words, fields in ((_MISSING, missing), (_TWICE, twice)):
        if fields:
            names = "、".join(field.title.zh for field in fields)
            return words.fill(fields=Text(zh=names, en=", ".join(f.title.en for f in fields)))
    return None


def _apply(place: Place, spec: TableSpec | None, columns: tuple[tuple[str, str], ...]) -> None:
    """Read the files again with this choice, which takes the place of an older one for the same table."""
    now = session()
    choice = TableChoice(
        file=escape(place.file.name),
        table=spec.key if spec else None,
        sheet=place.table.sheet,
        header_row=place.table.header_row,
        columns=columns,
    )
    same_table = (choice.file, choice.sheet, choice.header_row)
    others = tuple(c for c in now.choices.tables if (c.file, c.sheet, c.header_row) != same_table)
    choices = replace(now.choices, tables=(choice, *others))
    read(now.uploads, choices=choices, is_sample=now.is_sample)
    st.rerun()


def _label(field: Field) -> str:
    """Return the title of a field as an option of the form."""
    return f"{plain(field.title)} *" if field.required else plain(field.title)


def _name(place: Place) -> str:
    """Return a key of the table, the same until its file changes."""
    return f"{place.file.digest}/{place.table.sheet}/{place.table.header_row}"


def _sample_names() -> list[str]:
    """Return the column names of the samples in the form."""
    return [f"sample_{n}" for n in range(1, SAMPLES + 1)]
