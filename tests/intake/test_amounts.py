from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from ecreview.intake.coded import encode
from ecreview.intake.typed import Habits
from ecreview.intake.values import read_column
from ecreview.model.fields import Field, Kind
from ecreview.model.text import EMPTY
from tests.intake.cleaning import clean, codes, values, words

if TYPE_CHECKING:
    from ecreview.intake.typed import TypedColumn


def read(kind: Kind, *cells: str | None, name: str = "x") -> TypedColumn:
    text = encode(pa.chunked_array([words(*cells)]))
    return read_column(text, name, Field("x", kind, EMPTY), Habits())


def noticed(column: TypedColumn) -> dict[str, int]:
    """Return on how many cells each kind was noticed."""
    counts = {n.kind.code: column.text.count(n.hit) for n in column.notices}
    return {code: count for code, count in counts.items() if count}


@pytest.mark.parametrize(
    ("header", "cells", "cents", "rough"),
    [
        ("金额", ["12345"], [1_234_500], 0),
        ("金额(分)", ["12345", "5"], [12_345, 5], 0),
        ("金额（单位：分）", ["12345"], [12_345], 0),
        ("金额(万元)", ["1.5", "0"], [1_500_000, 0], 1),
        ("金额(千元)", ["1.5"], [150_000], 1),
        ("金额(元)", ["12.5"], [1_250], 0),
    ],
)
def test_the_header_says_what_amounts_count_and_large_units_are_imprecise(
    header: str, cells: list[str], cents: list[int], rough: int
) -> None:
    column = read(Kind.CENTS, *cells, name=header)
    assert column.per_row().to_pylist() == cents
    assert noticed(column).get("AMOUNT_ROUNDED", 0) == rough


def test_a_percentage_is_no_amount() -> None:
    column = read(Kind.CENTS, "5%", "5")
    assert column.per_row().to_pylist() == [None, 500]
    assert column.text.spread(column.bad).tolist() == [True, False]


@pytest.mark.parametrize(
    ("header", "cells", "rates", "is_noticed"),
    [
        ("点击率", ["6.68%", "0.5%"], [0.0668, 0.005], False),  # the sign in the cells
        ("点击率(%)", ["6.68", "0.5"], [0.0668, 0.005], False),  # the sign in the header
        ("点击率", ["0.0668", "1"], [0.0668, 1.0], False),  # fractions: none is above 1
        ("点击率", ["65.2", "0.5", "100"], [0.652, 0.005, 1.0], True),  # the size of the values
        ("点击率", ["65.2%", "70.1"], [0.652, 0.701], True),
        ("点击率", ["65.2%", "0.7"], [0.652, 0.7], False),
        ("点击率", ["250", "0.5"], [250.0, 0.5], False),  # no percentage of anything: left as it is
    ],
)
def test_a_column_of_rates_is_in_percent_by_sign_by_header_or_by_the_size_of_its_values(
    header: str, cells: list[str], rates: list[float], *, is_noticed: bool
) -> None:
    column = read(Kind.RATE, *cells, name=header)
    assert column.per_row().to_pylist() == pytest.approx(rates, abs=1e-12)
    assert ("RATE_IN_PERCENT" in noticed(column)) is is_noticed


def test_rates_read_as_percentages_are_told_with_an_example() -> None:
    table = clean("traffic_daily", "date | bounce_rate\n2026-06-18 | 65.2\n2026-06-19 | 0.5")
    assert values(table, "bounce_rate") == pytest.approx([0.652, 0.005])
    (told,) = [f for f in table.findings if f.kind.code == "RATE_IN_PERCENT"]
    assert told.count == 2
    assert "65.2 → 0.652" in told.message.zh


def test_a_duration_counts_what_the_header_says() -> None:
    assert read(Kind.SECONDS, "3", "1:00", name="响应时长(分钟)").per_row().to_pylist() == [180, 60]


def test_an_amount_that_cannot_be_read_is_counted_with_an_example() -> None:
    table = clean(
        "orders", "order_id | created_at | order_amount | freight\nA | 2026-06-18 | 9.90 | 见备注"
    )
    (told,) = [f for f in table.findings if f.kind.code == "NUMBER_BAD"]
    assert (told.count, dict(told.values)["example"]) == (1, "见备注")
    assert "NUMBER_BAD" in codes(table)
