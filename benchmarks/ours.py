"""The jobs of the benchmark through ecreview's public functions.

    python benchmarks/ours.py main|complete ORDERS.xlsx PAYMENTS.csv OUT.xlsx
    python benchmarks/ours.py retail LINES.xlsx OUT.xlsx
    python benchmarks/ours.py match|told LEFT.arrow RIGHT.arrow
    python benchmarks/ours.py read ORDERS.xlsx|ORDERS.csv
    python benchmarks/ours.py grow ORDERS.xlsx|ORDERS.csv

`main` and `retail` do what the plain scripts do (reconciliation, cohorts, RFM, groups, anomalies, workbook);
`complete` is the whole review; `match` gives every id its state, as the peers do, `told` all that is told of it;
`read` is bytes → checked cells of text, as the worker reads them. The process
collects garbage as rarely as the command does. Prints one JSON line: the control figures and the CPU seconds
of the work in this process: after the imports, and in matching after the tables are loaded. `grow` tells as
controls by how many megabytes a server that has read a file before grows when it reads this one through its
worker, the dataset included: memory of its own when it is done, the same with the pages of the worker's file
that it looks at (the system takes them back at need), and that at most meanwhile. Only Linux tells them.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses import ANALYSES
from ecreview.cli.oneshot import collect_rarely
from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices, TableChoice
from ecreview.intake.read import read_file
from ecreview.intake.recognise import known_names
from ecreview.model.dataset import Dataset, Table, Upload
from ecreview.model.scope import Period, Scope, Settings
from ecreview.model.tables import ORDERS, PAYMENTS
from ecreview.reconcile import reconcile_all
from ecreview.reconcile.base import State
from ecreview.reconcile.groups import STATE_CODE, STATES
from ecreview.reconcile.orders_payments import decide
from ecreview.report.workbook import build_workbook
from ecreview.review import default_scope, review

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.analyses.base import Analysis
    from ecreview.reconcile.base import Reconciliation
    from ecreview.reconcile.orders_payments import Decided

    Told = tuple[dict[str, int], float]  # control figures, CPU seconds

PEERS_DO = tuple(a for a in ANALYSES if a.key in {"cohorts", "rfm", "clusters", "anomalies"})
EXACT = Settings(thresholds={"reconcile.tolerance_cents": 0})
# The made-up layout is nobody's export, so it is mapped as a user would map it.
CHOICES = Choices.from_json(
    json.dumps(
        {
            "tables": [
                {
                    "file": "orders*",
                    "table": "order_lines",
                    "columns": {
                        "order_id": "订单编号",
                        "line_id": "子订单编号",
                        "buyer_key": "买家会员名",
                        "created_at": "订单创建时间",
                        "paid_at": "订单付款时间",
                        "shipped_at": "发货时间",
                        "sku_code": "商家编码",
                        "title": "商品标题",
                        "quantity": "购买数量",
                        "unit_price": "单价",
                        "line_amount": "买家实际支付金额",
                        "status_raw": "订单状态",
                        "province": "省份",
                        "channel": "渠道来源",
                    },
                },
                {
                    "file": "payments*",
                    "table": "payments",
                    "columns": {
                        "txn_id": "商户订单号",
                        "order_id": "商户订单号",
                        "time": "入账时间",
                        "amount": "入账金额",
                        "subject_raw": "业务类型",
                    },
                },
            ]
        }
    )
)


def main_job(
    orders: str, payments: str, out: str, analyses: tuple[Analysis, ...] | None = None
) -> Told:
    """Read, clean, reconcile, analyse and write the workbook; return control figures and CPU seconds."""
    begin = _cpu()
    uploads = [Upload.of(Path(path).name, Path(path).read_bytes()) for path in (orders, payments)]
    dataset = ingest(uploads, choices=CHOICES, salt=b"benchmark")
    scope = default_scope(dataset)
    made = review(dataset, scope=scope, settings=EXACT, analyses=analyses or PEERS_DO)
    Path(out).write_bytes(build_workbook(made, "zh"))
    frame, bill = dataset.tables["orders"].frame, dataset.files[1].tables[0].ledger
    controls = {
        "rows_kept": len(frame),
        "paid_cents_last": int(frame["paid_gross"].sum()),
        "buyers": int(frame["buyer_key"].nunique()),
        "payment_rows": bill.kept + bill.duplicate,
        "payment_cents": bill.cents_in or 0,
        "ids_that_differ_last": int(made.reconciliations[0].differences["order_id"].nunique()),
    }
    return controls, _cpu() - begin


def complete_job(orders: str, payments: str, out: str) -> Told:
    """Do the same with all analyses."""
    return main_job(orders, payments, out, ANALYSES)


def retail_job(lines: str, out: str) -> Told:
    """Read, clean, analyse and write the workbook of order lines without a bill, repeated rows merged."""
    begin = _cpu()
    merge = Choices((TableChoice("*", "order_lines", duplicates="merge"),))
    dataset = ingest([Upload.of(Path(lines).name, Path(lines).read_bytes())], choices=merge)
    made = review(dataset, scope=default_scope(dataset), analyses=PEERS_DO)
    Path(out).write_bytes(build_workbook(made, "en"))
    ledger = dataset.files[0].tables[0].ledger
    controls = {"rows_kept": ledger.kept, "cents": ledger.cents_kept or 0}
    return controls, _cpu() - begin


def match_job(left: str, right: str) -> Told:
    """Match two tables by a text id, as the peers do; return how many ids are in each state, and CPU seconds."""
    dataset = _pair(left, right)
    begin = _cpu()
    made = decide(dataset, EXACT)
    return _states(made), _cpu() - begin


def told_job(left: str, right: str) -> Told:
    """Match as above and tell all of it: each difference with its rows, bridge, months, rates, suggestions."""
    dataset = _pair(left, right)
    times = dataset.tables["orders"].frame["created_at"]
    scope = Scope(Period.over(times.iloc[0].date(), times.iloc[0].date()))
    begin = _cpu()
    found = reconcile_all(dataset, scope, EXACT)[0]
    return _count(found), _cpu() - begin


def _pair(left: str, right: str) -> Dataset:
    """Return orders and payments as a dataset."""
    return Dataset(
        {
            "orders": Table(ORDERS, _orders(pd.read_feather(left))),
            "payments": Table(PAYMENTS, _payments(pd.read_feather(right))),
        },
        (), (), "benchmark",
    )  # fmt: skip


def _states(made: Decided) -> dict[str, int]:
    """Return ids per state; an order with a repeated entry counts as such, whatever its amount."""
    count = np.bincount(made.verdicts.states, minlength=len(STATES))
    of_orders, of_entries = (made.verdicts.states[side.groups] for side in (made.left, made.right))
    differs = made.left.frame["order_id"][of_orders == STATE_CODE[State.AMOUNT_DIFFERS]]
    twice = made.right.frame["order_id"][of_entries == STATE_CODE[State.DUPLICATE_ENTRY]]
    return {
        "order_only": int(count[STATE_CODE[State.ORDER_ONLY]]),
        "payment_only": int(count[STATE_CODE[State.PAYMENT_ONLY]]),
        "differs_or_twice": int(pd.concat([differs, twice]).nunique()),
    }


def read_job(path: str) -> Told:
    """Read a file as the worker does: guarded, counted, every cell as text.

    The digest of the upload is left out: the server makes it, as the name of what it remembers.
    """
    upload = Upload.of(Path(path).name, Path(path).read_bytes())
    begin = _cpu()
    Path(path).read_bytes()
    file = read_file(upload, known_names())
    rows = file.sheets[0].total - 1
    return {"rows": rows}, _cpu() - begin


def grow_job(path: str) -> Told:
    """Read a file through the worker, after a first small one; return how much larger this process is then."""
    begin = _cpu()
    ingest([Upload.of("first.csv", b"a,b\n1,2\n3,4\n")])
    uploads = [Upload.of(Path(path).name, Path(path).read_bytes())]
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from here
    own, resident = _megabytes("RssAnon"), _megabytes("VmRSS")
    dataset = ingest(uploads, choices=CHOICES, salt=b"benchmark")
    grown = {
        "own_mb": _megabytes("RssAnon") - own,
        "resident_mb": _megabytes("VmRSS") - resident,
        "peak_mb": _megabytes("VmHWM") - resident,
    }
    return {"rows": len(dataset.tables["order_lines"].frame)} | grown, _cpu() - begin


def _megabytes(word: str) -> int:
    """Return what the system says of this process under that word."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith(word))


