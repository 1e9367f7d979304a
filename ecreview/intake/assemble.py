"""Clean tables of many files → one dataset: exports merged, orders derived, gaps named, frames for analysis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import constant, has, ints, known, mask, put, text_column, whole
from ecreview.intake.currencies import mixed_currencies
from ecreview.intake.derive import (
    orders_from_lines,
    refunds_from_returns,
    refunds_into_orders,
    split_shared_orders,
)
from ecreview.intake.duplicates import codes_of
from ecreview.intake.ledger import require_rows
from ecreview.intake.mapping import NO_CHOICES
from ecreview.intake.operations import is_undone
from ecreview.intake.overlap import Export, merge_exports
from ecreview.intake.second_bills import part_second_bills
from ecreview.model.dataset import SOURCE_COLUMNS, Dataset, Table
from ecreview.model.finding_kinds import (
    DAYS_MISSING,
    DAYS_SPARSE,
    ERP_STANDS_IN,
    ORDERS_DERIVED,
    ORDERS_SHARED,
    REFUNDS_COUNTED,
    REFUNDS_UNKNOWN,
)
from ecreview.model.findings import Finding, Place, sort_findings
from ecreview.model.platforms import platform_name
from ecreview.model.tables import TABLES, table_spec
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ecreview.intake.mapping import Choices
    from ecreview.model.dataset import FileReceipt
    from ecreview.model.ledger import Ledger
    from ecreview.model.tables import TableSpec

    Undo = Mapping[tuple[str, str | None], frozenset[str]]

LEADING = ("orders", "traffic_daily", "payments", "events")  # the first one given is asked for gaps
DAYS_NAMED = 5
SPARSE_SHARE = 0.2  # from here on missing days are the nature of the data, not gaps in it
_FILES = Text(zh="这些文件", en="these files")
MIXED = "mixed"  # a fact on which the files of a table disagree


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One clean table as the worker handed it back.

    Attributes:
        file: number of the file's receipt.
        table: number of the table's receipt in it.
        frame: its rows.
        facts: what reading found out about it.
    """

    file: int
    table: int
    frame: pa.Table
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The words of a column as Arrow and as pandas have them.

    Attributes:
        of: a dictionary.
        dtype: the categories of the same words.
    """

    of: pa.Array
    dtype: pd.CategoricalDtype


def assemble(
    receipts: Sequence[FileReceipt],
    parts: Sequence[Part],
    *,
    findings: Sequence[Finding] = (),
    choices: Choices = NO_CHOICES,
    version: str = "",
) -> Dataset:
    """Return the dataset.

    Args:
        receipts: one per upload, in upload order.
        parts: the clean tables of all files, in the order in which the exports were made.
        findings: of the files.
        choices: what a person chose, here which rules are undone.
        version: digest of what went in.
    """
    files, told = list(receipts), list(findings)
    undo = _undone_rules(receipts, choices)
    given: dict[str, pa.Table] = {}
    facts: dict[str, Mapping[str, str]] = {}
    for spec in TABLES:
        own = [part for part in parts if receipts[part.file].tables[part.table].table == spec.key]
        if own:
            merged = merge_exports([_export(part, receipts, undo) for part in own], spec)
            given[spec.key], facts[spec.key] = merged.table, _common([part.facts for part in own])
            told += merged.findings
            undone = merged.undone or ((),) * len(own)
            for part, ledger, more in zip(own, merged.ledgers, undone, strict=True):
                files[part.file] = _with_merged(files[part.file], part.table, ledger, more)
    given, of_bills = part_second_bills(given, receipts)
    given, of_erp = _with_erp(given)
    derived, of_derived = _derive(given, undo)
    tables, of_refunds = _with_refunds(given | derived, undo)
    files, made = _part_undone(files, [*of_derived, *of_refunds], undo)
    told += [*of_bills, *of_erp, *made, *_unknown_refunds(tables), *_missing_days(tables)]
    told += mixed_currencies(tables)
    words: dict[str, _Words] = {}
    frames = {
        key: Table(
            spec := table_spec(key),
            to_frame(table, spec, words),
            facts.get(key, {}),
            key not in given,
        )
        for key, table in tables.items()
    }
    return Dataset(frames, tuple(files), sort_findings(told), version)


def _undone_rules(receipts: Sequence[FileReceipt], choices: Choices) -> Undo:
    """Return the undone rules per sheet."""
    undo: dict[tuple[str, str | None], frozenset[str]] = {}
    for file in receipts:
        for table in file.tables:
            names = [column.name for column in table.columns]
            choice = choices.about(file.name, table.sheet, names)
            own = undo.get((file.name, table.sheet), frozenset())
            undo[file.name, table.sheet] = own | frozenset(choice.undo if choice else ())
    return undo


def _part_undone(
    files: list[FileReceipt], findings: Iterable[Finding], undo: Undo
) -> tuple[list[FileReceipt], list[Finding]]:
    """Return the receipts with the findings of undone rules, and the findings that stand."""
    told: list[Finding] = []
    for finding in findings:
        place = (finding.place.file, finding.place.sheet)
        if not is_undone(finding, undo.get(place, frozenset())):
            told.append(finding)
            continue
        at = next(
            (n, k)
            for n, file in enumerate(files)
            for k, table in enumerate(file.tables)
            if (file.name, table.sheet) == place
        )
        ledger = files[at[0]].tables[at[1]].ledger
        files = [*files]
        files[at[0]] = _with_merged(files[at[0]], at[1], ledger, (finding,))
    return files, told


def _export(part: Part, receipts: Sequence[FileReceipt], undo: Undo) -> Export:
    """Return a part with platform and source columns, beside the ledger of its sheet."""
    receipt = receipts[part.file]
    table, frame = receipt.tables[part.table], part.frame
    constants = {"source_file": receipt.name, "source_sheet": table.sheet}
    if table.platform and "platform" not in frame.column_names:
        constants["platform"] = table.platform
    for name, word in constants.items():
        frame = put(frame, name, constant(word, len(frame)))
    require_rows(frame, table.ledger, receipt.name, table.sheet)
    rules = undo.get((receipt.name, table.sheet), frozenset())
    return Export(receipt.name, table.sheet, frame, table.ledger, rules)


def _common(facts: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """Return the facts of several files as facts of their table."""
    names = dict.fromkeys(name for each in facts for name in each)
    said = {name: {each[name] for each in facts if name in each} for name in names}
    return {name: words.pop() if len(words) == 1 else MIXED for name, words in said.items()}


def _with_merged(
    receipt: FileReceipt, table: int, ledger: Ledger, undone: tuple[Finding, ...]
) -> FileReceipt:
    """Return the receipt with the ledger of one of its tables replaced, and what undone rules would do."""
    tables = list(receipt.tables)
    all_undone = (*tables[table].undone, *undone)
    tables[table] = replace(tables[table], ledger=ledger, undone=all_undone)
    return replace(receipt, tables=tuple(tables))


def _with_erp(given: dict[str, pa.Table]) -> tuple[dict[str, pa.Table], list[Finding]]:
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
    finding = Finding(ERP_STANDS_IN, Place(_first_file(sales)), len(sales), len(lines))
    return rest | left | {"order_lines": sales}, [finding]


def _derive(given: Mapping[str, pa.Table], undo: Undo) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Return what order lines tell where no orders of their platform were given.

    That is orders, refunds, and the lines with shared order numbers told apart.
    """
    lines, own = given.get("order_lines"), given.get("orders")
    if lines is None:
        return {}, []
    is_rest = np.ones(len(lines), dtype=np.bool_) if own is None else _is_of_others(lines, own)
    rest = lines if is_rest.all() else lines.filter(pa.array(is_rest))
    place = _place_of(rest) if len(rest) else Place("")
    split, shared = split_shared_orders(rest)
    if ORDERS_SHARED.code not in undo.get((place.file, place.sheet), frozenset()):
        rest = split
    orders = orders_from_lines(rest) if len(rest) else None
    if orders is None:
        return {}, []
    values = (("platforms", _platforms(rest)),)
    told = [Finding(ORDERS_DERIVED, place, len(rest), len(rest), values=values)]
    if shared:
        told.append(Finding(ORDERS_SHARED, place, shared, len(orders)))
    returns = refunds_from_returns(rest, orders)
    tables = {
        "order_lines": _joined(lines.filter(pa.array(~is_rest)), rest),
        "orders": _joined(own, orders),
        "refunds": returns if "refunds" not in given else None,
    }
    return {key: table for key, table in tables.items() if table is not None}, told


