"""Amazon business report by child ASIN: one row per item for a period that only the name of the file can say."""

from __future__ import annotations

from ecreview.intake.formats.amazon_report_day import REMARK, SHARES, with_twins
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="amazon-report-product",
    title=Text(zh="亚马逊业务报告（按子商品）", en="Amazon business report by child item"),
    platform="amazon",
    table="traffic_product",
    columns=(
        Column("date", ("Date",)),
        Column("product_id", ("(Child) ASIN",)),
        Column("sku_code", ("SKU",)),
        Column("title", ("Title",)),
        Column("uv", ("Sessions - Total", "Sessions")),
        Column("pv", ("Page Views - Total", "Page Views")),
        Column("pay_qty", ("Units Ordered",)),
        Column("pay_orders", ("Total Order Items",)),
        Column("pay_amount", ("Ordered Product Sales",)),
    ),
    required=(("(Child) ASIN",), ("Units Ordered",)),
    period_from="file",
    remark=REMARK,
    menu=Text(
        zh="亚马逊卖家平台 › 数据报告 › 业务报告 › 按子商品的详情页销售量与访问量",
        en="Seller Central › Reports › Business reports › Detail page sales and traffic by child item",
    ),
    other=(
        *with_twins(SHARES), "(Parent) ASIN", "Sessions - Total - B2B", "Page Views - Total - B2B",
        "Units Ordered - B2B", "Ordered Product Sales - B2B", "Total Order Items - B2B",
    ),
)  # fmt: skip
