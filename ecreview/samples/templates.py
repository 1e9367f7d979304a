"""The tables that a shop fills in itself: empty forms of all of them, and those of the made-up shop filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.model.tables import table_spec
from ecreview.model.text import Text
from ecreview.samples.catalogue import SOLD_OUT, SUPPLY_PIECES, WITHOUT_COST
from ecreview.samples.days import CALENDAR, END, START
from ecreview.samples.files import xlsx_bytes, yuan

if TYPE_CHECKING:
    from ecreview.intake.formats.base import Format
    from ecreview.model.text import Lang
    from ecreview.samples.files import Cell
    from ecreview.samples.world import World

_INSTRUCTION = Text(zh="填写说明：", en="How to fill it in: ")

# Targets of the period at the default size: metric, value, unit, owner. 27,000 × 12 % × 36 % × 82 % × 167.29.
TARGETS = (
    ("支付金额", 160_000, "元", "店长"),
    ("访客数", 27_000, "人", "投放"),
    ("加购率", 12, "%", "运营"),
    ("加购-下单比", 0.36, "", "运营"),
    ("下单-支付转化率", 82, "%", "客服"),
    ("退款率（金额）", 18, "%", "客服"),
)
_SCALED = ("支付金额", "访客数")


def template_xlsx(form: Format, lang: Lang) -> bytes:
    """Return an empty form: an instruction, and the headers by which it is recognised."""
    line = _INSTRUCTION.of(lang) + form.instruction.of(lang)
    spec = table_spec(form.table)
    header = tuple(
        column.names[0] if lang == "zh" else spec.field(column.field).title.en
        for column in form.columns
    )
    return xlsx_bytes(form.title.of(lang), [(line,), header])


def target_values(scale: float) -> dict[str, float]:
    """Return the targets for a world of that scale, in the units of the table."""
    return {name: round(value * scale) if name in _SCALED else value for name, value, *_ in TARGETS}


def costs_xlsx(world: World) -> bytes:
    """Return the cost list; two sizes are missing from it."""
    rows: list[tuple[Cell, ...]] = [
        ("填写说明：一行一个商家编码，金额单位元",),
        ("商家编码", "单位成本", "包装成本", "单均运费", "生效日期"),
    ]
    rows += [
        (item.sku, yuan(item.cost), "1.20", "4.50", "2026-01-01")
        for item in world.items
        if item.sku not in WITHOUT_COST
    ]
    return xlsx_bytes("成本表", rows)


def stock_xlsx(world: World) -> bytes:
    """Return the stock at the end of the campaign; two sizes of the dress are gone."""
    sold = dict.fromkeys((item.sku for item in world.items), 0)
    for order in world.orders:
        for line in order.lines:
            sold[line.item.sku] += line.quantity if order.paid else 0
    rows: list[tuple[Cell, ...]] = [
        ("填写说明：一行一个商家编码在快照日的库存",),
        ("快照日期", "仓库", "商家编码", "商品名称", "实际库存", "可用库存", "在途"),
    ]
    for item in world.items:
        left = 0 if item.sku in SOLD_OUT else max(SUPPLY_PIECES - sold[item.sku], 20)
        coming = 200 if item.sku in SOLD_OUT else 0
        rows.append((END.isoformat(), "主仓", item.sku, item.title, left, max(left - 5, 0), coming))
    return xlsx_bytes("库存快照", rows)


def targets_xlsx(world: World) -> bytes:
    """Return the targets of the period."""
    values = target_values(world.scale)
    rows: list[tuple[Cell, ...]] = [
        ("填写说明：一行一个指标；比率可写百分数",),
        ("期间开始", "期间结束", "范围", "指标", "目标值", "单位", "负责人"),
    ]
    rows += [
        (START.isoformat(), END.isoformat(), "全店", name, values[name], unit, owner)
        for name, _, unit, owner in TARGETS
    ]
    return xlsx_bytes("目标表", rows)


def calendar_xlsx() -> bytes:
    """Return the campaign calendar."""
    rows: list[tuple[Cell, ...]] = [
        ("填写说明：一行一个活动的一个阶段，两头都算在内",),
        ("活动", "阶段", "开始日期", "结束日期"),
    ]
    rows += [(name, phase, str(first), str(last)) for name, phase, first, last, _ in CALENDAR]
    return xlsx_bytes("活动日历", rows)
