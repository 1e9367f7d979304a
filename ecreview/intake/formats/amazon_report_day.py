"""Amazon business report by date: sessions stand in for visitors, ordered sales for paid ones.

Amazon charges orders within days and does not report which of them were paid.
"""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

REMARK = Text(
    zh="访客数取自 Sessions（24 小时内同一人算一次），支付金额取自下单金额，含 B2B。",
    en="Visitors are Sessions (a person counts once in 24 hours); paid amounts are ordered product sales, B2B included.",
)
# Both reports have them, and each a twin that ends in “ - B2B”.
SHARES = (
    "Featured Offer (Buy Box) Percentage", "Featured Offer Percentage", "Unit Session Percentage",
    "Order Item Session Percentage", "Mobile App Sessions", "Browser Sessions", "Sessions - Mobile App",
    "Sessions - Browser", "Page Views - Mobile App", "Page Views - Browser", "Session Percentage - Total",
    "Page Views Percentage - Total",
)  # fmt: skip


def with_twins(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the header names and those of the columns that count business buyers alone."""
    return (*names, *(f"{name} - B2B" for name in names))


FORMAT = Format(
    key="amazon-report-day",
    title=Text(zh="亚马逊业务报告（按日期）", en="Amazon business report by date"),
    platform="amazon",
    table="traffic_daily",
    columns=(
        Column("date", ("Date",)),
        Column("uv", ("Sessions - Total", "Sessions")),
        Column("pv", ("Page Views - Total", "Page Views")),
        Column("pay_qty", ("Units Ordered",)),
        Column("pay_amount", ("Ordered Product Sales",)),
    ),
    required=(("Date",), ("Ordered Product Sales",), ("Sessions - Total", "Sessions")),
    negative=("(Child) ASIN", "(Parent) ASIN"),
    remark=REMARK,
    menu=Text(
        zh="亚马逊卖家平台 › 数据报告 › 业务报告 › 按日期",
        en="Seller Central › Reports › Business reports › By date",
    ),
    other=(
        *with_twins(SHARES),
        *with_twins(("Total Order Items", "Average Sales per Order Item", "Average Units per Order Item",
                     "Average Selling Price", "Average Offer Count", "Average Parent Items")),
        "Sessions - Total - B2B", "Page Views - Total - B2B", "Units Ordered - B2B",
        "Ordered Product Sales - B2B", "Units Refunded", "Refund Rate", "Feedback Received",
        "Negative Feedback Received", "Received Negative Feedback Rate", "A-to-z Claims Granted",
        "Claims Amount", "Shipped Product Sales", "Units Shipped", "Orders Shipped",
    ),
)  # fmt: skip
