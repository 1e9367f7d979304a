from __future__ import annotations

import pytest

from ecreview.intake.formats import FORMATS
from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload

LEDGER = Upload.of(
    "动账.csv",
    (
        "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注\n"
        "`1,`11,`11,2026-06-18 10:00:00,收入,10.00,货款结算入账,10.00,\n"
        "`2,`12,`12,2026-06-20 10:00:00,收入,20.00,货款结算入账,30.00,\n"
    ).encode(),
)
SETTLEMENT = Upload.of(
    "结算.csv",
    (
        "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,有结算前退款,下单时间,收入合计,支出合计,平台服务费,达人佣金\n"
        "2026-06-18 10:00:00,'11,'11,10.00,聚合账户,已结算,否,2026-06-10 10:00:00,11.00,1.00,1.00,0\n"
        "2026-06-20 10:00:00,'12,'12,20.00,聚合账户,已结算,否,2026-06-10 10:00:00,20.00,0,0,0\n"
        "2026-06-21 10:00:00,'13,'13,40.00,聚合账户,已结算,否,2026-06-10 10:00:00,40.00,0,0,0\n"
    ).encode(),
)


def test_a_settlement_counts_only_on_days_that_the_ledger_does_not_cover() -> None:
    dataset = ingest([SETTLEMENT, LEDGER], run=run_inline)
    payments, second = dataset.frame("payments"), dataset.frame("second_bills")
    assert payments is not None
    assert second is not None
    assert payments.set_index("order_id")["amount"].to_dict() == {
        "11": 1000,
        "12": 2000,
        "13": 4000,
    }
    assert second["amount"].tolist() == [1000, 2000]
    (told,) = [f for f in dataset.findings if f.kind.code == "SECOND_BILL"]
    assert (told.count, told.amount_cents, told.place.file) == (2, 3000, "结算.csv")
    assert [file.tables[0].ledger.kept for file in dataset.files] == [3, 2]


@pytest.mark.parametrize("upload", [LEDGER, SETTLEMENT])
def test_a_bill_that_came_alone_counts_in_full(upload: Upload) -> None:
    dataset = ingest([upload], run=run_inline)
    assert "second_bills" not in dataset.tables
    assert len(dataset.tables["payments"].frame) == upload.content.count(b"\n") - 1


def test_bills_yield_to_bills_that_exist_and_never_in_a_circle() -> None:
    yields = {form.key: form.yields_to for form in FORMATS if form.yields_to}
    tables = {form.key: form.table for form in FORMATS}
    assert all(tables[key] == "payments" for pair in yields.items() for key in (pair[0], *pair[1]))
    assert all(
        key not in yields.get(other, ()) for key, others in yields.items() for other in others
    )
