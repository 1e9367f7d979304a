"""What the tables given tell about tables that were not: orders out of their lines, refunds out of returns.

An order is every order number with a line of positive quantity and amount. It was paid when its lines say
so; where the file has no payment time at all, when it was placed. A line with a negative quantity is a
refund on its own day; it belongs to an order only where its number is that of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, category, has, ints, known, mask, put, text_column, whole
from ecreview.intake.duplicates import codes_of, group_rows
from ecreview.model.dataset import SOURCE_COLUMNS
from ecreview.model.fields import Kind
from ecreview.model.table_spec import NO_MONEY
from ecreview.model.tables import ORDER_LINES, ORDERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNPAID = ("created_unpaid", "closed_unpaid")
_SHARED_FIELDS = {f.key for f in ORDER_LINES.fields}
# Of several lines the first one that says something speaks for the order; amounts are added up.
_TAKEN = (
    *(
        f.key
        for f in ORDERS.fields
        if f.key in _SHARED_FIELDS
        and f.kind in {Kind.CATEGORY, Kind.KEY, Kind.ID, Kind.TEXT, Kind.FLAG, Kind.TIME}
        and f.key not in {"order_id", "created_at", "paid_at", "refund_state", "title"}
    ),
    *SOURCE_COLUMNS,
)
_SUMMED = tuple(
    f.key
    for f in ORDERS.fields
    if f.key in _SHARED_FIELDS and f.kind is Kind.CENTS and f.key != "refunded"
)
_LATE = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """The rows of a table by order.

    Attributes:
        order: row positions, the rows of an order together, in their own order.
        starts: where in `order` each order begins.
    """

    order: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, table: pa.Table) -> _Groups:
        """Return the rows by order number (within platform and shop, where told); a damaged number joins none."""
        names = [name for name in ("platform", "shop", "order_id") if has(table, name)]
        groups = group_rows([codes_of(text_column(table, name)) for name in names])
        if has(table, "is_id_lossy"):
            lossy = mask(table["is_id_lossy"])
            groups = np.where(lossy, len(groups) + np.arange(len(groups)), groups)
        order = np.argsort(groups, kind="stable")
        return cls(order, np.flatnonzero(np.r_[True, np.diff(groups[order]) != 0]))

    def sum(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the sum per order."""
        return np.add.reduceat(values[self.order], self.starts)

    def sum_known(self, table: pa.Table, name: str) -> pa.Array:
        """Return the sum per order of a column of cents, null where no line tells it."""
        told = np.add.reduceat(known(table, name)[self.order].astype(np.int64), self.starts)
        return pa.array(self.sum(ints(table, name)), mask=told == 0)

    def earliest(self, times: pa.ChunkedArray) -> pa.Array:
        """Return the first time per order, null where none is known."""
        seconds = pc.fill_null(times.cast(pa.int64()), _LATE).to_numpy()
        first = np.minimum.reduceat(seconds[self.order], self.starts)
        return pa.array(first, mask=first == _LATE).cast(pa.timestamp("s"))

    def first_known(self, column: pa.ChunkedArray) -> pa.Array:
        """Return the first value per order, null where none is known."""
        if np.array_equal(self.order, self.starts):
            return whole(column)  # each row is an order of its own: their memory is shared
        is_known = mask(column.is_valid())[self.order]
        at = np.where(is_known, np.arange(len(self.order)), len(self.order))
        first = np.minimum.reduceat(at, self.starts)
        ends = np.r_[self.starts[1:], len(self.order)]
        rows = self.order[np.minimum(first, len(self.order) - 1)]
        taken = column.take(pa.array(rows, mask=first >= ends))
        return whole(taken)


def orders_from_lines(lines: pa.Table) -> pa.Table | None:
    """Return one order per order number that sold something, None where no line tells amount and time.

    order_id, created_at, quantity, line_amount [, paid_at, line_paid, refunded, …] → the orders columns
    """
    if not (has(lines, "line_amount") and has(lines, "created_at")):
        return None
    is_sale = _is_sale(lines) & known(lines, "created_at")
    sales = lines if is_sale.all() else lines.filter(pa.array(is_sale))
    if not len(sales):
        return None
    groups = _Groups.of(sales)
    taken = {name: groups.first_known(sales[name]) for name in _TAKEN if has(sales, name)}
    columns = taken | _order_columns(sales, groups)
    return pa.table({name: columns[name] for name in _in_order(columns)})


