"""Texts on the page: nothing that a file says is taken for Markdown; Streamlit's own words have Chinese ones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.app.words import PATTERNS, WORDS, md_escape, script

INJECTIONS = (
    "价格 5~10 元，另一档 20~30 元",
    ":red[假的红字]",
    "[点我](http://example.org)",
    "![](http://example.org/x.png)",
    "**加粗** _斜体_ `码` $x$",
    "<script>alert(1)</script>",
    "# 标题",
    ":material/home:",
    "| a | b |",
)


def _shown(escaped: str) -> str:
    """Return what Markdown shows of an escaped text: the character behind each backslash."""
    return re.sub(r"\\(.)", r"\1", escaped)


@pytest.mark.parametrize("text", INJECTIONS)
def test_every_mark_of_markdown_is_behind_a_backslash(text: str) -> None:
    escaped = md_escape(text)
    assert _shown(escaped) == text
    assert not re.search(r"(?<!\\)[*_~`$\[\]()<>#|!:]", escaped)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\n")))
def test_escaping_changes_nothing_that_is_seen(text: str) -> None:
    assert _shown(md_escape(text)) == text


def test_line_breaks_become_spaces() -> None:
    assert md_escape("一\n# 二") == "一 \\# 二"


def test_every_word_of_streamlit_has_a_chinese_one() -> None:
    for english, chinese in WORDS.items():
        assert english
        assert re.search(r"[一-鿿]", chinese), english
        assert not re.search(r"[a-z]", chinese), chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("300MB per file • XLSX, CSV", "单个文件最大 300 MB • XLSX, CSV"),
        ("Error: File must be 300.0MB or smaller.", "文件不能大于 300.0MB。"),
    ],
)
def test_sentences_with_numbers_follow_a_pattern(english: str, chinese: str) -> None:
    hits = [
        re.sub(pattern, re.sub(r"\$(\d)", r"\\\1", to), english)
        for pattern, to in PATTERNS.items()
        if re.search(pattern, english)
    ]
    assert hits == [chinese]


def test_the_script_names_the_language_and_holds_no_placeholder() -> None:
    for lang in ("zh", "en"):
        text = script(lang)
        assert f'state.lang = "{lang}"' in text
        assert "%(" not in text
