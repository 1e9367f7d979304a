"""The profit and loss account of a period, line by line, and the waterfall from list price to what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.margins.parts import PARTS, PROMOTION, TO_CONTRIBUTION, Source
from ecreview.model.metrics import metric
from ecreview.model.section import Column, Grid, Tone, WaterfallChart
from ecreview.model.text import EMPTY, Text, Unit, join_texts, same, say_cents, say_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.analyses.margins.profit import Profit, Stage

_DISCOUNTS = {
    "shop_discount": Text(zh="店铺优惠", en="Shop discount"),
    "platform_discount": Text(zh="平台优惠", en="Platform discount"),
    "payment_discount": Text(zh="支付优惠", en="Payment discount"),
    "influencer_discount": Text(zh="达人优惠", en="Influencer's discount"),
}
# Costs that a shop nearly always has: their line stays even where nobody tells them.
_EXPECTED = frozenset(
    {"commission", "payment_fee", "freight", "packaging", "return_freight", "ads"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account.

    Attributes:
        cents: signed; None where unknown.
        basis: where it comes from.
        low, high: the range where there is one.
        is_total: whether it states the sum so far.
    """

    key: str
    title: Text
    cents: int | None
    basis: Text = EMPTY
    low: int | None = None
    high: int | None = None
    is_total: bool = False


def account(profit: Profit) -> tuple[Line, ...]:
    """Return the account: each total is the one before plus the lines between them, to the cent."""
    return (
        *_sales(profit),
        *_goods(profit),
        *_parts(profit, TO_CONTRIBUTION),
        *_apart(profit, "shop_fees", _SHOP_FEES, TO_CONTRIBUTION),
        _total("contrib", profit.contrib),
        *_parts(profit, PROMOTION),
        *_apart(profit, "promotion_apart", _PROMOTION_APART, PROMOTION),
        _total("contrib_ads", profit.contrib_ads),
        *_fixed(profit),
        _total("net", profit.net_profit),
    )


_SHOP_FEES = Text(zh="店铺级费用（不属于某一单）", en="Fees of no order")
_PROMOTION_APART = Text(zh="当天没有订单的推广花费", en="Promotion on days without orders")


def _sales(profit: Profit) -> Iterator[Line]:
    """Yield the lines from list price to net sales."""
    orders = Source.ORDERS.text
    if profit.discounts:
        yield Line(
            "list", Text(zh="标价金额", en="List price"), profit.list_cents, orders, is_total=True
        )
        for key, cents in profit.discounts.items():
            yield Line(key, _DISCOUNTS[key], -cents, orders)
    yield Line("gmv_pay", metric("gmv_pay").title, profit.gross_cents, orders, is_total=True)
    knows = profit.knows_refunds
    basis = orders if knows else Source.UNKNOWN.text
    yield Line(
        "refunded", metric("refunded").title, -profit.refunded_cents if knows else None, basis
    )
    net = profit.net_cents if knows else None
    yield Line("gsv", metric("gsv").title, net, orders if knows else EMPTY, is_total=True)


def _goods(profit: Profit) -> Iterator[Line]:
    """Yield cost of goods and gross profit."""
    title = metric("cogs").title
    if not profit.is_costed:
        yield Line("cogs", title, None, Source.UNKNOWN.text)
    else:
        is_partial = profit.known_cents < profit.line_cents
        basis = [Source.COST_LIST.text, Source.ESTIMATE.text][: 1 + is_partial]
        yield Line(
            "cogs", title, -profit.cogs_mid, join_texts(basis), -profit.cogs_high, -profit.cogs_low
        )
    yield _total("gross", profit.gross)


def _total(key: str, stage: Stage) -> Line:
    """Return the line of a stage."""
    return Line(key, metric(key).title, stage.mid, EMPTY, stage.low, stage.high, is_total=True)


def _parts(profit: Profit, keys: tuple[str, ...]) -> Iterator[Line]:
    """Yield the parts that orders have, and those that nobody tells but every shop has."""
    for key in keys:
        sources = profit.sources[key]
        cents = profit.parts[key] - profit.rest.get(key, 0)
        is_silent = set(sources) == {Source.UNKNOWN}
        if cents or (key in _EXPECTED and Source.UNKNOWN in sources):
            yield Line(key, PARTS[key], None if is_silent else cents, _basis(profit, key))


def _basis(profit: Profit, key: str) -> Text:
    """Return where a part comes from; of several sources, for how many orders."""
    sources = profit.sources[key]
    if len(sources) == 1:
        return next(iter(sources)).text
    counted = Text(zh="{source} {n} 单", en="{source}: {n}")
    return join_texts([counted.fill(source=s.text, n=say_count(n)) for s, n in sources.items()])


def _apart(profit: Profit, key: str, title: Text, keys: tuple[str, ...]) -> Iterator[Line]:
    """Yield what belongs to no order, in one line."""
    cents = sum(profit.rest.get(k, 0) for k in keys)
    if cents:
        names = join_texts([PARTS[k] for k in keys if profit.rest.get(k)])
        yield Line(key, title, cents, names)


