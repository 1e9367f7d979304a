"""Sections that this version does not compute; pages and workbook name them instead of leaving them out."""

from __future__ import annotations

from ecreview.analyses.base import (
    ACTIONS,
    CHANNELS,
    CUSTOMERS,
    PRICING,
    PROCESS,
    PRODUCTS,
    PROFIT,
    RISK,
    SEGMENTS,
    STOCK,
    TRAFFIC,
    Planned,
    Tab,
)
from ecreview.model.text import Text


def _planned(key: str, core: str, tab: Tab, sheet: str, *texts: tuple[str, str]) -> Planned:
    """Return a planned section; texts are title, question and tables used, each (Chinese, English)."""
    title, question, uses = (Text(*pair) for pair in texts)
    return Planned(key, core, title, tab, sheet, question, uses)


PLANNED: tuple[Planned, ...] = (
    _planned("traffic", "insight", TRAFFIC, "04", ("流量来源", "Traffic sources"),
             ("访客从哪里来，哪个来源质量好？", "Where do visitors come from, and which source is good?"),
             ("流量来源报表", "traffic source report")),
    _planned("channels", "strategy", CHANNELS, "04", ("渠道投放", "Channels"),
             ("哪个渠道和计划赚钱？", "Which channel and plan earns?"),
             ("推广报表、订单、成本", "ad report, orders, costs")),
    _planned("products", "strategy", PRODUCTS, "06", ("商品结构", "Products"),
             ("主推、爆品、引流品结构合理吗？", "Is the mix of products sound?"),
             ("订单明细、商品流量", "order lines, product traffic")),
    _planned("pricing", "strategy", PRICING, "07", ("价格与促销", "Price and promotion"),
             ("折扣换来了什么，谁出的钱？", "What did discounts buy, and who paid?"),
             ("订单明细、优惠明细", "order lines, discounts")),
    _planned("ltv", "insight", CUSTOMERS, "08", ("用户价值", "Customer value"),
             ("一位买家一共会带来多少？", "What does a buyer bring over time?"),
             ("半年以上的订单", "orders of half a year or more")),
    _planned("tags", "strategy", SEGMENTS, "09", ("用户标签", "Tags"),
             ("哪些买家适合哪种触达？", "Which buyers suit which message?"),
             ("订单明细、会员", "order lines, members")),
    _planned("profit", "insight", PROFIT, "10", ("利润", "Profit"),
             ("钱花在哪，最后剩多少？", "Where did the money go, and what is left?"),
             ("账单、成本表、推广报表", "bill, cost list, ad report")),
    _planned("inventory", "insight", STOCK, "11", ("库存", "Inventory"),
             ("什么断货，什么压货？", "What is out of stock, what piles up?"),
             ("库存快照、订单明细", "stock snapshots, order lines")),
    _planned("process", "process", PROCESS, "12", ("流程时效", "Process"),
             ("哪个环节最慢？", "Which step is slow?"),
             ("订单、物流、客服日报", "orders, shipments, service report")),
    _planned("after_sale", "process", PROCESS, "12", ("售后", "After-sale"),
             ("退款和售后处理得及时吗？", "Are refunds and cases closed in time?"),
             ("退款明细、售后工单", "refunds, tickets")),
    _planned("opportunities", "risk", RISK, "13", ("机会", "Opportunities"),
             ("哪些好苗头值得复制？", "Which good signs are worth repeating?"),
             ("订单、每日流量", "orders, daily traffic")),
    _planned("risks", "risk", RISK, "15", ("风险清单", "Risks"),
             ("哪些事可能出问题，谁盯着？", "What may go wrong, and who watches it?"),
             ("风险表", "risk register")),
    _planned("last_review", "action", ACTIONS, "17", ("上次行动复核", "Last actions"),
             ("上次的行动有用吗？", "Did last time's actions work?"),
             ("上次复盘的工作簿", "last review's workbook")),
)  # fmt: skip
