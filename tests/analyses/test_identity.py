from fractions import Fraction
from math import prod

from ecreview.analyses.identity import Sides, against_targets, between, decimal, scaled_to_target
from ecreview.analyses.totals import Totals
from ecreview.model.scope import Goal, Goals
from tests.builders import period

JUNE, MAY = period("2026-06-01", "2026-06-30"), period("2026-05-01", "2026-05-31")
FULL = Totals(
    JUNE, gmv_pay=15_004_000, uv=62_000, cart_users=4_960, order_buyers=1_885, pay_buyers=1_364,
    buyers_paid=1_300, orders_paid=1_400,
)  # fmt: skip


def goals(**targets: float) -> Goals:
    return Goals(tuple(Goal(key, value, JUNE) for key, value in targets.items()))


def exact(*numbers: Fraction | int) -> tuple[Fraction, ...]:
    return tuple(Fraction(n) for n in numbers)


def keys(sides: Sides | None) -> list[str]:
    return [link.key for link in sides.chain] if sides else []


def test_the_chain_is_cut_as_finely_as_both_sides_allow() -> None:
    without_cart = Totals(MAY, gmv_pay=18_000_000, uv=50_000, pay_buyers=1_500)
    assert keys(between(FULL, FULL)) == ["uv", "cart_rate", "cart_order", "pay_rate", "aov_buyer"]
    assert keys(between(without_cart, FULL)) == ["uv", "pay_cvr", "aov_buyer"]


def test_without_traffic_the_chain_starts_at_buyers_and_without_those_at_orders() -> None:
    buyers = Totals(MAY, gmv_pay=100, buyers_paid=2, orders_paid=4)
    orders = Totals(MAY, gmv_pay=100, orders_paid=4)
    assert keys(between(buyers, buyers)) == ["buyers_paid", "aov_buyer"]
    assert keys(between(orders, orders)) == ["orders_paid", "aov_order"]
    assert between(Totals(MAY, gmv_pay=100), FULL) is None


def test_the_product_of_a_chain_is_the_paid_amount_to_the_cent() -> None:
    sides = between(FULL, FULL)
    assert sides is not None
    assert prod(sides.after) == 15_004_000


def test_a_factor_with_nothing_to_divide_by_takes_the_other_sides_value() -> None:
    empty = Totals(JUNE, gmv_pay=0, uv=0, pay_buyers=0)
    before = Totals(MAY, gmv_pay=18_000_000, uv=50_000, pay_buyers=1_500)
    sides = between(before, empty)
    assert sides is not None
    assert sides.after == exact(0, Fraction(3, 100), 12_000)


def test_targets_of_all_links_make_the_reference() -> None:
    sides = against_targets(goals(uv=50_000, pay_cvr=0.03, aov_buyer=12_000), JUNE, FULL)
    assert sides is not None
    assert sides.before == exact(50_000, Fraction(3, 100), 12_000)


def test_one_missing_link_follows_from_the_target_of_the_amount() -> None:
    sides = against_targets(goals(gmv_pay=18_000_000, uv=50_000, aov_buyer=12_000), JUNE, FULL)
    assert sides is not None
    assert sides.before[1] == Fraction(3, 100)


def test_two_missing_links_leave_the_target_uncut() -> None:
    assert against_targets(goals(gmv_pay=18_000_000, uv=50_000), JUNE, FULL) is None


def test_the_baselines_structure_is_scaled_by_its_first_link() -> None:
    before = Totals(MAY, gmv_pay=18_000_000, uv=50_000, pay_buyers=1_500)
    sides = scaled_to_target(Fraction(36_000_000), before, FULL)
    assert sides is not None
    assert sides.is_assumed
    assert sides.before == exact(100_000, Fraction(3, 100), 12_000)


def test_a_baseline_without_sales_cannot_be_scaled() -> None:
    assert (
        scaled_to_target(Fraction(100), Totals(MAY, gmv_pay=0, uv=10, pay_buyers=0), FULL) is None
    )


def test_typed_numbers_are_the_decimals_people_wrote() -> None:
    assert decimal(0.1) == Fraction(1, 10)
