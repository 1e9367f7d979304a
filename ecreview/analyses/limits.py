"""What the numbers cannot say: the texts of the limits, each said once (features §9)."""

from __future__ import annotations

from ecreview.model.section import Note, NoteKind
from ecreview.model.text import Text
from ecreview.reconcile.base import IDS_TRUNCATED

LIMITS: dict[str, Text] = {
    "L-1": Text(
        zh="本系统在上传时计算，不做实时监控和自动推送；预警以数据截止 {data_end} 为准。",
        en="Calculated at upload; no live monitoring or push. Alerts are as of {data_end}.",
    ),
    "L-2": Text(
        zh="退款还在发生：按往期规律目前约见到 {maturity} 的最终退款，净额以区间显示。",
        en="Refunds are still coming in: about {maturity} of the final refunds are visible; net figures are ranges.",
    ),
    "L-5": Text(
        zh="访客不可跨天、跨渠道相加，此处为人次（UV 加总）。",
        en="Visitors do not add up over days or channels; this is a sum of daily UV.",
    ),
    "L-6": Text(
        zh="加购与下单人群不是包含关系，此为比值，可能超过 100%。",
        en="Cart and order groups are not nested; this ratio may exceed 100%.",
    ),
    "L-7": Text(
        zh="“新客”指本数据内首次购买；历史仅 {days} 天，部分老客会被算作新客。",
        en="“New” means first purchase in these files; with {days} days of history some returning buyers count as new.",
    ),
    "L-8": Text(
        zh="文件没有可用的买家标识，复购、留存、LTV、RFM 已停用；需要：{export}。",
        en="No usable buyer id: repurchase, retention, LTV and RFM are off; needed: {export}.",
    ),
    "L-9": Text(
        zh="{share} 的净销售额没有成本，利润为区间，未把缺失当作 0。",
        en="{share} of net sales has no cost; profit is a range, missing is not 0.",
    ),
    "L-11": Text(
        zh="归因说明差距由哪个环节构成（算术），不等于原因；原因需证据核实。",
        en="Attribution shows which link makes up the gap (arithmetic); causes need evidence.",
    ),
    "L-19": Text(
        zh="只有汇总数据，无法还原个人行为路径；需要行为明细。",
        en="Only aggregates: individual paths cannot be rebuilt; event rows needed.",
    ),
    "L-25": Text(
        zh="数据不支持稳定分群，仅提供 RFM。",
        en="The data does not support stable clusters; RFM only.",
    ),
    "L-26": Text(
        zh="少于 14 天，不做异常检测，仅列阈值规则。",
        en="Fewer than 14 days: no anomaly detection, threshold rules only.",
    ),
    "L-27": IDS_TRUNCATED,
    "L-28": Text(
        zh="不同平台的买家未合并，人数可能重复。",
        en="Buyers of different platforms are not merged; people may be counted twice.",
    ),
    "L-31": Text(
        zh="各组人群构成不同，差异不代表因果。",
        en="The groups differ in composition; a difference is not an effect.",
    ),
    "L-35": Text(
        zh="在所给数据范围内没有触发规则；不代表没有风险。未检查：{missing}。",
        en="No rule fired on the data given; that does not mean no risk. Not checked: {missing}.",
    ),
}


def limit(key: str, **values: Text | str | float) -> Note:
    """Return the limit of that id as a note, its placeholders filled."""
    return Note(NoteKind.LIMIT, LIMITS[key].fill(**values))
