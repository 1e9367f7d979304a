"""Which source column feeds which canonical field, and what a person chose about it.

A mapping gives each source column to at most one field. Choices are saved as `mapping.json` and applied
again to next month's files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from glob import escape
from typing import TYPE_CHECKING, Any, Literal, cast

from ecreview.model.errors import ReviewError
from ecreview.model.tables import CANONICAL_STATUS, REFUND_STATES, TABLES, table_spec
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecreview.model.dataset import FileReceipt, TableReceipt

Duplicates = Literal["keep", "merge"]


class MappingUnreadable(ReviewError):
    """A mapping file says something that no table or field stands for."""

    def __init__(self, what: str, allowed: Iterable[str]) -> None:
        words = sorted(allowed)
        near = get_close_matches(what, words, n=1)
        super().__init__(
            "MAPPING_UNREADABLE",
            Text(
                zh="列映射文件里的“{what}”不认识；可用：{words}。{near}",
                en="The mapping file says “{what}”, which is not known; allowed: {words}. {near}",
            ).fill(
                what=what,
                words=", ".join(words),
                near=Text(zh=f"是否指“{near[0]}”？", en=f"Did you mean “{near[0]}”?")
                if near
                else "",
            ),
        )


@dataclass(frozen=True, slots=True)
class Mapping:
    """Canonical field ← source column of one table.

    Attributes:
        table: table word.
        columns: (canonical field, source column name).

    Examples:
        >>> Mapping("orders", (("order_id", "订单编号"),)).source("order_id")
        '订单编号'
    """

    table: str
    columns: tuple[tuple[str, str], ...]

    def source(self, field: str) -> str | None:
        """Return the source column of a field, None where it has none."""
        return next((name for key, name in self.columns if key == field), None)


@dataclass(frozen=True, slots=True)
class TableChoice:
    """What a person said about the tables of some files.

    Attributes:
        file: glob over file names.
        table: table word, None = leave the table out.
        sheet: sheet name, None = any.
        header_row: row number of the header as Excel shows it, None = as found.
        columns: (canonical field, source column name or position from 0); empty = as recognised.
        values: (canonical field, ((source word, canonical word), …)).
        duplicates: whether identical rows without a line id are kept or merged.
    """

    file: str
    table: str | None
    sheet: str | None = None
    header_row: int | None = None
    columns: tuple[tuple[str, str | int], ...] = ()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    duplicates: Duplicates = "keep"

    def is_for(self, file: str, sheet: str | None) -> bool:
        """Return whether it speaks about the tables of that sheet."""
        return fnmatchcase(file, self.file) and self.sheet in (None, sheet)

    def mapping(self, names: Sequence[str]) -> Mapping:
        """Return its columns as a mapping over columns of these names; absent ones are left out."""
        named = [(field, _name_at(names, at)) for field, at in self.columns]
        return Mapping(self.table or "", tuple((f, name) for f, name in named if name is not None))

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """Return source word → canonical word, per canonical field."""
        return {field: dict(pairs) for field, pairs in self.values}


def _name_at(names: Sequence[str], at: str | int) -> str | None:
    """Return the column name that a choice means, None where the table has no such column."""
    if isinstance(at, int):
        return names[at] if at < len(names) else None
    return at if at in names else None


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a person chose about the uploads; the first choice that is for a table counts.

    Examples:
        >>> Choices.from_json('{"tables": [{"file": "*.csv", "table": "orders"}]}').tables[0].table
        'orders'
    """

    tables: tuple[TableChoice, ...] = ()

    def about(self, file: str, sheet: str | None) -> TableChoice | None:
        """Return what was chosen about the tables of that sheet, None where nothing was."""
        return next((choice for choice in self.tables if choice.is_for(file, sheet)), None)

    def to_json(self) -> str:
        """Return the text of a `mapping.json`."""
        tables = [
            {
                "file": choice.file,
                "sheet": choice.sheet,
                "table": choice.table,
                "header_row": choice.header_row,
                "columns": dict(choice.columns),
                "values": choice.words,
                "duplicates": choice.duplicates,
            }
            for choice in self.tables
        ]
        return json.dumps({"tables": tables}, ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> Choices:
        """Return the choices that a `mapping.json` holds.

        Raises:
            MappingUnreadable: it is no JSON, or names a table, field or word that does not exist.
        """
        try:
            entries = json.loads(text)["tables"]
            return cls(tuple(_choice(entry) for entry in entries))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MappingUnreadable(f"{type(error).__name__}: {error}", _SHAPE) from error


NO_CHOICES = Choices()
# Fields of orders and their lines whose words may only be replaced by canonical ones.
_STATES = {
    "status": CANONICAL_STATUS,
    "status_raw": CANONICAL_STATUS,
    "refund_state": REFUND_STATES,
}
_SHAPE = ("file", "sheet", "table", "header_row", "columns", "values", "duplicates")


def _choice(entry: dict[str, Any]) -> TableChoice:
    """Return one choice of a `mapping.json`, its words checked."""
    for key in entry:
        _check(key, _SHAPE)
    table = entry.get("table")
    columns, values = entry.get("columns") or {}, entry.get("values") or {}
    if table is not None:
        _check(table, [spec.key for spec in TABLES])
        fields = [field.key for field in table_spec(table).fields]
        for field in (*columns, *values):
            _check(field, fields)
        for field, words in values.items() if "status_raw" in fields else ():
            for word in words.values():
                _check(word, _STATES.get(field, (word,)))
    return TableChoice(
        file=entry["file"],
        table=table,
        sheet=entry.get("sheet"),
        header_row=entry.get("header_row"),
        columns=tuple(columns.items()),
        values=tuple((field, tuple(words.items())) for field, words in values.items()),
        duplicates=cast("Duplicates", _check(entry.get("duplicates", "keep"), ("keep", "merge"))),
    )


def _check(word: str, allowed: Sequence[str]) -> str:
    """Return the word.

    Raises:
        MappingUnreadable: it is not among the allowed ones.
    """
    if word not in allowed:
        raise MappingUnreadable(word, allowed)
    return word


def suggest_choices(files: Sequence[FileReceipt]) -> Choices:
    """Return a first version of the choices: what each table was recognised as, or looks most like."""
    return Choices(tuple(_suggest(receipt, table) for receipt in files for table in receipt.tables))


def _suggest(receipt: FileReceipt, table: TableReceipt) -> TableChoice:
    """Return the choice that says what the receipt of a table says."""
    return TableChoice(
        file=escape(receipt.name),
        table=table.table or table.suggested,
        sheet=table.sheet,
        header_row=table.header_row,
        columns=tuple((c.field, c.name) for c in table.columns if c.field is not None),
    )
