"""The main job as a plain analyst script: pandas, object strings, everything at once.

    python benchmarks/peers/naive_pandas.py ORDERS.xlsx [PAYMENTS.csv] OUT.xlsx ENGINE

Without payments the workbook is read as UCI Online Retail.

Prints one JSON line: the control figures and the CPU seconds after the imports.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.chart import LineChart, Reference
from sklearn.cluster import KMeans

warnings.simplefilter("ignore")
pd.set_option("future.infer_string", False)  # noqa: FBT003 - the pandas function takes it so
HALF_A_CENT = 0.005
MONEY = ["单价", "商品总价", "优惠金额", "买家实际支付金额", "退款金额", "运费"]


def clean(path: str, engine: Any) -> pd.DataFrame:
    """Return the orders: trimmed, typed, without repeated lines."""
    frame = pd.read_excel(path, engine=engine, dtype=str)
    for column in frame.columns:
        frame[column] = frame[column].str.strip()
    for column in MONEY:
        frame[column] = frame[column].str.replace(r"[¥,]", "", regex=True).astype(float)
    frame["购买数量"] = frame["购买数量"].astype(float)
    created = frame["订单创建时间"].str.replace("[年月]", "-", regex=True).str.replace("日", "")
    frame["created"] = pd.to_datetime(created, format="mixed", errors="coerce")
    frame["paid_at"] = pd.to_datetime(frame["订单付款时间"], format="mixed", errors="coerce")
    frame["shipped"] = pd.to_datetime(frame["发货时间"], format="mixed", errors="coerce")
    return frame


def clean_retail(path: str, engine: Any) -> pd.DataFrame:
    """Return the retail lines under the names of the orders: trimmed, typed, without repeated rows."""
    frame = pd.read_excel(path, engine=engine, dtype=str)
    for column in frame.columns:
        frame[column] = frame[column].str.strip()
    frame = frame.drop_duplicates()
    quantity, price = frame["Quantity"].astype(float), frame["UnitPrice"].astype(float)
    return pd.DataFrame(
        {
            "created": pd.to_datetime(frame["InvoiceDate"], format="mixed", errors="coerce"),
            "买家会员名": frame["CustomerID"],
            "子订单编号": frame["InvoiceNo"],
            "商家编码": frame["StockCode"],
            "渠道来源": frame["Country"],
            "省份": frame["Country"],
            "订单状态": frame["Country"],
            "买家实际支付金额": quantity * price,
        }
    )


def read_bill(path: str) -> pd.DataFrame:
    """Return the bill with its ids and amounts."""
    bill = pd.read_csv(path, encoding="gb18030", dtype=str)
    return bill.assign(id=bill["商户订单号"].str.strip(), amount=bill["入账金额"].astype(float))


def compare(orders: pd.DataFrame, bill: pd.DataFrame) -> pd.DataFrame:
    """Return the ids of which one side lacks or whose sums differ."""
    sums = bill.groupby("id")["amount"].sum().reset_index()
    both = orders[["子订单编号", "买家实际支付金额"]].merge(
        sums, left_on="子订单编号", right_on="id", how="outer", indicator=True
    )
    off = (both["amount"] - both["买家实际支付金额"]).abs() > HALF_A_CENT
    return both[(both["_merge"] != "both") | off]


def tables(orders: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the usual tables of a review."""
    paid = "买家实际支付金额"
    out = {}
    by = {
        "日": orders["created"].dt.date,
        **{c: orders[c] for c in ("渠道来源", "商家编码", "省份", "订单状态")},
    }
    for name, key in by.items():
        groups = orders.groupby(key)
        out[name] = groups[paid].agg(["sum", "count"]).join(groups["买家会员名"].nunique())
    month = orders["created"].dt.to_period("M")
    first = orders["买家会员名"].map(month.groupby(orders["买家会员名"]).min())
    age = (month - first).map(lambda offset: offset.n, na_action="ignore")
    cohorts = pd.DataFrame({"first": first, "age": age, "buyer": orders["买家会员名"]})
    out["留存"] = cohorts.groupby(["first", "age"])["buyer"].nunique().unstack()  # noqa: PD010 - one column per age
    out["RFM"], out["分群"] = segment(orders)
    daily = orders.pivot_table(index=by["日"], columns="渠道来源", values=paid, aggfunc="sum")
    usual = daily.rolling(7, min_periods=4).median()
    spread = (daily - usual).abs().median()
    out["异常"] = daily[((daily - usual).abs() > 5 * spread).any(axis=1)]
    return out


