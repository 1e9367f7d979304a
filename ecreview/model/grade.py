"""How far a conclusion can be trusted: the worst of its factors decides.

Borders: features X-3. D is never a root cause and fires no rule.
"""

from __future__ import annotations

from enum import StrEnum

from ecreview.model.text import Text


class Grade(StrEnum):
    """A and B allow a conclusion, C is indicative only, D is not enough data."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def verdict(self) -> Text:
        """Return the verdict that the grade allows."""
        return _VERDICTS[self]

    @property
    def is_conclusive(self) -> bool:
        """Return whether a conclusion may be drawn."""
        return self in (Grade.A, Grade.B)


_CONCLUSIVE = Text(zh="可下结论", en="conclusive")
_VERDICTS = {
    Grade.A: _CONCLUSIVE,
    Grade.B: _CONCLUSIVE,
    Grade.C: Text(zh="仅供参考", en="indicative only"),
    Grade.D: Text(zh="数据不足", en="not enough data"),
}


def worst(*grades: Grade | None) -> Grade | None:
    """Return the worst of the grades given, None where none is.

    Examples:
        >>> worst(Grade.A, None, Grade.C)
        <Grade.C: 'C'>
    """
    known = [g for g in grades if g is not None]
    return max(known) if known else None


def _by_border(value: float, borders: tuple[float, float, float]) -> Grade:
    """Return the best grade whose border the value reaches."""
    for grade, border in zip(Grade, borders, strict=False):
        if value >= border:
            return grade
    return Grade.D


def grade_day_coverage(share: float) -> Grade:
    """Return the grade of the share of the period's days that have data."""
    return _by_border(share, (1.0, 0.98, 0.90))


def grade_reconciliation(share: float | None) -> Grade:
    """Return the grade of the reconciliation rate by amount; no bill gives C, D does not occur."""
    return Grade.C if share is None else min(_by_border(share, (0.98, 0.95, 0.80)), Grade.C)


def grade_cost_coverage(share: float) -> Grade:
    """Return the grade of the share of net sales with a known cost."""
    return _by_border(share, (0.95, 0.90, 0.70))


def grade_refunds(share: float) -> Grade:
    """Return the grade of net numbers by the share of the final refunds that can have been seen."""
    return _by_border(share, (0.95, 0.85, 0.50))


def grade_sample(numerator: float, denominator: float) -> Grade:
    """Return the grade of a rate by its counts.

    Examples:
        >>> grade_sample(3, 40), grade_sample(30, 1_000)
        (<Grade.D: 'D'>, <Grade.A: 'A'>)
    """
    for grade, (need_of, need_n) in {
        Grade.A: (1_000, 30),
        Grade.B: (100, 10),
        Grade.C: (30, 5),
    }.items():
        if denominator >= need_of and numerator >= need_n:
            return grade
    return Grade.D


MATURE_DAYS = 15
MATURE_REFUNDS = 200


def grade_refund_maturity(share: float | None, refunds: int, age: int) -> Grade:
    """Return the grade of net numbers while refunds come in.

    Where the share is unknown, old orders have had their refunds (B) and many refunds tell a direction (C).

    Args:
        share: refunds seen so far ÷ expected final refunds, None = unknown.
        refunds: past refunds that there are to go by.
        age: days from the last day of the period to the data end.

    Examples:
        >>> grade_refund_maturity(0.9, 500, 3), grade_refund_maturity(None, 199, 14)
        (<Grade.B: 'B'>, <Grade.D: 'D'>)
    """
    if share is not None:
        return grade_refunds(share)
    if age >= MATURE_DAYS:
        return Grade.B
    return Grade.C if refunds >= MATURE_REFUNDS else Grade.D


def grade_mapping(score: float) -> Grade:
    """Return the grade of the recognition of a table's required columns."""
    return _by_border(score, (0.95, 0.85, 0.0))
