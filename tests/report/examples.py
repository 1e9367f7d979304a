"""One chart of each shape, with the made-up story of a 618 campaign: small, and its sums close."""

from __future__ import annotations

from datetime import date

import pandas as pd

from ecreview.model.section import (
    Band,
    BarChart,
    BoxChart,
    Chart,
    FunnelChart,
    HeatmapChart,
    MatrixChart,
    ScatterChart,
    ShareChart,
    Tone,
    TreeChart,
    TrendChart,
    WaterfallChart,
)
from ecreview.model.text import Text, Unit, same

LINKS = (
    (Text(zh="访客", en="Visitors"), 18_735_703),
    (Text(zh="加购率", en="Cart rate"), 9_344_675),
    (Text(zh="加购→下单", en="Cart → order"), -55_682_780),
    (Text(zh="下单→支付", en="Order → pay"), -6_670_429),
    (Text(zh="客单价", en="Spend per buyer"), 2_669_571),
)
GAP = -31_603_260  # 2,683,967.40 − 3,000,000.00
BRIDGE = (
    (Text(zh="下单", en="Ordered"), 321_488_060, "total", Tone.ACTUAL),
    (Text(zh="未付款关闭", en="Closed unpaid"), -53_091_320, "step", Tone.BAD),
    (Text(zh="支付", en="Paid"), 268_396_740, "total", Tone.ACTUAL),
    (Text(zh="退款", en="Refunds"), -85_350_160, "step", Tone.BAD),
    (Text(zh="平台补贴", en="Platform subsidy"), 6_422_000, "step", Tone.GOOD),
    (Text(zh="应收", en="Due"), 189_468_580, "total", Tone.ACTUAL),
    (Text(zh="平台费用", en="Platform fees"), -10_250_610, "step", Tone.BAD),
    (Text(zh="未解释", en="Unexplained"), -31_260, "step", Tone.CAUTION),
    (Text(zh="到账", en="Received"), 179_186_710, "total", Tone.ACTUAL),
)
_WORDS = {
    "caption": Text(zh="怎么看这张图", en="How to read it"),
    "alt": Text(zh="图的文字说明", en="The chart in words"),
}


def gap_waterfall() -> WaterfallChart:
    steps = [(label, cents, "step", Tone.GOOD if cents > 0 else Tone.BAD) for label, cents in LINKS]
    rows = [*steps, (Text(zh="合计差额", en="Gap"), GAP, "total", Tone.TOTAL)]
    frame = pd.DataFrame(rows, columns=["label", "value", "kind", "tone"])
    title = Text(
        zh="差 31.6 万里，加购后没下单占了 55.7 万", en="Carts that were not ordered cost ¥556.8K"
    )
    return WaterfallChart("effects", title, _WORDS["caption"], _WORDS["alt"], Unit.CENTS, frame)


def bridge() -> WaterfallChart:
    frame = pd.DataFrame(BRIDGE, columns=["label", "value", "kind", "tone"])
    title = Text(zh="下单 321.5 万，最后到账 179.2 万", en="¥3.21M ordered, ¥1.79M received")
    words = (_WORDS["caption"], _WORDS["alt"])
    return WaterfallChart("bridge", title, *words, Unit.CENTS, frame, horizontal=False)


def funnel() -> FunnelChart:
    rows = [
        (Text(zh="访客", en="Visitors"), 512_600, 480_000, 455_000),
        (Text(zh="加购", en="Carts"), 63_562, 57_600, 54_000),
        (Text(zh="下单", en="Orders"), 18_814, 20_736, 17_400),
        (Text(zh="支付", en="Payments"), 15_070, 17_003, 14_980),
        (Text(zh="支付后未退", en="Kept"), 10_352, None, 11_600),
    ]
    frame = pd.DataFrame(rows, columns=["stage", "value", "target", "baseline"])
    return FunnelChart(
        "stages",
        Text(zh="付款少 1,933 人", en="1,933 payers fewer"),
        unit=Unit.COUNT,
        frame=frame,
        **_WORDS,
    )


