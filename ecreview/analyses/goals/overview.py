"""The verdict: what was reached, by how much it missed, and whether growth was healthy.

Unit of observation: the period. Every headline of `ecreview.analyses.headlines` that the files allow, eight
of them as tiles, beside target and baseline. The sentence follows the target of the paid amount, else the
baseline; it refuses a verdict where the period is not over or too many days are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from ecreview.analyses.base import VERDICT, Analysis, Inputs, Need
from ecreview.analyses.costs import Profit, profit_of
from ecreview.analyses.goals.gap import GapResult, more_or_less, with_sign
from ecreview.analyses.goals.profit import contribution_figure, profit_figures
from ecreview.analyses.goals.vanity import Vanity, check_vanity, top_channel, vanity_note
from ecreview.analyses.headlines import (
    COUNTS,
    TILES,
    headline,
    headline_figure,
    headline_grade,
)
from ecreview.analyses.limits import limit
from ecreview.analyses.maturity import maturity_of
from ecreview.analyses.refund_notes import immature_note
from ecreview.analyses.trust import leading_days, trust_in
from ecreview.model.grade import Grade
from ecreview.model.metrics import metric
from ecreview.model.section import Figure, Note, NoteKind, Section
from ecreview.model.tables import ORDERS
from ecreview.model.text import EMPTY, Text, say_cents, say_count, say_date, say_rate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ecreview.analyses.measures import OrderFacts
    from ecreview.analyses.totals import Totals

KEY = "overview"
TITLE = Text(zh="一页结论", en="Verdict")
YEAR_DAYS = 365


class Verdict(Enum):
    """What can be said about the target."""

    REACHED = auto()
    MISSED = auto()
    NOT_YET = auto()
    TOO_FEW_DATA = auto()
    NO_TARGET = auto()


@dataclass(frozen=True, slots=True)
class OverviewResult:
    """All headlines with the verdict.

    Attributes:
        figures: tiles first, then counts.
        totals: of the period.
        days: shop-days with data, and those that should have some.
        last_day: reference date of the data.
        notes: what the numbers cannot say, and facts about their definition.
    """

    verdict: Verdict
    figures: tuple[Figure, ...]
    totals: Totals
    days: tuple[int, int]
    target: float | None
    baseline_cents: int | None
    gap: GapResult | None
    vanity: Vanity | None
    last_day: date
    currency: str
    notes: tuple[Note, ...]


def analyze(inputs: Inputs) -> OverviewResult:
    """Return every headline that the files allow, the verdict, the vanity check and the limits."""
    measures, scope = inputs.measures, inputs.scope
    totals = measures.totals(scope.period)
    target = inputs.goals.target("gmv_pay", scope.period)
    before = measures.totals(scope.baseline).gmv_pay if scope.baseline else None
    profit = profit_of(inputs, scope.period)
    return OverviewResult(
        _verdict(inputs, totals, target),
        _figures(inputs, profit),
        totals,
        leading_days(inputs) or (0, 0),
        target,
        before,
        inputs.result(GapResult),
        check_vanity(inputs),
        measures.last_day,
        inputs.settings.currency,
        tuple(_notes(inputs, totals, profit)),
    )


def _verdict(inputs: Inputs, totals: Totals, target: float | None) -> Verdict:
    """Return what can be said: a reached target stands whatever comes, a missed one waits for the period's end."""
    actual = totals.gmv_pay
    if actual is None or headline_grade(headline("gmv_pay"), inputs) is Grade.D:
        return Verdict.TOO_FEW_DATA
    if target is None:
        return Verdict.NO_TARGET
    if actual >= target:
        return Verdict.REACHED
    is_over = inputs.measures.last_day >= totals.period.last
    return Verdict.MISSED if is_over else Verdict.NOT_YET


def _figures(inputs: Inputs, profit: Profit | None) -> tuple[Figure, ...]:
    """Return the eight tiles, defined or not, then every other headline that is defined."""
    tiles = [headline_figure(h, inputs) for h in TILES]
    counts = [headline_figure(h, inputs) for h in COUNTS]
    known = [f for f in counts if f.value is not None or None not in (f.numerator, f.denominator)]
    money = profit_figures(inputs, profit) if profit else ()
    return (*tiles, contribution_figure(inputs, profit), *known, *_channel_share(inputs), *money)


