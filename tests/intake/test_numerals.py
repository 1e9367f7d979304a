from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.numerals import MAX_CENTS, read_number, read_numbers, to_cents
from tests.intake.cleaning import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

FORMS = [
    ("12.30", 12.30),
    ("0", 0.0),
    (".5", 0.5),
    ("5.", 5.0),
    ("+5", 5.0),
    ("-31.26", -31.26),
    ("1.2E3", 1200.0),
    ("1e3", 1200.0 - 200.0),
    ("11,269", 11269.0),
    ("1,234.50", 1234.5),
    ("¥1,234.50", 1234.5),
    ("￥5", 5.0),
    ("¥ 12", 12.0),
    ("$16.08", 16.08),
    ("£3.39", 3.39),
    ("€7", 7.0),
    ("-$0.98", -0.98),
    ("$-0.98", -0.98),
    ("CA$76.00", 76.0),
    ("12.30元", 12.3),
    ("0元", 0.0),
    ("１２．５", 12.5),
    ("1，234", 1234.0),
    ("(12.00)", -12.0),
    ("（12）", -12.0),
    ("−5", -5.0),
    ("- 5", -5.0),
    ("1.2万", 12000.0),
    ("3亿", 300_000_000.0),
    ("0.5万元", 5000.0),
    ("131.77(已退款89.84)", 131.77),
    ("131.77（已退款89.84）", 131.77),
    ("12,00", 12.0),
    ("1 234,56", 1234.56),
    ("1.234,56", 1234.56),
    ("1\u202f234,56 €", 1234.56),
    ("1\u00a0234,56", 1234.56),
    ("1'234.50", 1234.5),
    ("CHF 1’234.50", 1234.5),
    ("0,0786", 0.0786),
    ("0,123", 0.123),
    ("1.234.567", 1_234_567.0),
    ("1,234,567", 1_234_567.0),
    ("US$ 12.50", 12.5),
    ("HK$12", 12.0),
    ("NT$1,200", 1200.0),
    ("12.50 USD", 12.5),
    ("RMB 5.00", 5.0),
    ("R$ 7,50", 7.5),
    ("-€3,00", -3.0),
    ("(¥12.00)", -12.0),
    ("０元", 0.0),
    ("1.5 万", 15_000.0),
    ("78.15%", 0.7815),
    ("-3%", -0.03),
    ("７８％", 0.78),
]
NOTHING = [None, "", "  ", "\t", "-", "--", "—", "——", "−", "/", "N/A", "null", "无"]
UNREADABLE = [
    "见备注", "NaN", "INF", "-inf", "1e999", "500~1000", "1万~5万", "12元5", "()", ".", "¥", "1,234,5",
    "12.3.4", "1_000", "0x10", "--5a", "--5", "-¥-5", "2026-06-18", "ABC123", "1,234 567", "1.5,3", "SKU 5", "1,2,3",
]  # fmt: skip


@pytest.mark.parametrize(("text", "number"), FORMS)
def test_a_number_is_read_as_people_write_it(text: str, number: float) -> None:
    read = read_numbers(words(text))
    assert read.values.tolist() == [number]
    assert not read.bad.any()


@pytest.mark.parametrize("text", NOTHING)
def test_a_cell_that_says_nothing_is_unknown_and_not_zero(text: str | None) -> None:
    read = read_numbers(words(text))
    assert np.isnan(read.values).all()
    assert not read.bad.any()


@pytest.mark.parametrize("text", UNREADABLE)
def test_unknown_text_is_bad_and_never_zero(text: str) -> None:
    read = read_numbers(words(text))
    assert np.isnan(read.values).all()
    assert read.bad.all()


def test_one_odd_cell_changes_no_other() -> None:
    read = read_numbers(words("1", "见备注", "2.5", None, "¥3"))
    assert read.values.tolist()[::2] == [1.0, 2.5, 3.0]
    assert read.bad.tolist() == [False, True, False, False, False]


def test_words_of_the_export_mean_none_or_zero() -> None:
    read = read_numbers(
        words("无退款申请", "订单未关闭", "5"),
        null_words=("订单未关闭",),
        zero_words=("无退款申请",),
    )
    assert read.values[0] == 0
    assert np.isnan(read.values[1])
    assert not read.bad.any()


def test_a_zero_word_is_bad_where_the_export_does_not_declare_it() -> None:
    assert read_numbers(words("无退款申请")).bad.all()


def test_what_is_written_in_wan_is_rough_and_a_percentage_is_marked() -> None:
    read = read_numbers(words("1.2万", "12000", "3%", "３％"))
    assert read.rough.tolist() == [True, False, False, False]
    assert read.percent.tolist() == [False, False, True, True]


def test_only_numbers_written_with_signs_count_as_tidied() -> None:
    read = read_numbers(words("¥1", "1", "1.20", "(2)", "见备注", None))
    assert read.tidied.tolist() == [True, False, False, True, False, False]


@pytest.mark.parametrize(
    ("units", "cents"),
    [
        (12.345, 1235),  # a tie goes away from zero, though its float lies below it
        (-12.345, -1235),
        (1.005, 101),
        (2.675, 268),
        (0.004, 0),
        (0.005, 1),
        (1178.8, 117880),
        (0.1 + 0.2, 30),  # 0.30000000000000004: a float written out is no sub-cent amount
        (99_999_999_999.99, 9_999_999_999_999),
    ],
)
def test_amounts_are_rounded_half_up(units: float, cents: int) -> None:
    assert to_cents(np.array([units]))[0].tolist() == [cents]


