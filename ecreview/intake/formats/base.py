"""What an export format declares. A format is a value, one per file; to add one: a file and a line in `FORMATS`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from ecreview.model.text import EMPTY, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa

PaidBasis = Literal["net", "gross"]
AmountOn = Literal["order_row", "every_line", "first_line", "line", "packed"]


@dataclass(frozen=True, slots=True)
class Direction:
    """The column beside an amount that says which way the money went.

    Attributes:
        names: header names of that column; the first one present counts.
        out: its words for money that left the shop: the amount becomes −|amount|.
        into: its words for money that came in: |amount|. With any other word the amount stays as written.
    """

    names: tuple[str, ...]
    out: tuple[str, ...]
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandIn:
    r"""What stands in where a column is blank: a part of another one.

    Attributes:
        name: header of the other column.
        pattern: regular expression that its cell matches as a whole.
        text: what it says then, with groups as `\1`; typed like the column itself.

    Examples:
        A day in front of an order number: `StandIn("订单号", r"(\d{6})-\d+", r"20\1")`.
    """

    name: str
    pattern: str = "(.+)"
    text: str = r"\1"


@dataclass(frozen=True, slots=True)
class Column:
    """Which headers feed a canonical field, over all versions of an export.

    Attributes:
        field: key of a field of the format's table.
        names: header names as in the files; compared after `normalise_header`. The first one present wins.
        subtract: headers of columns that are taken off, all that are present (the expense beside an income
            column): `field = names − |subtract| − …`; of a tuple of headers the first one present.
        plus: headers of columns that are added, all that are present.
        direction: for an amount whose sign stands in a column of its own.
        is_negated: for an amount that the file writes with the other sign: `field = −names`.
        stand_in: what is read where the cell is blank.
    """

    field: str
    names: tuple[str, ...]
    subtract: tuple[str | tuple[str, ...], ...] = ()
    plus: tuple[str, ...] = ()
    direction: Direction | None = None
    is_negated: bool = False
    stand_in: StandIn | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a word of a ledger's type column stands for.

    Attributes:
        word: text of `subject_raw`, as a whole; empty = any.
        subject: one of `tables.SUBJECTS`.
        note: what `note` must hold; empty = anything.
        is_part: whether `word` need only be part of the text.
    """

    word: str
    subject: str
    note: str = ""
    is_part: bool = False


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
        order_amount_on: where order-level amounts stand; `packed`: all items of an order in one row, joined by `;`.
        shared: fields whose amounts speak of the whole order and are shared out over its lines, where
            `order_amount_on` is `every_line` or `first_line`.
        refunds_in_full: whether an order that its words call refunded got all back: the export names no amount.
        subjects: what the words of a ledger's type column stand for; the first one that fits counts, a word
            that none fits is listed and `other`.
        constants: category fields that are the same on all rows and stand in no column, e.g. the ad tool.
        period_from: `file` where the rows may have no date: the period then stands in the name of the file or
            above the header.
        lacks: needed fields that it never has: another table tells them, or its own last step. Any other table
            without a needed field is of no use.
        may_be_blank: needed amounts that some of its rows rightly lack, e.g. of an exchange: the row stays.
        yields_to: keys of exports that tell the same money; on the days that one of them covers, the rows of
            this one check it and do not count.
        whole, parts: words in the name of file or sheet by which it tells a report of everything from those of a
            part: spend in both counts once.
        is_buyerless: whether the export names no buyer, on any version.
        remark: what a reader of its figures has to know.
        summary: header of a second table below the rows that sums them up → what its cell is compared with:
            `in`, `out` (the leading money that came in, that went out), a field, or empty for nothing.
        total_in: header that only rows summing up the others fill; its cells are compared with the leading money.
        prefix: a character that the export writes before every value.
        menu: where the platform exports it.
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
        instruction: how to fill it in, for a layout that is offered as an empty form; empty for others.
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
    shared: tuple[str, ...] = ("line_paid", "refunded")
    refunds_in_full: bool = False
    subjects: tuple[Subject, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    period_from: Literal["column", "file"] = "column"
    lacks: tuple[str, ...] = ()
    may_be_blank: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    whole: str = ""
    parts: tuple[str, ...] = ()
    is_buyerless: bool = False
    remark: Text = EMPTY
    summary: Mapping[str, str] = field(default_factory=dict)
    total_in: str = ""
    prefix: str = ""
    menu: Text = EMPTY
    personal: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    is_generic: bool = False
    footer: tuple[str, ...] = ()
    control: Mapping[str, str] = field(default_factory=dict)
    null_words: tuple[str, ...] = ()
    zero_words: tuple[str, ...] = ()
    headerless: Headerless | None = None
    prepare: Callable[[pa.Table], pa.Table] | None = None
    instruction: Text = EMPTY
    refusal: tuple[Text, Text] = (EMPTY, EMPTY)

    @property
    def is_refused(self) -> bool:
        """Return whether uploads of this kind are refused with a plain message."""
        return self.refusal != (EMPTY, EMPTY)

    @property
    def names(self) -> tuple[str, ...]:
        """Return all header names it knows, as in the files."""
        own = [name for column in self.columns for name in _names_of(column)]
        groups = [name for group in self.required for name in group]
        total = (self.total_in,) if self.total_in else ()
        return tuple(dict.fromkeys([*own, *groups, *total, *self.personal, *self.other]))


def _names_of(column: Column) -> tuple[str, ...]:
    """Return all headers that a column is read from."""
    direction = column.direction.names if column.direction else ()
    stand_in = (column.stand_in.name,) if column.stand_in else ()
    subtract = (name for each in column.subtract for name in spellings(each))
    return (*column.names, *column.plus, *subtract, *direction, *stand_in)


def spellings(name: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the headers under which one column may stand."""
    return (name,) if isinstance(name, str) else name
