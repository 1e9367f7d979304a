from __future__ import annotations

import numpy as np

from ecreview.intake.clean import CleanTable, clean_table
from ecreview.intake.formats.base import Column
from tests.intake.cleaning import by_name, clean, codes, plain_format, raw_table, values

BILL = plain_format(
    "payments",
    columns=(
        Column("txn_id", ("业务流水号",)),
        Column("time", ("发生时间",)),
        Column("amount", ("收入金额（+元）",), subtract=("支出金额（-元）",)),
    ),
    footer=("^#",),
    control={
        r"#支出合计[：:](?P<count>\d+)笔[，,]共(?P<amount>[\d,.]+)元": "支出合计",
        r"#收入合计[：:](?P<count>\d+)笔[，,]共(?P<amount>[\d,.]+)元": "收入合计",
    },
)


def bill(income: str) -> CleanTable:
    raw = raw_table(
        ["业务流水号", "发生时间", "收入金额（+元）", "支出金额（-元）"],
        [
            ["T1\t", "2026-06-18 10:00:00", "158.00", "0.00"],
            ["T2\t", "2026-06-18 10:00:00", "", "3.16"],
            ["T3\t", "2026-06-18 10:00:00", "0.00", "-20.00"],
            ["#----列表结束----", None, None, None],
            ["#支出合计：2笔，共23.16元", None, None, None],
            [f"#收入合计：1笔，共{income}元", None, None, None],
        ],
        above=[["#支付宝账务明细查询"], [None]],
    )
    return clean_table(raw, BILL, by_name(raw, BILL), salt=b"")


def test_income_and_expense_are_one_signed_amount() -> None:
    assert bill("158.00").frame["amount"].to_pylist() == [15800, -316, -2000]


def test_stated_totals_stand_beside_those_of_the_rows_read() -> None:
    totals = bill("158.00").control_totals
    assert [(t.name, t.stated, t.computed, t.unit) for t in totals] == [
        ("支出合计", 2, 2, "count"),
        ("支出合计", 2316, 2316, "cents"),
        ("收入合计", 1, 1, "count"),
        ("收入合计", 15800, 15800, "cents"),
    ]
    assert "CONTROL_TOTAL_DIFFERS" not in codes(bill("158.00"))


def test_a_stated_total_that_differs_is_told_with_both_figures_in_full() -> None:
    (differs,) = [f for f in bill("158.01").findings if f.kind.code == "CONTROL_TOTAL_DIFFERS"]
    assert differs.amount_cents == 1
    assert "158.01" in differs.message.zh
    assert "158.00" in differs.message.zh


def test_rows_around_the_table_are_preamble_blank_and_footer() -> None:
    ledger = bill("158.00").ledger
    assert (ledger.preamble, ledger.blank, ledger.header, ledger.kept, ledger.footer) == (
        1,
        1,
        1,
        3,
        3,
    )
    assert ledger.total == 9


TOTAL = """
    order_id | created_at | order_amount
    A        | 2026-06-18 | 10.00
    A        | 2026-06-18 | 10.00
    B        | 见备注     | 1.00
    合计     |            | {total}
"""


def test_a_total_row_is_compared_with_all_rows_above_it_whatever_became_of_them() -> None:
    same, other = (clean("orders", TOTAL.format(total=t)) for t in ("¥21.00", "22.00"))
    assert [(t.name, t.stated, t.computed) for t in same.control_totals] == [("合计", 2100, 2100)]
    assert "CONTROL_TOTAL_DIFFERS" not in codes(same)
    assert "CONTROL_TOTAL_DIFFERS" in codes(other)
    assert same.ledger.footer == 1


def test_an_average_or_a_subtotal_is_no_control_total() -> None:
    for word in ("平均值", "小计"):
        assert clean("orders", TOTAL.replace("合计", word).format(total="7")).control_totals == ()


def test_a_total_row_of_income_and_expense_states_what_is_left() -> None:
    raw = raw_table(
        ["业务流水号", "发生时间", "收入金额（+元）", "支出金额（-元）"],
        [
            ["T1", "2026-06-18", "10.00", ""],
            ["T2", "2026-06-18", "", "3.00"],
            ["合计", "", "10.00", "-3.00"],
        ],
    )
    table = clean_table(raw, BILL, by_name(raw, BILL), salt=b"")
    assert [(t.name, t.stated, t.computed) for t in table.control_totals] == [("合计", 700, 700)]


def test_both_sides_filled_are_told_and_subtracted() -> None:
    raw = raw_table(
        ["业务流水号", "发生时间", "收入金额（+元）", "支出金额（-元）"],
        [["T1", "2026-06-18", "10.00", "3.00"], ["T2", "2026-06-18", "", ""]],
    )
    table = clean_table(raw, BILL, by_name(raw, BILL), salt=b"")
    assert table.frame["amount"].to_pylist() == [700]
    assert {"AMOUNT_BOTH_SIDES", "AMOUNT_BLANK"} <= codes(table)
    assert np.array_equal(raw.body, [1, 2])


SETTLED = plain_format("payments", total_in="total-amount")


def test_a_row_that_alone_fills_the_column_of_totals_is_compared_and_names_the_currency() -> None:
    text = """
        time       | amount | total-amount | currency
                   |        | 44.10        | EUR
        2026-06-18 | 76.00  |              |
        2026-06-18 | -31.90 |              |
    """
    told = clean("payments", text, SETTLED)
    assert [(t.name, t.stated, t.computed) for t in told.control_totals] == [
        ("total-amount", 4_410, 4_410)
    ]
    assert told.ledger.footer == 1
    assert told.ledger.kept == 2
    assert values(told, "currency") == ["EUR", "EUR"]


def test_totals_of_several_settlements_in_one_file_are_compared_together() -> None:
    text = """
        time       | amount | total-amount
                   |        | 76.00
        2026-06-18 | 76.00  |
                   |        | 10.00
        2026-06-19 | 9.00   |
    """
    told = clean("payments", text, SETTLED)
    (total,) = told.control_totals
    assert (total.stated, total.computed) == (8_600, 8_500)
    assert "CONTROL_TOTAL_DIFFERS" in codes(told)


def test_of_several_totals_each_sums_up_its_own_block_and_the_last_may_sum_up_all() -> None:
    text = """
        order_id | created_at | order_amount
        A        | 2026-06-01 | 1.00
        B        | 2026-06-02 | 2.00
        合计     |            | 3.00
        C        | 2026-06-03 | 4.00
        合计     |            | 5.00
        总计     |            | 7.00
    """
    totals = clean("orders", text).control_totals
    assert [(t.name, t.stated, t.computed) for t in totals] == [
        ("合计", 300, 300),
        ("合计", 500, 400),
        ("总计", 700, 700),
    ]
