"""What `ecreview inspect` says in words: per file its tables, what the cleaning did to them, what is imperfect."""

from __future__ import annotations

import json
from collections import defaultdict
from glob import escape
from typing import TYPE_CHECKING

from ecreview.analyses.quality.log import in_words
from ecreview.intake.operations import observations, operations
from ecreview.model.findings import Place
from ecreview.model.ledger import RowClass
from ecreview.model.tables import table_spec
from ecreview.model.text import Text, join_texts, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.model.dataset import ColumnSum, Contents, Dataset, FileReceipt, TableReceipt
    from ecreview.model.findings import Finding, Sample
    from ecreview.model.ledger import ControlTotal
    from ecreview.model.operations import Operation
    from ecreview.model.text import Lang

NAMED = 12  # columns of an unknown table that are named

_UNRECOGNISED = Text(zh="没有认出", en="not recognised")
_FILLED = Text(zh="非空单元格 {n} 个", en="{n:filled cell|filled cells}")
_ERRORS = Text(zh="公式错误 {n} 个", en="{n:formula error|formula errors}")
_FORMULAS = Text(zh="没有算出值的公式 {n} 个", en="{n:formula|formulas} without a value")
_SUM = Text(zh="“{name}”合计 {amount}（{n} 个）", en="“{name}” adds up to {amount} ({n} amounts)")
_SPAN = Text(zh="{first} 至 {last}", en="{first} to {last}")
_STATED = Text(
    zh="文件自己写的“{name}”：{stated}；读到：{computed}，{verdict}",
    en="“{name}” as the file states it: {stated}; as read: {computed}; {verdict}",
)
_EQUAL, _UNEQUAL = Text(zh="一致", en="equal"), Text(zh="不一致", en="not equal")
_NOTHING = Text(zh="没有可比的数", en="nothing to compare")
_LIKE = Text(zh="看起来像“{table}”：{columns}", en="looks like “{table}”: {columns}")
_COLUMNS = Text(zh="各列：{names}", en="columns: {names}")
_TELL_ENCODING = Text(
    zh="指定编码：把这一行存为 JSON 文件，用 --mapping 传入：{entry}",
    en="to choose one, save this line as a JSON file and pass it with --mapping: {entry}",
)
_MONEY = Text(zh="涉及金额 {amount}", en="money touched: {amount}")
_CAN_UNDO = Text(zh="可撤销：{note}", en="can be undone: {note}")
_FIXED = Text(zh="不能撤销：{note}", en="cannot be undone: {note}")
_UNDONE = Text(zh="已撤销：{note}", en="undone: {note}")
_SUMMARY = Text(
    zh="共 {n} 个文件：认出 {known} 个，没有认出 {unknown} 个，不能读取 {refused} 个，内容重复 {repeated} 个。",
    en="{n:file|files}: {known} recognised, {unknown} not recognised, {refused} refused, {repeated} repeated.",
)
_CLASSES = {
    RowClass.HEADER: Text(zh="表头", en="header"),
    RowClass.PREAMBLE: Text(zh="说明", en="preamble"),
    RowClass.BLANK: Text(zh="空行", en="blank"),
    RowClass.FOOTER: Text(zh="合计", en="footer"),
    RowClass.KEPT: Text(zh="保留", en="kept"),
    RowClass.DUPLICATE: Text(zh="重复", en="duplicate"),
    RowClass.QUARANTINED: Text(zh="隔离", en="quarantined"),
}


def receipt_lines(dataset: Dataset, lang: Lang) -> Iterator[str]:
    """Yield what is said about each file, then what is said about all of them together."""
    told: dict[str, list[str]] = defaultdict(list)
    for operation in operations(dataset):
        told[operation.file].append(_operation_line(operation, lang))
    for finding in observations(dataset):
        told[finding.place.file].append(_finding_line(finding, lang))
    for file in dataset.files:
        yield from _file_lines(file, lang)
        yield from (f"  {line}" for line in told.pop(file.name, ()))
    for lines in told.values():
        yield from lines
    if len(dataset.files) > 1:
        yield _summary(dataset.files).of(lang)


def _summary(files: tuple[FileReceipt, ...]) -> Text:
    """Return how many files are of use, and how many are not."""
    refused = sum(file.error is not None for file in files)
    known = sum(any(table.table for table in file.tables) for file in files)
    repeated = sum(file.error is None and not file.tables for file in files)
    unknown = len(files) - refused - known - repeated
    return _SUMMARY.fill(
        n=f"{len(files):,}", known=known, unknown=unknown, refused=refused, repeated=repeated
    )


def _file_lines(file: FileReceipt, lang: Lang) -> Iterator[str]:
    """Yield what is said about one file."""
    if file.error is not None:
        yield f"{file.name}: [{file.error.code}] {file.error.message.of(lang)}"
        yield from (f"  {encoding}: {lines[0]}" for encoding, lines in file.error.previews)
        for encoding, _ in file.error.previews[:1]:
            answer = {"tables": [{"file": escape(file.name), "encoding": encoding}]}
            entry = json.dumps(answer, ensure_ascii=False)
            yield f"  {_TELL_ENCODING.fill(entry=entry).of(lang)}"
    for table in file.tables:
        yield _table_line(file, table, lang)
        yield from (f"  {line.of(lang)}" for line in _table_words(table))


