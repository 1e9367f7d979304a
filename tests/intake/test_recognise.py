from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.formats import FORMATS
from ecreview.intake.formats.base import Column, Format
from ecreview.intake.header import header_key, normalise_header
from ecreview.intake.raw import RawSheet, RawTable
from ecreview.intake.recognise import (
    ACCEPTED,
    BELOW_BAR,
    known_names,
    map_columns,
    recognise,
)
from ecreview.model.text import same
from tests.intake.cleaning import raw_table

# Headers of the real data sets (data/README.md).
RETAIL = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
SUPERSTORE = (
    "订单 Id,利润率,记录数,制造商,产品名称,利润,发货日期,国家,地区,城市,子类别,客户名称,折扣,数量,"
    "省/自治区,类别,细分,订单日期,邮寄方式,销售额"
)
CLICKS = (
    "user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort,user_lifecycle"
)
COSMETICS = "update_time,id,title,price,sale_count,comment_count,店名"
ADS = (
    "Date,ad_id,xyz_campaign_id,fb_campaign_id,age,gender,interest,Impressions,Clicks,Spent,"
    "Total_Conversion,Approved_Conversion"
)
OLIST_ORDERS = (
    "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date"
)
OLIST_JOINED = f"{OLIST_ORDERS},payment_value"
NO_AMOUNT = "订单号,下单时间,支付时间,订单状态"
TAOBAO = "订单编号,买家会员名,总金额,买家应付货款,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,退款金额"
# Exports that share half their names with a known one (formats.md §10).
PDD_LEDGER = "商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,备注,业务描述"
KUAISHOU_LEDGER = (
    "账务流水号,关联业务单号,入账时间,账务方向,发生额（元）,期末余额（元）,业务类型,描述,备注"
)
SUPPLIER_ORDERS = (
    "订单编号,买家会员名,卖家会员名,货品总价(元),实付款(元),订单状态,订单创建时间,数量"
)
JD_ORDERS = "订单号,商品ID,商品名称,订购数量,下单时间,京东价,订单金额,应付金额,订单状态,下单帐号"
XHS_ORDERS = (
    "订单号,订单状态,小红书编码,条形码,规格ID,达人ID,SKU名称,SKU件数,商品总价(元),用户应付金额(元),"
    "支付时间,包裹总运费(元),快递公司,订单创建时间,订单完成时间,发货仓库,店铺名称,用户编号,商家编码"
)


def table(header: str) -> RawTable:
    return raw_table(header.split(","), [["1"] * len(header.split(","))])


def bare(*columns: list[str]) -> RawTable:
    """A table without a header."""
    cells = pa.table({f"c{i}": pa.array(c, pa.large_string()) for i, c in enumerate(columns)})
    n = cells.num_rows
    sheet = RawSheet("f.csv", None, cells, np.arange(1, n + 1), n)
    names = tuple(cells.column_names)
    return RawTable(sheet, None, names, tuple(range(len(names))), np.arange(n), np.arange(0))


def found(header: str) -> str | None:
    form = recognise(table(header)).format
    return form.key if form else None


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (RETAIL, "generic-lines"),
        (SUPERSTORE, "generic-lines"),
        (CLICKS, "event-log"),
        (TAOBAO, "taobao-orders"),
    ],
)
def test_a_known_layout_is_recognised(header: str, key: str) -> None:
    assert found(header) == key


@pytest.mark.parametrize(
    "header",
    [COSMETICS, ADS, NO_AMOUNT, OLIST_JOINED, "timestamp,value", "a,b,c"],
)
def test_a_table_of_another_kind_is_nobodys(header: str) -> None:
    match = recognise(table(header))
    assert match.format is None
    assert match.score <= BELOW_BAR < ACCEPTED


@pytest.mark.parametrize(
    ("header", "key"),
    [
        (PDD_LEDGER, "pdd-ledger"),
        (KUAISHOU_LEDGER, "kuaishou-ledger"),
        (SUPPLIER_ORDERS, "1688-orders"),
        (JD_ORDERS, "jd-orders"),
        (XHS_ORDERS, "xhs-orders"),
    ],
)
def test_an_export_that_shares_half_its_names_is_not_taken_for_another(
    header: str, key: str
) -> None:
    assert found(header) == key
    others = [form for form in FORMATS if form.key != key]
    assert recognise(table(header), others).format is None


@settings(deadline=None)
@given(st.permutations(TAOBAO.split(",")))
def test_the_order_of_the_columns_does_not_matter(names: list[str]) -> None:
    shuffled = recognise(table(",".join(names)))
    straight = recognise(table(TAOBAO))
    assert shuffled.format is straight.format
    assert shuffled.score == pytest.approx(straight.score)
    assert shuffled.evidence == straight.evidence


@settings(deadline=None)
@given(st.lists(st.text("abcdefgh", min_size=3, max_size=8), min_size=2, max_size=12, unique=True))
def test_a_random_table_is_never_guessed(names: list[str]) -> None:
    unknown = [name for name in names if header_key(name) not in known_names()] or ["zzz"]
    assert recognise(raw_table(unknown, [["1"] * len(unknown)])).format is None


