"""How a sheet fits on paper: nothing is torn apart, lists end where a page ends, as few pages as are readable."""

from __future__ import annotations

import pytest

from ecreview.report.workbook.paper import (
    PAGE_WIDTH,
    Tail,
    best_scale,
    fitted,
    middle_of,
    pages_of,
    spread,
)

TEN = [10.0] * 10


@pytest.mark.parametrize(("room", "pages"), [(100, [(1, 10)]), (99, [(1, 9), (10, 10)])])
def test_a_page_holds_what_has_room(room: float, pages: list[tuple[int, int]]) -> None:
    assert pages_of(TEN, [], [], room) == pages


def test_a_block_is_never_torn_apart() -> None:
    assert pages_of(TEN, [(4, 7)], [], 50) == [(1, 3), (4, 8), (9, 10)]


def test_a_block_taller_than_a_page_has_a_page_of_its_own() -> None:
    assert pages_of(TEN, [(2, 9)], [], 50) == [(1, 1), (2, 9), (10, 10)]


def test_what_follows_the_end_of_a_list_starts_a_new_page() -> None:
    assert pages_of(TEN, [], [Tail(4, 6, 8)], 100) == [(1, 5), (9, 10)]


@pytest.mark.parametrize(("room", "printed"), [(40, 4), (50, 5), (90, 5)])
def test_a_list_is_printed_as_far_as_its_page_has_room(room: float, printed: int) -> None:
    assert pages_of(TEN, [], [Tail(4, 6, 8)], room)[0] == (1, printed)


def test_a_list_that_fits_as_a_whole_is_not_cut() -> None:
    assert pages_of(TEN, [], [Tail(4, 30, 8)], 100) == [(1, 10)]


def test_every_row_but_the_ends_of_lists_is_printed_once() -> None:
    pages = pages_of(TEN, [(2, 3), (9, 10)], [Tail(5, 5, 7)], 30)
    assert [row for first, last in pages for row in range(first, last + 1)] == [
        1,
        2,
        3,
        4,
        8,
        9,
        10,
    ]


def test_only_columns_with_room_are_narrowed_and_not_below_their_floor() -> None:
    narrow = fitted({2: 100.0, 3: 100.0}, {2: 100.0, 3: 70.0})
    assert narrow == {2: 100.0, 3: 70.0}
    assert fitted({2: 50.0}, {2: 10.0}) == {2: 50.0}


def test_a_smaller_scale_fills_the_page_by_wider_columns() -> None:
    assert sum(spread({2: 35.0, 3: 35.0}, 0.5).values()) == PAGE_WIDTH * 2
    assert spread({2: 2 * PAGE_WIDTH}, 1.0) == {2: 2 * PAGE_WIDTH}


def test_smaller_print_is_taken_only_where_it_saves_a_page() -> None:
    assert best_scale({1.0: 1, 0.8: 1}) == 1.0
    assert best_scale({1.0: 2, 0.9: 2, 0.8: 1}) == 0.8


def test_the_right_half_starts_at_the_column_that_crosses_the_middle() -> None:
    assert middle_of({2: 10.0, 3: 10.0, 4: 10.0, 5: 10.0}) == 4
