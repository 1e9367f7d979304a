from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.coded import encode
from ecreview.intake.typed import Habits, example, shown
from ecreview.intake.values import read_column
from ecreview.model.fields import Field, Kind
from ecreview.model.tables import TABLES
from ecreview.model.text import EMPTY
from tests.intake.cleaning import clean, codes, values, words

if TYPE_CHECKING:
    from ecreview.intake.mapping import Dates


def read(
    kind: Kind, *cells: str | None, name: str = "x", key: str = "x", **habits: Any
) -> list[Any]:
    """Return the cells typed, one value per row."""
    column = read_column(
        encode(pa.chunked_array([words(*cells)])), name, Field(key, kind, EMPTY), Habits(**habits)
    )
    return list(column.per_row().to_pylist())


def bad(kind: Kind, *cells: str | None) -> list[bool]:
    """Return which cells are unreadable."""
    text = encode(pa.chunked_array([words(*cells)]))
    column = read_column(text, "x", Field("x", kind, EMPTY), Habits())
    return list(text.spread(column.bad).tolist())


def test_an_amount_becomes_cents() -> None:
    assert read(Kind.CENTS, "12.30", "¥1,234.50", "", "见备注") == [1230, 123450, None, None]


@pytest.mark.parametrize(("amount", "is_bad"), [("99999999999.99", False), ("100000000000", True)])
def test_an_amount_beyond_all_measure_is_an_id_in_the_wrong_column(
    amount: str, *, is_bad: bool
) -> None:
    assert bad(Kind.CENTS, amount) == [is_bad]


@pytest.mark.parametrize(
    ("header", "cents"), [("金额", 12345), ("金额(分)", 123), ("金额（万元）", 123_450_000)]
)
def test_the_unit_in_a_header_says_what_its_amounts_count(header: str, cents: int) -> None:
    assert read(Kind.CENTS, "123.45", name=header) == [cents]


def test_a_count_is_whole_or_unreadable() -> None:
    assert read(Kind.COUNT, "11,269", "2.0", "2.5", "1.2万", "-3", None) == [
        11269, 2, None, 12000, -3, None,
    ]  # fmt: skip
    assert bad(Kind.COUNT, "2.5", "2.0", "") == [True, False, False]


@pytest.mark.parametrize(
    ("header", "cells", "rates"),
    [
        ("跳失率", ("78.15%", "0.7815", "1"), [0.7815, 0.7815, 1.0]),
        ("点击率(%)", ("78.15", "78.15%"), [0.7815, 0.7815]),
        ("点击率（％）", ("6.5",), [0.065]),
    ],
)
def test_a_percent_sign_in_the_cell_or_the_header_makes_a_percentage(
    header: str, cells: tuple[str, ...], rates: list[float]
) -> None:
    assert read(Kind.RATE, *cells, name=header) == pytest.approx(rates, abs=1e-12)


def test_a_number_may_be_a_percentage_and_is_a_fraction_then() -> None:
    assert read(Kind.NUMBER, "30%", "500,000", "x") == [0.3, 500000.0, None]


def test_yes_in_any_spelling_is_yes_and_all_else_is_no() -> None:
    assert read(Kind.FLAG, "是", "TRUE", "1", " Y ", "否", "", "maybe") == [True] * 4 + [False] * 3


def test_words_are_trimmed_and_replaced_as_a_person_chose() -> None:
    chosen = {"channel": {"手淘搜索": "search"}}
    assert read(Kind.CATEGORY, " 手淘搜索 ", "直通车", "-", key="channel", words=chosen) == [
        "search", "直通车", None,
    ]  # fmt: skip


def test_a_range_of_days_gives_a_table_with_periods_both_ends() -> None:
    header = "date | campaign_name | impressions | clicks | spend"
    table = clean("ad_spend", f"{header}\n20260601~20260630 | 计划一 | 100 | 5 | 9.90")
    assert values(table, "date") == [datetime(2026, 6, 1)]
    assert values(table, "period_end") == [datetime(2026, 6, 30)]


