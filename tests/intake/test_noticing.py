"""Findings about the rows of one table."""

from __future__ import annotations

import numpy as np

from ecreview.intake.noticing import Spot
from ecreview.model.finding_kinds import AMOUNT_BLANK, VALUES_TIDIED

ROWS = Spot("a.csv", None, np.array([2, 3, 5]), np.array([100, 250, 7], dtype=np.int64))
HIT = np.array([False, True, True])


def test_a_finding_counts_its_rows_and_the_money_on_them() -> None:
    (found,) = ROWS.finding(AMOUNT_BLANK, HIT, "实付金额")
    assert (found.count, found.of, found.amount_cents) == (2, 3, 257)
    assert found.place.rows == (3, 5)


def test_tidying_touches_no_money() -> None:
    (found,) = ROWS.finding(VALUES_TIDIED, HIT, "实付金额", before=" 1", after="1")
    assert found.amount_cents is None


def test_no_row_hit_is_no_finding() -> None:
    assert ROWS.finding(AMOUNT_BLANK, np.zeros(3, dtype=bool)) == ()
