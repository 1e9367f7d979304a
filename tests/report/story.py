"""A made-up review built by hand: one 618 campaign whose numbers add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from ecreview.model import finding_kinds
from ecreview.model.action import Action, ActionKind, LogEntry, Status
from ecreview.model.dataset import (
    ColumnSum,
    Contents,
    Dataset,
    FileReceipt,
    Refusal,
    TableReceipt,
)
from ecreview.model.findings import Finding, Place
from ecreview.model.grade import Grade
from ecreview.model.ledger import ControlTotal, Ledger, SetAside
from ecreview.model.scope import Goal, Goals, Period, Scope, Settings
from ecreview.model.section import (
    Basis,
    Column,
    Figure,
    Grid,
    Note,
    NoteKind,
    NotReady,
    Reason,
    Section,
)
from ecreview.model.text import Text, Unit, same
from ecreview.reconcile.base import Reconciliation, State, Tally, Wording
from ecreview.review import Review
from tests.report import examples

PERIOD = Period.over(date(2026, 5, 31), date(2026, 6, 20))
LAST_YEAR = Period.over(date(2025, 5, 31), date(2025, 6, 20))
ANSWER = Text(
    zh="没达成。支付 268.4 万，离目标差 31.6 万（达成 89.5%）。主因是加购后没下单，这一环少卖 55.7 万。",
    en="Missed. ¥2.68M paid, ¥316.0K short of the target (89.5% reached). Mainly because carts were not ordered: ¥556.8K less sold.",
)
_REFUNDS = Basis(refund="pay_cohort")
_DAILY = Basis(time="day", unit="visitor")
_TREND = tuple(float(5_000_000 + 900_000 * ((i * 7) % 11)) for i in range(PERIOD.days))


def _figure(
    key: str, names: tuple[str, str], values: tuple[float, float, float], unit: Unit, **more: object
) -> Figure:
    """Return a figure; values are this period's, the target's and the baseline's."""
    value, target, baseline = values
    return Figure(key, Text(*names), value, unit, target=target, baseline=baseline, **more)  # type: ignore[arg-type]


TILES = (
    _figure("gmv_pay", ("支付金额", "Paid GMV"), (268_396_740, 300_000_000, 238_331_820), Unit.CENTS, n=16_114, grade=Grade.A, trend=_TREND),
    _figure("gsv", ("净销售额", "Net sales"), (183_046_580, 225_000_000, 184_912_300), Unit.CENTS, grade=Grade.B, basis=_REFUNDS),
    _figure("uv", ("访客数", "Visitors"), (512_600, 480_000, 455_000), Unit.COUNT, grade=Grade.A, basis=_DAILY),
    _figure("pay_cvr", ("支付转化率", "Payment conversion"), (15_070 / 512_600, 0.0354, 0.0329), Unit.RATE, numerator=15_070, denominator=512_600, n=512_600, grade=Grade.A, low=0.02894, high=0.02987, basis=_DAILY),
    _figure("aov_buyer", ("客单价", "Spend per buyer"), (17_810, 17_644, 15_910), Unit.CENTS, numerator=268_396_740, denominator=15_070, grade=Grade.A),
    _figure("refund_rate_amt", ("退款率（金额）", "Refund rate (value)"), (0.318, 0.25, 0.224), Unit.RATE, numerator=85_350_160, denominator=268_396_740, grade=Grade.B, better="lower", basis=_REFUNDS),
    _figure("fee_ratio", ("推广费比", "Ad cost ratio"), (0.165, 0.13, 0.119), Unit.RATE, numerator=44_290_000, denominator=268_396_740, grade=Grade.A, better="lower"),
    _figure("contrib", ("贡献毛利", "Contribution"), (33_765_980, 61_800_000, 56_356_490), Unit.CENTS, grade=Grade.B),
)  # fmt: skip
COUNTS = (
    Figure("orders_paid", Text("支付笔数", "Orders paid"), 16_114, Unit.COUNT),
    Figure("rep_30", Text("30 日复购率", "30-day repurchase"), None, Unit.RATE, numerator=0, denominator=0, reason=Reason.NOT_MATURE),
)  # fmt: skip


