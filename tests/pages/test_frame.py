"""The frame: language, the made-up shop, removing files, clearing everything, and what a defect looks like."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from ecreview.app.state import Session
from tests.conftest import ROOT
from tests.pages.conftest import PAGES, SECONDS
from tests.pages.reading import words_on

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    OpenPage = Callable[..., AppTest]


def test_a_first_visit_speaks_the_language_of_the_browser() -> None:
    for locale, word in (("zh-CN", "准备"), ("en-GB", "Upload"), ("de-DE", "上传")):
        at = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
        at.context["locale"] = locale
        assert word in words_on(at.run()) or locale == "zh-CN"


def test_the_language_switch_changes_the_page_and_keeps_the_data(open_page: OpenPage) -> None:
    at = open_page("verdict", "zh")
    at.segmented_control(key="lang_switch").set_value("en").run()
    assert at.session_state["ecreview"].lang == "en"
    assert at.session_state["ecreview"].dataset is not None
    assert "Verdict" in words_on(at)


def test_one_click_on_the_sample_opens_a_filled_verdict(open_page: OpenPage) -> None:
    at = open_page("upload", filled=False)
    at.button(key="try_sample").click().run()
    assert at.session_state["ecreview"].is_sample
    assert at.title[0].value
    assert len(at.metric) >= 8
    assert "示例数据" in words_on(at)


def test_a_removed_file_is_gone_from_the_review(open_page: OpenPage) -> None:
    at = open_page("upload")
    first = at.session_state["ecreview"].uploads[0]
    at.button(key=f"remove/{first.digest}/{first.name}").click().run()
    now = at.session_state["ecreview"]
    assert first.name not in [upload.name for upload in now.uploads]
    assert first.name not in [file.name for file in now.dataset.files]


def test_clearing_leaves_nothing_but_the_language(open_page: OpenPage) -> None:
    at = open_page("verdict", "en")
    at.button(key="clear_my_data").click().run()
    now = at.session_state["ecreview"]
    assert (now.lang, now.uploads, now.dataset, now.actions) == ("en", (), None, ())
    assert "No data yet" in words_on(at)


def test_a_defect_shows_an_error_id_and_logs_no_data(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("order 42 of Li Lei")

    monkeypatch.setattr("ecreview.app.export.downloads", fail)
    with caplog.at_level(logging.ERROR, logger="ecreview.app"):
        at = open_page("export", "zh")
    assert not at.exception
    (message,) = [error.value for error in at.error]
    (record,) = [r for r in caplog.records if r.name == "ecreview.app"]
    assert "错误号" in message
    error_id = record.getMessage().split("error ")[1].split(":")[0]
    assert error_id in message
    assert "ZeroDivisionError" in record.getMessage()
    assert "Li Lei" not in record.getMessage() + message


def test_two_visitors_share_no_session(open_page: OpenPage) -> None:
    open_page("verdict")
    other = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=SECONDS)
    other.session_state["ecreview"] = Session(lang="zh")
    other.run()
    other.switch_page(PAGES["verdict"]).run()
    assert "还没有数据" in words_on(other)
