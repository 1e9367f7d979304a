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
    assert words.count(b"</v>") == len(at)


@given(PIECES)
def test_a_pair_is_there_when_a_plain_search_finds_it(piece: bytes) -> None:
    assert Words(piece, len(piece)).has_pair(b"/>") == (b"/>" in piece)


@given(st.text(alphabet="eE+1v", max_size=40).map(str.encode))
def test_an_exponent_is_there_when_a_plain_search_finds_it(piece: bytes) -> None:
    found = re.search(rb"[0-9][eE]\+", piece) is not None
    assert Words(piece, len(piece)).has_exponent() == found


@given(PIECES)
def test_a_run_of_digits_begins_where_so_many_digits_follow(piece: bytes) -> None:
    at = [match.start() for match in re.finditer(rb"(?=\d{4})", piece)]
    assert Words(piece, len(piece)).runs_of_digits(4).tolist() == at


@pytest.mark.parametrize("sign", [b"/", b":", b"\x00", b"\xff"])
def test_the_neighbours_of_the_digits_are_no_digits(sign: bytes) -> None:
    assert Words(b"12" + sign + b"345", 6).runs_of_digits(2).tolist() == [0, 3, 4]
