"""What is known of a buyer for grouping: values in their own units, and the points that distances run over.

Unit of observation: a buyer whose amount is positive. Shop features are cut at the 0.5 and 99.5 percentiles
before anything else, counts and amounts are taken as log(1 + x), and all are scaled to mean 0 and variance 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ecreview.analyses.campaigns import calendar_of
from ecreview.analyses.measures import day_number
from ecreview.model.calendar import CAMPAIGN_PHASES
from ecreview.model.text import Text, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.customers import Buyers
    from ecreview.model.calendar import Campaign

WINSOR = (0.005, 0.995)
MIN_VARYING = 0.01  # share of buyers that must differ from the median, and least spread / mean
TWIN_CORRELATION = 0.9
BASE = ("recency_days", "frequency", "amount_median_cents")


@dataclass(frozen=True, slots=True, eq=False)
class Feature:
    """One thing known of every buyer.

    Attributes:
        title: of the column with its median.
        data: in its unit, one per buyer.
        is_log: whether distances run over log(1 + x); money in currency units.
        high, low: how people say that somebody has much or little of it.
        if_high, if_low: what usually pays then.
    """

    key: str
    title: Text
    unit: Unit
    data: NDArray[np.float64]
    is_log: bool
    high: Text
    low: Text
    if_high: Text
    if_low: Text


def features_of(inputs: Inputs, buyers: Buyers, money: NDArray[np.int64]) -> tuple[Feature, ...]:
    """Return recency, frequency and amount, and what else the files tell of every buyer."""
    features = list(rfm_features(buyers, money))
    if buyers.has_refunds:
        features.append(_refund_share(buyers))
    features.append(_campaign_share(inputs, buyers))
    orders = inputs.measures.orders
    if orders is not None and orders.units is not None:
        known = buyers.order_buyer >= 0
        units = np.bincount(buyers.order_buyer[known], orders.units[known], len(buyers))
        features.append(_units_per_order(units / buyers.orders))
    return tuple(features)


def rfm_features(buyers: Buyers, money: NDArray[np.int64]) -> tuple[Feature, ...]:
    """Return recency, frequency and amount."""
    return (
        Feature(
            "recency_days",
            Text(zh="最近一次（天前）", en="Last order (days ago)"),
            Unit.COUNT,
            buyers.recency.astype(np.float64),
            is_log=True,
            high=Text(zh="很久没来", en="long away"),
            low=Text(zh="来得较近", en="here more lately"),
            if_high=Text(zh="召回一次，不回就停", en="one win-back offer, then stop"),
            if_low=Text(zh="趁热推新品", en="suggest the next order while they are warm"),
        ),
        Feature(
            "frequency",
            Text(zh="买过几次", en="Orders"),
            Unit.NUMBER,
            buyers.orders.astype(np.float64),
            is_log=True,
            high=Text(zh="常来常买", en="buy often"),
            low=Text(zh="来得少", en="buy rarely"),
            if_high=Text(
                zh="上新提前通知，不必给券", en="early news of new items, no coupon needed"
            ),
            if_low=Text(
                zh="首单后跟进，促成第二单", en="follow up on the first order to win a second"
            ),
        ),
        Feature(
            "amount_median_cents",
            Text(zh="每人金额", en="Amount per buyer"),
            Unit.CENTS,
            money.astype(np.float64),
            is_log=True,
            high=Text(zh="花得多", en="spend much"),
            low=Text(zh="花得少", en="spend little"),
            if_high=Text(zh="专人服务，先保住", en="personal service, keep them first"),
            if_low=Text(zh="推搭配，提高客单", en="matching items to lift the basket"),
        ),
    )


def _refund_share(buyers: Buyers) -> Feature:
    """Return the refunded share of what each buyer paid."""
    share = buyers.refunded / np.maximum(buyers.gross, 1)
    return Feature(
        "refund_share",
        Text(zh="退款占比", en="Refunded share"),
        Unit.RATE,
        share,
        is_log=False,
        high=Text(zh="退得多", en="return much"),
        low=Text(zh="很少退", en="rarely return"),
        if_high=Text(zh="下单前提示尺码和材质，不发满减券", en="size and material hints before the order, no threshold coupons"),
        if_low=Text(zh="维持现有服务", en="keep the service as it is"),
    )  # fmt: skip


def _campaign_share(inputs: Inputs, buyers: Buyers) -> Feature:
    """Return the share of each buyer's visits that fell on campaign days of the calendar."""
    calendar = calendar_of(inputs.dataset, inputs.settings)
    inside = _is_campaign_day(buyers.visit_day, calendar)
    visits = np.bincount(buyers.visit_buyer, inside, len(buyers))
    return Feature(
        "campaign_share",
        Text(zh="大促日购买占比", en="Bought on campaign days"),
        Unit.RATE,
        visits / buyers.visits,
        is_log=False,
        high=Text(zh="大促才来", en="come for campaigns"),
        low=Text(zh="平日也买", en="buy on ordinary days"),
        if_high=Text(zh="只在大促前触达", en="reach them before campaigns only"),
        if_low=Text(zh="平日上新也通知", en="tell them of new items on ordinary days"),
    )


