"""What every declared format keeps to."""

from __future__ import annotations

import re

import pytest

from ecreview.intake.formats import FORMATS, lacking
from ecreview.intake.formats.base import Column, Format
from ecreview.intake.formats.personal import is_personal
from ecreview.intake.header import header_key
from ecreview.intake.recognise import known_names, map_columns, recognise
from ecreview.model.platforms import PLATFORMS
from ecreview.model.tables import CANONICAL_STATUS, SUBJECTS, table_spec
from ecreview.model.text import same
from tests.intake.cleaning import raw_table

# Words of header names under which exports keep people: their names, phones, addresses, messages, numbers.
_PEOPLE = re.compile(
    "姓名|收货人|收件人|寄件人|联系人|订购人|操作人|操作员|审核人|处理人|申请人|经手人|发起人|代理商"
    "|电话|手机|固话|地址|街道|身份证|邮编|留言|备注|备忘|支付宝账号|对方账|对方名称|对方公司|抬头|纳税人"
    "|用户标识|ID Name|ID Number|phone|street|address|zip|postal|postcode|e-?mail|recipient|receiver"
    r"|(?:buyer|ship|customer|first|last|full|shipping|billing) name|\bnotes?\b|message|remark",
    re.IGNORECASE,
)
# Such names that hold nobody.
_NOBODY = frozenset({
    "是否手机订单", "费率备注", "包裹备注标记", "商家备注等级（等级1-5为由高到低）", "货品备注", "单品备注",
    "资金动账备注", "钱包结算备注",
})  # fmt: skip
_OF_A_BUYER = frozenset({"buyer_key", "province", "city"})  # hashed, cut short

USED = [form for form in FORMATS if not form.is_refused]
PLATFORM_FORMATS = [form for form in USED if not form.is_generic]

by_key = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.key)
used_by_key = pytest.mark.parametrize("form", USED, ids=lambda form: form.key)


def test_keys_are_unique_and_language_free() -> None:
    keys = [form.key for form in FORMATS]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


@by_key
def test_a_format_is_named_in_both_languages(form: Format) -> None:
    assert form.title.zh
    assert form.title.en
    assert all(text.zh and text.en for text in form.refusal if form.is_refused)
    assert bool(form.remark.zh) == bool(form.remark.en)
    assert bool(form.menu.zh) == bool(form.menu.en)


@used_by_key
def test_a_format_feeds_fields_of_its_table_each_once(form: Format) -> None:
    spec = table_spec(form.table)
    fields = [column.field for column in form.columns]
    assert len(set(fields)) == len(fields)
    helpers = set(fields) - {field.key for field in spec.fields}  # read by `prepare`, then dropped
    assert not helpers or form.prepare is not None
    beside = {spec.time} if form.period_from == "file" else set()
    assert {field.key for field in spec.required} - beside - set(form.lacks) <= set(fields)


@used_by_key
def test_only_an_export_of_a_platform_may_lack_a_needed_field(form: Format) -> None:
    needed = {field.key for field in table_spec(form.table).required}
    assert set(form.lacks) <= needed - {column.field for column in form.columns}
    assert not (form.lacks and form.is_generic)


def test_what_an_export_lacks_holds_for_its_own_table_only() -> None:
    assert lacking("olist-orders", "orders") == ("order_amount",)
    assert lacking("olist-orders", "refunds") == lacking(None, "orders") == ()


@used_by_key
def test_no_header_feeds_two_fields(form: Format) -> None:
    names = [key for column in form.columns for key in set(map(header_key, column.names))]
    assert len(set(names)) == len(names)


@used_by_key
def test_a_header_that_nobody_needs_is_needed_nowhere_and_listed_once(form: Format) -> None:
    other = list(form.other)
    assert len(set(other)) == len(other)
    assert not set(other) & {name for column in form.columns for name in column.names}
    assert not set(other) & set(form.personal)


@used_by_key
def test_what_is_required_is_not_ruled_out_and_not_dropped(form: Format) -> None:
    needed = {header_key(name) for group in form.required for name in group}
    assert not needed & set(map(header_key, form.negative))
    assert not needed & set(map(header_key, form.personal))


