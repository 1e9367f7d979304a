"""The words of a profit and loss account: its parts, where their amounts come from, and the stages they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from ecreview.model.text import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Source(IntEnum):
    """Where an amount comes from."""

    ORDERS = 0
    BILL = 1
    COST_LIST = 2
    COURIER = 3
    ADS = 4
    SETTING = 5
    ESTIMATE = 6
    UNKNOWN = 7

    @property
    def text(self) -> Text:
        """Return the source in words."""
        return _SOURCES[self]


_SOURCES = {
    Source.ORDERS: Text(zh="订单报表", en="orders report"),
    Source.BILL: Text(zh="账单", en="bill"),
    Source.COST_LIST: Text(zh="成本表", en="cost list"),
    Source.COURIER: Text(zh="快递账单", en="courier bill"),
    Source.ADS: Text(zh="推广数据", en="ad data"),
    Source.SETTING: Text(zh="估算（按设置）", en="estimate (settings)"),
    Source.ESTIMATE: Text(zh="估算", en="estimate"),
    Source.UNKNOWN: Text(zh="未知", en="unknown"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One income or cost of the orders.

    Attributes:
        key: language-free.
        cents: per order; a cost is negative; 0 where unknown.
        source: `Source` per order.
    """

    key: str
    cents: NDArray[np.int64]
    source: NDArray[np.int64]


PARTS: dict[str, Text] = {
    "subsidy": Text(zh="平台与达人补贴", en="Platform and influencer subsidies"),
    "commission": Text(zh="平台佣金", en="Commission"),
    "tech_fee": Text(zh="技术服务费", en="Service fee"),
    "tax": Text(zh="平台代扣税费", en="Tax withheld by the platform"),
    "compensation": Text(zh="赔付", en="Compensation"),
    "other_fee": Text(zh="其他平台费用", en="Other platform fees"),
    "payment_fee": Text(zh="支付手续费", en="Payment fee"),
    "freight_insurance": Text(zh="运费险", en="Return-freight insurance"),
    "freight": Text(zh="快递运费", en="Freight"),
    "packaging": Text(zh="包装", en="Packaging"),
    "return_freight": Text(zh="退货运费", en="Return freight"),
    "ads": Text(zh="推广花费", en="Ad spend"),
    "affiliate": Text(zh="达人与联盟佣金", en="Influencer commission"),
    "marketing": Text(zh="营销扣费", en="Marketing charges"),
}
PLATFORM_FEES = ("commission", "tech_fee", "tax", "compensation", "other_fee", "payment_fee")
FULFILMENT = ("freight_insurance", "freight", "packaging", "return_freight")
TO_CONTRIBUTION = ("subsidy", *PLATFORM_FEES, *FULFILMENT)
PROMOTION = ("ads", "affiliate", "marketing")
# Without these a contribution would be a guess; of the others the section says that they are left out.
DECIDING = ("commission", "freight")