def _is_of_others(lines: pa.Table, orders: pa.Table) -> NDArray[np.bool_]:
    """Return the lines of platforms that the orders do not speak of; a line of no platform is theirs."""
    names = pc.unique(text_column(orders, "platform").drop_null())
    platform = text_column(lines, "platform")
    if not len(names):  # orders of an unnamed platform may be those of the lines
        return np.zeros(len(lines), dtype=np.bool_)
    return mask(pc.and_(pc.is_valid(platform), pc.invert(pc.is_in(platform, names))))


def _joined(first: pa.Table | None, second: pa.Table) -> pa.Table:
    """Return the rows of both tables."""
    if first is None or not len(first):
        return second
    joined = pa.concat_tables([first, second], promote_options="default")
    return joined.unify_dictionaries().combine_chunks()


def _unknown_refunds(tables: Mapping[str, pa.Table]) -> Iterable[Finding]:
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
        Place(_first_file(silent)),
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


def _with_refunds(
    tables: dict[str, pa.Table], undo: Undo
) -> tuple[dict[str, pa.Table], list[Finding]]:
    """Return the tables with the refunds counted in the orders that they name, and how many orders those are."""
    if not {"orders", "refunds"} <= tables.keys():
        return tables, []
    orders = refunds_into_orders(tables["orders"], tables["refunds"])
    more = ints(orders, "refunded") - ints(tables["orders"], "refunded")
    if not more.any():
        return tables | {"orders": orders}, []
    place, count = _place_of(tables["refunds"]), int(np.count_nonzero(more))
    finding = Finding(REFUNDS_COUNTED, place, count, len(orders), int(more.sum()))
    if is_undone(finding, undo.get((place.file, place.sheet), frozenset())):
        return tables, [finding]
    return tables | {"orders": orders}, [finding]