def test_only_more_than_two_decimals_count_as_sub_cent() -> None:
    _, is_subcent = to_cents(np.array([12.34, 12.345, 0.1 + 0.2, 1e9 + 0.01, np.nan]))
    assert is_subcent.tolist() == [False, True, False, False, False]


@settings(deadline=None)
@given(st.integers(-(10**14), 10**14), st.integers(0, 5))
def test_cents_equal_exact_decimal_rounding_up_to_fifteen_digits(digits: int, places: int) -> None:
    exact = Decimal(digits).scaleb(-places)
    expected = int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))
    read = read_numbers(words(f"{exact:f}"))
    if abs(exact) * 100 < MAX_CENTS:
        assert to_cents(read.values)[0].tolist() == [expected]


@settings(deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30))
def test_writing_an_amount_and_reading_it_gives_the_same_cents(cents: list[int]) -> None:
    for write in ("{:.2f}", "{:,.2f}", "¥{:,.2f}", "{:.2f}元"):
        texts = [write.format(Decimal(c) / 100) for c in cents]
        assert to_cents(read_numbers(words(*texts)).values)[0].tolist() == cents


POINT = [text for text, _ in FORMS if not any(c in text for c in ",，")] + UNREADABLE


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["1,234.50", *POINT]), max_size=30))
def test_a_column_with_decimal_points_reads_like_its_cells_one_by_one(texts: list[str]) -> None:
    texts = [text for text in texts if text != "1.234.567"]  # says comma all alone
    together = read_numbers(words(*texts, "0.01"))
    alone = [read_numbers(words(text)) for text in texts]
    np.testing.assert_array_equal(together.values[:-1], [float(read.values[0]) for read in alone])
    assert together.bad[:-1].tolist() == [bool(read.bad[0]) for read in alone]


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        (("1,234", "56"), [1234.0, 56.0]),  # nothing shows a decimal comma
        (("1.234", "12,50"), [1234.0, 12.5]),  # one cell shows it for all
        (("1.234", "12.5"), [1.234, 12.5]),
        (("1.234,56", "7", "1,5%"), [1234.56, 7.0, 0.015]),
        (("12,00", "1 000,00 €", "-3,5"), [12.0, 1000.0, -3.5]),
        (("1,234.50", "1,23"), [1234.5, None]),  # the column has decimal points: 1,23 is a slip
        (("1,234", "1,23"), [1234.0, None]),  # thousands against decimals: never both
        (("12.50", "1.234,56"), [12.5, None]),
        (("见备注", "12,5"), [None, 12.5]),
        (("1，5", "2，25"), [1.5, 2.25]),
    ],
)
def test_the_column_decides_what_its_commas_part(
    column: tuple[str, ...], numbers: list[float | None]
) -> None:
    read = read_numbers(words(*column))
    assert [None if np.isnan(v) else v for v in read.values] == numbers
    assert read.bad.tolist() == [number is None for number in numbers]


def dotted(text: str) -> str:
    """Return an amount as it is written in Germany."""
    return text.translate(str.maketrans(",.", ".,"))


# Every way to write an amount of cents exactly.
WRITERS: dict[str, Callable[[Decimal], str]] = {
    "plain": lambda d: f"{d:.2f}",
    "thousands": lambda d: f"{d:,.2f}",
    "yen sign": lambda d: f"¥{d:,.2f}",
    "wide yen sign": lambda d: f"￥{d:.2f}",
    "yuan": lambda d: f"{d:,.2f}元",
    "dollars": lambda d: f"US$ {d:,.2f}",
    "euros after": lambda d: f"{d:,.2f} €",
    "code after": lambda d: f"{d:,.2f} HKD",
    "pounds": lambda d: f"-£{-d:,.2f}" if d < 0 else f"£{d:,.2f}",
    "minus": lambda d: f"{d:,.2f}".replace("-", "−"),
    "brackets": lambda d: f"({-d:,.2f})" if d < 0 else f"{d:,.2f}",
    "wide brackets": lambda d: f"（{-d:.2f}）" if d < 0 else f"{d:.2f}",
    "full width": lambda d: f"{d:.2f}".translate(
        str.maketrans("0123456789.", "０１２３４５６７８９．")
    ),
    "german": lambda d: dotted(f"{d:,.2f}"),
    "german euros": lambda d: f"{dotted(f'{d:,.2f}')} €",
    "french": lambda d: f"{d:,.2f}".replace(",", "\u202f").replace(".", ","),
    "french old": lambda d: f"{d:,.2f}".replace(",", "\u00a0").replace(".", ","),
    "swiss": lambda d: f"{d:,.2f}".replace(",", "'"),
    "wan": lambda d: f"{d / 10_000:f}万",
    "refunded": lambda d: f"{d:.2f}(已退款1.00)",
    "tab": lambda d: f"\t{d:.2f}\t",
    "float": lambda d: repr(float(d)),
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@settings(max_examples=200)
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6), st.randoms())
def test_an_amount_written_in_any_spelling_is_read_as_the_same_cents_in_any_order(
    write: Callable[[Decimal], str], cents: list[int], random: Random
) -> None:
    random.shuffle(cents)
    read = read_numbers(words(*(write(Decimal(c) / 100) for c in cents)))
    assert not read.bad.any()
    assert to_cents(read.values)[0].tolist() == cents


@pytest.mark.parametrize(("text", "number"), FORMS)
def test_the_loop_over_odd_words_agrees_with_the_kernels(text: str, number: float) -> None:
    read = read_number(text)
    assert read is not None
    assert read[0] == number