@used_by_key
def test_a_column_that_names_people_is_dropped_or_feeds_their_key_and_region_alone(
    form: Format,
) -> None:
    """Staff of one's own stay, and the remarks of one's own money and stock: they tell what it was for."""
    dropped = set(map(header_key, form.personal))
    feeds = {header_key(n): column.field for column in form.columns for n in column.names}
    is_of_people = form.table not in {"payments", "fees", "inventory", "product_costs"}
    for name in form.names:
        field = feeds.get(header_key(name))
        if header_key(name) in dropped or is_personal(name.strip()):
            assert field is None or field in _OF_A_BUYER, name
        elif _PEOPLE.search(name) and name not in _NOBODY:
            assert field in {*_OF_A_BUYER, "owner"} or (name == "备注" and not is_of_people), name


@used_by_key
def test_an_export_of_orders_names_its_buyers_or_says_that_it_names_none(form: Format) -> None:
    if form.table in {"orders", "order_lines", "erp_orders"} and not form.is_generic:
        names_buyers = any(column.field == "buyer_key" for column in form.columns)
        assert names_buyers is not form.is_buyerless


@used_by_key
def test_what_is_shared_summed_up_or_told_apart_are_fields_and_known_words(form: Format) -> None:
    keys = {field.key for field in table_spec(form.table).fields}
    if form.order_amount_on in {"every_line", "first_line"}:
        assert set(form.shared) <= keys
    assert {word for word in form.summary.values() if word} <= keys | {"in", "out"}
    assert {subject.subject for subject in form.subjects} <= set(SUBJECTS)


@used_by_key
def test_an_export_of_a_platform_says_where_it_is_found(form: Format) -> None:
    if form.platform:
        assert form.menu.zh
        assert form.menu.en


def test_every_platform_has_a_name_and_every_name_a_format() -> None:
    assert {form.platform for form in FORMATS if form.platform} == set(PLATFORMS)


@used_by_key
def test_a_second_table_below_the_rows_is_told_by_its_first_header(form: Format) -> None:
    assert not set(map(header_key, form.summary)) & set(map(header_key, form.names))


@used_by_key
def test_status_words_lead_to_canonical_ones(form: Format) -> None:
    assert set(form.status.values()) <= set(CANONICAL_STATUS)


@by_key
def test_patterns_compile_and_control_totals_have_their_groups(form: Format) -> None:
    for pattern in form.footer:
        re.compile(pattern)
    for pattern in form.control:
        assert set(re.compile(pattern).groupindex) & {"count", "amount"}


@used_by_key
def test_a_bare_layout_has_a_field_per_pattern(form: Format) -> None:
    if form.headerless is not None:
        assert len(form.headerless.patterns) == len(form.headerless.fields)


@by_key
def test_a_file_with_all_headers_of_a_format_is_that_format(form: Format) -> None:
    names = [column.names[0] for column in form.columns] or list(form.names)
    names += [group[0] for group in form.required]
    names = list(dict.fromkeys([*names, *form.other]))
    if form.is_generic:  # all customary names at once leave doubt: the needed ones do
        names = list(dict.fromkeys(group[0] for group in form.required))
    match = recognise(raw_table(names, [["1"] * len(names)]))
    assert match.format is form


@pytest.mark.parametrize("form", PLATFORM_FORMATS, ids=lambda form: form.key)
def test_the_required_headers_alone_are_enough(form: Format) -> None:
    names = list(dict.fromkeys(group[0] for group in form.required))
    assert recognise(raw_table(names, [["1"] * len(names)])).format is form


def test_a_new_format_is_known_everywhere_once_it_is_listed() -> None:
    toy = Format(
        key="toy-orders",
        title=same("Toy"),
        platform="toy",
        table="orders",
        columns=(
            Column("order_id", ("玩具单号",)),
            Column("created_at", ("玩具时间",)),
            Column("order_amount", ("玩具金额",)),
        ),
        required=(("玩具单号",), ("玩具金额",)),
    )
    raw = raw_table(["玩具金额", "玩具单号", "玩具时间"], [["1.00", "1", "2026-06-18"]])
    assert recognise(raw).format is None
    assert recognise(raw, (*FORMATS, toy)).format is toy
    assert map_columns(raw, toy).source("order_id") == "玩具单号"
    assert "玩具单号" in known_names((*FORMATS, toy))
