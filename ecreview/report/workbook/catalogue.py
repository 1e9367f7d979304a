"""The sheets of the workbook, always all of them and in this order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.model.text import Text

if TYPE_CHECKING:
    from ecreview.model.text import Lang

DATA_SHEET = "_data"


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet.

    Attributes:
        number: two digits; what analyses name as their sheet.
        name: what it is called after its number.
        content: what a reader finds there.
    """

    number: str
    name: Text
    content: Text

    def title(self, lang: Lang) -> str:
        """Return the title of the tab, e.g. `05 转化漏斗`."""
        return f"{self.number} {self.name.of(lang)}"


def _s(number: str, zh: str, en: str, content_zh: str, content_en: str) -> SheetName:
    """Return a sheet; texts are Chinese, English."""
    return SheetName(number, Text(zh, en), Text(content_zh, content_en))


SHEETS: tuple[SheetName, ...] = (
    _s("00", "封面与口径", "Cover and basis", "期间、口径、用到的文件、图例、目录", "period, basis, files used, legend, contents"),
    _s("01", "一页结论", "One-page verdict", "达成没有、差在哪、先做什么；打印正好一页", "reached or not, why, what first; prints on one page"),
    _s("02", "目标达成", "Goals", "目标、达成率、差距；目标可以改", "targets, attainment, gap; targets can be edited"),
    _s("03", "核心趋势", "Trends", "全部核心指标和每日走势", "all headline figures and their days"),
    _s("04", "流量与渠道", "Traffic and channels", "来源、质量、投产、保本线", "sources, quality, return, break-even"),
    _s("05", "转化漏斗", "Funnel", "各环节人数、比例、区间、流失", "stages, rates, intervals, losses"),
    _s("06", "商品结构", "Products", "角色、ABC、四象限、低转化", "roles, ABC, quadrants, low conversion"),
    _s("07", "价格与促销", "Price and promotion", "让利由谁出、力度、活动盈亏", "who funds it, depth, result of promotions"),
    _s("08", "用户与复购", "Customers", "复购、同期群、生命周期价值", "repurchase, cohorts, lifetime value"),
    _s("09", "用户分层与标签", "Segments and tags", "RFM、自动分群、标签", "RFM, clusters, tags"),
    _s("10", "财务利润", "Profit", "利润表、成本覆盖、现金", "profit and loss, cost coverage, cash"),
    _s("11", "库存", "Inventory", "周转、断货、滞销、补货", "days of stock, stock-outs, slow stock, restock"),
    _s("12", "流程与协同", "Process", "节点、时效、瓶颈、问题池", "nodes, service levels, bottleneck, problem pool"),
    _s("13", "异常与机会", "Anomalies", "不寻常的日子，和它值多少钱", "unusual days and what they are worth"),
    _s("14", "差距归因", "Gap attribution", "差距由哪一环构成", "which link makes up the gap"),
    _s("15", "风险清单", "Risks", "风险、负责人、预案；可以改", "risks, owners, plans; can be edited"),
    _s("16", "行动清单", "Actions", "做什么、谁、何时、怎么算做到；可以改", "what, who, when, how it is checked; can be edited"),
    _s("17", "上次行动复核", "Last actions check", "上次说的，做到了吗", "whether last review's actions worked"),
    _s("18", "对账结果", "Reconciliation", "文件两两对账，差额到分", "files against each other, to the cent"),
    _s("19", "数据质量与清洗日志", "Data quality log", "每一行的去处，清洗改了什么", "where each row went, what cleaning did"),
    _s("20", "指标字典", "Metric dictionary", "每个指标怎么算", "how each metric is computed"),
    _s("21", "证据索引", "Evidence index", "每个数的口径、分子、分母和出处", "basis, parts and place of each figure"),
)  # fmt: skip

BY_NUMBER = {sheet.number: sheet for sheet in SHEETS}

# Where a section of an unlisted analysis stands: by the core it belongs to.
SHEET_OF_CORE = {
    "goals": "02",
    "insight": "03",
    "strategy": "04",
    "process": "12",
    "risk": "13",
    "quality": "19",
    "action": "16",
}