def _table_line(file: FileReceipt, table: TableReceipt, lang: Lang) -> str:
    """Return what one table is, why, and its rows by class."""
    rows = " + ".join(
        f"{_CLASSES[row_class].of(lang)} {count:,}"
        for row_class, count in table.ledger.counts.items()
        if count
    )
    title = (table.title if table.table else _UNRECOGNISED).of(lang)
    said = (title, table.evidence.of(lang), f"{table.ledger.total:,} = {rows}")
    return f"{name_table(file.name, table.sheet)}: {' | '.join(said)}"


def name_table(file: str, sheet: str | None) -> str:
    """Return file and sheet as people read them."""
    return " · ".join(part for part in (file, sheet) if part)


def _table_words(table: TableReceipt) -> Iterator[Text]:
    """Yield its period, its cells, its sums beside what the file states; what an unknown table may be."""
    if table.span is not None:
        first, last = table.span
        yield _SPAN.fill(first=first.isoformat(), last=last.isoformat())
    yield _contents_words(table.contents)
    yield from map(_sum_words, table.contents.sums)
    yield from map(_stated_words, table.control_totals)
    if table.table is None:
        yield from _guess_words(table)


def _contents_words(contents: Contents) -> Text:
    """Return how many cells are filled, and which of them say nothing."""
    parts = [_FILLED.fill(n=f"{contents.filled:,}")]
    if contents.errors:
        parts.append(_ERRORS.fill(n=f"{contents.errors:,}"))
    if contents.formulas_without_value:
        parts.append(_FORMULAS.fill(n=f"{contents.formulas_without_value:,}"))
    return join_texts(parts, zh="，", en=", ")


def _sum_words(column: ColumnSum) -> Text:
    """Return what a money column adds up to."""
    return _SUM.fill(name=column.name, amount=_amount(column.cents), n=f"{column.count:,}")


def _stated_words(total: ControlTotal) -> Text:
    """Return a total that the file states, beside the same of the rows read."""
    say = _say_cents if total.unit == "cents" else _say_entries
    if total.computed is None:
        return _STATED.fill(
            name=total.name, stated=say(total.stated), computed="–", verdict=_NOTHING
        )
    verdict = _EQUAL if total.agrees else _UNEQUAL
    return _STATED.fill(
        name=total.name, stated=say(total.stated), computed=say(total.computed), verdict=verdict
    )


def _say_cents(cents: int) -> Text:
    """Return an amount that the file states."""
    return same(_amount(cents))


def _say_entries(count: int) -> Text:
    """Return a number of entries that the file states."""
    return Text(zh="{n} 笔", en="{n:entry|entries}").fill(n=f"{count:,}")


def _guess_words(table: TableReceipt) -> Iterator[Text]:
    """Yield which columns an unknown table has, and what they look most like."""
    names = [column.name for column in table.columns]
    more = "…" if len(names) > NAMED else ""
    yield _COLUMNS.fill(
        names=Text(zh="、".join(names[:NAMED]) + more, en=", ".join(names[:NAMED]) + more)
    )
    if table.suggested is not None:
        spec = table_spec(table.suggested)
        pairs = [
            Text(zh=f"{column.name} → ", en=f"{column.name} →") + spec.field(column.field).title
            for column in table.columns
            if column.field
        ]
        yield _LIKE.fill(table=spec.title, columns=join_texts(pairs, zh="；", en="; "))


def _amount(cents: int) -> str:
    """Return cents as an amount without a currency, as the file has it."""
    return f"{cents / 100:,.2f}"


def _operation_line(operation: Operation, lang: Lang) -> str:
    """Return what a rule did to a table, with samples, its money and whether it can be undone."""
    place = Place(operation.file, operation.sheet, rows=operation.rows)
    what = in_words(operation.what).of(lang)
    state = _UNDONE if operation.is_undone else _CAN_UNDO if operation.can_undo else _FIXED
    note = operation.note.of(lang) if operation.note else ""
    parts = (
        f"[{operation.kind.code}] {place.text.of(lang)}: {what}",
        _samples(operation.samples, lang),
        _money(operation.amount_cents, lang),
        state.fill(note=note).of(lang),
    )
    return " | ".join(filter(None, parts))


def _finding_line(finding: Finding, lang: Lang) -> str:
    """Return what is imperfect, with samples, its money and what to do."""
    parts = (
        f"[{finding.kind.code}] {finding.place.text.of(lang)}: {finding.message.of(lang)}",
        _samples(finding.samples, lang),
        _money(finding.amount_cents, lang),
        finding.kind.advice.of(lang),
    )
    return " | ".join(filter(None, parts))


def _money(cents: int | None, lang: Lang) -> str:
    """Return the money touched, empty where none is involved or none could be read."""
    return "" if not cents else _MONEY.fill(amount=_amount(cents)).of(lang)


def _samples(samples: tuple[Sample, ...], lang: Lang) -> str:
    """Return what stood there and what became of it."""
    return "; ".join(" → ".join(_end(end, lang) for end in sample) for sample in samples)


def _end(end: Text | str, lang: Lang) -> str:
    """Return one end of a sample in the language."""
    return end.of(lang) if isinstance(end, Text) else end
