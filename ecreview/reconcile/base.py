"""What a reconciliation is: every row of both sides in exactly one state, every cent explained or listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ecreview.model.text import EMPTY, Text, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.model.section import Grid
    from ecreview.reconcile.bridge import Bridge
    from ecreview.reconcile.rollforward import RollForward


class State(StrEnum):
    """Where a row of either side ended (RC-1)."""

    MATCHED = "matched"
    WITHIN_TOLERANCE = "within_tolerance"
    AMOUNT_DIFFERS = "amount_differs"
    ORDER_ONLY = "order_only"
    PAYMENT_ONLY = "payment_only"
    NOT_DUE = "not_due"
    REFUND_UNSETTLED = "refund_unsettled"
    DUPLICATE_ENTRY = "duplicate_entry"
    TRANSFER = "transfer"
    MANUAL = "manual"
    FORCED = "forced"

    @property
    def text(self) -> Text:
        """Return the state in words."""
        return _STATES[self]


_STATES = {
    State.MATCHED: Text(zh="已核平", en="Matched"),
    State.WITHIN_TOLERANCE: Text(zh="差额内", en="Within tolerance"),
    State.AMOUNT_DIFFERS: Text(zh="金额差异", en="Amount differs"),
    State.ORDER_ONLY: Text(zh="有单无款", en="Order without payment"),
    State.PAYMENT_ONLY: Text(zh="有款无单", en="Payment without order"),
    State.NOT_DUE: Text(zh="未到结算期", en="Not due yet"),
    State.REFUND_UNSETTLED: Text(zh="退款未见账", en="Refund not in the bill"),
    State.DUPLICATE_ENTRY: Text(zh="重复入账", en="Entered twice"),
    State.TRANSFER: Text(zh="非经营流水", en="Transfer"),
    State.MANUAL: Text(zh="人工核平", en="Matched by hand"),
    State.FORCED: Text(zh="强制核平", en="Forced"),
}
IDS_TRUNCATED = Text(
    zh="{n} 个订单号已被 Excel 截断，无法对账；请以文本格式重新导出。",
    en="{n:order id was|order ids were} truncated by Excel and cannot be matched; export again as text.",
)
SETTLED_STATES = frozenset({State.MATCHED, State.WITHIN_TOLERANCE, State.MANUAL})
# Rows in these states are not due: they count neither for nor against the reconciliation rate.
NOT_DUE_STATES = frozenset({State.NOT_DUE, State.TRANSFER})
# Differences in these states stay unexplained: somebody has to look at each.
OPEN_STATES = (State.AMOUNT_DIFFERS, State.ORDER_ONLY, State.PAYMENT_ONLY)
# States whose name is itself the reason of the difference; the others stay unexplained.
EXPLAINING_STATES = tuple(s for s in State if s not in {State.MATCHED, *OPEN_STATES})

_REASONS = {
    "refund": Text(zh="账单里的退款", en="Refunds in the bill"),
    "commission": Text(zh="佣金", en="Commission"),
    "tech_fee": Text(zh="技术服务费", en="Service fee"),
    "affiliate": Text(zh="达人与淘客佣金", en="Affiliate commission"),
    "freight_insurance": Text(zh="运费险", en="Freight insurance"),
    "freight": Text(zh="运费", en="Postage"),
    "subsidy": Text(zh="平台补贴", en="Platform subsidy"),
    "compensation": Text(zh="赔付", en="Compensation"),
    "marketing": Text(zh="推广扣费", en="Marketing charges"),
    "tax": Text(zh="税费", en="Tax"),
}
FEE_SUBJECTS = frozenset(_REASONS)


def reason_text(reason: str) -> Text:
    """Return a reason of `Reconciliation.explained` in words: a fee, or the state that names it.

    Examples:
        >>> reason_text("commission").zh, reason_text("not_due").en
        ('佣金', 'Not due yet')
    """
    return _REASONS[reason] if reason in _REASONS else State(reason).text


_ORDER_ID = Text(zh="订单编号", en="Order id")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a pair is told.

    Attributes:
        title: of the pair.
        left, right: what the sum of each side is, with `{amount}`.
        states: names of states that read differently here.
        reasons: names of reasons that read differently here; a state's own name serves as well.
        not_due: what `{amount}` that is not due means; empty where nothing can be not due.
        waiting: title of the list of what is not due; empty where that need not be gone through.
        strangers: what it means that no key occurs on both sides; empty where that means nothing.
        item: what one key stands for.
    """

    title: Text
    left: Text
    right: Text
    states: Mapping[State, Text] = field(default_factory=dict)
    reasons: Mapping[str, Text] = field(default_factory=dict)
    not_due: Text = EMPTY
    waiting: Text = EMPTY
    strangers: Text = EMPTY
    item: Text = _ORDER_ID

    def state(self, state: State) -> Text:
        """Return the name of a state."""
        return self.states.get(state, state.text)

    def reason(self, reason: str) -> Text:
        """Return the name of a reason of `Reconciliation.explained`."""
        own = self.reasons.get(reason)
        if own is None and reason in set(State):
            return self.state(State(reason))
        return reason_text(reason) if own is None else own


