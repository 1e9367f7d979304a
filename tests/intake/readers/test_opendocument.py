from __future__ import annotations

import pyarrow as pa

from ecreview.intake.readers.opendocument import error_cells, error_marks

ERROR = '<table:table-cell office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p>'
NOTHING = '<table:table-cell office:string-value="" calcext:value-type="string"><text:p/>'
TWICE = '<table:table-cell table:number-columns-repeated="2" office:string-value="" calcext:value-type="error">'


def content(*tables: str) -> bytes:
    return "".join(
        f'<table:table table:name="t">{cells}</table:table>' for cells in tables
    ).encode()


def test_errors_are_told_from_formulas_that_show_nothing() -> None:
    assert error_marks(content(ERROR + NOTHING + TWICE)) == {0: [True, False, True, True]}


def test_sheets_without_errors_are_left_out() -> None:
    assert error_marks(content(NOTHING)) == {}
    assert error_marks(content(NOTHING, ERROR)) == {1: [True]}


def test_the_nth_mark_belongs_to_the_nth_empty_text_row_by_row() -> None:
    table = pa.table({"c0": ["a", ""], "c1": ["", None], "c2": [None, ""]})
    assert error_cells(table, [False, True, True]) == ((2, 0), (2, 2))


def test_where_marks_and_texts_do_not_tie_every_empty_text_is_taken_for_an_error() -> None:
    assert error_cells(pa.table({"c0": ["", "x", ""]}), [True]) == ((1, 0), (3, 0))
