"""Cash: what has not arrived yet and how old it is, what the account did, and how the campaign was paid for.

Question: how much money is still outstanding, and is it late?
Unit of observation: an order with something open at the last day of the bill; a month; a day.

Definitions:
    outstanding (cash_gap) = the last closing of the roll-forward, see `ecreview.reconcile.receivable`.
    ages, account, curve: see `cash_ages`, `cash_account` and `cash_curve`.
Files are looked at as a whole, over all shops and channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses.base import PROFIT, Analysis, Inputs, Need
from ecreview.analyses.insight.cash_account import Account, account_grid, account_of
from ecreview.analyses.insight.cash_ages import BORDERS, age_chart, age_grid, ages_of
from ecreview.analyses.insight.cash_curve import CashCurve, cash_curve, curve_chart
from ecreview.model.grade import Grade, grade_reconciliation
from ecreview.model.metrics import metric
from ecreview.model.section import (
    Basis,
    Chart,
    Figure,
    Note,
    NoteKind,
    Reason,
    Section,
)
from ecreview.model.tables import PAYMENTS
from ecreview.model.text import Text, say_cents, say_date, say_rate
from ecreview.reconcile import WHOLE
from ecreview.reconcile.rollforward import RollForward, rollforward_grid

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from ecreview.model.scope import Period
    from ecreview.reconcile.base import Reconciliation

KEY = "cash"
TITLE = Text(zh="回款", en="Cash")

OLD_DAYS, OLD_SHARE = 31, 0.05  # features RE-31: so old, and so much of what was owed


@dataclass(frozen=True, slots=True, eq=False)
class CashResult:
    """The money between shop and platform.

    Attributes:
        roll: the receivable from month to month.
        ages: what is open by age, see `ages_of`.
        old: open cents of orders paid OLD_DAYS or longer ago.
        curve: None where the bill covers no day of the period.
        grade: of the reconciliation that all rests on.
        is_filtered: whether the review looks at some shops or channels only, which the bill cannot be.
    """

    roll: RollForward
    ages: pd.DataFrame
    old: int
    account: Account
    curve: CashCurve | None
    period: Period
    grade: Grade | None
    is_filtered: bool
    currency: str

    @property
    def now(self) -> pd.Series | None:
        """Return the roll of the period, None where the bill covers no day of it."""
        rows = self.roll.over(self.period)
        return None if rows.empty else rows.iloc[0]

    @property
    def last(self) -> date:
        """Return the last day of the bill."""
        day: date = self.roll.last.astype(object)
        return day


def analyze(inputs: Inputs) -> CashResult:
    """Return what is outstanding by age, the account and the curve."""
    pair, roll = _rolled(inputs.reconciliations)
    bill = inputs.dataset.frame("payments")
    assert bill is not None  # noqa: S101 - the analysis needs it
    ages = ages_of(roll)
    settled, due = pair.rate_amount
    return CashResult(
        roll=roll,
        ages=ages,
        old=int(ages["cents"].iloc[BORDERS.index(OLD_DAYS) + 1 :].sum()),
        account=account_of(bill),
        curve=cash_curve(inputs, roll),
        period=inputs.scope.period,
        grade=grade_reconciliation(settled / due) if due else None,
        is_filtered=bool(inputs.scope.shops or inputs.scope.channels),
        currency=inputs.settings.currency,
    )


def _rolled(made: tuple[Reconciliation, ...]) -> tuple[Reconciliation, RollForward]:
    """Return the pair that has a roll-forward: orders and bill, which the analysis needs."""
    return next((pair, pair.rollforward) for pair in made if pair.rollforward is not None)


def present(result: CashResult) -> Section:
    """Return the section."""
    return Section(
        KEY,
        "insight",
        TITLE,
        answer=_answer(result),
        figures=_figures(result),
        grids=(
            age_grid(result.ages),
            rollforward_grid(result.roll, result.period, result.currency),
            account_grid(result.account, result.currency),
        ),
        charts=_charts(result),
        notes=_notes(result),
    )


def _answer(result: CashResult) -> Text:
    """Return what is outstanding and how much of it is late, and what came in over the period."""
    now = result.now
    if now is None:
        return _answer_open(result) + _NOT_COVERED
    values = (int(now["paid"] - now["refunded"]), int(now["received"]))
    owed, came = (say_cents(cents, result.currency) for cents in values)
    return _answer_open(result) + _CAME.fill(owed=owed, came=came)


def _answer_open(result: CashResult) -> Text:
    """Return what is outstanding at the last day of the bill, or to be taken off, or that nothing is."""
    sums, closing, day = result.ages.sum(), result.roll.closing, say_date(result.last)
    if not sums["orders"]:
        return _ALL_IN.fill(day=day)
    if closing < 0:
        return _TAKEN.fill(day=day, amount=say_cents(-closing, result.currency))
    return _OPEN.fill(
        day=day,
        amount=say_cents(closing, result.currency),
        late=say_cents(int(sums["overdue_cents"]), result.currency),
    )


_OPEN = Text(
    zh="到 {day} 还有 {amount} 没到账，其中 {late} 已过正常结算时间。",
    en="{amount} outstanding on {day}, {late} of it later than usual.",
)
_TAKEN = Text(
    zh="到 {day} 没有净欠款，平台还要扣回 {amount} 退款。",
    en="Nothing is outstanding on net on {day}; refunds of {amount} are still to be taken off.",
)
_ALL_IN = Text(
    zh="到 {day}，账单能核对的订单都已到账。",
    en="Up to {day} all orders that can be checked came in.",
)
_CAME = Text(
    zh="本期应收 {owed}，到账 {came}。", en="{owed} became due in the period, {came} came in."
)
_NOT_COVERED = Text(zh="账单不含本期的日期。", en="The bill covers no day of the period.")


def _figures(result: CashResult) -> tuple[Figure, ...]:
    """Return what became due, what came in and what is outstanding."""
    now = result.now
    owed = None if now is None else int(now["paid"] - now["refunded"])
    came = None if now is None else int(now["received"])
    return (
        _figure(result, "receivable", owed, Basis(time="pay", refund="refund_date")),
        _figure(result, "settled", came, Basis(time="settle", refund="refund_date")),
        _figure(
            result,
            "cash_gap",
            result.roll.closing,
            Basis(time="file", refund="pay_cohort"),
            n=int(result.ages["orders"].sum()),
        ),
    )


def _figure(
    result: CashResult, key: str, cents: int | None, basis: Basis, n: int | None = None
) -> Figure:
    """Return a figure of the metric dictionary."""
    known = metric(key)
    return Figure(
        key,
        known.title,
        cents,
        known.unit,
        n=n,
        basis=basis,
        grade=result.grade,
        reason=Reason.NOT_OBSERVED if cents is None else None,
        better=known.better,
        definition=known.formula,
    )


def _charts(result: CashResult) -> tuple[Chart, ...]:
    """Return the curve and the ages, where there is anything to draw."""
    curve = () if result.curve is None else (curve_chart(result.curve, result.currency),)
    return (*curve, *age_chart(result.ages, result.currency))


def _notes(result: CashResult) -> tuple[Note, ...]:
    """Return old money as a finding, then what the numbers cannot say."""
    evidence = (f"{KEY}/ages",)
    notes = []
    owed = int(result.roll.flows["paid"].sum() - result.roll.flows["refunded"].sum())
    if owed > 0 and result.old / owed >= OLD_SHARE:
        text = _OLD.fill(
            amount=say_cents(result.old, result.currency), share=say_rate(result.old / owed)
        )
        notes.append(Note(NoteKind.FINDING, text, evidence, result.old))
    whole = (Note(NoteKind.DEFINITION, WHOLE),) if result.is_filtered else ()
    return (*notes, Note(NoteKind.DEFINITION, _USUAL), *whole)


_OLD = Text(
    zh="付款超过 30 天仍有 {amount} 没到账，占应收 {share}：先向平台催结算，查有没有被冻结。",
    en="{amount} has been outstanding for over 30 days, {share} of what was owed: ask the platform for it and check for frozen money.",
)
_USUAL = Text(
    zh="未到结算期：未完成，且付款后的时间还没超过 95% 已结算订单的时间；其余未到账算已过正常结算时间。",
    en="Not due yet: not completed and younger than 95 % of the settled orders were; everything else outstanding is later than usual.",
)

ANALYSIS = Analysis(
    key=KEY,
    core="insight",
    title=TITLE,
    tab=PROFIT,
    sheet="10",
    question=Text(
        zh="还有多少钱没到账，拖了多久？",
        en="How much money has not arrived yet, and how late is it?",
    ),
    needs=(
        Need("orders", ("order_id", "created_at", "order_amount", "paid_at", "paid_gross")),
        Need("payments", ("time", "amount")),
    ),
    export=PAYMENTS.export,
    analyze=analyze,
    present=present,
)