def test_an_export_known_to_have_no_amounts_needs_none_but_one_with_amounts_is_another() -> None:
    form = recognise(table(OLIST_ORDERS)).format
    assert form is not None
    assert (form.key, form.lacks) == ("olist-orders", ("order_amount",))
    assert recognise(table(f"{OLIST_ORDERS},销售额")).format is None


def test_a_missing_required_column_is_named_in_the_evidence() -> None:
    match = recognise(table(NO_AMOUNT))
    assert match.evidence.zh == "最像订单表（通用），但缺：总金额"
    assert match.candidates[0].format.key == "generic-orders"


def test_the_evidence_counts_the_columns_of_the_format_and_names_the_missing_ones() -> None:
    header = "订单编号,总金额,买家实际支付金额,订单创建时间,订单付款时间,退款金额"
    match = recognise(table(header))
    assert match.format is not None
    assert match.format.key == "tmall-report"
    assert match.evidence.zh == "6/7 列对上；缺：收货地址"
    assert match.evidence.en == "6 of 7 columns; missing 收货地址"


def test_columns_that_a_person_added_do_not_hide_a_platform_export() -> None:
    assert found(f"{TAOBAO},我的备忘,运营备注2,标记") == "taobao-orders"


def test_a_negative_header_rules_a_format_out() -> None:
    assert found(f"{TAOBAO},退款编号") != "taobao-orders"


def test_a_platform_format_goes_before_a_generic_one() -> None:
    match = recognise(table(TAOBAO))
    assert {c.format.key for c in match.candidates} >= {"taobao-orders", "generic-orders"}
    assert match.format is not None
    assert not match.format.is_generic


def test_two_columns_for_one_needed_field_of_a_generic_layout_mean_asking() -> None:
    clear = "订单号,客户编号,下单时间,订单金额"
    assert found(clear) == "generic-orders"
    assert found(f"{clear},应付金额") is None


def test_two_formats_that_fit_alike_mean_asking() -> None:
    one = Format(
        key="one", title=same("One"), platform="p", table="orders",
        columns=(Column("order_id", ("订单编号",)), Column("order_amount", ("总金额",))),
        required=(("订单编号",), ("总金额",)),
    )  # fmt: skip
    two = replace(one, key="two", title=same("Two"))
    match = recognise(table("订单编号,总金额"), [one, two])
    assert match.format is None
    assert match.evidence.en == "looks like both One and Two"
    assert [c.format.key for c in match.candidates] == ["one", "two"]


@pytest.mark.parametrize(("good", "key"), [(9, "event-log"), (8, None)])
def test_nine_rows_of_ten_tell_a_file_without_a_header(good: int, key: str | None) -> None:
    rows = 10
    events = ["pv"] * good + ["?"] * (rows - good)
    raw = bare(["1"] * rows, ["2"] * rows, ["3"] * rows, events, ["1511544070"] * rows)
    form = recognise(raw).format
    assert (form.key if form else None) == key


def test_a_file_without_a_header_and_with_another_shape_is_nobodys() -> None:
    assert recognise(bare(["1"], ["2"], ["3"])).format is None


def test_a_bare_log_feeds_its_fields_by_position() -> None:
    raw = bare(["1"], ["2"], ["3"], ["pv"], ["1511544070"])
    form = recognise(raw).format
    assert form is not None
    assert map_columns(raw, form).columns == (
        ("user_key", "c0"), ("item_id", "c1"), ("category", "c2"), ("event", "c3"), ("time", "c4"),
    )  # fmt: skip


def test_the_first_name_in_the_formats_order_feeds_a_field() -> None:
    form = Format(
        key="t", title=same("T"), platform="p", table="orders",
        columns=(Column("order_amount", ("实付款", "总金额")),), required=(),
    )  # fmt: skip
    assert map_columns(table("总金额,实付款"), form).columns == (("order_amount", "实付款"),)


def test_a_column_feeds_one_field_only() -> None:
    form = Format(
        key="t", title=same("T"), platform="p", table="orders",
        columns=(Column("order_amount", ("金额",)), Column("paid_amount", ("金额",))), required=(),
    )  # fmt: skip
    assert map_columns(table("金额"), form).columns == (("order_amount", "金额"),)


def test_of_repeated_headers_the_first_is_used() -> None:
    form = Format(
        key="t", title=same("T"), platform="p", table="orders",
        columns=(Column("order_amount", ("金额",)),), required=(),
    )  # fmt: skip
    assert map_columns(table("金额,金额（元）"), form).columns == (("order_amount", "金额"),)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("商品总价（元）", "商品总价"),
        ("商品数量(件)", "商品数量"),
        ("收入（+元）", "收入"),
        ("入帐时间", "入账时间"),
    ],
)
def test_a_header_is_compared_without_its_unit_and_in_one_spelling(name: str, key: str) -> None:
    assert header_key(name) == key


def test_known_names_hold_every_header_of_every_format() -> None:
    names = {normalise_header(name) for form in FORMATS for name in form.names}
    assert names <= known_names()
