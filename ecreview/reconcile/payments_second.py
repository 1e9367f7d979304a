"""The bill that counts against a second bill of the same money, to the cent.

An entry finds its twin by the transaction number; where the other bill does not know that, by order, subject
and day, then by order and subject, since bills book on different days. All entries of one key are summed, since
one bill may tell a payment and its fee apart. A kind of fee or transfer that only one of the bills lists at all
explains its amount by its name; so does the fee within an entry that the other bill tells before fees.

How an entry of the bill that counts ends, beside matched and amount_differs:
    not_due: on a day, or of a file, that the second bill does not cover; or of a kind that it does not list.
    order_only: the second bill should have it and does not. payment_only: the other way round.
An entry that several second bills tell counts once; the others are duplicate_entry.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of, sum_by
from ecreview.model.section import Column, Grid
from ecreview.model.table_spec import TRANSFER_SUBJECTS
from ecreview.model.text import EMPTY, Text, Unit
from ecreview.reconcile.base import FEE_SUBJECTS, Pair, Reconciliation, State, Wording
from ecreview.reconcile.coverage import of_unmet, outside_days, told_again
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.engine import settle
from ecreview.reconcile.groups import STATE_CODE, Rule, Side, group_sums, held
from ecreview.reconcile.keys import Keys, match_keys
from ecreview.reconcile.tolerance import Tolerance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.groups import Verdicts

_KINDS = {
    "tax": Text(zh="税费", en="Tax"),
    "ad_transfer": Text(zh="转入推广账户", en="Transfers to advertising"),
    "withdraw": Text(zh="提现", en="Withdrawals"),
    "deposit": Text(zh="充值与保证金", en="Top-ups and deposits"),
}
# Kinds that a bill may leave out; goods and refunds are what every bill is about.
_LEFT_OUT = (FEE_SUBJECTS - {"refund"}) | TRANSFER_SUBJECTS | {"tax"}
WORDING = Wording(
    title=Text(zh="主账单 ↔ 核对用账单", en="Bill that counts ↔ second bill"),
    left=Text(zh="主账单净额 {amount}", en="{amount} net in the bill that counts"),
    right=Text(zh="核对用账单净额 {amount}", en="{amount} net in the second bill"),
    states={
        State.ORDER_ONLY: Text(zh="主账单有、核对账单没有", en="Missing in the second bill"),
        State.PAYMENT_ONLY: Text(zh="核对账单有、主账单没有", en="Missing in the bill that counts"),
        State.NOT_DUE: Text(zh="核对账单不含", en="Not covered by the second bill"),
        State.DUPLICATE_ENTRY: Text(zh="另一份核对账单也有", en="In another second bill as well"),
    },
    reasons=_KINDS,
    strangers=Text(
        zh="两份账单没有一笔对得上：流水号和订单号都不同，请确认是同一个账户、同一段时间。",
        en="Not one entry stands in both bills, by number or by order: please check account and dates.",
    ),
    item=Text(zh="流水（交易号或订单）", en="entry (transaction or order)"),
)
_LESS = Text(zh="主账单金额小于核对账单", en="the bill that counts tells less than the second bill")
_MORE = Text(zh="主账单金额大于核对账单", en="the bill that counts tells more than the second bill")
_ABSENT = Text(zh="核对用账单里没有这笔流水", en="the second bill has no such entry")
_UNKNOWN = Text(zh="主账单里没有这笔流水", en="the bill that counts has no such entry")
_OUTSIDE = Text(zh="不在核对用账单的日期内", en="outside the days of the second bill")
_UNCOVERED = Text(
    zh="核对用账单不含这份账单的流水", en="the second bill tells nothing of this file"
)
_UNLISTED = Text(zh="核对用账单不列这一类流水", en="the second bill does not list this kind")
_UNLISTED_HERE = Text(zh="主账单不列这一类流水", en="the bill that counts does not list this kind")
_AGAIN = Text(zh="另一份核对用账单也有这笔，不重复计", en="told by another second bill as well")
_DAY_COLUMNS = (
    Column("day", Text(zh="日期", en="Day"), Unit.DATE),
    Column("left_rows", Text(zh="主账单笔数", en="Entries"), Unit.COUNT),
    Column("right_rows", Text(zh="核对账单笔数", en="Entries, second bill"), Unit.COUNT),
    Column("left_cents", Text(zh="主账单净额", en="Net"), Unit.CENTS),
    Column("right_cents", Text(zh="核对账单净额", en="Net, second bill"), Unit.CENTS),
    Column("difference_cents", Text(zh="差额", en="Difference"), Unit.CENTS),
)
_HOW = Text(
    zh="流水先按交易号对，对方没有这个交易号时按订单和科目对（先同一天，再不论日期）；同一编号的多笔先相加，一分不差才算核平。",
    en="Entries are joined by transaction number, else by order and subject (on the same day, then on any); those of one key are summed and must agree to the cent.",
)


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:  # noqa: ARG001 - all rows count, whatever the scope
    """Return the bill that counts against the second bill, over all rows."""
    bills = dataset.tables["payments"].frame, dataset.tables["second_bills"].frame
    subjects = _subjects(*bills)
    keys = _match(*bills, subjects)
    again = _is_told_again(bills[1], keys, subjects[1])
    people = apply_decisions(settings, PAIR.key, keys.set_apart(again), *bills)
    keys = people.keys
    unlisted = _unlisted(*subjects)
    left, right = (
        Side(bill, cents, np.where(alone, cents, 0), groups)
        for bill, cents, alone, groups in zip(
            bills,
            [cents_of(bill["amount"]) for bill in bills],
            unlisted,
            (keys.left, keys.right),
            strict=True,
        )
    )
    left, right = _before_fees(left, right, keys.size)
    rules = [
        *_judge_amounts(left, right, keys),
        *_judge_absent(left, right, keys),
        Rule(keys.right[again], State.DUPLICATE_ENTRY, _AGAIN),
    ]
    verdicts = people.judge(rules, (left, right), Tolerance(0))
    result = settle(
        PAIR,
        sides=(left, right),
        verdicts=verdicts,
        explained=_explain((left, right), subjects, unlisted),
        tolerance=0,
    )
    return replace(result, notes=(_HOW,), grids=(_by_day(left, right, verdicts),))


def _subjects(*bills: pd.DataFrame) -> tuple[pd.Series, ...]:
    """Return the subject of each entry, "" where unknown."""
    return tuple(_texts(bill, "subject").fillna("") for bill in bills)


def _texts(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return a column as texts, null where there is no such column."""
    if column not in frame.columns:
        return pd.Series(None, index=range(len(frame)), dtype="str")
    return frame[column].astype("str").reset_index(drop=True)


