"""The basis bridge (RC-5): how the ordered amount becomes the amount received.

Unit of observation: the orders paid in the period (unpaid ones: placed in it) and the entries of the bill that
belong to them or, without an order, fall into it. Definitions: see `ecreview.reconcile.bridge`. The bars are the
same numbers as `gmv_order`, `gmv_pay` and the receivable of the review; without a bill they end there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.base import CHECK, Analysis, Need
from ecreview.model.money import cents_of
from ecreview.model.section import (
    Basis,
    Column,
    Figure,
    Grid,
    Note,
    NoteKind,
    Section,
    Tone,
    WaterfallChart,
)
from ecreview.model.text import EMPTY, Text, Unit, join_texts, say_cents
from ecreview.reconcile.base import State
from ecreview.reconcile.bridge import UNEXPLAINED, Bridge, Step, order_bridge
from ecreview.reconcile.groups import Side
from ecreview.reconcile.ledger import refunded_of, subsidy_of

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Period
    from ecreview.reconcile.base import Reconciliation

TITLE = Text(zh="口径桥：从下单到到账", en="Basis bridge: from ordered to received")
_BASIS = Basis(refund="pay_cohort")
_ANSWER = Text(
    zh="本期{first} {from_}，{last} {to}；中间变化最大的是{what} {change}。",
    en="{from_} {first} in the period, {to} {last}; the largest step is {what}, {change}.",
)
_NO_BILL = Text(
    zh="没有账单流水，桥到应收为止；放入账单，就能看到平台费用、到账和未到账。",
    en="No payment ledger, so the bridge ends at what is owed; add one to see fees, money received and outstanding.",
)
_NO_REFUNDS = Text(
    zh="这些文件没有退款信息，退款这一段未知，不是 0。",
    en="These files tell nothing of refunds: that bar is unknown, not 0.",
)
_FIRST = {"gmv_order": Text(zh="下单", en="ordered")}
_LAST = {
    "receivable": Text(zh="应收", en="owed to the shop"),
    "settled": Text(zh="到账", en="received"),
}


@dataclass(frozen=True, slots=True, eq=False)
class BridgeResult:
    """The bridge of the period.

    Attributes:
        bridge: its bars, with the orders behind each.
        has_refunds: whether the files tell of refunds at all.
        currency: of all amounts.
    """

    bridge: Bridge
    has_refunds: bool
    currency: str


def bridge_of(
    dataset: Dataset, period: Period, reconciliations: tuple[Reconciliation, ...]
) -> Bridge:
    """Return the bridge with the bill where there is one, else that of the orders alone."""
    with_bill = next((r.bridge for r in reconciliations if r.bridge is not None), None)
    if with_bill is not None:
        return with_bill
    orders = dataset.tables["orders"].frame
    alone = Side(
        orders,
        cents_of(orders["paid_gross"]) - refunded_of(orders) + subsidy_of(orders),
        np.zeros(len(orders), dtype=np.int64),
        np.arange(len(orders)),
    )
    return order_bridge(alone, period)


def analyze(inputs: Inputs) -> BridgeResult:
    """Return the bridge of the period."""
    return BridgeResult(
        bridge_of(inputs.dataset, inputs.scope.period, inputs.reconciliations),
        "refunded" in inputs.dataset.tables["orders"].frame.columns,
        inputs.settings.currency,
    )


def present(result: BridgeResult) -> Section:
    """Return the bridge as a waterfall and a table."""
    steps = result.bridge.steps
    notes = [] if steps[-1].key == "settled" else [Note(NoteKind.LIMIT, _NO_BILL)]
    if not result.has_refunds:
        notes.append(Note(NoteKind.LIMIT, _NO_REFUNDS))
    return Section(
        key="bridge",
        core="quality",
        title=TITLE,
        answer=_answer(result),
        figures=tuple(_figure(step) for step in steps if step.is_total),
        grids=(_grid(steps),),
        charts=(_waterfall(result),),
        notes=tuple(notes),
    )


def _answer(result: BridgeResult) -> Text:
    """Return where the money began, where it ended and what took the most."""
    first, last = result.bridge.steps[0], result.bridge.steps[-1]
    change = max((s for s in result.bridge.steps if not s.is_total), key=lambda s: abs(s.cents))
    return _ANSWER.fill(
        first=_FIRST[first.key],
        from_=say_cents(first.cents, result.currency),
        last=_LAST[last.key],
        to=say_cents(last.cents, result.currency),
        what=change.title,
        change=say_cents(change.cents, result.currency),
    )


def _figure(step: Step) -> Figure:
    """Return a total of the bridge as a figure."""
    return Figure(
        f"bridge_{step.key}", step.title, step.cents, Unit.CENTS, n=step.count, basis=_BASIS,
        better=None, definition=_DEFINITIONS.get(step.key, EMPTY),
    )  # fmt: skip


_DEFINITIONS = {
    "gmv_order": Text(zh="本期付款的订单和本期下单未付的订单", en="orders paid in the period, and unpaid ones placed in it"),
    "gmv_pay": Text(zh="本期付款的订单，未扣退款", en="orders paid in the period, before refunds"),
    "receivable": Text(zh="支付 − 这些订单的退款", en="paid − refunds of these orders"),
    "settled": Text(zh="账单里属于这些订单的收支净额", en="net entries of the bill that belong to these orders"),
}  # fmt: skip


def _grid(steps: tuple[Step, ...]) -> Grid:
    """Return the bars as rows: signed amount, running sum, how many orders or entries make it."""
    columns = (
        Column("step", Text(zh="代码", en="Code"), is_shown=False),
        Column("name", Text(zh="环节", en="Step")),
        Column("amount_cents", Text(zh="增减", en="Change"), Unit.CENTS),
        Column("sum_cents", Text(zh="到这里", en="So far"), Unit.CENTS),
        Column("count", Text(zh="笔数", en="Count"), Unit.COUNT),
    )
    changes = [None if s.is_total and i else s.cents for i, s in enumerate(steps)]
    so_far = np.cumsum([change or 0 for change in changes])
    frame = pd.DataFrame(
        {
            "step": [s.key for s in steps],
            "name": [s.title for s in steps],
            "amount_cents": pd.array(changes, dtype="Int64"),
            "sum_cents": so_far,
            "count": [s.count for s in steps],
        }
    )
    return Grid(
        "steps",
        Text(zh="每一段是多少", en="Each bar"),
        columns,
        frame,
        caption=Text(
            zh="合计行 = 上面各段相加，分毫不差；笔数是这一段涉及的订单或流水。",
            en="A total is the sum of what stands above it, to the cent; count = orders or entries of that bar.",
        ),
    )


def _tone(step: Step) -> Tone:
    """Return what a bar means."""
    if step.is_total:
        return Tone.ACTUAL
    if step.key == UNEXPLAINED:
        return Tone.CAUTION
    if step.key in {State.NOT_DUE.value, State.WITHIN_TOLERANCE.value}:
        return Tone.BASELINE
    return Tone.GOOD if step.cents > 0 else Tone.BAD


def _waterfall(result: BridgeResult) -> WaterfallChart:
    """Return the bridge as bars; the title names the largest loss."""
    steps = result.bridge.steps
    return WaterfallChart(
        key="bridge",
        title=_answer(result),
        caption=Text(
            zh="本期付款的订单；每根柱是一个去处，合计分毫不差。",
            en="Orders paid in the period; each bar is where the money went, and they sum to the cent.",
        ),
        alt=join_texts(
            [s.title + Text(zh=" ", en="") + say_cents(s.cents, result.currency) for s in steps]
        ),
        unit=Unit.CENTS,
        frame=pd.DataFrame(
            {
                "label": [s.title for s in steps],
                "value": [s.cents for s in steps],
                "kind": ["total" if s.is_total else "step" for s in steps],
                "tone": [_tone(s).value for s in steps],
            }
        ),
        horizontal=False,
    )


ANALYSIS = Analysis(
    key="bridge",
    core="quality",
    title=TITLE,
    tab=CHECK,
    sheet="18",
    question=Text(zh="下单的钱，最后到手多少？", en="How much of what was ordered was received?"),
    needs=(Need("orders", ("created_at", "paid_at", "order_amount", "paid_gross")),),
    analyze=analyze,
    present=present,
)
