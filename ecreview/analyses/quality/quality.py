"""How far the data can be trusted: where every row ended, what is imperfect, which days are missing.

Unit of observation: the row of an uploaded table. Definitions:
    row_keep = kept ÷ (kept + merged duplicates + quarantined).
    day_cov = shop-days of the period with data ÷ shop-days that should have some, of the leading table (orders,
    else the daily report); see `ecreview.analyses.quality.coverage`.
    grade of a review: see `ecreview.analyses.quality.grades.review_trust`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses.base import CHECK, Analysis, Inputs
from ecreview.analyses.quality.coverage import coverage_of
from ecreview.analyses.quality.days_shown import coverage_chart, outside_note, say_coverage
from ecreview.analyses.quality.grades import all_factors, conclusions_of, review_trust
from ecreview.analyses.quality.tables import quality_grids, row_charts
from ecreview.analyses.trust import bill_of, leading_days
from ecreview.intake.operations import operations
from ecreview.model.ledger import RowClass
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Figure, Note, NoteKind, Reason, Section
from ecreview.model.text import Text, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.analyses.quality.coverage import Covered
    from ecreview.analyses.quality.grades import Conclusion
    from ecreview.analyses.trust import Factor, Trust
    from ecreview.model.dataset import FileReceipt, TableReceipt
    from ecreview.model.findings import Finding
    from ecreview.model.operations import Operation
    from ecreview.reconcile.base import Reconciliation

KEY = "quality"
TITLE = Text(zh="数据体检", en="Data check")


@dataclass(frozen=True, slots=True, eq=False)
class QualityResult:
    """Everything known about the files.

    Attributes:
        operations: what the rules of the cleaning did.
        coverage: the days of each dated table, by shop.
        leading_days: shop-days with data and expected of the leading table, None without one.
        bill: the reconciliation against the bill, None without one.
        trust: what limits the review as a whole.
        factors: those and what limits single numbers only.
        conclusions: the headlines, each with what limits it.
    """

    files: tuple[FileReceipt, ...]
    findings: tuple[Finding, ...]
    operations: tuple[Operation, ...]
    coverage: tuple[Covered, ...]
    leading_days: tuple[int, int] | None
    bill: Reconciliation | None
    trust: Trust
    factors: tuple[Factor, ...]
    conclusions: tuple[Conclusion, ...]
    currency: str

    @property
    def tables(self) -> list[tuple[FileReceipt, TableReceipt]]:
        """Return each table with its file."""
        return [(file, table) for file in self.files for table in file.tables]


def analyze(inputs: Inputs) -> QualityResult:
    """Return the ledgers, the findings, the days covered and what limits the conclusions."""
    conclusions = conclusions_of(inputs)
    return QualityResult(
        inputs.dataset.files,
        inputs.dataset.findings,
        operations(inputs.dataset),
        coverage_of(inputs.dataset, inputs.scope),
        leading_days(inputs),
        bill_of(inputs.reconciliations),
        review_trust(inputs),
        all_factors(inputs, conclusions),
        conclusions,
        inputs.settings.currency,
    )


def present(result: QualityResult) -> Section:
    """Return rows in = rows out, the findings by money, coverage and control totals."""
    return Section(
        KEY,
        "quality",
        TITLE,
        answer=_answer(result),
        figures=tuple(_figures(result)),
        grids=tuple(quality_grids(result)),
        charts=(*coverage_chart(result.coverage), *row_charts(result)),
        notes=tuple(_notes(result)),
        findings=result.findings,
    )


def _rows(result: QualityResult) -> dict[RowClass, int]:
    """Return the rows of all tables by class."""
    counts = [table.ledger.counts for _, table in result.tables]
    return {c: sum(count[c] for count in counts) for c in RowClass}


def _answer(result: QualityResult) -> Text:
    """Return whether every row is accounted for and every day of the period covered."""
    rows = _rows(result)
    total = sum(table.ledger.total for _, table in result.tables)
    if not total:
        return Text(zh="没有上传文件的清单。", en="There is no list of uploaded files.")
    aside = rows[RowClass.DUPLICATE] + rows[RowClass.QUARANTINED]
    days = say_coverage(result.coverage)
    rows_words = Text(
        zh="{total} 行全部有去处：保留 {kept} 行，合并重复和隔离 {aside} 行，其余是表头、说明、空行和合计。",
        en="All {total} rows are accounted for: {kept} kept, {aside} merged or quarantined, the rest are headers, preambles, blanks and footers.",
    ).fill(total=f"{total:,}", kept=f"{rows[RowClass.KEPT]:,}", aside=f"{aside:,}")
    if not result.coverage:
        return rows_words
    return Text(zh="{rows}{days}。", en="{rows} {days}.").fill(rows=rows_words, days=days)


def _figures(result: QualityResult) -> Iterator[Figure]:
    """Yield rows kept, day coverage, and how much of the money the bill confirms."""
    rows, bill = _rows(result), result.bill
    kept = rows[RowClass.KEPT]
    data = kept + rows[RowClass.DUPLICATE] + rows[RowClass.QUARANTINED]
    yield _rate("row_keep", kept, data, Basis(time="file", unit="item_line"))
    seen, expected = result.leading_days or (None, None)
    yield _rate("day_cov", seen, expected, Basis(time="order"))
    settled = Basis(time="settle")
    matched, due = bill.rate_amount if bill else (None, None)
    yield _rate("rec_rate_amt", matched, due, settled)
    if bill is not None:
        known = metric("unexplained")
        yield _rate("rec_rate_cnt", *bill.rate_count, settled)
        yield Figure(
            known.key,
            known.title,
            bill.unexplained_cents,
            known.unit,
            basis=settled,
            better=known.better,
            definition=known.formula,
        )


def _rate(key: str, part: int | None, whole: int | None, basis: Basis) -> Figure:
    """Return a rate of the metric dictionary; nothing to divide by leaves it undefined."""
    known = metric(key)
    value = part / whole if part is not None and whole else None
    reason = Reason.TABLE_MISSING if part is None else Reason.ZERO_DENOMINATOR
    return Figure(
        key,
        known.title,
        value,
        Unit.RATE,
        numerator=part,
        denominator=whole,
        basis=basis,
        reason=None if value is not None else reason,
        better=known.better,
        definition=known.formula,
    )


_DECIDED = Text(
    zh="数据等级 {grade}（{verdict}）：卡在{factor}，{value}。",
    en="Data grade {grade} ({verdict}), decided by: {factor}, {value}.",
)
_AT_BEST = Text(
    zh="数据等级 {grade}（{verdict}）：日期覆盖、对账、退款和识别都在最高一档。",
    en="Data grade {grade} ({verdict}): days, reconciliation, refunds and recognition are all at their best.",
)


def _notes(result: QualityResult) -> Iterator[Note]:
    """Yield the days missing elsewhere, the grade of the review, and what no bill means."""
    yield from outside_note(result.coverage)
    grade, deciding = result.trust.grade, result.trust.deciding
    if grade is not None:
        words = _DECIDED if deciding else _AT_BEST
        told = {"factor": deciding.title, "value": deciding.value} if deciding else {}
        yield Note(
            NoteKind.DEFINITION,
            words.fill(grade=grade.value, verdict=grade.verdict, **told),
            evidence=(f"{KEY}/grades",),
            grade=grade,
        )
    if result.bill is None:
        yield Note(
            NoteKind.LIMIT,
            Text(
                zh="没有账单，钱有没有到账核不了；放入支付宝账务明细就能逐单核对。",
                en="Without a bill nobody can tell whether the money arrived; add the payment ledger to check order by order.",
            ),
        )


ANALYSIS = Analysis(
    key=KEY,
    core="quality",
    title=TITLE,
    tab=CHECK,
    sheet="19",
    question=Text(zh="这些数据能信多少？", en="How far can these data be trusted?"),
    needs=(),
    analyze=analyze,
    present=present,
)
