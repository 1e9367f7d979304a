"""What the columns of an unrecognised table may mean: by name and by what stands in them.

A column feeds at most one field. Two columns that suit a field equally well leave it open: a person is
asked rather than a guess made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from ecreview.intake.cells import filled
from ecreview.intake.formats.personal import is_personal
from ecreview.intake.header import header_key
from ecreview.model.fields import Field, Kind
from ecreview.model.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from ecreview.intake.raw import RawTable
    from ecreview.model.tables import TableSpec

PROFILED_ROWS = 200
FITTING_SHARE = 0.8  # of the filled cells
ENOUGH_NEEDED = 0.5  # this share of a table's required fields must be found
ENOUGH_COLUMNS = 2  # and so many columns: one alone says nothing
EXACT, PART = 1.0, 0.7  # certainty of a customary name, and of a header that contains one
_SHORTEST_PART = 2  # 运费 in 运费收入; a single character says nothing

_TIME = r"^\s*(\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}.*|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}.*|1\d{9})\s*$"
_NUMBER = r"^\s*[-−(（]?\s*[¥￥$£€]?\s*\d[\d,]*(\.\d+)?\s*(元|%|万|亿)?\s*[)）]?\s*$"
_WHOLE = r"^\s*-?\d[\d,]*(\.0+)?\s*$"


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands in a column: the share of filled cells that read as a time, a number, a whole number.

    Attributes:
        filled: how many cells were looked at.
    """

    filled: int
    time: float
    number: float
    whole: float

    def suits(self, kind: Kind) -> bool:
        """Return whether a field of that kind could read the column; an empty column suits none."""
        if not self.filled:
            return False
        match kind:
            case Kind.TIME:
                return self.time >= FITTING_SHARE
            case Kind.COUNT:
                return self.whole >= FITTING_SHARE
            case Kind.CENTS | Kind.NUMBER | Kind.RATE | Kind.SECONDS:
                return self.number >= FITTING_SHARE
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which table the columns look most like.

    Attributes:
        table: table word, None = no idea.
        columns: (canonical field, source column name, certainty 0..1).
    """

    table: str | None
    columns: tuple[tuple[str, str, float], ...] = ()


def profile(raw: RawTable, column: int) -> Profile:
    """Return what stands in the first rows of a column, counted from 0 in the table."""
    rows = raw.body[:PROFILED_ROWS]
    cells = raw.sheet.cells.column(raw.columns[column]).take(rows)
    said = cells.filter(filled(cells))
    shares = [_share(said, pattern) for pattern in (_TIME, _NUMBER, _WHOLE)]
    return Profile(len(said), *shares)


def _share(cells: pa.Array, pattern: str) -> float:
    """Return the share of the cells that match, 0 where there are none."""
    if not len(cells):
        return 0.0
    return (pc.sum(pc.match_substring_regex(cells, pattern)).as_py() or 0) / len(cells)


def suggest(raw: RawTable, tables: Sequence[TableSpec] = TABLES) -> Suggestion:
    """Return which table the columns look most like, and which field each of them feeds."""
    profiles = [profile(raw, column) for column in range(len(raw.names))]
    best, best_weight = Suggestion(None), 0.0
    for spec in tables:
        columns = _assign(raw.names, profiles, spec)
        found = {field for field, _, _ in columns}
        needed = sum(field.key in found for field in spec.required) / len(spec.required)
        weight = sum(certainty for _, _, certainty in columns)
        enough = needed >= ENOUGH_NEEDED and len(columns) >= ENOUGH_COLUMNS
        if enough and weight > best_weight:
            best, best_weight = Suggestion(spec.key, columns), weight
    return best


def _assign(
    names: Sequence[str], profiles: Sequence[Profile], spec: TableSpec
) -> tuple[tuple[str, str, float], ...]:
    """Return (field, column name, certainty), the surest pairs first taken."""
    offers = [
        (*offer, field.key, name)
        for field in spec.fields
        for name, seen in zip(names, profiles, strict=True)
        if (offer := _offer(field, name)) and seen.suits(field.kind)
    ]
    found: dict[str, tuple[str, float] | None] = {}
    taken: set[str] = set()
    for certainty, length, key, name in sorted(offers, key=lambda o: (-o[0], -o[1])):
        if key in found or name in taken:
            continue
        rivals = {o[3] for o in offers if o[:3] == (certainty, length, key)} - taken
        found[key] = (name, certainty) if len(rivals) == 1 else None
        taken |= rivals if len(rivals) == 1 else set()
    return tuple((key, *pair) for key, pair in found.items() if pair)


def _offer(field: Field, name: str) -> tuple[float, int] | None:
    """Return how well the header names the field: certainty, and length of the part that does."""
    if not field.names or (is_personal(name) and field.key != "province"):
        return None
    key = header_key(name)
    words = {header_key(word) for word in (*field.names, field.title.zh)}
    if key in words:
        return EXACT, 0
    parts = [len(w) for w in words if len(w) >= _SHORTEST_PART and not w.isascii() and w in key]
    return (PART, max(parts)) if parts else None
