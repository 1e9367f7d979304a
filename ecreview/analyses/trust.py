"""How far a conclusion can be trusted: each factor of features X-3 measured once, and which apply to what.

Unit of observation: the conclusion. Its grade is that of the worst factor that applies:
    days: shop-days with data ÷ shop-days that should have some, of each daily table it uses.
    mapping: certainty with which the columns of each table it uses were recognised.
    sample: the counts a rate was divided from.
    bill (profit): reconciliation by amount, less the money of bill and orders that contradicts itself.
    costs (profit): share of net sales with a known cost.
    known_refunds (net): share of the paid amount whose refunds are told; it bounds the share of the final
        refunds that can have been seen, so it has the borders of refund maturity.
    maturity (net): how far the refunds of the period have come in, see `headlines.refund_grade`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecreview.analyses.quality.coverage import covered_days
from ecreview.model.finding_kinds import AMOUNTS_DISAGREE, BALANCE_BROKEN
from ecreview.model.grade import (
    Grade,
    grade_cost_coverage,
    grade_day_coverage,
    grade_mapping,
    grade_reconciliation,
    grade_refunds,
    grade_sample,
    worst,
)
from ecreview.model.tables import table_spec
from ecreview.model.text import EMPTY, Text, say_cents, say_count, say_rate

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Period
    from ecreview.reconcile.base import Reconciliation

DAILY = ("orders", "traffic_daily")  # tables that most numbers stand on, day by day
_DOUBTS = frozenset({AMOUNTS_DISAGREE, BALANCE_BROKEN})
_ON_MONEY = frozenset({"orders", "payments"})


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that limits what may be concluded.

    Attributes:
        key: language-free, with the table where it is about one.
        title: in words.
        value: what was measured, in words.
        remedy: what would raise the grade, empty at grade A.
    """

    key: str
    title: Text
    value: Text
    grade: Grade
    remedy: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Trust:
    """The factors that apply to one conclusion."""

    factors: tuple[Factor, ...]

    @property
    def grade(self) -> Grade | None:
        """Return the grade of the worst factor, None where none applies."""
        return worst(*(f.grade for f in self.factors))

    @property
    def deciding(self) -> Factor | None:
        """Return the first of the worst factors, None where all are at their best."""
        lowest = max(self.factors, key=lambda f: f.grade, default=None)
        return None if lowest is None or lowest.grade is Grade.A else lowest

    def on(self, *factors: Factor | None) -> Trust:
        """Return the trust with further factors; None stands for one that does not apply."""
        return Trust((*self.factors, *(f for f in factors if f is not None)))


def leading_days(inputs: Inputs) -> tuple[int, int] | None:
    """Return the shop-days of the period of orders, else of the daily report, None where neither was given."""
    measures = inputs.measures
    if measures.orders is None and measures.traffic is None:
        return None
    table = "orders" if measures.orders is not None else "traffic_daily"
    return shop_days(inputs, table, inputs.scope.period)


def trust_in(inputs: Inputs, *tables: str) -> Trust:
    """Return the trust in what these tables say: their days and their recognition; absent ones do not count."""
    period = inputs.scope.period
    given = [t for t in dict.fromkeys(tables) if t in inputs.dataset.tables]
    return Trust(
        (
            *(f for t in given if t in DAILY and (f := days_factor(inputs, t, period)) is not None),
            *(f for t in given if (f := mapping_factor(inputs.dataset, t)) is not None),
        )
    )


def days_factor(inputs: Inputs, table: str, period: Period) -> Factor | None:
    """Return how many of the table's shop-days have data, None where the filters leave nothing of it."""
    seen, expected = shop_days(inputs, table, period)
    if not expected:
        return None
    title = table_spec(table).title
    grade = grade_day_coverage(seen / expected)
    return Factor(
        f"days.{table}",
        Text(zh="日期覆盖：{table}", en="Days covered: {table}").fill(table=title),
        Text(zh="{seen} / {of} 天", en="{seen} of {of:day|days}").fill(
            seen=say_count(seen), of=expected
        ),
        grade,
        EMPTY
        if grade is Grade.A
        else Text(
            zh="补传缺的日子（见日期覆盖表）", en="Upload the missing days (see the days covered)"
        ),
    )


def shop_days(inputs: Inputs, table: str, period: Period) -> tuple[int, int]:
    """Return the shop-days of a period with data, and those that should have some."""
    memo = inputs.measures.days_memo
    if (table, period) not in memo:
        shops = covered_days(inputs.dataset, replace(inputs.scope, period=period), table)
        memo[table, period] = (sum(s.days for s in shops), sum(s.expected for s in shops))
    return memo[table, period]


