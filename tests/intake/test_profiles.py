from __future__ import annotations

import pyarrow as pa
import pytest

from ecreview.intake.profiles import Profile, profile_of, shape_of
from ecreview.model.fields import Kind


def profile(*cells: str) -> Profile:
    return profile_of(pa.array(cells, pa.large_string()))


def test_blank_cells_are_not_counted() -> None:
    seen = profile("1", "", " ", "2.50")
    assert (seen.filled, seen.number, seen.whole, seen.fraction) == (2, 1.0, 0.5, 0.5)


def test_an_empty_column_suits_no_field() -> None:
    assert not any(profile("", " ").suits(kind) for kind in Kind)


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        (("2026-06-18 10:00:00",), {Kind.TIME}),
        (("¥1,234.50",), {Kind.CENTS, Kind.NUMBER, Kind.SECONDS}),
        (("3",), {Kind.CENTS, Kind.NUMBER, Kind.SECONDS, Kind.COUNT, Kind.ID}),
        (("260618000000000011",), {Kind.ID, Kind.TIME}),
        (("12%",), {Kind.CENTS, Kind.NUMBER, Kind.SECONDS, Kind.RATE, Kind.ID}),
        (("已发货",), {Kind.ID}),
    ],
)
def test_cells_suit_the_kinds_that_can_read_them(cells: tuple[str, ...], kinds: set[Kind]) -> None:
    words = {Kind.KEY, Kind.TEXT, Kind.CATEGORY, Kind.FLAG}
    assert {kind for kind in Kind if profile(*cells).suits(kind)} == kinds | words


def test_four_of_five_cells_must_fit() -> None:
    assert profile("1", "2", "3", "4", "见备注").suits(Kind.CENTS)
    assert not profile("1", "2", "3", "见备注").suits(Kind.CENTS)


def test_running_numbers_do_not_look_like_ids_by_themselves() -> None:
    assert profile("A-1", "A-2").speaks_for(Kind.ID)
    assert not profile("1", "2", "3").speaks_for(Kind.ID)
    assert not profile("A-1", "A-1").speaks_for(Kind.ID)
    assert not profile("2026-06-18", "2026-06-19").speaks_for(Kind.ID)


@pytest.mark.parametrize(
    ("cells", "shape"),
    [
        (["2026-06-18", "2026/6/9 8:00"], "time"),
        (["98.00", "7"], "number"),
        (["98.00", "见备注"], "text"),
        (["", " "], ""),
    ],
)
def test_the_shape_says_what_stands_in_a_column(cells: list[str], shape: str) -> None:
    assert shape_of(cells) == shape
