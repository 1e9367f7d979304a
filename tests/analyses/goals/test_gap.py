"""Golden vectors: features G1, G1-five; look/NOTES §6."""

from typing import Any

from ecreview.analyses.goals.effects import RESIDUAL
from ecreview.analyses.goals.gap import GapResult, analyze, present
from ecreview.model.dataset import Dataset
from ecreview.model.scope import Goal, Goals
from ecreview.model.section import NoteKind
from tests.builders import Row, dataset, inputs, period

JUNE, MAY = period("2026-06-01", "2026-06-01"), period("2026-05-31", "2026-05-31")


def day(date: str, uv: int, buyers: int, cents: int, **more: int) -> Row:
    return {"date": date, "uv": uv, "pay_buyers": buyers, "pay_amount": cents, **more}


BEFORE = day("2026-05-31", 50_000, 1_500, 18_000_000)
AFTER = day("2026-06-01", 62_000, 1_364, 15_004_000)
DATA = dataset(traffic=[BEFORE, AFTER])


def target(**values: float) -> Goals:
    return Goals(tuple(Goal(key, value, JUNE) for key, value in values.items()))


def gap(
    data: Dataset, goals: Goals | None = None, *, against_may: bool = True, **options: Any
) -> GapResult:
    baseline = MAY if against_may else None
    return analyze(inputs(data, JUNE, baseline=baseline, goals=goals, **options))


def effects(result: GapResult) -> dict[str, int]:
    return {e.key: e.cents for e in result.effects}


def test_gap_to_the_baseline_is_cut_as_in_g1() -> None:
    found = gap(DATA)
    assert found.gap_cents == -2_996_000
    assert effects(found) == {"uv": 3_596_000, "pay_cvr": -5_144_000, "aov_buyer": -1_448_000}


def test_gap_to_targets_that_multiply_is_cut_as_in_g1() -> None:
    goals = target(gmv_pay=18_000_000, uv=50_000, pay_cvr=0.03, aov_buyer=12_000)
    found = gap(DATA, goals, against_may=False)
    assert found.reference == "target"
    assert effects(found) == {"uv": 3_596_000, "pay_cvr": -5_144_000, "aov_buyer": -1_448_000}


def test_link_targets_alone_make_the_target_of_the_amount() -> None:
    found = gap(DATA, target(uv=50_000, pay_cvr=0.03, aov_buyer=12_000), against_may=False)
    assert (found.reference_cents, found.gap_cents) == (18_000_000, -2_996_000)


def test_five_links_where_cart_and_orders_are_known_on_both_sides() -> None:
    # 62,000 × 8 % × 38 % × pay rate; counts must be whole, so the vector of features G1-five is met closely.
    data = dataset(
        traffic=[
            day("2026-05-31", 50_000, 1_500, 18_000_000, cart_users=5_000, order_buyers=2_000),
            day("2026-06-01", 62_000, 1_364, 15_004_000, cart_users=4_960, order_buyers=1_885),
        ]
    )
    found = gap(data)
    parts = effects(found)
    assert sum(parts.values()) == -2_996_000
    assert list(parts) == ["uv", "cart_rate", "cart_order", "pay_rate", "aov_buyer"]
    assert abs(parts["uv"] - 3_583_410) < 1_000
    assert found.drivers[0].key == "cart_rate"


def test_the_story_of_the_pictures_is_split_to_the_cent() -> None:
    story = dataset(
        traffic=[
            day("2026-06-01", 512_600, 15_070, 268_396_740, cart_users=63_562, order_buyers=18_814)
        ]
    )
    goals = target(
        gmv_pay=300_000_000, uv=480_000, cart_rate=57_600 / 480_000, cart_order=20_736 / 57_600,
        pay_rate=17_003 / 20_736,
    )  # fmt: skip
    found = gap(story, goals, against_may=False)
    parts = effects(found)
    expected = {"uv": 18_735_703, "cart_rate": 9_344_675, "cart_order": -55_682_780,
                "pay_rate": -6_670_429, "aov_buyer": 2_669_571}  # fmt: skip
    # The targets reach us as decimals of 16 digits, so a part may move by a cent; the sum may not.
    assert all(abs(parts[key] - cents) <= 1 for key, cents in expected.items())
    assert sum(parts.values()) == -31_603_260


def test_a_target_without_link_targets_takes_the_baselines_structure_and_says_so() -> None:
    found = gap(DATA, target(gmv_pay=36_000_000))
    assert found.is_assumed
    assert sum(effects(found).values()) == 15_004_000 - 36_000_000
    assert found.effects[0].before == 100_000
    assert any("按比例放大" in n.text.zh for n in present(found).notes)


