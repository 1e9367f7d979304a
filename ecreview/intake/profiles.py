"""What stands in a column, whatever its header says: the share of cells that read as a time, a number, an id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.cells import filled
from ecreview.intake.numerals import read_numbers
from ecreview.model.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.model.fields import Field
    from ecreview.model.tables import TableSpec

FITTING_SHARE = 0.8  # of the filled cells
UNIQUE_SHARE = 0.9  # a key of its own names nearly each row
ORDER_SHARE = 0.1  # an order has some lines, not hundreds
FEW_UNITS = 1_000  # more than that on a usual row is no number of pieces
TELLING_CELLS = 5  # fewer say nothing about repetition
_UNITS = frozenset({"quantity", "units"})
_OF_NO_USE_AS_NAME = frozenset({"platform", "shop"})

_DATED = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}.*"
_PATTERNS = {
    "time": rf"^\s*({_DATED}|\d{{6,8}}.*|1\d{{9}})\s*$",
    "dated": rf"^\s*({_DATED})$",
    "number": r"^\s*[-−(（]?\s*[¥￥$£€]?\s*\d[\d,]*(\.\d+)?\s*(元|%|万|亿)?\s*[)）]?\s*$",
    "whole": r"^\s*-?\d[\d,]*(\.0+)?\s*$",
    "fraction": r"^[^.]*\d\.(\d{2,}|[1-9])\D*$",
    "long": r"^\s*\d{10,}\s*$",  # an id, a telephone number: no amount
    "rate": r"^\s*-?(\d+(\.\d+)?\s*%|[01](\.0+)?|0?\.\d+)\s*$",
    "code": r"^\s*[\w/-]*\d[\w/-]*\s*$",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands in a column; all shares are of the filled cells.

    Attributes:
        filled: how many cells were looked at.
        time, dated: share that may be a time; that is written as one, with separators.
        number, whole, fraction, long: share of numbers, whole ones, ones with cents, ones too long for a number.
        rate: share that lies in 0..1 or has a percent sign.
        code: share of letters and digits in one word, a digit among them.
        distinct: different cells per filled cell.
        typical: the median size of the numbers, 0 without any.
    """

    filled: int
    time: float = 0.0
    dated: float = 0.0
    number: float = 0.0
    whole: float = 0.0
    fraction: float = 0.0
    long: float = 0.0
    rate: float = 0.0
    code: float = 0.0
    distinct: float = 0.0
    typical: float = 0.0

    def suits(self, kind: Kind) -> bool:
        """Return whether a field of that kind could read the column; an empty column suits none."""
        match kind:
            case Kind.TIME:
                fits = self.time >= FITTING_SHARE
            case Kind.COUNT:
                fits = self.whole >= FITTING_SHARE > self.long
            case Kind.RATE:
                fits = self.rate >= FITTING_SHARE
            case Kind.CENTS | Kind.NUMBER | Kind.SECONDS:
                fits = self.number >= FITTING_SHARE > self.long
            case Kind.ID:
                fits = max(self.dated, self.fraction) < FITTING_SHARE
            case _:
                fits = True
        return fits and self.filled > 0

    def speaks_for(self, kind: Kind) -> bool:
        """Return whether the cells alone, without a word in the header, look like that kind."""
        match kind:
            case Kind.TIME:
                return self.dated >= FITTING_SHARE
            case Kind.ID:
                is_small = self.whole >= FITTING_SHARE and self.typical < FEW_UNITS
                is_name = min(self.code, self.distinct) >= UNIQUE_SHARE
                return is_name and not (is_small or self.fraction or self.dated)
            case Kind.CENTS:
                return self.suits(kind) and self.fraction > 0
            case Kind.COUNT:
                return self.suits(kind) and self.typical <= FEW_UNITS
            case _:
                return False

    def speaks_against(self, field: Field, spec: TableSpec) -> bool:
        """Return whether the cells are unusual for the field: an order id that repeats, thousands of pieces."""
        if field.key in _UNITS:
            return self.typical > FEW_UNITS
        if self.filled < TELLING_CELLS or field.kind is not Kind.ID:
            return False
        if set(spec.natural_key) - _OF_NO_USE_AS_NAME == {field.key}:
            return self.distinct < UNIQUE_SHARE
        return field.key == "order_id" and self.distinct < ORDER_SHARE

    @property
    def shape(self) -> str:
        """Return in one word what a column of that profile is: `time`, `number`, `text`; empty for a blank one."""
        if not self.filled:
            return ""
        if self.dated >= FITTING_SHARE:
            return "time"
        return "number" if self.number >= FITTING_SHARE else "text"


def profile_of(cells: pa.Array) -> Profile:
    """Return what stands in these cells."""
    said = cells.filter(filled(cells)).cast(pa.large_string())
    if not len(said):
        return Profile(0)
    sizes = np.abs(read_numbers(said).values)
    sizes = sizes[~np.isnan(sizes)]
    return Profile(
        filled=len(said),
        **{key: _share(said, pattern) for key, pattern in _PATTERNS.items()},
        distinct=len(said.unique()) / len(said),
        typical=float(np.median(sizes)) if len(sizes) else 0.0,
    )


def _share(cells: pa.Array, pattern: str) -> float:
    """Return the share of the cells that match."""
    share: float = pc.mean(pc.match_substring_regex(cells, pattern)).as_py()
    return share


def shape_of(cells: Sequence[str]) -> str:
    """Return in one word what a few cells of a column are.

    Examples:
        >>> shape_of(["98.00", "¥7"]), shape_of(["2026-06-18 10:00:00"]), shape_of(["A-1"]), shape_of([])
        ('number', 'time', 'text', '')
    """
    return profile_of(pa.array(cells, pa.large_string())).shape
