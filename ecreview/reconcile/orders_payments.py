"""Orders against the payment ledger: did the money of each order arrive.

An order is owed paid_gross − refunded. Against it stand the entries of the bill that carry its number:
money in and money back are compared, fees (commission, insurance …) explain a difference by their name.

How an order ends:
    not_due: nothing is owed (unpaid, closed or refunded in full before settlement), the bill does not cover its
        day or its platform, or it is not completed and younger than 95 of 100 settled orders were.
    order_only: it is due and the bill has no entry for it.
    matched / within_tolerance: money in − money back equals what is owed, or nearly.
    refund_unsettled: the full amount came in, the refund the order tells of is not (wholly) in the bill.
    amount_differs: any other difference.
How an entry ends: transfer where it is none of the shop's business; duplicate_entry where it repeats
another one of its order; payment_only where no order carries its number; else as its order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ecreview.model.money import sum_by
from ecreview.model.text import EMPTY, Text, say_duration
from ecreview.reconcile.base import (
    FEE_SUBJECTS,
    IDS_TRUNCATED,
    Pair,
    Reconciliation,
    State,
    Wording,
    reason_text,
)
from ecreview.reconcile.bridge import bridge
from ecreview.reconcile.coverage import of_unmet
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.engine import settle
from ecreview.reconcile.groups import STATE_CODE, Rule, Side, held, is_summed
from ecreview.reconcile.keys import Keys, damaged_ids, line_orders, match_keys, usable_ids
from ecreview.reconcile.ledger import (
    Bill,
    Sales,
    entry_ids,
    itemise,
    last_entry,
    paid_per_group,
    read_bill,
    read_sales,
    usual_lag,
)
from ecreview.reconcile.rates import rates_grid
from ecreview.reconcile.receivable import refund_days, roll_forward
from ecreview.reconcile.repeats import find_repeated
from ecreview.reconcile.rollforward import rollforward_grid
from ecreview.reconcile.sources import REFS
from ecreview.reconcile.suggest import open_rows, suggest, suggestion_grid
from ecreview.reconcile.tolerance import line_tolerance, order_tolerance

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.groups import Verdicts
    from ecreview.reconcile.rollforward import RollForward
    from ecreview.reconcile.suggest import Suggestion
    from ecreview.reconcile.tolerance import Tolerance

SUGGESTED_WITHIN = np.timedelta64(
    15 * 86_400, "s"
)  # money for an order comes this soon, or as usual
WORDING = Wording(
    title=Text(zh="订单 ↔ 账单流水", en="Orders ↔ payment ledger"),
    left=Text(zh="订单应收 {amount}", en="{amount} owed by the orders"),
    right=Text(zh="账单收支净额 {amount}", en="{amount} net in the bill"),
    not_due=Text(
        zh="结算尚未到期，{amount} 列为未到结算期，不算差异。",
        en="Settlement is not due yet: {amount} is listed as not due, not as a difference.",
    ),
    waiting=Text(zh="还没到结算期的订单", en="Orders not due yet"),
    strangers=Text(
        zh="两边没有一个订单号相同：多半不是同一家店或同一段时间的文件，请确认。",
        en="No order id occurs on both sides: most likely files of different shops or times; please check.",
    ),
)

_NOTHING = Text(
    zh="未付款，或结算前已关闭、已全额退款",
    en="unpaid, or closed or refunded in full before settlement",
)
_AFTER = Text(zh="付款在账单最后一天之后", en="paid after the last day of the bill")
_BEFORE = Text(zh="付款在账单第一天之前", en="paid before the first day of the bill")
_YOUNG = Text(zh="未完成，还在正常结算时间内", en="not completed, within the usual time to settle")
_UNCOVERED = Text(zh="账单里没有这个平台的订单", en="the bill holds no order of this platform")
_LOSSY = Text(zh="订单号已失真，无法对账", en="the order id is damaged and cannot be matched")
_NO_AMOUNT = Text(
    zh="订单没有金额（也没有商品明细）", en="the order tells no amount, nor has it item lines"
)
_ABSENT = Text(zh="账单里没有这笔订单", en="the bill has no entry for this order")
_NO_ID = Text(zh="流水没有订单号", en="the entry carries no order id")
_UNKNOWN = Text(zh="订单表里没有这个订单号", en="no order carries this id")
_REFUND = Text(
    zh="订单已退款，账单里没有这笔退款", en="refunded by the order, no such refund in the bill"
)
_LESS = Text(zh="到账少于应收", en="less came in than is owed")
_MORE = Text(zh="到账多于应收", en="more came in than is owed")
_NEAR = Text(zh="差额在容差内", en="the difference is within the tolerance")
_TWICE = Text(zh="同一订单同一笔钱入账两次", en="the same money of one order was entered twice")
_TRANSFER = Text(
    zh="提现、充值等，不是经营收支", en="a withdrawal or top-up, no business of the shop"
)

_HOW = Text(
    zh="流水按订单号对上订单：原号 {exact} 行，整理写法后 {tidied} 行，按子订单号 {line} 行。",
    en="Entries found their order by the id as it stands ({exact}), by the tidied id ({tidied}) and by the line number ({line}).",
)
_LAG = Text(
    zh="从付款到入账，95% 的订单不超过 {lag}；未完成且更新的订单列为未到结算期。",
    en="95 % of the receipts came within {lag} of the payment; newer orders that are not completed are not due yet.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """Both sides in groups, what was decided about each group, and on what grounds.

    Attributes:
        lag: from payment to entry that most receipts keep.
    """

    bill: Bill
    sales: Sales
    keys: Keys
    left: Side
    right: Side
    verdicts: Verdicts
    lag: np.timedelta64
    tolerance: Tolerance


def decide(dataset: Dataset, settings: Settings) -> Decided:
    """Return how every order and every entry ended, over all rows."""
    orders = dataset.tables["orders"].frame
    bill = read_bill(dataset.tables["payments"].frame, refunds_told="refunded" in orders.columns)
    sales = read_sales(orders, bill)
    is_rounded = is_summed(dataset.tables["orders"])
    tolerance = line_tolerance(settings) if is_rounded else order_tolerance(settings)
    keys = match_keys(
        usable_ids(orders, sales.is_lossy),
        entry_ids(bill),
        line_orders(dataset.frame("order_lines")),
    )
    twice = find_repeated(bill, sales, keys, tolerance.cents)
    people = apply_decisions(settings, PAIR.key, keys.set_apart(twice), orders, bill.frame)
    keys = people.keys
    left = Side(orders, sales.owed, np.zeros(len(orders), dtype=np.int64), keys.left)
    right = Side(bill.frame, bill.cents, bill.aside, keys.right)
    lag = usual_lag(bill, sales, keys)
    rules = _rules(bill, sales, keys, twice=twice, lag=lag, tolerance=tolerance)
    verdicts = people.judge(rules, (left, right), tolerance)
    return Decided(bill, sales, keys, left, right, verdicts, lag, tolerance)


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:
    """Return orders against the payment ledger, over all rows; the bridge is of the scope's period."""
    made = decide(dataset, settings)
    left, right = made.left, made.right
    items, fees = itemise(made.bill, right)
    result = settle(
        PAIR,
        sides=(left, right),
        verdicts=made.verdicts,
        explained=_explain_fees(items, fees),
        tolerance=made.tolerance.cents,
    )
    rolled = _roll(made, dataset.frame("refunds"))
    return replace(
        result,
        notes=_notes(made.keys, made.sales, made.lag),
        grids=(
            rates_grid(
                left.frame,
                left.cents,
                made.verdicts.states[left.groups],
                time=made.sales.paid_at,
            ),
            *suggestion_grid(_suggestions(made)),
            rollforward_grid(rolled, scope.period, settings.currency),
        ),
        bridge=bridge(left, items, made.verdicts, scope.period, fees),
        rollforward=rolled,
    )


