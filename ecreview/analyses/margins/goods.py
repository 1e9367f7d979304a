"""Cost of goods: the unit cost valid at payment × the units that were kept, as a range where it is unknown.

Unit of observation: the item line of a paid order. Definitions:
    kept: not refunded in full, neither the line nor its order; a line refunded in part keeps its cost.
    returned: the goods come back and cost nothing, but for the share that cannot be sold again (settings);
        goods refunded before they were shipped never left.
    cost ratio of a SKU = cost ÷ paid amount of its kept lines, over all paid orders of the files.
    a line without a cost: its paid amount × the lowest, mean and highest ratio of the SKUs of its category
        (of the shop where the category has fewer than two with a known cost: one SKU is no range). An order
        without lines: its net sales at the ratios of the shop.
    cost coverage = net sales of kept lines with a known cost ÷ those of all lines and of orders without lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.margins.orders import find_ids
from ecreview.analyses.measures import codes_of
from ecreview.model.money import cents_of, sum_by

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.margins.orders import PaidOrders
    from ecreview.model.dataset import Dataset

    Cents = NDArray[np.int64]

TELLING_SKUS = 2  # known costs of a category from which its ratios are a range
_LIST = ("unit_cost", "packaging", "freight_per_order")
_ENDS = ("low", "mid", "high")
_SHIFT = 34  # bits for a time in seconds; above them the code
_NAMES = ("sku_code", "product_id", "title")


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """What the goods of the paid orders cost.

    Attributes:
        lines: one row per item line of a paid order, by order: order (entry), product (code, −1 none),
            sku_code, title, quantity, amount, net (cents after refunds, 0 where not kept), is_kept, is_known,
            low, mid, high (cost in cents), packaging, freight_per_order (NaN unknown).
        low, mid, high: cost of goods per order.
        known_net, line_net: per order, net sales with a known cost, and of all.
        has_lines: per order.
        is_told: whether any cost is known at all; without one nothing can be said.
    """

    lines: pd.DataFrame
    low: Cents
    mid: Cents
    high: Cents
    known_net: Cents
    line_net: Cents
    has_lines: NDArray[np.bool_]
    is_told: bool


def goods_of(dataset: Dataset, orders: PaidOrders, resaleable: float) -> Goods:
    """Return the cost of the goods of each order."""
    lines = _with_costs(_lines(dataset, orders), dataset.frame("product_costs"), orders)
    known = lines["is_known"].to_numpy()
    share = _cost_share(lines, orders, resaleable)
    sure = np.where(known, lines["unit_cost"].fillna(0) * lines["quantity"], 0) * share
    ratios, of_shop = _ratios(lines, known)
    at = lines["order"].to_numpy()
    has_lines = np.bincount(at, minlength=len(orders)) > 0
    bare = np.where(has_lines, 0, orders.net)
    unknown = bare.clip(min=0)
    amount = lines["amount"].to_numpy()
    sums = {}
    for name, ratio, bare_ratio in zip(_ENDS, ratios, of_shop, strict=True):
        cost = np.where(known, sure, amount * ratio * share)
        lines[name] = np.rint(cost).astype(np.int64)
        sums[name] = sum_by(at, lines[name].to_numpy(), len(orders))
        sums[name] += np.rint(unknown * bare_ratio).astype(np.int64)
    net = lines["net"].to_numpy()
    return Goods(
        lines,
        **sums,
        known_net=sum_by(at, np.where(known, net, 0), len(orders)),
        line_net=sum_by(at, net, len(orders)) + bare,
        has_lines=has_lines,
        is_told=bool((known & (amount > 0)).any()),
    )


def _lines(dataset: Dataset, orders: PaidOrders) -> pd.DataFrame:
    """Return the item lines of the paid orders, sorted so that their place in the file means nothing."""
    table = dataset.frame("order_lines")
    if table is None or "sku_code" not in table.columns or not _amounts(table):
        return _no_lines()
    at = orders.find(table["order_id"])
    use = (at >= 0) & table["quantity"].ge(0).fillna(value=False).to_numpy(dtype=bool)
    chosen, at = table[use], at[use]
    first, *others = _amounts(table)
    amount = chosen[first].fillna(chosen[others[0]]) if others else chosen[first]
    frame = pd.DataFrame(
        {
            "order": at,
            "quantity": cents_of(chosen["quantity"]),
            "amount": cents_of(amount),
            "refunded": cents_of(chosen["refunded"]) if "refunded" in chosen.columns else 0,
            "own_cost": _numbers(chosen, "unit_cost"),
            **{name: _texts(chosen, name) for name in (*_NAMES, "category")},
        }
    )
    frame = frame.sort_values(
        ["order", *_NAMES, "amount", "quantity", "refunded"], kind="stable", ignore_index=True
    )
    left = frame["refunded"] < frame["amount"]
    is_kept = ~orders.is_gone[frame["order"]] & (left | (frame["refunded"] == 0))
    net = np.where(is_kept, frame["amount"] - frame["refunded"], 0)
    named = frame["sku_code"].fillna(frame["product_id"]).fillna(frame["title"])
    return frame.assign(is_kept=is_kept, net=net, product=codes_of(named)[0])


def _amounts(table: pd.DataFrame) -> list[str]:
    """Return the columns that tell the amount of a line, the better one first."""
    return [c for c in ("line_paid", "line_amount") if c in table.columns]


def _numbers(frame: pd.DataFrame, column: str) -> NDArray[np.float64]:
    """Return a column of numbers, NaN where unknown or not there."""
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    return np.asarray(frame[column], dtype=np.float64)


def _texts(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of texts, null where it is not there."""
    if column not in frame.columns:
        return pd.Series(None, index=range(len(frame)), dtype="str")
    return frame[column].astype("str").reset_index(drop=True)


