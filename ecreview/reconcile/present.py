"""A reconciliation told as a section: rates, what is unexplained, the bridge, the states, the differences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ecreview.model.grade import grade_reconciliation
from ecreview.model.metrics import metric
from ecreview.model.section import (
    Basis,
    Column,
    Figure,
    Grid,
    Note,
    NoteKind,
    Reason,
    Section,
    Tone,
    WaterfallChart,
)
from ecreview.model.tables import table_spec
from ecreview.model.text import Text, Unit, join_texts, say_cents, say_count
from ecreview.reconcile.base import State, reason_text

if TYPE_CHECKING:
    from ecreview.reconcile.base import Reconciliation, Step

LISTED = 5_000  # differences shown; the workbook's limit for exception lists
_BASIS = Basis(time="file", refund="pay_cohort", unit="order")
_OUTSIDE_LINES = Text(zh="不在明细日期内", en="Outside the report's days")
_LINE_WORDS = {
    State.ORDER_ONLY: Text(zh="有订单无明细", en="Order without lines"),
    State.PAYMENT_ONLY: Text(zh="有明细无订单", en="Lines without order"),
    State.NOT_DUE: _OUTSIDE_LINES,
}
_NOT_DUE = Text(
    zh="结算尚未到期，{amount} 列为未到结算期，不算差异。",
    en="Settlement is not due yet: {amount} is listed as not due, not as a difference.",
)
_NOT_COVERED = Text(
    zh="{amount} 的订单不在明细表的日期内，不算差异。",
    en="Orders of {amount} were placed outside the days of the item report; they are no difference.",
)
_ANSWER = Text(
    zh="{left}，{right}，相差 {difference}：按原因解释 {explained}，未解释 {open}，共 {n} 处。",
    en="{left} against {right}, {difference} apart: {explained} explained by a reason, {open} unexplained in {n:place|places}.",
)
_OFFSETTING = Text(
    zh="未解释的差额有正有负：按绝对值相加是 {gross}，相抵后 {net}。",
    en="Unexplained differences go both ways: {gross} in absolute terms, {net} after offsetting.",
)
_STRANGERS = Text(
    zh="两边没有一个订单号相同：多半不是同一家店或同一段时间的文件，请确认。",
    en="No order id occurs on both sides: most likely files of different shops or times; please check.",
)
_ALONE = frozenset({State.ORDER_ONLY, State.PAYMENT_ONLY, State.NOT_DUE, State.TRANSFER})
_SIDES = {
    "orders.payments": (
        Text(zh="订单应收 {amount}", en="{amount} owed by the orders"),
        Text(zh="账单收支净额 {amount}", en="{amount} net in the bill"),
    ),
    "orders.order_lines": (
        Text(zh="订单合计 {amount}", en="{amount} in orders"),
        Text(zh="明细合计 {amount}", en="{amount} in lines"),
    ),
}


def present_reconciliation(reconciliation: Reconciliation) -> Section:
    """Return the section of a reconciliation."""
    return Section(
        key=f"reconcile.{reconciliation.key}",
        core="quality",
        title=reconciliation.title,
        answer=_answer(reconciliation),
        figures=_figures(reconciliation),
        grids=(
            _states(reconciliation),
            _explained(reconciliation),
            _differences(reconciliation),
            *_not_due(reconciliation),
        ),
        charts=(_waterfall(reconciliation),) if reconciliation.bridge else (),
        notes=_notes(reconciliation),
    )


def _open_rows(r: Reconciliation) -> pd.DataFrame:
    """Return the differences that no reason explains."""
    return r.differences[r.differences["is_open"]]


def _answer(r: Reconciliation) -> Text:
    """Return both sums without transfers, the difference and what is left of it."""
    transfers = r.explained.get(State.TRANSFER.value, 0)
    sums = (r.left_cents, r.right_cents + transfers)
    left, right = (
        side.fill(amount=say_cents(cents, r.currency))
        for side, cents in zip(_SIDES[r.key], sums, strict=True)
    )
    return _ANSWER.fill(
        left=left,
        right=right,
        difference=say_cents(r.difference_cents - transfers, r.currency),
        explained=say_cents(sum(r.explained.values()) - transfers, r.currency),
        open=say_cents(r.unexplained_cents, r.currency),
        n=say_count(len(_open_rows(r))),
    )


def _figures(r: Reconciliation) -> tuple[Figure, ...]:
    """Return the rates by amount and by count, and the unexplained difference."""
    return (
        _rate("rec_rate_amt", r.rate_amount, r.rate_count[1]),
        _rate("rec_rate_cnt", r.rate_count, r.rate_count[1]),
        Figure(
            key="unexplained",
            title=metric("unexplained").title,
            value=r.unexplained_cents,
            unit=Unit.CENTS,
            n=len(_open_rows(r)),
            basis=_BASIS,
            better=None,
        ),
    )


def _rate(key: str, parts: tuple[int, int], n: int) -> Figure:
    """Return a rate of settled by due."""
    settled, due = parts
    value = settled / due if due else None
    return Figure(
        key=key,
        title=metric(key).title,
        value=value,
        unit=Unit.RATE,
        numerator=settled,
        denominator=due,
        n=n,
        basis=_BASIS,
        grade=grade_reconciliation(value) if due else None,
        reason=None if due else Reason.ZERO_DENOMINATOR,
    )


def _state_text(r: Reconciliation, state: State) -> Text:
    """Return the state in the words of the pair."""
    return _LINE_WORDS.get(state, state.text) if r.right == "order_lines" else state.text


def _reason_text(r: Reconciliation, reason: str) -> Text:
    """Return the reason in the words of the pair."""
    is_outside = r.right == "order_lines" and reason == State.NOT_DUE.value
    return _OUTSIDE_LINES if is_outside else reason_text(reason)


def _states(r: Reconciliation) -> Grid:
    """Return rows and money of both sides per state, and their sums."""
    rows = [
        (
            _state_text(r, s),
            t.left_rows,
            t.right_rows,
            t.left_cents,
            t.right_cents,
            t.difference_cents,
        )
        for s, t in r.states.items()
    ]
    total = (r.left_rows, r.right_rows, r.left_cents, r.right_cents, r.difference_cents)
    columns = (
        Column("state", Text(zh="状态", en="State")),
        Column("left_rows", Text(zh="左表行数", en="Rows left"), Unit.COUNT),
        Column("right_rows", Text(zh="右表行数", en="Rows right"), Unit.COUNT),
        Column("left_cents", Text(zh="左表金额", en="Amount left"), Unit.CENTS),
        Column("right_cents", Text(zh="右表金额", en="Amount right"), Unit.CENTS),
        Column("difference_cents", Text(zh="差额", en="Difference"), Unit.CENTS),
    )
    return Grid(
        key="states",
        title=Text(zh="每一行都有去处", en="Every row has its place"),
        columns=columns,
        frame=pd.DataFrame(
            [*rows, (Text(zh="合计", en="Total"), *total)], columns=[c.key for c in columns]
        ),
        caption=Text(
            zh="左表 = {left}，右表 = {right}；各状态合计等于文件合计，分毫不差。",
            en="Left = {left}, right = {right}; the states sum to the files to the cent.",
        ).fill(left=_table_text(r.left), right=_table_text(r.right)),
    )


def _table_text(table: str) -> Text:
    """Return the name of the table."""
    return table_spec(table).title


def _explained(r: Reconciliation) -> Grid:
    """Return the difference by reason, with what is left."""
    rows = [(_reason_text(r, reason), cents) for reason, cents in r.explained.items()]
    rows.append((metric("unexplained").title, r.unexplained_cents))
    rows.append((Text(zh="合计差额", en="Difference"), r.difference_cents))
    columns = (
        Column("reason", Text(zh="原因", en="Reason")),
        Column("amount_cents", Text(zh="差额（左 − 右）", en="Left − right"), Unit.CENTS),
    )
    return Grid(
        key="explained",
        title=Text(zh="差额由什么组成", en="What the difference consists of"),
        columns=columns,
        frame=pd.DataFrame(rows, columns=[c.key for c in columns]),
    )


def _differences(r: Reconciliation) -> Grid:
    """Return the differences one by one, as many as a person can go through; money not due is none."""
    return _listed(
        r,
        r.differences[r.differences["state"] != State.NOT_DUE],
        key="differences",
        title=Text(zh="差异清单", en="Differences"),
        caption=Text(
            zh="按状态和金额从大到小；右侧金额不含已按名目解释的费用。",
            en="By state, largest first; the right amount leaves out fees explained by their name.",
        ),
    )


def _not_due(r: Reconciliation) -> tuple[Grid, ...]:
    """Return what is still to come, order by order; nothing where the other side is no money."""
    waiting = r.differences[r.differences["state"] == State.NOT_DUE]
    if r.right == "order_lines" or waiting.empty:
        return ()
    title = Text(zh="还没到结算期的订单", en="Orders not due yet")
    caption = Text(
        zh="这些不算差异，到期再看。", en="No differences; look again when they are due."
    )
    return (_listed(r, waiting, key="not_due", title=title, caption=caption),)


def _listed(r: Reconciliation, rows: pd.DataFrame, *, key: str, title: Text, caption: Text) -> Grid:
    """Return rows of both sides with state and reason, the first LISTED of them."""
    columns = (
        Column("state", Text(zh="状态码", en="State code"), is_shown=False),
        Column("name", Text(zh="状态", en="State")),
        Column("order_id", Text(zh="订单编号", en="Order id"), Unit.ID),
        Column("left_cents", Text(zh="订单", en="Orders"), Unit.CENTS),
        Column("right_cents", _table_text(r.right), Unit.CENTS),
        Column("difference_cents", Text(zh="差额", en="Difference"), Unit.CENTS),
        Column("reason", Text(zh="原因", en="Reason")),
    )
    shown = rows.head(LISTED)
    names = [_state_text(r, State(state)) for state in shown["state"]]
    return Grid(
        key=key,
        title=title,
        columns=columns,
        frame=shown.assign(name=pd.Series(names, index=shown.index, dtype="object"))[
            [c.key for c in columns]
        ],
        caption=caption,
        total=len(rows),
    )


def _tone(step: Step) -> Tone:
    """Return what a bar means."""
    if step.is_total:
        return Tone.ACTUAL
    if step.key == "unexplained":
        return Tone.CAUTION
    if step.key in {State.NOT_DUE.value, State.WITHIN_TOLERANCE.value}:
        return Tone.BASELINE
    return Tone.GOOD if step.cents > 0 else Tone.BAD


def _waterfall(r: Reconciliation) -> WaterfallChart:
    """Return the bridge; its title names the largest loss."""
    ordered, received = r.bridge[0], r.bridge[-1]
    loss = min((s for s in r.bridge if not s.is_total), key=lambda s: s.cents)
    values = {
        "ordered": say_cents(ordered.cents, r.currency),
        "received": say_cents(received.cents, r.currency),
        "what": loss.title,
        "loss": say_cents(-loss.cents, r.currency),
    }
    title = Text(
        zh="下单 {ordered}，最后到账 {received}：{what}拿走 {loss}，最多",
        en="{ordered} ordered, {received} received: {what} takes the most, {loss}",
    )
    return WaterfallChart(
        key="bridge",
        title=title.fill(**values),
        caption=Text(
            zh="本期付款的订单；每根柱是一个去处，合计分毫不差。",
            en="Orders paid in the period; each bar is where the money went, and they sum to the cent.",
        ),
        alt=join_texts(
            [s.title + Text(zh=" ", en="") + say_cents(s.cents, r.currency) for s in r.bridge]
        ),
        unit=Unit.CENTS,
        frame=pd.DataFrame(
            {
                "label": [s.title for s in r.bridge],
                "value": [s.cents for s in r.bridge],
                "kind": ["total" if s.is_total else "step" for s in r.bridge],
                "tone": [_tone(s).value for s in r.bridge],
            }
        ),
        horizontal=False,
    )


def _notes(r: Reconciliation) -> tuple[Note, ...]:
    """Return the limits that apply, then how matching was done."""
    evidence = (f"reconcile.{r.key}/differences",)
    are_strangers = r.left_rows and State.PAYMENT_ONLY in r.states and r.states.keys() <= _ALONE
    notes = [Note(NoteKind.LIMIT, _STRANGERS)] if are_strangers else []
    not_due = r.explained.get(State.NOT_DUE.value)
    if not_due:
        words = _NOT_COVERED if r.right == "order_lines" else _NOT_DUE
        text = words.fill(amount=say_cents(not_due, r.currency))
        notes.append(Note(NoteKind.LIMIT, text, evidence, not_due))
    gross = int(_open_rows(r)["difference_cents"].abs().sum())
    if gross > abs(r.unexplained_cents):
        text = _OFFSETTING.fill(
            gross=say_cents(gross, r.currency), net=say_cents(r.unexplained_cents, r.currency)
        )
        notes.append(Note(NoteKind.LIMIT, text, evidence, gross))
    tolerance = Text(
        zh="每笔订单容差 {amount}；对账率 = 核平 ÷ 应核，未到结算期和非经营流水不计。",
        en="Tolerance {amount} an order; rate = matched / due, without what is not due and transfers.",
    ).fill(amount=say_cents(r.tolerance_cents, r.currency))
    return (*notes, *(Note(NoteKind.DEFINITION, text) for text in (tolerance, *r.notes)))
