from __future__ import annotations

from tests.intake.assembling import at, codes, line, order, orders, put_together


def test_orders_of_one_platform_do_not_hide_those_in_the_lines_of_another() -> None:
    dataset = put_together(
        ("orders", [order("1", 500, platform="taobao", paid_gross=500, refunded=0)]),
        (
            "order_lines",
            [
                line("1", 1, 500, platform="taobao"),
                line("9", 2, 70, platform="douyin", receivable=65, freight=3),
                line("9", 1, 30, platform="douyin", receivable=30, freight=None),
            ],
        ),
    )
    found = orders(dataset).set_index("order_id")
    assert found["order_amount"].to_dict() == {"1": 500, "9": 100}
    assert (found["receivable"]["9"], found["freight"]["9"]) == (95, 3)
    lines = dataset.frame("order_lines")
    assert lines is not None
    assert sorted(lines["line_amount"]) == [30, 70, 500]


def test_lines_that_are_orders_of_their_own_give_the_orders_that_shared_numbers_give_too() -> None:
    lines = [line("2", 1, 70, province="浙江"), line("1", 3, 30, province=None)]
    alone = orders(put_together(("order_lines", lines)))
    beside = orders(put_together(("order_lines", [*lines, line("9", 1, 5), line("9", 1, 6)])))
    assert alone["order_amount"].tolist() == [70, 30]
    assert alone.astype(object).equals(beside.iloc[:2].astype(object))


def test_refunds_unknown_on_one_platform_only_are_told_with_their_money() -> None:
    given_tables = (
        ("orders", [order("1", 500, platform="taobao", paid_gross=500, refunded=20)]),
        ("order_lines", [line("9", 1, 70, platform="douyin")]),
    )
    (told,) = [f for f in put_together(*given_tables).findings if f.kind.code == "REFUNDS_UNKNOWN"]
    assert (told.count, told.of, told.amount_cents) == (1, 2, 70)
    refund = {"refund_id": "R", "order_id": "9", "amount": 30, "platform": "douyin"}
    dataset = put_together(*given_tables, ("refunds", [refund]))
    assert "REFUNDS_UNKNOWN" not in codes(dataset)
    assert orders(dataset).set_index("order_id")["refunded"].to_dict() == {"1": 20, "9": 30}
    assert orders(dataset).set_index("order_id")["refund_state"]["9"] == "partial"


def test_lines_of_an_erp_add_nothing_to_the_orders_of_the_platforms() -> None:
    erp = ("erp_orders", [line("1", 1, 500, platform="jst")])
    dataset = put_together(("orders", [order("1", 500, platform="taobao")]), erp)
    assert orders(dataset)["order_amount"].tolist() == [500]
    assert "erp_orders" in dataset.tables
    alone = put_together(erp)
    assert orders(alone)["order_amount"].tolist() == [500]
    assert {"ERP_STANDS_IN", "ORDERS_DERIVED"} <= set(codes(alone))
    assert "erp_orders" not in alone.tables
    cost = {"order_id": "1", "quantity": 1, "unit_cost": 100, "created_at": at(18)}
    beside = put_together(erp, ("erp_orders", [cost]))
    assert beside.tables["order_lines"].frame["line_amount"].tolist() == [500]
    assert beside.tables["erp_orders"].frame["unit_cost"].tolist() == [100]


def test_lines_without_a_number_exported_again_count_once_and_the_newer_ones_stay() -> None:
    old = [
        line("1", 1, 100, sku_code="A", status="paid_unshipped"),
        line("1", 1, 100, sku_code="A", status="paid_unshipped"),
        line("2", 1, 50, sku_code="B", status="shipped"),
    ]
    new = [
        line("2", 1, 50, sku_code="B", status="completed"),
        line("1", 1, 100, sku_code="A", status="shipped"),
        line("1", 1, 100, sku_code="A", status="shipped"),
        line("1", 1, 30, sku_code="C", status="shipped"),
    ]
    dataset = put_together(("order_lines", old), ("order_lines", new))
    assert orders(dataset).set_index("order_id")["order_amount"].to_dict() == {"1": 230, "2": 50}
    lines = dataset.frame("order_lines")
    assert lines is not None
    assert sorted(lines["status"]) == ["completed", "shipped", "shipped", "shipped"]
    assert [file.tables[0].ledger.duplicate for file in dataset.files] == [3, 0]


def test_items_of_one_order_in_two_parts_of_an_export_are_all_kept() -> None:
    first, second = line("1", 1, 100, sku_code="A"), line("1", 1, 70, sku_code="B")
    dataset = put_together(("order_lines", [first]), ("order_lines", [second]))
    assert orders(dataset)["order_amount"].tolist() == [170]


def test_an_export_without_payment_times_stays_paid_beside_one_that_has_them() -> None:
    timed = [line("1", 1, 100, paid_at=at(18, 9)), line("2", 1, 40, paid_at=None)]
    untimed = [line("3", 1, 70, status="shipped"), line("4", 1, 5, status="created_unpaid")]
    found = orders(put_together(("order_lines", timed), ("order_lines", untimed)))
    assert found.set_index("order_id")["paid_gross"].to_dict() == {
        "1": 100,
        "2": 0,
        "3": 70,
        "4": 0,
    }
    told = [line("1", 1, 100, refunded=20)]
    mixed = orders(put_together(("order_lines", told), ("order_lines", untimed)))
    assert mixed.set_index("order_id")["refunded"].isna().to_dict() == {
        "1": False, "3": True, "4": True,
    }  # fmt: skip


def test_two_erps_tell_the_same_orders_and_the_larger_one_stands_in() -> None:
    large = ("erp_orders", [line("1", 1, 500, platform="jst"), line("2", 1, 70, platform="jst")])
    small = ("erp_orders", [line("J1", 1, 500, platform="wdt")])
    dataset = put_together(small, large)
    assert orders(dataset)["order_amount"].tolist() == [500, 70]
    assert dataset.tables["erp_orders"].frame["order_id"].tolist() == ["J1"]


STRANGE = [line("8", 1, 60), line("9", 2, 40)]


def test_lines_of_no_platform_that_meet_none_of_the_orders_are_orders_of_their_own_and_told() -> (
    None
):
    own = [order("1", 500, platform="tmall", paid_gross=500)]
    dataset = put_together(("orders", own), ("order_lines", STRANGE), platform="")
    assert orders(dataset).set_index("order_id")["order_amount"].to_dict() == {
        "1": 500, "8": 60, "9": 40,
    }  # fmt: skip
    (told,) = [f for f in dataset.findings if f.kind.code == "LINES_OF_OTHERS"]
    assert (told.place.file, told.count, told.of, told.amount_cents) == ("b.csv", 2, 2, 100)


def test_one_common_number_tells_that_lines_are_those_of_the_orders() -> None:
    own = [order("9", 500, platform="tmall")]
    dataset = put_together(("orders", own), ("order_lines", STRANGE), platform="")
    assert orders(dataset)["order_id"].tolist() == ["9"]
    assert "LINES_OF_OTHERS" not in codes(dataset)


def test_damaged_numbers_cannot_tell_that_lines_are_strangers() -> None:
    damaged = [given | {"is_id_lossy": True} for given in STRANGE]
    for own, lines in (
        ([order("1", 500)], damaged),
        ([order("1", 500, is_id_lossy=True)], STRANGE),
    ):
        dataset = put_together(("orders", own), ("order_lines", lines), platform="")
        assert orders(dataset)["order_id"].tolist() == ["1"]
