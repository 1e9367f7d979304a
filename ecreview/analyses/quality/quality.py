"""How far the data can be trusted: where every row ended, what is imperfect, which days are missing.

Unit of observation: the row of an uploaded table. Definitions:
    row_keep = kept ÷ (kept + merged duplicates + quarantined).
    day_cov = days of the period with data ÷ days that should have some (weekdays without a single row in four
    weeks are days on which the shop is closed).
    grade of a review = worst of day coverage, reconciliation by amount (where a bill is given) and recognition.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.base import CHECK, Analysis, Inputs
from ecreview.analyses.headlines import order_coverage
from ecreview.analyses.measures import day_numbers, day_of
from ecreview.analyses.quality.tables import quality_grids, row_charts
from ecreview.intake.operations import operations
from ecreview.model.grade import (
    Grade,
    grade_day_coverage,
    grade_mapping,
    grade_reconciliation,
    worst,
)
from ecreview.model.ledger import RowClass
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Figure, Note, NoteKind, Reason, Section
from ecreview.model.tables import TABLES
from ecreview.model.text import EMPTY, Text, Unit, join_texts, say_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ecreview.analyses.measures import Measures
    from ecreview.analyses.totals import Totals
    from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
    from ecreview.model.findings import Finding
    from ecreview.model.operations import Operation
    from ecreview.model.scope import Scope
    from ecreview.reconcile.base import Reconciliation

KEY = "quality"
TITLE = Text(zh="数据体检", en="Data check")
MISSING_DAYS_NAMED = 5
_NOT_DAILY = ("targets", "calendar", "inventory")


@dataclass(frozen=True, slots=True, eq=False)
class QualityResult:
    """Everything known about the files.

    Attributes:
        operations: what the rules of the cleaning did.
        totals: of the period.
        coverage: days with data per table, see `_coverage`.
        bill: the reconciliation against the bill, None without one.
    """

    files: tuple[FileReceipt, ...]
    findings: tuple[Finding, ...]
    operations: tuple[Operation, ...]
    coverage: pd.DataFrame
    totals: Totals
    bill: Reconciliation | None
    grade: Grade | None
    currency: str

    @property
    def tables(self) -> list[tuple[FileReceipt, TableReceipt]]:
        """Return each table with its file."""
        return [(file, table) for file in self.files for table in file.tables]


def analyze(inputs: Inputs) -> QualityResult:
    """Return the ledgers, the findings, the coverage of the period and the grade of the review."""
    return QualityResult(
        inputs.dataset.files,
        inputs.dataset.findings,
        operations(inputs.dataset),
        _coverage(inputs.dataset, inputs.scope),
        inputs.measures.totals(inputs.scope.period),
        bill_of(inputs.reconciliations),
        review_grade(inputs.dataset, inputs.measures, inputs.scope, inputs.reconciliations),
        inputs.settings.currency,
    )


def bill_of(reconciliations: tuple[Reconciliation, ...]) -> Reconciliation | None:
    """Return the reconciliation against the bill, None where no bill with amounts due was given."""
    return next((r for r in reconciliations if r.right == "payments" and r.rate_amount[1]), None)


def review_grade(
    dataset: Dataset,
    measures: Measures,
    scope: Scope,
    reconciliations: tuple[Reconciliation, ...],
) -> Grade | None:
    """Return the worst of day coverage, reconciliation and recognition; None where nothing can be graded."""
    totals = measures.totals(scope.period)
    has_days = measures.orders is not None or measures.traffic is not None
    days = grade_day_coverage(order_coverage(totals)) if has_days else None
    bill = bill_of(reconciliations)
    matched = grade_reconciliation(bill.rate_amount[0] / bill.rate_amount[1]) if bill else None
    scores = [t.score for f in dataset.files for t in f.tables if t.table in dataset.tables]
    return worst(days, matched, *(grade_mapping(s) for s in scores))


def _coverage(dataset: Dataset, scope: Scope) -> pd.DataFrame:
    """Return days with data per dated table: table, first, last, days, of, missing; one row per table."""
    rows = []
    for spec in TABLES:
        frame, column = dataset.frame(spec.key), spec.time
        is_daily = column is not None and spec.key not in _NOT_DAILY
        if frame is None or not is_daily or column not in frame.columns:
            continue
        days = pd.Index(day_numbers(frame[column])).unique()
        dates = [day_of(int(d)) for d in days.sort_values() if d >= 0]
        inside = {d for d in dates if scope.period.start <= d < scope.period.end}
        rows.append(
            {
                "table": spec.title,
                "first": dates[0] if dates else None,
                "last": dates[-1] if dates else None,
                "days": len(inside),
                "of": scope.period.days,
                "missing": _missing_days(scope, inside),
            }
        )
    return pd.DataFrame(rows, columns=["table", "first", "last", "days", "of", "missing"])


def _missing_days(scope: Scope, seen: set[date]) -> Text:
    """Return the first days of the period without a row, in words."""
    days = [scope.period.start + timedelta(days=i) for i in range(scope.period.days)]
    missing = [d for d in days if d not in seen]
    if not missing or not seen:
        return EMPTY
    named = join_texts([say_date(d) for d in missing[:MISSING_DAYS_NAMED]])
    more = len(missing) - MISSING_DAYS_NAMED
    if more <= 0:
        return named
    return Text(zh=f"{named.zh} 等 {len(missing)} 天", en=f"{named.en} and {more} more")


def present(result: QualityResult) -> Section:
    """Return rows in = rows out, the findings by money, coverage and control totals."""
    return Section(
        KEY,
        "quality",
        TITLE,
        answer=_answer(result),
        figures=tuple(_figures(result)),
        grids=tuple(quality_grids(result)),
        charts=row_charts(result),
        notes=tuple(_notes(result)),
        findings=result.findings,
    )


def _rows(result: QualityResult) -> dict[RowClass, int]:
    """Return the rows of all tables by class."""
    counts = [table.ledger.counts for _, table in result.tables]
    return {c: sum(count[c] for count in counts) for c in RowClass}


def _answer(result: QualityResult) -> Text:
    """Return whether every row and cent is accounted for, in one sentence."""
    rows = _rows(result)
    total = sum(table.ledger.total for _, table in result.tables)
    if not total:
        return Text(zh="没有上传文件的清单。", en="There is no list of uploaded files.")
    aside = rows[RowClass.DUPLICATE] + rows[RowClass.QUARANTINED]
    return Text(
        zh="{total} 行全部有去处：保留 {kept} 行，合并重复和隔离 {aside} 行，其余是表头、说明、空行和合计。",
        en="All {total} rows are accounted for: {kept} kept, {aside} merged or quarantined, the rest are headers, preambles, blanks and footers.",
    ).fill(total=f"{total:,}", kept=f"{rows[RowClass.KEPT]:,}", aside=f"{aside:,}")


def _figures(result: QualityResult) -> Iterator[Figure]:
    """Yield rows kept, day coverage, and how much of the money the bill confirms."""
    rows, totals, bill = _rows(result), result.totals, result.bill
    kept = rows[RowClass.KEPT]
    data = kept + rows[RowClass.DUPLICATE] + rows[RowClass.QUARANTINED]
    yield _rate("row_keep", kept, data, Basis(time="file", unit="item_line"))
    days = min(totals.days_with_data, totals.days_expected)
    yield _rate("day_cov", days, totals.days_expected, Basis(time="order"))
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


def _notes(result: QualityResult) -> Iterator[Note]:
    """Yield the grade of the review, and what no bill means."""
    if result.grade is not None:
        yield Note(
            NoteKind.DEFINITION,
            Text(
                zh="数据等级 {grade}（{verdict}）：取日期覆盖、对账和识别三项里最差的一项。",
                en="Data grade {grade} ({verdict}): the worst of day coverage, reconciliation and recognition.",
            ).fill(grade=result.grade.value, verdict=result.grade.verdict),
            grade=result.grade,
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
