"""Targets as people type them: metric names, yuan and percent → metric ids, cents and fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import pandas as pd

from ecreview.model.metrics import METRICS, metric
from ecreview.model.scope import Goal, Goals, Period
from ecreview.model.text import Unit

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from ecreview.model.dataset import Dataset

_ALIASES = {
    "gmv": "gmv_pay",
    "成交金额": "gmv_pay",
    "销售额": "gmv_pay",
    "支付gmv": "gmv_pay",
    "sales": "gmv_pay",
    "净销售": "gsv",
    "访客": "uv",
    "uv人次": "uv",
    "转化率": "pay_cvr",
    "成交转化率": "pay_cvr",
    "conversion": "pay_cvr",
    "cvr": "pay_cvr",
    "退款率": "refund_rate_amt",
    "refundrate": "refund_rate_amt",
    "买家数": "buyers_paid",
    "订单数": "orders_paid",
    "费比": "fee_ratio",
    "贡献利润": "contrib",
    "边际贡献": "contrib",
}
_WHOLE_SHOP = frozenset({"", "全店", "整体", "all", "shop", "total"})
_CENTS_PER = {"分": 1, "cents": 1, "fen": 1, "万": 1_000_000, "万元": 1_000_000}
_CENTS_PER_YUAN = 100
_PERCENT_UNITS = frozenset({"%", "percent", "百分比"})


def _plain(name: str) -> str:
    """Return a name without width, case, blanks and brackets."""
    folded = normalize("NFKC", name).casefold()
    return "".join(c for c in folded if c.isalnum())


_BY_NAME = {
    **{_plain(m.title.en): m.key for m in METRICS},
    **{_plain(m.title.zh): m.key for m in METRICS},
    **_ALIASES,
    **{_plain(m.key): m.key for m in METRICS},
}


def metric_id(name: str) -> str | None:
    """Return the metric id of a name as people write it, None where no metric is called so.

    Examples:
        >>> metric_id("支付金额"), metric_id("GMV"), metric_id("客单价"), metric_id("心情")
        ('gmv_pay', 'gmv_pay', 'aov_buyer', None)
    """
    return _BY_NAME.get(_plain(name))


def in_metric_unit(value: float, key: str, unit: str = "") -> float:
    """Return a typed value in the unit of its metric: cents for money, a fraction for a rate.

    A rate above 1 without a unit is read as percent; money without a unit as yuan.

    Examples:
        >>> in_metric_unit(300, "gmv_pay", "万元"), in_metric_unit(3.5, "pay_cvr")
        (300000000.0, 0.035)
    """
    plain = normalize("NFKC", unit).strip().casefold()
    match metric(key).unit:
        case Unit.CENTS:
            return round(float(value) * _CENTS_PER.get(plain, _CENTS_PER_YUAN), 4)
        case Unit.RATE:
            is_percent = plain in _PERCENT_UNITS or (not plain and value > 1)
            return float(value) / 100 if is_percent else float(value)
        case _:
            return float(value)


def goals_of(dataset: Dataset) -> Goals:
    """Return the targets of the uploaded target table; rows whose metric nobody knows are left out."""
    frame = dataset.frame("targets")
    if frame is None:
        return Goals()
    goals = (_goal(row) for row in frame.to_dict("records"))
    return Goals(tuple(g for g in goals if g is not None))


def unknown_targets(dataset: Dataset) -> tuple[str, ...]:
    """Return the metric names of the target table that nobody knows, in alphabetical order."""
    frame = dataset.frame("targets")
    if frame is None:
        return ()
    names = {str(name) for name in frame["metric"].dropna()}
    return tuple(sorted(name for name in names if metric_id(name) is None))


def _goal(row: Mapping[Hashable, Any]) -> Goal | None:
    """Return one row as a goal, None where its metric, target or dates are missing."""
    key = metric_id(_word(row, "metric"))
    target, start, end = row.get("target"), row.get("period_start"), row.get("period_end")
    if key is None or not isinstance(target, int | float) or pd.isna(target):
        return None
    if not isinstance(start, pd.Timestamp) or not isinstance(end, pd.Timestamp) or end < start:
        return None
    scope = _word(row, "scope")
    return Goal(
        key,
        in_metric_unit(target, key, _word(row, "unit")),
        Period.over(start.date(), end.date()),
        "" if scope.casefold() in _WHOLE_SHOP else scope,
        _word(row, "owner"),
    )


def _word(row: Mapping[Hashable, Any], key: str) -> str:
    """Return a text cell, empty where it is missing."""
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""
