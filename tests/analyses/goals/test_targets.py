import pytest

from ecreview.analyses.goals.targets import goals_of, in_metric_unit, metric_id, unknown_targets
from ecreview.model.metrics import METRICS
from ecreview.model.scope import Goal
from tests.builders import Row, dataset, period


def row(metric: str, target: float | None, **more: object) -> Row:
    return {
        "period_start": "2026-06-01",
        "period_end": "2026-06-20",
        "metric": metric,
        "target": target,
        **more,
    }


def test_every_metric_is_found_by_its_id_and_both_names() -> None:
    for metric in METRICS:
        assert metric_id(metric.key) == metric.key
    assert metric_id("支付金额") == metric_id("Paid GMV") == metric_id(" GMV ") == "gmv_pay"
    assert (
        metric_id("退款率（金额）")
        == metric_id("退款率(金额)")
        == metric_id("退款率")
        == "refund_rate_amt"
    )


@pytest.mark.parametrize(
    ("value", "key", "unit", "expected"),
    [
        (3_000_000, "gmv_pay", "", 300_000_000),
        (3_000_000, "gmv_pay", "元", 300_000_000),
        (300, "gmv_pay", "万元", 300_000_000),
        (5, "gmv_pay", "分", 5),
        (176.44, "aov_buyer", "", 17_644),
        (3.54, "pay_cvr", "%", 0.0354),
        (0.5, "pay_cvr", "%", 0.005),
        (3.54, "pay_cvr", "", 0.0354),
        (0.0354, "pay_cvr", "", 0.0354),
        (1, "pay_cvr", "", 1),
        (480_000, "uv", "", 480_000),
    ],
)
def test_typed_numbers_reach_the_unit_of_their_metric(
    value: float, key: str, unit: str, expected: float
) -> None:
    assert in_metric_unit(value, key, unit) == pytest.approx(expected)


def test_a_row_is_a_goal_for_its_days_the_last_one_included() -> None:
    goals = goals_of(dataset(targets=[row("支付金额", 100, scope="全店", owner="陈佳")]))
    assert goals.items == (Goal("gmv_pay", 10_000, period("2026-06-01", "2026-06-20"), "", "陈佳"),)


def test_a_row_without_target_is_no_goal_and_not_a_goal_of_zero() -> None:
    assert (
        goals_of(dataset(targets=[row("支付金额", None), row("访客数", 5)])).items[0].metric == "uv"
    )


def test_a_row_that_ends_before_it_starts_is_left_out() -> None:
    assert not goals_of(dataset(targets=[row("支付金额", 1, period_end="2026-05-01")])).items


def test_unknown_metrics_are_named_not_guessed() -> None:
    data = dataset(targets=[row("老板心情", 5), row("支付金额", 5)])
    assert unknown_targets(data) == ("老板心情",)
    assert len(goals_of(data).items) == 1


def test_no_target_table_gives_no_goals() -> None:
    assert goals_of(dataset()).items == ()
    assert unknown_targets(dataset()) == ()