def test_a_range_of_days_is_a_told_fault_in_a_table_of_single_days() -> None:
    table = clean("traffic_daily", "date | visitors\n20260601~20260630 | 5\n2026-06-18 | 6")
    assert table.frame.num_rows == 1
    (told,) = [f for f in table.findings if f.kind.code == "DATE_BAD"]
    assert dict(told.values)["example"] == "20260601~20260630"


@pytest.mark.parametrize(
    ("dates", "day", "is_asked"),
    [
        (None, datetime(2025, 6, 7), True),
        ("month_first", datetime(2025, 6, 7), False),
        ("day_first", datetime(2025, 7, 6), False),
    ],
)
def test_an_open_order_of_day_and_month_is_asked_until_a_person_says_it(
    dates: Dates | None, day: datetime, *, is_asked: bool
) -> None:
    header = "order_id | created_at | order_amount"
    table = clean("orders", f"{header}\nA | 06/07/2025 | 1.00", dates=dates)
    assert values(table, "created_at") == [day]
    assert ("DATE_AMBIGUOUS" in codes(table)) is is_asked


def test_an_id_with_lost_digits_is_only_kept_where_the_row_needs_one() -> None:
    assert read(Kind.ID, "3.9E+18", "39") == [None, "39"]


def test_what_is_shown_of_a_cell_is_short_and_printable() -> None:
    assert shown("123⇥\t") == "123⇥␣"
    assert shown("x" * 20) == "x" * 20
    assert shown("x" * 21) == "x" * 19 + "…"
    assert shown(None) == ""


def test_an_example_is_the_first_word_that_is_meant() -> None:
    hit = pa.array([False, True, True]).to_numpy(zero_copy_only=False)
    assert example(words("a", "b", "c"), hit) == "b"
    assert example(words("a"), hit[:1]) == ""


ODD = st.sampled_from(
    ["", " ", "-", "0", "-0.0", "1e308", "9" * 25, "1E+18", "合计", "#", "=1+1", "２０２６-06-18", "0001-01-01",
     "45826.999999", "~", "24:00", "\ufeff", "\x00", "(", "%", "万", "2026-06-18", "🙂", "a" * 50, "¥-", "1/2/3"]
)  # fmt: skip


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.key)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_no_cell_whatever_it_holds_stops_the_work(spec: Any, data: st.DataObject) -> None:
    names = [field.key for field in spec.fields]
    rows = data.draw(st.lists(st.lists(ODD, min_size=len(names), max_size=len(names)), max_size=4))
    text = "\n".join(" | ".join(cells) for cells in [names, *rows])
    table = clean(spec.key, text)
    assert table.ledger.is_balanced
    assert table.frame.num_rows == table.ledger.kept


@pytest.mark.parametrize(
    ("written", "shanghai", "new_york"),
    [
        ("2026-06-18 10:15:00 -0400", "2026-06-18 22:15:00", "2026-06-18 10:15:00"),
        ("2026-06-18T14:15:00Z", "2026-06-18 22:15:00", "2026-06-18 10:15:00"),
        ("2026-01-18 14:15:00+00:00", "2026-01-18 22:15:00", "2026-01-18 09:15:00"),  # winter time
        ("1781792100", "2026-06-18 22:15:00", "2026-06-18 10:15:00"),
        ("2026-06-18 10:15:00", "2026-06-18 10:15:00", "2026-06-18 10:15:00"),
    ],
)
def test_a_time_with_an_offset_is_put_on_the_clock_of_the_shop(
    written: str, shanghai: str, new_york: str
) -> None:
    text = f"order_id | created_at | order_amount\nA | {written} | 1.00"
    assert str(values(clean("orders", text), "created_at")[0]) == shanghai
    abroad = clean("orders", text, zone="America/New_York")
    assert str(values(abroad, "created_at")[0]) == new_york