def _place_of(table: pa.Table) -> Place:
    """Return file and sheet of the first row."""
    return Place(_first_file(table), table["source_sheet"][0].as_py())


def _first_file(table: pa.Table) -> str:
    """Return the name of the file of the first row."""
    return str(table["source_file"][0].as_py())


def _missing_days(tables: Mapping[str, pa.Table]) -> Iterable[Finding]:
    """Yield the days without a row inside the span of the leading dated table; many are told as one fact."""
    key = next((key for key in LEADING if key in tables and len(tables[key])), None)
    if key is None:
        return
    times = tables[key][table_spec(key).time].drop_null()
    days = np.unique(times.to_numpy().astype("datetime64[D]"))
    span = np.arange(days[0], days[-1] + 1) if len(days) else days
    missing = np.setdiff1d(span, days)
    place = Place(_first_file(tables[key]))
    if len(missing) >= SPARSE_SHARE * len(span) > 0:
        values = (("span", f"{len(span):,}"),)
        yield Finding(DAYS_SPARSE, place, len(days), len(span), values=values)
    elif len(missing):
        named = "、".join(str(day) for day in missing[:DAYS_NAMED])
        more = "…" if len(missing) > DAYS_NAMED else ""
        values = (("days", named + more),)
        yield Finding(DAYS_MISSING, place, len(missing), len(span), values=values)


def to_frame(
    table: pa.Table, spec: TableSpec, words: dict[str, _Words] | None = None
) -> pd.DataFrame:
    """Return the table as analyses read it: columns in the order of the spec, then the source columns.

    Args:
        table: the rows.
        spec: what its columns mean.
        words: of tables seen before, by column: equal ones are taken from there; filled here.
    """
    order = [field.key for field in spec.fields] + list(SOURCE_COLUMNS)
    words = {} if words is None else words
    return pd.DataFrame(
        {name: _series(table[name], name, words) for name in order if name in table.column_names},
        copy=False,
    )


def _series(column: pa.ChunkedArray, name: str, words: dict[str, _Words]) -> Any:
    """Return one column; whole numbers stay whole where some are unknown, an unknown flag is no."""
    if pa.types.is_dictionary(column.type):
        return _categories(whole(column), name, words)
    if pa.types.is_boolean(column.type):
        column = pc.fill_null(column, fill_value=False)
    is_gappy = pa.types.is_int64(column.type) and column.null_count > 0
    return column.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get if is_gappy else None)


def _categories(column: pa.DictionaryArray, name: str, words: dict[str, _Words]) -> pd.Categorical:
    """Return a column of categories; tables whose column has the same words share them."""
    known_words = words.get(name)
    if known_words is None or not known_words.of.equals(column.dictionary):
        dtype = pd.CategoricalDtype(column.dictionary.to_pandas())
        known_words = words[name] = _Words(column.dictionary, dtype)
    codes = column.indices.fill_null(-1).to_numpy()
    return pd.Categorical.from_codes(codes, dtype=known_words.dtype)
