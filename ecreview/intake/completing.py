"""What the tables given tell about each other: lines that an ERP alone has, orders and refunds that lines alone have.

Nothing counts twice: lines make orders only where the orders given cannot be theirs, refunds reach an order
only where it tells none itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import has, ints, known, mask, text_column
from ecreview.intake.derive import (
    orders_from_lines,
    refunds_from_returns,
    refunds_into_orders,
    split_shared_orders,
)
from ecreview.intake.duplicates import codes_of, group_rows
from ecreview.intake.operations import is_undone
from ecreview.model.finding_kinds import (
    ERP_STANDS_IN,
    LINES_OF_OTHERS,
    ORDERS_DERIVED,
    ORDERS_SHARED,
    REFUNDS_COUNTED,
    REFUNDS_UNKNOWN,
)
from ecreview.model.findings import Finding, Place
from ecreview.model.platforms import platform_name
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from ecreview.intake.operations import Undo

_FILES = Text(zh="这些文件", en="these files")


def with_erp_lines(given: dict[str, pa.Table]) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Return the tables, the lines of an ERP in place of the platforms' own where there are none.

    Of two ERPs, which tell the same orders, the one with more lines stands in.
    """
    lines = given.get("erp_orders")
    if lines is None or {"orders", "order_lines"} & given.keys() or not has(lines, "line_amount"):
        return given, []
    is_sale = known(lines, "line_amount")  # a list of costs repeats the lines without amounts
    erp = codes_of(text_column(lines, "platform"))
    if not is_sale.any():
        return given, []
    stands_in = is_sale & (erp == np.bincount(erp[is_sale]).argmax())
    sales, others = (lines.filter(pa.array(rows)) for rows in (stands_in, ~stands_in))
    rest = {key: table for key, table in given.items() if key != "erp_orders"}
    left = {"erp_orders": others} if len(others) else {}
    finding = Finding(ERP_STANDS_IN, Place(first_file(sales)), len(sales), len(lines))
    return rest | left | {"order_lines": sales}, [finding]