def _count(found: Reconciliation) -> dict[str, int]:
    """Return ids per state; an order with a repeated entry counts as such, whatever its amount."""
    rows = found.differences

    def ids(*states: State) -> int:
        return int(rows.loc[rows["state"].isin([s.value for s in states]), "order_id"].nunique())

    return {
        "order_only": ids(State.ORDER_ONLY),
        "payment_only": ids(State.PAYMENT_ONLY),
        "differs_or_twice": ids(State.AMOUNT_DIFFERS, State.DUPLICATE_ENTRY),
    }


def _source(rows: int) -> dict[str, object]:
    """Return the columns that every frame has."""
    zero = np.zeros(rows, dtype=np.int64)
    return {
        "source_file": pd.Categorical.from_codes(zero, pd.Index(["match.arrow"])),
        "source_row": np.arange(2, rows + 2, dtype=np.int32),
    }


def _orders(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the left table as orders."""
    cents = (frame["amount"] * 100).round().astype("int64")
    day = pd.Series(np.full(len(frame), np.datetime64("2025-06-18", "s")))
    money = {"order_amount": cents, "paid_gross": cents, "refunded": cents * 0}
    times = {"created_at": day, "paid_at": day}
    return pd.DataFrame(
        {"order_id": frame["id"], **times, **money, **_source(len(frame))}, copy=False
    )


def _payments(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the right table as a ledger."""
    cents = (frame["amount"] * 100).round().astype("int64")
    day = pd.Series(np.full(len(frame), np.datetime64("2025-06-18", "s")))
    return pd.DataFrame(
        {"order_id": frame["id"], "time": day, "amount": cents, **_source(len(frame))},
        copy=False,
    )


JOBS: dict[str, Callable[..., Told]] = {
    "main": main_job,
    "complete": complete_job,
    "retail": retail_job,
    "match": match_job,
    "told": told_job,
    "read": read_job,
    "grow": grow_job,
}


def _cpu() -> float:
    """Return the CPU seconds of this process."""
    return time.process_time()


if __name__ == "__main__":
    collect_rarely()
    figures, seconds = JOBS[sys.argv[1]](*sys.argv[2:])
    print(json.dumps({"work": seconds, "controls": figures}))
