"""The calculator below the profit tab: filled, answering, and keeping what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages.conftest import PAGES
from tests.pages.reading import words_on
from tests.pages.test_pages import ALLOWED, CJK, LATIN, _without_data

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from ecreview.model.dataset import Dataset
    from ecreview.model.text import Lang

    OpenPage = Callable[..., AppTest]

TAB = {"zh": "利润", "en": "Profit"}
# Golden vector G4; ads as ROAS 2.5.
G4 = {
    "price": 100, "cost": 40, "freight": 8, "packaging": 0, "refund_rate": 20, "return_freight": 8,
    "resaleable": 100, "commission": 5, "payment_fee": 0,
}  # fmt: skip


def profit_tab(open_page: OpenPage, lang: Lang = "zh") -> AppTest:
    at = open_page("insight", lang)
    at.session_state["tabs/insight"] = TAB[lang]
    return at.run()


def put(at: AppTest, **values: float) -> AppTest:
    for field, value in values.items():
        (found,) = (n for n in at.number_input if str(n.key).startswith(f"calculator/{field}/"))
        found.set_value(float(value))
    return at.run()


def put_g4(at: AppTest) -> AppTest:
    at.toggle(key="calculator/as_roas").set_value(True).run()
    return put(at, **G4, roas=2.5)


def test_it_begins_with_the_numbers_of_the_review(open_page: OpenPage) -> None:
    words = words_on(profit_tab(open_page))
    assert "已按你的数据填好：每单售价、每单商品成本" in words
    assert "每单赚" in words


def test_golden_vector_g4_loses_5_60(open_page: OpenPage) -> None:
    at = put_g4(profit_tab(open_page))
    assert not at.exception
    assert "每单亏 ¥5.60；保本投产比 2.91" in words_on(at)


def test_what_was_typed_survives_another_page(open_page: OpenPage) -> None:
    at = put_g4(profit_tab(open_page))
    at.switch_page(PAGES["risk"]).run()
    at.switch_page(PAGES["insight"])
    at.session_state["tabs/insight"] = TAB["zh"]
    assert "每单亏 ¥5.60；保本投产比 2.91" in words_on(at.run())


def test_what_else_is_asked_for_is_answered_below(open_page: OpenPage) -> None:
    at = put_g4(profit_tab(open_page, "en"))
    assert "An order leaves nothing" in words_on(put(at, fixed=1_000))


@pytest.mark.parametrize(("lang", "word"), [("zh", "填上每单售价"), ("en", "Fill in price")])
def test_without_a_price_it_asks_for_one(open_page: OpenPage, lang: Lang, word: str) -> None:
    at = put(profit_tab(open_page, lang), price=0)
    assert word in words_on(at)


def test_each_page_keeps_to_its_language(open_page: OpenPage, dataset: Dataset) -> None:
    chinese = _without_data(words_on(profit_tab(open_page)), dataset)
    english = _without_data(words_on(profit_tab(open_page, "en")), dataset)
    assert sorted(set(LATIN.findall(chinese)) - ALLOWED) == []
    assert CJK.findall(english.replace("中文", "")) == []
