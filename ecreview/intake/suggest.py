"""What the columns of an unrecognised table may mean: by name, by what stands in them, by what adds up.

A column feeds at most one field. Two columns that suit a field equally well leave it open, unless a sum
tells which one it is: a person is asked rather than a guess made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, whole
from ecreview.intake.formats.personal import is_personal
from ecreview.intake.header import header_key
from ecreview.intake.numerals import read_numbers
from ecreview.intake.profiles import profile_of
from ecreview.intake.relations import CONFIRMED, DOUBTED, adds_up, completed, confirmed, doubted
from ecreview.model.fields import Field, Kind
from ecreview.model.tables import TABLES, table_spec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ecreview.intake.profiles import Profile
    from ecreview.intake.raw import RawTable
    from ecreview.model.tables import TableSpec

    Found = dict[str, tuple[str, float]]

LOOKED_AT = 1_000  # rows in a row: an order keeps its lines together
ENOUGH_NEEDED = 0.5  # this share of a table's required fields must be found
ENOUGH_COLUMNS = 2  # and so many columns: one alone says nothing
SURE = 0.85  # a required field below it must be confirmed by a person
EXACT, PART = 1.0, 0.7  # certainty of a customary name, and of a header that contains one
UNUSUAL = 0.8  # what is left of it where the cells are unusual for the field
ALIKE = 0.5  # certainty of a column told by its cells alone
_SHORTEST_PART = 2  # 运费 in 运费收入; a single character says nothing
_NAMES_AN_ID = re.compile(r"(?:id|no|code|number|号|编码|代码)$")  # of a header key: no quantity


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which table the columns look most like.

    Attributes:
        table: table word, None = no idea.
        columns: (canonical field, source column name, certainty 0..1).
    """

    table: str | None
    columns: tuple[tuple[str, str, float], ...] = ()

    def sure(self) -> tuple[tuple[str, str], ...]:
        """Return (canonical field, source column name) where no person need be asked."""
        return tuple((key, name) for key, name, certainty in self.columns if certainty >= SURE)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """The first rows of a table, column by column.

    Attributes:
        cells: text per column name.
        profiles: what stands in each.
        amounts: the numbers of the columns that may be amounts, NaN = none.
    """

    cells: Mapping[str, pa.Array]
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    amounts: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: RawTable) -> _Columns:
        """Return the columns of a table."""
        rows = raw.body[:LOOKED_AT]
        cells = {
            name: pc.fill_null(whole(raw.sheet.cells.column(at).take(rows)).cast(TEXT), "")
            for name, at in zip(raw.names, raw.columns, strict=True)
        }
        profiles = {name: profile_of(column) for name, column in cells.items()}
        amounts = {
            name: read_numbers(cells[name]).values
            for name, seen in profiles.items()
            if seen.suits(Kind.CENTS)
        }
        return cls(cells, profiles, amounts)


def suggest(raw: RawTable, tables: Sequence[TableSpec] = TABLES) -> Suggestion:
    """Return which table the columns look most like, and which field each of them feeds."""
    return likeliest(suggestions(raw, tables))


def suggestions(raw: RawTable, tables: Sequence[TableSpec] = TABLES) -> tuple[Suggestion, ...]:
    """Return, per table, which field each column would feed if it were that table."""
    columns = _Columns.of(raw)
    return tuple(Suggestion(spec.key, _assign(columns, spec)) for spec in tables)


def likeliest(offered: Sequence[Suggestion], chosen: str | None = None) -> Suggestion:
    """Return the suggestion that the names of the columns speak for most; the one for the chosen table, if any."""
    for offer in offered:
        if chosen and offer.table == chosen:
            return offer
    best, best_weight = Suggestion(None), 0.0
    for offer in offered:
        if offer.table is None:
            continue
        required = table_spec(offer.table).required
        named = {key: certainty for key, _, certainty in offer.columns if certainty > ALIKE}
        needed = sum(f.key in named for f in required) / len(required)
        weight = sum(named.values())
        if needed >= ENOUGH_NEEDED and len(named) >= ENOUGH_COLUMNS and weight > best_weight:
            best, best_weight = offer, weight
    return best


