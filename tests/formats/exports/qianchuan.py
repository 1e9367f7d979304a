"""Douyin ads (千川): a header with a TAB and a line break, by day and by material."""

from __future__ import annotations

from tests.formats.exports.base import Export

_DAYS = (
    "日期",
    "整体消耗(元)\t",
    "整体支付\nROI",
    "整体成交金额(元)",
    "整体成交订单数",
    "净成交金额(元)",
    "展示次数",
)
_MATERIALS = (
    "素材ID", "素材名称", "整体消耗(元)", "基础消耗", "整体支付ROI", "整体成交金额(元)", "整体成交订单数",
    "净成交ROI", "净成交金额(元)", "净成交订单数", "净成交金额结算率", "1小时内退款率",
)  # fmt: skip

_BY_DAY = (
    ("2026-06-18", "100.00", "3.00", "300.00", "10", "280.00", "5,000"),
    ("2026-06-19", "50.00", "2.00", "100.00", "4", "100.00", "2,000"),
)
_ON_ITS_SIDE = tuple(zip(_DAYS, *_BY_DAY, strict=True))  # the names in column A

EXPORTS = (
    Export("qianchuan", "days", "全域推广_全部.xlsx", _DAYS, _BY_DAY, sheet="全部"),
    Export(
        "qianchuan", "turned", "全域推广_全部.xlsx", _ON_ITS_SIDE[0], _ON_ITS_SIDE[1:], sheet="全部"
    ),
    Export(
        "qianchuan", "materials", "素材_2026-06-16_2026-06-20.csv", _MATERIALS,
        (
            ("7300000000000000011", "618 主推视频", "80.00", "80.00", "3.00", "240.00", "8", "2.80",
             "224.00", "7", "90.00%", "2.00%"),
        ),
        encoding="utf-8-sig",
    ),
)  # fmt: skip
