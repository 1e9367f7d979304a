"""The cleaning log: what each rule did to each table, which rules a person may undo, and why not the others.

A rule is the kind of the finding that tells what it did. An undone rule still looks for its rows, so that it can
be done again, but leaves them as they are; what it would have done stands in the receipt, not among the findings.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ecreview.model import finding_kinds as kinds
from ecreview.model.findings import FIRST_ROWS, SAMPLES
from ecreview.model.operations import Operation
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ecreview.model.dataset import Dataset
    from ecreview.model.findings import Finding, FindingKind

    Undo = Mapping[tuple[str, str | None], frozenset[str]]  # per file and sheet, codes of the rules

ADDED_UP = Text(
    zh="按行相加", en="are added up"
)  # how folded rows count where the file itself does not say

# What undoing a rule does.
UNDO: Mapping[FindingKind, Text] = {
    kinds.ROW_TOTAL: Text(zh="把这些行当作数据读", en="reads these rows as data"),
    kinds.ROW_NOTE: Text(zh="把这些行当作数据读", en="reads these rows as data"),
    kinds.ROW_DUP: Text(zh="重复的行都保留", en="keeps all copies"),
    kinds.ROW_REPLACED: Text(zh="新旧各行都保留", en="keeps older and newer rows"),
    kinds.ROW_SUPERSEDED: Text(zh="两份导出里的行都保留", en="keeps the rows of both exports"),
    kinds.ROW_FOLDED: Text(zh="每行各算一单", en="makes each row an order of its own"),
    kinds.ROW_REPEATED: Text(zh="一样的行只留一行", en="keeps one of the equal rows"),
    kinds.AMOUNT_BLANK: Text(zh="空的金额当作 0，行保留", en="takes blank amounts as 0 and keeps the rows"),
    kinds.DATE_FAR: Text(zh="日期照原样用", en="uses the dates as written"),
    kinds.PAID_BASIS: Text(zh="按没有扣退款算", en="takes it as before refunds"),
    kinds.PAID_BASIS_GROSS: Text(zh="按已经扣过退款算", en="takes it as after refunds"),
    kinds.PAID_BASIS_MIXED: Text(zh="按另一种口径算", en="takes it the other way"),
    kinds.REFUNDS_COUNTED: Text(
        zh="订单不计这份退款", en="leaves these refunds out of the orders"
    ),
    kinds.ORDERS_SHARED: Text(zh="同一个号仍算一单", en="keeps one order per id"),
    kinds.LINES_OF_OTHERS: Text(zh="算作订单表里的订单", en="takes them for lines of the orders given"),
    kinds.SPEND_TOLD_TWICE: Text(zh="两份报表的花费都计", en="counts the spend of both reports"),
    kinds.PACKED_SPLIT: Text(zh="这些行不拆开", en="keeps these rows whole"),
    kinds.PACKED_ORDERS: Text(zh="这些行不拆开", en="keeps these rows whole"),
}  # fmt: skip

_IN_FILE = Text(
    zh="原文没法用，请在源文件里改好再上传", en="the text is of no use; correct it in the file"
)
_SAME_VALUE = Text(zh="只是写法变了，值没有变", en="only the spelling changed, not the value")
_CENTS = Text(zh="金额一律算到分", en="all amounts are whole cents")
_PRIVATE = Text(zh="个人信息不进入系统", en="personal data stay out")
# Why the other changes cannot be undone.
FIXED: Mapping[FindingKind, Text] = {
    kinds.ROW_FOLDED: Text(
        zh="这种导出本来就一单多行，不合并金额会重复",
        en="this export writes an order over several rows: apart they would count twice",
    ),
    kinds.VALUES_TIDIED: _SAME_VALUE,
    kinds.AMOUNT_SUBCENT: _CENTS,
    kinds.AMOUNT_BOTH_SIDES: Text(
        zh="收入和支出两列合成一笔，才不会算两次", en="income and expense make one amount"
    ),
    kinds.DATE_AMBIGUOUS: Text(
        zh="月和日的先后在识别里指定", en="which comes first is chosen in the mapping"
    ),
    kinds.AMOUNT_BAD: _IN_FILE,
    kinds.NUMBER_BAD: _IN_FILE,
    kinds.DATE_BAD: _IN_FILE,
    kinds.DATE_UNREADABLE: _IN_FILE,
    kinds.CELL_ERROR: _IN_FILE,
    kinds.ROW_ENCODING: _IN_FILE,
    kinds.ROW_QUOTE: _IN_FILE,
    kinds.ROW_WIDTH: _IN_FILE,
    kinds.ROW_CUT: _IN_FILE,
    kinds.ID_BLANK: Text(zh="没有编号的行无从核对", en="a row without an id cannot be checked"),
    kinds.ID_TRUNCATED: Text(zh="丢掉的位数找不回来", en="the digits are lost"),
    kinds.PAID_TIME_BLANK: Text(
        zh="状态和金额都说明已付款", en="status and amount say that it was paid"
    ),
    kinds.PAYMENT_TIME_ASSUMED: Text(
        zh="这种导出不含时间", en="this export has no times"
    ),
    kinds.PAID_BY_BILL: Text(zh="钱已经收到了", en="the money came in"),
    kinds.RETURN_LINES: Text(zh="数量的负号就是退货", en="a negative quantity is a return"),
    kinds.MOVES_SIGNED: Text(zh="出库总是减少库存", en="what goes out takes stock away"),
    kinds.BUYER_MASKED: Text(
        zh="打码的名字是很多人共用的，复购会算错",
        en="many people share a masked name: repeat buyers would be wrong",
    ),
    kinds.COLUMN_PERSONAL: _PRIVATE,
    kinds.FILE_DUPLICATE: Text(zh="同一份内容不能算两次", en="the same content cannot count twice"),
    kinds.ORDERS_DERIVED: Text(
        zh="放入订单表就不再合成", en="upload an orders table and none is built"
    ),
}  # fmt: skip

UNDOABLE = frozenset(kind.code for kind in UNDO)


def can_undo(finding: Finding) -> bool:
    """Return whether a person may undo what a finding tells."""
    if finding.kind is kinds.ROW_FOLDED:
        return ("how", ADDED_UP) in finding.values
    return finding.kind in UNDO


def is_undone(finding: Finding, undo: frozenset[str]) -> bool:
    """Return whether what a finding tells is among the undone rules."""
    return finding.kind.code in undo and can_undo(finding)


def part_undone(
    findings: Iterable[Finding], undo: frozenset[str]
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stand, and those of undone rules."""
    told: list[Finding] = []
    undone: list[Finding] = []
    for finding in findings:
        (undone if is_undone(finding, undo) else told).append(finding)
    return told, undone


