from dataclasses import replace
from typing import Any

from ecreview.analyses.goals.gap import analyze as find_gap
from ecreview.analyses.goals.overview import Verdict, analyze, present
from ecreview.model.dataset import Dataset
from ecreview.model.scope import Goal, Goals
from ecreview.model.section import NoteKind, Reason, Section
from tests.builders import Row, dataset, inputs, period

TEN = period("2026-06-01", "2026-06-10")
BEFORE = period("2026-05-22", "2026-05-31")
TILES = ["gmv_pay", "gsv", "uv", "pay_cvr", "aov_buyer", "refund_rate_amt", "fee_ratio", "contrib"]


def order(day: int, number: int, amount: int = 10_000, month: int = 6, **more: Any) -> Row:
    date = f"2026-{month:02d}-{day:02d}"
    return {"order_id": f"{date}-{number}", "paid_at": date, "order_amount": amount, **more}


def orders(days: int = 10, **more: Any) -> list[Row]:
    return [order(day, 1, **more) for day in range(1, days + 1)]


def overview(data: Dataset, *, target: float | None = None, baseline: bool = False) -> Section:
    goals = Goals((Goal("gmv_pay", target, TEN),)) if target is not None else None
    given = inputs(data, TEN, baseline=BEFORE if baseline else None, goals=goals)
    return present(analyze(replace(given, results={"gap": find_gap(given)})))


def keys(section: Section) -> list[str]:
    return [f.key for f in section.figures]


def test_the_eight_tiles_come_first_defined_or_not() -> None:
    section = overview(dataset(orders=orders()))
    assert keys(section)[:8] == TILES
    contrib = section.figure("contrib")
    assert contrib is not None
    assert (contrib.value, contrib.reason) == (None, Reason.TABLE_MISSING)


def test_every_count_that_the_files_allow_is_told_and_no_other() -> None:
    bare = overview(dataset(orders=orders()))
    assert "units_paid" not in keys(bare)
    assert "new_buyers" not in keys(bare)
    full = overview(dataset(orders=orders(units=2, buyer_key="a", refunded=0)))
    assert {"units_paid", "new_buyers", "orders_refunded", "upt", "asp", "orders_per_buyer"} <= {
        *keys(full)
    }
    assert len(keys(full)) == len({*keys(full)})


def test_a_reached_target_is_said_first() -> None:
    section = overview(dataset(orders=orders()), target=80_000)
    assert section.answer.zh == "达成。支付 ¥1,000.00，超目标 ¥200.00（125.0%）。"
    assert section.answer.en == "Reached. ¥1,000.00 paid, ¥200.00 over the target (125.0%)."


def test_exactly_the_target_is_reached_and_a_cent_less_is_missed() -> None:
    assert overview(dataset(orders=orders()), target=100_000).answer.zh.startswith("达成。")
    assert overview(dataset(orders=orders()), target=100_001).answer.zh.startswith("没达成。")


def test_a_missed_target_names_the_link_that_is_mainly_to_blame() -> None:
    earlier = [order(day, 1, month=5, buyer_key=f"x{day}") for day in range(22, 32)]
    later = [order(day, 1, amount=5_000, buyer_key=f"b{day}") for day in range(1, 11)]
    section = overview(dataset(orders=earlier + later), target=100_000, baseline=True)
    # 30 of 100 buyers are needed before a link may be blamed, so ten buyers give no cause.
    assert section.answer.zh.startswith("没达成。支付 ¥500.00，离目标差 ¥500.00（达成 50.0%）。")
    assert "主因是客单价，这一环少卖 ¥500.00。" in section.answer.zh


def test_no_target_means_no_verdict() -> None:
    assert (
        "没有目标，也没有对比期，所以不说达成没达成" in overview(dataset(orders=orders())).answer.zh
    )
    earlier = [order(day, 1, month=5) for day in range(22, 27)]
    compared = overview(dataset(orders=earlier + orders()), baseline=True)
    assert compared.answer.zh.startswith("支付 ¥1,000.00，比对比期多 ¥500.00（+100.0%）。")
    assert compared.answer.zh.endswith("没有目标，所以不说达成没达成。")


def test_a_period_that_is_not_over_has_no_verdict_yet_unless_the_target_is_reached() -> None:
    nine = dataset(orders=orders(days=9))
    given = inputs(nine, TEN, goals=Goals((Goal("gmv_pay", 100_000, TEN),)))
    assert analyze(given).verdict is Verdict.NOT_YET
    assert overview(nine, target=100_000).answer.zh.startswith("还不能定。")
    assert overview(nine, target=90_000).answer.zh.startswith("达成。")


