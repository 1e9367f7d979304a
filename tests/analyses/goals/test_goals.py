from dataclasses import replace

from ecreview.analyses.goals import gap, overview
from ecreview.analyses.goals.goals import GoalsResult, analyze, present
from ecreview.model.dataset import Dataset
from ecreview.model.grade import Grade
from ecreview.model.scope import Goal, Goals
from tests.builders import dataset, inputs, period

TEN = period("2026-06-01", "2026-06-10")
BEFORE = period("2026-05-22", "2026-05-31")
DATA = dataset(
    orders=[
        {
            "order_id": f"{m}{d}{n}",
            "paid_at": f"2026-{m}-{d:02d}",
            "order_amount": 1_000,
            "refunded": 0,
        }
        for m, days, n in (
            ("05", range(22, 32), 0),
            ("06", range(1, 11), 0),
            ("06", range(1, 11), 1),
        )
        for d in days
    ],
    traffic=[{"date": f"2026-06-{d:02d}", "uv": 100, "pay_buyers": 2} for d in range(1, 11)],
)


def attained(*goals: Goal, data: Dataset = DATA) -> GoalsResult:
    given = inputs(data, TEN, baseline=BEFORE, goals=Goals(goals))
    first = replace(given, results={"gap": gap.analyze(given)})
    return analyze(replace(first, results={**first.results, "overview": overview.analyze(first)}))


def test_attainment_is_actual_over_target() -> None:
    (row,) = attained(Goal("gmv_pay", 25_000, TEN)).rows
    assert (row.actual, row.attainment, row.is_reached, row.gap_cents) == (
        20_000,
        0.8,
        False,
        -5_000,
    )


def test_where_lower_is_better_attainment_is_target_over_actual() -> None:
    refunds = [{"order_id": f"{d}{n}", "paid_at": f"2026-06-{d:02d}", "order_amount": 1_000, "refunded": 400}
               for d in range(1, 11) for n in range(10)]  # fmt: skip
    later = {"order_id": "z", "paid_at": "2026-06-25", "order_amount": 1_000, "refunded": 0}
    (row,) = attained(
        Goal("refund_rate_amt", 0.2, TEN), data=dataset(orders=[*refunds, later])
    ).rows
    assert (row.actual, row.attainment, row.is_reached) == (0.4, 0.5, False)


def test_on_too_few_data_no_target_is_called_reached_or_missed() -> None:
    few = [{"order_id": str(d), "paid_at": f"2026-06-{d:02d}", "order_amount": 1_000, "refunded": 400}
           for d in range(1, 11)]  # fmt: skip
    found = attained(Goal("refund_rate_amt", 0.2, TEN), data=dataset(orders=few))
    (row,) = found.rows
    assert (row.actual, row.grade, row.is_reached) == (0.4, Grade.D, None)
    assert present(found).grids[0].frame["status"].tolist()[0].zh == "数据不足"


def test_an_undefined_actual_gives_no_attainment_and_no_outcome() -> None:
    (row,) = attained(Goal("contrib", 100, TEN)).rows
    assert (row.actual, row.attainment, row.is_reached, row.gap_cents) == (None, None, None, None)
    (grid,) = present(attained(Goal("contrib", 100, TEN))).grids
    assert grid.frame["status"].tolist()[0].zh == "数据不足"


def test_only_targets_of_exactly_this_period_and_the_whole_shop_count() -> None:
    found = attained(
        Goal("gmv_pay", 1, BEFORE), Goal("gmv_pay", 1, TEN, scope="抖音"), Goal("uv", 1_000, TEN)
    )
    assert [r.goal.metric for r in found.rows] == ["uv"]
    assert found.others == 2
    assert any("另有 2 个目标" in n.text.zh for n in present(found).notes)


def test_a_missed_link_is_worth_its_effect() -> None:
    found = attained(
        Goal("uv", 2_000, TEN), Goal("pay_cvr", 0.02, TEN), Goal("aov_buyer", 1_000, TEN)
    )
    worth = {r.goal.metric: r.gap_cents for r in found.rows}
    assert worth == {"uv": -20_000, "pay_cvr": 0, "aov_buyer": 0}


def test_every_link_of_the_chain_has_an_actual() -> None:
    traffic = [
        {
            "date": "2026-06-01",
            "uv": 1_000,
            "cart_users": 100,
            "order_buyers": 50,
            "pay_buyers": 40,
            "pay_amount": 1,
        }
    ]
    links = [
        Goal(key, 1, TEN)
        for key in ("fav_rate", "cart_rate", "cart_order", "order_cvr", "pay_rate", "pay_cvr")
    ]
    found = attained(*links, data=dataset(traffic=traffic))
    assert [r.actual for r in found.rows] == [None, 0.1, 0.5, 0.05, 0.8, 0.04]


def test_no_targets_is_said_plainly() -> None:
    section = present(attained())
    assert section.answer.zh.startswith("没有本期的目标")
    assert not section.grids
    figure = section.figure("attainment")
    assert figure is not None
    assert figure.value is None


def test_targets_two_percent_apart_contradict_each_other_and_less_does_not() -> None:
    links = (Goal("uv", 1_000, TEN), Goal("pay_cvr", 0.02, TEN), Goal("aov_buyer", 1_000, TEN))
    contradicts = present(attained(Goal("gmv_pay", 20_000 / 1.02, TEN), *links))
    agrees = present(attained(Goal("gmv_pay", 20_000 / 1.019, TEN), *links))
    assert any("目标自相矛盾" in n.text.zh for n in contradicts.notes)
    assert not any("目标自相矛盾" in n.text.zh for n in agrees.notes)


def test_targets_on_sales_alone_are_called_one_sided() -> None:
    one_sided = "只盯成交额容易忽略长期"
    assert any(one_sided in n.text.zh for n in present(attained(Goal("gmv_pay", 1, TEN))).notes)
    balanced = attained(Goal("gmv_pay", 1, TEN), Goal("refund_rate_amt", 0.1, TEN))
    assert not any(one_sided in n.text.zh for n in present(balanced).notes)


def test_pacing_ends_at_the_totals() -> None:
    found = attained(Goal("gmv_pay", 25_000, TEN))
    ends = found.pacing.groupby("tone")["value"].last().to_dict()
    assert ends == {"target": 25_000, "actual": 20_000, "baseline": 10_000}
    (chart,) = present(found).charts
    assert chart.title.zh == "到 6 月 10 日累计支付 ¥200.00，比目标进度落后 ¥50.00"


def test_pacing_stops_where_the_data_end() -> None:
    five = [
        {"order_id": str(d), "paid_at": f"2026-06-{d:02d}", "order_amount": 1_000}
        for d in range(1, 6)
    ]
    found = attained(Goal("gmv_pay", 5_000, TEN), data=dataset(orders=five))
    assert (found.pacing["tone"] == "actual").sum() == 5
    (chart,) = present(found).charts
    assert "超前 ¥25.00" in chart.title.zh


def test_unknown_metrics_of_the_target_table_are_named() -> None:
    targets = [
        {
            "period_start": "2026-06-01",
            "period_end": "2026-06-10",
            "metric": "老板心情",
            "target": 1,
        }
    ]
    orders = [{"order_id": "1", "paid_at": "2026-06-01", "order_amount": 1}]
    section = present(attained(data=dataset(orders=orders, targets=targets)))
    assert any("老板心情" in n.text.zh for n in section.notes)
