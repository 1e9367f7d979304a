"""A made-up file whose every row is known: what it is of, and in which state it must end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecreview.model.dataset import Upload
from tests.formats.exports.base import row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from tests.formats.exports.base import Cells, Export
    from tests.reconcile.shops.world import Entry, Order, World


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file.

    Attributes:
        cells: by name of the column.
        of: the order or the entry that it tells, None for rows that tell neither (notes, after-sales).
        bound: rows with the same word stay together when a file is split: copies that only stand in one file
            are told from rows that two exports share.
    """

    cells: Mapping[str, str]
    of: Order | Entry | None = None
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file before it is bytes.

    Attributes:
        export: name, preamble, header and encoding; its rows are the notes that stand first.
        lines: one per further row.
        below: what stands under the rows, e.g. totals of just these.
    """

    export: Export
    lines: tuple[Line, ...]
    below: Callable[[Sequence[Line]], tuple[str | Cells, ...]] = lambda _: ()

    @property
    def upload(self) -> Upload:
        """Return the file as it is uploaded."""
        cells = tuple(row(self.export.header, line.cells) for line in self.lines)
        rows = (*self.export.rows, *cells)
        full = self.export.with_(rows=rows, below=self.below(self.lines))
        return Upload.of(full.name, full.content)

    @property
    def truths(self) -> dict[tuple[str, int], Order | Entry]:
        """Return what each row of the sheet is of, by file and row number."""
        first = len(self.export.above) + 2 + len(self.export.rows)
        name = self.export.name
        return {(name, first + n): line.of for n, line in enumerate(self.lines) if line.of}

    def without(self, is_left_out: Callable[[Order | Entry | None], bool]) -> Written:
        """Return the file without some of its rows."""
        return replace(self, lines=tuple(x for x in self.lines if not is_left_out(x.of)))

    def shuffled(self, rng: np.random.Generator) -> Written:
        """Return the file with its rows in another order."""
        order = rng.permutation(len(self.lines)).tolist()
        return replace(self, lines=tuple(self.lines[n] for n in order))

    def halves(self) -> tuple[Written, Written]:
        """Return the file as two exports, each with its own preamble and header; no bound rows apart."""
        half = len(self.lines) // 2
        early = {line.bound for line in self.lines[:half]} - {""}
        is_first = [n < half or line.bound in early for n, line in enumerate(self.lines)]
        stem, dot, ending = self.export.name.rpartition(".")
        return tuple(  # type: ignore[return-value]
            replace(
                self,
                export=self.export.with_(name=f"{stem}-{part}{dot}{ending}"),
                lines=tuple(
                    x for x, first in zip(self.lines, is_first, strict=True) if first == own
                ),
            )
            for part, own in ((1, True), (2, False))
        )


@dataclass(frozen=True, slots=True)
class Shop:
    """All files of a shop.

    Attributes:
        orders: the order export.
        bill: the bill that counts.
        more: after-sales and the like.
    """

    world: World
    orders: Written
    bill: Written
    more: tuple[Written, ...] = ()

    @property
    def files(self) -> tuple[Written, ...]:
        """Return the files, orders first."""
        return (self.orders, self.bill, *self.more)


def yuan(cents: int) -> str:
    """Return an amount as the platforms write it."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def excel_id(order_id: str) -> str:
    """Return an id as Excel leaves it when it takes it for a number."""
    return f"{int(order_id):.5E}"


def disguised(order_id: str, number: int) -> str:
    """Return an id in one of the disguises that exports and re-saved copies wrap around it."""
    wide = order_id.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-"})
    forms = (order_id, f"'{order_id}", f'="{order_id}"', f"{order_id}\t", f" {order_id} ", wide)
    return forms[number % len(forms)] if order_id else ""
