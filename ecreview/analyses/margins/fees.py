"""Platform fees: what the bill took for each order; where it is silent, at the rate it took from the others.

Unit of observation: an entry of the bill, or of a list of fees. Definitions:
    amount of a subject: that of the entry; of an entry that is one net amount, its part of that name. Postage
        among those parts is what the buyer paid, no cost. A fee that the bill and a fee list both tell of an
        order is counted once, as the bill has it. Transfers are no fees.
    settled order: the bill or a fee list has a fee for it.
    effective rate = fees ÷ net sales of the settled orders of a platform. An order without fees of its own is
        charged at that rate; of a platform without any bill at the rate of the settings; else its fees are
        unknown. Refunded in full and without an entry it cost no fees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.margins.parts import Part, Source
from ecreview.analyses.margins.rest import Rest, of_scope
from ecreview.analyses.measures import day_numbers
from ecreview.model.money import cents_of, sum_by
from ecreview.model.tables import PARTS as BILL_PARTS
from ecreview.model.tables import TRANSFER_SUBJECTS
from ecreview.reconcile.keys import damaged_ids, match_keys, usable_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ecreview.analyses.margins.orders import PaidOrders
    from ecreview.model.costs import CostSettings
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Scope

    Cents = NDArray[np.int64]

# What a bill tells of an order, by part; freight is told apart, since a courier may tell it too.
_FEES = (
    "subsidy", "commission", "tech_fee", "tax", "compensation", "other_fee", "payment_fee",
    "freight_insurance", "affiliate", "marketing",
)  # fmt: skip
_SETTLING = ("commission", "tech_fee", "freight_insurance", "other_fee", "payment_fee")
_IRREGULAR = frozenset({"compensation"})  # says nothing about other orders


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Entries of the bill or of a fee list, entry i ↔ row i.

    Attributes:
        order: entry of its order, −1 none.
        is_named: names some order, be it one of the files or not.
        amounts: signed cents per part.
    """

    frame: pd.DataFrame
    order: Cents
    is_named: NDArray[np.bool_]
    amounts: Mapping[str, Cents]

    def by_order(self, key: str, size: int) -> Cents:
        """Return the cents of a part per order."""
        mine = self.order >= 0
        return sum_by(self.order[mine], self.amounts[key][mine], size)

    def has_fees(self, size: int) -> NDArray[np.bool_]:
        """Return which orders have a fee here, be it given back."""
        is_fee = np.any([self.amounts[key] != 0 for key in _SETTLING], axis=0)
        return np.bincount(self.order[is_fee & (self.order >= 0)], minlength=size) > 0

    def apart(self, key: str, which: NDArray[np.bool_]) -> Rest:
        """Return the amounts of a part in some of the entries, by day."""
        return Rest(key, day_numbers(self.frame["time"])[which], self.amounts[key][which])


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """What a platform took of its settled orders.

    Attributes:
        platform: word, empty where unknown.
        key: part.
        cents: as the shop sees it: a fee is negative.
        base_cents: net sales of the settled orders.
        orders: how many those are.
    """

    platform: str
    key: str
    cents: int
    base_cents: int
    orders: int


@dataclass(frozen=True, slots=True, eq=False)
class Fees:
    """What bill and fee lists tell.

    Attributes:
        parts: per order.
        freight: freight in the bill per order, signed.
        rest: entries that name no order.
        strangers: entries that name an order which is not among the paid orders of the files: not of the
            period's orders, but told.
        unsorted: entries of no known subject that name no order.
        rates: effective rates per platform and part.
    """

    parts: tuple[Part, ...]
    freight: Cents
    rest: tuple[Rest, ...] = ()
    strangers: tuple[Rest, ...] = ()
    unsorted: tuple[Rest, ...] = ()
    rates: tuple[Rate, ...] = ()


