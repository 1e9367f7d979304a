"""Orders of the public data sets, typed as the intake types them; built with plain pandas, not through the intake."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.base import Inputs
from ecreview.analyses.measures import measure
from ecreview.model.dataset import Dataset, Table
from ecreview.model.scope import Goals, Period, Scope, Settings
from ecreview.model.tables import table_spec

if TYPE_CHECKING:
    from pathlib import Path


def cdnow_orders(path: Path) -> pd.DataFrame:
    """Return the orders of CDNOW_master.txt, one per row, zero amounts included."""
    rows = pd.read_csv(path, sep=r"\s+", dtype={0: "str"})
    times = pd.to_datetime(rows["date"].astype("str"), format="%Y%m%d")
    return _paid(times, rows["dollar_value"], rows["customer_id"])


@cache
def retail_orders(path: Path) -> pd.DataFrame:
    """Return one order per invoice of UCI Online Retail, read once: lines with an id, a positive quantity and price."""
    rows = pd.read_parquet(path)
    lines = rows[rows["CustomerID"].notna() & (rows["Quantity"] > 0) & (rows["UnitPrice"] > 0)]
    lines = lines.assign(
        time=pd.to_datetime(lines["InvoiceDate"]), amount=lines["Quantity"] * lines["UnitPrice"]
    )
    invoices = lines.groupby("InvoiceNo").agg(
        time=("time", "min"), amount=("amount", "sum"), buyer=("CustomerID", "first")
    )
    buyer = invoices["buyer"].astype("int64").astype("str")
    return _paid(invoices["time"], invoices["amount"], buyer)


def tmall_orders(path: Path) -> pd.DataFrame:
    """Return the orders of the Tmall report; paid in full where there is a payment time."""
    rows = pd.read_csv(path)
    rows.columns = rows.columns.str.strip()
    paid_at = pd.to_datetime(rows["订单付款时间"])
    frame = _paid(pd.to_datetime(rows["订单创建时间"]), rows["总金额"], None)
    return frame.assign(
        paid_at=paid_at.astype("datetime64[s]"),
        paid_gross=frame["order_amount"].where(paid_at.notna(), 0),
        refunded=_cents(rows["退款金额"]),
    )


def inputs_of(orders: pd.DataFrame, **options: object) -> Inputs:
    """Return the inputs of an analysis over all paid days of the orders."""
    data = Dataset({"orders": Table(table_spec("orders"), orders)}, (), (), "real")
    days = orders["paid_at"].dropna()
    scope = Scope(Period.over(days.min().date(), days.max().date()))
    return Inputs(data, scope, Settings(), Goals(), measure(data, scope), options=options)


def _paid(times: pd.Series, amounts: pd.Series, buyers: pd.Series | None) -> pd.DataFrame:
    """Return paid orders with these times and amounts, in the order of the rows."""
    cents = _cents(amounts).to_numpy()
    at = times.astype("datetime64[s]").to_numpy()
    frame = pd.DataFrame(
        {"created_at": at, "paid_at": at, "order_amount": cents, "paid_gross": cents}
    )
    if buyers is not None:
        frame["buyer_key"] = pd.Categorical(buyers.to_numpy())
    return frame


def _cents(amounts: pd.Series) -> pd.Series:
    return (amounts * 100).round().astype("int64")