def overview() -> Section:
    alarm = Note(
        NoteKind.ALARM,
        Text(zh="支付金额比去年多 30.1 万（+12.6%），贡献毛利却少 22.6 万（−40.1%）。先修退款和推广费，再加预算。", en="paid GMV is up ¥300.6K (+12.6%), contribution down ¥225.9K (−40.1%). Mend refunds and ad costs before raising budgets."),
        evidence=("overview/contrib",),
        title=Text(zh="卖得更多，赚得更少", en="Sold more, earned less"),
    )  # fmt: skip
    limit = Note(
        NoteKind.LIMIT,
        Text(
            zh="退款还在发生，净额会变。",
            en="Refunds are still coming in; net figures will change.",
        ),
    )
    return Section(
        "overview",
        "goals",
        Text("一页结论", "Verdict"),
        ANSWER,
        figures=(*TILES, *COUNTS),
        notes=(alarm, limit),
    )


def gap() -> Section:
    causes = (
        ("加购后没下单", "Carts not ordered", -55_682_780, "三款连衣裙 S、M 码断货 53 小时；断码款 16,047 人加购，只下单 14.2%，有货款 34.8%。", "Three dresses were out of S and M for 53 hours; of 16,047 carts 14.2% were ordered, against 34.8% in stock."),
        ("买来的人不买", "Bought visitors do not buy", -15_930_000, "信息流“泛人群拉新”9.7 万访客，成交 1.28%；投产比 1.38，保本要 3.44。", "Feed ads brought 97K visitors of whom 1.28% bought; return 1.38, break-even 3.44."),
        ("退得更多", "More refunds", -18_200_000, "两款连衣裙退款率 52%，46% 写“尺码不合”。", "Two dresses are refunded at 52%, 46% name the size."),
    )  # fmt: skip
    notes = tuple(
        Note(NoteKind.CAUSE, Text(zh, en), ("gap/gap",), cents, Grade.A, Text(title_zh, title_en))
        for title_zh, title_en, cents, zh, en in causes
    )
    figure = Figure("gap", Text("差距", "Gap"), examples.GAP, Unit.CENTS, target=0)
    answer = Text(
        zh="比目标少 31.6 万，主要在加购→下单（−55.7 万）。",
        en="¥316.0K less than the target, mainly carts to orders.",
    )
    return Section(
        "gap",
        "goals",
        Text("差距归因", "Gap"),
        answer,
        (figure,),
        (),
        (examples.gap_waterfall(),),
        notes,
    )


def funnel() -> Section:
    columns = (
        Column("stage", Text("环节", "Stage")),
        Column("people", Text("人数", "People"), Unit.COUNT),
        Column("rate", Text("到这一步", "Step rate"), Unit.RATE),
    )
    frame = pd.DataFrame(
        {
            "stage": [Text("访客", "Visitors"), Text("加购", "Carts")],
            "people": [512_600, 63_562],
            "rate": [None, 63_562 / 512_600],
        }
    )
    figure = Figure(
        "cart_rate",
        Text("加购率", "Cart rate"),
        63_562 / 512_600,
        Unit.RATE,
        numerator=63_562,
        denominator=512_600,
        grade=Grade.A,
    )
    grid = Grid("stages", Text("各环节", "Stages"), columns, frame)
    answer = Text(
        zh="100 个访客里 12.4 人加购，2.9 人付款。",
        en="Of 100 visitors 12.4 fill a cart and 2.9 pay.",
    )
    return Section(
        "funnel",
        "insight",
        Text("转化漏斗", "Funnel"),
        answer,
        (figure,),
        (grid,),
        (examples.funnel(), examples.intervals()),
    )


def cohorts() -> Section:
    frame = pd.DataFrame(
        {
            "cohort": ["2026-01", "2026-02"],
            "k": [1, 1],
            "buyers": [194, 115],
            "rate": [0.084, 0.078],
        }
    )
    columns = (
        Column("cohort", Text("首次购买", "First bought")),
        Column("k", Text("第几个月", "Month"), Unit.COUNT),
        Column("buyers", Text("回来的人", "Came back"), Unit.COUNT),
        Column("rate", Text("留存率", "Retention"), Unit.RATE),
    )
    grid = Grid("retention", Text("同期群", "Cohorts"), columns, frame)
    return Section(
        "cohorts",
        "insight",
        Text("用户复购", "Repurchase"),
        Text("38 节来的客人，下个月只有 4.1% 回来。", "4.1% of March's buyers came back."),
        (),
        (grid,),
        (examples.heatmap(),),
    )