def _is_sale(lines: pa.Table) -> NDArray[np.bool_]:
    """Return the lines of positive quantity and amount; of a row shared out, also the share without a unit."""
    quantity, is_paid = ints(lines, "quantity"), ints(lines, "line_amount") > 0
    is_share = is_paid & known(lines, "quantity") & (quantity == 0)
    if is_share.any():
        rows = group_rows([codes_of(text_column(lines, name)) for name in SOURCE_COLUMNS])
        is_share &= np.bincount(rows)[rows] > 1
    return np.asarray(is_paid & (quantity > 0) | is_share)


def _order_columns(sales: pa.Table, groups: _Groups) -> dict[str, pa.Array]:
    """Return number, times and money of each order."""
    created = groups.earliest(sales["created_at"])
    paid = groups.earliest(_payment_times(sales))
    amount = groups.sum(ints(sales, "line_amount"))
    per_line = np.where(
        known(sales, "line_paid"), ints(sales, "line_paid"), ints(sales, "line_amount")
    )
    gross = np.where(paid.is_valid().to_numpy(zero_copy_only=False), groups.sum(per_line), 0)
    columns = {
        "order_id": groups.first_known(sales["order_id"]),
        "created_at": created,
        "paid_at": paid,
        "order_amount": pa.array(amount),
        "paid_gross": pa.array(gross),
        "units": pa.array(groups.sum(ints(sales, "quantity"))),
        **{name: groups.sum_known(sales, name) for name in _SUMMED if has(sales, name)},
    }
    if not has(sales, "refunded"):
        return columns
    told = pa.array(groups.sum((~is_silent(sales, "refunded")).astype(np.int64)) > 0)
    return columns | {
        name: pc.if_else(told, column, pa.scalar(None, column.type))
        for name, column in _refund_columns(groups.sum(ints(sales, "refunded")), gross).items()
    }


def _payment_times(sales: pa.Table) -> pa.ChunkedArray:
    """Return when each line was paid; in an export without payment times when it was ordered, unless unpaid."""
    unpaid = mask(pc.is_in(text_column(sales, "status"), pa.array(_UNPAID, TEXT)))
    never = pa.nulls(len(sales), pa.timestamp("s"))
    paid = sales["paid_at"] if has(sales, "paid_at") else never
    stands_in = is_silent(sales, "paid_at") & ~unpaid
    return pc.if_else(pa.array(stands_in), sales["created_at"], paid)


def is_silent(table: pa.Table, name: str) -> NDArray[np.bool_]:
    """Return the rows of files that tell a column for none of their rows."""
    told = known(table, name)
    if told.all():
        return ~told
    file = codes_of(text_column(table, "source_file"))
    return ~np.isin(file, file[told])


def _refund_columns(refunded: NDArray[np.int64], gross: NDArray[np.int64]) -> dict[str, pa.Array]:
    """Return refunded, net and refund state of orders."""
    state = np.where(refunded <= 0, "none", np.where(refunded < gross, "partial", "full"))
    return {
        "refunded": pa.array(refunded),
        "paid_net": pa.array(gross - refunded),
        "refund_state": category(pa.array(state, TEXT)),
    }


def _in_order(columns: dict[str, pa.Array]) -> list[str]:
    """Return the column names in the order of the spec, the source columns last."""
    known_fields = [field.key for field in ORDERS.fields]
    return [name for name in (*known_fields, *SOURCE_COLUMNS) if name in columns]


