"""What the calculator asks for, and what of it follows from a review; no screen in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.model.text import Text, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecreview.review import Review

_FEES = ("commission", "tech_fee", "affiliate")


_ASSUMED = Text(zh="文件里没有，这是假设。", en="The files do not tell; this is assumed.")


@dataclass(frozen=True, slots=True)
class Field:
    """A number that the calculator asks for.

    Attributes:
        unit: CENTS or RATE.
        assumed: where the files do not tell, None = nobody can guess it.
        hint: what that means.
    """

    key: str
    title: Text
    unit: Unit
    assumed: float | None = 0.0
    hint: Text = _ASSUMED

    @property
    def most(self) -> float | None:
        """Return the largest value that makes sense: a rate is at most 1, ads alone may cost more than sales."""
        return 1.0 if self.unit is Unit.RATE and self.key != "ads" else None


@dataclass(frozen=True, slots=True)
class Given:
    """A value that follows from the review's own data, and how."""

    value: float
    source: Text


_TYPE = Text(zh="文件里没有，请填。", en="The files do not tell; please type it.")
_LIKE_FREIGHT = Text(zh="假设与每单运费相同。", en="Assumed to equal the freight.")
_WISH = Text(zh="填了才算，0 表示不算。", en="Looked at where it is not 0.")
FIELDS: tuple[Field, ...] = (
    Field("price", Text(zh="每单售价", en="Price of an order"), Unit.CENTS, None, _TYPE),
    Field("cost", Text(zh="每单商品成本", en="Cost of its goods"), Unit.CENTS, None, _TYPE),
    Field("freight", Text(zh="每单运费", en="Freight"), Unit.CENTS),
    Field("packaging", Text(zh="每单包装", en="Packaging"), Unit.CENTS),
    Field("refund_rate", Text(zh="退款率", en="Refund rate"), Unit.RATE),
    Field(
        "return_freight", Text(zh="退货运费", en="Return freight"), Unit.CENTS, 0.0, _LIKE_FREIGHT
    ),
    Field("resaleable", Text(zh="退回能再卖的", en="Returns sold again"), Unit.RATE, 1.0),
    Field("commission", Text(zh="平台佣金", en="Commission"), Unit.RATE),
    Field("payment_fee", Text(zh="支付手续费", en="Payment fee"), Unit.RATE),
    Field("ads", Text(zh="推广费比", en="Ad cost ratio"), Unit.RATE),
    Field("margin", Text(zh="想要的净利率", en="Wanted margin"), Unit.RATE, 0.0, _WISH),
    Field("discount", Text(zh="想降价", en="Price cut"), Unit.CENTS, 0.0, _WISH),
    Field("fixed", Text(zh="固定费用", en="Fixed costs"), Unit.CENTS, 0.0, _WISH),
)


def starts(given: Mapping[str, Given]) -> dict[str, float | None]:
    """Return what each field begins with: what is known, else what is assumed, in cents and fractions."""
    first = {f.key: given[f.key].value if f.key in given else f.assumed for f in FIELDS}
    return first | {"return_freight": first["freight"]}


def given_by(review: Review) -> dict[str, Given]:
    """Return the fields that the review's own data tell, by key; a value that makes no sense there is left out."""
    price, cost = _figure(review, "aov_order"), _cost(review)
    found = {
        "price": (price, _PRICE),
        "cost": (cost, _COST),
        "freight": (
            _median(review, "shipments", "freight")
            or _median(review, "product_costs", "freight_per_order"),
            _FREIGHT,
        ),
        "packaging": (_median(review, "product_costs", "packaging"), _PACKAGING),
        "refund_rate": (_figure(review, "refund_rate_amt"), _PERIOD),
        "commission": (_commission(review), _COMMISSION),
        "ads": (_figure(review, "fee_ratio"), _PERIOD),
    }
    most = {field.key: field.most for field in FIELDS}
    return {
        key: Given(value, source)
        for key, (value, source) in found.items()
        if value is not None and 0 <= value <= (most[key] or value)
    }


def _figure(review: Review, key: str) -> float | None:
    """Return the first figure of that metric that has a value."""
    figures = (section.figure(key) for section in review.told)
    return next((f.value for f in figures if f is not None and f.value is not None), None)


def _cost(review: Review) -> float | None:
    """Return the cost of the goods of an order: the price by the share of cost in net sales."""
    price, cogs, net = (_figure(review, key) for key in ("aov_order", "cogs", "gsv"))
    return price * cogs / net if price is not None and cogs is not None and net else None


def _median(review: Review, table: str, column: str) -> float | None:
    """Return the median of a column, None where it has no value."""
    frame = review.dataset.frame(table)
    if frame is None or column not in frame.columns or frame[column].isna().all():
        return None
    return float(frame[column].median())


def _commission(review: Review) -> float | None:
    """Return what the platform took of what came in before fees, None where the bill names no such fee."""
    for pair in review.reconciliations:
        taken = sum(pair.explained.get(fee, 0) for fee in _FEES)
        if pair.rollforward is not None and taken > 0:
            flows = pair.rollforward.flows
            return taken / int((flows["received"] + flows["fees"]).sum())
    return None


_PRICE = Text(zh="本期笔单价", en="average paid order of the period")
_COST = Text(zh="本期商品成本占净销售的比例 × 售价", en="share of cost in net sales × price")
_FREIGHT = Text(zh="运单或成本表的中位数", en="median of the parcels or the cost list")
_PACKAGING = Text(zh="成本表的中位数", en="median of the cost list")
_PERIOD = Text(zh="本期实际", en="as in the period")
_COMMISSION = Text(
    zh="账单里的佣金和服务费 ÷ 扣费前到账",
    en="commission and service fees of the bill / received before fees",
)
