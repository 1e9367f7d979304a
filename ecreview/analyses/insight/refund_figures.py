"""The figures of `refunds`: each defined, or undefined with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.analyses.headlines import headline, headline_figure, refund_grade
from ecreview.analyses.intervals import is_enough, wilson
from ecreview.analyses.maturity import MIN_REFUNDS
from ecreview.analyses.trust import trust_in
from ecreview.model.grade import grade_sample, worst
from ecreview.model.metrics import metric
from ecreview.model.section import Basis, Figure, Reason

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.analyses.insight.refund_causes import RefundCauses
    from ecreview.analyses.maturity import Maturity
    from ecreview.model.grade import Grade

_COHORT = Basis(refund="pay_cohort")
_CASH = Basis(time="done", refund="refund_date")
_REPORTED = Basis(time="day", refund="refund_date")


def refund_figures(
    inputs: Inputs, maturity: Maturity, causes: tuple[RefundCauses | None, RefundCauses | None]
) -> tuple[Figure, ...]:
    """Return maturity, what is refunded and will be, and the rates of orders.

    Args:
        inputs: of the review.
        maturity: of the period.
        causes: of the period and of the baseline, None where not told.
    """
    told = [
        headline_figure(headline(k), inputs)
        for k in ("refund_rate_amt", "refund_rate_ord", "refunded")
    ]
    rates = [
        _rate(inputs, key, causes)
        for key in ("refund_pre_ship", "refund_post_ship", "quality_refund_rate")
    ]
    grade = refund_grade(inputs, inputs.scope.period)
    return (_maturity(maturity, grade), *told, _final(maturity, grade), *rates)


def cash_figure(cents: int | None, *, is_reported: bool, inputs: Inputs) -> Figure:
    """Return the refunds by refund date, of the refunds table or as the daily report has them."""
    known = metric("refund_cash")
    has_table = inputs.dataset.frame("refunds") is not None
    missing = Reason.COLUMN_MISSING if has_table else Reason.TABLE_MISSING
    days = trust_in(inputs, "traffic_daily" if is_reported else "orders")
    return Figure(
        "refund_cash",
        known.title,
        cents,
        known.unit,
        basis=_REPORTED if is_reported else _CASH,
        grade=days.grade if cents is not None else None,
        reason=missing if cents is None else None,
        better=known.better,
    )


def _maturity(found: Maturity, grade: Grade | None) -> Figure:
    """Return seen ÷ expected final refunds; undefined where only the lower bound is known."""
    known, share = metric("maturity"), found.share
    seen, high = found.seen_cents, found.high_cents
    return Figure(
        "maturity",
        known.title,
        share,
        known.unit,
        numerator=seen if found.expected_cents else None,
        denominator=found.expected_cents or None,
        n=found.past_refunds,
        basis=_COHORT,
        grade=grade,
        reason=None if share is not None else _unknown(found),
        low=seen / high if high else None,
        high=min(seen / found.low_cents, 1.0) if high and found.low_cents else None,
    )


def _final(found: Maturity, grade: Grade | None) -> Figure:
    """Return the expected final refunds with their band; what is seen is the least."""
    known = metric("refunded_final")
    return Figure(
        "refunded_final",
        known.title,
        found.expected_cents,
        known.unit,
        n=found.past_refunds,
        basis=_COHORT,
        grade=grade,
        reason=None if found.expected_cents is not None else _unknown(found),
        low=found.low_cents,
        high=found.high_cents,
        better=known.better,
    )


def _unknown(found: Maturity) -> Reason:
    """Return why the final refunds cannot be estimated: no times, too few, or never observed to their end."""
    if not found.past_refunds:
        return Reason.NOT_OBSERVED
    return Reason.BELOW_MIN_N if found.past_refunds < MIN_REFUNDS else Reason.NOT_MATURE


def _rate(
    inputs: Inputs, key: str, causes: tuple[RefundCauses | None, RefundCauses | None]
) -> Figure:
    """Return the share of paid orders refunded that way, with its interval and that of the baseline."""
    known = metric(key)
    now, before = (_counts(key, found) for found in causes)
    grade = value = low = high = None
    reason = Reason.COLUMN_MISSING if causes[0] is not None else Reason.TABLE_MISSING
    if now is not None:
        part, whole = now
        value = part / whole if is_enough(part, whole) else None
        reason = Reason.BELOW_MIN_N if whole else Reason.ZERO_DENOMINATOR
        low, high = wilson(part, whole) or (None, None)
        grade = worst(grade_sample(part, whole), refund_grade(inputs, inputs.scope.period))
    return Figure(
        key,
        known.title,
        value,
        known.unit,
        numerator=now[0] if now else None,
        denominator=now[1] if now else None,
        n=now[1] if now else None,
        basis=_COHORT,
        grade=grade,
        reason=None if value is not None else reason,
        low=low,
        high=high,
        target=inputs.goals.target(key, inputs.scope.period),
        baseline=before[0] / before[1] if before and before[1] else None,
        better=known.better,
    )


def _counts(key: str, found: RefundCauses | None) -> tuple[int, int] | None:
    """Return refunded and paid orders of a rate, None where the files do not tell."""
    if found is None:
        return None
    part = {
        "refund_pre_ship": found.before,
        "refund_post_ship": found.after,
        "quality_refund_rate": found.quality,
    }[key]
    return None if part is None else (part, found.paid)