def _no_lines() -> pd.DataFrame:
    """Return no lines at all."""
    whole = ("order", "quantity", "amount", "refunded", "net", "product")
    columns = {name: pd.Series(dtype="int64") for name in whole}
    columns |= {name: pd.Series(dtype="str") for name in (*_NAMES, "category")}
    return pd.DataFrame(
        columns | {"own_cost": pd.Series(dtype="float64"), "is_kept": pd.Series(dtype="bool")}
    )


def _with_costs(
    lines: pd.DataFrame, costs: pd.DataFrame | None, orders: PaidOrders
) -> pd.DataFrame:
    """Return the lines with the costs that were valid when they were paid; else with the cost of their file."""
    listed = {name: np.full(len(lines), np.nan) for name in _LIST}
    if costs is not None and len(costs) and len(lines):
        at = _valid_rows(lines["sku_code"], orders.second[lines["order"]], costs)
        for name in (c for c in _LIST if c in costs.columns):
            values = costs[name].astype("float64").to_numpy()
            listed[name] = np.where(at >= 0, values[at], np.nan)
    lines = lines.assign(**listed)
    lines["unit_cost"] = lines["unit_cost"].fillna(lines["own_cost"])
    return lines.assign(is_known=lines["unit_cost"].notna())


def _valid_rows(skus: pd.Series, seconds: Cents, costs: pd.DataFrame) -> Cents:
    """Return the row of the cost list that held for each line when it was paid, −1 where none did.

    Of two costs from the same day the higher one holds.
    """
    codes, words = codes_of(_plain(costs["sku_code"]))
    since = np.zeros(len(costs), dtype=np.int64)
    if "valid_from" in costs.columns:
        valid = costs["valid_from"].to_numpy(dtype="datetime64[s]")
        since = np.where(np.isnat(valid), 0, valid.astype(np.int64))
    order = np.lexsort((costs["unit_cost"].astype("float64").to_numpy(), since, codes))
    starts = (codes << _SHIFT)[order] + since[order]
    own = find_ids(pd.Series(words), _plain(skus))
    at = np.searchsorted(starts, (own << _SHIFT) + seconds, side="right") - 1
    is_listed = (own >= 0) & (at >= 0) & (codes[order][at] == own)
    return np.where(is_listed, order[at], -1)


def _plain(codes: pd.Series) -> pd.Series:
    """Return SKU codes as they are joined: without blanks and in one case (reading has made widths one)."""
    words = {word: "".join(word.split()).casefold() for word in codes.dropna().unique()}
    return codes.map(words).astype("str")


def _cost_share(lines: pd.DataFrame, orders: PaidOrders, resaleable: float) -> NDArray[np.float64]:
    """Return which share of a line's cost is spent: all where kept, of returned goods what cannot be sold."""
    came_back = np.where(orders.is_unsent[lines["order"]], 0.0, 1.0 - resaleable)
    return np.where(lines["is_kept"], 1.0, came_back)


def _ratios(
    lines: pd.DataFrame, known: NDArray[np.bool_]
) -> tuple[tuple[NDArray[np.float64], ...], tuple[float, ...]]:
    """Return lowest, mean and highest cost ratio that hold for each line, and those of the shop."""
    use = known & (lines["is_kept"] & (lines["amount"] > 0)).to_numpy()
    if not use.any():
        return tuple(np.zeros(len(lines)) for _ in _ENDS), (0.0,) * len(_ENDS)
    category, words = codes_of(lines["category"])
    few = lines[use]
    spent = (few["unit_cost"] * few["quantity"]).to_numpy(dtype=np.int64)
    amounts = few["product"].to_numpy(), spent, few["amount"].to_numpy()
    _, *of_shop = _spread(np.zeros(len(few), dtype=np.int64), *amounts, 1)
    # a line without a category is in the last one, which never has ratios of its own
    skus, *of_category = _spread(category[use] % (len(words) + 1), *amounts, len(words) + 1)
    tells = (skus >= TELLING_SKUS)[category] & (category >= 0)
    return (
        tuple(
            np.where(tells, own[category], ratio[0])
            for own, ratio in zip(of_category, of_shop, strict=True)
        ),
        tuple(float(ratio[0]) for ratio in of_shop),
    )


def _spread(
    category: Cents, product: Cents, cost: Cents, amount: Cents, size: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return per category how many SKUs tell a cost ratio, then the lowest, the mean and the highest one."""
    width = int(product.max()) + 2
    keys, at = np.unique(category * width + product + 1, return_inverse=True)
    spent, sold = (sum_by(at, cents, len(keys)) for cents in (cost, amount))
    owner, ratio = keys // width, spent / sold
    low, high = np.full(size, np.inf), np.zeros(size)
    np.minimum.at(low, owner, ratio)
    np.maximum.at(high, owner, ratio)
    whole = sum_by(owner, sold, size)
    mid = np.divide(sum_by(owner, spent, size), whole, out=np.zeros(size), where=whole > 0)
    return np.bincount(owner, minlength=size), low, mid, high
