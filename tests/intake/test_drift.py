from __future__ import annotations

import pytest

from ecreview.intake.drift import ASKED, renames, sure_renames
from ecreview.intake.suggest import ALIKE, SURE


def certainty(old: str, new: str, then: str = "number", now: str = "number") -> float:
    found = renames({old: then, "订单号": "text"}, {new: now, "订单号": "text"})
    return found[0].certainty if found else 0.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("实付金额", "实付金额（元）"),
        ("Order ID", "order  id"),
        ("入帐金额", "入账金额"),
        ("买家实付金额", "买家实付总金额"),
    ],
)
def test_a_name_written_a_little_otherwise_is_the_same_column(old: str, new: str) -> None:
    assert certainty(old, new) >= SURE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("商家实收金额", "商家应收金额"),
        ("买家实际支付金额", "买家实际应付金额"),
        ("收货后付款金额", "收货后未付款金额"),
    ],
)
def test_letters_that_were_replaced_or_turn_the_meaning_are_asked_about(old: str, new: str) -> None:
    assert 0 < certainty(old, new) <= ASKED < SURE


def test_values_of_another_kind_make_another_column() -> None:
    assert certainty("付款时间", "付款时间段", "time", "number") == 0
    assert certainty("付款时间", "付款的时间", "time", "") > 0  # a blank column may be anything


def test_the_only_new_column_with_that_kind_of_values_is_asked_about() -> None:
    assert certainty("哪天买的", "成交日", "time", "time") == ALIKE < SURE


def test_two_new_columns_that_are_as_near_are_asked_about() -> None:
    seen, now = {"付款总金额": "number"}, {"付款总金额A": "number", "付款总金额B": "number"}
    (found,) = renames(seen, now)
    assert found.certainty == ASKED
    assert sure_renames([found]) == {}


def test_each_column_is_renamed_at_most_once() -> None:
    seen = {"付款金额": "number", "付款总金额": "number"}
    (found,) = renames(seen, {"付款总金额数": "number"})
    assert (found.old, found.new) == ("付款总金额", "付款总金额数")


def test_nothing_is_renamed_while_all_columns_are_there() -> None:
    assert renames({"a": "text"}, {"a": "text", "aa": "text"}) == ()


def test_the_order_of_the_columns_does_not_matter() -> None:
    seen = {"付款金额": "number", "下单时间": "time", "备注": "text"}
    now = {"付款金额数": "number", "下单的时间": "time", "备注栏": "text"}
    turned = renames(dict(reversed(seen.items())), dict(reversed(now.items())))
    assert set(turned) == set(renames(seen, now))
