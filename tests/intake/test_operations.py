"""The cleaning log, and undoing: each rule that can be undone leaves its rows as they are, and no cent is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import NO_CHOICES, Choices
from ecreview.intake.operations import FIXED, UNDO, UNDOABLE, observations, operations
from ecreview.intake.worker import run_inline
from ecreview.model import finding_kinds as kinds
from ecreview.model.dataset import Upload
from tests.intake.cleaning import clean, codes, plain_format, values

if TYPE_CHECKING:
    from ecreview.intake.clean import CleanTable
    from ecreview.model.dataset import Dataset

ORDERS = """
    order_id | created_at          | order_amount | status_raw
    A-1      | 2026-06-18 10:00:00 | 10.00        | 等待发货
    A-1      | 2026-06-18 10:00:00 | 10.00        | 等待发货
    A-2      | 2026-06-18 11:00:00 | 20.00        | 等待发货
    A-2      | 2026-06-18 11:00:00 | 20.00        | 交易成功
    A-3      | 2026-06-18 12:00:00 |              | 等待发货
    合计     |                     | 60.00        |
"""
PAID = """
    order_id | created_at | order_amount | paid_amount | refunded
    A-1      | 2026-06-18 | 100.00       | {paid}      | 20.00
    A-2      | 2026-06-18 | 50.00        | 50.00       | 0.00
"""


def undone(table: CleanTable) -> set[str]:
    """Return the codes of the rules that would do something, but are undone."""
    return {finding.kind.code for finding in table.undone}


def orders(*rules: str) -> CleanTable:
    return clean("orders", ORDERS, undo=frozenset(rules))


def test_every_rule_is_undoable_or_says_why_not_and_no_other_is() -> None:
    assert {kind.code for kind in UNDO} == UNDOABLE
    assert set(UNDO) & set(FIXED) == {kinds.ROW_FOLDED}  # by what the export declares


@pytest.mark.parametrize(
    ("rule", "kept", "cents"),
    [
        (None, ["A-1", "A-2"], 30_00),
        ("ROW_DUP", ["A-1", "A-1", "A-2"], 40_00),
        ("ROW_REPLACED", ["A-1", "A-2", "A-2"], 50_00),
        ("AMOUNT_BLANK", ["A-1", "A-2", "A-3"], 30_00),
        ("ROW_TOTAL", ["A-1", "A-2", "合计"], 90_00),
    ],
)
def test_an_undone_rule_leaves_its_rows_and_their_money(
    rule: str | None, kept: list[str], cents: int
) -> None:
    table = orders(*[rule] if rule else [])
    assert values(table, "order_id") == kept
    assert table.ledger.cents_kept == cents
    assert table.ledger.is_balanced
    assert undone(table) == ({rule} if rule else set())
    assert rule not in codes(table)


def test_a_blank_amount_that_a_person_takes_for_nothing_is_0_and_not_unknown() -> None:
    assert values(orders("AMOUNT_BLANK"), "order_amount") == [1000, 2000, 0]


def test_notes_are_read_as_data_where_a_person_says_so() -> None:
    text = """
        order_id | created_at | order_amount
        A-1      | 2026-06-18 | 10.00
        备注:补 | 2026-06-18 | 5.00
    """
    assert values(clean("orders", text), "order_id") == ["A-1"]
    table = clean("orders", text, undo=frozenset(["ROW_NOTE"]))
    assert values(table, "order_id") == ["A-1", "备注:补"]
    assert undone(table) == {"ROW_NOTE"}


HAND_KEPT = """
    order_id | created_at | order_amount
    A-1      | 2026-06-18 | 10.00
    A-1      | 2026-06-18 | 7.00
    A-1      | 2026-06-18 | 7.00
    A-2      | 2026-06-18 | 20.00
