"""What the calculator begins with and what it answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ecreview.analyses.break_even import Terms
from ecreview.app.pricing import (
    Plan,
    answer,
    further,
    how_far,
    plan_of,
)
from ecreview.app.pricing_fields import FIELDS, given_by, starts
from ecreview.model.scope import Scope
from ecreview.model.section import Section
from ecreview.review import review
from tests.builders import dataset, period

if TYPE_CHECKING:
    from ecreview.review import Review

# Golden vector G4 in cents, ads at ROAS 2.5.
G4 = Plan(
    Terms(10_000, 4_000, refund_rate=0.2, commission=0.05, freight=800, return_freight=800), ads=0.4
)


def shop() -> Review:
    """Return a review of two orders: 100 and 60 yuan paid, 40 refunded, a commission of 6 of the 120 left."""
    return review(
        dataset(
            orders=[
                {"order_id": "1", "paid_at": "2026-06-01", "order_amount": 10_000, "refunded": 4_000},
                {"order_id": "2", "paid_at": "2026-06-02", "order_amount": 6_000, "refunded": 0},
            ],
            payments=[
                {"order_id": "1", "time": "2026-06-03", "amount": 6_000, "subject": "goods"},
                {"order_id": "2", "time": "2026-06-03", "amount": 6_000, "subject": "goods"},
                {"order_id": "2", "time": "2026-06-03", "amount": -600, "subject": "commission"},
            ],
            product_costs=[
                {"sku_code": "a", "unit_cost": 1_000, "packaging": 100, "freight_per_order": 400},
                {"sku_code": "b", "unit_cost": 1_000, "packaging": 200, "freight_per_order": 500},
                {"sku_code": "c", "unit_cost": 1_000, "packaging": 900, "freight_per_order": 500},
            ],
        ),
        scope=Scope(period("2026-06-01", "2026-06-02")),
    )  # fmt: skip


def test_the_fields_are_filled_from_the_review() -> None:
    given = {key: known.value for key, known in given_by(shop()).items()}
    assert given == {
        "price": 8_000, "refund_rate": 0.25, "commission": 0.05, "packaging": 200, "freight": 500
    }  # fmt: skip


def test_the_cost_of_an_order_is_the_share_of_cost_in_net_sales(sample_review: Review) -> None:
    given = given_by(sample_review)
    overview = sample_review.section("overview")
    assert isinstance(overview, Section)
    told = {figure.key: figure.value for figure in overview.figures}
    share = given["cost"].value / given["price"].value
    assert share * (told["gsv"] or 0) == pytest.approx(told["cogs"])


def test_refunds_beyond_what_was_paid_are_no_rate_to_begin_with() -> None:
    orders = [{"order_id": "1", "paid_at": "2026-06-01", "order_amount": 100, "refunded": 150}]
    assert "refund_rate" not in given_by(review(dataset(orders=orders)))


def test_ads_may_cost_more_than_they_sell() -> None:
    data = dataset(
        orders=[{"order_id": "1", "paid_at": "2026-06-01", "order_amount": 100}],
        traffic=[{"date": "2026-06-01", "uv": 10, "ad_spend": 250}],
    )
    assert given_by(review(data))["ads"].value == 2.5


def test_what_nobody_told_is_assumed_and_price_and_cost_are_left_open() -> None:
    first = starts({})
    assert first["price"] is None
    assert first["cost"] is None
    assert first["resaleable"] == 1.0
    assert {first[f.key] for f in FIELDS} == {None, 0.0, 1.0}


def test_a_parcel_comes_back_at_the_freight_it_went_out_with() -> None:
    assert starts(given_by(shop()))["return_freight"] == 500


@pytest.mark.parametrize("missing", ["price", "cost"])
def test_without_price_or_cost_there_is_no_plan(missing: str) -> None:
    values = dict.fromkeys((f.key for f in FIELDS), 1.0) | {missing: None}
    assert plan_of(values) is None


def test_an_empty_field_counts_as_nothing() -> None:
    values = dict.fromkeys((f.key for f in FIELDS), None) | {"price": 100.0, "cost": 40.0}
    assert plan_of(values) == Plan(Terms(100, 40, resaleable=0.0))


def test_g4_at_roas_2_5_loses_5_60() -> None:
    """Price for 0 with ads of 40 %: 41.6 ÷ (0.76 − 0.4) = 115.56."""
    assert answer(G4, "CNY").zh == (
        "卖 ¥100.00，扣掉退款、成本、费用和推广，每单亏 ¥5.60；保本投产比 2.91，保本价 ¥115.56。"
    )
    assert further(G4, "CNY")[0].en == (
        "Break-even ROAS is 2.91 on paid GMV and 2.33 on net sales; forgetting refunds it looks like 2.13."
    )


def test_without_ads_g4_earns_34_40() -> None:
    assert "an order earns ¥34.40" in answer(replace(G4, ads=0.0), "CNY").en


def test_a_hopeless_order_has_neither_roas_nor_price() -> None:
    words = answer(Plan(Terms(100, 120, commission=1.0)), "CNY")
    assert words.zh.endswith("不投推广也不赚，没有保本投产比，没有哪个价格能保本。")


def test_only_what_is_asked_for_is_answered() -> None:
    plain = Plan(Terms(10_000, 6_000))
    assert further(plain, "CNY") == ()
    asked = replace(plain, margin=0.5, discount=1_000, fixed=40_001)
    assert [line.zh for line in further(asked, "CNY")] == [
        "净利率要到 50.0%，得卖 ¥120.00。",
        "每单降 ¥10.00 后，单量要多 33.3% 才赚得一样多。",
        "固定费用 ¥400.01 要卖 11 单才保本。",
    ]


def test_what_cannot_be_reached_is_said() -> None:
    asked = Plan(Terms(10_000, 12_000), margin=1.0, discount=1_000, fixed=40_000)
    assert [line.en for line in further(asked, "CNY")] == [
        "No price gives a margin of 100.0%.",
        "With a cut of ¥10.00 no number of orders earns the same.",
        "An order leaves nothing, so no number of orders bears fixed costs of ¥400.00.",
    ]


def test_it_says_how_far_the_answer_moves() -> None:
    """A fifth more refunds of G4: 24 % instead of 20 % lose 0.04 × (95 − 40 + 8) = 2.52 more."""
    found = how_far(G4, "CNY")
    assert found is not None
    grid, chart = found
    assert [word.zh for word in grid.frame["lever"]] == ["退款率 20.0%", "运费", "佣金 5.00%"]
    assert grid.frame.iloc[0, 1:].tolist() == [-308, -434, -560, -686, -812]
    assert chart.title.zh == "影响最大的是退款率：变两成，每单差 ¥2.52"


def test_where_nothing_can_change_nothing_is_said() -> None:
    assert how_far(Plan(Terms(100, 40)), "CNY") is None
