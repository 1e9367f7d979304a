"""Every page in both languages, with and without data: no exception, its own words, no foreign ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ecreview.app.frame import PAGES as MENU
from ecreview.model.platforms import PLATFORMS
from ecreview.model.text import CURRENCIES, LANGS, currency_sign
from tests.pages.conftest import PAGES
from tests.pages.reading import words_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from streamlit.testing.v1 import AppTest

    from ecreview.model.dataset import Dataset
    from ecreview.model.text import Lang

    OpenPage = Callable[..., AppTest]

CJK = re.compile(r"[一-鿿]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# words that a Chinese colleague writes in Latin letters, and names of languages and file types
ALLOWED = (
    frozenset(
        [
            "EN",
            "English",
            "AARRR",
            "RFM",
            "KMeans",
            "GMV",
            "SKU",
            "UV",
            "CSV",
            "JSON",
            "Excel",
            "WPS",
            "DSR",
            "ERP",
            "LMDI",
            "Shapley",
            "Wilson",
            "ROI",
            "LTV",
            "xlsx",
            "xls",
            "xlsb",
            "ods",
            "csv",
            "MB",
        ]
    )
    | {part for name in PLATFORMS.values() for part in LATIN.findall(name.zh)}
    | {part for code in CURRENCIES for part in LATIN.findall(f"{code} {currency_sign(code)}")}
)
NAMES = {
    path.rsplit("/", maxsplit=1)[-1]: name for pages in MENU.values() for path, name, _ in pages
}


def _data_words(dataset: Dataset) -> Iterator[str]:
    """Yield the words that the files brought along."""
    for file in dataset.files:
        yield file.name
        for receipt in file.tables:
            yield receipt.sheet or ""
            yield from (column.name for column in receipt.columns)
            yield from (total.name for total in receipt.control_totals)
    for table in dataset.tables.values():
        for column in table.frame.select_dtypes(include=["category", "str"]):
            yield from (str(value) for value in table.frame[column].dropna().unique())


def _without_data(words: str, dataset: Dataset) -> str:
    """Return the words of the page without those of the files."""
    for word in sorted(set(_data_words(dataset)), key=len, reverse=True):
        if CJK.search(word) or LATIN.search(word):
            words = words.replace(word, "")
    return words


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_data_says_what_belongs_here(
    open_page: OpenPage, name: str, lang: Lang
) -> None:
    at = open_page(name, lang, filled=False)
    words = words_on(at)
    assert not at.exception
    assert not at.error
    assert NAMES[name].of(lang) in words
    buttons = [button.label for button in at.main.button]
    assert {"zh": "用示例店铺试一试", "en": "Try the sample shop"}[lang] in buttons


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_with_data_works_and_carries_its_name(
    open_page: OpenPage, name: str, lang: Lang
) -> None:
    at = open_page(name, lang)
    assert not at.exception
    assert not [
        error.value for error in at.error if "错误号" in error.value or "error id" in error.value
    ]
    assert NAMES[name].of(lang) in words_on(at)


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_an_english_page_has_no_chinese_word_but_data(
    open_page: OpenPage, dataset: Dataset, name: str, *, filled: bool
) -> None:
    words = _without_data(words_on(open_page(name, "en", filled=filled)), dataset)
    assert sorted(set(CJK.findall(words.replace("中文", "")))) == []


@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_a_chinese_page_has_no_english_word_but_data(
    open_page: OpenPage, dataset: Dataset, name: str, *, filled: bool
) -> None:
    words = _without_data(words_on(open_page(name, "zh", filled=filled)), dataset)
    assert sorted(set(LATIN.findall(words)) - ALLOWED) == []
