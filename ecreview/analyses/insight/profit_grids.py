"""The tables of the profit section: by shop, by product, loss-making orders, discounts, fee rates, missing costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.analyses.insight.profit_cuts import REASONS
from ecreview.analyses.margins.parts import PARTS
from ecreview.analyses.margins.profit import POINT_COVERAGE
from ecreview.model.metrics import metric
from ecreview.model.platforms import platform_name
from ecreview.model.section import Column, Grid
from ecreview.model.text import EMPTY, Text, Unit, same

if TYPE_CHECKING:
    from ecreview.analyses.insight.profit_cuts import Losses
    from ecreview.analyses.margins.fees import Rate
    from ecreview.analyses.margins.profit import Profit

LISTED = 5_000  # rows of a list of exceptions: features 7.2, rule 5
_OF_NO_ORDER = Text(zh="不属于某一单", en="of no order")
_NO_SHOP = Text(zh="未注明店铺", en="shop not named")
_OF_NO_PRODUCT = Text(zh="无商品", en="no product")
_SHARE = Column("share", Text(zh="占比", en="Share"), Unit.RATE)
_SKU = Column("sku_code", Text(zh="商家编码", en="SKU code"), Unit.ID)
_TITLE = Column("title", Text(zh="商品", en="Item"))
_CAPTION = Text(
    zh="成本覆盖不足 95% 的行不给毛利；加总等于利润表，分毫不差。",
    en="Rows whose costs cover less than 95 % have no profit; the rows sum to the account to the cent.",
)


def _platform(key: str) -> Text:
    """Return the name of a platform, its key where it has none."""
    return platform_name(key) or same(key)


def shops_grid(cut: pd.DataFrame, profit: Profit) -> Grid:
    """Return the profit by shop and platform."""
    is_rest = cut["kind"] == "none"
    frame = _stages(cut, profit).assign(
        shop=_names(cut["shop"].replace("", None), is_rest, _OF_NO_ORDER, _NO_SHOP),
        platform=pd.Series(
            [
                EMPTY if gone else _platform(key)
                for key, gone in zip(cut["platform"], is_rest, strict=True)
            ],
            cut.index,
            dtype="object",
        ),
        orders=cut["orders"].astype("Int64"),
    )
    columns = (
        Column("shop", Text(zh="店铺", en="Shop")),
        Column("platform", Text(zh="平台", en="Platform")),
        Column("orders", metric("orders_paid").title, Unit.COUNT),
        *_STAGES,
    )
    title = Text(zh="按店铺和平台", en="By shop and platform")
    return Grid("shops", title, columns, frame, _CAPTION, sums=_sums(columns, frame))


def products_grid(cut: pd.DataFrame, profit: Profit, *, is_loss: bool) -> Grid:
    """Return the profit by product, the best first, or the products that lose money, the worst first."""
    frame = _stages(cut, profit)
    is_rest = cut["kind"] == "none"
    frame = frame.assign(
        sku_code=cut["sku_code"].astype("object").where(~is_rest, None),
        title=_names(cut["title"], is_rest, _OF_NO_PRODUCT, EMPTY),
        units=cut["units"].astype("Int64"),
    )
    columns = (_SKU, _TITLE, Column("units", metric("units_paid").title, Unit.COUNT), *_STAGES)
    if is_loss:
        left = frame["contrib"].fillna(frame["gross"])
        frame = frame[(left < 0).fillna(value=False) & ~is_rest].iloc[::-1]
        title = Text(zh="亏钱的商品", en="Products that lose money")
        caption = Text(
            zh="推广前贡献毛利为负，最亏的在前。",
            en="Contribution before ads below 0, the worst first.",
        )
    else:
        title, caption = Text(zh="按商品", en="By product"), _CAPTION
    key = "loss_products" if is_loss else "products"
    sums = _sums(columns, frame)
    return Grid(key, title, columns, frame.head(LISTED), caption, len(frame), sums=sums)


def _sums(columns: tuple[Column, ...], frame: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    """Return the sums of the amounts that are known in all rows."""
    known = [c.key for c in columns if c.unit is Unit.CENTS and frame[c.key].notna().all()]
    return tuple((key, int(frame[key].sum())) for key in known)


def _names(names: pd.Series, is_rest: pd.Series, rest: Text, unnamed: Text) -> pd.Series:
    """Return names as texts, with what stands for the unknown ones, and what the other rows are."""
    words = [
        rest if other else unnamed if is_unnamed else same(name)
        for name, other, is_unnamed in zip(names, is_rest, names.isna(), strict=True)
    ]
    return pd.Series(words, index=names.index, dtype="object")


_STAGES = (
    Column("gmv_pay", metric("gmv_pay").title, Unit.CENTS),
    Column("gsv", metric("gsv").title, Unit.CENTS),
    Column("cogs", metric("cogs").title, Unit.CENTS),
    Column("gross", metric("gross").title, Unit.CENTS),
    Column("contrib", metric("contrib").title, Unit.CENTS),
    Column("contrib_ads", metric("contrib_ads").title, Unit.CENTS),
    Column("margin", Text(zh="贡献率", en="Contribution rate"), Unit.RATE),
)


def _stages(cut: pd.DataFrame, profit: Profit) -> pd.DataFrame:
    """Return the columns of `_STAGES`, blank where costs of the row are not known well enough."""
    is_bare = not (profit.is_costed and profit.knows_refunds)
    is_guess = cut["known_net"] < POINT_COVERAGE * cut["line_net"]
    is_guess |= cut["is_costless"].astype("bool") | is_bare
    gross = cut["net_sales"] - cut["cogs"]
    contrib = gross + cut["costs"]
    no_contrib = is_guess | cut["is_unknown"].astype("bool")
    no_ads = no_contrib | profit.is_unknown("ads")
    frame = pd.DataFrame({"gmv_pay": cut["gmv_pay"].astype("Int64")})
    for key, cents, is_blank in (
        ("gsv", cut["net_sales"], np.full(len(cut), not profit.knows_refunds)),
        ("cogs", cut["cogs"], is_guess),
        ("gross", gross, is_guess),
        ("contrib", contrib, no_contrib),
        ("contrib_ads", contrib + cut["promotion"], no_ads),
    ):
        frame[key] = cents.astype("Int64").mask(is_blank)
    rate = contrib / cut["net_sales"].where(cut["net_sales"] > 0)
    return frame.assign(margin=rate.astype("float64").mask(no_contrib))


def losses_grid(losses: Losses) -> Grid:
    """Return the orders that lost money, the worst first."""
    columns = (
        Column("order_id", Text(zh="订单编号", en="Order id"), Unit.ID),
        Column("paid_at", Text(zh="付款时间", en="Paid at"), Unit.TIME),
        Column("shop", Text(zh="店铺", en="Shop")),
        Column("paid", metric("gmv_pay").title, Unit.CENTS),
        Column("refunded", metric("refunded").title, Unit.CENTS),
        Column("cogs", metric("cogs").title, Unit.CENTS),
        Column("costs", Text(zh="平台费和履约费", en="Fees and fulfilment"), Unit.CENTS),
        Column("contribution", metric("contrib").title, Unit.CENTS),
        Column("code", Text(zh="原因码", en="Reason code"), is_shown=False),
        Column("reason", Text(zh="主要原因", en="Main reason")),
    )
    shown = losses.frame.head(LISTED)
    words = pd.Series([REASONS[r] for r in shown["reason"]], index=shown.index, dtype="object")
    return Grid(
        "loss_orders",
        Text(zh="亏钱的订单", en="Orders that lose money"),
        columns,
        shown.assign(code=shown["reason"], reason=words)[[c.key for c in columns]],
        caption=Text(
            zh="推广前贡献毛利为负的订单，只看成本都知道的；最亏的在前。",
            en="Orders with a contribution before ads below 0, of those whose costs are all known; the worst first.",
        ),
        total=len(losses.frame),
        sums=_sums(columns, losses.frame),
    )


_PAYERS = {
    "shop_discount": Text(zh="店铺（减少收入）", en="shop (less income)"),
    "platform_discount": Text(zh="平台（补给店铺）", en="platform (paid to the shop)"),
    "payment_discount": Text(zh="支付渠道（补给店铺）", en="payment service (paid to the shop)"),
    "influencer_discount": Text(zh="达人（补给店铺）", en="influencer (paid to the shop)"),
}


def funding_grid(profit: Profit) -> tuple[Grid, ...]:
    """Return who pays for the discounts, nothing where the orders tell none."""
    whole = profit.list_cents
    if not profit.discounts or whole <= 0:
        return ()
    rows = [(_PAYERS[key], cents, cents / whole) for key, cents in profit.discounts.items()]
    columns = (
        Column("payer", Text(zh="谁承担", en="Who pays")),
        Column("amount_cents", Text(zh="优惠金额", en="Discount"), Unit.CENTS),
        Column("share", Text(zh="占标价", en="Of list price"), Unit.RATE),
    )
    frame = pd.DataFrame(rows, columns=[c.key for c in columns])
    return (Grid("funding", Text(zh="优惠由谁出", en="Who funds the discounts"), columns, frame),)


def rates_grid(rates: tuple[Rate, ...]) -> tuple[Grid, ...]:
    """Return the effective fee rates, nothing without a settled order."""
    if not rates:
        return ()
    rows = [
        (
            _platform(r.platform),
            PARTS[r.key],
            -r.cents,
            r.base_cents,
            r.orders,
            -r.cents / r.base_cents,
        )
        for r in rates
    ]
    columns = (
        Column("platform", Text(zh="平台", en="Platform")),
        Column("subject", Text(zh="费用", en="Fee")),
        Column("fee_cents", Text(zh="费用金额", en="Charged"), Unit.CENTS),
        Column("base_cents", Text(zh="净销售（已结算）", en="Net sales settled"), Unit.CENTS),
        Column("orders", Text(zh="已结算订单", en="Orders settled"), Unit.COUNT),
        Column("rate", Text(zh="实际费率", en="Effective rate"), Unit.RATE),
    )
    frame = pd.DataFrame(rows, columns=[c.key for c in columns])
    return (
        Grid(
            "fee_rates",
            Text(zh="实际费率", en="Effective fee rates"),
            columns,
            frame,
            caption=Text(
                zh="账单里有费用的全部订单：费用 ÷ 净销售；负数是平台补给店铺的。没有结算的订单按此估算。",
                en="All orders that have fees in the bill: fees / net sales; below 0 the platform pays the shop. Orders not settled yet are estimated by it.",
            ),
        ),
    )


def missing_grid(missing: pd.DataFrame, profit: Profit) -> tuple[Grid, ...]:
    """Return the SKUs without a cost, nothing where all have one or nobody tells any."""
    if missing.empty or not profit.is_costed:
        return ()
    is_bare = missing["title"].isna() & missing["sku_code"].isna()
    frame = missing.assign(
        sku_code=missing["sku_code"].astype("object").where(missing["sku_code"].notna(), None),
        title=_names(missing["title"], is_bare, _NO_LINES, EMPTY),
        units=missing["units"].astype("Int64"),
        net_cents=missing["net"].astype("Int64"),
        share=missing["net"] / profit.line_cents if profit.line_cents else None,
    )
    columns = (
        _SKU,
        _TITLE,
        Column("units", Text(zh="件数", en="Units"), Unit.COUNT),
        Column("net_cents", metric("gsv").title, Unit.CENTS),
        _SHARE,
    )
    return (
        Grid(
            "without_cost",
            Text(zh="没有成本的商品", en="Goods without a cost"),
            columns,
            frame[[c.key for c in columns]].head(LISTED),
            caption=Text(
                zh="按净销售从大到小；补上前几个，成本覆盖率就上去了。",
                en="By net sales; a cost for the first few raises the coverage most.",
            ),
            total=len(frame),
            sums=_sums(columns, frame),
        ),
    )


_NO_LINES = Text(zh="没有商品明细的订单", en="orders without item lines")