def _match(left: pd.DataFrame, right: pd.DataFrame, subjects: tuple[pd.Series, ...]) -> Keys:
    """Return the groups, by the first key that both bills know of an entry.

    That is the transaction number, then order, subject and day, then order and subject on any day.
    """
    by_txn, by_order = (
        match_keys(_texts(left, name), _texts(right, name)) for name in ("txn_id", "order_id")
    )
    txn, order = (np.concatenate([keys.left, keys.right]) for keys in (by_txn, by_order))
    has_txn, has_order = (
        pd.concat([_texts(left, name), _texts(right, name)]).notna().to_numpy()
        for name in ("txn_id", "order_id")
    )
    day = pd.factorize(pd.concat([left["time"], right["time"]]).dt.normalize())[0]
    of_order = _numbers(order, pd.factorize(pd.concat(subjects))[0])
    groups, size, split = np.full(len(txn), -1), 0, len(left)
    for codes, usable in (
        (txn, has_txn),
        (_numbers(of_order, day), has_order),
        (of_order, has_order),
    ):
        rows = np.flatnonzero((groups < 0) & usable)
        span = int(codes.max(initial=-1)) + 1
        ours, theirs = codes[rows[rows < split]], codes[rows[rows >= split]]
        met = rows[(held(ours, span) & held(theirs, span))[codes[rows]]]
        groups[met] = size + codes[met]
        size += span
    alone = groups < 0  # of one order and subject, else of one transaction, else each by itself
    groups[alone] = size + np.where(has_order, of_order, len(txn) + txn)[alone]
    groups = pd.factorize(groups)[0].astype(np.int64)
    size = int(groups.max(initial=-1)) + 1
    return replace(by_txn, left=groups[:split], right=groups[split:], size=size)