def split_shared_orders(lines: pa.Table) -> tuple[pa.Table, int]:
    """Return the lines with order numbers told apart where several buyers share one, and how many those were.

    The first buyer keeps the number, the next ones get `·2`, `·3` … behind it.
    """
    if not has(lines, "buyer_key"):
        return lines, 0
    number, buyer = (codes_of(text_column(lines, name)) for name in ("order_id", "buyer_key"))
    several = np.flatnonzero(known(lines, "buyer_key") & (np.bincount(number)[number] > 1))
    rank = np.zeros(len(lines), dtype=np.int64)
    rank[several] = _rank_within(number[several], buyer[several])
    if not rank.any():
        return lines, 0
    marks = pa.array(["", *(f"·{n}" for n in range(2, int(rank.max()) + 2))], TEXT)
    told = pc.binary_join_element_wise(
        text_column(lines, "order_id"), marks.take(pa.array(rank)), pa.scalar("", TEXT)
    )
    return put(lines, "order_id", told), len(np.unique(number[rank > 0]))


def _rank_within(groups: NDArray[np.int64], members: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return per row as how manyth member of its group its member came first, from 0.

    Examples:
        >>> _rank_within(np.array([0, 0, 1, 0]), np.array([5, 3, 3, 5])).tolist()
        [0, 1, 0, 0]
    """
    size = members.max(initial=0) + 1
    pairs, first, at = np.unique(groups * size + members, return_index=True, return_inverse=True)
    order = np.lexsort((first, pairs // size))
    place = np.arange(len(order))
    is_start = np.r_[True, np.diff((pairs // size)[order]) != 0][: len(order)]
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = place - np.maximum.accumulate(np.where(is_start, place, 0))
    return np.asarray(rank[at], dtype=np.int64)


def refunds_from_returns(lines: pa.Table, orders: pa.Table) -> pa.Table | None:
    """Return one refund per line that was taken back for money, None where there is none.

    order_id, created_at, quantity, line_amount [, buyer_key, …] → refund_id, order_id, finished_at, amount …
    """
    is_return = (ints(lines, "quantity") < 0) & (ints(lines, "line_amount") < 0)
    returns = lines.filter(pa.array(is_return & known(lines, "created_at")))
    if not len(returns):
        return None
    number = whole(returns["order_id"])
    of_order = pc.is_in(number, whole(orders["order_id"]))
    row = returns["source_row"].cast(TEXT)
    columns = {
        "refund_id": pc.binary_join_element_wise(number, row, pa.scalar("-", TEXT)),
        "order_id": pc.if_else(of_order, number, pa.scalar(None, TEXT)),
        "finished_at": returns["created_at"],
        "amount": pc.negate(returns["line_amount"]),
    }
    taken = ("platform", "shop", "buyer_key", *SOURCE_COLUMNS)
    return pa.table(columns | {name: returns[name] for name in taken if has(returns, name)})


def refunds_into_orders(orders: pa.Table, refunds: pa.Table) -> pa.Table:
    """Return the orders with what the refunds that name them gave back.

    As they are where they tell refunds themselves. Of a platform with refunds that name its orders, an order
    that none names had none; of any other platform refunds stay unknown.

    orders: order_id, paid_gross [, platform, refunded] → refunded, paid_net, refund_state
    """
    open_rows = ~known(orders, "refunded")
    if not open_rows.any() or not has(refunds, "order_id"):
        return orders
    status = pc.fill_null(text_column(refunds, "status"), "")
    moved = pc.invert(pc.match_substring_regex(status, NO_MONEY))
    done = refunds.filter(pc.and_(moved, pc.is_valid(whole(refunds["order_id"]))))
    at = pc.index_in(done["order_id"], whole(orders["order_id"]))
    rows = pc.fill_null(at, -1).to_numpy().astype(np.int64)
    told = (rows >= 0) & open_rows[rows]
    if not told.any():
        return orders
    refunded = np.zeros(len(orders), dtype=np.int64)
    np.add.at(refunded, rows[told], ints(done, "amount")[told])
    platform = codes_of(text_column(orders, "platform"))
    filled = open_rows & np.isin(platform, platform[rows[told]])
    is_told = known(orders, "paid_gross")  # of an unknown amount nothing can be taken off
    for name, column in _refund_columns(refunded, ints(orders, "paid_gross")).items():
        before = orders[name] if has(orders, name) else pa.nulls(len(orders), column.type)
        is_filled = filled if name == "refunded" else filled & is_told
        orders = put(orders, name, pc.if_else(pa.array(is_filled), column, before))
    return orders
