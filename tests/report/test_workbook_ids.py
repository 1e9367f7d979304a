"""An order number of 19 digits, from the file to the cell of the workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from ecreview.report.workbook import build_workbook
from ecreview.review import review

if TYPE_CHECKING:
    from ecreview.review import Review

LONG = "4012345678901234567"
ORDERS = Upload.of(
    "订单.csv",
    (
        "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,退款金额\n"
        f'"=""{LONG}""",12.34,12.34,交易成功,2026-06-01 10:00:00,2026-06-01 10:01:00,0\n'
        "3.90E+18,50.00,50.00,交易成功,2026-06-01 11:00:00,2026-06-01 11:01:00,0\n"
        "55,7.00,7.00,交易成功,2026-06-30 11:00:00,2026-06-30 11:01:00,0\n"
    ).encode("gb18030"),
)
BILL = Upload.of(
    "账务明细.csv",
    (
        "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\n"
        "1,11,T200P55,x,2026-06-30 12:00:00,,7.00,0.00,7.00,支付宝,在线支付,\n"
        "2,12,T200P3.90E+18,x,2026-06-01 12:00:00,,50.00,0.00,57.00,支付宝,在线支付,\n"
    ).encode("gb18030"),
)


@pytest.fixture(scope="module")
def made() -> Review:
    return review(ingest([ORDERS, BILL], run=run_inline, salt=b"s"))


def test_it_stands_in_the_workbook_digit_for_digit_as_text(made: Review) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(made, "zh")))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == LONG]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_damaged_one_is_listed_and_matches_nothing(made: Review) -> None:
    (found,) = [f for f in made.dataset.findings if f.kind.code == "ID_TRUNCATED"]
    assert (found.count, found.place.file, found.place.rows) == (1, "订单.csv", (3,))
    (pair,) = [r for r in made.reconciliations if r.left == "orders" and r.right == "payments"]
    states = pair.differences.set_index("order_id")["state"].astype(str).to_dict()
    assert states["3.90E+18"] == states[LONG] == "order_only"
