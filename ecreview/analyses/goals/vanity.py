"""The vanity check (GA-7): did the paid amount grow while the business got worse?

Compared with the baseline. Red when the paid amount rose and at least two of these got worse: share of repeat
buyers down, gross margin down, refund rate up, ad cost ratio up, share of the largest channel up. A rate that
was sampled from buyers or orders counts only where its change can be told from noise, and no rate of grade D.
Refund rates are the expected final ones where they can be estimated; then the low end of the band counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses.costs import profit_of
from ecreview.analyses.headlines import headline, headline_grade, profit_trust
from ecreview.analyses.intervals import newcombe
from ecreview.analyses.maturity import final_refund_rate
from ecreview.analyses.measures import codes_of
from ecreview.analyses.trust import sample_factor, trust_in
from ecreview.model.grade import Grade
from ecreview.model.money import sum_by
from ecreview.model.section import Note, NoteKind
from ecreview.model.text import Text, join_texts, say_cents, say_rate

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.analyses.totals import Totals
    from ecreview.model.scope import Period

Counts = tuple[int, int]
RED_SIGNS = 2
WORSE_BY = 0.005  # a change of a rate below half a point is no sign


@dataclass(frozen=True, slots=True)
class Sign:
    """A rate that shows whether growth is healthy.

    Attributes:
        rises: whether a rise is the bad direction.
        counts: of a sampled rate, (part, whole) after and before; None where nothing was sampled.
        least: the lowest that `after` may be in the end, None where it is what it is.
        grade: of the rate.
    """

    key: str
    title: Text
    before: float
    after: float
    rises: bool
    counts: tuple[Counts, Counts] | None = None
    least: float | None = None
    grade: Grade | None = None

    @property
    def is_worse(self) -> bool:
        """Return whether it got worse by more than noise, on enough data."""
        if self.grade is Grade.D:
            return False
        if self.least is not None:
            return self.least - self.before >= WORSE_BY
        change = self.after - self.before
        if (change if self.rises else -change) < WORSE_BY:
            return False
        ends = newcombe(*self.counts) if self.counts else None
        return ends is None or not ends[0] <= 0 <= ends[1]


@dataclass(frozen=True, slots=True)
class Vanity:
    """The outcome of the check.

    Attributes:
        growth_cents: of the paid amount against the baseline.
        signs: the ones that could be computed on both sides.
    """

    growth_cents: int
    signs: tuple[Sign, ...]

    @property
    def worse(self) -> tuple[Sign, ...]:
        """Return the signs that got worse."""
        return tuple(s for s in self.signs if s.is_worse)

    @property
    def is_red(self) -> bool:
        """Return whether the growth is vain."""
        return self.growth_cents > 0 and len(self.worse) >= RED_SIGNS


_SIGNS = (
    ("rep_user", Text(zh="复购买家占比", en="share of repeat buyers"), False),
    ("gross_margin", Text(zh="毛利率", en="gross margin"), False),
    ("refund_rate_amt", Text(zh="退款率", en="refund rate"), True),
    ("fee_ratio", Text(zh="推广费比", en="ad cost ratio"), True),
    ("channel_share", Text(zh="最大渠道占比", en="share of the largest channel"), True),
)


def check_vanity(inputs: Inputs) -> Vanity | None:
    """Return the check, None without a baseline or without paid amounts."""
    scope = inputs.scope
    if scope.baseline is None:
        return None
    now, before = inputs.measures.totals(scope.period), inputs.measures.totals(scope.baseline)
    if now.gmv_pay is None or before.gmv_pay is None:
        return None
    after_rates, before_rates = _rates(inputs, now), _rates(inputs, before)
    signs = tuple(
        Sign(
            key,
            title,
            before_rates[key],
            after_rates[key],
            rises,
            _counts(key, now, before),
            grade=_grade(inputs, key, now),
        )
        for key, title, rises in _SIGNS
        if key in before_rates and key in after_rates
    )
    final = _final_refunds(inputs, scope.period, scope.baseline)
    signs = tuple(final if final and s.key == final.key else s for s in signs)
    return Vanity(now.gmv_pay - before.gmv_pay, signs)


def _final_refunds(inputs: Inputs, period: Period, baseline: Period) -> Sign | None:
    """Return the sign of the expected final refund rates, None where one of them cannot be estimated."""
    after, before = final_refund_rate(inputs, period), final_refund_rate(inputs, baseline)
    if after is None or before is None:
        return None
    title = Text(zh="预计最终退款率", en="expected final refund rate")
    return Sign("refund_rate_amt", title, before[0], after[0], rises=True, least=after[1])


def _rates(inputs: Inputs, totals: Totals) -> dict[str, float]:
    """Return the rates of a period that can be computed."""
    profit = profit_of(inputs, totals.period)
    pairs = {
        "rep_user": (totals.repeat_buyers, totals.buyers_paid),
        "gross_margin": (profit.gross_cents, profit.net_cents) if profit else (None, None),
        "refund_rate_amt": (totals.refunded, totals.gmv_pay),
        "fee_ratio": (totals.ad_spend, totals.gmv_pay),
        "channel_share": top_channel(inputs, totals.period)[1:],
    }
    return {k: part / whole for k, (part, whole) in pairs.items() if part is not None and whole}


def _grade(inputs: Inputs, key: str, now: Totals) -> Grade | None:
    """Return the grade of a rate in the period."""
    if key in ("refund_rate_amt", "fee_ratio"):
        return headline_grade(headline(key), inputs)
    profit = profit_of(inputs, now.period) if key == "gross_margin" else None
    if profit is not None:
        return profit_trust(inputs, profit.coverage).grade
    counts = _sampled(now).get(key)
    return trust_in(inputs, "orders").on(sample_factor(*counts) if counts else None).grade


def _counts(key: str, now: Totals, before: Totals) -> tuple[Counts, Counts] | None:
    """Return the counts behind a sampled rate, after and before; None where nothing was sampled."""
    after, first = _sampled(now).get(key), _sampled(before).get(key)
    return (after, first) if after and first else None


def _sampled(totals: Totals) -> dict[str, Counts]:
    """Return the counts of the rates that were sampled from buyers or orders."""
    pairs = {
        "rep_user": (totals.repeat_buyers, totals.buyers_paid),
        "refund_rate_amt": (totals.orders_refunded, totals.orders_paid),
    }
    return {k: (p, w) for k, (p, w) in pairs.items() if p is not None and w is not None}


def top_channel(inputs: Inputs, period: Period) -> tuple[str, int | None, int]:
    """Return the channel with most paid amount, its cents and those of all channels; no channels, no cents."""
    orders = inputs.measures.orders
    if orders is None or "channel" not in orders.frame.columns:
        return "", None, 0
    codes, names = codes_of(orders.frame["channel"])
    use = orders.paid_in(period) & (codes >= 0)
    if not use.any():
        return "", None, 0
    cents = sum_by(codes[use], orders.gross[use], len(names))
    first = int(cents.argmax())
    return str(names[first]), int(cents[first]), int(cents.sum())


def vanity_note(vanity: Vanity, currency: str) -> Note:
    """Return the red banner with its numbers."""
    worse = [
        Text(zh="{title} {before} → {after}", en="{title} {before} → {after}").fill(
            title=s.title, before=say_rate(s.before), after=say_rate(s.after)
        )
        for s in vanity.worse
    ]
    return Note(
        NoteKind.ALARM,
        Text(
            zh="支付金额比对比期多 {amount}，但{worse}。先修这几项，再加预算。",
            en="The paid amount grew by {amount} over the baseline, but {worse}. Mend these before spending more.",
        ).fill(
            amount=say_cents(vanity.growth_cents, currency),
            worse=join_texts(worse, zh="，", en="; "),
        ),
        # repurchase is a figure of the cohorts, not of the overview
        evidence=tuple(f"overview/{s.key}" for s in vanity.worse if s.key != "rep_user"),
        amount_cents=vanity.growth_cents,
        title=Text(zh="卖得更多，不等于做得更好", en="Sold more, not better"),
    )
