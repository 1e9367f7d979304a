"""The planted truths, counted in the made-up world itself: what a review of the sample has to find.

Amounts are integers of cents. Two orders are not in the tables that a review can build (their row is
unreadable or has no id); they are left out here too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ecreview.samples import days
from ecreview.samples.catalogue import SOLD_OUT, WITHOUT_COST
from ecreview.samples.shop_report import shop_days
from ecreview.samples.taobao import (
    exported_lines,
    first_orders,
    order_cells,
    second_orders,
)
from ecreview.samples.templates import target_values
from ecreview.samples.world import BILL_END, EXPORTED, EXPORTED_AGAIN, GROUPS

if TYPE_CHECKING:
    from datetime import date

    from ecreview.samples.alipay import Entry
    from ecreview.samples.world import Order, World

LOST_PLANTS = frozenset({"amount_unreadable", "id_blank"})
_FEES = ("commission", "freight_insurance", "tech_fee")
_REPURCHASE_DAYS = 30
_DAY = timedelta(days=1)
_TOLERANCE = 100  # cents


def count_truths(world: World, entries: tuple[Entry, ...]) -> dict[str, Any]:
    """Return all planted truths, ready for JSON."""
    orders = [o for o in world.orders if o.plant not in LOST_PLANTS]
    return {
        "schema": "ecreview.sample/1",
        "period": [str(days.START), str(days.END)],
        "baseline": [str(days.BEFORE_START), str(days.BEFORE_END)],
        "data": [str(days.FIRST), str(days.LAST)],
        "totals": {
            "period": totals(world, orders, days.START, days.END),
            "baseline": totals(world, orders, days.BEFORE_START, days.BEFORE_END),
            "all": totals(world, orders, days.FIRST, days.LAST),
        },
        "targets": target_values(world.scale),
        "cleaning": _cleaning(world),
        "reconciliation": {
            "orders.payments": reconciliation(orders, entries),
            "orders.order_lines": _lines_reconciliation(world, orders),
            "traffic_daily.orders": _days_reconciliation(world, orders),
        },
        "funnel": {"leak": "cart_order", "because": "stock_out", "skus": list(SOLD_OUT)},
        "anomalies": {
            "drop": str(days.DROP_DAY),
            "missing_day": str(days.MISSING_DAY),
            "level_shift": str(days.SHIFT_DAY),
            "level_shift_factor": days.SHIFT,
        },
        "customers": _customers(orders),
        "costs": _costs(orders),
    }


def _inside(moment: Any, first: date, last: date) -> bool:
    """Return whether a time falls on one of the days."""
    return moment is not None and first <= moment.date() <= last


def totals(world: World, orders: list[Order], first: date, last: date) -> dict[str, int]:
    """Return the sums of a stretch of days: orders by placing or payment, people by the daily report."""
    placed = [o for o in orders if _inside(o.created, first, last)]
    paid = [o for o in orders if _inside(o.paid, first, last)]
    report = [d for d in shop_days(world) if first <= d.day <= last and d.day != days.MISSING_DAY]
    gross, refunded = sum(o.gross for o in paid), sum(o.refunded for o in paid)
    return {
        "orders_placed": len(placed),
        "gmv_order": sum(o.total for o in placed),
        "orders_paid": len(paid),
        "gmv_pay": gross,
        "refunded": refunded,
        "gsv": gross - refunded,
        "orders_refunded": sum(o.refunded > 0 for o in paid),
        "buyers_paid": len({o.buyer for o in paid}),
        "units_paid": sum(line.quantity for o in paid for line in o.lines),
        "uv": sum(d.visitors for d in report),
        "cart_users": sum(d.carts for d in report),
        "order_buyers": sum(d.order_buyers for d in report),
        "pay_buyers": sum(d.pay_buyers for d in report),
        "pay_amount_reported": sum(d.pay_amount for d in report),
        "ad_spend": sum(d.search_ads + d.display_ads for d in report),
    }


def _cleaning(world: World) -> dict[str, Any]:
    """Return what the files hold that must not be counted, or not twice."""
    first, second = first_orders(world), second_orders(world)
    again = {o.order_id for o in second}
    overlap = [o for o in first if o.order_id in again]
    plants = Counter(o.plant for o in world.orders)
    lines = exported_lines(world)
    return {
        "orders_first_rows": len(first) + plants["row_repeated"],
        "orders_second_rows": len(second),
        "orders": len(world.orders) - sum(plants[p] for p in LOST_PLANTS),
        "rows_repeated": plants["row_repeated"],
        "rows_amount_unreadable": plants["amount_unreadable"],
        "rows_id_blank": plants["id_blank"],
        "rows_id_truncated": plants["id_truncated"],
        "orders_in_both_exports": len(overlap),
        "of_those_changed": sum(
            order_cells(o, EXPORTED) != order_cells(o, EXPORTED_AGAIN) for o in overlap
        ),
        "lines": len(lines),
        "lines_total_row": sum(line.amount for _, line in lines),
    }


class _Tally:
    """Rows and cents per state, left and right apart."""

    def __init__(self) -> None:
        self.parts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def left(self, state: str, cents: int) -> None:
        """Count a row of the left side."""
        self.parts[state][0] += 1
        self.parts[state][2] += cents

    def right(self, state: str, cents: int) -> None:
        """Count a row of the right side."""
        self.parts[state][1] += 1
        self.parts[state][3] += cents

    def told(self) -> dict[str, dict[str, int]]:
        """Return the tally by state."""
        names = ("left_rows", "right_rows", "left_cents", "right_cents")
        return {s: dict(zip(names, p, strict=True)) for s, p in sorted(self.parts.items())}


def order_state(order: Order) -> str:
    """Return where an order stands against the bill."""
    if order.plant == "id_truncated":
        return "order_only"
    if order.received is None or order.received >= BILL_END:
        return "not_due"
    if order.plant in {"order_only", "amount_differs", "within_tolerance", "refund_unsettled"}:
        return order.plant
    return "matched"


def reconciliation(orders: list[Order], entries: tuple[Entry, ...]) -> dict[str, Any]:
    """Return the truth of orders against the ledger, per state and per reason."""
    known = {o.order_id: order_state(o) for o in orders if o.plant != "id_truncated"}
    tally = _Tally()
    for order in orders:
        tally.left(order_state(order), order.gross - order.refunded)
    for entry in entries:
        tally.right(_entry_state(entry, known), entry.cents)
    owed = sum(o.gross - o.refunded for o in orders)
    explained = _explained(orders, entries)
    difference = owed - sum(e.cents for e in entries)
    return {
        "states": tally.told(),
        "explained": explained,
        "unexplained_cents": difference - sum(explained.values()),
        "difference_cents": difference,
    }


def _entry_state(entry: Entry, known: dict[str, str]) -> str:
    """Return where an entry stands."""
    if entry.subject == "withdraw":
        return "transfer"
    if entry.plant == "twice":
        return "duplicate_entry"
    return known.get(entry.order_id, "payment_only")


def _explained(orders: list[Order], entries: tuple[Entry, ...]) -> dict[str, int]:
    """Return the difference (orders − ledger) per reason."""
    owed = {o.order_id: o.gross - o.refunded for o in orders}
    money: dict[str, int] = defaultdict(int)
    for entry in entries:
        if entry.subject in {"goods", "refund"} and not entry.plant:
            money[entry.order_id] += entry.cents
    apart: dict[str, int] = defaultdict(int)
    for order in orders:
        state = order_state(order)
        if state in {"not_due", "refund_unsettled", "within_tolerance"}:
            apart[state] += owed[order.order_id] - money[order.order_id]
    return {
        **{fee: -sum(e.cents for e in entries if e.subject == fee) for fee in _FEES},
        **apart,
        "duplicate_entry": -sum(e.cents for e in entries if e.plant == "twice"),
        "transfer": -sum(e.cents for e in entries if e.subject == "withdraw"),
    }


def _lines_reconciliation(world: World, orders: list[Order]) -> dict[str, Any]:
    """Return the truth of orders against their lines; postage explains itself."""
    tally = _Tally()
    lines = exported_lines(world)
    covered = {order.order_id for order, _ in lines}
    joined = {o.order_id for o in orders if o.plant != "id_truncated"}
    for order in orders:
        is_damaged = order.plant == "id_truncated"
        state = (
            "order_only" if is_damaged else "matched" if order.order_id in covered else "not_due"
        )
        tally.left(state, order.total)
    for order, line in lines:
        tally.right("matched" if order.order_id in joined else "payment_only", line.amount)
    return {"states": tally.told(), "explained": {"freight": sum(o.freight for o in orders)}}


def _days_reconciliation(world: World, orders: list[Order]) -> dict[str, Any]:
    """Return the truth of the shop's report against the orders, which it adds up by the day of payment.

    The rows that a review cannot read are in the report; the missing day is in the orders alone.
    """
    report = {d.day: d.pay_amount for d in shop_days(world) if d.day != days.MISSING_DAY}
    paid: dict[date, int] = defaultdict(int)
    for order in orders:
        if order.paid:
            paid[order.paid.date()] += order.gross
    placed = [o.created.date() for o in orders]
    first, last = max(min(placed) + _DAY, min(report)), min(max(placed) - _DAY, max(report))

    def state(day: date | None) -> str:
        if day is None or not first <= day <= last:
            return "not_due"
        if day not in report or (day not in paid and report[day]):
            return "payment_only" if day in paid else "order_only"
        apart = abs(report[day] - paid[day])
        return (
            "amount_differs" if apart > _TOLERANCE else "within_tolerance" if apart else "matched"
        )

    tally = _Tally()
    for day, cents in report.items():
        tally.left(state(day), cents)
    for order in orders:
        tally.right(
            state(order.paid.date() if order.paid else None), order.gross if order.paid else 0
        )
    return {"states": tally.told()}


def _customers(orders: list[Order]) -> dict[str, Any]:
    """Return repurchase and the planted groups of buyers."""
    bought: dict[str, list[date]] = defaultdict(list)
    group: dict[str, str] = {}
    for order in orders:
        if order.paid:
            bought[order.buyer].append(order.paid.date())
            group[order.buyer] = order.group
    near = timedelta(days=_REPURCHASE_DAYS)
    observed = {b: sorted(d) for b, d in bought.items() if min(d) + near <= days.LAST}
    again = sum(len(d) > 1 and d[1] - d[0] <= near for d in observed.values())
    return {
        "buyers": len(bought),
        "repeat_buyers": sum(len(d) > 1 for d in bought.values()),
        "rep_30": {"numerator": again, "denominator": len(observed)},
        "groups": {g: Counter(group.values())[g] for g in GROUPS},
        "cohorts": dict(sorted(Counter(f"{min(d):%Y-%m}" for d in bought.values()).items())),
    }


def _costs(orders: list[Order]) -> dict[str, Any]:
    """Return how much of what the period sold, after refunds, has a known cost.

    The order with the damaged id has lines that cannot be joined to it: its amount counts as unknown.
    """
    paid = [o for o in orders if _inside(o.paid, days.START, days.END)]
    whole = [o for o in paid if o.plant != "id_truncated"]
    lines = [line for order in whole for line in order.lines]
    unknown = sum(line.net for line in lines if line.item.sku in WITHOUT_COST)
    return {
        "skus_without_cost": list(WITHOUT_COST),
        "net_with_cost": sum(line.net for line in lines) - unknown,
        "net_without_cost": unknown
        + sum(o.gross - o.refunded for o in paid if o.plant == "id_truncated"),
    }
