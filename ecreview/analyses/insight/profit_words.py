"""What the profit section says: its answer, and what the numbers rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.analyses.limits import limit
from ecreview.analyses.margins.parts import DECIDING, PARTS, Source
from ecreview.model.section import Note, NoteKind, Reason
from ecreview.model.text import Text, join_texts, say_cents, say_count, say_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.analyses.insight.profit_cuts import Losses
    from ecreview.analyses.margins.profit import Profit, Stage
    from ecreview.model.section import Figure

_ASKED = ("packaging", "payment_fee", "return_freight")  # left out where nobody tells them


def answer_text(profit: Profit, figures: tuple[Figure, ...], currency: str) -> Text:
    """Return net sales and what is left at each stage that is known."""
    if not profit.knows_refunds:
        return _NO_REFUNDS.fill(paid=say_cents(profit.gross_cents, currency))
    stages = [
        (_STAGES[key], stage)
        for key, stage in (
            ("gross", profit.gross),
            ("contrib", profit.contrib),
            ("contrib_ads", profit.contrib_ads),
            ("net", profit.net_profit),
        )
        if stage.mid is not None
    ]
    sentence = _SALES.fill(net=say_cents(profit.net_cents, currency))
    told = [words.fill(cents=_say(stage, currency)) for words, stage in stages]
    sentence = _SENTENCE.fill(told=join_texts([sentence, *told], zh="，"))
    if not stages:
        return sentence + (_NO_FIGURE if profit.is_costed else _NO_COSTS)
    roas = next(f for f in figures if f.key == "be_roas")
    if roas.value is not None:
        sentence += _BREAK_EVEN.fill(roas=f"{roas.value:.2f}")
    elif roas.reason is Reason.ZERO_DENOMINATOR:
        sentence += _NEVER
    return sentence


def _say(stage: Stage, currency: str) -> Text:
    """Return a stage in words: a value, or both ends."""
    if stage.is_point:
        return say_cents(stage.mid, currency)
    ends = (say_cents(stage.low, currency), say_cents(stage.high, currency))
    return Text(zh="{low} ～ {high}", en="{low} to {high}").fill(low=ends[0], high=ends[1])


_SENTENCE = Text(zh="{told}。", en="{told}.")
_SALES = Text(zh="净销售 {net}", en="{net} net sales")
_STAGES = {
    "gross": Text(zh="毛利 {cents}", en="{cents} gross profit"),
    "contrib": Text(zh="扣平台费和履约费后 {cents}", en="{cents} after fees and fulfilment"),
    "contrib_ads": Text(zh="扣推广后 {cents}", en="{cents} after ads"),
    "net": Text(zh="净利 {cents}", en="{cents} net profit"),
}
_BREAK_EVEN = Text(
    zh="投产比到 {roas} 才保本（按支付金额，含退款）。",
    en="Ads break even at a ROAS of {roas} (on the paid amount, refunds in).",
)
_NEVER = Text(
    zh="推广前就不赚钱，投产比多高都保不了本。",
    en="Orders earn nothing before ads, so no ROAS breaks even.",
)
_NO_COSTS = Text(
    zh="没有成本表，毛利往后算不了。",
    en="Without a cost list nothing can be said from gross profit on.",
)
_NO_FIGURE = Text(zh="毛利往后算不了。", en="Nothing can be said from gross profit on.")
_NO_REFUNDS = Text(
    zh="支付 {paid}；文件没有退款数据，净销售和利润都算不了，未按 0 处理。",
    en="{paid} paid; the files tell no refunds, so net sales and profit cannot be told; missing is not 0.",
)


def notes_of(
    profit: Profit,
    *,
    losses: Losses,
    naive_cents: int | None,
    apart: tuple[tuple[str, int], ...],
    free_units: int,
    currency: str,
) -> tuple[Note, ...]:
    """Return what stands out, then what the numbers rest on and leave out."""
    return (
        *_losing(losses, currency),
        *_naive(profit, naive_cents),
        *_coverage(profit, free_units, currency),
        *_estimated(profit),
        *_left_out(profit),
        *(Note(NoteKind.LIMIT, _APART[key].fill(cents=say_cents(abs(cents), currency)), (), cents)
          for key, cents in apart),
    )  # fmt: skip


def _losing(losses: Losses, currency: str) -> Iterator[Note]:
    """Yield how many orders lose money."""
    if not len(losses.frame):
        return
    text = _LOSING.fill(
        n=say_count(len(losses.frame)),
        of=say_count(losses.judged),
        cents=say_cents(-losses.cents, currency),
    )
    yield Note(NoteKind.FINDING, text, ("profit/loss_orders",), losses.cents)


_LOSING = Text(
    zh="成本都知道的 {of} 单里，{n} 单推广前就亏，一共亏 {cents}。",
    en="Of {of} orders whose costs are all known, {n} lost money before ads, {cents} together.",
)


def _naive(profit: Profit, naive_cents: int | None) -> Iterator[Note]:
    """Yield by how much the break-even point is missed without refunds."""
    left = profit.contrib.value
    if naive_cents is None or left is None or left <= 0 or naive_cents <= left:
        return
    values = (profit.gross_cents / left, profit.gross_cents / naive_cents)
    text = _NAIVE.fill(right=f"{values[0]:.3f}", naive=f"{values[1]:.3f}")
    yield Note(NoteKind.FINDING, text, ("profit/be_roas",))


_NAIVE = Text(
    zh="保本投产比是 {right}；不算退款会得到 {naive}，偏低：在两者之间投放看着赚，其实亏。",
    en="The break-even ROAS is {right}; leaving out refunds gives {naive}, which is too low: ads in between look profitable and lose money.",
)


def _coverage(profit: Profit, free_units: int, currency: str) -> Iterator[Note]:
    """Yield which share of sales has no cost, and goods whose cost nobody can tell."""
    if not profit.is_costed:
        return
    if not profit.is_point:
        yield limit("L-9", share=say_rate(profit.missing))
    if free_units:
        yield Note(NoteKind.LIMIT, _FREE.fill(n=say_count(free_units)), ("profit/without_cost",))
    if profit.loose_cents:
        text = _LOOSE.fill(cents=say_cents(profit.loose_cents, currency))
        yield Note(NoteKind.LIMIT, text, ("profit/account",), profit.loose_cents)


_FREE = Text(
    zh="{n} 件 0 元商品（赠品）没有成本，也没法按售价估算，没有扣；实际利润会更低。",
    en="{n:unit was|units were} given away without a known cost, which no price can tell; nothing is taken off for them, so real profit is lower.",
)
_LOOSE = Text(
    zh="有 {cents} 退款没写是哪一单：已从净销售扣除，但退回商品的成本没有冲回，实际利润会更高。",
    en="Refunds of {cents} name no order: they are off net sales, but the cost of what came back is not, so real profit is higher.",
)


def _estimated(profit: Profit) -> Iterator[Note]:
    """Yield which amounts are estimates, and by which rate."""
    fees = profit.sources["commission"]
    if fees.get(Source.SETTING):
        yield limit("L-10")
    if fees.get(Source.ESTIMATE):
        yield Note(
            NoteKind.LIMIT, _BY_RATE.fill(n=say_count(fees[Source.ESTIMATE])), ("profit/fee_rates",)
        )
    guessed = [key for key in ("freight", "packaging") if profit.sources[key].get(Source.ESTIMATE)]
    if guessed:
        names = join_texts([PARTS[key].inside() for key in guessed])
        n = max(profit.sources[key][Source.ESTIMATE] for key in guessed)
        yield Note(NoteKind.LIMIT, _BY_MEAN.fill(names=names, n=say_count(n)))


_BY_RATE = Text(
    zh="{n} 单还没有自己的平台费用，按已结算订单的实际费率估算。",
    en="{n:order has|orders have} no platform fees yet and are estimated at the effective rates of settled orders.",
)
_BY_MEAN = Text(
    zh="{n} 单没有自己的{names}，按其他订单的平均估算。",
    en="For {n:order|orders} without their own, {names} is estimated at the mean of the others.",
)


def _left_out(profit: Profit) -> Iterator[Note]:
    """Yield which costs nobody tells: those that stop the account, and those that it leaves out."""
    deciding = [PARTS[key].inside() for key in DECIDING if profit.is_unknown(key)]
    if deciding:
        yield Note(NoteKind.LIMIT, _DECIDING.fill(names=join_texts(deciding)))
    asked = [PARTS[key].inside() for key in _ASKED if profit.is_unknown(key)]
    if asked:
        yield Note(NoteKind.LIMIT, _ASKING.fill(names=join_texts(asked)))


_DECIDING = Text(
    zh="没有{names}的数据，贡献毛利往后不给数，未按 0 处理；请补账单、快递账单，或在设置里填费率。",
    en="No file tells {names}, so there is no contribution; missing is not 0. Add the bill or the courier's bill, or enter rates in the settings.",
)
_ASKING = Text(
    zh="没有{names}的数据，利润表里留空、没有扣；实际利润会更低，可在设置里填写。",
    en="No file tells {names}: blank in the account and not taken off, so real profit is lower; they can be entered in the settings.",
)
_APART = {
    "strangers": Text(
        zh="账单里另有 {cents} 费用属于订单表里没有的订单，没有计入。",
        en="The bill holds {cents} of fees of orders that are not in the orders report; they are not counted.",
    ),
    "unsorted": Text(
        zh="账单里有 {cents} 认不出科目、也没有订单号，没有计入。",
        en="The bill holds {cents} of no known subject and without an order; it is not counted.",
    ),
    "unmatched_freight": Text(
        zh="快递账单里有 {cents} 对不上订单，没有计入。",
        en="The courier charges {cents} for parcels that match no order; it is not counted.",
    ),
}
