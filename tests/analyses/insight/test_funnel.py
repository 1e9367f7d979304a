from ecreview.analyses.insight.funnel import FunnelResult, analyze, present
from ecreview.model.scope import Goal, Goals
from ecreview.model.section import NoteKind, Section
from tests.builders import Row, dataset, inputs, period

JUNE, MAY = period("2026-06-01", "2026-06-01"), period("2026-05-31", "2026-05-31")


def day(date: str, **more: int) -> Row:
    return {"date": date, **more}


NOW = day(
    "2026-06-01",
    uv=10_000,
    cart_users=1_000,
    order_buyers=400,
    pay_buyers=320,
    pay_amount=3_200_000,
)
BEFORE = day(
    "2026-05-31",
    uv=10_000,
    cart_users=1_000,
    order_buyers=500,
    pay_buyers=400,
    pay_amount=4_000_000,
)


def result(
    *traffic: Row, goals: Goals | None = None, orders: list[Row] | None = None
) -> FunnelResult:
    data = dataset(traffic=traffic, orders=orders or [])
    return analyze(inputs(data, JUNE, baseline=MAY, goals=goals))


def told(*traffic: Row, goals: Goals | None = None) -> Section:
    return present(result(*traffic, goals=goals))


def test_a_hundred_visitors_are_told_in_one_sentence_with_the_leak() -> None:
    assert (
        told(BEFORE, NOW).answer.zh
        == "100 个访客里 10 人加购，4 人下单，3.2 人付款；漏得最多的是加购-下单比。"
    )


def test_the_cart_may_be_skipped_so_orders_are_divided_by_visitors() -> None:
    grid = told(NOW).grids[0]
    rows = grid.frame.set_index("stage")
    assert rows.loc["order_buyers", "step_rate"] == 0.04
    assert rows.loc["pay_buyers", "step_rate"] == 0.8
    assert rows.loc["pay_buyers", "overall_rate"] == 0.032
    assert rows.loc["pay_buyers", "drop"] == 1 - 0.8


def test_cart_to_order_is_a_ratio_without_interval() -> None:
    section = told(NOW)
    ratio = section.figure("cart_order")
    assert ratio is not None
    assert (ratio.value, ratio.low) == (0.4, None)
    assert any(n.text.zh.startswith("加购与下单人群不是包含关系") for n in section.notes)


def test_a_lost_step_is_worth_its_buyers_at_the_reference_rates() -> None:
    # 50 % − 40 % of 1,000 carts = 100 orders, 80 % of which would pay 100.00 each.
    leak = result(BEFORE, NOW).leak
    assert leak is not None
    assert (leak.key, round(leak.lost or 0, 6), leak.lost_cents) == ("cart_order", 100, 800_000)
    (note,) = (n for n in told(BEFORE, NOW).notes if n.kind is NoteKind.FINDING)
    assert note.amount_cents == -800_000


def test_the_target_is_the_reference_before_the_baseline() -> None:
    goals = Goals((Goal("pay_rate", 0.9, JUNE), Goal("cart_order", 0.4, JUNE)))
    leak = result(BEFORE, NOW, goals=goals).leak
    assert leak is not None
    assert (leak.key, round(leak.lost or 0, 6), leak.lost_cents) == ("pay_rate", 40, 400_000)


def test_overall_rates_are_told_but_never_called_the_leak() -> None:
    steps = {s.key: s for s in result(BEFORE, NOW).funnels[0].steps}
    assert steps["pay_cvr"].rate == 0.032
    assert steps["pay_cvr"].lost_cents is None
    assert steps["order_cvr"].lost_cents is None


def test_without_cart_and_orders_the_conversion_itself_is_the_step() -> None:
    bare = [
        {k: v for k, v in d.items() if k not in ("cart_users", "order_buyers")}
        for d in (BEFORE, NOW)
    ]
    leak = result(*bare).leak
    assert leak is not None
    assert (leak.key, leak.lost_cents) == ("pay_cvr", 800_000)


def test_without_a_reference_nothing_is_called_lost() -> None:
    section = told(NOW)
    assert section.answer.zh.endswith("3.2 人付款。")
    assert section.grids[1].frame["lost_cents"].isna().all()


def test_a_stage_larger_than_the_one_before_is_explained_never_clipped() -> None:
    section = told(day("2026-06-01", uv=100, cart_users=10, order_buyers=120, pay_buyers=90))
    rate = section.figure("order_cvr")
    assert rate is not None
    assert (rate.value, rate.low) == (1.2, None)
    assert any("下单 120 多于访客 100" in n.text.zh for n in section.notes)


def test_more_orders_than_carts_need_no_explanation() -> None:
    section = told(day("2026-06-01", uv=1_000, cart_users=100, order_buyers=120, pay_buyers=90))
    assert not any("多于" in n.text.zh for n in section.notes)


def test_targets_of_stages_follow_from_visitors_and_rates() -> None:
    goals = Goals((Goal("uv", 12_000, JUNE), Goal("cart_rate", 0.12, JUNE)))
    (chart, *_) = told(NOW, goals=goals).charts
    targets = chart.frame["target"].tolist()
    assert targets[:2] == [12_000, 1_440]
    assert "baseline" not in chart.frame.columns


def test_orders_make_a_funnel_of_their_own_unit() -> None:
    orders: list[Row] = [
        {"order_id": "1", "paid_at": "2026-06-01", "order_amount": 100, "refunded": 0},
        {"order_id": "2", "paid_at": "2026-06-01", "order_amount": 100, "refunded": 40},
        {"order_id": "3", "created_at": "2026-06-01", "order_amount": 100, "refunded": 0},
    ]
    found = result(orders=orders)
    (funnel,) = found.funnels
    assert [(s.key, s.value) for s in funnel.stages] == [
        ("orders_placed", 3),
        ("placed_paid", 2),
        ("orders_kept", 1),
    ]
    assert present(found).answer.zh == "100 笔下单里 66.7 笔付款，33.3 笔没有退款。"


def test_without_word_on_refunds_the_order_funnel_ends_at_payment() -> None:
    orders: list[Row] = [{"order_id": "1", "paid_at": "2026-06-01", "order_amount": 100}]
    (funnel,) = result(orders=orders).funnels
    assert [s.key for s in funnel.stages] == ["orders_placed", "placed_paid"]


def test_visitors_alone_are_no_funnel() -> None:
    section = told(day("2026-06-01", uv=100))
    assert section.answer.zh == "没有足够的环节，画不出漏斗。"
    assert not section.charts


def test_aggregates_cannot_tell_paths() -> None:
    assert any(n.text.zh.startswith("只有汇总数据") for n in told(NOW).notes)