def _channel_share(inputs: Inputs) -> Iterator[Figure]:
    """Yield the share of the largest channel where orders name their channel."""
    scope, known = inputs.scope, metric("channel_share")
    _, part, whole = top_channel(inputs, scope.period)
    if part is None or not whole:
        return
    _, was, of = top_channel(inputs, scope.baseline) if scope.baseline else ("", None, 0)
    yield Figure(
        known.key,
        known.title,
        part / whole,
        known.unit,
        numerator=part,
        denominator=whole,
        grade=trust_in(inputs, "orders").grade,
        target=inputs.goals.target(known.key, scope.period),
        baseline=was / of if was is not None and of else None,
        better=known.better,
        definition=known.formula,
    )


def _notes(inputs: Inputs, totals: Totals, profit: Profit | None) -> Iterator[Note]:
    """Yield the limits that apply, then facts about how the file counts."""
    measures, orders = inputs.measures, inputs.measures.orders
    if totals.uv is not None and totals.period.days > 1:
        yield limit("L-5")
    if orders is not None and not orders.has_buyers:
        yield limit("L-8", export=ORDERS.export)
    history = (measures.last_day - measures.first_day).days + 1
    if totals.new_buyers is not None and history < YEAR_DAYS:
        yield limit("L-7", days=history)
    if profit is not None and not profit.is_point:
        yield limit("L-9", share=say_rate(profit.missing))
    maturity = maturity_of(inputs, totals.period)
    if maturity is not None:
        yield from immature_note(maturity, (f"{KEY}/gsv", f"{KEY}/refund_rate_amt"))
    if orders is not None:
        yield from _id_notes(orders)
    yield from _basis_notes(inputs)


def _id_notes(orders: OrderFacts) -> Iterator[Note]:
    """Yield what damaged order ids and several platforms mean."""
    frame = orders.frame
    if "is_id_lossy" in frame.columns and frame["is_id_lossy"].any():
        yield limit("L-27", n=say_count(int(frame["is_id_lossy"].sum())))
    if orders.has_buyers and "platform" in frame.columns and frame["platform"].nunique() > 1:
        yield limit("L-28")


def _basis_notes(inputs: Inputs) -> Iterator[Note]:
    """Yield whether the file's paid column already has refunds taken off."""
    table = inputs.dataset.tables.get("orders")
    if table is not None and table.facts.get("paid_basis") == "net":
        yield Note(
            NoteKind.DEFINITION,
            Text(
                zh="订单报表里的实付金额已经扣过退款（实付 + 退款 = 订单总金额，逐单核对过），支付金额按扣退款之前算，退款只扣一次。",
                en="The paid column of the orders report already has refunds taken off (paid + refunded = order total, checked order by order); the paid amount here is before refunds, which are taken off once.",
            ),
            evidence=(f"{KEY}/gmv_pay", f"{KEY}/gsv", f"{KEY}/refunded"),
        )


def present(result: OverviewResult) -> Section:
    """Return the verdict sentence, all headlines, the banner where growth is vain, and the limits."""
    vanity = result.vanity
    banner = (vanity_note(vanity, result.currency),) if vanity and vanity.is_red else ()
    return Section(
        KEY,
        "goals",
        TITLE,
        answer=_answer(result),
        figures=result.figures,
        notes=(*banner, *result.notes),
    )


def _answer(result: OverviewResult) -> Text:
    """Return the verdict word, the amounts and what it is mainly due to."""
    match result.verdict:
        case Verdict.TOO_FEW_DATA:
            return _too_few(result)
        case Verdict.NO_TARGET:
            return _without_target(result)
        case Verdict.NOT_YET:
            return _not_yet(result)
        case _:
            return _against_target(result)


