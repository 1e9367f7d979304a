"""The check page: every row told, each change with its samples, undone and done again by one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from ecreview.app.cleaning_log import CLICK, entries
from ecreview.app.state import Session
from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Dataset, FileReceipt, Upload
from ecreview.model.finding_kinds import ID_BLANK
from ecreview.model.findings import Finding, Place
from ecreview.model.text import Text
from tests.conftest import ROOT
from tests.pages.conftest import PAGES, SECONDS
from tests.pages.reading import words_on

if TYPE_CHECKING:
    from ecreview.app.cleaning_log import Entry

HEADER = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 "
ROW = "A-{n},buyer_{n},{n}0.00,{n}0.00,交易成功,2026-06-18 10:00:00,2026-06-18 10:01:00"
ORDERS = Upload.of(
    "orders.csv",
    "\n".join([HEADER, *(ROW.format(n=n) for n in (1, 1, 2)), "合计,,40.00,,,,"]).encode(),
)
BROKEN = Upload.of("broken.xlsx", b"PK\x03\x04" + bytes(300))


def open_check() -> AppTest:
    at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    uploads = (ORDERS, BROKEN)
    dataset = ingest(uploads, run=run_inline)
    at.session_state["ecreview"] = Session(lang="zh", uploads=uploads, dataset=dataset)
    at.run()
    at.switch_page(PAGES["check"]).run()
    return at


def log_of(at: AppTest) -> tuple[Entry, ...]:
    return entries(at.session_state["ecreview"].dataset)


def row_of(at: AppTest, code: str) -> int:
    rules = [line.operation.kind.code if line.operation else "" for line in log_of(at)]
    return rules.index(code)


def press(at: AppTest, code: str) -> None:
    at.session_state[CLICK] = {"row": row_of(at, code), "label": "撤销"}
    at.run()
    assert not at.exception


def test_a_click_keeps_both_copies_and_the_next_one_merges_them_again() -> None:
    at = open_check()
    assert len(at.session_state["ecreview"].dataset.frame("orders")) == 2
    press(at, "ROW_DUP")
    assert len(at.session_state["ecreview"].dataset.frame("orders")) == 3
    line = log_of(at)[row_of(at, "ROW_DUP")]
    assert line.operation is not None
    assert line.operation.is_undone
    press(at, "ROW_DUP")
    assert len(at.session_state["ecreview"].dataset.frame("orders")) == 2


def test_the_answers_of_the_visitor_outlive_an_undo() -> None:
    at = open_check()
    before = at.session_state["ecreview"]
    at.session_state["ecreview"] = Session(
        lang="zh", uploads=before.uploads, dataset=before.dataset, round=7
    )
    press(at, "ROW_TOTAL")
    assert at.session_state["ecreview"].round == 7
    assert at.session_state["ecreview"].uploads == before.uploads


def test_a_file_that_cannot_be_read_is_not_passed_over() -> None:
    assert "另有 1 个文件读不了" in words_on(open_check())


def test_the_log_stands_in_the_order_of_the_money_touched() -> None:
    amounts = [abs(line.amount_cents) for line in log_of(open_check())]
    assert amounts == sorted(amounts, reverse=True)
    assert amounts[0] == 10_00


def test_the_log_names_rows_before_the_file_and_shortens_long_names() -> None:
    name = "ExportOrderList202606211000.csv"
    place = Place(name, rows=(24, 29))
    finding = Finding(ID_BLANK, place, 2, 9, values=(("column", "订单编号"),))
    (line,) = entries(Dataset({}, (FileReceipt(name, "0", 1, "csv"),), (finding,), ""))
    assert line.cells["where"] == Text(
        "第 24、29 行 · ExportOr…11000.csv", "rows 24, 29 · ExportOr…11000.csv"
    )


def test_the_days_covered_and_the_reason_of_each_grade_stand_under_the_question_of_trust() -> None:
    at = open_check()
    assert "本期 1 天全部覆盖" in words_on(at)
    assert "数字可信吗" in [heading.value for heading in at.subheader]
    assert "每个数为什么是这一档，缺了哪几天" in [each.label for each in at.expander]
