"""The mapping form: what a table is, what its columns mean, and how its rows then read."""

from __future__ import annotations

from dataclasses import replace
from glob import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ecreview.app.files import read
from ecreview.app.preview import SAMPLES, draw_preview
from ecreview.app.state import session
from ecreview.app.status_words import ask_words
from ecreview.app.words import md_escape, plain, safe
from ecreview.intake.formats import lacking
from ecreview.intake.header import normalise_header
from ecreview.intake.mapping import AS_RECOGNISED, TableChoice, seen_columns
from ecreview.intake.suggest import ALIKE, SURE
from ecreview.model.tables import TABLES
from ecreview.model.text import UNDEFINED, Text, join_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.app.recognised import Place
    from ecreview.app.status_words import Words
    from ecreview.model.dataset import Dataset
    from ecreview.model.fields import Field
    from ecreview.model.tables import TableSpec

_OUT = "out"
_SPECS = {spec.key: spec for spec in TABLES}

_HEAD = Text(zh="左边是表里的列，右边是它的意思", en="Columns of the file, and what they mean")
_WHERE = Text(zh="{place} · 第 {row} 行是表头", en="{place} · header in row {row}")
_NO_HEADER = Text(zh="{place} · 没有表头", en="{place} · no header")
_ASK = Text(zh="没有把握，请确认这张表是什么、每一列是什么意思。",
            en="Not certain: please confirm what this table is and what its columns mean.")  # fmt: skip
_KIND = Text(zh="这是什么表", en="What this table is")
_PICK = Text(zh="请选择", en="Please choose")
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
_GUESSED = Text(zh="请确认必填的列：{pairs}。", en="Please confirm the required columns: {pairs}.")
_PAIR = Text(zh="{field} ← “{name}”（把握 {share}）", en="{field} ← “{name}” ({share} certain)")
_APPLY = Text(zh="确认这张表", en="Confirm this table")
_UNDO = Text(zh="撤销我的修改", en="Undo my changes")


def drawer(dataset: Dataset, place: Place) -> None:
    """Draw the form for one table; confirming it reads the files again."""
    if not place.is_sure:
        st.warning(plain(_ASK), icon=":material/help:")
    with st.container(border=True):
        st.markdown(f"#### {plain(_HEAD)}")
        where = _NO_HEADER if place.table.header_row is None else _WHERE
        st.caption(plain(where.fill(place=md_escape(place.name), row=place.table.header_row or 0)))
        picked = _choose_table(place)
        spec = _SPECS.get(picked or "")
        if picked is None:
            _show_columns(place)
        columns = _choose_columns(place, spec) if spec else ()
        words = ask_words(dataset, place, _chosen_before(place).values) if spec else ()
        trouble = _trouble(place, spec, columns) if spec else None
        if trouble is not None:
            st.caption(f":red[{plain(trouble)}]")
        with st.container(horizontal=True):
            is_open = picked is None or trouble is not None
            if st.button(plain(_APPLY), type="primary", disabled=is_open):
                _apply(place, spec, columns, words)
            if st.button(plain(_UNDO), type="tertiary", icon=":material/undo:"):
                _undo(place)


def _show_columns(place: Place) -> None:
    """Draw the columns with their samples, for a visitor who has yet to say what the table is."""
    shown = _form(place, None).drop(columns="field")
    st.dataframe(shown, column_config=_config({}), hide_index=True, placeholder=UNDEFINED)


def _choose_table(place: Place) -> str | None:
    """Return which table the visitor takes it for, _OUT to leave it out, None as long as nothing is said."""
    names = {key: plain(spec.title) for key, spec in _SPECS.items()} | {_OUT: plain(_LEAVE_OUT)}
    keys = list(names)
    guess = place.table.table if place.table.table in _SPECS else likeliest(place)
    return st.selectbox(
        plain(_KIND),
        keys,
        index=None if guess is None else keys.index(guess),
        format_func=names.__getitem__,
        placeholder=plain(_PICK),
        key=f"kind/{place.key}",
    )


def likeliest(place: Place) -> str | None:
    """Return the table that the columns speak for most, None where no column that a table needs is among them."""
    if place.table.suggested is not None:
        return place.table.suggested

    def score(spec: TableSpec) -> tuple[float, int, int]:
        guesses = _guesses(place, spec).values()
        told = [field for field, certainty in guesses if certainty > ALIKE]
        required = {field.key for field in spec.required}
        fed = sum(field in required for field, _ in guesses)
        return len(required.intersection(told)) / len(required), len(told), fed

    best = max(TABLES, key=score)  # of equals the first one
    return best.key if score(best)[2] else None


def _guesses(place: Place, spec: TableSpec) -> dict[str, tuple[str, float]]:
    """Return, per column, the field that it feeds so far or seems to feed, and how sure that is."""
    table = place.table
    if table.table == spec.key:
        return {c.name: (c.field, c.score) for c in table.columns if c.field is not None}
    if table.table is None:
        offered = dict(table.suggestions).get(spec.key, ())
        return {name: (field, certainty) for field, name, certainty in offered}
    fed = {field_named(c.name, spec): c.name for c in reversed(table.columns)}
    return {name: (field.key, 1.0) for field, name in fed.items() if field is not None}


def field_named(name: str, spec: TableSpec) -> Field | None:
    """Return the field of a table that a column of that name usually feeds, None where no field is."""
    header = normalise_header(name)
    for field in spec.fields:
        if header in map(normalise_header, (*field.names, field.title.zh, field.title.en)):
            return field
    return None