def derived_tables(
    given: Mapping[str, pa.Table], undo: Undo
) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Return what order lines tell that the orders given do not, and how that was found.

    That is orders, refunds, and the lines with shared order numbers told apart.
    """
    lines, own = given.get("order_lines"), given.get("orders")
    if lines is None:
        return {}, []
    is_rest, told = _is_of_others(lines, own, undo)
    rest = lines if is_rest.all() else lines.filter(pa.array(is_rest))
    place = place_of(rest) if len(rest) else Place("")
    split, shared = split_shared_orders(rest)
    if ORDERS_SHARED.code not in undo.get((place.file, place.sheet), frozenset()):
        rest = split
    orders = orders_from_lines(rest) if len(rest) else None
    if orders is None:
        return {}, told
    values = (("platforms", _platforms(rest)),)
    told.append(Finding(ORDERS_DERIVED, place, len(rest), len(rest), values=values))
    if shared:
        told.append(Finding(ORDERS_SHARED, place, shared, len(orders)))
    returns = refunds_from_returns(rest, orders)
    tables = {
        "order_lines": _joined(lines.filter(pa.array(~is_rest)), rest),
        "orders": _joined(own, orders),
        "refunds": returns if "refunds" not in given else None,
    }
    return {key: table for key, table in tables.items() if table is not None}, told


def _is_of_others(
    lines: pa.Table, orders: pa.Table | None, undo: Undo
) -> tuple[NDArray[np.bool_], list[Finding]]:
    """Return the lines that belong to none of the orders, and the files of which their numbers alone tell it.

    Between named platforms the names tell. A file that names none, or that meets orders that name none, is
    another's where not one of its order numbers is among theirs.
    """
    if orders is None:
        return np.ones(len(lines), dtype=np.bool_), []
    names, platform = text_column(orders, "platform"), text_column(lines, "platform")
    is_theirs = mask(pc.and_(pc.is_valid(platform), pc.is_in(platform, names.drop_null())))
    is_told = mask(platform.is_valid()) & (names.null_count == 0)
    others, told = is_told & ~is_theirs, []
    for place, rows in _strangers(lines, orders, ~is_theirs & ~is_told):
        cents = int(ints(lines, "line_amount")[rows].sum())
        finding = Finding(
            LINES_OF_OTHERS, place, len(rows), len(lines), cents, (("file", place.file),)
        )
        told.append(finding)
        others[rows] = not is_undone(finding, undo.get((place.file, place.sheet), frozenset()))
    return others, told


def _strangers(
    lines: pa.Table, orders: pa.Table, doubtful: NDArray[np.bool_]
) -> Iterable[tuple[Place, NDArray[np.int64]]]:
    """Yield the sheets with doubtful lines of which no order number is among those of the orders, and these rows."""
    if not doubtful.any():
        return
    sheet = group_rows(
        [codes_of(text_column(lines, name)) for name in ("source_file", "source_sheet")]
    )
    numbers = text_column(orders, "order_id").filter(pa.array(is_sound(orders)))
    sound = is_sound(lines)
    met = mask(pc.is_in(text_column(lines, "order_id"), numbers)) & sound
    for one in np.unique(sheet[doubtful & sound] if len(numbers) else []):
        rows = np.flatnonzero(doubtful & (sheet == one))
        if not met[sheet == one].any():
            yield place_of(lines.take(pa.array(rows[:1]))), rows


def is_sound(table: pa.Table) -> NDArray[np.bool_]:
    """Return the rows whose order number is known and whole."""
    lossy = table["is_id_lossy"] if has(table, "is_id_lossy") else pa.nulls(len(table), pa.bool_())
    return known(table, "order_id") & ~mask(lossy)


def _joined(first: pa.Table | None, second: pa.Table) -> pa.Table:
    """Return the rows of both tables."""
    if first is None or not len(first):
        return second
    joined = pa.concat_tables([first, second], promote_options="default")
    return joined.unify_dictionaries().combine_chunks()


def unknown_refunds(tables: Mapping[str, pa.Table]) -> Iterable[Finding]:
    """Yield the platforms whose refunds are unknown while those of others are told."""
    orders = tables.get("orders")
    if orders is None or not has(orders, "refunded"):
        return
    unknown = ~known(orders, "refunded") & (ints(orders, "paid_gross") > 0)
    if not unknown.any() or unknown.all():
        return
    silent = orders.filter(pa.array(unknown))
    cents = int(ints(orders, "paid_gross")[unknown].sum())
    yield Finding(
        REFUNDS_UNKNOWN,
        Place(first_file(silent)),
        int(unknown.sum()),
        len(orders),
        cents,
        (("platforms", _platforms(silent)),),
    )


def _platforms(table: pa.Table) -> Text:
    """Return the names of the platforms of the rows."""
    keys = sorted(text_column(table, "platform").drop_null().unique().to_pylist())
    names = [name for key in keys if (name := platform_name(key))] or [_FILES]
    return Text(zh="、".join(n.zh for n in names), en=", ".join(n.en for n in names))


def with_refunds(
    tables: dict[str, pa.Table], undo: Undo
) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Return the tables with the refunds counted in the orders that they name, and how many orders those are."""
    if not {"orders", "refunds"} <= tables.keys():
        return tables, []
    orders = refunds_into_orders(tables["orders"], tables["refunds"])
    more = ints(orders, "refunded") - ints(tables["orders"], "refunded")
    if not more.any():
        return tables | {"orders": orders}, []
    place, count = place_of(tables["refunds"]), int(np.count_nonzero(more))
    finding = Finding(REFUNDS_COUNTED, place, count, len(orders), int(more.sum()))
    if is_undone(finding, undo.get((place.file, place.sheet), frozenset())):
        return tables, [finding]
    return tables | {"orders": orders}, [finding]


def counted_files(before: Mapping[str, pa.Table], after: Mapping[str, pa.Table]) -> dict[str, str]:
    """Return, as a fact of the orders, the files whose orders tell of no refunds, so that cases were counted into them."""
    orders, filled = before.get("orders"), after.get("orders")
    if orders is None or filled is None or filled is orders:
        return {}
    told = known(orders, "refunded")
    files = text_column(orders, "source_file")
    silent = set(files.filter(pa.array(known(filled, "refunded") & ~told)).unique().to_pylist())
    silent -= set(files.filter(pa.array(told)).unique().to_pylist())
    return {"refunds_counted": "\n".join(sorted(silent))} if silent else {}


def place_of(table: pa.Table) -> Place:
    """Return file and sheet of the first row."""
    return Place(first_file(table), table["source_sheet"][0].as_py())


def first_file(table: pa.Table) -> str:
    """Return the name of the file of the first row."""
    return str(table["source_file"][0].as_py())
