"""The recipe of a cleaning: all choices in one `mapping.json`, with a digest of each clean table.

Replayed on the same files, a recipe gives the same tables: the digests tell. The buyer keys are hashed with
another key each time, so they count by the order in which they first occur.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from glob import escape
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, mask, whole
from ecreview.intake.mapping import AS_RECOGNISED, Choices, TableChoice, seen_columns
from ecreview.model.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ecreview.model.dataset import FileReceipt, TableReceipt
    from ecreview.model.tables import TableSpec


@dataclass(frozen=True, slots=True)
class Replay:
    """Whether a table came out as when the recipe was saved.

    Attributes:
        file, sheet: where it stood.
        is_equal: whether the clean table is the same to the last cell.
    """

    file: str
    sheet: str | None
    is_equal: bool


def recipe_of(files: Sequence[FileReceipt], choices: Choices) -> Choices:
    """Return the choices as they were in force for each clean table, with its digest, and what was left out."""
    clean = tuple(_entry(file, table, choices) for file, table in _clean_tables(files))
    return Choices((*clean, *(choice for choice in choices.tables if choice.table is None)))


def replays(files: Sequence[FileReceipt], choices: Choices) -> tuple[Replay, ...]:
    """Return for each clean table that the recipe has a digest of whether it came out the same."""
    expected = {c.digest for c in choices.tables if c.digest}
    found = []
    for file, table in _clean_tables(files):
        choice = choices.about(file.name, table.sheet, [column.name for column in table.columns])
        if choice is not None and choice.digest:
            found.append(Replay(file.name, table.sheet, table.digest in expected))
    return tuple(found)


def _clean_tables(files: Sequence[FileReceipt]) -> Iterator[tuple[FileReceipt, TableReceipt]]:
    """Yield the tables that were cleaned, each with its file."""
    for file in files:
        for table in file.tables:
            if table.digest:
                yield file, table


def _entry(file: FileReceipt, table: TableReceipt, choices: Choices) -> TableChoice:
    """Return the choice in force for a table; where nobody chose, it is read as it was recognised."""
    names = [column.name for column in table.columns]
    found = choices.about(file.name, table.sheet, names) or TableChoice("", AS_RECOGNISED)
    return replace(
        found,
        file=escape(file.name),
        sheet=table.sheet,
        encoding=choices.encoding(file.name),
        seen=found.seen or seen_columns(table),
        digest=table.digest,
    )


def digest_of(frame: pa.Table, spec: TableSpec) -> str:
    """Return a digest of the names, types and values of a clean table, the same on every machine and run."""
    total = sha256()
    people = {field.key for field in spec.fields if field.kind is Kind.KEY}
    for name in frame.column_names:
        column = whole(frame[name])
        total.update(f"{name}:{len(column)}:".encode())
        for part in _parts(_ranks(column) if name in people else column):
            total.update(part)
    return total.hexdigest()


def _ranks(keys: pa.Array) -> pa.Array:
    """Return each key as how manyth different one it is, null where it is unknown."""
    words = keys.cast(TEXT)
    return words.dictionary_encode().indices.cast(pa.int64())


def _parts(column: pa.Array) -> Iterator[bytes]:
    """Yield which values are known, and the values with one filler for the unknown ones."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    yield mask(column.is_valid()).tobytes()
    if pa.types.is_large_string(column.type):
        yield from _texts(pc.fill_null(column, ""))
    elif pa.types.is_boolean(column.type):
        yield mask(column).tobytes()
    elif pa.types.is_timestamp(column.type):
        yield pc.fill_null(column.cast(pa.int64()), 0).to_numpy().tobytes()
    else:
        yield pc.fill_null(column, 0).to_numpy().tobytes()


def _texts(column: pa.Array) -> Iterator[bytes]:
    """Yield the lengths of the texts, then all their bytes."""
    _, ends, letters = column.buffers()
    at = np.frombuffer(ends, np.int64)[column.offset : column.offset + len(column) + 1]
    yield np.diff(at).tobytes()
    yield bytes(letters[int(at[0]) : int(at[-1])]) if letters is not None else b""