def trend() -> TrendChart:
    days = pd.date_range("2026-05-31", "2026-06-20", unit="s")
    rows = []
    for i, day in enumerate(days):
        actual = 4_000_000 * (i + 1) if i < 15 else 60_000_000 + 31_000_000 * (i - 14)
        rows += [
            (
                day,
                Text(zh="目标", en="Target"),
                4_100_000 * (i + 1) + 2_000_000 * max(0, i - 14),
                "target",
                None,
            ),
            (
                day,
                Text(zh="本期", en="This period"),
                None if i == 4 else actual,
                "actual",
                "bad" if i == 17 else None,
            ),
            (day, Text(zh="去年", en="Last year"), 3_400_000 * (i + 1), "baseline", None),
        ]
    frame = pd.DataFrame(rows, columns=["date", "series", "value", "tone", "mark"])
    is_actual = frame["tone"] == "actual"
    frame["low"] = (frame["value"] * 0.85).where(is_actual)
    frame["high"] = (frame["value"] * 1.15).where(is_actual)
    band = Band(
        date(2026, 6, 16), date(2026, 6, 18), Text(zh="断码 53 小时", en="Out of stock"), Tone.BAD
    )
    title = Text(zh="断码三天掉了 28.5 万", en="Three days out of stock cost ¥285K")
    return TrendChart("pacing", title, unit=Unit.CENTS, frame=frame, bands=(band,), **_WORDS)


def bars() -> BarChart:
    rows = [
        (Text(zh="订单报表", en="Orders"), 21_486, "actual", ""),
        (Text(zh="订单明细", en="Order lines"), 27_903, "actual", ""),
        (
            Text(zh="支付宝账单", en="Alipay bill"),
            11_870,
            "caution",
            Text(zh="479 行放一边", en="479 set aside"),
        ),
        (same("退款"), 6_214, "actual", ""),
        (same("退款"), -1_000, "bad", ""),
    ]
    frame = pd.DataFrame(rows, columns=["label", "value", "tone", "note"])
    title = Text(zh="每个文件的行都有去处", en="Every row has its place")
    return BarChart("rows", title, _WORDS["caption"], _WORDS["alt"], Unit.COUNT, frame)


def stacked() -> BarChart:
    kept, merged = Text(zh="保留", en="Kept"), Text(zh="合并重复", en="Merged")
    orders, refunds = Text(zh="订单报表", en="Orders"), Text(zh="退款", en="Refunds")
    rows = [
        (orders, kept, 900, "actual"),
        (orders, merged, 100, "baseline"),
        (refunds, kept, 8, "actual"),
    ]
    frame = pd.DataFrame(rows, columns=["label", "series", "value", "tone"])
    title = Text(zh="放大看：100 行合并重复", en="Closer: 100 rows merged")
    caption, alt = _WORDS["caption"], _WORDS["alt"]
    return BarChart("stacked", title, caption, alt, Unit.COUNT, frame, is_stacked=True)


def shares() -> ShareChart:
    groups = (
        (Text(zh="常来常买的老客", en="Regulars"), 0.142, 0.386),
        (Text(zh="浅浅买一次的人", en="One small order"), 0.275, 0.228),
    )
    people, money = Text(zh="人数", en="People"), Text(zh="净额", en="Net sales")
    rows = [
        row
        for label, share, net in groups
        for row in ((label, people, share, "baseline"), (label, money, net, "actual"))
    ]
    frame = pd.DataFrame(rows, columns=["label", "series", "value", "tone"])
    return ShareChart(
        "shares",
        Text(zh="人少钱多的是老客", en="Few regulars, much money"),
        unit=Unit.RATE,
        frame=frame,
        **_WORDS,
    )


