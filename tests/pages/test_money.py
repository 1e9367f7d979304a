"""The money on the check page: the bridge opens its orders, differences are decided on and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ecreview.app.decisions import linked, single
from ecreview.app.state import Session
from ecreview.model.scope import Decision, Settings
from tests.builders import dataset
from tests.conftest import ROOT
from tests.pages.conftest import PAGES, SECONDS
from tests.pages.reading import words_on

if TYPE_CHECKING:
    from ecreview.model.text import Lang

ORDERS = [
    {"order_id": "A", "paid_at": "2026-06-10", "order_amount": 5_000, "refunded": 0, "status": "completed"},
    {"order_id": "B", "paid_at": "2026-06-11", "order_amount": 800, "refunded": 0, "status": "completed"},
]  # fmt: skip
ENTRIES = [
    {"order_id": "X9", "txn_id": "t1", "time": "2026-06-12", "amount": 5_000, "subject": "goods"},
    {"order_id": "B", "txn_id": "t2", "time": "2026-06-30", "amount": 800, "subject": "goods"},
    {"order_id": None, "txn_id": "t0", "time": "2026-06-01", "amount": 0, "subject": "withdraw"},
]


def open_check(lang: Lang = "zh", decisions: tuple[Decision, ...] = (), **tables: Any) -> AppTest:
    at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    given = tables or {"orders": ORDERS, "payments": ENTRIES}
    made = replace(dataset(**given), version="-".join(given))  # reviews are cached by version
    at.session_state["ecreview"] = Session(
        lang=lang, dataset=made, settings=Settings(decisions=decisions)
    )
    at.run()
    at.switch_page(PAGES["check"]).run()
    assert not at.exception
    return at


def test_the_headline_says_what_is_unexplained() -> None:
    assert "还有 ¥100\\.00、2 处说不清" in open_check().header[0].value


def test_the_headline_says_that_every_cent_is_explained() -> None:
    agreed = (Decision("orders.payments", "A", "t1"),)
    assert "每一分钱都说得清" in open_check(decisions=agreed).header[0].value


def test_a_bar_of_the_bridge_opens_its_orders() -> None:
    at = open_check()
    pills = next(p for p in at.button_group if p.key == "bridge/bar")
    pills.set_value("gmv_pay").run()
    assert not at.exception
    assert "支付：2 笔，合计 ¥58.00" in words_on(at)


def test_orders_alone_have_a_bridge_that_says_what_is_missing() -> None:
    at = open_check(orders=ORDERS)
    assert "没有账单流水" in words_on(at)


def test_a_decision_is_told_and_can_be_taken_back() -> None:
    at = open_check(decisions=(Decision("orders.payments", "A", "t1", note="换号支付"),))
    assert "A = t1 · 换号支付" in words_on(at)
    at.button(key="decide/orders.payments/undo/0").click().run()
    assert at.session_state["ecreview"].settings.decisions == ()


ROWS = pd.DataFrame(
    {
        "order_id": ["A", "X9", "B"],
        "left_source": ["orders.csv · 2", None, "orders.csv · 3"],
        "right_source": [None, "bill.csv · 5", "bill.csv · 6"],
        "right_ref": [None, "t1", "t2"],
    }
)


def test_one_row_of_each_side_can_be_the_same_money() -> None:
    assert linked("orders.payments", ROWS.iloc[[0, 1]]) == Decision("orders.payments", "A", "t1")


@pytest.mark.parametrize("rows", [[0], [1], [0, 2], [0, 1, 2]])
def test_other_choices_cannot(rows: list[int]) -> None:
    assert linked("orders.payments", ROWS.iloc[rows]) is None


def test_a_row_is_named_by_its_order_else_by_its_entry() -> None:
    assert single("p", ROWS) == [Decision("p", "A"), Decision("p", right="t1"), Decision("p", "B")]
