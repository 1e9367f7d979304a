"""A reconciliation told as a section: rates, what is unexplained, the states, the differences with their rows."""

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
)
from ecreview.model.tables import table_spec
from ecreview.model.text import Text, Unit, join_texts, say, say_count, say_rate
from ecreview.reconcile.base import OPEN_STATES, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.reconcile.base import Reconciliation

LISTED = 5_000  # differences shown; the workbook's limit for exception lists
_BASIS = Basis(time="file", refund="pay_cohort", unit="order")
_ANSWER = Text(
    zh="{left}，{right}，相差 {difference}：按原因解释 {explained}，未解释 {open}，共 {n} 处。",
    en="{left} against {right}, {difference} apart: {explained} explained by a reason, {open} unexplained in {n:place|places}.",
)
_TIES = Text(
    zh="{pair}：{rate} 对得上，每一分钱都说得清。",
    en="{pair}: {rate} matched, and every cent is explained.",
)
_TIES_BUT = Text(
    zh="{pair}：{rate} 对得上，还有 {open}、{n} 处说不清。",
    en="{pair}: {rate} matched; {open} in {n:place|places} is not explained.",
)
_WHY = Text(zh="相差 {difference}：{parts}。", en="{difference} apart: {parts}.")
_PARTS = {
    "fees": Text(zh="费用 {cents}", en="fees {cents}"),
    "waiting": Text(zh="还没到期 {cents}", en="not due yet {cents}"),
    "other": Text(zh="其他说得清的 {cents}", en="other reasons {cents}"),
}
_OPEN = Text(zh="{state} {cents}（{n} 处）", en="{state} {cents} ({n:place|places})")
_OFFSETTING = Text(
    zh="未解释的差额有正有负：按绝对值相加是 {gross}，相抵后 {net}。",
    en="Unexplained differences go both ways: {gross} in absolute terms, {net} after offsetting.",
)
_TOLERANCE = Text(
    zh="{item}逐个比较，容差 {amount}；对账率 = 核平 ÷ 应核，未到期和非经营流水不计。",
    en="Compared by {item}, tolerance {amount}; rate = matched / due, without what is not due and transfers.",
)
_ALONE = frozenset({State.ORDER_ONLY, State.PAYMENT_ONLY, State.NOT_DUE, State.TRANSFER})


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
            *reconciliation.grids,
        ),
        notes=_notes(reconciliation),
    )


def whether_it_ties(made: Sequence[Reconciliation]) -> Text | None:
    """Return in one sentence whether the money ties, None where no two tables of money were compared.

    The leading pair speaks: that of the bill where there is one.
    """
    first = _leading(made)
    if first is None:
        return None
    settled, due = first.rate_amount
    words = _TIES_BUT if first.open_count else _TIES
    return words.fill(
        pair=first.title,
        rate=say_rate(settled / due if due else None),
        open=_say(first, first.open_cents),
        n=say_count(first.open_count),
    )


def why_apart(made: Sequence[Reconciliation]) -> Text | None:
    """Return of what the difference of the leading pair consists, None where there is none."""
    first = _leading(made)
    if first is None or not first.breakdown.difference:
        return None
    parts = first.breakdown._asdict()
    told = [
        words.fill(cents=_say(first, parts[key])) for key, words in _PARTS.items() if parts[key]
    ]
    told += _open_states(first)
    return _WHY.fill(
        difference=_say(first, first.breakdown.difference), parts=join_texts(told, zh="，", en=", ")
    )


def _open_states(r: Reconciliation) -> list[Text]:
    """Return what is unexplained by state, with the number of places."""
    rows = r.differences[r.differences["is_open"]]
    return [
        _OPEN.fill(
            state=r.wording.state(state),
            cents=_say(r, int(rows.loc[rows["state"] == state, "difference_cents"].sum())),
            n=say_count(int((rows["state"] == state).sum())),
        )
        for state in OPEN_STATES
        if (rows["state"] == state).any()
    ]


def _leading(made: Sequence[Reconciliation]) -> Reconciliation | None:
    """Return the pair of the bill, else the first pair of money, None without one."""
    money = [pair for pair in made if pair.unit is Unit.CENTS]
    return next((pair for pair in money if pair.bridge is not None), next(iter(money), None))


def _say(r: Reconciliation, value: float) -> Text:
    """Return an amount of the pair in words."""
    return say(value, r.unit, r.currency)