def test_nine_of_ten_days_allow_a_verdict_and_eight_do_not() -> None:
    nine = [o for o in orders() if not o["paid_at"].endswith("-05")]
    eight = [o for o in nine if not o["paid_at"].endswith("-06")]
    assert overview(dataset(orders=nine), target=1).answer.zh.startswith("达成。")
    answer = overview(dataset(orders=eight), target=1).answer
    assert answer.zh == "数据不足。期内应有 10 天，只有 8 天有数据，看到的支付金额是 ¥800.00。"


def test_the_two_refund_rates_state_their_denominators() -> None:
    rows = [order(day, n, refunded=500 if n < 6 else 0) for day in range(1, 11) for n in range(10)]
    open_rows = [
        {"order_id": f"u{i}", "created_at": "2026-06-05", "order_amount": 1, "refunded": 0}
        for i in range(20)
    ]
    section = overview(dataset(orders=rows + open_rows))
    by_paid, by_all = section.figure("refund_rate_ord"), section.figure("refund_rate_all")
    assert by_paid is not None
    assert by_all is not None
    assert (by_paid.numerator, by_paid.denominator, by_paid.value) == (60, 100, 0.6)
    assert (by_all.numerator, by_all.denominator, by_all.value) == (60, 120, 0.5)


def test_a_paid_column_that_is_net_of_refunds_is_explained() -> None:
    data = dataset(orders=orders(refunded=0), facts={"orders": {"paid_basis": "net"}})
    (note,) = (n for n in overview(data).notes if n.kind is NoteKind.DEFINITION)
    assert "退款只扣一次" in note.text.zh


def limits(section: Section) -> str:
    return " ".join(n.text.zh for n in section.notes if n.kind is NoteKind.LIMIT)


def test_limits_are_told_where_their_condition_holds_only() -> None:
    bare = limits(overview(dataset(orders=orders())))
    assert "复购、留存、LTV、RFM 已停用" in bare
    assert "人次（UV 加总）" not in bare
    traffic = [{"date": f"2026-06-{d:02d}", "uv": 10} for d in range(1, 11)]
    rich = limits(overview(dataset(orders=orders(buyer_key="a", refunded=1), traffic=traffic)))
    assert "历史仅 10 天" in rich
    assert "人次（UV 加总）" in rich
    assert "退款还在发生" in rich
    assert "已停用" not in rich


def test_damaged_ids_and_several_platforms_are_pointed_out() -> None:
    rows = orders(is_id_lossy=True, buyer_key="a", platform="taobao")
    rows[0]["platform"] = "jd"
    told = limits(overview(dataset(orders=rows)))
    assert "10 个订单号已被 Excel 截断" in told
    assert "不同平台的买家未合并" in told


def test_costs_below_95_percent_give_a_range_and_say_how_much_is_missing() -> None:
    lines = [
        {
            "order_id": o["order_id"],
            "sku_code": "A" if i else "B",
            "quantity": 1,
            "line_amount": 10_000,
        }
        for i, o in enumerate(orders())
    ]
    data = dataset(
        orders=orders(refunded=0),
        order_lines=lines,
        product_costs=[{"sku_code": "A", "unit_cost": 4_000}],
    )
    section = overview(data)
    gross, coverage = section.figure("gross"), section.figure("cost_cov")
    assert gross is not None
    assert coverage is not None
    assert (gross.value, gross.reason, gross.low, gross.high) == (
        None,
        Reason.COST_UNKNOWN,
        60_000,
        60_000,
    )
    assert coverage.value == 0.9
    assert "10.0% 的净销售额没有成本" in limits(section)


def test_the_share_of_the_largest_channel_is_told_where_orders_name_theirs() -> None:
    rows = [order(d, 1, channel="直播" if d < 8 else "搜索") for d in range(1, 11)]
    share = overview(dataset(orders=rows)).figure("channel_share")
    assert share is not None
    assert (share.value, share.numerator, share.denominator) == (0.7, 70_000, 100_000)


def test_traffic_alone_makes_an_overview() -> None:
    traffic = [
        {"date": f"2026-06-{d:02d}", "uv": 100, "pay_buyers": 5, "pay_amount": 500}
        for d in range(1, 11)
    ]
    section = overview(dataset(traffic=traffic), target=5_000)
    assert section.answer.zh.startswith("达成。支付 ¥50.00")
    conversion = section.figure("pay_cvr")
    assert conversion is not None
    assert conversion.value == 0.05
