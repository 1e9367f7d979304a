"""A table as it stands in the file: every cell as text, with the row numbers that Excel shows.

This module and all that runs in the worker process import no pandas: its import alone costs more than
cleaning a small file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from ecreview.model.findings import Finding
    from ecreview.model.ledger import SetAside


@dataclass(frozen=True, slots=True)
class CellCensus:
    """What the text of the cells no longer tells.

    Attributes:
        errors: addresses (row as Excel shows it, column from 0) of cells with a formula error.
        formulas_without_value: how many formulas the file holds without a calculated value.
        long_columns: columns (from 0) with number cells of more than 15 digits or E-notation: ids are lost.
    """

    errors: tuple[tuple[int, int], ...] = ()
    formulas_without_value: int = 0
    long_columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RawSheet:
    """One sheet, or one text file, before anybody knows what it is.

    Attributes:
        file: name of the upload.
        sheet: sheet name, None for text files.
        cells: columns c0 … cn of large_string or string; null and "" both mean an empty cell. Row i is the
            physical row `rows[i]`; blank rows are present.
        rows: row numbers as Excel (or an editor) shows them, ascending, of shape (n,).
        total: physical rows from the first to the last one, including those set aside by the reader.
        aside: rows that the reader already set aside (broken bytes, open quotes); not in `cells`.
        census: what the cells no longer tell.
        findings: what the reader noticed.
        date_1904: whether serial dates count from 1904.
        heading: lines above the first table of the sheet, where this is a further one of it.
    """

    file: str
    sheet: str | None
    cells: pa.Table
    rows: NDArray[np.int64]
    total: int
    aside: tuple[SetAside, ...] = ()
    census: CellCensus = field(default_factory=CellCensus)
    findings: tuple[Finding, ...] = ()
    date_1904: bool = False
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RawFile:
    """All sheets of one upload.

    Attributes:
        engine: which reader, in words for the receipt, e.g. `xlsx`, `csv · gb18030 · ,`.
        sheets: in file order; empty sheets are left out and named in `findings`.
    """

    name: str
    engine: str
    sheets: tuple[RawSheet, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class RawTable:
    """One table of a sheet, its header found.

    Attributes:
        sheet: the sheet it stands in.
        header_row: row number of the header as Excel shows it; None where the file has none.
        names: column names as in the file, made unique; `c0` … where there is no header.
        columns: position of each name in `sheet.cells`.
        body: positions (not row numbers) in `sheet.cells` of the rows below the header, of shape (n,).
        above: positions of the rows above the header.
        upper: how many rows right above the one of `header_row` belong to the header too.
    """

    sheet: RawSheet
    header_row: int | None
    names: tuple[str, ...]
    columns: tuple[int, ...]
    body: NDArray[np.int64]
    above: NDArray[np.int64]
    upper: int = 0

    def position(self, name: str) -> int:
        """Return where the column of that name stands in `sheet.cells`."""
        return self.columns[self.names.index(name)]
