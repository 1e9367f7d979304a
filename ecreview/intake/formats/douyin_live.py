"""Douyin live sessions: when who was on air. There is no money and no traffic in it."""

from __future__ import annotations

from ecreview.intake.formats.base import Format
from ecreview.model.text import Text

FORMAT = Format(
    key="douyin-live",
    title=Text(zh="抖店直播明细", en="Douyin live sessions"),
    platform="douyin",
    table="",
    columns=(),
    required=(("主播抖音号",), ("直播开始时间",), ("直播结束时间",)),
    personal=("主播昵称", "主播抖音号"),
    other=("直播时长(分钟)",),
    refusal=(
        Text(
            zh="抖店直播明细（只有场次和时长，没有成交）",
            en="a list of Douyin live sessions, with hours but no sales",
        ),
        Text(
            zh="直播成交在订单里：请上传抖店 › 订单 › 订单管理 › 导出的文件，其中的“流量体裁”会区分直播和商品卡。",
            en="The sales of a live session are in the orders: upload the export of Douyin shop › Orders; its column “流量体裁” tells live sales apart.",
        ),
    ),
)