def rfm() -> Section:
    frame = pd.DataFrame(
        {
            "segment": [Text("重要价值", "Champions"), Text("一般挽留", "Hibernating")],
            "buyers": [2_140, 5_880],
            "amount_cents": [70_531_000, 45_500_000],
        }
    )
    columns = (
        Column("segment", Text("人群", "Segment")),
        Column("buyers", Text("人数", "Buyers"), Unit.COUNT),
        Column("amount_cents", Text("净额", "Net sales"), Unit.CENTS),
    )
    return Section(
        "rfm",
        "strategy",
        Text("RFM 分层", "RFM"),
        Text("14% 的老客贡献 39% 的净额。", "14% of buyers bring 39% of net sales."),
        (),
        (Grid("segments", Text("八个人群", "Segments"), columns, frame),),
        (examples.shares(), examples.scatter(), examples.tree()),
    )


def anomalies() -> Section:
    return Section(
        "anomalies",
        "risk",
        Text("异常", "Anomalies"),
        Text("6 月 16 日起断码三天。", "Out of stock for three days from 16 June."),
        (),
        (),
        (examples.trend(), examples.bars(), examples.matrix()),
    )


def quality() -> Section:
    figure = Figure(
        "day_cov", Text("日期覆盖率", "Day coverage"), 1.0, Unit.RATE, numerator=21, denominator=21
    )
    return Section(
        "quality",
        "quality",
        Text("数据质量", "Data quality"),
        Text("69,412 行全部有去处。", "All 69,412 rows are accounted for."),
        (figure,),
        findings=FINDINGS,
    )


DIFFERENCES = (
    ("amount_differs", "3420617755120094471", 32_900, 21_900, 11_000, "小额打款未写备注"),
    ("order_only", "3420618093340118205", 11_840, 0, 11_840, "换号支付"),
    ("amount_differs", "3420618121450090663", 25_600, 20_200, 5_400, "赔付"),
    ("amount_differs", "3420619440210077319", 17_820, 14_800, 3_020, "运费补差"),
)


def reconciliation() -> Reconciliation:
    names = ["state", "order_id", "left_cents", "right_cents", "difference_cents", "reason"]
    return Reconciliation(
        "orders.payments", Wording(Text("订单应收 ↔ 支付宝到账", "Orders ↔ Alipay"), same("{amount}"), same("{amount}")),
        16_118, 16_114, 189_468_580, 171_208_800,
        {State.MATCHED: Tally(16_114, 16_111, 189_380_420, 171_151_900, keys=16_114), State.AMOUNT_DIFFERS: Tally(3, 3, 76_320, 56_900, keys=3), State.ORDER_ONLY: Tally(1, 0, 11_840, 0, keys=1)},
        {"commission": 18_228_520},
        pd.DataFrame(DIFFERENCES, columns=names).assign(is_open=True), 100, (189_380_420, 189_468_580), (16_114, 16_118),
    )  # fmt: skip


def reconciliation_section() -> Section:
    pair = reconciliation()
    columns = (
        Column("state", Text("状态", "State")), Column("order_id", Text("订单编号", "Order id"), Unit.ID), Column("left_cents", Text("应收", "Due"), Unit.CENTS),
        Column("right_cents", Text("到账", "Received"), Unit.CENTS), Column("difference_cents", Text("差额", "Difference"), Unit.CENTS), Column("reason", Text("可能是", "Maybe")),
    )  # fmt: skip
    grid = Grid(
        "differences",
        Text("说不清的 4 单", "Four open orders"),
        columns,
        pair.differences,
        total=4,
        sums=tuple(
            (c.key, int(pair.differences[c.key].sum())) for c in columns if c.unit is Unit.CENTS
        ),
    )
    answer = Text(
        zh="订单和到账差 18.3 万，只剩 ¥312.60、4 单说不清。",
        en="¥182.6K apart, ¥312.60 in 4 orders unexplained.",
    )
    return Section(
        "reconcile.orders.payments",
        "quality",
        pair.title,
        answer,
        (),
        (grid,),
        (examples.bridge(),),
    )


FINDINGS = (
    Finding(finding_kinds.COLUMN_BLANK, Place("订单报表.xlsx", "Sheet1", None, (1,)), 2, 30),
)  # fmt: skip


