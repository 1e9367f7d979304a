"""What a buyer paid for a line, where an export has amounts and discounts, but no column for it."""

from __future__ import annotations

import pyarrow as pa

from ecreview.intake.columns import ints, known, put


def add_up_paid(table: pa.Table) -> pa.Table:
    """Return the lines with what was paid: goods less the shop's discount, postage in, tax out.

    line_amount [, shop_discount, freight] → line_paid
    """
    paid = ints(table, "line_amount") - ints(table, "shop_discount") + ints(table, "freight")
    return put(table, "line_paid", pa.array(paid, mask=~known(table, "line_amount")))
