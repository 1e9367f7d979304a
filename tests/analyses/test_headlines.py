from ecreview.analyses.headlines import HEADLINES, headline, headline_figure, headline_grade
from ecreview.model.grade import Grade
from ecreview.model.metrics import metric
from ecreview.model.scope import Goal, Goals
from ecreview.model.section import Figure, Reason
from ecreview.model.text import Unit
from tests.builders import Row, dataset, inputs, period

JUNE, MAY = period("2026-06-01", "2026-06-02"), period("2026-05-30", "2026-05-31")


def figure(
    key: str, orders: list[Row], traffic: list[Row] | None = None, goals: Goals | None = None
) -> Figure:
    data = dataset(orders=orders, traffic=traffic or [])
    return headline_figure(headline(key), inputs(data, JUNE, baseline=MAY, goals=goals))


def paid(number: int, day: str = "2026-06-01", **more: object) -> Row:
    return {"order_id": str(number), "paid_at": day, "order_amount": 100, **more}


def test_every_headline_is_in_the_metric_dictionary_once() -> None:
    keys = [h.key for h in HEADLINES]
    assert len(keys) == len(set(keys))
    assert all(metric(key) for key in keys)


def test_a_rate_travels_with_numerator_denominator_and_interval() -> None:
    found = figure("pay_cvr", [], [{"date": "2026-06-01", "uv": 1_000, "pay_buyers": 40},
                                   {"date": "2026-06-02", "uv": 1_000, "pay_buyers": 20}])  # fmt: skip
    assert (found.value, found.numerator, found.denominator, found.n) == (0.03, 60, 2_000, 2_000)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.03 < found.high
    assert found.trend == (0.04, 0.02)


def test_no_visitors_gives_an_undefined_rate_not_zero() -> None:
    found = figure("pay_cvr", [], [{"date": "2026-06-01", "uv": 0, "pay_buyers": 0}])
    assert (found.value, found.reason) == (None, Reason.ZERO_DENOMINATOR)


def test_a_rate_of_29_cases_is_told_as_counts_only_and_one_of_30_as_a_rate() -> None:
    rows = [paid(i, refunded=100 if i < 5 else 0) for i in range(30)]
    few, enough = figure("refund_rate_ord", rows[:29]), figure("refund_rate_ord", rows)
    assert (few.value, few.reason, few.numerator, few.denominator) == (
        None,
        Reason.BELOW_MIN_N,
        5,
        29,
    )
    assert enough.value == 5 / 30


def test_a_rate_of_money_is_told_whatever_the_sample_but_graded_by_its_orders() -> None:
    found = figure("refund_rate_amt", [paid(1, refunded=50), paid(2, refunded=0)])
    assert (found.value, found.grade) == (0.25, Grade.D)


def test_missing_tables_columns_and_buyers_are_told_apart() -> None:
    assert figure("uv", [paid(1)]).reason is Reason.TABLE_MISSING
    assert figure("gsv", [paid(1)]).reason is Reason.COLUMN_MISSING
    assert figure("aov_buyer", [paid(1)]).reason is Reason.NO_BUYER_KEY


def test_spend_per_buyer_divides_by_buyers_and_order_value_by_orders() -> None:
    rows = [paid(1, buyer_key="a"), paid(2, buyer_key="a"), paid(3, buyer_key="b")]
    assert figure("aov_buyer", rows).value == 150
    assert figure("aov_order", rows).value == 100


def test_an_order_of_unknown_amount_is_paid_but_counts_in_no_average() -> None:
    rows = [paid(1, units=2), paid(2, units=4), paid(3, units=None, paid_gross=None)]
    assert figure("orders_paid", rows).value == 3
    assert (figure("aov_order", rows).value, figure("aov_order", rows).denominator) == (100, 2)
    assert figure("upt", rows).value == 3


def test_target_and_baseline_stand_beside_the_value() -> None:
    goals = Goals((Goal("gmv_pay", 500, JUNE), Goal("gmv_pay", 900, MAY)))
    found = figure("gmv_pay", [paid(1), paid(2, "2026-05-31")], goals=goals)
    assert (found.value, found.target, found.baseline) == (100, 500, 100)


def test_a_missing_day_is_a_gap_in_the_sparkline() -> None:
    assert figure("gmv_pay", [paid(1, "2026-06-02"), paid(2, "2026-05-31")]).trend == (None, 100)


def test_net_numbers_are_uncertain_while_refunds_come_in() -> None:
    gsv = headline("gsv")
    many = [paid(i, f"2026-06-0{i % 2 + 1}", refunded=10) for i in range(200)]
    later = {"order_id": "late", "created_at": "2026-06-17", "order_amount": 1}
    young = inputs(dataset(orders=many), JUNE)
    few = inputs(dataset(orders=many[:199]), JUNE)
    old = inputs(dataset(orders=[*many, later]), JUNE)
    assert headline_grade(gsv, young) is Grade.C
    assert headline_grade(gsv, few) is Grade.D
    assert headline_grade(gsv, old) is Grade.B  # old enough, but nothing proves that all is in


def test_half_of_the_days_missing_gives_the_worst_grade() -> None:
    found = figure("gmv_pay", [paid(1)])
    assert (found.unit, found.grade) == (Unit.CENTS, Grade.D)


def test_spend_per_buyer_leaves_out_money_that_has_no_buyer() -> None:
    rows = [
        paid(1, buyer_key="a"),
        paid(2, buyer_key="a"),
        paid(3, buyer_key="b"),
        paid(4, buyer_key=None),
    ]
    spend = figure("aov_buyer", rows)
    assert (spend.numerator, spend.denominator, spend.value) == (300, 2, 150)
    assert figure("gmv_known", rows).value == 300
    assert figure("gmv_pay", rows).value == 400
    assert figure("orders_per_buyer", rows).value == 1.5


def test_unknown_refunds_draw_no_line_at_zero() -> None:
    for key in ("gsv", "refund_rate_amt"):
        found = figure(key, [paid(1), paid(2, "2026-06-02")])
        assert (found.value, found.trend) == (None, ())
