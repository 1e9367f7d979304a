"""Cash: what is outstanding by age, the account by month, the curve, and that all of it is the roll-forward."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ecreview.analyses.insight.cash import ANALYSIS, KEY, CashResult, analyze, present
from ecreview.analyses.insight.cash_account import account_of
from ecreview.model.grade import Grade
from ecreview.model.scope import Settings
from ecreview.model.section import NoteKind, NotReady, Section
from ecreview.reconcile import WHOLE, reconcile_all
from ecreview.review import review
from tests.builders import Row, dataset, inputs, period

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Period
    from ecreview.review import Review

JUNE = period("2026-06-01", "2026-06-30")


def order(order_id: str, gross: int, paid_at: str, refunded: int = 0, **more: str) -> Row:
    return {
        "order_id": order_id,
        "paid_at": paid_at,
        "order_amount": gross,
        "refunded": refunded,
        "status": "completed",
    } | more


def entry(order_id: str | None, amount: int, time: str, subject: str = "goods") -> Row:
    return {"order_id": order_id, "amount": amount, "time": time, "subject": subject}


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    found = dataset(payments=rows).frame("payments")
    assert found is not None
    return found


def cash_of(data: Dataset, under_review: Period = JUNE) -> CashResult:
    given = inputs(data, under_review)
    pairs = reconcile_all(data, given.scope, Settings())
    return analyze(replace(given, reconciliations=pairs))


def grid(section: Section, key: str) -> pd.DataFrame:
    (found,) = (g.frame for g in section.grids if g.key == key)
    return found


# The bill runs from 1 April to 30 June; the ages on 30 June are those of the buckets' borders.
PAID = {
    7: "2026-06-23", 8: "2026-06-22", 15: "2026-06-15", 16: "2026-06-14", 30: "2026-05-31",
    31: "2026-05-30", 60: "2026-05-01", 61: "2026-04-30",
}  # fmt: skip
BORDERS = dataset(
    orders=[
        *(order(f"age{age}", 1_000 + age, day) for age, day in PAID.items()),
        order("done", 50_000, "2026-06-01"),
        order("young", 9_000, "2026-06-29", status="shipped"),
        order("refund", 4_000, "2026-06-28", 500),
    ],
    payments=[
        entry(None, 0, "2026-04-01", "withdraw"),
        entry("done", 50_000, "2026-06-04"),
        entry("refund", 4_000, "2026-06-30"),
    ],
)


def test_each_age_falls_into_its_bucket() -> None:
    ages = grid(present(cash_of(BORDERS)), "ages")
    assert list(ages["overdue_cents"]) == [1_007, 2_023, 2_046, 2_091, 1_061, 8_228]
    assert list(ages["orders"]) == [3, 2, 2, 2, 1, 10]


def test_what_is_not_due_and_what_will_be_taken_off_stand_apart() -> None:
    ages = grid(present(cash_of(BORDERS)), "ages")
    assert list(ages["not_due_cents"])[::5] == [9_000, 9_000]
    assert list(ages["refund_due_cents"])[::5] == [-500, -500]
    assert list(ages["cents"])[-1] == 8_228 + 9_000 - 500


def test_the_figures_are_those_of_the_roll_forward() -> None:
    result = cash_of(BORDERS)
    section = present(result)
    rolled = grid(section, "rollforward")
    told = {figure.key: figure.value for figure in section.figures}
    june = rolled[[label.zh == "2026-06" for label in rolled["month"]]].iloc[0]
    assert told["receivable"] == june["paid_cents"] - june["refunded_cents"] == 67_046 - 500
    assert told["settled"] == june["received_cents"] == 54_000
    assert told["cash_gap"] == rolled["closing_cents"].iloc[-1] == result.ages["cents"].sum()


def test_money_outstanding_for_long_is_pointed_out_from_a_twentieth_on() -> None:
    """Older than 30 days: 100; owed in all 2 000, of which it is 5 %, or 2 001, of which it is less."""
    for amount, is_told in ((1_900, True), (1_901, False)):
        data = dataset(
            orders=[order("old", 100, "2026-05-01"), order("new", amount, "2026-06-10")],
            payments=[entry("new", amount, "2026-06-12"), entry("x", 0, "2026-04-30")],
        )
        kinds = {note.kind for note in present(cash_of(data)).notes}
        assert (NoteKind.FINDING in kinds) is is_told


def test_where_the_bill_covers_no_day_of_the_period_the_flows_are_not_observed() -> None:
    result = cash_of(BORDERS, period("2026-08-01", "2026-08-31"))
    section = present(result)
    assert result.curve is None
    assert [figure.value for figure in section.figures][:2] == [None, None]
    assert "账单不含本期的日期" in section.answer.zh


def test_without_a_bill_the_section_names_the_export() -> None:
    section = review(dataset(orders=[order("1", 100, "2026-06-01")])).section(KEY)
    assert isinstance(section, NotReady)
    assert "账务明细" in section.export.zh
    assert ANALYSIS.tab.key == "insight/profit"


def test_the_grade_is_that_of_the_reconciliation() -> None:
    """Of 8 228 + 50 000 + 3 500 due, 50 000 are settled: 81 %."""
    assert cash_of(BORDERS).grade is Grade.C


def test_where_only_refunds_are_open_they_are_told_as_such() -> None:
    """40 yuan came in, 5 of them are to be taken off."""
    data = dataset(
        orders=[order("1", 4_000, "2026-06-01", 500)], payments=[entry("1", 4_000, "2026-06-03")]
    )
    assert "平台还要扣回 ¥5.00 退款" in present(cash_of(data)).answer.zh
    data = dataset(
        orders=[order("1", 4_000, "2026-06-01")], payments=[entry("1", 4_000, "2026-06-03")]
    )
    assert "all orders that can be checked came in" in present(cash_of(data)).answer.en


def test_a_filtered_review_says_that_the_bill_is_looked_at_as_a_whole() -> None:
    texts = [note.text for note in present(replace(cash_of(BORDERS), is_filtered=True)).notes]
    assert WHOLE in texts
    assert WHOLE not in [note.text for note in present(cash_of(BORDERS)).notes]


# --- the account ----------------------------------------------------------------------------------


def test_the_account_closes_with_the_balance_of_the_bill() -> None:
    rows = frame(
        [
            entry("1", 10_000, "2026-05-30 10:00") | {"balance": 110_000},
            entry("1", -500, "2026-05-30 10:00", "commission") | {"balance": 109_500},
            entry(None, -60_000, "2026-06-02", "withdraw") | {"balance": 49_500},
            entry(None, 2_000, "2026-06-03", "deposit") | {"balance": 51_500},
        ]
    )
    account = account_of(rows)
    assert (account.opening, account.off_cents) == (100_000, 0)
    assert account.months.drop(columns="month").to_numpy().tolist() == [
        [10_000, 500, 0, 0],
        [0, 0, 60_000, 2_000],
    ]


def test_a_bill_that_runs_backwards_has_the_same_opening_balance() -> None:
    """Two entries of one second, the newest first: 100 + 5 − 1 = 104."""
    rows = frame(
        [
            entry("2", -1, "2026-06-01 10:00") | {"balance": 104},
            entry("1", 5, "2026-06-01 10:00") | {"balance": 105},
        ]
    )
    assert account_of(rows).opening == 100


def test_an_entry_that_the_export_lacks_leaves_the_balance_off() -> None:
    rows = frame(
        [
            entry("1", 100, "2026-06-01") | {"balance": 1_100},
            entry("2", 100, "2026-06-02") | {"balance": 1_200},
            entry("4", 100, "2026-06-04") | {"balance": 1_350},
        ]
    )
    account = account_of(rows)
    assert (account.opening, account.off_cents) == (1_000, 50)


def test_a_balance_that_fits_no_entry_is_none() -> None:
    rows = frame([entry(str(n), 100, f"2026-06-0{n}") | {"balance": n * n} for n in range(1, 5)])
    assert account_of(rows).opening is None
    assert account_of(frame([entry("1", 100, "2026-06-01")])).opening is None


def test_accounts_are_added_up() -> None:
    rows = frame(
        [
            entry("1", 5, "2026-06-01") | {"balance": 105, "platform": "taobao"},
            entry("2", 7, "2026-06-01") | {"balance": 27, "platform": "jd"},
        ]
    )
    assert account_of(rows).opening == 120


# --- the curve ------------------------------------------------------------------------------------

CAMPAIGN = period("2026-06-10", "2026-06-12")


def campaign(
    ad_spend: Sequence[Row] = (), purchases: Sequence[Row] = (), traffic: Sequence[Row] = ()
) -> Dataset:
    return dataset(
        orders=[
            order("0", 700, "2026-06-09"),
            order("1", 5_000, "2026-06-10"),
            order("2", 3_000, "2026-06-12"),
        ],
        payments=[entry("0", 700, "2026-06-10"), entry("1", 5_000, "2026-06-12 23:00")],
        ad_spend=ad_spend,
        purchases=purchases,
        traffic=traffic,
    )


def lines(data: Dataset) -> dict[str, list[int]]:
    curve = cash_of(data, CAMPAIGN).curve
    assert curve is not None
    return {key: cents.tolist() for key, cents in curve.lines.items()}


def test_the_curve_adds_up_from_the_first_day_of_the_period() -> None:
    assert lines(campaign()) == {"paid": [5_000, 5_000, 8_000], "received": [700, 700, 5_700]}


def test_ads_and_purchases_are_drawn_where_the_files_tell_of_them() -> None:
    data = campaign(
        ad_spend=[
            {"date": "2026-06-10", "spend": 100},
            {"date": "2026-06-11", "spend": 200},
            {"date": "2026-06-11", "spend": 50},
            {"date": "2026-06-13", "spend": 900},
        ],
        purchases=[
            {"po_id": "p", "ordered_at": "2026-06-01", "paid_at": "2026-06-11", "quantity": 1,
             "paid_amount": 2_000},
            {"po_id": "q", "ordered_at": "2026-06-11", "paid_at": None, "quantity": 1,
             "paid_amount": 9_999},
        ],
    )  # fmt: skip
    found = lines(data)
    assert found["ads"] == [100, 350, 350]
    assert found["purchases"] == [0, 2_000, 2_000]
    title = present(cash_of(data, CAMPAIGN)).charts[0].title
    assert title.zh == "资金最紧的一天是 6 月 11 日：到账比花出去的少 ¥16.50"


def test_ad_spend_of_whole_months_and_of_a_report_with_a_gap_is_not_drawn_by_day() -> None:
    month = [{"date": "2026-06-01", "period_end": "2026-06-30", "spend": 100}]
    assert "ads" not in lines(campaign(ad_spend=month))
    days = [{"date": f"2026-06-{day}", "uv": 1, "ad_spend": 100} for day in (10, 12)]
    assert "ads" not in lines(campaign(traffic=days))


# --- the made-up shop -----------------------------------------------------------------------------


def test_the_sample_ties_roll_ages_and_account_to_the_cent(sample_review: Review) -> None:
    section = sample_review.section(KEY)
    assert isinstance(section, Section)
    rolled, ages, account = (grid(section, key) for key in ("rollforward", "ages", "account"))
    months = rolled.iloc[: len(account)]
    assert months["closing_cents"].iloc[-1] == ages["cents"].iloc[-1]
    came = account["income_cents"] - account["outgo_cents"]
    assert (came == months["received_cents"]).all()
    moved = came - account["withdrawn_cents"] + account["other_cents"]
    assert (account["opening_cents"] + moved == account["closing_cents"]).all()