"""


def test_hand_kept_items_stay_orders_of_their_own() -> None:
    form = plain_format("orders", is_generic=True)
    assert values(clean("orders", HAND_KEPT, form), "order_amount") == [2400, 2000]
    table = clean("orders", HAND_KEPT, form, undo=frozenset(["ROW_FOLDED"]))
    assert values(table, "order_amount") == [1000, 700, 700, 2000]
    assert undone(table) == {"ROW_FOLDED"}


def test_equal_items_are_merged_before_the_rest_is_added_up() -> None:
    form = plain_format("orders", is_generic=True)
    table = clean("orders", HAND_KEPT, form, undo=frozenset(["ROW_REPEATED"]))
    assert values(table, "order_amount") == [1700, 2000]
    assert undone(table) == {"ROW_REPEATED"}
    assert {"ROW_DUP", "ROW_FOLDED"} <= codes(table)


def test_items_of_an_export_that_repeats_the_order_stay_folded_whatever_a_person_says() -> None:
    form = plain_format("orders", order_amount_on="every_line")
    table = clean("orders", HAND_KEPT, form, undo=frozenset(["ROW_FOLDED"]))
    assert values(table, "order_id") == ["A-1", "A-2"]
    assert undone(table) == set()
    assert "ROW_FOLDED" in codes(table)


def test_equal_rows_without_a_name_are_merged_where_a_person_says_so() -> None:
    text = """
        quantity | line_amount | order_id
        1        | 9.00        | A-1
        1        | 9.00        | A-1
    """
    assert values(clean("order_lines", text), "line_amount") == [900, 900]
    table = clean("order_lines", text, undo=frozenset(["ROW_REPEATED"]))
    assert values(table, "line_amount") == [900]
    assert (undone(table), table.ledger.cents_aside) == ({"ROW_REPEATED"}, 900)


def test_a_far_date_is_used_as_written_where_a_person_says_so() -> None:
    rows = "\n".join(f"A-{n} | 2026-06-18 | 1.00" for n in range(30))
    text = f"order_id | created_at | order_amount\n{rows}\nB-1 | 2019-06-18 | 1.00"
    assert values(clean("orders", text), "created_at")[-1] is None
    table = clean("orders", text, undo=frozenset(["DATE_FAR"]))
    assert values(table, "created_at")[-1].year == 2019
    assert undone(table) == {"DATE_FAR"}


@pytest.mark.parametrize(
    ("rule", "paid", "gross", "undone_gross"),
    [("PAID_BASIS", "80.00", 100_00, 80_00), ("PAID_BASIS_GROSS", "100.00", 100_00, 120_00)],
)
def test_the_other_basis_of_payment_is_taken_where_a_person_says_so(
    rule: str, paid: str, gross: int, undone_gross: int
) -> None:
    text = PAID.format(paid=paid)
    assert values(clean("orders", text), "paid_gross")[0] == gross
    table = clean("orders", text, undo=frozenset([rule]))
    assert values(table, "paid_gross")[0] == undone_gross
    assert undone(table) == {rule}


def test_where_the_rows_disagree_a_person_can_choose_the_basis_of_the_fewer() -> None:
    text = """
        order_id | created_at | order_amount | paid_amount | refunded
        A-1      | 2026-06-18 | 100.00       | 80.00       | 20.00
        A-2      | 2026-06-18 | 100.00       | 80.00       | 20.00
        A-3      | 2026-06-18 | 100.00       | 100.00      | 20.00
    """
    assert values(clean("orders", text), "paid_gross") == [10000, 10000, 12000]
    table = clean("orders", text, undo=frozenset(["PAID_BASIS_MIXED"]))
    assert values(table, "paid_gross") == [8000, 8000, 10000]


def test_a_far_payment_time_is_used_as_written_where_a_person_says_so() -> None:
    text = """
        order_id | created_at | order_amount | paid_at
        A-1      | 2026-06-18 | 10.00        | 2016-06-18
    """
    assert values(clean("orders", text), "paid_at")[0].year == 2026
    table = clean("orders", text, undo=frozenset(["DATE_FAR"]))
    assert values(table, "paid_at")[0].year == 2016


def test_before_and_after_are_cells_of_the_file() -> None:
    samples = {f.kind.code: f.samples for f in orders().findings}
    assert samples["ROW_REPLACED"] == (("等待发货", "交易成功"),)
    assert [tuple(str(getattr(end, "en", end)) for end in pair) for pair in samples["ROW_DUP"]] == [
        ("row 2", "into row 3")
    ]
    assert samples["ROW_TOTAL"][0][0] == "合计"


def test_no_name_of_a_person_stands_in_a_sample() -> None:
    text = """
        order_id | created_at | order_amount | buyer_key
        A-1      | 2026-06-18 | 10.00        | 张三丰
        A-1      | 2026-06-18 | 10.00        | 李四光
    """
    table = clean("orders", text)
    assert "ROW_REPLACED" in codes(table)
    assert all("张" not in str(f.samples) and "李" not in str(f.samples) for f in table.findings)


# --- over several files -----------------------------------------------------------------------------------------
HEADER = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类,店铺名称"


def export(name: str, *states: str) -> Upload:
    rows = [
        f"A-{n},10.00,10.00,{state},2026-06-18 10:00:00,2026-06-18 10:01:00,杯,1,店"
        for n, state in enumerate(states, start=1)
    ]
    return Upload.of(name, "\n".join([HEADER, *rows, ""]).encode())


EXPORTS = (
    export("1.csv", "等待发货", "交易成功"),
    export("2.csv", "交易成功", "交易成功", "交易成功"),
)


def read(*uploads: Upload, choices: Choices = NO_CHOICES) -> Dataset:
    return ingest(uploads, choices=choices, run=run_inline)


def rows_of(dataset: Dataset) -> list[int]:
    return [table.ledger.kept for file in dataset.files for table in file.tables]


@pytest.mark.parametrize(
    ("rule", "kept"), [(None, [0, 3]), ("ROW_SUPERSEDED", [1, 3]), ("ROW_DUP", [1, 3])]
)
def test_rows_of_both_exports_are_kept_where_the_rule_is_undone(
    rule: str | None, kept: list[int]
) -> None:
    choices = NO_CHOICES.toggled("1.csv", None, rule) if rule else NO_CHOICES
    dataset = read(*EXPORTS, choices=choices)
    frame = dataset.tables["orders"].frame
    assert frame is not None
    assert rows_of(dataset) == kept
    assert len(frame) == sum(kept)
    assert frame["order_amount"].sum() == 1000 * sum(kept)
    undone_rules = {o.kind.code for o in operations(dataset) if o.is_undone}
    assert undone_rules == ({rule} if rule else set())


def test_a_rule_done_again_gives_the_dataset_of_before() -> None:
    once = NO_CHOICES.toggled("1.csv", None, "ROW_DUP")
    assert once.toggled("1.csv", None, "ROW_DUP") == NO_CHOICES
    assert once.about("1.csv", None) != NO_CHOICES.about("1.csv", None)
    assert once.about("2.csv", None) is None


REFUNDS = Upload.of(
    "refunds.csv",
    "退款编号,订单编号,买家退款金额,退款申请时间,退款完结时间,退款状态\n"
    "R1,A-1,4.00,2026-06-19 10:00:00,2026-06-20 10:00:00,退款成功\n".encode(),
)


def test_refunds_are_counted_in_their_orders_unless_a_person_says_otherwise() -> None:
    choices = Choices.from_json(
        '{"tables": [{"file": "refunds.csv", "table": "refunds", "columns": {"refund_id": "退款编号",'
        ' "order_id": "订单编号", "amount": "买家退款金额", "finished_at": "退款完结时间"}}]}'
    )
    dataset = read(EXPORTS[1], REFUNDS, choices=choices)
    (counted,) = [o for o in operations(dataset) if o.kind is kinds.REFUNDS_COUNTED]
    assert (counted.file, counted.count, counted.amount_cents) == ("refunds.csv", 1, 400)
    assert dataset.tables["orders"].frame["refunded"].sum() == 400
    assert dataset.tables["orders"].facts["refunds_counted"] == EXPORTS[1].name
    without = read(
        EXPORTS[1], REFUNDS, choices=choices.toggled("refunds.csv", None, "REFUNDS_COUNTED")
    )
    assert "refunded" not in without.tables["orders"].frame.columns
    assert "refunds_counted" not in without.tables["orders"].facts
    (left_out,) = [o for o in operations(without) if o.kind is kinds.REFUNDS_COUNTED]
    assert left_out.is_undone


def test_a_parcel_charged_twice_stays_two_charges() -> None:
    head = "运单号,快递公司,发货时间,签收时间,运费\n"
    june = "Z1,中通,2026-06-18,2026-06-20,3.00\n"
    bills = (f"{head}{june}Z1,中通,2026-06-25,,4.00\n", head + june)
    uploads = [Upload.of(f"{n}.csv", text.encode()) for n, text in enumerate(bills)]
    assert read(*uploads).tables["shipments"].frame["freight"].tolist() == [400, 300]


SHARED = Upload.of(
    "lines.csv",
    "订单号,买家,数量,金额,日期\nA-1,b1,1,5.00,2026-06-18\nA-1,b2,1,7.00,2026-06-18\n".encode(),
)


def test_an_order_number_of_two_buyers_stays_one_order_where_a_person_says_so() -> None:
    choices = Choices.from_json(
        '{"tables": [{"file": "lines.csv", "table": "order_lines", "columns": {"order_id": "订单号",'
        ' "buyer_key": "买家", "quantity": "数量", "line_amount": "金额", "created_at": "日期"}}]}'
    )
    assert list(read(SHARED, choices=choices).tables["orders"].frame["order_amount"]) == [500, 700]
    choices = choices.toggled("lines.csv", None, "ORDERS_SHARED")
    dataset = read(SHARED, choices=choices)
    assert list(dataset.tables["orders"].frame["order_amount"]) == [1200]
    assert [o.kind.code for o in operations(dataset) if o.is_undone] == ["ORDERS_SHARED"]


def test_lines_under_other_numbers_stay_those_of_the_orders_where_a_person_says_so() -> None:
    own = Upload.of("own.csv", "订单编号,日期,金额\n1,2026-06-18,12.00\n".encode())
    choices = Choices.from_json(
        '{"tables": [{"file": "lines.csv", "table": "order_lines", "columns": {"order_id": "订单号",'
        ' "quantity": "数量", "line_amount": "金额", "created_at": "日期"}}, {"file": "own.csv",'
        ' "table": "orders", "columns": {"order_id": "订单编号", "created_at": "日期", "order_amount": "金额"}}]}'
    )
    assert len(read(own, SHARED, choices=choices).tables["orders"].frame) == 2
    dataset = read(own, SHARED, choices=choices.toggled("lines.csv", None, "LINES_OF_OTHERS"))
    assert list(dataset.tables["orders"].frame["order_id"]) == ["1"]
    assert "LINES_OF_OTHERS" in [o.kind.code for o in operations(dataset) if o.is_undone]


def test_what_was_only_found_is_no_operation() -> None:
    dataset = read(*EXPORTS)
    done = {operation.kind.code for operation in operations(dataset)}
    assert done.isdisjoint(finding.kind.code for finding in observations(dataset))
    assert done | {f.kind.code for f in observations(dataset)} == {
        f.kind.code for f in dataset.findings
    }
