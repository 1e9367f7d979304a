"""What the rules of the cleaning did to the tables: one entry per rule and table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecreview.model.findings import FindingKind, Sample
    from ecreview.model.text import Text


@dataclass(frozen=True, slots=True)
class Operation:
    """What one rule did to one sheet or text file.

    Attributes:
        kind: the rule; its code names it.
        file, sheet: where.
        what: in words, once per column it touched.
        count: how many cells or rows.
        rows: the first row numbers as Excel shows them.
        amount_cents: the money touched, None where no amount is involved.
        samples: before → after.
        can_undo: whether a person may decide otherwise.
        note: what undoing does, else why it cannot be undone.
        is_undone: whether a person has: then `what` tells what would be done.
    """

    kind: FindingKind
    file: str
    sheet: str | None
    what: tuple[Text, ...]
    count: int
    rows: tuple[int, ...] = ()
    amount_cents: int | None = None
    samples: tuple[Sample, ...] = ()
    can_undo: bool = False
    note: Text | None = None
    is_undone: bool = False
