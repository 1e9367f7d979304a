"""Which currencies a dataset holds: amounts of different ones must not be added up unseen.

A row whose currency is not told has that of its platform where only one is known of it, and is else of an
unnamed one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.columns import has, text_column
from ecreview.model.finding_kinds import CURRENCY_MIXED
from ecreview.model.findings import Finding, Place
from ecreview.model.tables import table_spec
from ecreview.model.text import Text, join_texts, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT = "CNY"  # of exports that name none
UNNAMED = Text(zh="未注明", en="not stated")


def mixed_currencies(tables: Mapping[str, pa.Table]) -> tuple[Finding, ...]:
    """Return that the tables with money hold several currencies; nothing where no file names one.

    Args:
        tables: by table word, with `source_file`.
    """
    money = [table for key, table in tables.items() if _holds_money(key) and len(table)]
    pairs = {pair for table in money for pair in _pairs(table)}
    if not any(currency for _, currency in pairs):
        return ()
    found = _currencies(pairs)
    if len(found) < 2 or found == {None, DEFAULT}:  # noqa: PLR2004 - one currency is no mixture
        return ()
    named = [same(code) for code in sorted(code for code in found if code)]
    unnamed = [UNNAMED] if None in found else []
    rows = sum(len(table) for table in money)
    place = Place(str(next(t for t in money if has(t, "currency"))["source_file"][0]))
    values = (("currencies", join_texts([*named, *unnamed])),)
    return (Finding(CURRENCY_MIXED, place, rows, rows, values=values),)


def _holds_money(key: str) -> bool:
    """Return whether the rows of a table are in a currency."""
    return any(field.key == "currency" for field in table_spec(key).fields)


def _pairs(table: pa.Table) -> Iterable[tuple[str | None, str | None]]:
    """Yield each platform of a table with each currency of its rows."""
    columns = {name: text_column(table, name) for name in ("platform", "currency")}
    for row in pa.table(columns).group_by(["platform", "currency"]).aggregate([]).to_pylist():
        yield row["platform"], row["currency"]


def _currencies(pairs: set[tuple[str | None, str | None]]) -> set[str | None]:
    """Return the currencies of all platforms, None among them where one has rows of an unnamed one."""
    by_platform: dict[str | None, set[str | None]] = {}
    for platform, currency in pairs:
        by_platform.setdefault(platform, set()).add(currency)
    return {
        currency
        for found in by_platform.values()
        for currency in (found - {None} if len(found - {None}) == 1 else found)
    }
