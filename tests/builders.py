"""Small datasets for tests: rows as dicts, typed as the intake types them; and what an analysis is given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from ecreview.analyses.base import Inputs
from ecreview.analyses.measures import measure
from ecreview.model.dataset import Dataset, Table
from ecreview.model.fields import Kind
from ecreview.model.scope import Goals, Period, Scope, Settings
from ecreview.model.tables import table_spec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]

_TYPES = {
    Kind.ID: "str",
    Kind.TEXT: "str",
    Kind.KEY: "category",
    Kind.CATEGORY: "category",
    Kind.CENTS: "int64",
    Kind.COUNT: "int64",
    Kind.TIME: "datetime64[s]",
    Kind.FLAG: "bool",
}
_WITH_NULLS = {"int64": "Int64"}


def dataset(
    *,
    orders: Sequence[Row] = (),
    traffic: Sequence[Row] = (),
    facts: Mapping[str, Mapping[str, str]] | None = None,
    version: str = "test",
    **tables: Sequence[Row],
) -> Dataset:
    """Return a dataset of the given rows; `traffic` is the table `traffic_daily`.

    An order with `paid_at` and without `paid_gross` is paid in full; without `created_at` it was placed
    when it was paid.
    """
    rows = {"orders": [_order(row) for row in orders], "traffic_daily": traffic, **tables}
    return Dataset(
        tables={
            key: _table(key, given, (facts or {}).get(key, {}))
            for key, given in rows.items()
            if given
        },
        files=(),
        findings=(),
        version=version,
    )


def _order(row: Row) -> Row:
    paid_at = row.get("paid_at")
    amount = row.get("order_amount", 0)
    defaults = {"created_at": paid_at, "paid_at": None, "order_amount": amount}
    return defaults | {"paid_gross": amount if paid_at else 0} | row


def _table(key: str, rows: Sequence[Row], facts: Mapping[str, str]) -> Table:
    spec = table_spec(key)
    frame = pd.DataFrame(list(rows))
    for column in frame.columns:
        frame[column] = _typed(frame[column], spec.field(column).kind)
    frame["source_file"] = pd.Series([f"{key}.csv"] * len(frame), dtype="category")
    frame["source_sheet"] = pd.Series([None] * len(frame), dtype="category")
    frame["source_row"] = pd.Series(range(2, len(frame) + 2), dtype="int32")
    return Table(spec, frame, facts)


def _typed(column: pd.Series, kind: Kind) -> pd.Series:
    if kind is Kind.TIME:
        return pd.to_datetime(column, format="ISO8601").astype("datetime64[s]")
    dtype: Any = _TYPES.get(kind, "float64")
    return column.astype(_WITH_NULLS.get(dtype, dtype) if column.isna().any() else dtype)


def period(first: str, last: str) -> Period:
    """Return the period from the first to the last day, both in it."""
    return Period.over(date.fromisoformat(first), date.fromisoformat(last))


def inputs(
    data: Dataset,
    under_review: Period,
    *,
    baseline: Period | None = None,
    goals: Goals | None = None,
    settings: Settings | None = None,
    results: Mapping[str, object] | None = None,
    **options: object,
) -> Inputs:
    """Return what an analysis may look at."""
    scope = Scope(under_review, baseline)
    return Inputs(
        data,
        scope,
        settings or Settings(),
        goals or Goals(),
        measure(data, scope),
        options=options,
        results=results or {},
    )