def _roll(made: Decided, refunds: pd.DataFrame | None) -> RollForward:
    """Return the receivable from month to month; orders of which the bill cannot tell stay outside."""
    cannot_tell = (_BEFORE, _AFTER, _UNCOVERED, _LOSSY, _NO_AMOUNT)
    return roll_forward(
        made.left,
        made.right,
        made.verdicts,
        outside=made.verdicts.because(*cannot_tell),
        refunded_on=refund_days(made.left.frame, refunds),
    )


def _suggestions(made: Decided) -> tuple[Suggestion, ...]:
    """Return orders without money and money without an order that may belong together."""
    states = made.verdicts.states
    waiting = states[made.left.groups] == STATE_CODE[State.ORDER_ONLY]
    come = (states[made.right.groups] == STATE_CODE[State.PAYMENT_ONLY]) & ~made.bill.is_fee
    window = max(made.lag, SUGGESTED_WITHIN).astype(np.int64)
    return suggest(
        open_rows(made.left, waiting, made.sales.paid_at, ("order_id",)),
        open_rows(made.right, come & (made.bill.cents > 0), made.bill.time, REFS),
        int(window),
    )


def _rules(
    bill: Bill,
    sales: Sales,
    keys: Keys,
    *,
    twice: NDArray[np.bool_],
    lag: np.timedelta64,
    tolerance: Tolerance,
) -> list[Rule]:
    """Return the rules that give every group its state and reason; a later one decides."""
    return [
        *_judge_entries(bill, keys),
        Rule(keys.right[twice], State.DUPLICATE_ENTRY, _TWICE),
        Rule(keys.right[bill.is_transfer], State.TRANSFER, _TRANSFER),
        *_judge_amounts(bill, sales, keys, tolerance),
        *_judge_absent(bill, sales, keys, lag),
    ]


def _has_order(keys: Keys) -> NDArray[np.bool_]:
    """Return which groups have an order."""
    return held(keys.left, keys.size)


