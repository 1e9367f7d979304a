"""Which source column feeds which canonical field, and what a person chose about it.

A mapping gives each source column to at most one field. Choices are saved as `mapping.json` and applied
again to next month's files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from glob import escape
from typing import TYPE_CHECKING, Any, Literal, cast
from zoneinfo import available_timezones

from ecreview.intake.header import header_key, normalise_header
from ecreview.intake.letters import ENCODINGS
from ecreview.intake.operations import UNDOABLE
from ecreview.intake.profiles import shape_of
from ecreview.model.errors import ReviewError
from ecreview.model.tables import CANONICAL_STATUS, REFUND_STATES, TABLES, table_spec
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Mapping as Words

    from ecreview.model.dataset import FileReceipt, TableReceipt

Duplicates = Literal["keep", "merge"]
Dates = Literal["day_first", "month_first"]
SAME_TABLE = (
    0.8  # of the columns of then a table of today must have, to be taken for the same export
)
NO_NAMES: Words[str, str] = {}
AS_RECOGNISED = ""  # in place of a table word: only how the file is read was chosen


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
        table: table word, None = leave the table out, AS_RECOGNISED = nothing said about it.
        sheet: sheet name, None = any.
        header_row: row number of the header as Excel shows it, None = as found.
        columns: (canonical field, source column name or position from 0); empty = as recognised.
        values: (canonical field, ((source word, canonical word), …)).
        duplicates: whether identical rows without a line id are kept or merged.
        encoding: of a text file, None = to be told.
        dates: how to read 06/07/2025, None = as the column tells.
        zone: time zone of the shop, for times that carry an offset from UTC; None = Asia/Shanghai.
        seen: (source column name, what stood in it) of the whole table at that time; tells what changes later.
        undo: codes of the cleaning rules that are not to be followed.
        digest: of the clean table when the recipe was saved, None where none was.
    """

    file: str
    table: str | None
    sheet: str | None = None
    header_row: int | None = None
    columns: tuple[tuple[str, str | int], ...] = ()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    duplicates: Duplicates = "keep"
    encoding: str | None = None
    dates: Dates | None = None
    zone: str | None = None
    seen: tuple[tuple[str, str], ...] = ()
    undo: tuple[str, ...] = ()
    digest: str | None = None

    def is_for(self, file: str, sheet: str | None) -> bool:
        """Return whether it speaks about the tables of that sheet."""
        return fnmatchcase(file, self.file) and self.sheet in (None, sheet)

    def mapping(self, names: Sequence[str], renamed: Words[str, str] = NO_NAMES) -> Mapping:
        """Return its columns as a mapping over columns of these names; absent ones are left out.

        Args:
            names: of the columns at hand.
            renamed: old name → new name of columns that are called otherwise by now.
        """
        named = [(field, _name_at(names, at, renamed)) for field, at in self.columns]
        return Mapping(self.table or "", tuple((f, name) for f, name in named if name is not None))

    def share_seen(self, names: Sequence[str]) -> float:
        """Return the share of the columns of then that a table has; 0 where they were not kept."""
        seen = {header_key(name) for name, _ in self.seen}
        return len(seen & set(map(header_key, names))) / len(seen) if seen else 0.0

    @property
    def words(self) -> dict[str, dict[str, str]]:
        """Return source word → canonical word, per canonical field."""
        return {field: dict(pairs) for field, pairs in self.values}


