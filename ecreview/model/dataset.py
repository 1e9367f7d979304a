"""The canonical tables of one review, the receipts of the files they came from, and what is imperfect.

Frames are read-only by agreement: nobody writes into a frame received. Every frame also has the columns
`source_file` and `source_sheet` (category) and `source_row` (int32, as Excel shows it).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pandas as pd

    from ecreview.model.findings import Finding
    from ecreview.model.ledger import ControlTotal, Ledger
    from ecreview.model.tables import TableSpec
    from ecreview.model.text import Text

SOURCE_COLUMNS = ("source_file", "source_sheet", "source_row")
MIXED = "mixed"  # a fact on which the files of a table disagree


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came.

    Attributes:
        name: shown to people, never used as a path.
        content: the bytes.
        digest: sha256 of the content, in hex.
    """

    name: str
    content: bytes = field(repr=False)
    digest: str

    @classmethod
    def of(cls, name: str, content: bytes) -> Upload:
        """Return the upload with its digest."""
        from hashlib import sha256  # noqa: PLC0415 - keeps the value free of how it is digested

        return cls(name, content, sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class ColumnSample:
    """A column of a table as the file has it: for the mapping form.

    Attributes:
        name: header as in the file.
        samples: its cells in the fullest rows of the table, up to three, as text; none of a person.
        field: the canonical field it feeds, None where it is unused.
        score: certainty of that, 0..1.
    """

    name: str
    samples: tuple[str, ...]
    field: str | None
    score: float


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """What a money column of a file adds up to, over all its data rows: to hold against the file's own total.

    Attributes:
        name: header as in the file.
        cents: sum of the readable amounts.
        count: how many there are.
    """

    name: str
    cents: int
    count: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table of a file holds, counted as it stands there.

    Attributes:
        filled: cells below the header that are not empty.
        errors: formula errors among them.
        formulas_without_value: formulas of the whole sheet that were never calculated.
        sums: one per money column that was read.
    """

    filled: int = 0
    errors: int = 0
    formulas_without_value: int = 0
    sums: tuple[ColumnSum, ...] = ()


@dataclass(frozen=True, slots=True)
class TableReceipt:
    """What was read from one sheet, or from one table of a file.

    Attributes:
        sheet: sheet name, None for text files.
        format: key of the recognised format, None where nobody recognised it.
        title: how people call the format, in both languages.
        platform: key of the platform, None where unknown.
        table: canonical table word, None where unrecognised.
        score: certainty of the recognition, 0..1.
        evidence: why, e.g. "14 of 15 columns".
        header_row: row number of the header as Excel shows it, None where the file has none.
        ledger: every row in one class.
        control_totals: totals stated by the file beside ours.
        columns: the file's columns in order, with samples and the field each feeds.
        span: first and last day of the table's time column, None without one.
        suggested: the table word that the columns of an unrecognised table look most like, None = no idea.
        suggestions: for an unrecognised table, per table word: (canonical field, column, certainty).
        contents: cells and sums as the file has them.
        digest: of the clean table, empty where there is none; see `ecreview.intake.recipe`.
        undone: what the rules did that a person has undone: it is not done, but can be done again.
    """

    sheet: str | None
    format: str | None
    title: Text
    platform: str | None
    table: str | None
    score: float
    evidence: Text
    header_row: int | None
    ledger: Ledger
    control_totals: tuple[ControlTotal, ...] = ()
    columns: tuple[ColumnSample, ...] = ()
    span: tuple[date, date] | None = None
    suggested: str | None = None
    suggestions: tuple[tuple[str, tuple[tuple[str, str, float], ...]], ...] = ()
    contents: Contents = Contents()
    digest: str = ""
    undone: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not used.

    Attributes:
        previews: where its encoding is asked for: the likely ones, and the first lines as each of them reads.
    """

    code: str
    message: Text
    previews: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class FileReceipt:
    """What became of one uploaded file.

    Attributes:
        engine: which reader read it, e.g. `xlsx` or `csv gb18030 ,`.
        tables: one receipt per table found; empty where the file was refused.
        error: the refusal, None where the file was read.
    """

    name: str
    digest: str
    size: int
    engine: str
    tables: tuple[TableReceipt, ...] = ()
    error: Refusal | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """All kept rows of one canonical table, over all files.

    Attributes:
        spec: what its columns mean.
        frame: one row per grain of the spec; columns of the spec that were given, plus the source columns.
        facts: what reading found out about the whole table, e.g. `paid_basis` → `net`.
        is_derived: whether it was built from another table (orders from their lines).
    """

    spec: TableSpec
    frame: pd.DataFrame
    facts: Mapping[str, str] = field(default_factory=dict)
    is_derived: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Everything that was uploaded, clean.

    Attributes:
        tables: by table word.
        files: one receipt per upload, in upload order.
        findings: by level, then by money touched.
        version: digest of uploads, mappings and cleaning choices: the key of every cache.
    """

    tables: Mapping[str, Table]
    files: tuple[FileReceipt, ...]
    findings: tuple[Finding, ...]
    version: str

    @property
    def currency(self) -> str | None:
        """Return the currency of all orders, else of all lines, else of the bill; None where they do not tell one."""
        for name in ("orders", "order_lines", "payments"):
            frame = self.frame(name)
            if frame is not None and len(frame):
                codes = {*frame["currency"]} if "currency" in frame.columns else set()
                code = codes.pop() if len(codes) == 1 else None
                return code if isinstance(code, str) else None
        return None

    def frame(self, table: str) -> pd.DataFrame | None:
        """Return the frame of that table, or None where it was not given."""
        found = self.tables.get(table)
        return None if found is None else found.frame

    def has(self, table: str, *columns: str) -> bool:
        """Return whether the table was given with all of these columns."""
        frame = self.frame(table)
        return frame is not None and len(frame) > 0 and all(c in frame.columns for c in columns)