def fees_of(dataset: Dataset, orders: PaidOrders, scope: Scope, costs: CostSettings) -> Fees:
    """Return the fees of each order, and what belongs to none."""
    size = len(orders)
    tables = [t for t in (_bill(dataset, orders), _fee_list(dataset, orders)) if t is not None]
    told = {key: _first_told([t.by_order(key, size) for t in tables], size) for key in _FEES}
    is_settled = np.any([np.zeros(size, bool), *(t.has_fees(size) for t in tables)], axis=0)
    rates, source = [], np.full(size, Source.UNKNOWN, dtype=np.int64)
    source[is_settled] = Source.BILL
    for code in np.unique(orders.platform):
        word = str(orders.platforms[code]) if code >= 0 else ""
        mine = orders.platform == code
        found = _rates(told, orders, mine & is_settled, word)
        rates += found
        _charge(told, source, orders, mine, found=found, stated=costs.fee_rate(word))
    return Fees(
        (
            _subsidy(told["subsidy"], source, orders),
            *(Part(key, told[key], source) for key in _FEES if key != "subsidy"),
        ),
        _first_told([t.by_order("freight", size) for t in tables], size),
        *_apart(tables, scope),
        tuple(rates),
    )


def _first_told(found: list[Cents], size: int) -> Cents:
    """Return per order what the first table that tells anything has."""
    out = np.zeros(size, dtype=np.int64)
    for cents in found:
        out = np.where(out == 0, cents, out)
    return out


def _bill(dataset: Dataset, orders: PaidOrders) -> Entries | None:
    """Return the entries of the bill, without transfers."""
    frame = dataset.frame("payments")
    if frame is None or frame.empty or "time" not in frame.columns:
        return None
    moved = _subject(frame).isin(TRANSFER_SUBJECTS).to_numpy()
    if "is_transfer" in frame.columns:
        moved = moved | frame["is_transfer"].to_numpy(dtype=np.bool_)
    return _joined(frame[~moved].reset_index(drop=True), orders, dataset, sign=1)


def _fee_list(dataset: Dataset, orders: PaidOrders) -> Entries | None:
    """Return the entries of the fee lists."""
    frame = dataset.frame("fees")
    if frame is None or frame.empty or "time" not in frame.columns:
        return None
    return _joined(frame, orders, dataset, sign=-1)


def _joined(frame: pd.DataFrame, orders: PaidOrders, dataset: Dataset, *, sign: int) -> Entries:
    """Return the entries with their orders: by the number as it stands, tidied, or that of a line."""
    ids, lines = usable_ids(frame, damaged_ids(frame)), None
    if dataset.has("order_lines", "line_id"):
        lines = dataset.tables["order_lines"].frame[["line_id", "order_id"]].dropna()
    keys = match_keys(orders.ids, ids, lines)
    first = np.full(keys.size, -1, dtype=np.int64)
    first[keys.left[::-1]] = np.arange(len(orders))[::-1]  # the earliest order of a number has it
    is_named = ids.notna().to_numpy()
    return Entries(
        frame, np.where(is_named, first[keys.right], -1), is_named, _amounts(frame, sign)
    )


def _subject(frame: pd.DataFrame) -> pd.Series:
    """Return the subject of each entry, null where unknown."""
    return frame["subject"] if "subject" in frame.columns else pd.Series(None, index=frame.index)


