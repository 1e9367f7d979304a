"""The upload page: files in, each named with what became of it; a wrong guess can be corrected."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from ecreview.app.questions import export_of
from ecreview.app.state import Session
from ecreview.app.templates import template_of
from ecreview.intake.formats import FORMATS
from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
from ecreview.model.ledger import Ledger
from ecreview.model.tables import table_spec
from ecreview.model.text import EMPTY
from tests.conftest import ROOT
from tests.pages.conftest import SECONDS
from tests.pages.locked import locked_book
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
    assert "请确认必填的列：" in words
    assert "下单时间 ← “哪天买的”（把握 50%）" in words


OWN_COSTS = "商家编码,单位成本\nA01,5.00\n"


def test_the_headline_says_what_is_used_not_recognised_and_refused() -> None:
    at = _drop(_drop(_empty(), "成本.csv", OWN_COSTS.encode()), "空.csv", b"")
    at = _drop(at, "通讯录.csv", "姓名,部门\n甲,运营\n".encode())
    words = words_on(at)
    assert (
        "已读懂 1 张表，可以开始复盘；1 张表没认出，请在下面指定；1 个文件用不了，已跳过。" in words
    )
    assert "使用中的文件] **1/3**" in words


def test_of_several_tables_in_doubt_the_most_likely_one_is_asked_about_first() -> None:
    at = _drop(_empty(), "通讯录.csv", "姓名,部门\n甲,运营\n".encode())
    at = _drop(at, "门店.csv", "单号,日期,数量,单价,金额\nM1,2026-06-18,2,5.00,10.00\n".encode())
    assert "门店.csv · 第 1 行是表头" in words_on(at)


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


# --- questions that open a file ------------------------------------------------------------------------------

PASSWORD = "618618"  # noqa: S105 - of a book made here
TRADITIONAL = "訂單號,下單時間,訂單金額\nA-1,2026-06-18,100.00\nA-2,2026-06-19,50.00\n"


def _press(at: AppTest, label: str) -> AppTest:
    return next(b for b in at.button if b.label == label).click().run()


def test_a_locked_file_asks_for_its_password_and_opens_with_it() -> None:
    at = _drop(_empty(), "加密.xlsx", locked_book(PASSWORD))
    assert "FILE_PASSWORD" in words_on(at)
    at.text_input[0].set_value("wrong")
    at = _press(at, "打开")
    assert "FILE_PASSWORD_WRONG" in words_on(at)
    before = at.session_state["ecreview"].dataset.version
    at.text_input[0].set_value(PASSWORD)
    at = _press(at, "打开")
    now = at.session_state["ecreview"]
    assert now.dataset.tables["orders"].frame["order_amount"].tolist() == [1_250, 750]
    assert now.dataset.version != before
    assert not at.text_input


def test_a_password_is_never_shown_and_not_kept_when_the_data_are_cleared() -> None:
    at = _drop(_empty(), "加密.xlsx", locked_book(PASSWORD))
    at.text_input[0].set_value(PASSWORD)
    at = _press(at, "打开")
    assert PASSWORD not in repr(at.session_state["ecreview"])
    assert PASSWORD not in words_on(at)
    at = _press(at, "清除我的数据")
    assert at.session_state["ecreview"].passwords == ()


def test_a_text_of_unknown_encoding_shows_what_it_may_say_and_is_read_as_picked() -> None:
    at = _drop(_empty(), "訂單.csv", TRADITIONAL.encode("big5"))
    words = words_on(at)
    assert "哪一种读得通？" in words
    assert "訂單號,下單時間,訂單金額" in words
    at = _press(at, "就是这种 · big5")
    (receipt,) = at.session_state["ecreview"].dataset.files
    assert receipt.error is None
    assert receipt.engine == "csv · big5 · ,"
    assert "哪一种读得通？" in words_on(_press(at, "撤销我的修改"))


# --- mapping, status words, templates ------------------------------------------------------------------------

OWN = "单号,下单时间,订单金额,订单状态\nA-1,2026-06-18 10:00:00,12.50,老样子\nA-2,2026-06-18 11:00:00,7.50,交易成功\n"
CHOSEN = {"单号": "订单编号 *", "下单时间": "下单时间 *", "订单金额": "订单金额 *"}


def _edit(at: AppTest, start: str, edits: dict[int, dict[str, str]]) -> AppTest:
    """Edit the grid whose key begins so: row number → column → text."""
    key = next(str(grid.key) for grid in at.data_editor if str(grid.key).startswith(start))
    at.session_state[key] = {"edited_rows": edits, "added_rows": [], "deleted_rows": []}
    return at.run()


def _confirmed(content: str, name: str = "六月2026.csv") -> AppTest:
    """Return the page after an unknown file was taken for orders."""
    at = _drop(_empty(), name, content.encode())
    at = next(box for box in at.selectbox if box.label == "这是什么表").set_value("orders").run()
    grid = next(g for g in at.data_editor if str(g.key).startswith("columns/"))
    names = grid.value["name"].tolist()
    at = _edit(at, "columns/", {names.index(n): {"field": label} for n, label in CHOSEN.items()})
    return _press(at, "确认这张表")


def test_unknown_status_words_are_listed_with_their_count_and_take_the_meaning_given() -> None:
    at = _confirmed(OWN)
    orders = at.session_state["ecreview"].dataset.tables["orders"].frame
    assert orders["status"].tolist() == ["unknown", "completed"]
    grid = next(g for g in at.data_editor if str(g.key).startswith("words/"))
    assert grid.value[["word", "count"]].to_numpy().tolist() == [["老样子", 1]]
    at = _edit(at, "words/", {0: {"meaning": "已付款，没发货"}})
    at = _press(at, "确认这张表")
    orders = at.session_state["ecreview"].dataset.tables["orders"].frame
    assert orders["status"].tolist() == ["paid_unshipped", "completed"]


def test_what_was_confirmed_can_be_undone() -> None:
    at = _press(_confirmed(OWN), "撤销我的修改")
    assert at.session_state["ecreview"].choices.tables == ()
    assert at.session_state["ecreview"].dataset.tables == {}


def test_a_template_reads_the_next_month_and_tells_what_changed() -> None:
    choices = _confirmed(OWN).session_state["ecreview"].choices
    template = template_of(choices).to_json()
    at = _drop(_empty(), "mapping.json", template.encode())
    later = OWN.replace("单号", "单号码").replace("2026-06", "2026-07")
    at = _drop(at, "六月2027.csv", later.encode())
    words = words_on(at)
    assert "和上次比，这张表的列变了" in words
    assert (
        "“单号”没有了，“单号码”按“订单编号”读取，看来是改了名。" in words
        or "可能改名为“单号码”" in words
    )
    assert not at.exception


def test_a_template_that_cannot_be_read_is_named_and_the_files_go_on() -> None:
    at = _empty()
    round_ = at.session_state["ecreview"].round
    dropped = at.file_uploader(key=f"uploader/{round_}")
    dropped.upload("t.json", b'{"tables": [{"file": "*", "table": "order"}]}', "application/json")
    at = dropped.upload("六月.csv", UNKNOWN_HEADERS.encode(), "text/csv").run()
    assert "t.json：" in words_on(at)
    assert "order_lines" in words_on(at)
    assert [u.name for u in at.session_state["ecreview"].uploads] == ["六月.csv"]


def test_a_question_names_the_export_of_a_platform_already_seen() -> None:
    form = next(f for f in FORMATS if f.menu.zh and f.platform)
    table = TableReceipt(None, None, EMPTY, form.platform, None, 1.0, EMPTY, 1, Ledger(1))
    seen = Dataset({}, (FileReceipt("a", "", 0, "", (table,)),), (), "")
    assert form.menu.zh in export_of(form.table, seen).zh
    assert form.menu.en in export_of(form.table, seen).en
    nowhere = Dataset({}, (), (), "")
    assert export_of(form.table, nowhere) == table_spec(form.table).export


def test_a_locked_question_names_the_absent_export_and_its_menu_path() -> None:
    at = _drop(_empty(), "订单.csv", OWN.encode())
    words = words_on(at)
    assert "再放一张表，还能回答" in words
    assert "放入 **目标表**" in words
    assert "放入文件" not in words  # what columns lack is no export