def heatmap() -> HeatmapChart:
    rates = {
        "2026-01": (0.084, 0.062, 0.079),
        "2026-02": (0.078, 0.069, 0.088),
        "2026-03": (0.041, 0.052, None),
    }
    rows = [
        (
            cohort,
            Text(zh=f"{2_310 - 10 * i:,} 人", en=f"{2_310 - 10 * i:,}"),
            Text(zh=f"第 {k} 个月", en=f"Month {k}"),
            rate,
            i + k < 4,
        )
        for i, (cohort, cells) in enumerate(rates.items())
        for k, rate in enumerate(cells, start=1)
    ]
    frame = pd.DataFrame(rows, columns=["row", "note", "column", "value", "complete"])
    return HeatmapChart(
        "retention",
        Text(zh="38 节的新客只有 4.1% 回来", en="4.1% of March's buyers came back"),
        _WORDS["caption"],
        _WORDS["alt"],
        Unit.RATE,
        frame,
    )


def scatter() -> ScatterChart:
    old, new = Text(zh="老客", en="Regulars"), Text(zh="折扣新客", en="Bargain hunters")
    rows = [(i % 7 + 1, 20_000 + 900 * i, "", old if i % 2 else new) for i in range(40)]
    frame = pd.DataFrame(rows, columns=["x", "y", "label", "group"])
    return ScatterChart(
        "groups", Text(zh="两群人分得开", en="Two groups stand apart"), unit=Unit.CENTS, frame=frame,
        x_title=Text(zh="买过几次", en="Orders"), x_unit=Unit.COUNT, y_title=Text(zh="每人净额", en="Net per buyer"), **_WORDS,
    )  # fmt: skip


def intervals() -> BoxChart:
    few = Text(zh="4 / 168 人 · 样本不足", en="4 / 168 · sample too small")
    rows = [
        (Text(zh="购物车 · 6.3 万人", en="Cart page · 63K"), 0.0784, 0.076, 0.081, "good", ""),
        (Text(zh="直播 · 4.1 万人", en="Live · 41K"), 0.0305, 0.0285, 0.0322, "actual", ""),
        (Text(zh="信息流推广 · 9.7 万人", en="Feed ads · 97K"), 0.0128, 0.0121, 0.0135, "bad", ""),
        (
            Text(zh="站外小红书 · 168 人", en="Xiaohongshu · 168"),
            0.0238,
            0.009,
            0.06,
            "unknown",
            few,
        ),
    ]
    frame = pd.DataFrame(rows, columns=["label", "value", "low", "high", "tone", "note"])
    return BoxChart(
        "channels",
        Text(zh="信息流只买 1.28%", en="Feed ads convert 1.28%"),
        unit=Unit.RATE,
        frame=frame,
        reference=0.0294,
        **_WORDS,
    )


def tree() -> TreeChart:
    rows = [
        ("all", "", Text(zh="支付金额", en="Paid"), 268_396_740),
        ("new", "all", Text(zh="新客", en="New buyers"), 168_396_740),
        ("old", "all", Text(zh="老客", en="Returning buyers"), 100_000_000),
        ("vip", "old", Text(zh="会员", en="Members"), 40_000_000),
    ]
    frame = pd.DataFrame(rows, columns=["id", "parent", "label", "value"])
    return TreeChart(
        "parts",
        Text(zh="新客占六成", en="New buyers bring 63%"),
        unit=Unit.CENTS,
        frame=frame,
        **_WORDS,
    )


def matrix() -> MatrixChart:
    high, low = Text(zh="严重", en="Severe"), Text(zh="轻微", en="Slight")
    often, rare = Text(zh="常见", en="Frequent"), Text(zh="少见", en="Rare")
    rows = [(high, rare, 1), (high, often, 3), (low, rare, 0), (low, often, 2)]
    frame = pd.DataFrame(rows, columns=["row", "column", "value"])
    return MatrixChart(
        "risks",
        Text(zh="三个风险又重又常见", en="Three risks are severe and frequent"),
        unit=Unit.COUNT,
        frame=frame,
        **_WORDS,
    )


def all_charts() -> tuple[Chart, ...]:
    return (
        gap_waterfall(), bridge(), funnel(), trend(), bars(), stacked(), shares(), heatmap(),
        scatter(), intervals(), tree(), matrix(),
    )  # fmt: skip