def _name_at(names: Sequence[str], at: str | int, renamed: Words[str, str]) -> str | None:
    """Return the column name that a choice means, None where the table has no such column."""
    if isinstance(at, int):
        return names[at] if at < len(names) else None
    return at if at in names else renamed.get(at)


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything a person chose about the uploads; the first choice that says something counts.

    Examples:
        >>> Choices.from_json('{"tables": [{"file": "*.csv", "table": "orders"}]}').tables[0].table
        'orders'
    """

    tables: tuple[TableChoice, ...] = ()

    def about(self, file: str, sheet: str | None, names: Sequence[str] = ()) -> TableChoice | None:
        """Return what was chosen about the tables of that sheet, None where nothing was.

        Args:
            file: name of the file.
            sheet: name of the sheet.
            names: columns of the table; where nothing was said about the file, a choice about nearly the same
                columns counts, whatever file it was made for.
        """
        own = [choice for choice in self.tables if choice.is_for(file, sheet)]
        about_table = [choice for choice in own if choice.table != AS_RECOGNISED]
        alike = [choice for choice in self.tables if choice.share_seen(names) >= SAME_TABLE]
        alike.sort(key=lambda choice: -choice.share_seen(names))
        first = next(iter([*about_table, *alike, *own]), None)
        dates = next((choice.dates for choice in own if choice.dates), None)
        zone = next((choice.zone for choice in own if choice.zone), None)
        return first and replace(first, dates=dates, zone=zone)

    def toggled(
        self, file: str, sheet: str | None, rule: str, names: Sequence[str] = ()
    ) -> Choices:
        """Return the choices with a rule undone in that sheet, or followed again where it was undone."""
        blank = TableChoice(escape(file), AS_RECOGNISED, sheet)
        found = self.about(file, sheet, names) or blank
        undo = tuple(sorted({*found.undo} ^ {rule}))
        own = replace(found, file=blank.file, sheet=sheet, undo=undo, digest=None)
        others = tuple(c for c in self.tables if _place(c) != _place(own))
        return Choices(others if own == blank else (own, *others))

    @property
    def names(self) -> frozenset[str]:
        """Return the columns that were seen when choosing, as headers are compared."""
        seen = [name for choice in self.tables for name, _ in choice.seen]
        return frozenset(map(normalise_header, seen)) | frozenset(map(header_key, seen))

    def encoding(self, file: str) -> str | None:
        """Return the encoding that was chosen for a file, None where none was."""
        own = (choice.encoding for choice in self.tables if fnmatchcase(file, choice.file))
        return next((encoding for encoding in own if encoding), None)

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
            | ({"encoding": choice.encoding} if choice.encoding else {})
            | ({"dates": choice.dates} if choice.dates else {})
            | ({"zone": choice.zone} if choice.zone else {})
            | ({"seen": dict(choice.seen)} if choice.seen else {})
            | ({"undo": list(choice.undo)} if choice.undo else {})
            | ({"digest": choice.digest} if choice.digest else {})
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
_DATES = ("day_first", "month_first")
_SHAPE = (
    "file", "sheet", "table", "header_row", "columns", "values", "duplicates", "encoding", "dates",
    "zone", "seen", "undo", "digest",
)  # fmt: skip


def _choice(entry: dict[str, Any]) -> TableChoice:
    """Return one choice of a `mapping.json`, its words checked."""
    for key in entry:
        _check(key, _SHAPE)
    table = entry.get("table", AS_RECOGNISED)
    columns, values = entry.get("columns") or {}, entry.get("values") or {}
    if table == AS_RECOGNISED:
        for key in (key for key in ("columns", "values") if entry.get(key)):
            _check(key, ("table",))  # of which table they speak
    elif table is not None:
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
        encoding=_said(entry, "encoding", ENCODINGS),
        dates=cast("Dates | None", _said(entry, "dates", _DATES)),
        zone=_said(entry, "zone", sorted(available_timezones())) if entry.get("zone") else None,
        seen=tuple((entry.get("seen") or {}).items()),
        undo=tuple(_check(rule, sorted(UNDOABLE)) for rule in entry.get("undo") or ()),
        digest=entry.get("digest"),
    )


def _place(choice: TableChoice) -> tuple[str, str | None, str | None]:
    """Return of which table a choice speaks; how a file is decoded is a choice of its own."""
    return choice.file, choice.sheet, choice.encoding


def _said(entry: dict[str, Any], key: str, allowed: Sequence[str]) -> str | None:
    """Return the word that an entry says, None where it says none."""
    return None if entry.get(key) is None else _check(entry[key], allowed)


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
        seen=seen_columns(table),
    )


def seen_columns(table: TableReceipt) -> tuple[tuple[str, str], ...]:
    """Return the columns of a table and what stands in each, to be kept with a choice about it."""
    return tuple((column.name, shape_of(column.samples)) for column in table.columns)
