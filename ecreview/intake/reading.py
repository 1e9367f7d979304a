"""The mapped columns of a raw table, typed: one pass per column over its distinct words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ecreview.intake.coded import Coded, encode
from ecreview.intake.columns import known_ints
from ecreview.intake.header import normalise_header
from ecreview.intake.lines import line_amounts
from ecreview.intake.rows import cells_at
from ecreview.intake.strays import without_strays
from ecreview.intake.values import Notice, TypedColumn, read_column
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Field, Kind
from ecreview.model.text import same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.intake.formats.base import Format
    from ecreview.intake.raw import RawTable
    from ecreview.intake.values import Habits
    from ecreview.model.tables import TableSpec


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The data rows of a table, typed.

    Attributes:
        columns: one per field that the file gives, in the order of the spec.
        sources: the columns of the file that were read, with what was noticed on them.
    """

    columns: Mapping[str, TypedColumn]
    sources: tuple[TypedColumn, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where columns are read from.

    Attributes:
        raw: the table.
        rows: positions of its data rows in `raw.sheet.cells`.
        habits: of the file and the export.
    """

    raw: RawTable
    rows: NDArray[np.int64]
    habits: Habits

    def read(self, name: str, field: Field) -> TypedColumn:
        """Return the column of that name, typed as the field wants it."""
        text = encode(cells_at(self.raw, name, self.rows), always=field.kind is Kind.KEY)
        is_long = self.raw.position(name) in self.raw.sheet.census.long_columns
        return read_column(text, name, field, replace(self.habits, long_numbers=is_long))


def read_columns(
    source: Source, spec: TableSpec, form: Format, mapping: tuple[tuple[str, str], ...]
) -> Reading:
    """Return the mapped columns, typed; amounts of two columns joined, amounts of lines computed.

    A field that the spec does not know is text for the format's own last step.

    Args:
        source: where to read.
        spec: what the fields mean.
        form: which columns are taken off others.
        mapping: (field, name of a column that is there).
    """
    fields = {f.key: f for f in spec.fields}
    order = {key: at for at, key in enumerate(fields)}
    columns: dict[str, TypedColumn] = {}
    sources: list[TypedColumn] = []
    for key, name in sorted(mapping, key=lambda pair: order.get(pair[0], len(order))):
        field = fields.get(key) or Field(key, Kind.TEXT, same(key))
        column = source.read(name, field)
        if key == spec.time:
            column = without_strays(column)
        sources.append(column)
        minus = _subtracted(source.raw, form, key, name)
        if minus is not None:
            other = source.read(minus, field)
            column = _difference(column, other)
            sources.extend((other, column))
        columns[key] = column
        columns |= _extra(column, fields, {key for key, _ in mapping})
    return Reading(_with_line_amount(columns, fields), tuple(sources))


def _extra(
    column: TypedColumn, fields: Mapping[str, Field], given: set[str]
) -> dict[str, TypedColumn]:
    """Return further fields that a column tells and no column of the file gives, where it tells any."""
    return {
        key: replace(column, field=fields[key], values=values, extra={})
        for key, values in column.extra.items()
        if key in fields and key not in given and values.null_count < len(values)
    }


def _subtracted(raw: RawTable, form: Format, key: str, name: str) -> str | None:
    """Return the column that is taken off this one, None where there is none."""
    known = {normalise_header(n): n for n in reversed(raw.names)}
    own = normalise_header(name)
    for column in form.columns:
        if column.field == key and own in map(normalise_header, column.names):
            found = (known.get(normalise_header(n)) for n in column.subtract)
            return next((n for n in found if n is not None), None)
    return None


def _difference(plus: TypedColumn, minus: TypedColumn) -> TypedColumn:
    """Return plus − |minus| per row; a blank on one side is no amount, on both it is unknown."""
    (left, has_left), (right, has_right) = (known_ints(c.per_row()) for c in (plus, minus))
    bad_left, bad_right = plus.text.spread(plus.bad), minus.text.spread(minus.bad)
    bad = bad_left | bad_right
    words = np.where(bad_left, _words(plus), _words(minus))
    both = (left != 0) & (right != 0) & ~bad
    return TypedColumn(
        field=plus.field,
        name=plus.name,
        text=Coded(pa.array(words, pa.large_string())),
        values=pa.array(left - np.abs(right), mask=~(has_left | has_right) | bad),
        bad=bad,
        notices=(Notice(kinds.AMOUNT_BOTH_SIDES, both, (("other", minus.name),)),),
    )


def _words(column: TypedColumn) -> NDArray[np.object_]:
    """Return the text per row."""
    return column.text.spread(column.text.words.to_numpy(zero_copy_only=False))


def _with_line_amount(
    columns: dict[str, TypedColumn], fields: Mapping[str, Field]
) -> Mapping[str, TypedColumn]:
    """Return the columns with the amount of a line computed where the file does not give it."""
    if "line_amount" not in fields or "line_amount" in columns:
        return columns
    if not {"quantity", "unit_price"} <= columns.keys():
        return columns
    price = columns["unit_price"]
    values = line_amounts(columns["quantity"].per_row(), price.per_row())
    text = Coded(pa.nulls(len(values), pa.large_string()))
    bad = np.zeros(len(values), dtype=np.bool_)
    amount = TypedColumn(fields["line_amount"], price.name, text, values, bad)
    return columns | {"line_amount": amount}
