"""Grades of features X-3: each factor at its borders, and that the worst one decides."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from ecreview.analyses.base import Inputs
from ecreview.analyses.goals import actions, gap, overview
from ecreview.analyses.headlines import headline, headline_trust, profit_trust
from ecreview.analyses.measures import measure
from ecreview.analyses.quality.grades import conclusions_of, review_trust
from ecreview.analyses.quality.quality import analyze, present
from ecreview.analyses.trust import (
    Factor,
    Trust,
    bill_factor,
    days_factor,
    doubtful_cents,
    known_refunds_factor,
    mapping_factor,
    trust_in,
)
from ecreview.model.dataset import Dataset, FileReceipt, TableReceipt
from ecreview.model.finding_kinds import AMOUNTS_DISAGREE, BALANCE_BROKEN, NUMBER_BAD
from ecreview.model.findings import Finding, FindingKind, Place
from ecreview.model.grade import Grade
from ecreview.model.ledger import Ledger
from ecreview.model.scope import Period, Scope
from ecreview.model.text import EMPTY
from ecreview.reconcile.base import Reconciliation, Wording
from tests.builders import Row, dataset, inputs, period

HUNDRED = Period.over(date(2026, 1, 1), date(2026, 4, 10))
DAYS = [HUNDRED.start + timedelta(days=i) for i in range(100)]


def orders(days: list[date], **more: Any) -> list[Row]:
    return [{"order_id": str(d), "paid_at": str(d), "order_amount": 100} | more for d in days]


def traffic(days: list[date]) -> list[Row]:
    return [{"date": str(d), "uv": 1_000, "pay_buyers": 50} for d in days]


def receipt(table: str, score: float = 1.0, name: str = "") -> FileReceipt:
    rows = Ledger(total=1, kept=1)
    made = TableReceipt(None, "f", EMPTY, None, table, score, EMPTY, 1, rows)
    return FileReceipt(name or f"{table}.csv", "d", 1, "csv", (made,))


def listed(data: Dataset, *files: FileReceipt, findings: tuple[Finding, ...] = ()) -> Dataset:
    return replace(data, files=files, findings=findings)


def bill(matched: int, due: int = 1_000) -> Reconciliation:
    return Reconciliation(
        key="orders.payments", wording=Wording(EMPTY, EMPTY, EMPTY), left_rows=1, right_rows=1,
        left_cents=due, right_cents=matched, states={}, explained={}, differences=pd.DataFrame({"is_open": [], "difference_cents": []}),
        tolerance_cents=100, rate_amount=(matched, due), rate_count=(1, 1),
    )  # fmt: skip


def given(data: Dataset, *reconciliations: Reconciliation) -> Inputs:
    return replace(inputs(data, HUNDRED), reconciliations=reconciliations)


def found(kind: FindingKind, table: str, cents: int | None) -> Finding:
    return Finding(kind, Place(f"{table}.csv"), 1, 1, cents)


def grade(factor: Factor | None) -> Grade:
    assert factor is not None
    return factor.grade


@pytest.mark.parametrize(("seen", "expected"), [(100, "A"), (99, "B"), (98, "B"), (97, "C"), (90, "C"), (89, "D")])  # fmt: skip
def test_days_covered(seen: int, expected: str) -> None:
    # Every weekday is there, so that none counts as closed.
    here = given(dataset(traffic=traffic(DAYS[:seen])))
    assert grade(days_factor(here, "traffic_daily", HUNDRED)) == expected


@pytest.mark.parametrize(("matched", "expected"), [(980, "A"), (979, "B"), (950, "B"), (949, "C"), (800, "C"), (0, "C")])  # fmt: skip
def test_reconciled_by_amount(matched: int, expected: str) -> None:
    assert grade(bill_factor(given(dataset(), bill(matched)))) == expected


def test_no_bill_is_indicative_only() -> None:
    assert grade(bill_factor(given(dataset()))) is Grade.C


@pytest.mark.parametrize(("told", "expected"), [(95, "A"), (94, "B"), (85, "B"), (84, "C"), (50, "C"), (49, "D"), (0, "D")])  # fmt: skip
def test_sales_whose_refunds_are_told(told: int, expected: str) -> None:
    rows = [*orders(DAYS[:told], refunded=0), *orders(DAYS[told:], refunded=None)]
    assert grade(known_refunds_factor(given(dataset(orders=rows)))) == expected


@pytest.mark.parametrize(("score", "expected"), [(0.95, "A"), (0.949, "B"), (0.85, "B"), (0.849, "C")])  # fmt: skip
def test_columns_recognised(score: float, expected: str) -> None:
    data = listed(dataset(orders=orders(DAYS)), receipt("orders"), receipt("orders", score))
    assert grade(mapping_factor(data, "orders")) == expected


def test_the_worst_factor_decides_and_a_table_that_is_not_used_does_not_count() -> None:
    data = dataset(orders=orders(DAYS), traffic=traffic(DAYS[:97]))
    here = given(listed(data, receipt("orders", 0.9), receipt("traffic_daily")))
    assert headline_trust(headline("gmv_pay"), here).grade is Grade.B
    assert headline_trust(headline("uv"), here).grade is Grade.C
    both = headline_trust(headline("uv_value"), here)
    assert {f.key for f in both.factors} >= {"days.orders", "days.traffic_daily", "mapping.orders"}
    deciding = both.deciding
    assert deciding is not None
    assert deciding.key == "days.traffic_daily"
    assert deciding.remedy.zh == "补传缺的日子（见日期覆盖表）"


def test_at_grade_a_no_factor_decides() -> None:
    trust = trust_in(given(dataset(orders=orders(DAYS))), "orders", "traffic_daily")
    assert (trust.grade, trust.deciding) == (Grade.A, None)
    assert (Trust(()).grade, Trust(()).deciding) == (None, None)


def test_one_shop_of_two_that_lacks_days_lowers_the_grade() -> None:
    rows = [
        {"order_id": f"{shop}{day}{n}", "shop": shop, "paid_at": f"{day}", "order_amount": 1}
        for shop, days in (("甲", DAYS), ("乙", DAYS[:60]))
        for day in days
        for n in range(3)
    ]
    # 160 of 200 shop-days.
    assert trust_in(given(dataset(orders=rows)), "orders").grade is Grade.D
    sold = [row for row in rows if row["shop"] == "甲"]
    assert trust_in(given(dataset(orders=sold)), "orders").grade is Grade.A


def test_a_net_number_of_a_platform_whose_refunds_are_unknown_is_no_ground_to_act_on() -> None:
    told = orders(DAYS, platform="taobao", shop="甲", refunded=0)
    silent = [
        {**row, "order_id": f"j{row['order_id']}", "order_amount": 4, "platform": "jd", "shop": "乙", "refunded": None}
        for row in told
    ]  # fmt: skip
    data, scope = dataset(orders=[*told, *silent]), Scope(HUNDRED, shops=("乙",))
    both = given(data)
    alone = replace(both, scope=scope, measures=measure(data, scope))
    assert grade(known_refunds_factor(both)) is Grade.A  # 4 of 104 yuan
    assert grade(known_refunds_factor(alone)) is Grade.D
    assert headline_trust(headline("gsv"), alone).grade is Grade.D
    assert headline_trust(headline("gmv_pay"), alone).grade is Grade.A


def test_refunds_that_are_wholly_unknown_limit_profit_but_not_the_review() -> None:
    here = given(dataset(orders=orders(DAYS)), bill(1_000))
    assert "known_refunds" in {f.key for f in profit_trust(here, 1.0).factors if f.grade is Grade.D}
    assert review_trust(here).grade is Grade.A


def test_unknown_refunds_lower_the_grade_of_the_review() -> None:
    rows = [*orders(DAYS[:90], refunded=0), *orders(DAYS[90:], refunded=None)]
    assert review_trust(given(dataset(orders=rows))).grade is Grade.B


def test_money_that_contradicts_itself_lowers_reconciliation_by_its_share() -> None:
    data = listed(
        dataset(orders=orders(DAYS)),
        receipt("orders"),
        receipt("payments"),
        receipt("order_lines"),
        findings=(
            found(BALANCE_BROKEN, "payments", 20),
            found(AMOUNTS_DISAGREE, "orders", -11),
            found(AMOUNTS_DISAGREE, "order_lines", 500),  # not what is reconciled with the bill
            found(NUMBER_BAD, "payments", 500),
        ),
    )
    assert doubtful_cents(data) == 31
    factor = bill_factor(given(data, bill(1_000)))  # 969 of 1,000
    assert (factor.grade, factor.value.zh) == (Grade.B, "96.9%（已减去自相矛盾的 ¥0.31）")


def test_the_check_tells_every_factor_once_and_what_decides_on_each_headline() -> None:
    data = listed(
        dataset(orders=orders(DAYS, refunded=0), traffic=traffic(DAYS[:97])), receipt("orders")
    )
    here = given(data, bill(960))
    grids = {g.key: g.frame for g in present(analyze(here)).grids}
    factors = grids["grades"]
    assert factors["factor"].is_unique
    assert {"days.orders", "days.traffic_daily", "mapping.orders", "bill", "known_refunds", "maturity"} <= {*factors["factor"]}  # fmt: skip
    remedies = zip(factors["remedy"], factors["grade"], strict=True)
    assert all(bool(remedy.zh) == (of != "A") for remedy, of in remedies)
    decided = grids["figure_grades"]
    why = dict(
        zip(decided["figure"], zip(decided["grade"], decided["why"], strict=True), strict=True)
    )
    assert (why["uv"][0], why["uv"][1].zh) == ("C", "日期覆盖：店铺每日流量")
    assert (why["gmv_pay"][0], why["gmv_pay"][1].zh) == ("A", "都在最高一档")
    assert [c.key for c in conclusions_of(here)] == decided["figure"].tolist()


TEN, BEFORE = period("2026-06-01", "2026-06-10"), period("2026-05-22", "2026-05-31")


def reviewed(days: int, before: int = 10) -> tuple[gap.GapResult, actions.ActionsResult]:
    """Return gap and actions where visitors halved; the report has so many of the ten days of each period."""

    def rows(of: Period, uv: int, count: int) -> list[Row]:
        dates = [of.start + timedelta(days=i) for i in range(count)]
        return [
            {"date": str(d), "uv": uv, "pay_buyers": uv // 10, "pay_amount": uv * 10} for d in dates
        ]

    data = dataset(traffic=[*rows(BEFORE, 2_000, before), *rows(TEN, 1_000, days)])
    here = inputs(data, TEN, baseline=BEFORE)
    cut = gap.analyze(here)
    first = overview.analyze(replace(here, results={"gap": cut}))
    return cut, actions.analyze(replace(here, results={"gap": cut, "overview": first}))


def test_a_gap_of_grade_d_names_no_cause_and_fires_no_action() -> None:
    told, acted = reviewed(10)
    assert (told.grade, [e.key for e in told.drivers]) == (Grade.A, ["uv"])
    assert [a.id for a in acted.actions] == ["RE-6"]
    untold, idle = reviewed(8)
    assert untold.gap_cents is not None
    assert (untold.grade, untold.drivers) == (Grade.D, ())
    assert idle.actions == ()


def test_a_baseline_of_too_few_days_leaves_the_gap_without_a_cause() -> None:
    told, acted = reviewed(10, before=8)
    assert (told.grade, told.drivers) == (Grade.D, ())
    assert acted.actions == ()
