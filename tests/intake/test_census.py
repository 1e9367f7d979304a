from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake.census import (
    EXACT_BYTES,
    SheetCensus,
    SheetScan,
    StringScan,
    referred_bytes,
)
from tests.intake.books import number, row, sheet_xml, text


def census(rows: str, *, piece: int = 1 << 20, size: int = 0) -> SheetCensus:
    part = sheet_xml(rows).encode()
    scan = SheetScan.starting(part, size or len(part))
    assert scan is not None
    for start in range(0, len(part), piece):
        scan.feed(part[start : start + piece])
    return scan.census()


def test_a_part_that_is_no_sheet_is_not_counted() -> None:
    assert SheetScan.starting(b"<styleSheet><numFmts/></styleSheet>", 10) is None


def test_numbers_and_texts_count_as_values_and_formatting_does_not() -> None:
    counted = census(row(1, text("A1", "a"), '<c r="B1" s="3"/>', number("C1", "2")))
    assert (counted.values, counted.empty_cells) == (2, 1)


@pytest.mark.parametrize(
    ("value", "is_long"),
    [
        ("123456789012345", False),
        ("1234567890123456", True),
        ("1.23457E+18", True),
        ("1.234567890123457e+18", True),
        ("1.5E-05", False),
        ("4E+18", True),
        ("0.1234567890123456", False),
    ],
)
def test_more_than_fifteen_digits_in_a_number_cell_are_noticed(value: str, is_long: bool) -> None:  # noqa: FBT001
    assert census(row(1, text("A1", "x"), number("B1", value))).long_columns == (1,) * is_long


def test_a_long_number_that_is_text_keeps_all_its_digits() -> None:
    rows = row(1, text("A1", "12345678901234567890"))
    rows += row(2, '<c r="A2" t="str"><f>B2</f><v>12345678901234567890</v></c>')
    assert census(rows).long_columns == ()


@pytest.mark.parametrize(
    ("cell", "missing"),
    [
        ('<c r="A1"><f>B1*C1</f></c>', 1),
        ('<c r="A1"><f>B1*C1</f><v></v></c>', 1),
        ('<c r="A1"><f>B1*C1</f><v /></c>', 1),
        ('<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c><c><f t="shared" si="0"/></c>', 2),
        ('<c r="A1"><f>B1*C1</f><v>6</v></c>', 0),
        (number("A1", "6"), 0),
    ],
)
def test_formulas_that_were_never_calculated_are_counted(cell: str, missing: int) -> None:
    assert census(row(1, cell)).formulas_without_value == missing


def test_the_largest_row_and_column_count_only_cells_with_a_value() -> None:
    rows = row(7, number("C7", "1"), '<c r="ZZ7" s="1"/>')
    for size in (0, EXACT_BYTES + 1):
        counted = census(rows, size=size)
        assert (counted.rows, counted.columns) == (7, 3)


def test_a_cell_far_off_in_the_middle_of_a_small_sheet_is_seen() -> None:
    counted = census(row(1, number("XFD9", "1"), number("A1", "1")))
    assert (counted.rows, counted.columns) == (9, 16_384)


def test_a_cell_far_off_in_a_large_sheet_is_seen_where_it_ends_its_row() -> None:
    rows = row(1, number("A1", "1"), number("XFD9", "1")) + row(10, number("B10", "1"))
    counted = census(rows, size=EXACT_BYTES + 1)
    assert (counted.rows, counted.columns) == (10, 16_384)


def test_a_reference_behind_other_attributes_is_seen() -> None:
    rows = row(1, number("A1", "1"), '<c s="1" r="XFD9"><v>1</v></c>', text("B1", 'x r="ZZZ9"'))
    assert census(rows).columns == 16_384
    rows = row(1, number("A1", "1")) + row(9, '<c s="1" r="XFD9"><v>1</v></c>')
    assert census(rows, size=EXACT_BYTES + 1).columns == 16_384


def test_an_empty_row_does_not_make_the_grid_longer() -> None:
    rows = row(1, number("A1", "1")) + row(1_048_576)
    for size in (0, EXACT_BYTES + 1):
        assert census(rows, size=size).rows == 1


def test_a_reference_beyond_any_sheet_is_no_smaller_one() -> None:
    counted = census(row(1, number("AAAA1", "1"), number("A9999999999", "1")))
    assert (counted.rows, counted.columns) == (9_999_999_999, 18_279)


def test_more_cells_than_are_looked_at_together_are_all_seen() -> None:
    rows = row(1, *(number(f"A{i}", "1") for i in range(70_000, 0, -1)))
    assert census(rows, piece=100_000).rows == 70_000


def test_a_plus_behind_an_e_in_a_text_is_no_long_number() -> None:
    assert census(row(1, text("A1", "BLUE+WHITE"), number("B1", "1"))).long_columns == ()


def test_a_namespace_prefix_changes_nothing() -> None:
    part = b'<x:worksheet><x:row r="1"><x:c r="B1"><x:v>1</x:v></x:c></x:row></x:worksheet>'
    scan = SheetScan.starting(part, len(part))
    assert scan is not None
    scan.feed(part)
    assert scan.census() == SheetCensus(1, 0, (), 0, 1, 2)


@given(st.integers(1, 300), st.sampled_from([0, EXACT_BYTES + 1]))
def test_where_the_pieces_are_cut_changes_nothing(piece: int, size: int) -> None:
    rows = row(1, text("A1", "a"), number("B1", "1234567890123456789"))
    rows += row(2, '<c r="A2"><f>B1</f></c>', '<c r="B2" s="1"/>', number("C2", "1"))
    assert census(rows, piece=piece, size=size) == census(rows)


def test_shared_texts_are_measured_and_summed_over_the_cells_that_show_them() -> None:
    strings = StringScan()
    for piece in (
        b'<sst uniqueCount="2"><si><t>ab</t></si>',
        b"<si><t>abc",
        b"defghijklmnopqrstuvwxyz",
    ):
        strings.feed(piece)
    strings.feed(b"0123456789</t></si></sst>")
    long = len(b"<si><t>abcdefghijklmnopqrstuvwxyz0123456789</t>")
    assert (strings.stated, strings.longest) == (2, long)
    cells = b'<c r="A1" t="s"><v>1</v></c>' * 3
    assert referred_bytes(cells, strings) == 3 * long
