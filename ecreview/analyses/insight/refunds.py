"""Refunds: how much, when, why, and how much is still to come.

Question: how much of the campaign's money goes back, how much of that is visible by now, and why?
Unit of observation: the order paid in the period with its refunds; the refund for reasons and days.

Definitions:
    by payment day and by refund day, the bridge between: see `ecreview.analyses.insight.refund_timing`.
    maturity, expected final refunds: see `ecreview.analyses.maturity`.
    before and after shipping, quality reasons: see `ecreview.analyses.insight.refund_causes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses.base import PROFIT, Analysis, Inputs, Need
from ecreview.analyses.insight.refund_causes import RefundCauses, causes_of
from ecreview.analyses.insight.refund_figures import cash_figure, refund_figures
from ecreview.analyses.insight.refund_timing import RefundTiming, daily_of, timing_of
from ecreview.analyses.insight.refund_views import (
    bridge_chart,
    bridge_grid,
    daily_chart,
    delay_chart,
    delay_grid,
    reasons_chart,
    reasons_grid,
)
from ecreview.analyses.maturity import Delays, Maturity, delays_of, maturity_of
from ecreview.analyses.measures import NEVER
from ecreview.analyses.refund_notes import immature_note
from ecreview.model.section import Chart, Figure, Grid, Note, NoteKind, Section
from ecreview.model.tables import REFUNDS
from ecreview.model.text import Text, say_cents, say_rate

if TYPE_CHECKING:
    import pandas as pd

KEY = "refunds"
TITLE = Text(zh="退款", en="Refunds")


@dataclass(frozen=True, slots=True, eq=False)
class RefundsResult:
    """What the files tell about refunds.

    Attributes:
        maturity: None where they tell no refunds of orders paid in the period.
        figures: see `refund_figures`; empty without maturity.
        timing: both bases with their bridge, None where no refund has a time.
        causes: reasons and shipping, None without a refunds table.
        delays: the delay curves, None without a refunds table.
        daily: see `daily_of`.
        has_untimed: whether orders say refunds without telling when.
    """

    maturity: Maturity | None
    figures: tuple[Figure, ...]
    timing: RefundTiming | None
    causes: RefundCauses | None
    delays: Delays | None
    daily: pd.DataFrame
    has_untimed: bool
    currency: str


def analyze(inputs: Inputs) -> RefundsResult:
    """Return maturity, both bases, reasons and the delay curves of the period's refunds."""
    period, baseline = inputs.scope.period, inputs.scope.baseline
    orders, delays = inputs.measures.orders, delays_of(inputs)
    maturity = maturity_of(inputs, period) if orders is not None else None
    events = delays.events if delays else None
    timing = timing_of(inputs, events) if events else None
    causes = causes_of(inputs, events, period) if events else None
    before = causes_of(inputs, events, baseline) if events and baseline else None
    daily = daily_of(inputs, events)
    is_told = bool(daily["cash"].notna().any())
    is_reported = events is None or bool((events.day == NEVER).all())
    cash = int(daily["cash"].sum()) if is_told else None
    figures = refund_figures(inputs, maturity, (causes, before)) if maturity else ()
    return RefundsResult(
        maturity,
        (*figures, cash_figure(cash, is_reported=is_reported, inputs=inputs)),
        timing,
        causes,
        delays,
        daily,
        is_reported and orders is not None and bool(orders.refunded.any()),
        inputs.settings.currency,
    )


def present(result: RefundsResult) -> Section:
    """Return the section: what is visible and to come, both bases, the reasons."""
    return Section(
        KEY,
        "insight",
        TITLE,
        answer=_answer(result),
        figures=result.figures,
        grids=_grids(result),
        charts=_charts(result),
        notes=_notes(result),
    )


def _answer(result: RefundsResult) -> Text:
    """Return what was refunded so far and what it may come to."""
    found, currency = result.maturity, result.currency
    if found is None:
        return _without_orders(result.figures[-1].value, currency)
    seen = say_cents(found.seen_cents, currency)
    if found.share is None or found.high_cents is None:
        return Text(
            zh="期内支付的订单已见退款 {seen}；最终会退多少，现有文件估不出来，这只是下限。",
            en="{seen} of the orders paid in the period is refunded so far; the files do not allow an estimate of the end, so this is the least.",
        ).fill(seen=seen)
    return Text(
        zh="期内支付的订单已见退款 {seen}，今天已见约 {share} 的最终退款；预计最终 {low} ～ {high}。",
        en="{seen} of the orders paid in the period is refunded so far, about {share} of the final refunds; {low} to {high} is expected in the end.",
    ).fill(
        seen=seen,
        share=say_rate(found.share),
        low=say_cents(found.low_cents, currency),
        high=say_cents(found.high_cents, currency),
    )


