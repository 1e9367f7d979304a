"""Profit: where the money of the orders went, and what is left.

Question: from list price to net profit, who took how much, which shops, products and orders lose money, and
from which return on ad spend on does an ad pay?
Unit of observation: an order paid in the period. The definitions are those of `ecreview.analyses.margins`.

    break-even ROAS = paid amount ÷ contribution before ads; on net sales: net sales ÷ the same. The naive one
        takes no refunds into account: paid amount ÷ what it would leave if every order were kept.
    loss-making order: its contribution before ads is below 0, all its costs being known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.analyses.base import PROFIT, Analysis, Inputs, Need
from ecreview.analyses.insight.profit_account import account_grid, waterfall
from ecreview.analyses.insight.profit_cuts import (
    Losses,
    by_product,
    by_shop,
    free_units,
    losses_of,
    without_cost,
)
from ecreview.analyses.insight.profit_grids import (
    funding_grid,
    losses_grid,
    missing_grid,
    products_grid,
    rates_grid,
    shops_grid,
)
from ecreview.analyses.insight.profit_words import answer_text, notes_of
from ecreview.analyses.margins.figures import (
    amount_figure,
    contribution_figure,
    margin_figure,
    profit_figures,
    profit_grade,
    ratio_figure,
    stage_figure,
)
from ecreview.analyses.margins.parts import FULFILMENT, PLATFORM_FEES
from ecreview.analyses.margins.profit import Profit, profit_of
from ecreview.analyses.margins.table import OrderMargins, margins_of
from ecreview.analyses.sensitivity import sensitivity_grid, shop_levers
from ecreview.model.section import Figure, Grid, Section
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ecreview.analyses.margins.fees import Rate

KEY = "profit"
TITLE = Text(zh="利润", en="Profit")


@dataclass(frozen=True, slots=True, eq=False)
class ProfitResult:
    """The profit of the period, its cuts and what is left out of it.

    Attributes:
        profit: None where the files have no paid orders; then there is nothing else either.
        shops, products, missing: see `profit_cuts`.
        naive_cents: contribution if no order had been refunded, None where unknown.
        apart: cents left out, by what they are: strangers, unsorted, unmatched_freight.
        free_units: units without a cost that were given away.
    """

    profit: Profit | None
    figures: tuple[Figure, ...] = ()
    shops: pd.DataFrame | None = None
    products: pd.DataFrame | None = None
    losses: Losses | None = None
    missing: pd.DataFrame | None = None
    rates: tuple[Rate, ...] = ()
    naive_cents: int | None = None
    apart: tuple[tuple[str, int], ...] = ()
    free_units: int = 0
    currency: str = "CNY"


def analyze(inputs: Inputs) -> ProfitResult:
    """Return the profit of the period; empty where nothing was paid."""
    period = inputs.scope.period
    margins, profit = margins_of(inputs), profit_of(inputs, period)
    if margins is None or profit is None:
        return ProfitResult(None)
    mine = margins.paid_in(period)
    losses = losses_of(margins, mine)
    return ProfitResult(
        profit,
        figures=_figures(inputs, profit, losses),
        shops=by_shop(margins, mine, profit),
        products=by_product(margins, mine, profit),
        losses=losses,
        missing=without_cost(margins, mine),
        rates=margins.rates,
        naive_cents=_naive(margins, mine, profit),
        apart=_apart(margins, inputs),
        free_units=free_units(margins, mine),
        currency=inputs.settings.currency,
    )


def _figures(inputs: Inputs, profit: Profit, losses: Losses) -> tuple[Figure, ...]:
    """Return every stage of the account, the break-even points and the loss-making orders."""
    grade = profit_grade(inputs, profit)
    point = profit.contrib.value
    goods = {figure.key: figure for figure in profit_figures(inputs, profit)}
    leading = (
        *((goods.pop("gross"),) if goods else ()),
        contribution_figure(inputs, profit),
        stage_figure("contrib_ads", profit.contrib_ads, profit, grade),
        ratio_figure("be_roas", profit.gross_cents, point, grade),
    )
    return (
        *leading,
        stage_figure("net", profit.net_profit, profit, grade),
        margin_figure("net_margin", profit.net_profit, profit, grade),
        *goods.values(),
        amount_figure("plat_fee", profit.plat_fee, grade),
        amount_figure("ship_fee", profit.ship_fee, grade),
        ratio_figure("be_roas_net", profit.net_cents, point, grade),
        amount_figure("loss_orders", len(losses.frame) if losses.judged else None, grade),
        amount_figure("loss_cents", losses.cents if losses.judged else None, grade),
    )


def _naive(margins: OrderMargins, mine: NDArray[np.bool_], profit: Profit) -> int | None:
    """Return the contribution as it is often reckoned: as if no order had been refunded."""
    net = profit.net_cents
    if profit.contrib.value is None or net <= 0:
        return None
    lines = margins.goods.lines
    lines = lines[mine[lines["order"]] & lines["is_known"].to_numpy()]
    goods = float((lines["unit_cost"] * lines["quantity"]).sum())
    base = int(lines["amount"].sum())
    if base <= 0:
        return None
    shipped = tuple(key for key in FULFILMENT if key != "return_freight")
    fees = profit.sum_of(("subsidy", *PLATFORM_FEES)) / net
    left = profit.gross_cents * (1 - goods / base + fees) + profit.sum_of(shipped)
    return round(left)


def _apart(margins: OrderMargins, inputs: Inputs) -> tuple[tuple[str, int], ...]:
    """Return the amounts that stay out of the account, in the period."""
    period = inputs.scope.period
    sums = {
        "strangers": sum(r.within(period) for r in margins.strangers),
        "unsorted": sum(r.within(period) for r in margins.unsorted),
        "unmatched_freight": margins.unmatched_freight,
    }
    return tuple((key, cents) for key, cents in sums.items() if cents)


def present(result: ProfitResult) -> Section:
    """Return the account with its waterfall, cuts and limits."""
    profit = result.profit
    if profit is None or result.losses is None:
        return Section(KEY, "insight", TITLE, answer=NOTHING_PAID)
    return Section(
        KEY,
        "insight",
        TITLE,
        answer=answer_text(profit, result.figures, result.currency),
        figures=result.figures,
        grids=tuple(grid for grid in _grids(result, profit) if len(grid.frame)),
        charts=(waterfall(profit, result.currency),),
        notes=notes_of(
            profit,
            losses=result.losses,
            naive_cents=result.naive_cents,
            apart=result.apart,
            free_units=result.free_units,
            currency=result.currency,
        ),
    )


def _grids(result: ProfitResult, profit: Profit) -> Iterator[Grid]:
    """Yield the account, its cuts, and what it rests on."""
    yield account_grid(profit)
    yield from _what_if(profit)
    if result.shops is not None:
        yield shops_grid(result.shops, profit)
    if result.products is not None and (result.products["kind"] == "product").any():
        yield products_grid(result.products, profit, is_loss=False)
        yield products_grid(result.products, profit, is_loss=True)
    if result.losses is not None:
        yield losses_grid(result.losses)
    yield from funding_grid(profit)
    yield from rates_grid(result.rates)
    if result.missing is not None:
        yield from missing_grid(result.missing, profit)


def _what_if(profit: Profit) -> Iterator[Grid]:
    """Yield the last stage that is a value, with refunds, freight and fees a tenth or a fifth off."""
    stages = (profit.net_profit, profit.contrib_ads, profit.contrib)
    last = next((stage.value for stage in stages if stage.value is not None), None)
    if last is None:
        return
    levers = shop_levers(
        paid=profit.gross_cents,
        refunded=profit.refunded_cents,
        cogs=profit.cogs_mid,
        fees=profit.plat_fee,
        freight=profit.ship_fee,
    )
    yield sensitivity_grid(last, levers, _WHAT_IF)


_WHAT_IF = Text(
    zh="如果退款、运费、费用变一变，最后剩多少",
    en="What is left if refunds, freight or fees change",
)
NOTHING_PAID = Text(
    zh="没有已付款的订单，算不了利润。", en="No order was paid, so there is no profit to tell."
)

ANALYSIS = Analysis(
    key=KEY,
    core="insight",
    title=TITLE,
    tab=PROFIT,
    sheet="10",
    question=Text(zh="钱花在哪，最后剩多少？", en="Where did the money go, and what is left?"),
    needs=(Need("orders", ("paid_at", "paid_gross")),),
    export=Text(
        zh="订单报表、账单流水；成本用本系统的成本表模板填写",
        en="Orders report, payment ledger; costs in our cost-list template",
    ),
    analyze=analyze,
    present=present,
)
