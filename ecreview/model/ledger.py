"""Where each row of an uploaded table ended: rows in = rows out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ecreview.model.findings import FindingKind


class RowClass(StrEnum):
    """The classes of which every row of an upload is in exactly one."""

    HEADER = "header"
    PREAMBLE = "preamble"
    BLANK = "blank"
    FOOTER = "footer"
    KEPT = "kept"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class SetAside:
    """One row that is not counted, and why.

    Attributes:
        row: row number as Excel shows it.
        kind: the finding that set it aside (its level tells a merged duplicate from a quarantined row).
        twin: for a merged duplicate, the row that stands for it, as `file · sheet · row`.
        amount_cents: money on the row, None where it has none or cannot be read.
    """

    row: int
    kind: FindingKind
    twin: str | None = None
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The rows of one table by class; `total` is what the reader saw, counted apart.

    Attributes:
        total: rows of the sheet or file, from its first to its last row.
        aside: duplicate and quarantined rows one by one, in row order, at most ASIDE_LISTED.
        cents_in, cents_kept, cents_aside: the table's leading amount over all data rows, the kept ones
            and the rows set aside; None where the table has no amount.

    Examples:
        >>> Ledger(total=3, header=1, kept=2).is_balanced
        True
    """

    total: int
    header: int = 0
    preamble: int = 0
    blank: int = 0
    footer: int = 0
    kept: int = 0
    duplicate: int = 0
    quarantined: int = 0
    aside: tuple[SetAside, ...] = ()
    cents_in: int | None = None
    cents_kept: int | None = None
    cents_aside: int | None = None

    @property
    def counts(self) -> dict[RowClass, int]:
        """Return rows per class, in the order of the classes."""
        return {row_class: getattr(self, row_class.value) for row_class in RowClass}

    @property
    def is_balanced(self) -> bool:
        """Return whether each row is in exactly one class and no cent got lost."""
        rows = self.total == sum(self.counts.values())
        if self.cents_in is None or self.cents_kept is None:
            return rows
        return rows and self.cents_in == self.cents_kept + (self.cents_aside or 0)


ASIDE_LISTED = 5_000


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total that the file states about itself, beside the same total of the rows read.

    Attributes:
        name: what the file calls it.
        stated: the file's own figure, in cents or rows.
        computed: ours, None where nothing comparable was read.
        unit: `cents` or `count`.
    """

    name: str
    stated: int
    computed: int | None
    unit: str

    @property
    def agrees(self) -> bool:
        """Return whether both figures are equal."""
        return self.stated == self.computed
