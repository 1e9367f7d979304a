from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake.words import Words

# Few different signs, so that marks occur often, overlap, and sit at every offset and at both ends.
PIECES = st.text(alphabet="<v/>1", max_size=60).map(str.encode)


@given(PIECES, st.data())
def test_a_mark_is_found_wherever_a_plain_search_finds_it(
    piece: bytes, data: st.DataObject
) -> None:
    end = data.draw(st.integers(0, len(piece)))
    at = [i for i in range(end - 3) if piece.startswith(b"</v>", i)]
    words = Words(piece, end)
    assert words.places(b"</v>").tolist() == at
    assert words.tags(b"</v>").tolist() == at
    assert words.count(b"</v>") == len(at)


def test_a_tag_is_told_by_as_many_bytes_as_are_asked_for() -> None:
    piece = b'<c r="A1"><c s="1"><col/>'
    assert [Words(piece, 25).count(tag) for tag in (b"<c", b"<c ", b"<c r")] == [3, 2, 1]


@given(st.lists(st.sampled_from(["<c r", "<c s", "</row>", "<v>", "x"]), max_size=20), st.data())
def test_the_last_tag_before_each_end_is_the_one_a_plain_search_finds(
    parts: list[str], data: st.DataObject
) -> None:
    piece = "".join(parts).encode()
    end = data.draw(st.integers(0, len(piece)))
    ends = [i for i in range(end - 3) if piece.startswith(b"</ro", i)]
    cells = [i for i in range(end - 3) if piece.startswith(b"<c ", i)]
    last = [max(i for i in cells if i < e) for e in [*ends, end] if any(i < e for i in cells)]
    assert Words(piece, end).last_before(b"<c ", b"</ro").tolist() == last


@given(PIECES)
def test_a_pair_is_there_when_a_plain_search_finds_it(piece: bytes) -> None:
    assert Words(piece, len(piece)).has_pair(b"/>") == (b"/>" in piece)


@given(st.integers(0, 8), st.integers(0, 8))
def test_a_long_mark_is_missed_nowhere(before: int, behind: int) -> None:
    piece = b"x" * before + b"hidden=" + b"x" * behind
    assert Words(piece, len(piece)).may_hold(b"hidden=")
    assert not Words(piece, before).may_hold(b"hidden=")


@given(st.text(alphabet="eE+1v", max_size=40).map(str.encode))
def test_an_exponent_is_there_when_a_plain_search_finds_it(piece: bytes) -> None:
    found = re.search(rb"[0-9][eE]\+", piece) is not None
    assert Words(piece, len(piece)).has_exponent() == found


@given(st.lists(st.sampled_from(["<v>", "</v>", "12", "345", "x"]), max_size=20), st.data())
def test_digits_behind_a_tag_are_seen_when_a_plain_search_finds_them(
    parts: list[str], data: st.DataObject
) -> None:
    piece = "".join(parts).encode()
    end = data.draw(st.integers(0, len(piece)))
    found = re.search(rb"<v>[0-9]{4}", piece[:end]) is not None
    assert Words(piece, end).has_digits(b"<v>", 4) == found


@pytest.mark.parametrize("sign", [b"/", b":", b"\x00", b"\xff"])
def test_the_neighbours_of_the_digits_are_no_digits(sign: bytes) -> None:
    assert Words(b"<v>1234", 7).has_digits(b"<v>", 4)
    assert not Words(b"<v>1" + sign + b"34", 7).has_digits(b"<v>", 4)
    assert not Words(b"<v>123" + sign, 7).has_digits(b"<v>", 4)
