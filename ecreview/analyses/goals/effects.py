"""What each link of the chain makes up of a gap, in whole cents that sum to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ecreview.analyses.decompose import chain, effect_range, lmdi, shapley, split_gap
from ecreview.analyses.headlines import headline, headline_trust
from ecreview.analyses.identity import SPEND, Link, Sides
from ecreview.analyses.trust import trust_in
from ecreview.model.grade import Grade, worst
from ecreview.model.text import Text, Unit

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs
    from ecreview.model.scope import Period

DAILY_SPEND = Text(zh="客单价（按日买家）", en="Spend per daily buyer")
RESIDUAL = "targets_residual"  # what the targets of the links leave of the target of the amount


@dataclass(frozen=True, slots=True)
class Effect:
    """What one link makes up of the gap.

    Attributes:
        before, after: value on the reference side and in the period.
        cents: its part; the parts of all effects sum to the gap.
        low_cents, high_cents: the smallest and largest part over all orders of change.
        lmdi_cents: the cross-check, None where it is undefined.
        meaning: what it says about people.
        grade: of the numbers it rests on.
    """

    key: str
    title: Text
    unit: Unit
    before: float | None
    after: float | None
    cents: int
    lmdi_cents: float | None
    meaning: Text
    grade: Grade | None = None
    low_cents: int | None = None
    high_cents: int | None = None


def effects_of(
    inputs: Inputs, sides: Sides, gap: int, *, is_chain: bool, baseline: Period | None
) -> tuple[Effect, ...]:
    """Return one effect per link, and one for what the targets leave where they do not multiply.

    Args:
        inputs: of the review.
        sides: the links before and after.
        gap: in cents.
        is_chain: by chain substitution instead of Shapley.
        baseline: the period that the side before comes from, None where it comes from targets.
    """
    sources = [inputs]
    if baseline is not None:
        sources.append(replace(inputs, scope=replace(inputs.scope, period=baseline)))
    cross = lmdi([float(x) for x in sides.before], [float(x) for x in sides.after])
    split = chain if is_chain else shapley
    parts = split_gap(sides.before, sides.after, gap, split=split)
    effects = [
        Effect(
            link.key,
            _link_title(inputs, link),
            link.unit,
            float(sides.before[i]),
            float(sides.after[i]),
            parts[i],
            None if cross is None else cross[i],
            link.more if parts[i] > 0 else link.less,
            worst(*(_grade(source, link) for source in sources)),
            *(round(end) for end in effect_range(i, sides.before, sides.after)),
        )
        for i, link in enumerate(sides.chain)
    ]
    if parts[-1]:
        words = Text(zh="目标之间对不上", en="Targets that do not multiply")
        effects.append(
            Effect(RESIDUAL, words, Unit.CENTS, None, None, parts[-1], None, words, Grade.D)
        )
    return tuple(effects)


def _grade(inputs: Inputs, link: Link) -> Grade | None:
    """Return the grade of a link in the period; spend per daily buyer stands on the daily report too."""
    trust = headline_trust(headline(link.key), inputs)
    return (
        trust.on(*trust_in(inputs, "traffic_daily").factors).grade if link is SPEND else trust.grade
    )


def _link_title(inputs: Inputs, link: Link) -> Text:
    """Return the name of a link; spend per daily buyer is another number than spend per buyer."""
    totals = inputs.measures.totals(inputs.scope.period)
    is_daily = link is SPEND and totals.pay_buyers not in (None, totals.buyers_paid)
    return DAILY_SPEND if is_daily else link.title
