"""What stands beside a figure, for every interpreter: its difference, its references, the units of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.model.grade import Grade
from ecreview.model.text import Text, Unit, join_texts, say

if TYPE_CHECKING:
    from ecreview.model.section import Figure

_TARGET = Text(zh="目标 {v}", en="Target {v}")
_BASELINE = Text(zh="对比期 {v}", en="Baseline {v}")
# Rates whose numerator and denominator are money; all others divide counts.
_MONEY_RATES = frozenset(
    {"refund_rate_amt", "fee_ratio", "gross_margin", "cost_cov", "attainment", "rec_rate_amt"}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """How a figure stands beside its target, or beside its baseline where there is no target.

    Attributes:
        size: value − reference for a rate, else that as a share of the reference; with its sign.
        is_points: whether it is a difference of two rates.
        is_good: whether it is in the good direction; None for neither, or where data are too few to say.
        is_to_target: whether the reference is the target.
    """

    size: float
    is_points: bool
    is_good: bool | None
    is_to_target: bool


def difference_of(figure: Figure) -> Difference | None:
    """Return the difference, None where there is nothing to compare with, or a ratio to nothing."""
    is_to_target = figure.target is not None
    reference = figure.target if is_to_target else figure.baseline
    if figure.value is None or reference is None:
        return None
    apart = figure.value - reference
    is_points = figure.unit is Unit.RATE
    if not is_points and not reference:
        return None
    size = apart if is_points else apart / abs(reference)
    return Difference(size, is_points, _is_good(figure, apart), is_to_target)


def _is_good(figure: Figure, apart: float) -> bool | None:
    """Return whether a difference is in the good direction."""
    if figure.better is None or not apart or figure.grade is Grade.D:
        return None
    return (apart > 0) == (figure.better == "higher")


def say_references(figure: Figure, currency: str) -> Text:
    """Return target and baseline in one line; the reason where the figure is undefined."""
    if figure.value is None and figure.reason is not None:
        return figure.reason.text
    parts = [
        words.fill(v=say(value, figure.unit, currency))
        for words, value in ((_TARGET, figure.target), (_BASELINE, figure.baseline))
        if value is not None
    ]
    return join_texts(parts, zh=" · ", en=" · ")


def units_of_parts(figure: Figure) -> tuple[Unit, Unit]:
    """Return the units of a figure's numerator and denominator.

    A price divides money by a count, a rate of money divides money by money, all else divides counts.
    """
    if figure.key in _MONEY_RATES:
        return Unit.CENTS, Unit.CENTS
    return (Unit.CENTS if figure.unit is Unit.CENTS else Unit.COUNT), Unit.COUNT
