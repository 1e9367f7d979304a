"""The evidence of a workbook: every figure has a number, and a row that says what it stands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecreview.model.section import Figure, Section
    from ecreview.review import Review

FIRST_ROW = 7  # of the evidence sheet, below its head and header


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A figure with its number; the same review gives the same numbers."""

    number: int
    section: Section
    figure: Figure

    @property
    def label(self) -> str:
        """Return the number as people write it, e.g. `E-007`."""
        return f"E-{self.number:03}"

    @property
    def key(self) -> str:
        """Return `section/key`, as notes and actions name their evidence."""
        return f"{self.section.key}/{self.figure.key}"

    @property
    def row(self) -> int:
        """Return its row on the evidence sheet."""
        return FIRST_ROW + self.number - 1


@dataclass(slots=True)
class Evidence:
    """All exhibits of a review.

    Attributes:
        exhibits: in telling order.
        places: sheet title and address of each figure, by `section/key`, filled while sheets are written.
    """

    exhibits: tuple[Exhibit, ...]
    places: dict[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, review: Review) -> Evidence:
        """Return the exhibits of a review: its figures in the order of the sections."""
        pairs = ((section, figure) for section in review.told for figure in section.figures)
        return cls(tuple(Exhibit(i, *pair) for i, pair in enumerate(pairs, start=1)))

    def find(self, key: str) -> Exhibit | None:
        """Return the exhibit of that `section/key`, or None."""
        return next((e for e in self.exhibits if e.key == key), None)

    def behind(self, keys: Iterable[str]) -> list[Exhibit]:
        """Return the exhibits among those `section/key`."""
        return [exhibit for exhibit in map(self.find, keys) if exhibit is not None]

    def of_metric(self, metric: str) -> Exhibit | None:
        """Return the first exhibit of a metric, whichever section shows it."""
        return next((e for e in self.exhibits if e.figure.key == metric), None)

    def of_section(self, section: Section) -> tuple[Exhibit, ...]:
        """Return the exhibits of a section."""
        return tuple(e for e in self.exhibits if e.section is section)
