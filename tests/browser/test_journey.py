"""What only a browser shows: first visits by deep link, clicks, downloads, Streamlit's own words, requests."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from ecreview.app.frame import PAGES
from ecreview.samples import write_sample
from tests.pages.locked import locked_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Serve = Callable[[], AbstractContextManager[str]]

pytestmark = pytest.mark.browser

ORDERS = 300
SLOW = 120_000  # milliseconds; a busy machine
PATHS = {
    path.rsplit("/", maxsplit=1)[-1]: name for pages in PAGES.values() for path, name, _ in pages
}


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Return a page of a Chinese visitor; it fails the test when a request leaves the computer."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1366, "height": 900},
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(SLOW)
    strangers: list[str] = []
    page.on(
        "request",
        lambda request: strangers.append(request.url) if _is_strange(request.url) else None,
    )
    yield page
    context.close()
    assert strangers == []


def _is_strange(url: str) -> bool:
    return not re.match(r"(http://127\.0\.0\.1:|ws://127\.0\.0\.1:|data:|blob:)", url)


@pytest.mark.parametrize("path", PATHS)
def test_a_deep_link_opens_its_page_on_a_fresh_server(serve: Serve, page: Any, path: str) -> None:
    with serve() as address:
        page.goto(f"{address}/{path}")
        page.get_by_role("button", name="用示例店铺试一试").wait_for()
        assert page.locator("[data-testid=stMain]").inner_text().startswith(PATHS[path].zh)
        assert page.locator("[data-testid=stSidebarNav]").is_visible()
        assert page.locator("[role=dialog]").count() == 0
        assert page.title() == "电商复盘"


def test_files_become_a_verdict_and_a_workbook(serve: Serve, page: Any, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    write_sample(folder, orders=ORDERS)
    files = sorted(str(f) for f in folder.iterdir() if f.suffix in (".xlsx", ".xls", ".csv"))
    with serve() as address:
        page.goto(address)
        _drop(page, files)
        _start(page)
        page.locator("[data-testid=stMetricValue]").first.wait_for()
        assert page.locator("h1").inner_text().startswith(("达成", "没达成", "还不能定", "支付"))
        shown = _tile(page, "支付金额")
        _open(page, "export")
        with page.expect_download() as download:
            page.get_by_role("button", name="下载").first.click()
        saved = tmp_path / "review.xlsx"
        download.value.save_as(saved)
        assert download.value.suggested_filename.startswith("复盘_")
        book = load_workbook(BytesIO(saved.read_bytes()))
        assert shown.split()[0] in _words(book)
        assert ZipFile(saved).testzip() is None


def test_questions_about_files_are_answered_on_the_page_and_the_review_runs(
    serve: Serve, page: Any, tmp_path: Path
) -> None:
    own = "单号,哪天买的,总价\nA-1,2026-06-18 10:00:00,12.50\nA-2,2026-06-19 11:00:00,7.50\n"
    foreign = "訂單號,下單時間,訂單金額\nC-1,2026-06-18,100.00\nC-2,2026-06-19,50.00\n"
    files = [tmp_path / name for name in ("手工.csv", "外文.csv", "加密.xlsx", "坏.xlsx")]
    files[0].write_text(own, encoding="utf-8")
    files[1].write_bytes(foreign.encode("big5"))
    files[2].write_bytes(locked_book("618618"))
    files[3].write_bytes(b"PK\x03\x04")
    with serve() as address:
        page.goto(address)
        uploader = page.locator("[data-testid=stFileUploader] input[type=file]")
        uploader.set_input_files([str(file) for file in files])
        page.get_by_text("FILE_DAMAGED").wait_for()
        page.locator("input[type=password]").fill("618618")
        page.locator("[data-testid=stBaseButton-secondaryFormSubmit]").click()
        page.get_by_text("FILE_PASSWORD").wait_for(state="detached")
        page.get_by_role("button", name="就是这种 · big5").click()
        page.get_by_text("ENCODING_ASK").wait_for(state="detached")
        for name in ("手工.csv", "外文.csv"):
            page.get_by_text(f"{name} · 第 1 行是表头").wait_for()  # opened by itself
            page.get_by_role("button", name="确认这张表").click()
        page.get_by_text("没有把握").wait_for(state="detached")
        _start(page)
        page.locator("[data-testid=stMetricValue]").first.wait_for()
        assert _tile(page, "支付金额") == "¥190.00"  # 12.50 + 7.50 + 12.50 + 7.50 + 100 + 50
        assert "618618" not in page.content()


def test_the_sample_fills_the_verdict_with_one_click_in_both_languages(
    serve: Serve, page: Any, tmp_path: Path
) -> None:
    with serve() as address:
        page.goto(address)
        page.get_by_text("单个文件最大 300 MB").wait_for()
        page.get_by_text("选择文件").wait_for()
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        page.get_by_role("button", name="用示例店铺试一试").click()
        page.locator("[data-testid=stMetricValue]").first.wait_for()
        for path in PATHS:
            _open(page, path)
            page.screenshot(path=tmp_path / f"{path}-zh.png")
            assert page.locator("[data-testid=stException]").count() == 0
        page.get_by_text("EN", exact=True).click()
        page.get_by_role("link", name="Upload").wait_for()
        _open(page, "upload", lang="en")
        page.get_by_text("per file").wait_for()
        assert page.evaluate("document.documentElement.lang") == "en"


def test_another_visitor_sees_nothing_of_it(serve: Serve, browser: Any, page: Any) -> None:
    with serve() as address:
        page.goto(address)
        page.get_by_role("button", name="用示例店铺试一试").click()
        page.locator("[data-testid=stMetricValue]").first.wait_for()
        other = browser.new_context(locale="zh-CN").new_page()
        other.goto(f"{address}/verdict")
        other.get_by_text("还没有数据").wait_for()
        other.context.close()


def test_no_page_scrolls_sideways_on_a_phone_and_the_menu_gives_way(
    serve: Serve, page: Any
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    with serve() as address:
        page.goto(address)
        page.get_by_role("button", name="用示例店铺试一试").click()
        page.locator("[data-testid=stMetricValue]").first.wait_for()
        for path in PATHS:
            page.locator("[data-testid=stExpandSidebarButton]").click()
            _open(page, path)
            page.locator("[data-testid=stExpandSidebarButton]").wait_for()
            main = page.locator("[data-testid=stMain]")
            assert main.evaluate("m => m.scrollWidth - m.clientWidth") <= 0, path


def _start(page: Any) -> None:
    """Press the button that starts the review, once the page that it replaces is gone."""
    button = page.get_by_role("button", name="开始复盘")
    button.nth(1).wait_for(state="detached")
    button.click()


def _drop(page: Any, files: list[str]) -> None:
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(files)
    page.get_by_role("button", name="开始复盘").wait_for()


def _open(page: Any, path: str, lang: str = "zh") -> None:
    """Follow the navigation and wait for the head of the page."""
    name = PATHS[path].of("zh" if lang == "zh" else "en")
    page.locator("[data-testid=stSidebarNav]").get_by_text(name, exact=True).click()
    page.wait_for_url(re.compile(rf"/({path})?$" if path == "upload" else rf"/{path}$"))
    page.locator("[data-testid=stMain]").get_by_text(name).first.wait_for()


def _tile(page: Any, title: str) -> str:
    """Return the value of a tile."""
    tile = page.locator("[data-testid=stMetric]").filter(has_text=title).first
    value: str = tile.locator("[data-testid=stMetricValue]").inner_text()
    return value


def _words(book: Any) -> str:
    """Return the numbers and texts of a workbook as people read them, money in 万."""
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return " ".join(
        f"{v / 10_000:,.1f} {v}" if isinstance(v, float) else str(v)
        for v in values
        if v is not None
    )
