"""Canonical fields: what a column of a canonical table means, and how its cells are typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecreview.model.text import Text


class Kind(StrEnum):
    """How the cells of a field are typed; the comment gives the column's type in a canonical frame."""

    ID = "id"  # str; never a number
    KEY = "key"  # category of salted hashes: a person, never readable
    TEXT = "text"  # category: free words, such as a title or a note
    CATEGORY = "category"  # category: few distinct words
    CENTS = "cents"  # int64, or Int64 where some are unknown; 1/100 of the currency unit
    COUNT = "count"  # int64 or Int64
    NUMBER = "number"  # float64, NaN = unknown
    RATE = "rate"  # float64 fraction, NaN = unknown
    SECONDS = "seconds"  # float64, NaN = unknown
    TIME = "time"  # datetime64[s], naive local time of the shop
    FLAG = "flag"  # bool


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a canonical table.

    Attributes:
        key: language-free name, unique in its table.
        kind: how its cells are typed.
        title: what people call it.
        names: header names by which seen exports call it; they seed the suggestions of the mapping form.
        required: whether a table without it is of no use.
    """

    key: str
    kind: Kind
    title: Text
    names: tuple[str, ...] = ()
    required: bool = False