def _units_per_order(units: NDArray[np.float64]) -> Feature:
    """Return the mean units per order of each buyer."""
    return Feature(
        "units_per_order",
        Text(zh="每单件数", en="Units per order"),
        Unit.NUMBER,
        units,
        is_log=True,
        high=Text(zh="每单件数多", en="many units per order"),
        low=Text(zh="每单件数少", en="few units per order"),
        if_high=Text(zh="做多件装", en="offer multi-packs"),
        if_low=Text(zh="推搭配，带第二件", en="suggest a second item"),
    )


def _is_campaign_day(days: NDArray[np.int64], calendar: Sequence[Campaign]) -> NDArray[np.bool_]:
    """Return which days are peaks or encores."""
    inside = np.zeros(len(days), dtype=bool)
    for campaign in calendar:
        if campaign.phase in CAMPAIGN_PHASES:
            inside |= (days >= day_number(campaign.start)) & (days < day_number(campaign.end))
    return inside


def plain_points(features: Sequence[Feature]) -> NDArray[np.float64]:
    """Return log(1 + x) of each feature, scaled; nothing cut or dropped (the published setting)."""
    return np.column_stack([_scaled(_distance_values(f, f.data)) for f in features])


def shop_points(
    features: Sequence[Feature],
) -> tuple[NDArray[np.float64], tuple[Feature, ...]]:
    """Return the points, and the features kept: those that vary and are no twin of an earlier one."""
    columns: list[NDArray[np.float64]] = []
    kept = []
    for feature in features:
        cut = np.clip(feature.data, *np.quantile(feature.data, WINSOR))
        if _is_nearly_constant(cut):
            continue
        column = _scaled(_distance_values(feature, cut))
        if not any(abs((column * other).mean()) > TWIN_CORRELATION for other in columns):
            columns.append(column)
            kept.append(feature)
    return np.column_stack(columns) if columns else np.empty((0, 0)), tuple(kept)


def _is_nearly_constant(values: NDArray[np.float64]) -> bool:
    """Return whether hardly anybody differs, or nobody by an amount that matters."""
    differing = float((values != np.median(values)).mean())
    return differing < MIN_VARYING or float(values.std()) < MIN_VARYING * abs(float(values.mean()))


def _distance_values(feature: Feature, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values as distances see them."""
    amounts = values / 100 if feature.unit is Unit.CENTS else values
    return np.asarray(np.log1p(amounts) if feature.is_log else amounts, dtype=np.float64)


def _scaled(column: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the column with mean 0 and variance 1; a constant column as zeros."""
    spread = column.std()
    return np.asarray((column - column.mean()) / (spread if spread > 0 else 1))
