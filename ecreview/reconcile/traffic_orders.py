"""The platform's daily summary against the orders (RC-6): whose total is it, and by which definition.

Unit of observation: the shop-day. The orders are added up by every definition that their columns allow; the
one that reproduces the most days is compared (`ecreview.reconcile.fits`). The first and last day of
the orders are left out, since an export rarely holds them whole, and so is what lies outside either file. A
day that the summary skips is missing, not 0. Orders that the definition does not count stand aside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of
from ecreview.model.text import EMPTY, Text
from ecreview.reconcile.answers import Answer, answer_notes, definition_grid, residual_grid
from ecreview.reconcile.base import Pair, Reconciliation, State, Wording
from ecreview.reconcile.decisions import apply_decisions
from ecreview.reconcile.definitions import USUAL, definitions_for
from ecreview.reconcile.engine import settle
from ecreview.reconcile.fits import fit
from ecreview.reconcile.groups import Rule, Side, group_sums, held
from ecreview.reconcile.keys import Keys
from ecreview.reconcile.shop_sales import ShopSales, money_columns, read_shop_sales
from ecreview.reconcile.tolerance import order_tolerance

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope, Settings
    from ecreview.reconcile.decisions import Decided
    from ecreview.reconcile.tolerance import Tolerance

WORDING = Wording(
    title=Text(zh="平台日报 ↔ 订单", en="Daily summary ↔ orders"),
    left=Text(zh="平台日报合计 {amount}", en="{amount} in the daily summary"),
    right=Text(zh="订单按同一口径合计 {amount}", en="{amount} in orders on its definition"),
    states={
        State.MATCHED: Text(zh="分毫不差", en="Equal to the cent"),
        State.ORDER_ONLY: Text(zh="只有日报有这一天", en="Day in the summary only"),
        State.PAYMENT_ONLY: Text(zh="日报缺这一天", en="Day missing in the summary"),
        State.NOT_DUE: Text(zh="不比较", en="Not compared"),
    },
    item=Text(zh="日期", en="Day"),
)
_MORE = Text(zh="日报多于订单", en="the summary has more than the orders")
_LESS = Text(zh="日报少于订单", en="the summary has less than the orders")
_NEAR = Text(zh="差额在容差内", en="the difference is within the tolerance")
_NO_ORDERS = Text(
    zh="订单表里这一天没有计入的订单", en="the orders hold nothing that counts that day"
)
_NO_DAY = Text(zh="日报里没有这一天，不当作 0", en="the summary skips this day, which is not 0")
_OUTSIDE = Text(
    zh="只在一份文件的日期内，或是订单的首尾一天（可能不完整）",
    en="within the days of one file only, or the first or last day of the orders, which may not be whole",
)


def reconcile(dataset: Dataset, scope: Scope, settings: Settings) -> Reconciliation:  # noqa: ARG001 - all rows count, whatever the scope
    """Return the daily summary against the orders by the definition that fits best, over all rows."""
    sales = read_shop_sales(dataset)
    answers = tuple(_find(sales, platform) for platform in _told_platforms(sales))
    left, right = _summary_side(sales), _order_side(sales, answers)
    people = _decisions(settings, left, right, sales.calendar.size + 1)
    right = replace(right, groups=people.keys.right, memo={})
    tolerance = order_tolerance(settings)
    rules = _rules(sales, left, right, tolerance)
    result = settle(
        PAIR,
        sides=(left, right),
        verdicts=people.judge(rules, (left, right), tolerance),
        explained={},
        tolerance=tolerance.cents,
    )
    return replace(
        result,
        notes=answer_notes(answers, sales.sold),
        grids=(definition_grid(answers), *residual_grid(sales, right, answers)),
    )


def _told_platforms(sales: ShopSales) -> list[str]:
    """Return the platforms of which there is a summary."""
    platforms = dict.fromkeys(platform for platform, _ in sales.calendar.shops)
    return [p for p in platforms if sales.is_told[sales.calendar.of_platform(p)].any()]


def _find(sales: ShopSales, platform: str) -> Answer:
    """Return which definition the summary of a platform follows.

    The usual one is given up only for one that reproduces more days: a smaller sum of differences alone
    proves nothing.
    """
    mine = sales.calendar.of_platform(platform)
    reported = replace(sales.reported, is_compared=sales.reported.is_compared & mine)
    usual = USUAL[sales.column]
    fits = fit(definitions_for(sales.sold, usual), sales.sold, reported)
    plain = next((f for f in fits if usual in f.definitions), fits[0])
    is_mere_gap = fits[0].equal == plain.equal and fits[0].gap_cents < plain.gap_cents
    return Answer(platform, fits, plain if is_mere_gap else fits[0], mine)


def _summary_side(sales: ShopSales) -> Side:
    """Return the rows of the summary, each in the group of its shop-day."""
    cells = sales.summary_cells
    frame = sales.summary.assign(day=sales.calendar.labels(cells))
    cents = cents_of(frame[sales.column])
    return Side(frame, cents, np.zeros_like(cents), cells, key="day")


def _order_side(sales: ShopSales, answers: tuple[Answer, ...]) -> Side:
    """Return the orders as their platform's definition counts them, then refunds where they count as such.

    What it does not count is in the last group, with nothing.
    """
    cells = np.full(len(sales.orders), sales.calendar.size)
    cents = np.zeros(len(sales.orders), dtype=np.int64)
    frame = sales.orders
    for answer in answers:
        definition = answer.definition
        at = sales.sold.cells[definition.time]
        counts = sales.sold.counts(definition) & np.append(answer.cells, False)[at]
        cells[counts], cents[counts] = at[counts], sales.sold.worth(definition)[counts]
    by_date = [a.cells for a in answers if a.definition.refund == "refund_date"]
    if by_date and sales.sold.refunds is not None:
        days, refunded = sales.sold.refunds
        use = np.append(np.any(by_date, axis=0), False)[days]
        columns = ["order_id", "source_file", "source_row"]
        frame = pd.concat([frame[columns], sales.refunds[use].reindex(columns=columns)])
        frame = frame.astype({"source_file": "category"}).reset_index(drop=True)
        cells, cents = np.append(cells, days[use]), np.append(cents, -refunded[use])
    frame = frame.assign(day=sales.calendar.labels(cells))
    return Side(frame, cents, np.zeros_like(cents), cells, key="day")


def _decisions(settings: Settings, left: Side, right: Side, size: int) -> Decided:
    """Return what people decided; the rows of both sides are named by their day."""
    keys = Keys(left.groups, right.groups, size, exact=0, normalised=0, by_line=0)
    ours, theirs = (side.frame[["day"]].set_axis(["order_id"], axis=1) for side in (left, right))
    return apply_decisions(settings, PAIR.key, keys, ours, theirs)


def _rules(sales: ShopSales, left: Side, right: Side, tolerance: Tolerance) -> list[Rule]:
    """Return the rules that give every shop-day its state and reason; a later one decides."""
    size = sales.calendar.size + 1
    told, due = (np.append(mask, False) for mask in (sales.is_told, sales.is_due))
    ordered = held(right.groups, size)
    owed = group_sums(left, size)
    apart = owed - group_sums(right, size)
    return [
        Rule(told & (apart > 0), State.AMOUNT_DIFFERS, _MORE),
        Rule(told & (apart < 0), State.AMOUNT_DIFFERS, _LESS),
        Rule(told & ~ordered, State.ORDER_ONLY, _NO_ORDERS),
        Rule(told & tolerance.allows(apart, owed), State.WITHIN_TOLERANCE, _NEAR),
        Rule(told & (apart == 0), State.MATCHED, EMPTY),
        Rule(~told & ordered, State.PAYMENT_ONLY, _NO_DAY),
        Rule(~due | ~(told | ordered), State.NOT_DUE, _OUTSIDE),
    ]


def _meet(dataset: Dataset) -> bool:
    """Return whether the summary tells money, of days on which orders were placed."""
    if not money_columns(dataset):
        return False
    days = dataset.tables["traffic_daily"].frame["date"]
    placed = dataset.tables["orders"].frame["created_at"]
    return bool(days.max() >= placed.min().normalize() and days.min() <= placed.max())


PAIR = Pair(
    key="traffic_daily.orders",
    wording=WORDING,
    needs=(
        ("traffic_daily", ("date",)),
        ("orders", ("order_id", "created_at", "order_amount", "paid_at", "paid_gross")),
    ),
    reconcile=reconcile,
    is_apt=_meet,
)