def _numbers(*columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return one number per row that is equal exactly where all columns are equal."""
    found = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        # Both factors are at most the number of rows: their product fits in 64 bits.
        codes = pd.factorize(column)[0].astype(np.int64)
        found = pd.factorize(found * (codes.max(initial=0) + 1) + codes)[0].astype(np.int64)
    return found


def _is_told_again(bill: pd.DataFrame, keys: Keys, subject: pd.Series) -> NDArray[np.bool_]:
    """Return the entries of second bills that another second bill tells as well."""
    same = _numbers(keys.right, pd.factorize(subject)[0], cents_of(bill["amount"]))
    return told_again(same, bill["source_file"])


def _unlisted(left: pd.Series, right: pd.Series) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the entries of either bill whose kind the other one leaves out."""
    kinds = set(left.unique()) - {""}, set(right.unique()) - {""}
    if not all(kinds):  # a bill that names no kinds leaves out none
        return np.zeros(len(left), dtype=np.bool_), np.zeros(len(right), dtype=np.bool_)
    ours, theirs = (kinds[0] - kinds[1]) & _LEFT_OUT, (kinds[1] - kinds[0]) & _LEFT_OUT
    return left.isin(ours).to_numpy(), right.isin(theirs).to_numpy()


def _judge_amounts(left: Side, right: Side, keys: Keys) -> list[Rule]:
    """Return the rules for entries that both bills have."""
    more = group_sums(left, keys.size) - group_sums(right, keys.size)
    met = held(keys.left, keys.size) & held(keys.right, keys.size)
    return [
        Rule(met & (more > 0), State.AMOUNT_DIFFERS, _MORE),
        Rule(met & (more < 0), State.AMOUNT_DIFFERS, _LESS),
        Rule(met & (more == 0), State.MATCHED, EMPTY),
    ]


def _judge_absent(left: Side, right: Side, keys: Keys) -> list[Rule]:
    """Return the rules for entries that one bill has alone."""
    ours, theirs = held(keys.left, keys.size), held(keys.right, keys.size)
    outside = outside_days(keys.left, keys.size, left.frame["time"], right.frame["time"])
    uncovered = of_unmet(left.frame, "source_file", keys.left, theirs)
    only_ours = _all_aside(left, keys.size) & ~theirs
    only_theirs = _all_aside(right, keys.size) & ~ours
    return [
        Rule(~ours, State.PAYMENT_ONLY, _UNKNOWN),
        Rule(ours & ~theirs, State.ORDER_ONLY, _ABSENT),
        Rule(only_ours, State.NOT_DUE, _UNLISTED),
        Rule(only_theirs, State.NOT_DUE, _UNLISTED_HERE),
        Rule(~theirs & outside, State.NOT_DUE, _OUTSIDE),
        Rule(~theirs & uncovered, State.NOT_DUE, _UNCOVERED),
    ]


def _all_aside(side: Side, size: int) -> NDArray[np.bool_]:
    """Return the groups of which every entry of the side is of a kind that the other bill leaves out."""
    is_aside = (side.aside != 0) | (side.cents == 0)
    return held(side.groups, size) & ~held(side.groups[~is_aside], size)


def _before_fees(left: Side, right: Side, size: int) -> tuple[Side, Side]:
    """Return the sides with the fees aside that entries tell as part of themselves, where the other bill has none.

    One bill tells what came in before its fee, the other after it: the fee brings their sums together.
    """
    short = group_sums(left, size) - group_sums(right, size)
    met = held(left.groups, size) & held(right.groups, size)
    sides = []
    for sign, side in ((1, left), (-1, right)):
        fee = np.zeros_like(side.cents)
        if "fee" in side.frame.columns:
            fee = np.where(side.aside == 0, cents_of(side.frame["fee"]), 0)
        taken = sign * sum_by(side.groups, fee, size)
        is_net = met & (taken != 0) & (short + taken == 0)
        aside = side.aside - np.where(is_net[side.groups], fee, 0)
        sides.append(Side(side.frame, side.cents, aside, side.groups))
        short = short + np.where(is_net, taken, 0)
    return sides[0], sides[1]


def _explain(
    sides: tuple[Side, Side],
    subjects: tuple[pd.Series, ...],
    unlisted: tuple[NDArray[np.bool_], ...],
) -> dict[str, int]:
    """Return what each kind that one bill leaves out, and fees within entries, make of the difference."""
    told: dict[str, int] = {}
    for sign, side, subject, alone in zip((1, -1), sides, subjects, unlisted, strict=True):
        codes, words = pd.factorize(subject.where(alone, "tech_fee"))
        sums = sum_by(codes.astype(np.int64), side.aside, len(words))
        for word, cents in zip(words, sums.tolist(), strict=True):
            told[word] = told.get(word, 0) + sign * cents
    return told


def _by_day(left: Side, right: Side, verdicts: Verdicts) -> Grid:
    """Return what both bills tell per day, without what one of them does not cover."""
    apart = [STATE_CODE[State.NOT_DUE], STATE_CODE[State.DUPLICATE_ENTRY]]
    days = {}
    for name, side in (("left", left), ("right", right)):
        rows = ~np.isin(verdicts.states[side.groups], apart)
        day = side.frame["time"].dt.normalize()[rows]
        compared = pd.Series((side.cents - side.aside)[rows], index=day.index)
        days[f"{name}_cents"] = compared.groupby(day).sum()
        days[f"{name}_rows"] = compared.groupby(day).size()
    frame = pd.DataFrame(days).fillna(0).astype("int64").sort_index()
    frame = frame.rename_axis("day").reset_index()
    frame["difference_cents"] = frame["left_cents"] - frame["right_cents"]
    return Grid(
        key="days",
        title=Text(zh="每天两份账单各是多少", en="Both bills day by day"),
        columns=_DAY_COLUMNS,
        frame=frame[[column.key for column in _DAY_COLUMNS]],
        caption=Text(
            zh="只算两份账单都应有的流水；某天只差一边，多半是入账日期不同。",
            en="Only what both bills should hold; a day that differs on one side alone often means another booking date.",
        ),
        sums=tuple(
            (c.key, int(frame[c.key].sum())) for c in _DAY_COLUMNS if c.unit is not Unit.DATE
        ),
    )


PAIR = Pair(
    key="payments.second_bills",
    wording=WORDING,
    needs=(("payments", ("time", "amount")), ("second_bills", ("time", "amount"))),
    reconcile=reconcile,
)
