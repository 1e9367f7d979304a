"""What the courier charged, parcel by parcel (RC-7): suspicions, no verdicts, since no price table is at hand.

Unit of observation: the line of the courier's bill. Three things are looked for, the first that holds is told:
    billed again: the waybill stands in the bill before; the whole fee is in question.
    overweight: charged at least one step above the median of parcels with the same goods (SKUs and
        quantities), and for that at least half as much again.
    dear: the fee is above the median of its cell (courier, province, started kilogram) by more than a fifth
        and more than 1.00.
A median counts from 5 parcels on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.money import cents_of
from ecreview.model.section import Column, Grid
from ecreview.model.text import Text, Unit
from ecreview.reconcile.keys import tidy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.groups import Side
    from ecreview.reconcile.keys import Keys

ENOUGH = 5  # parcels that make a median
LISTED = 5_000  # as many as a person can go through
_CELL = ["carrier", "province", "step"]
_SHARE, _CENTS = 0.2, 100  # above the usual fee by more than both
_HEAVIER, _STEP = 1.5, 1.0  # times the usual weight, and kilograms above it

_AGAIN = Text(zh="同一运单重复计费", en="the same waybill billed again")
_HEAVY = Text(
    zh="结算重量高于同样商品的包裹", en="weighs more than other parcels with the same goods"
)
_DEAR = Text(
    zh="运费高于同快递、同省、同重量段的中位数",
    en="dearer than the median of this courier, province and weight",
)
_COLUMNS = (
    Column("waybill", Text(zh="运单号", en="Waybill"), Unit.ID),
    Column("carrier", Text(zh="快递公司", en="Carrier")),
    Column("province", Text(zh="省份", en="Province")),
    Column("weight", Text(zh="结算重量（kg）", en="Weight (kg)"), Unit.NUMBER),
    Column("freight_cents", Text(zh="运费", en="Fee"), Unit.CENTS),
    Column("usual_weight", Text(zh="通常重量（kg）", en="Usual weight (kg)"), Unit.NUMBER),
    Column("usual_cents", Text(zh="通常运费", en="Usual fee"), Unit.CENTS),
    Column("excess_cents", Text(zh="可能多收", en="Perhaps overcharged"), Unit.CENTS),
    Column("why", Text(zh="疑点", en="Why")),
    Column("source", Text(zh="出处", en="Source")),
)


def check_freight(
    parcels: pd.DataFrame, orders: Side, keys: Keys, lines: pd.DataFrame | None
) -> tuple[Grid, ...]:
    """Return the suspicious fees as a table, none where the bill tells no fees or none is suspicious.

    Args:
        parcels: the courier's bill.
        orders: those that they may carry.
        keys: which orders hang together with which parcels.
        lines: the items of the orders, None where they are unknown.
    """
    if "freight" not in parcels.columns:
        return ()
    bill = _read(parcels)
    bill["goods"] = _goods(parcels, orders, keys, lines)
    found = _suspect(bill)
    return () if found.empty else (_grid(found),)


def _read(parcels: pd.DataFrame) -> pd.DataFrame:
    """Return the bill with the columns that are looked at, unknown ones blank, the earlier lines first."""
    size = len(parcels)
    blank = pd.Series("", index=range(size))
    words = {
        name: parcels[name].astype("str").fillna("").reset_index(drop=True)
        if name in parcels.columns
        else blank
        for name in ("waybill", "carrier", "province")
    }
    files = parcels["source_file"].astype("str").reset_index(drop=True)
    weight = (
        parcels["weight"].to_numpy(float) if "weight" in parcels.columns else np.full(size, np.nan)
    )
    return pd.DataFrame(
        {
            **words,
            "weight": weight,
            "freight_cents": cents_of(parcels["freight"]),
            "time": parcels["shipped_at"].to_numpy() if "shipped_at" in parcels.columns else pd.NaT,
            "file": files,
            "row": parcels["source_row"].to_numpy(),
            "source": files + " · " + parcels["source_row"].astype("str").reset_index(drop=True),
        }
    )  # fmt: skip


def _goods(
    parcels: pd.DataFrame, orders: Side, keys: Keys, lines: pd.DataFrame | None
) -> NDArray[np.uint64]:
    """Return a number per parcel that is equal for equal goods; 0 = unknown, or several parcels share them."""
    unknown = np.zeros(len(parcels), dtype=np.uint64)
    if lines is None or not {"order_id", "sku_code", "quantity"} <= set(lines.columns):
        return unknown
    ids = orders.frame["order_id"]
    once = ~ids.duplicated(keep=False) & ids.notna()
    places = pd.Index(ids[once]).get_indexer(pd.Index(lines["order_id"]))
    known = (places >= 0) & lines["sku_code"].notna().to_numpy()
    groups = orders.groups[once.to_numpy()][places[known]]
    names = pd.util.hash_array(lines["sku_code"].astype("object").to_numpy()[known])
    pieces = lines["quantity"].astype("Int64").fillna(0).to_numpy(dtype=np.int64)[known]
    goods = np.zeros(keys.size, dtype=np.uint64)
    np.add.at(goods, groups, names * pieces.astype(np.uint64))
    goods[np.bincount(keys.right, minlength=keys.size) > 1] = 0
    return goods[keys.right]


def _suspect(bill: pd.DataFrame) -> pd.DataFrame:
    """Return the suspicious lines with what is usual and why each is suspicious."""
    bill = bill[bill["freight_cents"] > 0].sort_values(["time", "file", "row"], ignore_index=True)
    again = tidy(bill["waybill"]).duplicated()
    once = bill[~again]
    usual = _medians(once[once["goods"] != 0], ["goods"], "weight")
    bill["usual_weight"] = bill["goods"].map(usual).astype("float64")
    heavier = bill["usual_weight"] + np.maximum(_STEP, bill["usual_weight"] * (_HEAVIER - 1))
    heavy = bill["weight"] >= heavier
    bill["usual_cents"] = _usual_fees(once, bill, bill["usual_weight"].where(heavy, bill["weight"]))
    excess = bill["freight_cents"] - bill["usual_cents"]
    dear = (excess > np.maximum(_CENTS, bill["usual_cents"] * _SHARE)).fillna(value=False)
    heavy &= (excess > 0).fillna(value=True)
    bill["excess_cents"] = excess.mask(again, bill["freight_cents"])
    whys = np.array([_DEAR, _HEAVY, _AGAIN], dtype=object)
    bill["why"] = whys[np.where(again, 2, heavy.astype(int))]
    return bill[again | heavy | dear]


def _usual_fees(once: pd.DataFrame, bill: pd.DataFrame, weight: pd.Series) -> pd.Series:
    """Return the median fee of each line's courier and province at the given weight, null without a median."""
    cells = _medians(once.assign(step=np.ceil(once["weight"])), _CELL, "freight_cents")
    at = pd.MultiIndex.from_frame(bill.assign(step=np.ceil(weight))[_CELL])
    return pd.Series(cells.reindex(at).round().to_numpy(), index=bill.index).astype("Int64")


def _medians(frame: pd.DataFrame, by: list[str], column: str) -> pd.Series:
    """Return the median of a column per cell, for the cells with enough known values."""
    cells = frame.groupby(by)[column].agg(["median", "count"])
    return cells.loc[cells["count"] >= ENOUGH, "median"]


def _grid(found: pd.DataFrame) -> Grid:
    """Return the suspicious lines as a table, the dearest first."""
    rows = found.sort_values(
        ["excess_cents", "waybill", "source"], ascending=[False, True, True], ignore_index=True
    )
    return Grid(
        key="overcharged",
        title=Text(zh="快递费疑似多收", en="Courier fees that may be too high"),
        columns=_COLUMNS,
        frame=rows.head(LISTED)[[column.key for column in _COLUMNS]],
        caption=Text(
            zh="没有报价表，只和同一份账单里的中位数（至少 5 件）比；都是疑点，请按合同价核对后再申诉。",
            en="No price table was given: compared with medians of the same bill, from 5 parcels on. Suspicions; check the contract before you claim.",
        ),
        total=len(rows),
        sums=(
            ("freight_cents", int(rows["freight_cents"].sum())),
            ("excess_cents", int(rows["excess_cents"].sum())),
        ),
    )
