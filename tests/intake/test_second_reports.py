"""Ad reports that tell the same spend: it counts once, and every row stays."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from tests.intake.assembling import at, codes, put_together

if TYPE_CHECKING:
    import pandas as pd

    from ecreview.model.dataset import Dataset

Rows = list[dict[str, Any]]


def spent(day: int, cents: int, plan: str | None = None, **more: Any) -> dict[str, Any]:
    return {"date": at(day), "spend": cents, "plan": plan} | more


def ads(*reports: Rows) -> Dataset:
    return put_together(*(("ad_spend", rows) for rows in reports))


def rows_of(dataset: Dataset) -> pd.DataFrame:
    frame = dataset.frame("ad_spend")
    assert frame is not None
    if "is_repeated" not in frame.columns:
        frame = frame.assign(is_repeated=False)
    return frame


def counted(dataset: Dataset) -> dict[str, int]:
    """Return the spend that counts, by file."""
    frame = rows_of(dataset)
    sums = frame[~frame["is_repeated"]].groupby("source_file")["spend"].sum()
    return {str(file): int(cents) for file, cents in sums.items() if cents}


HEADER = "日期,整体消耗(元),整体支付ROI,商品名称"


def report(name: str, *rows: str) -> Upload:
    return Upload.of(f"全域推广_{name}.csv", "\n".join([HEADER, *rows]).encode())


DAYS = [spent(16, 150), spent(17, 90), spent(18, 0)]
PLANS = [spent(16, 100, "A"), spent(16, 50, "B"), spent(17, 90, "A")]
GOODS = [spent(16, 100, "goods"), spent(17, 60, "goods")]
LIVE = [spent(16, 50, "live"), spent(17, 30, "live")]


def test_of_two_reports_of_the_same_money_the_one_that_spends_in_more_rows_counts() -> None:
    dataset = ads(DAYS, [*PLANS, spent(18, 0, "A")])
    assert counted(dataset) == {"b.csv": 240}
    assert len(rows_of(dataset)) == 7
    assert [file.tables[0].ledger.kept for file in dataset.files] == [3, 4]
    (told,) = [f for f in dataset.findings if f.kind.code == "SPEND_TOLD_TWICE"]
    assert (told.place.file, told.count, told.of, told.amount_cents) == ("a.csv", 3, 3, 240)
    assert "b.csv" in told.message.zh


def test_two_plans_of_one_daily_budget_are_not_clicked_alike_and_both_count() -> None:
    one, other = (
        [spent(day, 100, plan, clicks=n) for day in (16, 17)] for plan, n in (("A", 7), ("B", 9))
    )
    assert counted(ads(one, other)) == {"a.csv": 200, "b.csv": 200}
    levels = [spent(day, 100, clicks=7) for day in (16, 17)]
    assert counted(ads(one, levels)) == {"a.csv": 200}


def test_a_day_without_spend_is_no_evidence_for_or_against() -> None:
    assert counted(ads(DAYS, PLANS)) == {"b.csv": 240}  # the 18th stands in one report only
    nothing = [spent(16, 0), spent(17, 0)]
    dataset = ads(nothing, [spent(16, 0, "A"), spent(17, 0, "A")])
    assert "SPEND_TOLD_TWICE" not in codes(dataset)


def test_a_row_without_a_date_always_counts() -> None:
    undated = {"date": None, "spend": 5, "plan": "A"}
    assert counted(ads(DAYS, [*PLANS, undated])) == {"b.csv": 245}
    assert counted(ads([*DAYS, undated], PLANS)) == {"a.csv": 5, "b.csv": 240}
    assert counted(ads([undated], [undated | {"plan": "B"}])) == {"a.csv": 5, "b.csv": 5}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_whole_and_its_parts_count_once_in_any_order(order: tuple[int, ...]) -> None:
    reports = [DAYS, GOODS, LIVE]
    dataset = ads(*(reports[number] for number in order))
    assert sum(counted(dataset).values()) == 240
    frame = rows_of(dataset)
    assert set(frame[frame["is_repeated"]]["plan"].isna()) == {True}  # those of the whole


def test_a_whole_of_more_rows_than_its_parts_counts() -> None:
    whole = [
        spent(day, cents, f"{n}")
        for day, c in ((16, 50), (17, 30))
        for n, cents in enumerate([c] * 3)
    ]
    assert counted(ads(whole, GOODS, LIVE)) == {"a.csv": 240}


def test_where_whole_and_parts_have_as_many_rows_the_whole_counts() -> None:
    whole = [spent(16, 100, "x"), spent(16, 50, "y"), spent(17, 60, "x"), spent(17, 30, "y")]
    assert counted(ads(GOODS, LIVE, whole)) == {"c.csv": 240}


def test_a_row_that_whole_and_part_have_alike_counts_once() -> None:
    """On the 17th nothing was spent live: both reports hold the same row, one of which is merged."""
    whole, goods, live = (
        [spent(16, 150), spent(17, 60)],
        [spent(16, 100), spent(17, 60)],
        [spent(16, 50)],
    )
    for reports in permutations([whole, goods, live]):
        assert sum(counted(ads(*reports)).values()) == 210


def test_days_beyond_the_other_report_count() -> None:
    later = [*PLANS, spent(19, 70, "A")]
    assert counted(ads(DAYS, later)) == {"b.csv": 310}
    longer = [*DAYS, spent(19, 70)]
    assert counted(ads(longer, PLANS)) == {"a.csv": 70, "b.csv": 240}


def test_a_day_within_the_span_that_one_report_lacks_tells_them_apart() -> None:
    gappy = [spent(16, 150), spent(18, 20)]
    dataset = ads(gappy, [*PLANS, spent(18, 20, "A")])  # 90 on the 17th
    assert "SPEND_TOLD_TWICE" not in codes(dataset)


def test_hours_of_one_day_in_two_files_are_not_the_same_money() -> None:
    early, late = (
        [{"date": at(18, hour), "spend": 10} for hour in hours] for hours in ((0, 1), (2, 3))
    )
    assert "SPEND_TOLD_TWICE" not in codes(ads(early, late))


def test_totals_of_the_same_days_count_once() -> None:
    total = [spent(16, 140, "x", period_end=at(18)), spent(16, 100, "y", period_end=at(18))]
    assert counted(ads(total, [spent(16, 240, period_end=at(18))])) == {"a.csv": 240}
    assert "SPEND_TOLD_TWICE" not in codes(ads(total, [spent(16, 240, period_end=at(19))]))


def test_equal_spend_in_two_tools_shops_or_platforms_is_not_the_same_money() -> None:
    for name in ("tool", "shop", "platform"):
        reports = [[spent(16, 100, "A", **{name: word})] for word in ("x", "y")]
        assert "SPEND_TOLD_TWICE" not in codes(ads(*reports)), name


def test_of_three_levels_of_one_report_one_counts() -> None:
    materials = [
        spent(16, 30, "m1"),
        spent(16, 120, "m2"),
        spent(17, 45, "m1"),
        spent(17, 45, "m2"),
    ]
    for reports in permutations([DAYS, PLANS, materials]):
        dataset = ads(*reports)
        assert sum(counted(dataset).values()) == 240
        assert len(counted(dataset)) == 1
        assert codes(dataset).count("SPEND_TOLD_TWICE") == 2


def test_a_part_that_is_told_at_two_levels_still_adds_up_to_the_whole() -> None:
    goods_plans = [spent(16, 70, "g1"), spent(16, 30, "g2"), spent(17, 60, "g1")]
    dataset = ads(DAYS, GOODS, LIVE, goods_plans)
    assert counted(dataset) == {"c.csv": 80, "d.csv": 160}


def test_a_report_given_twice_is_merged_and_nothing_told_again() -> None:
    dataset = ads(DAYS, DAYS)
    assert codes(dataset) == ["ROW_DUP"]
    assert sum(counted(dataset).values()) == 240
    assert "is_repeated" not in dataset.tables["ad_spend"].frame.columns


def test_exports_of_one_report_with_common_days_are_merged_and_nothing_told_again() -> None:
    dataset = ads(PLANS[:2], PLANS)
    assert codes(dataset) == ["ROW_DUP"]
    assert counted(dataset) == {"b.csv": 240}


@pytest.mark.parametrize("again", [DAYS, DAYS[1:], GOODS, GOODS[:1], LIVE])
def test_a_report_given_again_beside_others_of_its_money_adds_nothing(again: Rows) -> None:
    for reports in permutations([DAYS, GOODS, LIVE, again]):
        assert sum(counted(ads(*reports)).values()) == 240


def test_two_exports_of_one_report_that_share_a_day_are_one_side() -> None:
    earlier, later = [spent(15, 30), spent(16, 150)], [spent(16, 150), spent(17, 90)]
    plans = [spent(15, 30, "A"), *PLANS]
    for reports in permutations([earlier, later, plans]):
        assert sum(counted(ads(*reports)).values()) == 270


def test_many_reports_of_single_days_are_compared_day_by_day() -> None:
    uploads = [
        report(f"{kind}{day}", f"2026-06-{day:02},{day * share}.00,2,{kind}")
        for day in range(1, 15)
        for kind, share in (("a", 3), ("b", 2), ("c", 1))
    ]
    dataset = ingest(uploads, run=run_inline)
    assert sum(counted(dataset).values()) == 3 * sum(range(1, 15)) * 100
    assert codes(dataset).count("SPEND_TOLD_TWICE") == 14  # the wholes


@pytest.mark.parametrize(("others", "spend"), [(4, 300 + 15_000), (5, 2 * 300 + 31_000)])
def test_two_parts_among_a_few_other_reports_are_found(others: int, spend: int) -> None:
    """Beyond 6 reports beside the whole, pairs of them are no longer compared with it."""
    unlike = {f"other{n}": 1_000 * 2**n for n in range(others)}
    amounts = {"sum": 300, "part1": 100, "part2": 200} | unlike
    uploads = [report(name, f"2026-06-18,{c}.00,2,{name}") for name, c in amounts.items()]
    assert sum(counted(ingest(uploads, run=run_inline)).values()) == spend * 100


amounts = st.lists(st.integers(1, 10**6), min_size=1, max_size=4)


@settings(deadline=None, max_examples=40)
@given(st.lists(amounts, min_size=1, max_size=5), st.permutations(range(3)))
def test_what_counts_is_one_side_to_the_cent_whatever_the_order(
    days: list[list[int]], order: list[int]
) -> None:
    goods = [spent(n, c, f"g{i}") for n, day in enumerate(days, 1) for i, c in enumerate(day)]
    live = [spent(n, 7 * n, "live") for n, _ in enumerate(days, 1)]
    whole = [spent(n, sum(day) + 7 * n) for n, day in enumerate(days, 1)]
    dataset = ads(*([whole, goods, live][at] for at in order))
    assert sum(counted(dataset).values()) == sum(row["spend"] for row in whole)
    assert len(rows_of(dataset)) == len(goods) + len(live) + len(whole)


# --- 千川: the words of its files ---

WHOLE = report("全部", "2026-06-18,100.03,2,", "2026-06-19,50.00,2,")
PART_GOODS = report("推商品", "2026-06-18,60.00,2,", "2026-06-19,20.00,2,", "2026-06-20,8.00,2,")
PART_LIVE = report("推直播间", "2026-06-18,40.00,2,", "2026-06-19,30.01,2,")


@pytest.mark.parametrize("uploads", list(permutations([WHOLE, PART_GOODS, PART_LIVE])))
def test_figures_that_are_not_yet_final_are_told_apart_by_the_names_of_the_files(
    uploads: tuple[Upload, ...],
) -> None:
    dataset = ingest(uploads, run=run_inline)
    assert counted(dataset) == {WHOLE.name: 15_003, PART_GOODS.name: 800}
    told = [f for f in dataset.findings if f.kind.code == "SPEND_TOLD_TWICE"]
    assert {f.place.file: f.amount_cents for f in told} == {
        PART_GOODS.name: 8_000,
        PART_LIVE.name: 7_001,
    }


def test_a_part_beside_its_whole_adds_nothing_though_the_other_part_is_missing() -> None:
    assert counted(ingest([PART_LIVE, WHOLE], run=run_inline)) == {WHOLE.name: 15_003}


def test_parts_alone_count_and_so_do_parts_that_exceed_what_is_called_their_whole() -> None:
    assert sum(counted(ingest([PART_GOODS, PART_LIVE], run=run_inline)).values()) == 15_801
    small = report("全部", "2026-06-18,70.00,2,", "2026-06-19,70.00,2,")
    assert sum(counted(ingest([small, PART_GOODS, PART_LIVE], run=run_inline)).values()) == 29_801


@pytest.mark.parametrize(("part", "spend"), [("105.00", 10_000), ("105.01", 20_501)])
def test_parts_may_exceed_their_whole_by_a_twentieth(part: str, spend: int) -> None:
    uploads = [report("全部", "2026-06-18,100.00,2,"), report("推商品", f"2026-06-18,{part},2,")]
    assert sum(counted(ingest(uploads, run=run_inline)).values()) == spend


def test_both_reports_count_where_a_person_says_so() -> None:
    final = report("全部", "2026-06-18,100.00,2,", "2026-06-19,50.01,2,")
    parts = [report("推商品", "2026-06-18,60.00,2,", "2026-06-19,20.00,2,"), PART_LIVE]
    assert set(counted(ingest([final, *parts], run=run_inline))) == {f.name for f in parts}
    choices = Choices.from_json(
        '{"tables": [{"file": "全域推广_全部.csv", "table": "", "undo": ["SPEND_TOLD_TWICE"]}]}'
    )
    dataset = ingest([final, *parts], run=run_inline, choices=choices)
    assert sum(counted(dataset).values()) == 2 * 15_001
    assert "SPEND_TOLD_TWICE" not in codes(dataset)
    (receipt,) = [file.tables[0] for file in dataset.files if file.name == final.name]
    assert [finding.kind.code for finding in receipt.undone] == ["SPEND_TOLD_TWICE"]
