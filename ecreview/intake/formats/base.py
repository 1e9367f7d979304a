"""What an export format declares. A format is a value, one per file; to add one: a file and a line in `FORMATS`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ecreview.model.text import EMPTY, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

PaidBasis = Literal["net", "gross"]
AmountOn = Literal["order_row", "every_line", "first_line", "line"]


@dataclass(frozen=True, slots=True)
class Column:
    """Which headers feed a canonical field, over all versions of an export.

    Attributes:
        field: key of a field of the format's table.
        names: header names as in the files; compared after `normalise_header`. The first one present wins.
        subtract: headers of a column that is taken off (the expense beside an income column); the first
            one present is used as `field = names − |subtract|`.
    """

    field: str
    names: tuple[str, ...]
    subtract: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headerless:
    """How a file without a header is told: by the shape of its columns.

    Attributes:
        patterns: one regular expression per column; nine of ten rows must match in each.
        fields: canonical field per column, None = unused.
    """

    patterns: tuple[str, ...]
    fields: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export, declared.

    Attributes:
        key: stable, e.g. `taobao-orders`.
        title: what people call the export.
        platform: key of the platform; empty for formats of no platform.
        table: table word; empty where the format exists only to be refused.
        columns: what its headers mean.
        required: groups of header names; of each group one must be present.
        negative: header names that rule it out.
        status: source word of the status column → canonical status; compared after NFKC, without blanks.
        paid_basis: whether the paid column already has refunds taken off; tested on the data.
        order_amount_on: where order-level amounts stand.
        personal: headers dropped at reading (compared after `normalise_header`).
        other: headers that the export has and nobody needs; they tell it from other exports.
        is_generic: a layout of no platform: any other format goes first, and a doubtful column means asking.
        footer: regular expressions; a row whose first filled cell matches one is footer.
        control: regular expression → name of a control total in preamble or footer lines, with groups
            `count` and/or `amount`.
        null_words: cell texts that mean "none" in this export beyond the common ones.
        zero_words: cell texts that mean 0, e.g. 无退款申请.
        headerless: how to tell it where the file has no header.
        prepare: last step on the cleaned canonical Arrow table (typed columns, one row per kept row);
            returns it with columns added or changed, never with rows added or dropped.
        refusal: for wrong uploads: what this is, and what to upload instead.
    """

    key: str
    title: Text
    platform: str
    table: str
    columns: tuple[Column, ...]
    required: tuple[tuple[str, ...], ...]
    negative: tuple[str, ...] = ()
    status: Mapping[str, str] = field(default_factory=dict)
    paid_basis: PaidBasis | None = None
    order_amount_on: AmountOn = "order_row"
    personal: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    is_generic: bool = False
    footer: tuple[str, ...] = ()
    control: Mapping[str, str] = field(default_factory=dict)
    null_words: tuple[str, ...] = ()
    zero_words: tuple[str, ...] = ()
    headerless: Headerless | None = None
    prepare: Callable[[pa.Table], pa.Table] | None = None
    refusal: tuple[Text, Text] = (EMPTY, EMPTY)

    @property
    def is_refused(self) -> bool:
        """Return whether uploads of this kind are refused with a plain message."""
        return self.refusal != (EMPTY, EMPTY)

    @property
    def names(self) -> tuple[str, ...]:
        """Return all header names it knows, as in the files."""
        own = [name for column in self.columns for name in (*column.names, *column.subtract)]
        groups = [name for group in self.required for name in group]
        return tuple(dict.fromkeys([*own, *groups, *self.personal, *self.other]))