@dataclass(frozen=True, slots=True)
class Tally:
    """Keys, rows and money of one state; `left` and `right` are counted apart."""

    left_rows: int
    right_rows: int
    left_cents: int
    right_cents: int
    keys: int

    @property
    def difference_cents(self) -> int:
        """Return left − right."""
        return self.left_cents - self.right_cents


class Breakdown(NamedTuple):
    """What a difference consists of, transfers left out: they are no business of either side.

    Attributes:
        right: the right side without transfers.
        difference: left − right; the sum of what follows.
        fees, waiting, other: explained by the name of a fee, by time, by another state.
        unexplained: the rest.
    """

    right: int
    difference: int
    fees: int
    waiting: int
    other: int
    unexplained: int


@dataclass(frozen=True, slots=True, eq=False)
class Reconciliation:
    """Two tables against each other.

    Attributes:
        key: `left.right`, e.g. `orders.payments`.
        wording: how it is told.
        left_rows, right_rows, left_cents, right_cents: what went in.
        states: tally per state; together they are what went in, on both sides.
        explained: part of the difference per reason, in cents (left − right).
        differences: one row per difference. Columns: state (State word), order_id, left_cents, right_cents,
            difference_cents (int64), reason (Text), is_open (whether it stays unexplained), left_source,
            right_source (`file · row`, first ones), right_ref (number of the first entry of the right side).
            The open rows sum to `unexplained_cents`.
        tolerance_cents: per key.
        rate_amount, rate_count: settled / due, as (numerator, denominator).
        notes: what a reader should know, e.g. how matching was done.
        grids: further tables told with the pair.
        bridge: from the ordered to the received amount of the period; None where the pair has none.
        rollforward: the receivable from month to month; None where the pair has none.
        unit: of all amounts: cents, or pieces where stock is counted.
        currency: of amounts of money.
    """

    key: str
    wording: Wording
    left_rows: int
    right_rows: int
    left_cents: int
    right_cents: int
    states: Mapping[State, Tally]
    explained: Mapping[str, int]
    differences: pd.DataFrame
    tolerance_cents: int
    rate_amount: tuple[int, int]
    rate_count: tuple[int, int]
    notes: tuple[Text, ...] = ()
    grids: tuple[Grid, ...] = ()
    bridge: Bridge | None = None
    rollforward: RollForward | None = None
    unit: Unit = Unit.CENTS
    currency: str = "CNY"

    @property
    def left(self) -> str:
        """Return the table word of the left side."""
        return self.key.split(".")[0]

    @property
    def right(self) -> str:
        """Return the table word of the right side."""
        return self.key.split(".")[1]

    @property
    def title(self) -> Text:
        """Return the title of the pair."""
        return self.wording.title

    @property
    def difference_cents(self) -> int:
        """Return left − right over everything that went in."""
        return self.left_cents - self.right_cents

    @property
    def unexplained_cents(self) -> int:
        """Return what no reason explains."""
        return self.difference_cents - sum(self.explained.values())

    @property
    def breakdown(self) -> Breakdown:
        """Return what the difference consists of."""
        transfers = self.explained.get(State.TRANSFER.value, 0)
        fees = sum(cents for reason, cents in self.explained.items() if reason in FEE_SUBJECTS)
        waiting = self.explained.get(State.NOT_DUE.value, 0)
        other = sum(self.explained.values()) - transfers - fees - waiting
        difference = self.difference_cents - transfers
        return Breakdown(
            self.right_cents + transfers, difference, fees, waiting, other, self.unexplained_cents
        )

    @property
    def open_count(self) -> int:
        """Return in how many places something is unexplained."""
        return int(self.differences["is_open"].sum())

    @property
    def open_cents(self) -> int:
        """Return the unexplained differences in absolute terms: what goes both ways does not cancel."""
        rows = self.differences
        return int(rows.loc[rows["is_open"], "difference_cents"].abs().sum())


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tables that can be reconciled.

    Attributes:
        key: `left.right`.
        wording: how it is told.
        needs: columns per table word that must be there.
        reconcile: dataset, scope, settings → the reconciliation.
        is_apt: whether comparing these tables tells anything, e.g. neither was built from the other.
    """

    key: str
    wording: Wording
    needs: tuple[tuple[str, tuple[str, ...]], ...]
    reconcile: Callable[[Dataset, Scope, Settings], Reconciliation]
    is_apt: Callable[[Dataset], bool] = lambda _: True

    def is_ready(self, dataset: Dataset) -> bool:
        """Return whether the tables are there with their columns, and comparing them tells anything."""
        given = all(dataset.has(table, *columns) for table, columns in self.needs)
        return given and self.is_apt(dataset)
