from __future__ import annotations

import pyarrow as pa
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.formats.alipay_ledger import ALIPAY_SUBJECTS, tell_orders
from ecreview.intake.formats.personal import is_personal
from ecreview.intake.wire import FileAnswer, load
from tests.intake.cleaning import clean, plain_format, values, words


def test_samples_of_an_unknown_table_show_nothing_of_a_person() -> None:
    content = "等级,联系电话,备忘,昵称\n金,010-1,18600000000,小明\n"
    said, frames = clean_file("x.csv", content.encode())
    (table,) = load(FileAnswer, said).receipt.tables
    assert frames == {}
    assert {c.name: c.samples for c in table.columns} == {
        "等级": ("金",), "联系电话": (), "备忘": (), "昵称": ("小明",),
    }  # fmt: skip


def test_an_unknown_table_says_what_it_looks_most_like() -> None:
    content = "订单号,下单时间,国家\nA-1,2026-06-18,x\n"
    said, _ = clean_file("x.csv", content.encode())
    (table,) = load(FileAnswer, said).receipt.tables
    assert (table.table, table.suggested) == (None, "orders")
    assert {c.name: (c.field, c.score) for c in table.columns} == {
        "订单号": ("order_id", 1.0), "下单时间": ("created_at", 1.0), "国家": (None, 0.0),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        ("收货人姓名", True),
        ("联系手机", True),
        ("E-mail", True),
        ("商品名称", False),
        ("店铺名称", False),
        ("Name", False),
    ],
)
def test_headers_of_personal_columns_are_told_by_their_words(header: str, *, is_one: bool) -> None:
    assert is_personal(header) is is_one


# One row per line of the parsing table of formats.md §2.2.
@pytest.mark.parametrize(
    ("kind", "base", "merchant_no", "note", "order_id"),
    [
        ("在线支付", "3911", "T200P3922", "", "3911"),
        ("在线支付", None, "T200P3922", "", "3922"),
        ("在线支付", None, "T200P", "", None),
        ("交易退款", None, "R1", "售后退款-T200P3922-示例", "3922"),
        ("交易退款", None, "R1", "保证金退款-7-T50060NP8-T200P3922", "3922"),
        ("交易退款", None, "R1", "退款单 3922 完成", "3922"),
        ("交易退款", None, "R1", "没有号码", None),
        ("其它", None, None, "售后支付-T200P3933", "3933"),
        ("其它", None, None, "聚划算保险保证金3944", None),
        ("其它", None, None, "调账3955", "3955"),
        ("转账", None, "CAE_X_3966_Y", "备注3977", "3977"),
        ("转账", None, "CAE_X_3966_Y", "", "3966"),
        ("转账", None, "HJCAE==a==b==3988", "", "3988"),
        ("转账", None, "HJCAE==a==b==", "KY_ITEM)(3999)", "3999"),
        ("转账", None, None, "淘宝客佣金代扣款[4000]", "4000"),
        ("转账", None, None, "淘宝客佣金退款[4001]", "4001"),
        ("转账", None, None, "结算{4002}", "4002"),
        ("转账", None, None, "给自己 6222", None),
        ("交易分账", None, None, "佣金4003", "4003"),
        ("分账", None, None, "佣金4003", "4003"),
        ("提现", None, None, "提现 6222", None),
        ("收费", None, "HJCOM==a==b==4004", "", "4004"),
        ("收费", None, "CAE_POINT_4005_X", "", "4005"),
        ("收费", None, "CAE_POINT_4005_RETURNGIVE", "返还4006", "4006"),
        ("收费", None, "GXFZ_X_4007", "", "4007"),
        ("淘宝联盟", None, None, "tradeid:4008;", "4008"),
        ("收费", None, "X1", "4009", None),
    ],
)
def test_an_alipay_row_tells_its_order(
    kind: str, base: str | None, merchant_no: str | None, note: str, order_id: str | None
) -> None:
    row = {"subject_raw": kind, "base_order_id": base, "merchant_no": merchant_no, "note": note}
    cells = {name: words(cell) for name, cell in row.items()}
    told = tell_orders(pa.table({**cells, "is_transfer": pa.array([False])}))
    assert told["order_id"].to_pylist() == [order_id]


@pytest.mark.parametrize(
    ("kind", "note", "subject", "is_transfer"),
    [
        ("在线支付", "", "goods", False),
        ("交易退款", "", "refund", False),
        ("交易分账", "佣金1", "commission", False),
        ("分账", "佣金1", "commission", False),
        ("交易分账", "淘宝客1", "affiliate", False),
        ("转账", "淘宝客佣金代扣款[1]", "affiliate", False),
        ("转账", "运费险赔付", "freight_insurance", False),
        ("转账", "结算{1}", "other", False),
        ("转账", "给自己", "other", True),
        ("收费", "", "tech_fee", False),
        ("提现", "", "withdraw", True),
        ("充值", "", "deposit", True),
        ("没见过", "", "other", False),
    ],
)
def test_an_alipay_row_tells_its_subject_and_whether_money_only_moved(
    kind: str, note: str, subject: str, *, is_transfer: bool
) -> None:
    ledger = clean(
        "payments",
        f"""
        txn_id | time       | amount | subject_raw | note
        1      | 2026-06-18 | 1.00   | {kind}      | {note}
        """,
        plain_format("payments", subjects=ALIPAY_SUBJECTS, prepare=tell_orders),
    )
    assert values(ledger, "subject") == [subject]
    assert values(ledger, "is_transfer") == [is_transfer]