def _judge_entries(bill: Bill, keys: Keys) -> list[Rule]:
    """Return the rules for entries; those with an order are overruled by its own."""
    has_id = entry_ids(bill).notna().to_numpy()
    fees = [
        Rule(keys.right[(bill.subject == word).to_numpy()], State.PAYMENT_ONLY, reason_text(word))
        for word in bill.subject.cat.categories
        if word in FEE_SUBJECTS
    ]
    return [
        *fees,
        Rule(keys.right[~bill.is_fee & has_id], State.PAYMENT_ONLY, _UNKNOWN),
        Rule(keys.right[~bill.is_fee & ~has_id], State.PAYMENT_ONLY, _NO_ID),
        Rule(keys.right[~bill.is_fee & damaged_ids(bill.frame)], State.PAYMENT_ONLY, _LOSSY),
    ]


def _judge_amounts(bill: Bill, sales: Sales, keys: Keys, tolerance: Tolerance) -> list[Rule]:
    """Return the rules for orders with money in the bill."""
    money = bill.compared
    came = sum_by(keys.right, money.clip(min=0), keys.size)
    went = sum_by(keys.right, (-money).clip(min=0), keys.size)
    gross, refunded = (sum_by(keys.left, part, keys.size) for part in (sales.due, sales.refunded))
    short = (gross - refunded) - (came - went)
    met = _has_order(keys) & _has_money(bill, keys)
    unsettled = tolerance.allows(came - gross, gross) & (went < refunded)
    nameless = np.bincount(keys.left[sales.is_priced], minlength=keys.size) == 0
    return [
        Rule(met & (short > 0), State.AMOUNT_DIFFERS, _LESS),
        Rule(met & (short < 0), State.AMOUNT_DIFFERS, _MORE),
        Rule(met & unsettled, State.REFUND_UNSETTLED, _REFUND),
        Rule(met & tolerance.allows(short, gross), State.WITHIN_TOLERANCE, _NEAR),
        Rule(met & (short == 0), State.MATCHED, EMPTY),
        Rule(met & nameless, State.PAYMENT_ONLY, _NO_AMOUNT),
    ]


def _has_money(bill: Bill, keys: Keys) -> NDArray[np.bool_]:
    """Return which groups have an entry that is compared."""
    return held(keys.right[~bill.is_fee], keys.size)


def _judge_absent(bill: Bill, sales: Sales, keys: Keys, lag: np.timedelta64) -> list[Rule]:
    """Return the rules for orders without money in the bill."""
    absent = _has_order(keys) & ~_has_money(bill, keys)
    paid, last = paid_per_group(sales, keys), last_entry(bill)
    final = np.bincount(keys.left[~sales.is_final], minlength=keys.size) == 0
    closed = np.bincount(keys.left[~sales.is_closed], minlength=keys.size) == 0
    owed = sum_by(keys.left, sales.owed, keys.size)
    lossy = held(keys.left[sales.is_lossy], keys.size)
    uncovered = of_unmet(sales.frame, "platform", keys.left, ~absent)
    return [
        Rule(absent, State.ORDER_ONLY, _ABSENT),
        Rule(absent & lossy, State.ORDER_ONLY, _LOSSY),
        Rule(absent & ~final & (paid + lag > last), State.NOT_DUE, _YOUNG),
        Rule(absent & uncovered, State.NOT_DUE, _UNCOVERED),
        Rule(absent & (_day(paid) < _day(np.nanmin(bill.time))), State.NOT_DUE, _BEFORE),
        Rule(absent & (_day(paid) > _day(last)), State.NOT_DUE, _AFTER),
        Rule(absent & (closed | (owed == 0)), State.NOT_DUE, _NOTHING),
    ]


def _day(time: Any) -> Any:
    """Return the day of a time or of an array of times."""
    return time.astype("datetime64[D]")


def _explain_fees(items: Side, fees: pd.Series) -> dict[str, int]:
    """Return what each kind of fee makes of the difference: a fee taken is money owed that did not come."""
    codes = fees.cat.codes.to_numpy().astype(np.int64)
    is_fee = codes >= 0
    words = fees.cat.categories
    sums = sum_by(codes[is_fee], items.cents[is_fee], len(words))
    return {word: -int(cents) for word, cents in zip(words, sums, strict=True)}


def _notes(keys: Keys, sales: Sales, lag: np.timedelta64) -> tuple[Text, ...]:
    """Return how matching was done, and what limits it."""
    how = _HOW.fill(
        exact=f"{keys.exact:,}", tidied=f"{keys.normalised:,}", line=f"{keys.by_line:,}"
    )
    usual = _LAG.fill(lag=say_duration(float(lag.astype(np.int64))))
    lossy = int(sales.is_lossy.sum())
    return (how, usual, *((IDS_TRUNCATED.fill(n=f"{lossy:,}"),) if lossy else ()))


PAIR = Pair(
    key="orders.payments",
    wording=WORDING,
    needs=(
        ("orders", ("order_id", "created_at", "order_amount", "paid_at", "paid_gross")),
        ("payments", ("time", "amount")),
    ),
    reconcile=reconcile,
)