def _amounts(frame: pd.DataFrame, sign: int) -> dict[str, Cents]:
    """Return the signed cents of each entry per part; a fee list has no parts, and nothing but fees."""
    subject, amount = _subject(frame), sign * cents_of(frame["amount"])
    parts = {p: cents_of(frame[p]) for p in BILL_PARTS if p in frame.columns}
    is_split = (
        np.any([p != 0 for p in parts.values()], axis=0) if parts else np.zeros(len(frame), bool)
    )
    out = {}
    for key in (*_FEES, "freight"):
        whole = np.where((subject == key).to_numpy(dtype=bool) & ~is_split, amount, 0)
        inside = 0 if key == "freight" else parts.get(f"part_{key}", 0)
        out[key] = whole + np.where(is_split, inside, 0)
    unsorted = (subject.isna() | (subject == "other")).to_numpy(dtype=bool) & ~is_split
    own = np.where(is_split, parts.get("part_other", 0), 0)
    out["other_fee"] = own + (np.where(unsorted, amount, 0) if sign < 0 else 0)
    out["unsorted"] = np.where(unsorted, amount, 0) if sign > 0 else np.zeros_like(amount)
    out["tax"] = np.minimum(out["tax"], 0)  # what the buyer paid as tax is part of the paid amount
    if "fee" in frame.columns:
        out["payment_fee"] = -cents_of(frame["fee"])
    return out


def _rates(
    told: Mapping[str, Cents], orders: PaidOrders, settled: NDArray[np.bool_], platform: str
) -> list[Rate]:
    """Return the effective rates of the settled orders of a platform, none where they sold nothing."""
    base, count = int(orders.net[settled].sum()), int(settled.sum())
    if base <= 0:
        return []
    sums = {key: int(told[key][settled].sum()) for key in _FEES}
    return [Rate(platform, key, cents, base, count) for key, cents in sums.items() if cents]


def _charge(
    told: dict[str, Cents],
    source: Cents,
    orders: PaidOrders,
    mine: NDArray[np.bool_],
    *,
    found: list[Rate],
    stated: float | None,
) -> None:
    """Fill in the fees of the orders of a platform that have none of their own."""
    silent = mine & (source == Source.UNKNOWN)
    rates = {r.key: r.cents / r.base_cents for r in found if r.key not in _IRREGULAR}
    if not found and stated is not None:
        rates = {"commission": -stated}
    if not rates:
        return
    kept = orders.net.clip(min=0)
    for key, rate in rates.items():
        charged = np.rint(kept * rate).astype(np.int64)
        told[key] = np.where(silent & (told[key] == 0), charged, told[key])
    source[silent] = Source.ESTIMATE if found else Source.SETTING
    if found:
        source[silent & orders.is_gone] = Source.BILL  # it would have named a fee that was kept


def _subsidy(billed: Cents, source: Cents, orders: PaidOrders) -> Part:
    """Return what platform, payment service and influencers pay for their discounts.

    As the bill has it; of platforms whose bill tells none as the orders have it, and of an order refunded in
    part the same part.
    """
    by_bill = np.isin(orders.platform, np.unique(orders.platform[billed != 0]))
    borne = sum(cents for key, cents in orders.discounts.items() if key != "shop_discount")
    share = np.divide(orders.net, orders.gross, out=np.zeros(len(orders)), where=orders.gross > 0)
    credited = np.rint(borne * share).astype(np.int64)
    return Part(
        "subsidy",
        np.where(by_bill, billed, credited),
        np.where(by_bill, source, Source.ORDERS),
    )


def _apart(
    tables: list[Entries], scope: Scope
) -> tuple[tuple[Rest, ...], tuple[Rest, ...], tuple[Rest, ...]]:
    """Return entries that name no order, that name a strange one, and those of no known subject."""
    rest, strangers, unsorted = [], [], []
    keys = (*_FEES, "freight")
    seen: set[str] = set()
    for table in tables:
        counts = of_scope(table.frame, scope)
        loose, strange = ~table.is_named & counts, table.is_named & (table.order < 0) & counts
        found = {key: table.apart(key, loose) for key in keys if table.amounts[key][loose].any()}
        rest += [part for key, part in found.items() if key not in seen]
        seen |= found.keys()  # the bill has told it: a fee list would tell it again
        strangers += [
            table.apart(key, strange) for key in keys if table.amounts[key][strange].any()
        ]
        unsorted.append(table.apart("unsorted", loose))
    return tuple(rest), tuple(strangers), tuple(unsorted)
