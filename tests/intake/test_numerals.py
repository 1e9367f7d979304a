from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.numerals import MAX_CENTS, read_number, read_numbers, to_cents
from tests.intake.cleaning import words

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
    ("78.15%", 0.7815),
    ("-3%", -0.03),
    ("７８％", 0.78),
]
NOTHING = [None, "", "  ", "\t", "-", "--", "—", "——", "−", "/", "N/A", "null", "无"]
UNREADABLE = [
    "见备注", "NaN", "INF", "-inf", "1e999", "500~1000", "1万~5万", "12元5", "()", ".", "¥", "1,234,5",
    "12.3.4", "1_000", "0x10", "--5a", "2026-06-18",
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


@settings(deadline=None)
@given(st.lists(st.sampled_from([text for text, _ in FORMS] + UNREADABLE), max_size=30))
def test_a_column_reads_like_its_cells_one_by_one(texts: list[str]) -> None:
    together = read_numbers(words(*texts))
    alone = [read_numbers(words(text)) for text in texts]
    np.testing.assert_array_equal(together.values, [float(read.values[0]) for read in alone])
    assert together.bad.tolist() == [bool(read.bad[0]) for read in alone]


@pytest.mark.parametrize(("text", "number"), FORMS)
def test_the_loop_over_odd_words_agrees_with_the_kernels(text: str, number: float) -> None:
    read = read_number(text)
    assert read is not None
    assert read[0] == number