def test_a_target_without_links_and_baseline_leaves_the_total_only() -> None:
    found = gap(DATA, target(gmv_pay=36_000_000), against_may=False)
    assert (found.gap_cents, found.effects) == (15_004_000 - 36_000_000, ())
    assert not present(found).grids


def test_targets_that_do_not_multiply_keep_their_difference_apart() -> None:
    found = gap(DATA, target(gmv_pay=18_100_000, uv=50_000, pay_cvr=0.03, aov_buyer=12_000))
    assert effects(found)[RESIDUAL] == -100_000
    assert sum(effects(found).values()) == found.gap_cents
    assert RESIDUAL not in [e.key for e in found.drivers]


def test_without_target_and_baseline_there_is_no_gap() -> None:
    found = gap(DATA, against_may=False)
    assert (found.reference, found.gap_cents) == (None, None)
    figure = present(found).figure("gap")
    assert figure is not None
    assert figure.value is None


def test_without_traffic_buyers_and_spend_make_the_gap() -> None:
    orders = [
        {"order_id": "1", "paid_at": "2026-05-31", "order_amount": 1_000, "buyer_key": "a"},
        {"order_id": "2", "paid_at": "2026-06-01", "order_amount": 1_000, "buyer_key": "a"},
        {"order_id": "3", "paid_at": "2026-06-01", "order_amount": 2_000, "buyer_key": "b"},
    ]
    # 1 × 1,000 → 2 × 1,500: buyers 1 × (1,000 + 1,500) / 2 = 1,250, spend 500 × (1 + 2) / 2 = 750.
    assert effects(gap(dataset(orders=orders))) == {"buyers_paid": 1_250, "aov_buyer": 750}


def test_chain_substitution_prints_its_order() -> None:
    found = gap(DATA, method="chain")
    assert effects(found) == {"uv": 4_320_000, "pay_cvr": -5_952_000, "aov_buyer": -1_364_000}
    (grid,) = present(found).grids
    assert grid.caption.zh.startswith("连环替代，替代顺序：访客数 → 支付转化率 → 客单价")


def test_the_cross_check_stands_beside_each_effect() -> None:
    (grid,) = present(gap(DATA)).grids
    assert grid.frame["factor"].tolist() == ["uv", "pay_cvr", "aov_buyer"]
    assert grid.frame["lmdi_cents"].tolist() == [3_539_996, -5_104_087, -1_431_909]


def test_causes_are_the_negative_links_by_money() -> None:
    causes = [n for n in present(gap(DATA)).notes if n.kind is NoteKind.CAUSE]
    assert [n.amount_cents for n in causes] == [-5_144_000, -1_448_000]
    assert causes[0].evidence == ("gap/effects", "gap/effect_pay_cvr")


def test_a_link_without_enough_data_is_no_cause() -> None:
    tiny = dataset(traffic=[day("2026-05-31", 40, 20, 2_000), day("2026-06-01", 40, 4, 400)])
    section = present(gap(tiny))
    assert section.grids[0].frame["effect_cents"].sum() == -1_600
    assert not [n for n in section.notes if n.kind is NoteKind.CAUSE]


def test_a_link_below_five_percent_of_the_gap_is_no_cause() -> None:
    # Buyers 100 → 90 at 100.00 each, spend 100.00 → 99.50 (−0.5 × 95): about 5 % of −1,045.00.
    def causes(spend: int) -> list[str]:
        data = dataset(
            traffic=[
                day("2026-05-31", 1_000, 100, 1_000_000),
                day("2026-06-01", 1_000, 90, 90 * spend),
            ]
        )
        return [n.title.zh for n in present(gap(data)).notes if n.kind is NoteKind.CAUSE]

    assert causes(9_940) == ["来了没买", "每个人买得少了"]
    assert causes(9_960) == ["来了没买"]


def test_arithmetic_is_not_called_a_cause_without_evidence() -> None:
    assert any(n.text.zh.startswith("归因说明差距由哪个环节构成") for n in present(gap(DATA)).notes)


def test_periods_of_different_length_are_pointed_out() -> None:
    data = dataset(traffic=[day("2026-05-30", 1, 1, 1), BEFORE, AFTER])
    found = analyze(inputs(data, JUNE, baseline=period("2026-05-30", "2026-05-31")))
    assert found.is_uneven
    assert any("天数不同" in n.text.zh for n in present(found).notes)


def test_the_last_bar_of_the_waterfall_is_the_sum_of_the_others() -> None:
    (chart,) = present(gap(DATA)).charts
    assert chart.frame["value"].iloc[:-1].sum() == chart.frame["value"].iloc[-1] == -2_996_000
    assert chart.frame["kind"].tolist() == ["step", "step", "step", "total"]