def _answer(r: Reconciliation) -> Text:
    """Return both sums without transfers, the difference and what is left of it."""
    parts = r.breakdown
    return _ANSWER.fill(
        left=r.wording.left.fill(amount=_say(r, r.left_cents)),
        right=r.wording.right.fill(amount=_say(r, parts.right)),
        difference=_say(r, parts.difference),
        explained=_say(r, parts.difference - parts.unexplained),
        open=_say(r, parts.unexplained),
        n=say_count(r.open_count),
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
            unit=r.unit,
            n=r.open_count,
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


def _states(r: Reconciliation) -> Grid:
    """Return rows and money of both sides per state, and their sums."""
    rows = [
        (
            r.wording.state(s),
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
        Column("left_cents", Text(zh="左表金额", en="Amount left"), r.unit),
        Column("right_cents", Text(zh="右表金额", en="Amount right"), r.unit),
        Column("difference_cents", Text(zh="差额", en="Difference"), r.unit),
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
    rows = [(r.wording.reason(reason), cents) for reason, cents in r.explained.items()]
    rows.append((metric("unexplained").title, r.unexplained_cents))
    rows.append((Text(zh="合计差额", en="Difference"), r.difference_cents))
    columns = (
        Column("reason", Text(zh="原因", en="Reason")),
        Column("amount_cents", Text(zh="差额（左 − 右）", en="Left − right"), r.unit),
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
    """Return what is not due one by one, where the pair wants that gone through."""
    waiting = r.differences[r.differences["state"] == State.NOT_DUE]
    if waiting.empty or not r.wording.waiting.zh:
        return ()
    caption = Text(
        zh="这些不算差异，原因见每一行；到期或补齐文件后再看。",
        en="No differences, each row says why; look again when they are due or the files are complete.",
    )
    return (_listed(r, waiting, key="not_due", title=r.wording.waiting, caption=caption),)


def _listed(r: Reconciliation, rows: pd.DataFrame, *, key: str, title: Text, caption: Text) -> Grid:
    """Return rows of both sides with state and reason, the first LISTED of them."""
    columns = (
        Column("state", Text(zh="状态码", en="State code"), is_shown=False),
        Column("name", Text(zh="状态", en="State")),
        Column("order_id", r.wording.item, Unit.ID),
        Column("left_cents", _table_text(r.left), r.unit),
        Column("right_cents", _table_text(r.right), r.unit),
        Column("difference_cents", Text(zh="差额", en="Difference"), r.unit),
        Column("reason", Text(zh="原因", en="Reason")),
        Column("left_source", Text(zh="左表出处", en="Source left")),
        Column("right_source", Text(zh="右表出处", en="Source right")),
    )
    shown = rows.head(LISTED)
    names = [r.wording.state(State(state)) for state in shown["state"]]
    return Grid(
        key=key,
        title=title,
        columns=columns,
        frame=shown.assign(name=pd.Series(names, index=shown.index, dtype="object"))[
            [c.key for c in columns]
        ],
        caption=caption,
        total=len(rows),
        sums=tuple((c.key, int(rows[c.key].sum())) for c in columns if c.unit is r.unit),
    )


def _notes(r: Reconciliation) -> tuple[Note, ...]:
    """Return the limits that apply, then how matching was done."""
    evidence = (f"reconcile.{r.key}/differences",)
    are_strangers = r.left_rows and State.PAYMENT_ONLY in r.states and r.states.keys() <= _ALONE
    notes = []
    if are_strangers and r.wording.strangers.zh:
        notes.append(Note(NoteKind.LIMIT, r.wording.strangers))
    not_due = r.explained.get(State.NOT_DUE.value)
    if not_due and r.wording.not_due.zh:
        text = r.wording.not_due.fill(amount=_say(r, not_due))
        notes.append(Note(NoteKind.LIMIT, text, evidence, not_due))
    if r.open_cents > abs(r.unexplained_cents):
        text = _OFFSETTING.fill(gross=_say(r, r.open_cents), net=_say(r, r.unexplained_cents))
        notes.append(Note(NoteKind.LIMIT, text, evidence, r.open_cents))
    how = _TOLERANCE.fill(item=r.wording.item.inside(), amount=_say(r, r.tolerance_cents))
    return (*notes, *(Note(NoteKind.DEFINITION, text) for text in (how, *r.notes)))
