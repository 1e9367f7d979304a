from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from ecreview.intake.ledger import Amounts, Aside, build_ledger, require_rows, require_whole
from ecreview.intake.rows import classify_rows
from ecreview.model.finding_kinds import AMOUNT_BAD, ROW_DUP, ROW_FOLDED
from ecreview.model.ledger import ASIDE_LISTED
from tests.intake.cleaning import raw_table

RAW = raw_table(
    ["id", "amount"], [["A", "1.00"], ["B", "x"], ["A", "1.00"], ["", ""], ["合计", "2"]]
)
ROWS = classify_rows(RAW, keys=("id", "amount"))
AMOUNTS = Amounts(np.array([100, 0, 100]), np.array([True, False, True]))
ASIDE = (Aside(1, AMOUNT_BAD), Aside(2, ROW_DUP, 0))


def test_every_row_is_in_one_class_and_every_cent_is_kept_or_aside() -> None:
    ledger = build_ledger(RAW, ROWS, ASIDE, amounts=AMOUNTS, kept_cents=100)
    assert ledger.is_balanced
    assert list(ledger.counts.values()) == [1, 0, 1, 1, 1, 1, 1]
    assert (ledger.cents_in, ledger.cents_kept, ledger.cents_aside) == (200, 100, 100)


def test_rows_aside_are_named_as_excel_shows_them() -> None:
    ledger = build_ledger(RAW, ROWS, ASIDE, amounts=AMOUNTS, kept_cents=100)
    assert [(a.row, a.twin, a.amount_cents) for a in ledger.aside] == [
        (3, None, None),
        (4, "订单.csv · 2", 100),
    ]


def test_money_folded_into_another_row_is_not_counted_aside() -> None:
    folded = (Aside(1, AMOUNT_BAD), Aside(2, ROW_FOLDED, 0, is_counted=True))
    ledger = build_ledger(RAW, ROWS, folded, amounts=AMOUNTS, kept_cents=200)
    assert ledger.cents_aside == 0


@pytest.mark.parametrize(("aside", "kept_cents"), [(ASIDE, 99), (ASIDE[:1] * 1, 100)])
def test_a_lost_cent_is_a_bug(aside: tuple[Aside, ...], kept_cents: int) -> None:
    with pytest.raises(AssertionError, match="do not add up"):
        build_ledger(RAW, ROWS, aside, amounts=AMOUNTS, kept_cents=kept_cents)


def test_a_table_without_money_has_no_cents() -> None:
    ledger = build_ledger(RAW, ROWS, ASIDE, amounts=None, kept_cents=None)
    assert ledger.cents_in is ledger.cents_kept is ledger.cents_aside is None


@pytest.mark.parametrize("rows", [ASIDE_LISTED, ASIDE_LISTED + 1])
def test_at_most_so_many_rows_are_listed_but_all_are_counted(rows: int) -> None:
    raw = raw_table(["id"], [["A"]] * rows)
    aside = tuple(Aside(row, ROW_DUP, 0) for row in range(rows))
    ledger = build_ledger(
        raw, classify_rows(raw, keys=("id",)), aside, amounts=None, kept_cents=None
    )
    assert ledger.duplicate == rows
    assert len(ledger.aside) == ASIDE_LISTED


def test_a_kept_row_that_is_not_in_the_table_is_a_bug_and_one_that_became_several_is_none() -> None:
    ledger = build_ledger(RAW, ROWS, ASIDE, amounts=AMOUNTS, kept_cents=100)
    require_rows(pa.table({"source_row": [2, 2]}), ledger, "a.csv", None)
    with pytest.raises(AssertionError, match="2 of 1 kept rows"):
        require_rows(pa.table({"source_row": [2, 3]}), ledger, "a.csv", None)


def test_tables_that_leave_a_row_of_their_sheet_out_are_a_bug() -> None:
    ledger = build_ledger(RAW, ROWS, ASIDE, amounts=AMOUNTS, kept_cents=100)
    require_whole(RAW.sheet, [ledger])
    with pytest.raises(AssertionError, match="12 of 6 rows"):
        require_whole(RAW.sheet, [ledger, ledger])