def mapping_factor(dataset: Dataset, table: str) -> Factor | None:
    """Return how surely the files of a table were recognised, None where no file is listed for it."""
    source = "order_lines" if dataset.tables[table].is_derived else table
    scores = [t.score for f in dataset.files for t in f.tables if t.table == source]
    if not scores:
        return None
    grade = grade_mapping(min(scores))
    return Factor(
        f"mapping.{table}",
        Text(zh="列的识别：{table}", en="Columns recognised: {table}").fill(
            table=table_spec(table).title
        ),
        say_rate(min(scores)),
        grade,
        EMPTY
        if grade is Grade.A
        else Text(
            zh="在上传页确认各列的含义", en="Confirm on the upload page what the columns mean"
        ),
    )


def sample_factor(part: float, whole: float) -> Factor:
    """Return the sample of a rate."""
    grade = grade_sample(part, whole)
    return Factor(
        "sample",
        Text(zh="样本", en="Sample"),
        Text(zh="{part} / {whole}", en="{part} of {whole}").fill(
            part=say_count(part), whole=say_count(whole)
        ),
        grade,
        EMPTY
        if grade is Grade.A
        else Text(zh="看更长的期间，样本会更多", en="A longer period gives more cases"),
    )


def cost_factor(coverage: float) -> Factor:
    """Return how much of net sales has a known cost."""
    grade = grade_cost_coverage(coverage)
    return Factor(
        "costs",
        Text(zh="成本覆盖", en="Costs known"),
        say_rate(coverage),
        grade,
        EMPTY if grade is Grade.A else Text(zh="补全成本表", en="Complete the cost list"),
    )


def bill_factor(inputs: Inputs) -> Factor:
    """Return how much of the money due the bill confirms, less what contradicts itself; C without a bill."""
    title = Text(zh="对账（按金额）", en="Reconciled by amount")
    bill = bill_of(inputs.reconciliations)
    if bill is None:
        return Factor(
            "bill",
            title,
            Text(zh="没有账单", en="no bill"),
            grade_reconciliation(None),
            Text(zh="放入账单流水", en="Add the payment ledger"),
        )
    settled, due = bill.rate_amount
    doubtful = doubtful_cents(inputs.dataset)
    rate = max(settled - doubtful, 0) / due
    grade = grade_reconciliation(rate)
    remedy = Text(zh="先清对账差异清单", en="Clear the list of differences")
    return Factor(
        "bill",
        title,
        say_rate(rate) if not doubtful else _DOUBTED.fill(
            rate=say_rate(rate), doubtful=say_cents(doubtful, inputs.settings.currency)
        ),
        grade,
        EMPTY if grade is Grade.A else remedy,
    )  # fmt: skip


_DOUBTED = Text(
    zh="{rate}（已减去自相矛盾的 {doubtful}）",
    en="{rate} (less {doubtful} that contradicts itself)",
)


def bill_of(reconciliations: tuple[Reconciliation, ...]) -> Reconciliation | None:
    """Return the reconciliation against the bill, None where no bill with amounts due was given."""
    return next((r for r in reconciliations if r.right == "payments" and r.rate_amount[1]), None)


def doubtful_cents(dataset: Dataset) -> int:
    """Return the money of bill and orders that contradicts itself: broken balances, sums that do not hold."""
    money = {(f.name, t.sheet) for f in dataset.files for t in f.tables if t.table in _ON_MONEY}
    return sum(
        abs(found.amount_cents or 0)
        for found in dataset.findings
        if found.kind in _DOUBTS and (found.place.file, found.place.sheet) in money
    )


def known_refunds_factor(inputs: Inputs) -> Factor | None:
    """Return the share of the period's paid amount whose refunds are told, None without paid orders."""
    orders = inputs.measures.orders
    if orders is None:
        return None
    paid = orders.paid_in(inputs.scope.period)
    whole = int(orders.gross[paid].sum())
    if not whole:
        return None
    column = orders.frame["refunded"] if "refunded" in orders.frame.columns else None
    is_told = orders.has_refunds if column is None else column.notna().to_numpy()
    part = int(orders.gross[paid & is_told].sum())
    grade = grade_refunds(part / whole)
    return Factor(
        "known_refunds",
        Text(zh="退款已知的销售额", en="Sales whose refunds are known"),
        say_rate(part / whole),
        grade,
        EMPTY
        if grade is Grade.A
        else Text(
            zh="放入各平台的退款（售后）明细",
            en="Add the refunds (after-sale) export of each platform",
        ),
    )


def maturity_factor(inputs: Inputs, grade: Grade) -> Factor:
    """Return how far the refunds of the period have come in, as graded by `headlines.refund_grade`."""
    days = max((inputs.measures.last_day - inputs.scope.period.last).days, 0)
    return Factor(
        "maturity",
        Text(zh="退款成熟度", en="Refunds come in"),
        Text(zh="期末后看到 {n} 天", en="{n:day|days} seen after the period").fill(n=days),
        grade,
        EMPTY
        if grade is Grade.A
        else Text(zh="过几天再导出退款数据看一次", en="Export the refunds again in some days"),
    )