def _choose_columns(place: Place, spec: TableSpec) -> tuple[tuple[str, str], ...]:
    """Draw columns and preview side by side and return field ← column as chosen."""
    ordered = sorted(spec.fields, key=lambda field: not field.required)  # stable
    labels = {_label(field): field.key for field in ordered}
    doubts = _doubtful(place, spec)
    if doubts is not None:
        st.caption(safe(doubts))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        edited = st.data_editor(
            _form(place, spec),
            column_config=_config(labels),
            disabled=["name", *_sample_names()],
            hide_index=True,
            key=f"columns/{place.key}/{spec.key}/{session().lang}",
            placeholder=UNDEFINED,
        )
    columns = tuple(
        (labels[label], name)
        for name, label in zip(edited["name"], edited["field"], strict=True)
        if label in labels
    )
    with right:
        st.caption(plain(_PREVIEW))
        if _trouble(place, spec, columns) is None:
            draw_preview(place, spec, columns)
        else:
            st.caption(plain(_NO_PREVIEW))
    return columns


def _doubtful(place: Place, spec: TableSpec) -> Text | None:
    """Return which required fields were filled in with less than the certainty needed, None without any."""
    titles = {field.key: field.title for field in spec.required}
    pairs = [
        _PAIR.fill(field=titles[field], name=name, share=f"{certainty:.0%}")
        for name, (field, certainty) in _guesses(place, spec).items()
        if field in titles and certainty < SURE
    ]
    return _GUESSED.fill(pairs=join_texts(pairs, zh="、", en="; ")) if pairs else None


def _form(place: Place, spec: TableSpec | None) -> pd.DataFrame:
    """Return the form as it stands before any edit: one row per column of the file, needed ones first."""
    by_key = {field.key: field for field in spec.fields} if spec else {}
    guessed = _guesses(place, spec) if spec else {}
    guesses = {name: by_key[key] for name, (key, _) in guessed.items() if key in by_key}
    rows = [
        {
            "name": column.name,
            **dict(zip(_sample_names(), (*column.samples, *[None] * SAMPLES), strict=False)),
            "field": _label(guesses[column.name]) if column.name in guesses else plain(_UNUSED),
        }
        for column in place.table.columns
    ]
    rows.sort(key=lambda row: _rank(guesses.get(str(row["name"]))))
    return pd.DataFrame(rows, columns=["name", *_sample_names(), "field"])


def _rank(field: Field | None) -> int:
    """Return where a column stands in the form: required ones first, unused ones last."""
    return 2 if field is None else 0 if field.required else 1


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
    return {"name": kinds.TextColumn(plain(_COLUMN), pinned=True), **samples, "field": meaning}


def _trouble(place: Place, spec: TableSpec, columns: tuple[tuple[str, str], ...]) -> Text | None:
    """Return what keeps the choice from being applied: required fields missing, or one chosen twice."""
    chosen = [field for field, _ in columns]
    lacks = lacking(place.table.format, spec.key)
    missing = [f for f in spec.required if f.key not in chosen and f.key not in lacks]
    twice = [field for field in spec.fields if chosen.count(field.key) > 1]
    for words, fields in ((_MISSING, missing), (_TWICE, twice)):
        if fields:
            names = "、".join(field.title.zh for field in fields)
            return words.fill(fields=Text(zh=names, en=", ".join(f.title.en for f in fields)))
    return None


def _apply(
    place: Place, spec: TableSpec | None, columns: tuple[tuple[str, str], ...], words: Words
) -> None:
    """Read the files again with this choice, which takes the place of an older one for the same table."""
    choice = replace(
        _chosen_before(place),
        table=spec.key if spec else None,
        columns=columns,
        values=words,
        seen=seen_columns(place.table),
    )
    _read_with(place, (choice,))


def _undo(place: Place) -> None:
    """Forget what was picked in the form and confirmed before; a text is asked for its encoding again."""
    prefixes = tuple(f"{form}/{place.key}" for form in ("kind", "columns", "words"))
    for key in [key for key in st.session_state if str(key).startswith(prefixes)]:
        del st.session_state[key]
    file = escape(place.file.name)
    encodings = [c for c in session().choices.tables if c.file == file and c.encoding]
    _read_with(place, (), without=encodings)


def _read_with(
    place: Place, choices: tuple[TableChoice, ...], *, without: Sequence[TableChoice] = ()
) -> None:
    """Read the files again with these choices about a table in the place of those made before."""
    now = session()
    others = tuple(c for c in now.choices.tables if not _is_about(c, place) and c not in without)
    if (*choices, *others) != now.choices.tables:
        chosen = replace(now.choices, tables=(*choices, *others))
        read(now.uploads, choices=chosen, is_sample=now.is_sample)
    st.rerun()


def _chosen_before(place: Place) -> TableChoice:
    """Return what was confirmed about the table before; a choice that says nothing yet where nothing was."""
    made = (choice for choice in session().choices.tables if _is_about(choice, place))
    fresh = TableChoice(
        file=escape(place.file.name),
        table=None,
        sheet=place.table.sheet,
        header_row=place.table.header_row,
    )
    return next(made, fresh)


def _is_about(choice: TableChoice, place: Place) -> bool:
    """Return whether a choice was made in the form of that table."""
    made_for = (choice.file, choice.sheet, choice.header_row)
    own = (escape(place.file.name), place.table.sheet, place.table.header_row)
    return choice.table != AS_RECOGNISED and made_for == own


def _label(field: Field) -> str:
    """Return the title of a field as an option of the form."""
    return f"{plain(field.title)} *" if field.required else plain(field.title)


def _sample_names() -> list[str]:
    """Return the column names of the samples in the form."""
    return [f"sample_{n}" for n in range(1, SAMPLES + 1)]
