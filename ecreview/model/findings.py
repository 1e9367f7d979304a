"""What is imperfect in the data: declared once per kind, aggregated per kind, file, sheet and column.

The catalogue of kinds is `ecreview.model.finding_kinds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ecreview.model.text import Text, join_texts, same

FIRST_ROWS = 5  # row numbers shown per finding
SAMPLES = 3  # cells or rows shown per finding, before → after
Sample = tuple[Text | str, Text | str]  # what stood there, and what became of it


class Level(StrEnum):
    """How much a finding weighs."""

    REFUSED = "refused"  # the file cannot be used
    ERROR = "error"  # numbers built on this are wrong
    WARNING = "warning"  # may mislead: to be confirmed
    INFO = "info"  # what cleaning did


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of trouble, declared once.

    Attributes:
        code: stable upper-case word.
        level: how much it weighs.
        message: what happened, with `{placeholders}`; `{n}` is always the count.
        advice: what to do.
    """

    code: str
    level: Level
    message: Text
    advice: Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found.

    Attributes:
        file: name of the file, as shown to people.
        sheet: sheet of a workbook, or None.
        column: header of the column as in the file, or None.
        rows: the first row numbers as Excel shows them, at most FIRST_ROWS.
    """

    file: str
    sheet: str | None = None
    column: str | None = None
    rows: tuple[int, ...] = ()

    @property
    def text(self) -> Text:
        """Return file, sheet, column and rows in one line."""
        return join_texts([*self._parts, *self._rows], zh=" · ", en=" · ")

    @property
    def text_from_rows(self) -> Text:
        """Return the same with the rows first, for a narrow column."""
        return join_texts([*self._rows, *self._parts], zh=" · ", en=" · ")

    @property
    def _parts(self) -> list[Text]:
        """Return file, sheet and column, so far as they are known."""
        return [same(part) for part in (self.file, self.sheet, self.column) if part]

    @property
    def _rows(self) -> list[Text]:
        """Return the rows in words, nothing where there are none."""
        rows, plural = [str(row) for row in self.rows], "s" * (len(self.rows) > 1)
        said = Text(zh=f"第 {'、'.join(rows)} 行", en=f"row{plural} {', '.join(rows)}")
        return [said] if rows else []


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind of trouble at one place, counted.

    Attributes:
        kind: what it is.
        place: where.
        count: how many cells or rows.
        of: out of how many.
        amount_cents: the money touched; None where no amount is involved.
        values: what the message's placeholders stand for, beside `{n}`.
        samples: at most SAMPLES cells or rows, before and after.
    """

    kind: FindingKind
    place: Place
    count: int
    of: int
    amount_cents: int | None = None
    values: tuple[tuple[str, Text | str], ...] = ()
    samples: tuple[Sample, ...] = ()

    @property
    def message(self) -> Text:
        """Return the kind's message with its values filled in."""
        return self.kind.message.fill(n=f"{self.count:,}", **dict(self.values))


_WEIGHT = {level: weight for weight, level in enumerate(Level)}


def sort_findings(findings: tuple[Finding, ...] | list[Finding]) -> tuple[Finding, ...]:
    """Return the findings by level, then by money touched, then by code and place."""
    return tuple(
        sorted(
            findings,
            key=lambda f: (
                _WEIGHT[f.kind.level],
                -abs(f.amount_cents or 0),
                f.kind.code,
                f.place.file,
                f.place.sheet or "",
                f.place.column or "",
            ),
        )
    )