def _assign(columns: _Columns, spec: TableSpec) -> tuple[tuple[str, str, float], ...]:
    """Return (field, column name, certainty) in the order of the spec."""
    found, rivals = _by_name(columns, spec)
    names = {key: name for key, (name, _) in found.items()}
    for key, name in completed(spec.key, names, rivals, columns.amounts).items():
        found[key] = (name, CONFIRMED)
    _weigh(found, columns, spec)
    _by_cells(found, rivals, columns, spec)
    return tuple((f.key, *found[f.key]) for f in spec.fields if f.key in found)


def _by_name(columns: _Columns, spec: TableSpec) -> tuple[Found, dict[str, tuple[str, ...]]]:
    """Return what the headers tell, the surest pairs first taken; and the columns of each tie."""
    offers = [offer for own in spec.fields for offer in _offers(own, columns, spec)]
    found: Found = {}
    rivals: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for certainty, length, key, name in sorted(offers, key=lambda o: (-o[0], -o[1])):
        if key in found or key in rivals or name in taken:
            continue
        alike = tuple(
            o[3] for o in offers if o[:3] == (certainty, length, key) and o[3] not in taken
        )
        if len(alike) > 1:
            rivals[key] = alike
        else:
            found[key] = (name, certainty)
            taken.add(name)
    return found, rivals


def _offers(
    own: Field, columns: _Columns, spec: TableSpec
) -> Iterator[tuple[float, int, str, str]]:
    """Yield the columns that may feed a field: certainty, length of the name that tells, field, column."""
    words = (
        {header_key(word) for word in (*own.names, own.title.zh, own.title.en)} if own.names else ()
    )
    parts = [word for word in words if len(word) >= _SHORTEST_PART and not word.isascii()]
    for name, seen in columns.profiles.items():
        key = header_key(name)
        length = (
            0 if key in words else max((len(part) for part in parts if part in key), default=-1)
        )
        if length < 0 or not seen.suits(own.kind) or (is_personal(name) and own.key != "province"):
            continue
        usual = UNUSUAL if seen.speaks_against(own, spec) else 1.0
        yield (PART if length else EXACT) * usual, length, own.key, name


def _weigh(found: Found, columns: _Columns, spec: TableSpec) -> None:
    """Make what adds up surer, and what would add up with another column less sure."""
    names = {key: name for key, (name, _) in found.items()}
    is_line, is_total = _sums_of_orders(names, columns)
    sure = confirmed(spec.key, names, columns.amounts) | is_line
    doubts = doubted(spec.key, names, columns.amounts, sure) | is_total
    for key in sure:
        found[key] = (names[key], max(found[key][1], CONFIRMED))
    for key in doubts - sure:
        found[key] = (names[key], min(found[key][1], DOUBTED))


def _sums_of_orders(
    names: Mapping[str, str], columns: _Columns
) -> tuple[frozenset[str], frozenset[str]]:
    """Return `line_amount` where another column repeats the sum of each order, and where its own one does."""
    order, amount = names.get("order_id"), names.get("line_amount")
    if order is None or amount is None:
        return frozenset(), frozenset()
    groups = pc.dictionary_encode(columns.cells[order]).indices.to_numpy()
    own = columns.amounts[amount]
    others = [cells for name, cells in columns.amounts.items() if name != amount]
    is_line = any(adds_up(groups, own, other) for other in others)
    is_total = any(adds_up(groups, other, own) for other in others)
    hit = frozenset({"line_amount"})
    return hit if is_line else frozenset(), hit if is_total else frozenset()


def _by_cells(
    found: Found, rivals: Mapping[str, tuple[str, ...]], columns: _Columns, spec: TableSpec
) -> None:
    """Add the required fields that no header names, where the cells of one free column look like it."""
    for own in spec.required:
        if own.key in found or own.key in rivals:
            continue
        taken = {name for name, _ in found.values()} | {n for tie in rivals.values() for n in tie}
        alike = [
            name
            for name, seen in columns.profiles.items()
            if name not in taken
            and not is_personal(name)
            and seen.speaks_for(own.kind)
            and not (own.kind is Kind.COUNT and _NAMES_AN_ID.search(header_key(name)))
        ]
        if len(alike) == 1:
            found[own.key] = (alike[0], ALIKE)