def operations(dataset: Dataset) -> tuple[Operation, ...]:
    """Return what each rule did to each table, those that touched most money first."""
    undone = [f for file in dataset.files for table in file.tables for f in table.undone]
    found = (*_grouped(dataset.findings, is_undone=False), *_grouped(undone, is_undone=True))
    return tuple(sorted(found, key=_weight))


def observations(dataset: Dataset) -> tuple[Finding, ...]:
    """Return the findings that no rule of the cleaning stands behind: nothing was changed."""
    return tuple(f for f in dataset.findings if f.kind not in UNDO and f.kind not in FIXED)


def _grouped(findings: Iterable[Finding], *, is_undone: bool) -> Iterable[Operation]:
    """Yield one operation per rule and sheet."""
    changes = [f for f in findings if f.kind in UNDO or f.kind in FIXED]
    for _, group in groupby(sorted(changes, key=_rule_at), key=_rule_at):
        yield _operation(list(group), is_undone=is_undone)


def _rule_at(finding: Finding) -> tuple[str, str, str, bool]:
    """Return rule and sheet of a finding; what can be undone stands apart."""
    place = finding.place
    return finding.kind.code, place.file, place.sheet or "", can_undo(finding)


def _operation(group: list[Finding], *, is_undone: bool) -> Operation:
    """Return the operation that the findings of one rule in one sheet tell."""
    first = group[0]
    amounts = [f.amount_cents for f in group if f.amount_cents is not None]
    rows = sorted({row for f in group for row in f.place.rows})
    free = can_undo(first)
    return Operation(
        kind=first.kind,
        file=first.place.file,
        sheet=first.place.sheet,
        what=tuple(f.message for f in group),
        count=sum(f.count for f in group),
        rows=tuple(rows[:FIRST_ROWS]),
        amount_cents=sum(amounts) if amounts else None,
        samples=tuple(sample for f in group for sample in f.samples)[:SAMPLES],
        can_undo=free,
        note=(UNDO if free else FIXED)[first.kind],
        is_undone=is_undone,
    )


def _weight(operation: Operation) -> tuple[int, str, str, str]:
    """Return what operations are ordered by: most money first, then by name."""
    money = -abs(operation.amount_cents or 0)
    return money, operation.kind.code, operation.file, operation.sheet or ""