def segment(orders: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return RFM scores and clusters of all buyers."""
    end = orders["created"].max()
    buyers = orders.groupby("买家会员名").agg(
        recency=("created", lambda times: (end - times.max()).days),
        frequency=("子订单编号", "count"),
        money=("买家实际支付金额", "sum"),
    )
    for name in ("recency", "frequency", "money"):
        buyers[f"{name}_score"] = pd.qcut(buyers[name].rank(method="first"), 5, labels=False)
    buyers["money"] = buyers["money"].clip(lower=0)
    points = np.log1p(buyers[["recency", "frequency", "money"]].to_numpy())
    points = (points - points.mean(0)) / points.std(0)
    for k in range(2, 9):
        KMeans(k, n_init=10, random_state=0).fit(points)
    buyers["group"] = KMeans(5, n_init=10, random_state=0).fit_predict(points)
    return buyers.head(20_000), buyers.groupby("group")[["recency", "frequency", "money"]].median()


def write(path: str, sheets: dict[str, pd.DataFrame], exceptions: pd.DataFrame) -> None:
    """Write ten sheets with a line chart each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, frame in {**sheets, "差异": exceptions.head(20_000)}.items():
        page = book.create_sheet(name)
        flat = frame.reset_index().astype(str)
        page.append(list(map(str, flat.columns)))
        for row in flat.itertuples(index=False):
            page.append(list(row))
        chart = LineChart()
        chart.add_data(
            Reference(page, min_col=2, min_row=1, max_row=min(len(flat) + 1, 400)),
            titles_from_data=True,
        )
        page.add_chart(chart, "J2")
    book.save(path)


def retail(path: str, out: str, engine: str) -> dict[str, int]:
    """Run the job without a bill and return its control figures."""
    orders = clean_retail(path, engine)
    paid = orders["买家实际支付金额"]
    write(out, tables(orders), orders[paid < 0])
    cents = np.floor((paid * 100).round(6) + 0.5)  # half up, line by line
    return {"rows_kept": len(orders), "cents": int(cents.sum())}


def main(orders_path: str, payments_path: str, out: str, engine: str) -> dict[str, int]:
    """Run the job and return its control figures."""
    raw = clean(orders_path, engine)
    orders = raw.drop_duplicates("子订单编号")
    last = raw.drop_duplicates("子订单编号", keep="last")  # 21 lines come in two versions
    bill = read_bill(payments_path)
    exceptions = compare(orders, bill)
    write(out, tables(orders), exceptions)
    return {
        "rows_kept": len(orders),
        "paid_cents": round(orders["买家实际支付金额"].sum() * 100),
        "buyers": orders["买家会员名"].nunique(),
        "payment_rows": len(bill),
        "payment_cents": round(bill["amount"].sum() * 100),
        "ids_that_differ": len(exceptions),
        "paid_cents_last": round(last["买家实际支付金额"].sum() * 100),
        "ids_that_differ_last": len(compare(last, bill.drop_duplicates())),
    }


if __name__ == "__main__":
    begin = time.process_time()
    controls = (retail if len(sys.argv) == 4 else main)(*sys.argv[1:])  # noqa: PLR2004 - one file less
    print(json.dumps({"work": time.process_time() - begin, "controls": controls}))