def _without_orders(cash: float | None, currency: str) -> Text:
    """Return what went out in the period, where nothing is known of its own orders."""
    if cash is None:
        return Text(
            zh="本期订单退了多少，文件里没有说，退款率和净销售额都算不出来。",
            en="The files do not tell what the orders of this period gave back; neither refund rate nor net sales can be told.",
        )
    return Text(
        zh="按退款日，期内退出去 {cash}；本期订单自己退了多少，文件里没有说。",
        en="{cash} went out in the period by refund day; the files do not tell what the period's own orders gave back.",
    ).fill(cash=say_cents(cash, currency))


def _grids(result: RefundsResult) -> tuple[Grid, ...]:
    """Return the tables that the files allow."""
    grids = []
    if result.causes is not None and len(result.causes.reasons):
        grids.append(reasons_grid(result.causes))
    if result.timing is not None and len(result.timing.orders):
        grids.append(bridge_grid(result.timing))
    if result.delays is not None and result.delays.curves:
        grids.append(delay_grid(result.delays.curves))
    return tuple(grids)


def _charts(result: RefundsResult) -> tuple[Chart, ...]:
    """Return the charts that the files allow."""
    charts: list[Chart] = []
    if result.delays is not None:
        charts += [delay_chart(key, curve) for key, curve in result.delays.curves.items()]
    if result.daily[["cohort", "cash"]].notna().any(axis=None):
        charts.append(daily_chart(result.daily))
    if result.timing is not None:
        charts.append(bridge_chart(result.timing, result.currency))
    if result.causes is not None and len(result.causes.reasons):
        charts.append(reasons_chart(result.causes))
    return tuple(charts)


def _notes(result: RefundsResult) -> tuple[Note, ...]:
    """Return how far the bases are apart, what is still to come, and what the files do not tell."""
    notes: list[Note] = []
    timing = result.timing
    if timing is not None and timing.cash_cents != timing.cohort_cents:
        off = timing.cash_cents - timing.cohort_cents
        text = (_MORE_CASH if off > 0 else _LESS_CASH).fill(
            off=say_cents(abs(off), result.currency), n=f"{len(timing.orders):,}"
        )
        evidence = (f"{KEY}/bridge_orders",)
        notes.append(Note(NoteKind.FINDING, text, evidence, amount_cents=abs(off)))
    if result.maturity is not None:
        notes += immature_note(result.maturity, (f"{KEY}/maturity", f"{KEY}/refunded"))
    if result.has_untimed:
        notes.append(Note(NoteKind.LIMIT, _UNTIMED.fill(export=REFUNDS.export)))
    notes.append(Note(NoteKind.DEFINITION, _TWO_BASES))
    return tuple(notes)


_MORE_CASH = Text(
    zh="按退款日比归属支付日多 {off}，差在 {n} 笔订单上，逐笔见表。",
    en="By refund day it is {off} more than by payment day; {n:order makes|orders make} the difference, listed in the table.",
)
_LESS_CASH = Text(
    zh="按退款日比归属支付日少 {off}，差在 {n} 笔订单上，逐笔见表。",
    en="By refund day it is {off} less than by payment day; {n:order makes|orders make} the difference, listed in the table.",
)
_UNTIMED = Text(
    zh="文件只说退了多少，没说什么时候退的：退款到齐的规律、两种口径的差额都算不出来。补上这份导出就行：{export}",
    en="The files tell how much was refunded, not when: neither the delays of refunds nor the difference of both bases can be told. This export would help: {export}",
)
_TWO_BASES = Text(
    zh="归属支付日：这批订单一共退了多少，看活动好坏用它；按退款日：这段时间退出去多少，和资金、平台日报对得上。两者不能混用。",
    en="By payment day: what these orders gave back, to judge the campaign. By refund day: what went out in these days, as in the bank and the platform's daily report. The two must not be mixed.",
)

ANALYSIS = Analysis(
    key=KEY,
    core="insight",
    title=TITLE,
    tab=PROFIT,
    sheet="10",
    question=Text(
        zh="退了多少、为什么退，还会再退多少？",
        en="How much is refunded and why, and how much is still to come?",
    ),
    needs=(
        Need(
            "refunds",
            or_else=(Need("orders", ("refunded",)), Need("traffic_daily", ("refund_amount",))),
        ),
    ),
    export=REFUNDS.export,
    analyze=analyze,
    present=present,
)
