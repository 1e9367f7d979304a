"""Ad spend goes to the orders of its shop and day, to the cent; on a day without orders it is kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.analyses.margins.parts import Source
from ecreview.analyses.margins.table import margins_of
from tests.analyses.margins.ledger import given, paid, profit

if TYPE_CHECKING:
    from tests.builders import Row

ORDERS = [
    paid("1", 3_299, "2026-06-10 08:00", shop="甲", platform="taobao"),
    paid("2", 4_500, "2026-06-10 09:00", shop="甲", platform="taobao"),
    paid("3", 1_201, "2026-06-10 10:00", shop="甲", platform="taobao"),
    paid("4", 5_000, "2026-06-10 11:00", shop="乙", platform="jd"),
    paid("5", 5_000, "2026-06-11 11:00", shop="乙", platform="jd"),
]


def spent(cents: int, day: str = "2026-06-10", **more: object) -> Row:
    return {"date": day, "spend": cents, **more}


def per_order(rows: list[Row]) -> list[int]:
    margins = margins_of(given(ORDERS, ad_spend=rows))
    assert margins is not None
    return [-int(cents) for cents in margins.parts["ads"].cents]


def test_spend_is_shared_by_paid_amount_with_largest_remainder() -> None:
    assert per_order([spent(999, shop="甲")]) == [366, 500, 133, 0, 0]


def test_spend_that_names_only_its_platform_stays_on_it_and_one_that_names_nothing_goes_to_all() -> (
    None
):
    assert per_order([spent(100, platform="jd", shop=None)]) == [0, 0, 0, 100, 0]
    assert sum(per_order([spent(1_400)])[:4]) == 1_400


def test_a_row_that_another_report_tells_too_does_not_count() -> None:
    rows = [spent(999, shop="甲", is_repeated=False), spent(777, shop="甲", is_repeated=True)]
    assert sum(per_order(rows)) == 999


def test_spend_of_a_period_is_the_same_on_each_of_its_days() -> None:
    rows = [spent(101, "2026-06-10", period_end="2026-06-12", shop="乙")]
    found = profit(ORDERS, ad_spend=rows)
    assert per_order(rows)[3:] == [34, 34]
    assert (found.parts["ads"], dict(found.rest)) == (-101, {"ads": -33})


def test_the_shops_daily_report_tells_spend_where_no_ad_report_does() -> None:
    traffic = [{"date": "2026-06-10", "uv": 1, "ad_spend": 500, "shop": "乙"}]
    found = profit(ORDERS, traffic=traffic)
    assert (found.parts["ads"], found.sources["ads"]) == (-500, {Source.ADS: 5})


def test_without_any_report_of_spend_it_is_unknown() -> None:
    assert profit(ORDERS).is_unknown("ads")