def files() -> tuple[FileReceipt, ...]:
    ledger = Ledger(
        total=21_486,
        header=1,
        kept=21_325,
        duplicate=148,
        quarantined=12,
        aside=(SetAside(37, finding_kinds.COLUMN_BLANK, "订单报表.xlsx · Sheet1 · 36", 12_345),),
    )
    orders = TableReceipt(
        "Sheet1",
        "taobao-orders",
        Text("淘宝订单报表", "Taobao orders"),
        "taobao",
        "orders",
        0.98,
        same("14/15"),
        1,
        ledger,
        (ControlTotal("合计", 268_396_740, 268_396_740, "cents"),),
        span=(PERIOD.start, date(2026, 6, 25)),
        contents=Contents(1_289_160, 0, 0, (ColumnSum("总金额", 268_396_740, 21_486),)),
    )
    return (
        FileReceipt("订单报表.xlsx", "a1" * 32, 1_234_567, "xlsx", (orders,)),
        FileReceipt("个人账单.csv", "b2" * 32, 2_048, "csv", error=Refusal("FILE_PERSONAL", Text(zh="这是个人账单，请上传企业账单。", en="This is a personal bill; upload the company's bill."))),
    )  # fmt: skip


ACTIONS = (
    Action("RE-14", ActionKind.FIX, Text("三款连衣裙 S、M 码补到 14 天可售", "Restock S and M of three dresses to 14 days"), "cart_order", Text("商品", "Merchandise"), Text("断码款加购 16,047 人，只下单 14.2%", "16,047 carts of them, 14.2% ordered"), 0.296, 0.34, date(2026, 7, 15), 2, 11_800_000, 8_800_000, 14_900_000, ("funnel/cart_rate",), Grade.A),
    Action("RE-02", ActionKind.FIX, Text("暂停信息流“泛人群拉新”两个计划", "Pause two feed-ad plans"), "fee_ratio", Text("投放", "Advertising"), Text("投产比 1.38，保本要 3.44", "Return 1.38, break-even 3.44"), 0.165, 0.13, date(2026, 6, 30), 1, 9_550_000, 8_100_000, 11_200_000, ("overview/fee_ratio",), Grade.A, Status.DOING, (LogEntry(date(2026, 6, 22), "已停一个"),)),
    Action("RE-21", ActionKind.KEEP, Text("上身图首图写进上新流程", "Make fitting photos part of every launch"), "cart_rate", Text("商品", "Merchandise"), status=Status.DONE, due=date(2026, 6, 20)),
)  # fmt: skip


def story() -> Review:
    sections: tuple[Section | NotReady, ...] = (
        overview(), gap(), funnel(), cohorts(), rfm(), anomalies(), quality(), reconciliation_section(),
        NotReady("clusters", "strategy", Text("自动分群", "Clusters"), Text("订单（含买家标识）", "orders (with buyer id)"), Text("订单报表：千牛 › 交易 › 已卖出的宝贝", "Orders report: seller centre › Orders")),
    )  # fmt: skip
    goals = Goals(
        (Goal("gmv_pay", 300_000_000, PERIOD, owner="运营"), Goal("pay_cvr", 0.0354, PERIOD))
    )
    dataset = Dataset({}, files(), FINDINGS, "story")
    return Review(
        dataset,
        Scope(PERIOD, LAST_YEAR),
        Settings(),
        goals,
        sections,
        (reconciliation(),),
        ACTIONS,
        Grade.B,
    )


def retold(section: Section) -> Review:
    """Return the story with that section in the place of the one of its key."""
    made = story()
    sections = tuple(section if s.key == section.key else s for s in made.sections)
    return replace(made, sections=sections)


def with_long_list(rows: int) -> Review:
    """Return the story with a list of that many rows."""
    frame = pd.DataFrame({
        "state": ["amount_differs"] * rows, "order_id": [f"34206{i:014}" for i in range(rows)], "day": [date(2026, 6, 1) + timedelta(days=i % 20) for i in range(rows)],
        "amount_cents": [i * 7 for i in range(rows)], "rate": [i / rows for i in range(rows)],
    })  # fmt: skip
    columns = (
        Column("state", same("state")),
        Column("order_id", same("id"), Unit.ID),
        Column("day", same("day"), Unit.DATE),
        Column("amount_cents", same("amount"), Unit.CENTS),
        Column("rate", same("rate"), Unit.RATE),
    )
    return retold(replace(funnel(), grids=(Grid("long", same("long"), columns, frame),)))
