"""What is known of a workbook: its parts beside the cells, and the cells of a sheet as a reader gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecreview.intake.guard import Survey
from ecreview.intake.readers.compound import BookFacts
from ecreview.intake.readers.structure import Structure

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from ecreview.intake.census import SheetCensus
    from ecreview.intake.sniff import Kind


_DRAWINGS = ("xl/chartsheets/", "xl/dialogsheets/")


@dataclass(frozen=True, slots=True)
class Book:
    """What is known of a book beside its cells.

    Attributes:
        name: name of the upload.
        content: its bytes.
        kind: which container.
        survey: what the guard found; empty for old books.
        structure: sheets and parts of a zipped book; empty for the others.
        facts: what an old book says of itself; empty for zipped ones.
        renumbered: part of a sheet whose row numbers were mended → how many rows it has.
    """

    name: str
    content: bytes
    kind: Kind
    survey: Survey = field(default_factory=Survey)
    structure: Structure = field(default_factory=Structure)
    facts: BookFacts = field(default_factory=BookFacts)
    renumbered: Mapping[str, int] = field(default_factory=dict)

    @property
    def date_1904(self) -> bool:
        """Return whether serial dates count from 1904."""
        return self.structure.date_1904 or self.facts.date_1904

    def census(self, title: str) -> SheetCensus | None:
        """Return what was counted in the XML of a sheet, None where it was not."""
        return self.survey.sheets.get(self.part(title))

    def part(self, title: str) -> str:
        """Return the part that holds a sheet, empty where it is not known."""
        return self.structure.parts.get(title, "")

    def is_drawing(self, title: str) -> bool:
        """Return whether a sheet has a chart or a dialog in place of cells; the engine fails on some."""
        return self.part(title).startswith(_DRAWINGS)

    def lost(self, title: str, cells: Cells) -> int:
        """Return how many of the values counted in the XML of a sheet were not read."""
        counted = self.census(title)
        if counted is None:
            return 0
        read = sum(len(c) - c.null_count for c in cells.table.columns)
        return counted.values - int(read) - len({*cells.errors, *counted.errors})


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cells of one sheet as a reader gives them.

    Attributes:
        table: columns c0 … cn from the first column of the sheet on; row i is Excel's row i + 1.
        errors: addresses of cells that hold no readable value: (Excel's row, column from 0).
        is_hidden: whether the sheet is hidden.
        long_columns: columns with number cells of more than 15 digits.
    """

    table: pa.Table
    errors: tuple[tuple[int, int], ...] = ()
    is_hidden: bool = False
    long_columns: tuple[int, ...] = ()
