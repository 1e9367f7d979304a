"""The article's campaign (line 25): GMV at a record, one channel, repurchase and margin down."""

from ecreview.analyses.goals.vanity import Sign, Vanity, check_vanity, top_channel, vanity_note
from ecreview.model.section import NoteKind
from ecreview.model.text import Text
from tests.builders import Row, dataset, inputs, period

JUNE, MAY = period("2026-06-01", "2026-06-30"), period("2026-05-01", "2026-05-31")
WORD = Text(zh="退款率", en="refund rate")


def order(number: str, day: str, buyer: str, refunded: int, channel: str) -> Row:
    return {"order_id": number, "paid_at": f"2026-{day}", "order_amount": 100,
            "refunded": refunded, "buyer_key": buyer, "channel": channel}  # fmt: skip


# May: 60 buyers, half of whom buy twice; 10 of 90 orders refunded in part; two channels of equal weight.
MAY_ORDERS = [
    order(
        f"m{n}",
        f"05-{n % 31 + 1:02d}",
        f"b{n % 60}",
        30 if n < 10 else 0,
        "search" if n % 2 else "live",
    )
    for n in range(90)
]
# June: 142 buyers, 8 of them twice; every third order refunded; two of three through the live room. The data go on
# for 15 days, so that the refunds are in.
JUNE_ORDERS = [
    order(
        f"j{n}",
        f"06-{n % 30 + 1:02d}",
        f"c{n % 142}",
        30 if n % 3 == 0 else 0,
        "search" if n % 3 == 0 else "live",
    )
    for n in range(150)
]
JULY_ORDERS = [order("z", "07-15", "z", 0, "live")]


def sign(before: float, after: float, *, rises: bool = True) -> Sign:
    return Sign("refund_rate_amt", WORD, before, after, rises)


def check(orders: list[Row]) -> Vanity | None:
    return check_vanity(inputs(dataset(orders=orders + JULY_ORDERS), JUNE, baseline=MAY))


def test_growth_with_worse_refunds_repurchase_and_concentration_is_red() -> None:
    found = check(MAY_ORDERS + JUNE_ORDERS)
    assert found is not None
    assert found.growth_cents == 6_000
    assert [s.key for s in found.worse] == ["rep_user", "refund_rate_amt", "channel_share"]
    assert found.is_red


def test_the_same_signs_without_growth_are_not_red() -> None:
    found = check(MAY_ORDERS + JUNE_ORDERS[:89])
    assert found is not None
    assert found.growth_cents < 0
    assert not found.is_red


def test_one_worse_sign_is_not_enough_and_two_are() -> None:
    assert not Vanity(1, (sign(0.1, 0.2), sign(0.1, 0.1))).is_red
    assert Vanity(1, (sign(0.1, 0.2), sign(0.3, 0.2, rises=False))).is_red


def test_half_a_point_is_a_sign_and_less_is_noise() -> None:
    assert sign(0.25, 0.255).is_worse
    assert not sign(0.25, 0.2549).is_worse
    assert not sign(0.25, 0.20).is_worse


def test_a_change_of_few_buyers_is_noise_and_the_same_change_of_many_a_sign() -> None:
    few = Sign("rep_user", WORD, 0.17, 0.146, rises=False, counts=((102, 699), (35, 206)))
    many = Sign(
        "rep_user", WORD, 0.17, 0.146, rises=False, counts=((10_200, 69_900), (3_500, 20_600))
    )
    assert not few.is_worse
    assert many.is_worse


def test_without_baseline_there_is_no_check() -> None:
    assert check_vanity(inputs(dataset(orders=JUNE_ORDERS), JUNE)) is None


def test_the_banner_names_growth_and_the_signs() -> None:
    found = check(MAY_ORDERS + JUNE_ORDERS)
    assert found is not None
    note = vanity_note(found, "CNY")
    assert note.kind is NoteKind.ALARM
    assert "退款率 3.33% → 10.0%" in note.text.zh
    assert note.amount_cents == 6_000


def test_the_largest_channel_is_told_by_money() -> None:
    assert top_channel(inputs(dataset(orders=JUNE_ORDERS), JUNE), JUNE) == ("live", 10_000, 15_000)
    bare = [{k: v for k, v in r.items() if k != "channel"} for r in JUNE_ORDERS]
    assert top_channel(inputs(dataset(orders=bare), JUNE), JUNE)[1] is None
