"""The upload page: files in, each named with what became of it; a wrong guess can be corrected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from ecreview.app.state import Session
from tests.conftest import ROOT
from tests.pages.conftest import SECONDS
from tests.pages.reading import words_on

if TYPE_CHECKING:
    from collections.abc import Callable

    OpenPage = Callable[..., AppTest]

UNKNOWN_HEADERS = (
    "单号,哪天买的,总价,谁\nA001,2026-06-18 10:00:00,12.50,甲\nA002,2026-06-18 11:00:00,7.50,乙\n"
)
LETTER = b"Dear shop, please find attached\nnothing at all"


def _empty() -> AppTest:
    at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    at.session_state["ecreview"] = Session(lang="zh")
    return at.run()


def _drop(at: AppTest, name: str, content: bytes) -> AppTest:
    round_ = at.session_state["ecreview"].round
    at.file_uploader(key=f"uploader/{round_}").upload(name, content, "text/csv")
    return at.run()


def test_a_dropped_file_is_taken_over_and_the_uploader_emptied() -> None:
    at = _drop(_empty(), "六月.csv", UNKNOWN_HEADERS.encode())
    now = at.session_state["ecreview"]
    assert [upload.name for upload in now.uploads] == ["六月.csv"]
    assert now.round == 1
    assert not at.exception


def test_the_same_file_dropped_twice_counts_once() -> None:
    at = _drop(_empty(), "六月.csv", UNKNOWN_HEADERS.encode())
    at = _drop(at, "六月.csv", UNKNOWN_HEADERS.encode())
    assert len(at.session_state["ecreview"].uploads) == 1


def test_a_table_that_nobody_knows_opens_its_mapping_form() -> None:
    at = _drop(_empty(), "六月.csv", UNKNOWN_HEADERS.encode())
    words = words_on(at)
    assert "没有把握" in words
    assert "左边是表里的列，右边是它的意思" in words
    assert "还缺：" in words


def test_a_confirmed_mapping_reads_the_file_again_as_that_table() -> None:
    at = _drop(_empty(), "六月.csv", UNKNOWN_HEADERS.encode())
    key = str(at.data_editor[0].key)
    labels = {0: "订单编号 *", 1: "下单时间 *", 2: "订单金额 *"}
    at.session_state[key] = {
        "edited_rows": {row: {"field": label} for row, label in labels.items()},
        "added_rows": [],
        "deleted_rows": [],
    }
    at.run()
    assert "还缺：" not in words_on(at)
    preview = at.dataframe[-1].value
    assert preview["order_amount"].tolist()[:2] == [12.5, 7.5]
    next(b for b in at.button if b.label == "确认这张表").click().run()
    orders = at.session_state["ecreview"].dataset.tables["orders"].frame
    assert orders["order_amount"].tolist() == [1_250, 750]


def test_a_refused_file_is_named_with_its_code_and_the_others_go_on(open_page: OpenPage) -> None:
    at = open_page("upload")
    at = _drop(at, "空.csv", b"")
    words = words_on(at)
    assert "空.csv" in words
    assert "FILE_EMPTY" in words
    assert not at.exception


def test_own_files_take_the_place_of_the_sample(open_page: OpenPage) -> None:
    at = _drop(open_page("upload"), "六月.csv", UNKNOWN_HEADERS.encode())
    now = at.session_state["ecreview"]
    assert [upload.name for upload in now.uploads] == ["六月.csv"]
    assert not now.is_sample


def test_the_three_questions_come_filled_in_and_start_the_review(open_page: OpenPage) -> None:
    at = open_page("upload")
    days = at.date_input[0].value  # those of the sample's targets
    assert days == (date(2026, 5, 31), date(2026, 6, 20))
    next(b for b in at.button if b.label == "开始复盘").click().run()
    assert at.title[0].value
    scope = at.session_state["ecreview"].scope
    assert scope.period.text.zh == "2026-05-31 ～ 06-20"
    assert scope.baseline.days == scope.period.days


def test_a_typed_target_takes_the_place_of_those_of_the_files(open_page: OpenPage) -> None:
    at = open_page("upload")
    at.selectbox[1].set_value("typed").run()
    at.number_input[0].set_value(200_000.0).run()
    next(b for b in at.button if b.label == "开始复盘").click().run()
    goals = at.session_state["ecreview"].goals
    assert [(g.metric, g.target) for g in goals.items] == [("gmv_pay", 20_000_000)]


def test_amounts_take_the_currency_that_was_chosen(open_page: OpenPage) -> None:
    at = open_page("upload")
    currency = next(box for box in at.selectbox if box.label == "币种")
    assert currency.value == "CNY"
    currency.set_value("GBP").run()
    next(b for b in at.button if b.label == "开始复盘").click().run()
    assert at.session_state["ecreview"].settings.currency == "GBP"
    assert "£" in at.title[0].value
    assert "¥" not in words_on(at)
