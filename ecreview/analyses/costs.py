"""What the goods cost and what is left: gross profit and contribution, as a range where costs are missing.

Unit of observation: the item line of an order paid in the period. Definitions:
    cost of goods = unit cost valid on the day of payment × units not refunded in full.
    cost coverage = net sales of lines with a known cost ÷ net sales of all lines; orders without lines have no
        known cost.
    gross profit = net sales − cost of goods; lines without a cost are set to the lowest and the highest known
    cost ratio (range), and to the mean ratio where coverage is at least 95 % (value).
    contribution = gross profit − platform fees of the bill − packaging and freight of the cost list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.measures import cents_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.measures import OrderFacts
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Period

POINT_COVERAGE = 0.95  # features FI-4: below it profit is a range only
FEE_SUBJECTS = ("commission", "tech_fee", "freight_insurance")
_COSTS = ("unit_cost", "packaging", "freight_per_order")


@dataclass(frozen=True, slots=True)
class Profit:
    """Gross profit and contribution of a period, in cents.

    Attributes:
        net_cents: net sales of the orders paid in the period.
        known_cents, line_cents: net sales of the lines with a known cost, and of all.
        cogs_low, cogs_high: cost of goods with the unknown lines at the lowest and highest known ratio.
        cogs_mean: with the unknown lines at the mean known ratio.
        fees_cents: platform fees and fulfilment; None where the files do not tell them.
    """

    net_cents: int
    known_cents: int
    line_cents: int
    cogs_low: int
    cogs_high: int
    cogs_mean: int
    fees_cents: int | None

    @property
    def coverage(self) -> float:
        """Return the share of net sales with a known cost."""
        return self.known_cents / self.line_cents if self.line_cents else 0.0

    @property
    def missing(self) -> float:
        """Return the share of net sales without a known cost."""
        return (self.line_cents - self.known_cents) / self.line_cents if self.line_cents else 1.0

    @property
    def is_point(self) -> bool:
        """Return whether coverage allows a single value."""
        return self.coverage >= POINT_COVERAGE

    @property
    def gross_cents(self) -> int | None:
        """Return gross profit, None where coverage allows a range only."""
        return self.net_cents - self.cogs_mean if self.is_point else None

    @property
    def gross_range(self) -> tuple[int, int]:
        """Return the lowest and highest gross profit."""
        return self.net_cents - self.cogs_high, self.net_cents - self.cogs_low

    @property
    def contrib_cents(self) -> int | None:
        """Return contribution, None where coverage is too low or the fees are unknown."""
        if self.gross_cents is None or self.fees_cents is None:
            return None
        return self.gross_cents - self.fees_cents


def profit_of(inputs: Inputs, period: Period) -> Profit | None:
    """Return the profit of the orders paid in the period, None where lines or costs are not given."""
    dataset, orders = inputs.dataset, inputs.measures.orders
    if orders is None:
        return None
    paid = orders.paid_in(period)
    lines = _lines(dataset, orders, paid)
    if lines is None:
        return None
    amount, net = lines["amount"].to_numpy(), lines["net"].to_numpy()
    cost, known = lines["cost"].to_numpy(), lines["unit_cost"].notna().to_numpy()
    if not known.any() or amount[known].sum() <= 0:
        return None
    low, high, mean = _ratios(amount[known & (amount > 0)], cost[known & (amount > 0)])
    bare = paid & ~orders.frame["order_id"].isin(lines["order_id"]).to_numpy()
    unknown = int(amount[~known & lines["is_kept"].to_numpy()].sum()) + int(orders.net[bare].sum())
    sure = int(cost[known].sum())
    return Profit(
        net_cents=int(orders.net[paid].sum()),
        known_cents=int(net[known].sum()),
        line_cents=int(net.sum()) + int(orders.net[bare].sum()),
        cogs_low=sure + round(unknown * low),
        cogs_high=sure + round(unknown * high),
        cogs_mean=sure + round(unknown * mean),
        fees_cents=_fees(dataset.frame("payments"), orders.frame.loc[paid, "order_id"], lines),
    )


def _ratios(amount: NDArray[np.int64], cost: NDArray[np.int64]) -> tuple[float, float, float]:
    """Return the lowest, highest and mean ratio of cost to line amount of kept lines."""
    kept = cost > 0
    if not kept.any():
        return 0.0, 0.0, 0.0
    ratio = cost[kept] / amount[kept]
    return float(ratio.min()), float(ratio.max()), float(cost[kept].sum() / amount[kept].sum())


def _lines(dataset: Dataset, orders: OrderFacts, paid: NDArray[np.bool_]) -> pd.DataFrame | None:
    """Return the lines of the paid orders with their costs, None where lines or costs are not given.

    order_id, sku_code, quantity, amount, net, is_kept, unit_cost (NaN = unknown), packaging,
    freight_per_order, cost (0 where unknown or not kept); one row per line.
    """
    lines, costs = dataset.frame("order_lines"), dataset.frame("product_costs")
    if lines is None or costs is None or "sku_code" not in lines.columns:
        return None
    facts = pd.DataFrame(
        {
            "order_id": orders.frame["order_id"].to_numpy()[paid],
            "paid_at": orders.paid_second[paid],
            "is_gone": (orders.net[paid] <= 0) & (orders.gross[paid] > 0),
        }
    ).drop_duplicates("order_id")
    amount = next((c for c in ("line_paid", "line_amount") if c in lines.columns), None)
    if amount is None:
        return None
    chosen = lines[lines["quantity"].ge(0).fillna(value=False).to_numpy(dtype=bool)]
    frame = pd.DataFrame(
        {
            "order_id": chosen["order_id"].to_numpy(),
            "sku_code": chosen["sku_code"].to_numpy(),
            "quantity": cents_of(chosen["quantity"]),
            "amount": cents_of(chosen[amount]),
            "refunded": cents_of(chosen["refunded"]) if "refunded" in chosen.columns else 0,
        }
    ).merge(facts, on="order_id", how="inner")
    frame["is_kept"] = ~frame["is_gone"] & (
        (frame["refunded"] < frame["amount"]) | (frame["refunded"] == 0)
    )
    frame = _with_costs(frame, costs)
    cost = frame["unit_cost"].fillna(0).to_numpy() * frame["quantity"].to_numpy()
    net = np.where(frame["is_kept"], frame["amount"] - frame["refunded"], 0)
    return frame.assign(cost=np.where(frame["is_kept"], cost, 0).astype(np.int64), net=net)


def _with_costs(lines: pd.DataFrame, costs: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with the costs that were valid when they were paid."""
    given = [c for c in _COSTS if c in costs.columns]
    table = costs[["sku_code", *given]].copy()
    table[given] = table[given].astype("float64")
    beginning = pd.Timestamp("1970-01-01").as_unit("s")
    since = costs["valid_from"].fillna(beginning) if "valid_from" in costs.columns else beginning
    table = table.assign(valid_from=since).sort_values(["valid_from", "sku_code", "unit_cost"])
    merged = pd.merge_asof(
        lines.assign(code=_plain(lines["sku_code"])).sort_values(
            ["paid_at", "order_id", "sku_code"]
        ),
        table.assign(code=_plain(table["sku_code"]))
        .dropna(subset=["code"])
        .drop(columns="sku_code"),
        left_on="paid_at",
        right_on="valid_from",
        by="code",
    )
    return merged.reindex(columns=[*lines.columns, *_COSTS])


def _plain(codes: pd.Series) -> pd.Series:
    """Return SKU codes as they are joined: without blanks and in one case (reading has made widths one)."""
    words = {word: "".join(word.split()).casefold() for word in codes.dropna().unique()}
    return codes.map(words).astype(codes.dtype)


def _fees(bill: pd.DataFrame | None, orders: pd.Series, lines: pd.DataFrame) -> int | None:
    """Return platform fees and fulfilment of these orders, None where the files do not tell one of them."""
    has_fulfilment = bool(lines[["packaging", "freight_per_order"]].notna().any(axis=None))
    if bill is None or not has_fulfilment or not {"subject", "order_id"} <= {*bill.columns}:
        return None
    ours = bill["subject"].isin(FEE_SUBJECTS).to_numpy() & bill["order_id"].isin(orders).to_numpy()
    packaging = lines["packaging"].fillna(0) * lines["quantity"]
    freight = lines.groupby("order_id")["freight_per_order"].max().fillna(0)
    return round(float(packaging.sum() + freight.sum())) - int(cents_of(bill["amount"])[ours].sum())
