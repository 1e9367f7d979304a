from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.duplicates import (
    NO_TWIN,
    first_of_group,
    group_rows,
    identical_twins,
    is_equal_row,
    last_of_group,
)


def table(*columns: list[str | None]) -> list[pa.ChunkedArray]:
    return [pa.chunked_array([pa.array(column, pa.large_string())]) for column in columns]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=20))
def test_rows_are_grouped_where_all_their_codes_are_equal(rows: list[tuple[int, int]]) -> None:
    groups = group_rows([np.array([a for a, _ in rows]), np.array([b for _, b in rows])])
    same = [[one == other for other in rows] for one in rows]
    assert (groups[:, None] == groups[None, :]).tolist() == same


@settings(deadline=None)
@given(st.lists(st.integers(0, 4), max_size=20))
def test_first_and_last_of_a_group_are_its_ends(groups: list[int]) -> None:
    array = np.array(groups, dtype=np.uint64)
    assert first_of_group(array).tolist() == [groups.index(g) for g in groups]
    ends = [len(groups) - 1 - groups[::-1].index(g) for g in groups]
    assert last_of_group(array).tolist() == ends


def test_a_copy_points_to_the_first_row_like_it() -> None:
    columns = table(["a", "b", "a", "a"], ["1", "1", "1", "2"])
    assert identical_twins(columns).tolist() == [NO_TWIN, NO_TWIN, 0, NO_TWIN]


def test_equal_values_in_swapped_columns_are_no_copy() -> None:
    assert identical_twins(table(["a", "b"], ["b", "a"])).tolist() == [NO_TWIN, NO_TWIN]


def test_an_empty_cell_equals_an_empty_cell() -> None:
    columns = table(["a", "a"], [None, ""])
    assert is_equal_row(columns, np.array([1]), np.array([0])).tolist() == [True]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy")), max_size=20))
def test_copies_are_what_a_dictionary_finds(rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    columns = table([a for a, _ in rows], [b for _, b in rows])
    expected = [NO_TWIN if rows.index(row) == i else rows.index(row) for i, row in enumerate(rows)]
    assert identical_twins(columns).tolist() == expected
