"""The mapped columns of a raw table, typed: one pass per column over its distinct words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.coded import Coded, encode
from ecreview.intake.columns import TEXT, known_ints, mask, whole
from ecreview.intake.duplicates import codes_of, first_of_group
from ecreview.intake.formats.base import spellings
from ecreview.intake.header import header_key
from ecreview.intake.ids import WRAPPING
from ecreview.intake.lines import line_amounts
from ecreview.intake.rows import cells_at
from ecreview.intake.sharing import ORDER_KEYS, say_for_orders, speaks_for_order
from ecreview.intake.strays import without_strays
from ecreview.intake.typed import Notice, TypedColumn
from ecreview.intake.values import read_column
from ecreview.model import finding_kinds as kinds
from ecreview.model.fields import Field, Kind
from ecreview.model.text import same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.intake.formats.base import Column, Direction, Format, StandIn
    from ecreview.intake.raw import RawTable
    from ecreview.intake.typed import Habits
    from ecreview.model.tables import TableSpec


_WORD = Field("direction", Kind.CATEGORY, same("direction"))


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

    def find(self, names: tuple[str, ...]) -> str | None:
        """Return the first of these headers that the table has, as it is written there."""
        own = {header_key(name): name for name in reversed(self.raw.names)}
        return next((own[key] for key in map(header_key, names) if key in own), None)

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
    orders: NDArray[np.int64] | None = None
    for key, name in sorted(mapping, key=lambda pair: order.get(pair[0], len(order))):
        field = fields.get(key) or Field(key, Kind.TEXT, same(key))
        column = source.read(name, field)
        if form.order_amount_on == "first_line" and key == ORDER_KEYS.get(spec.key):
            column = _by_row(column, pc.fill_null_forward(column.per_row()))
            orders = first_of_group(codes_of(column.values))
        elif orders is not None and speaks_for_order(field):
            column = _said_for_orders(column, orders)
        if key == spec.time:
            column = without_strays(column, source.habits.undo)
        sources.append(column)
        declared = _declared(form, key, name)
        if declared is not None:
            column, others = _as_declared(source, declared, column)
            sources.extend(others)
        columns[key] = column
        columns |= _extra(column, fields, {key for key, _ in mapping})
    return Reading(_with_line_amount(columns, fields), tuple(sources))


def _declared(form: Format, key: str, name: str) -> Column | None:
    """Return what the format says about the field, None where another column was chosen for it."""
    own = header_key(name)
    columns = (c for c in form.columns if c.field == key and own in map(header_key, c.names))
    return next(columns, None)


def _as_declared(
    source: Source, declared: Column, column: TypedColumn
) -> tuple[TypedColumn, list[TypedColumn]]:
    """Return the column as the format means it, and the columns that were read for it."""
    others: list[TypedColumn] = []
    for name in filter(None, (source.find((further,)) for further in declared.plus)):
        others.append(source.read(name, column.field))
        column = _total(column, others[-1])
    minus = list(filter(None, (source.find(spellings(each)) for each in declared.subtract)))
    for name in minus:
        other = source.read(name, column.field)
        column = _difference(column, other)
        others += [other, column] if len(minus) == 1 else [other]  # two columns: in and out
    beside = source.find(declared.direction.names) if declared.direction else None
    if declared.direction and beside is not None:
        column = _signed(column, source.read(beside, _WORD), declared.direction)
        others.append(column)
    if declared.is_negated:
        column = replace(column, values=pc.negate(column.values))
    if declared.stand_in is not None and source.find((declared.stand_in.name,)) is not None:
        column = _stood_in(source, column, declared.stand_in)
        others.append(column)
    return column, others


def _extra(
    column: TypedColumn, fields: Mapping[str, Field], given: set[str]
) -> dict[str, TypedColumn]:
    """Return further fields that a column tells and no column of the file gives, where it tells any."""
    return {
        key: replace(column, field=fields[key], values=values, extra={})
        for key, values in column.extra.items()
        if key in fields and key not in given and values.null_count < len(values)
    }


def _total(first: TypedColumn, other: TypedColumn) -> TypedColumn:
    """Return first + other per row; a blank one is no amount, both blank are unknown."""
    (left, has_left), (right, has_right) = (known_ints(c.per_row()) for c in (first, other))
    bad = first.text.spread(first.bad) | other.text.spread(other.bad)
    values = pa.array(left + right, mask=~(has_left | has_right) | bad)
    return replace(_by_row(first, values), bad=bad)


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


def _signed(column: TypedColumn, word: TypedColumn, direction: Direction) -> TypedColumn:
    """Return amounts with the sign that the column beside them says; other words leave them as written."""
    amounts, is_known = known_ints(column.per_row())
    words = pc.fill_null(word.per_row(), "")
    is_out, is_in = (
        mask(pc.is_in(words, pa.array(said, words.type)))
        for said in (direction.out, direction.into)
    )
    size = np.abs(amounts)
    signed = np.where(is_out, -size, np.where(is_in, size, amounts))
    unsaid = ~is_out & ~is_in & (amounts != 0)
    return _by_row(
        column,
        pa.array(signed, mask=~is_known),
        Notice(kinds.DIRECTION_UNKNOWN, unsaid, (("other", word.name),)),
    )


def _stood_in(source: Source, column: TypedColumn, stand_in: StandIn) -> TypedColumn:
    """Return the column with its blank cells read from a part of another column."""
    name = source.find((stand_in.name,)) or stand_in.name
    blank = column.text.spread(column.blank)
    if not blank.any():
        return column
    text = pc.utf8_trim(cells_at(source.raw, name, source.rows).cast(TEXT), WRAPPING)
    fits = mask(pc.match_substring_regex(text, f"^(?:{stand_in.pattern})$")) & blank
    part = pc.replace_substring_regex(text, f"^(?:{stand_in.pattern})$", stand_in.text)
    told = pc.if_else(pa.array(fits), whole(part), pa.scalar(None, TEXT))
    other = read_column(encode(pa.chunked_array([told])), name, column.field, source.habits)
    values = pc.coalesce(column.per_row(), other.per_row())
    stood = blank & mask(values.is_valid())
    kind = kinds.TIME_STOOD_IN if column.field.kind is Kind.TIME else kinds.CELL_STOOD_IN
    return _by_row(column, values, Notice(kind, stood, (("other", name),)))


def _said_for_orders(column: TypedColumn, orders: NDArray[np.int64]) -> TypedColumn:
    """Return the column with blank cells saying what the first line of their order says."""
    spread, codes = column.text.spread, column.text.codes
    values = say_for_orders(column.per_row(), orders)
    notices = [
        Notice(notice.kind, spread(notice.hit) & mask(values.is_valid()), notice.values)
        for notice in column.notices
        if notice.kind is not kinds.BUYER_UNKNOWN
    ]
    if column.field.kind is Kind.KEY:
        notices.append(Notice(kinds.BUYER_UNKNOWN, mask(values.is_null())))
    extra = {
        key: say_for_orders(own if codes is None else own.take(pa.array(codes)), orders)
        for key, own in column.extra.items()
    }
    return replace(_by_row(column, values, *notices), extra=extra)


def _by_row(column: TypedColumn, values: pa.Array, *notices: Notice) -> TypedColumn:
    """Return the column with one value per row in place of one per word."""
    spread = column.text.spread
    return TypedColumn(
        field=column.field,
        name=column.name,
        text=Coded(pa.array(_words(column), pa.large_string())),
        values=values,
        bad=spread(column.bad),
        notices=notices,
        lossy=None if column.lossy is None else spread(column.lossy),
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