def _too_few(result: OverviewResult) -> Text:
    """Return why there is no verdict."""
    totals = result.totals
    if totals.gmv_pay is None:
        return Text(
            zh="数据不足。没有支付金额，说不出达成没达成。",
            en="Not enough data. There is no paid amount, so nothing can be said about the target.",
        )
    return Text(
        zh="数据不足。期内应有 {expected} 天，只有 {days} 天有数据，看到的支付金额是 {amount}。",
        en="Not enough data. Only {days} of {expected} days have data; they show {amount} paid.",
    ).fill(
        expected=result.days[1],
        days=result.days[0],
        amount=say_cents(totals.gmv_pay, result.currency),
    )


def _without_target(result: OverviewResult) -> Text:
    """Return the amount and its change, without a verdict word."""
    paid = Text(zh="支付 {amount}", en="{amount} paid").fill(amount=_paid(result))
    if result.baseline_cents is None:
        return Text(
            zh="{paid}。没有目标，也没有对比期，所以不说达成没达成。",
            en="{paid}. There is neither a target nor a period to compare with, so no verdict.",
        ).fill(paid=paid)
    change = (result.totals.gmv_pay or 0) - result.baseline_cents
    share = change / result.baseline_cents if result.baseline_cents else None
    sentence = Text(
        zh="{paid}，比对比期{more} {amount}（{share}）。",
        en="{paid}, {amount} {more} than the baseline ({share}).",
    ).fill(
        paid=paid,
        more=more_or_less(change),
        amount=say_cents(abs(change), result.currency),
        share=with_sign(share or 0, say_rate(share)),
    )
    no_target = Text(zh="没有目标，所以不说达成没达成。", en="There is no target, so no verdict.")
    return sentence + _main(result) + no_target


def _not_yet(result: OverviewResult) -> Text:
    """Return how far it is, and when the verdict can be given."""
    return Text(
        zh="还不能定。支付 {amount}，目标 {target}；数据只到 {last}，期间到 {end} 才结束。",
        en="Too early to tell. {amount} paid of {target}; the data end on {last}, the period on {end}.",
    ).fill(
        amount=_paid(result),
        target=say_cents(result.target, result.currency),
        last=say_date(result.last_day),
        end=say_date(result.totals.period.last),
    )


def _against_target(result: OverviewResult) -> Text:
    """Return reached or missed, by how much, mainly because."""
    actual, target = result.totals.gmv_pay or 0, result.target or 0
    values = {
        "amount": _paid(result),
        "gap": say_cents(abs(actual - target), result.currency),
        "share": say_rate(actual / target if target else None),
    }
    if result.verdict is Verdict.REACHED:
        sentence = Text(
            zh="达成。支付 {amount}，超目标 {gap}（{share}）。",
            en="Reached. {amount} paid, {gap} over the target ({share}).",
        )
    else:
        sentence = Text(
            zh="没达成。支付 {amount}，离目标差 {gap}（达成 {share}）。",
            en="Missed. {amount} paid, {gap} short of the target ({share} reached).",
        )
    return sentence.fill(**values) + _main(result)


def _main(result: OverviewResult) -> Text:
    """Return the link that makes up most of the gap, empty where none is known."""
    drivers = result.gap.drivers if result.gap else ()
    if not drivers:
        return EMPTY
    first = drivers[0]
    words = (
        Text(
            zh="主要靠{link}，这一环多卖 {amount}。",
            en="Main driver: {link}, {amount} more sold.",
        )
        if first.cents > 0
        else Text(
            zh="主因是{link}，这一环少卖 {amount}。",
            en="Main cause: {link}, {amount} less sold.",
        )
    )
    return words.fill(
        link=first.title.inside(), amount=say_cents(abs(first.cents), result.currency)
    )


def _paid(result: OverviewResult) -> Text:
    """Return the paid amount in words."""
    return say_cents(result.totals.gmv_pay, result.currency)


ANALYSIS = Analysis(
    key=KEY,
    core="goals",
    title=TITLE,
    tab=VERDICT,
    sheet="01",
    question=Text(
        zh="达成了吗？差多少？主要因为什么？", en="Was the target reached, and if not, mainly why?"
    ),
    needs=(Need("orders", or_else=(Need("traffic_daily"),)),),
    export=ORDERS.export,
    after=("gap",),
    analyze=analyze,
    present=present,
)
