from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.ids import read_ids, read_keys
from tests.intake.cleaning import words

if TYPE_CHECKING:
    from random import Random

WRAPPED = [
    '="3900000000000000011"',
    "\t3900000000000000011",
    "3900000000000000011\t",
    "'3900000000000000011",
    "`3900000000000000011",
    '"\t3900000000000000011"',
    " 3900000000000000011 ",
    "\u30003900000000000000011\u200b",
    "３９0000000000000００１１",
    "ID：3900000000000000011",
    "ID: 3900000000000000011",
    "id:3900000000000000011",
]


@pytest.mark.parametrize("text", WRAPPED)
def test_an_id_loses_its_wrapping_and_no_digit(text: str) -> None:
    ids = read_ids(words(text))
    assert ids.values.to_pylist() == ["3900000000000000011"]
    assert ids.tidied.all()


@pytest.mark.parametrize(
    "text",
    [
        "001",
        "C536379",
        "T200P39",
        "SKU-01",
        "5E10",
        "85123A",
        "1.5",
        "10002",
        "P800600400",
        "a|b",
        "a;b",
        "IDEA:1",
    ],
)
def test_an_id_that_needs_nothing_stays_as_it_is(text: str) -> None:
    ids = read_ids(words(text))
    assert ids.values.to_pylist() == [text]
    assert not ids.tidied.any()
    assert not ids.lossy.any()


@pytest.mark.parametrize(
    ("text", "value", "is_lossy"),
    [
        ("17850.0", "17850", False),
        ("10160000000011.0", "10160000000011", False),
        ("167600000000011.00", "167600000000011", False),
        (
            "9007199254740992.0",
            "9007199254740992",
            False,
        ),  # 2^53, the last one a float tells exactly
        ("9007199254740994.0", "9007199254740994.0", True),
        ("3900000000000000011.0", "3900000000000000011.0", True),
    ],
)
def test_the_tail_of_a_float_is_dropped_where_no_digit_can_be_lost(
    text: str, value: str, *, is_lossy: bool
) -> None:
    ids = read_ids(words(text))
    assert ids.values.to_pylist() == [value]
    assert ids.lossy.tolist() == [is_lossy]


DISGUISES = {
    "bare": "{}",
    "formula": '="{}"',
    "tab": "\t{}",
    "tab after": "{}\t",
    "apostrophe": "'{}",
    "backtick": "`{}",
    "quotes": '"{}"',
    "blanks": " {} ",
    "label": "ID：{}",
    "tab and formula": '\t="{}"',
}


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
@settings(max_examples=200)
@given(
    st.lists(st.from_regex(r"[A-Z]{0,3}[0-9]{1,28}", fullmatch=True), min_size=1, max_size=20),
    st.randoms(),
)
def test_an_id_in_any_disguise_is_read_as_itself_in_any_order(
    disguise: str, ids: list[str], random: Random
) -> None:
    random.shuffle(ids)
    read = read_ids(words(*map(disguise.format, ids)))
    assert read.values.to_pylist() == ids
    assert not read.lossy.any()


@pytest.mark.parametrize("text", [None, "", "\t", "-", "--", '=""'])
def test_a_blank_id_is_none(text: str | None) -> None:
    assert read_ids(words(text)).values.to_pylist() == [None]


@pytest.mark.parametrize("text", ["3.90E+18", "1.23457E+18", "4e+18"])
def test_an_id_in_exponent_notation_has_lost_its_digits(text: str) -> None:
    assert read_ids(words(text)).lossy.tolist() == [True]


@pytest.mark.parametrize(("text", "is_lossy"), [("4" * 15, False), ("4" * 16, True)])
def test_more_than_fifteen_digits_are_lost_in_a_number_cell(text: str, *, is_lossy: bool) -> None:
    assert read_ids(words(text), long_numbers=True).lossy.tolist() == [is_lossy]


def test_long_ids_from_text_cells_are_never_doubted() -> None:
    assert not read_ids(words("4000000000000000000"), long_numbers=False).lossy.any()


def test_the_same_person_has_the_same_key_whatever_the_width_or_blanks() -> None:
    keys = read_keys(
        words("  tb用户1", "tb用户1", "ｔｂ用户１", "tb用户2"), salt=b"salt"
    ).values.to_pylist()
    assert keys[0] == keys[1] == keys[2] != keys[3]


def test_a_key_hides_the_name_and_hangs_on_the_salt() -> None:
    one, other = (read_keys(words("张示例"), salt=salt).values[0].as_py() for salt in (b"a", b"b"))
    assert one != other
    assert "张" not in one


def test_a_customer_number_read_as_a_float_is_the_same_customer() -> None:
    keys = read_keys(words("17850.0", "17850"), salt=b"s").values.to_pylist()
    assert keys[0] == keys[1]


@pytest.mark.parametrize("name", ["t**1", "##YmFzZTY0", "$$abc"])
def test_a_masked_or_encrypted_name_is_no_key(name: str) -> None:
    keys = read_keys(words(name, None), salt=b"s")
    assert keys.values.to_pylist() == [None, None]
    assert keys.masked.tolist() == [True, False]
