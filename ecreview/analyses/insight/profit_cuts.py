"""The same margins cut by shop, by product and by order; every cut sums to the period's total, to the cent.

What belongs to no order, and orders without item lines in the cut by product, stay in a row of their own. In
the cut by product an order's sales go to its lines by what was paid for them after refunds, its fees, freight
and ads by what was paid for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.margins.parts import DECIDING, FULFILMENT, PROMOTION, TO_CONTRIBUTION, Source
from ecreview.analyses.margins.profit import POINT_COVERAGE
from ecreview.analyses.measures import codes_of
from ecreview.model.money import allocate_groups, sum_by
from ecreview.model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.margins.profit import Profit
    from ecreview.analyses.margins.table import OrderMargins

    Cents = NDArray[np.int64]

SUMS = ("gmv_pay", "net_sales", "cogs", "costs", "promotion", "known_net", "line_net")


def by_shop(margins: OrderMargins, mine: NDArray[np.bool_], profit: Profit) -> pd.DataFrame:
    """Return the sums per shop and platform, largest first, then what belongs to no order.

    shop, platform, orders, SUMS…, is_unknown (a cost that decides is told by nobody), is_costless (False),
    kind (shop | none)
    """
    orders, goods = margins.orders, margins.goods
    words = pd.DataFrame({name: _words(orders.frame, name) for name in ("shop", "platform")})
    keys = words[mine].drop_duplicates().sort_values(["shop", "platform"], ignore_index=True)
    codes = pd.MultiIndex.from_frame(keys).get_indexer(pd.MultiIndex.from_frame(words[mine]))
    amounts = {
        "gmv_pay": orders.gross, "net_sales": orders.net, "cogs": goods.mid,
        "costs": margins.sum_of(TO_CONTRIBUTION), "promotion": margins.sum_of(PROMOTION),
        "known_net": goods.known_net, "line_net": goods.line_net,
    }  # fmt: skip
    frame = keys.assign(
        orders=np.bincount(codes, minlength=len(keys)),
        **{key: sum_by(codes, cents[mine], len(keys)) for key, cents in amounts.items()},
        is_unknown=np.bincount(codes, weights=_unknown(margins)[mine], minlength=len(keys)) > 0,
        is_costless=False,
        kind="shop",
    )
    frame = frame.sort_values(["net_sales", "shop", "platform"], ascending=[False, True, True])
    return _with_rest(frame, profit)


def by_product(margins: OrderMargins, mine: NDArray[np.bool_], profit: Profit) -> pd.DataFrame:
    """Return the sums per product, by contribution, then those of orders without lines and of no order.

    sku_code, title, units, SUMS…, is_unknown, is_costless (given away only, at an unknown cost),
    kind (product | none)
    """
    lines = margins.goods.lines
    lines = lines[mine[lines["order"]] & (lines["product"] >= 0).to_numpy()]
    codes, products = codes_of(lines["product"])
    amounts = _line_amounts(margins, lines)
    size = len(products)
    first = lines.groupby("product", sort=False)[["sku_code", "product_id", "title"]].first()
    first = first.reindex(products)
    frame = pd.DataFrame(
        {
            "sku_code": first["sku_code"].fillna(first["product_id"]).to_numpy(),
            "title": first["title"].to_numpy(),
            "units": sum_by(codes, lines["quantity"].to_numpy(), size),
            **{key: sum_by(codes, cents, size) for key, cents in amounts.items()},
            "is_unknown": _any(codes, _unknown(margins)[lines["order"]], size),
            "is_costless": _any(codes, ~lines["is_known"].to_numpy(), size),
            "kind": "product",
        }
    )
    frame["is_costless"] &= frame["line_net"] == 0
    is_known = (frame["known_net"] >= POINT_COVERAGE * frame["line_net"]) & ~frame["is_costless"]
    left = (frame["net_sales"] - frame["cogs"] + frame["costs"]).where(is_known)
    by = ["left", "net_sales", "sku_code", "title"]
    frame = frame.assign(left=left).sort_values(by, ascending=[False, False, True, True])
    return _with_rest(frame.drop(columns="left"), profit)


def _any(codes: Cents, flags: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    """Return per code whether any flag is set."""
    return np.asarray(np.bincount(codes, weights=flags, minlength=size) > 0)


def _line_amounts(margins: OrderMargins, lines: pd.DataFrame) -> dict[str, Cents]:
    """Return the share of each line in its order."""
    orders, at = margins.orders, lines["order"].to_numpy()
    groups, entries = codes_of(lines["order"])
    amount, net = lines["amount"].to_numpy().clip(min=0), lines["net"].to_numpy().clip(min=0)
    kept = np.where((sum_by(at, net, len(orders)) > 0)[at], net, amount)

    def shared(cents: Cents, by: Cents) -> Cents:
        return allocate_groups(cents[entries.to_numpy()], by, groups)

    own = lines["net"].to_numpy()
    return {
        "gmv_pay": shared(orders.gross, amount),
        "net_sales": shared(orders.net, kept),
        "cogs": lines["mid"].to_numpy(),
        "costs": shared(margins.sum_of(TO_CONTRIBUTION), amount),
        "promotion": shared(margins.sum_of(PROMOTION), amount),
        "known_net": np.where(lines["is_known"].to_numpy(), own, 0),
        "line_net": own,
    }


def _with_rest(frame: pd.DataFrame, profit: Profit) -> pd.DataFrame:
    """Return the rows with one more that makes them sum to the period."""
    whole = {
        "gmv_pay": profit.gross_cents, "net_sales": profit.net_cents, "cogs": profit.cogs_mid,
        "costs": profit.sum_of(TO_CONTRIBUTION), "promotion": profit.sum_of(PROMOTION),
        "known_net": profit.known_cents, "line_net": profit.line_cents,
    }  # fmt: skip
    left = {key: cents - int(frame[key].sum()) for key, cents in whole.items()}
    if not any(left.values()):
        return frame.reset_index(drop=True)
    row = pd.DataFrame([left | {"is_unknown": False, "is_costless": False, "kind": "none"}])
    return pd.concat([frame, row], ignore_index=True).astype(dict.fromkeys(SUMS, "int64"))


def _words(frame: pd.DataFrame, column: str) -> NDArray[np.object_]:
    """Return a column of words, empty where unknown."""
    if column not in frame.columns:
        return np.full(len(frame), "", dtype=object)
    return frame[column].astype("object").fillna("").to_numpy(dtype=object)


def _unknown(margins: OrderMargins) -> NDArray[np.bool_]:
    """Return which orders lack a cost that decides their contribution."""
    flags = [margins.parts[key].source == Source.UNKNOWN for key in DECIDING]
    return np.asarray(np.any(flags, axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """Orders that cost more than they brought, before ads.

    Attributes:
        frame: order_id, paid_at, shop, paid, refunded, cogs, costs, contribution, reason; worst first.
        judged: paid orders whose costs are known.
    """

    frame: pd.DataFrame
    judged: int

    @property
    def cents(self) -> int:
        """Return what they lost together, negative."""
        return int(self.frame["contribution"].sum())


REASONS = {
    "refund": Text(zh="退款", en="refund"),
    "price": Text(zh="成本高于售价", en="cost above the price"),
    "freight": Text(zh="运费和包装", en="freight and packaging"),
    "fees": Text(zh="平台费用", en="platform fees"),
}


def losses_of(margins: OrderMargins, mine: NDArray[np.bool_]) -> Losses:
    """Return the orders that lost money, of those whose costs are all known."""
    orders, goods = margins.orders, margins.goods
    at = goods.lines["order"].to_numpy()
    bare = goods.lines["is_kept"].to_numpy() & ~goods.lines["is_known"].to_numpy()
    is_sure = goods.has_lines & (np.bincount(at, weights=bare, minlength=len(orders)) == 0)
    judged = mine & is_sure & ~_unknown(margins)
    left, costs = margins.contribution, margins.sum_of(TO_CONTRIBUTION)
    rows = np.flatnonzero(judged & (left < 0))
    shipping = margins.sum_of(FULFILMENT)[rows]
    gross, net, cogs = orders.gross[rows], orders.net[rows], goods.mid[rows]
    reason = np.select(
        [
            (orders.refunded[rows] > 0) & (gross - cogs + costs[rows] >= 0) | orders.is_gone[rows],
            cogs > net,
            left[rows] - shipping >= 0,
        ],
        ["refund", "price", "freight"],
        "fees",
    )
    frame = pd.DataFrame(
        {
            "order_id": orders.frame["order_id"].to_numpy()[rows],
            "paid_at": orders.frame["paid_at"].to_numpy()[rows],
            "shop": _words(orders.frame, "shop")[rows],
            "paid": gross,
            "refunded": orders.refunded[rows],
            "cogs": cogs,
            "costs": costs[rows],
            "contribution": left[rows],
            "reason": reason,
        }
    )
    return Losses(
        frame.sort_values(["contribution", "order_id"], kind="stable", ignore_index=True),
        int(judged.sum()),
    )


def free_units(margins: OrderMargins, mine: NDArray[np.bool_]) -> int:
    """Return the units without a cost that were given away: a ratio of nothing tells nothing of their cost."""
    lines = margins.goods.lines
    is_free = (lines["amount"] == 0) & lines["is_kept"] & ~lines["is_known"]
    return int(lines.loc[is_free.to_numpy() & mine[lines["order"]], "quantity"].sum())


def without_cost(margins: OrderMargins, mine: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the SKUs without a cost, most money first, then the orders without lines.

    sku_code, title, units, net (cents); together they are the net sales without a known cost.
    """
    goods = margins.goods
    lines = goods.lines[mine[goods.lines["order"]] & ~goods.lines["is_known"].to_numpy()]
    by_product = lines.groupby("product", dropna=False)
    found: pd.DataFrame = by_product.agg(
        sku_code=("sku_code", "first"), title=("title", "first"),
        units=("quantity", "sum"), net=("net", "sum"),
    )  # fmt: skip
    found = found.sort_values(["net", "sku_code", "title"], ascending=[False, True, True])
    bare = int(margins.orders.net[mine & ~goods.has_lines].sum())
    rows = [found, pd.DataFrame([{"net": bare}])] if bare else [found]
    return pd.concat(rows, ignore_index=True)
