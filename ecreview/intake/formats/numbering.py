"""Names for rows that an export only numbers within their order."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, put, text_column

NUMBER = "number_in_order"  # the helper column from which a format's last step makes the name


def name_rows(table: pa.Table, field: str) -> pa.Table:
    """Return the table with a field that names each row: its order and its number there, null without either.

    order_id, number_in_order → field (`order-1`, `order-2` …)
    """
    parts = (text_column(table, name) for name in ("order_id", NUMBER))
    return put(table, field, pc.binary_join_element_wise(*parts, pa.scalar("-", TEXT)))