def _fixed(profit: Profit) -> Iterator[Line]:
    """Yield the fixed costs by name."""
    if not profit.fixed:
        yield Line("fixed", Text(zh="固定费用", en="Fixed costs"), None, Source.UNKNOWN.text)
    for number, (name, cents) in enumerate(sorted(profit.fixed.items()), start=1):
        yield Line(f"fixed_{number}", same(name), -cents, Text(zh="填写", en="entered"))


def account_grid(profit: Profit) -> Grid:
    """Return the account as a table; a cost that is known as a range only has no amount."""
    columns = (
        Column("key", Text(zh="科目码", en="Code"), is_shown=False),
        Column("subject", Text(zh="科目", en="Item")),
        Column("amount_cents", Text(zh="金额", en="Amount"), Unit.CENTS),
        Column("share", Text(zh="占净销售", en="Of net sales"), Unit.RATE),
        Column("basis", Text(zh="依据", en="Source")),
        Column("low_cents", Text(zh="低", en="Low"), Unit.CENTS),
        Column("high_cents", Text(zh="高", en="High"), Unit.CENTS),
    )
    net = profit.net_cents if profit.knows_refunds else 0
    rows = []
    for line in account(profit):
        has_range = line.low is not None and (line.low != line.high or not profit.is_point)
        cents = None if has_range and not profit.is_point else line.cents
        share = cents / net if cents is not None and net > 0 else None
        ends = (line.low, line.high) if has_range else (None, None)
        rows.append((line.key, line.title, cents, share, line.basis, *ends))
    frame = pd.DataFrame(rows, columns=[c.key for c in columns])
    for name in ("amount_cents", "low_cents", "high_cents"):
        frame[name] = frame[name].astype("Int64")
    return Grid(
        "account",
        Text(zh="利润表", en="Profit and loss"),
        columns,
        frame.assign(share=frame["share"].astype("float64")),
        caption=Text(
            zh="本期付款的订单，退款归属支付日；收入为正、成本为负；没有数据的科目留空，不当作 0。",
            en="Orders paid in the period, refunds by payment day; income positive, costs negative; what nobody tells is blank, not 0.",
        ),
    )


def waterfall(profit: Profit, currency: str) -> WaterfallChart:
    """Return the bars down to the last total that is known; they sum to the cent."""
    lines = _drawn(profit)
    steps = [line for line in lines if not line.is_total and line.cents]
    first, last = lines[0], lines[-1]
    values = {
        "first": first.title, "from": say_cents(first.cents, currency),
        "last": last.title, "left": say_cents(last.cents, currency),
    }  # fmt: skip
    title = _TITLE.fill(**values)
    if steps:
        largest = min(steps, key=lambda line: line.cents or 0)
        title = _TITLE_LARGEST.fill(
            **values, what=largest.title.inside(), cents=say_cents(-(largest.cents or 0), currency)
        )
    is_guess = profit.is_costed and not profit.is_point and any(x.key == "cogs" for x in lines)
    bars = [line for line in lines if line.is_total or line.cents]
    return WaterfallChart(
        key="waterfall",
        title=title,
        caption=_GUESS if is_guess else _EXACT,
        alt=join_texts(
            [b.title + Text(zh=" ", en="") + say_cents(b.cents, currency) for b in bars]
        ),
        unit=Unit.CENTS,
        frame=pd.DataFrame(
            {
                "label": [b.title for b in bars],
                "value": [b.cents for b in bars],
                "kind": ["total" if b.is_total else "step" for b in bars],
                "tone": [_tone(b).value for b in bars],
            }
        ),
        horizontal=False,
    )


def _drawn(profit: Profit) -> list[Line]:
    """Return the lines up to the last total before the first one that is unknown."""
    lines = list(account(profit))
    totals = [place for place, line in enumerate(lines) if line.is_total]
    unknown = next((place for place in totals if lines[place].cents is None), len(lines))
    return lines[: max(place for place in totals if place < unknown) + 1]


def _tone(line: Line) -> Tone:
    """Return what a bar means."""
    if line.is_total:
        return Tone.ACTUAL
    return Tone.GOOD if (line.cents or 0) > 0 else Tone.BAD


_TITLE = Text(zh="{first} {from}，到{last} {left}", en="{first} {from}, {last} {left}")
_TITLE_LARGEST = Text(
    zh="{first} {from}，到{last}剩 {left}：{what}拿走 {cents}，最多",
    en="{first} {from}, {last} {left}: {what} takes the most, {cents}",
)
_EXACT = Text(
    zh="本期付款的订单；每根柱是一个去处，合计分毫不差；没有数据的成本之后不再往下画。",
    en="Orders paid in the period; each bar is where the money went, and they sum to the cent; bars end before a cost that nobody tells.",
)
_GUESS = Text(
    zh="成本覆盖不足 95%，没有成本的商品按同类平均成本率画（中间值）；真实利润见区间。",
    en="Costs cover less than 95 %: goods without one are drawn at the mean cost ratio of their kind; see the range for profit.",
)
