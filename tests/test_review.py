from collections.abc import Callable
from dataclasses import replace
from graphlib import CycleError
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ecreview.analyses import ANALYSES
from ecreview.analyses.base import VERDICT, Analysis, Choice, Inputs, Need, Number
from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Dataset, Upload
from ecreview.model.grade import Grade
from ecreview.model.scope import Scope, Settings
from ecreview.model.section import NotReady, Section
from ecreview.model.text import Text
from ecreview.review import Review, chosen_options, default_scope, review
from tests.builders import Row, dataset, period

WORD = Text(zh="词", en="word")
JUNE = period("2026-06-11", "2026-06-20")
BEFORE = period("2026-06-01", "2026-06-10")


def orders() -> list[Row]:
    """Return twenty days of orders: more, but with more refunds, in the second half."""
    return [
        {
            "order_id": f"{day}-{n}",
            "paid_at": f"2026-06-{day:02d} 10:00:00",
            "order_amount": 10_000,
            "refunded": 10_000 if n % (10 if day <= 10 else 4) == 0 else 0,
            "buyer_key": f"b{day * 7 + n}",
        }
        for day in range(1, 21)
        for n in range(20 if day <= 10 else 30)
    ]


def traffic() -> list[Row]:
    return [
        {
            "date": f"2026-06-{day:02d}",
            "uv": 1_000,
            "cart_users": 100,
            "order_buyers": 30,
            "pay_buyers": 20,
        }
        for day in range(1, 21)
    ]


DATA = dataset(orders=orders(), traffic=traffic(), facts={"orders": {"paid_basis": "net"}})
SCOPE = Scope(JUNE, BEFORE)


def probe(
    key: str,
    *,
    after: tuple[str, ...] = (),
    needs: tuple[Need, ...] = (),
    log: list[str] | None = None,
) -> Analysis:
    """Return an analysis that notes when it ran and which results it saw."""

    def analyze(inputs: Inputs) -> tuple[str, ...]:
        if log is not None:
            log.append(key)
        return tuple(sorted(inputs.results))

    def present(result: tuple[str, ...]) -> Section:
        return Section(key, "goals", WORD, answer=Text(zh="、".join(result), en=", ".join(result)))

    return Analysis(key, "goals", WORD, VERDICT, "01", WORD, needs, analyze, present, after=after)


def answers(made: Review) -> dict[str, str]:
    return {s.key: s.answer.zh for s in made.sections if isinstance(s, Section)}


def test_an_analysis_runs_after_those_it_reads_but_is_told_in_its_place() -> None:
    log: list[str] = []
    analyses = (probe("first", after=("second", "third"), log=log), probe("second", log=log),
                probe("third", after=("second",), log=log))  # fmt: skip
    made = review(DATA, scope=SCOPE, analyses=analyses)
    assert log == ["second", "third", "first"]
    assert [s.key for s in made.sections] == ["first", "second", "third"]
    assert answers(made)["first"] == "second、third"


def test_an_analysis_sees_only_the_results_that_it_names() -> None:
    made = review(DATA, scope=SCOPE, analyses=(probe("a"), probe("b"), probe("c", after=("b",))))
    assert answers(made)["c"] == "b"


def test_analyses_that_wait_for_each_other_are_a_bug() -> None:
    with pytest.raises(CycleError):
        review(DATA, scope=SCOPE, analyses=(probe("a", after=("b",)), probe("b", after=("a",))))


def test_an_unmet_need_gives_the_export_that_would_help_and_the_others_still_run() -> None:
    needs = (Need("inventory", ("on_hand",)),)
    made = review(
        DATA, scope=SCOPE, analyses=(probe("stock", needs=needs), probe("next", after=("stock",)))
    )
    stock = made.section("stock")
    assert isinstance(stock, NotReady)
    assert stock.missing == Text(zh="库存快照（含实际库存）", en="Stock snapshot (with On hand)")
    assert stock.export.zh.startswith("库存快照：ERP 导出")
    assert answers(made) == {"next": ""}


def test_one_of_two_tables_may_serve_a_need() -> None:
    need = Need("events", or_else=(Need("traffic_daily"),))
    assert answers(review(DATA, scope=SCOPE, analyses=(probe("a", needs=(need,)),))) == {"a": ""}
    (missing,) = review(dataset(), analyses=(probe("a", needs=(need,)),)).sections
    assert isinstance(missing, NotReady)
    assert missing.missing.zh == "行为明细或店铺每日流量"


def test_options_take_the_chosen_value_else_the_default() -> None:
    analysis = replace(
        probe("a"),
        options=(
            Choice("mode", WORD, (("x", WORD), ("y", WORD)), "x"),
            Number("days", WORD, 1, 30, 7),
        ),
    )
    assert chosen_options(analysis, Settings()) == {"mode": "x", "days": 7}
    chosen = Settings(options={"a.mode": "y", "a.days": 3, "b.days": 9})
    assert chosen_options(analysis, chosen) == {"mode": "y", "days": 3}
    assert chosen_options(analysis, Settings(options={"a.mode": "gone"}))["mode"] == "x"


def test_progress_tells_what_is_done_and_how_many_are_left() -> None:
    seen: list[tuple[int, int]] = []
    review(
        DATA,
        scope=SCOPE,
        analyses=(probe("a"), probe("b")),
        progress=lambda _, done, of: seen.append((done, of)),
    )
    assert seen == [(0, 2), (1, 2)]


def test_the_default_period_is_the_span_of_paid_orders() -> None:
    data = dataset(
        orders=[
            {"order_id": "1", "created_at": "2026-05-20", "order_amount": 1},
            {"order_id": "2", "paid_at": "2026-06-01 23:59:59", "order_amount": 1},
            {
                "order_id": "3",
                "created_at": "2026-06-02",
                "paid_at": "2026-06-03",
                "order_amount": 1,
            },
        ]
    )
    assert default_scope(data).period == period("2026-06-01", "2026-06-03")


def test_the_default_baseline_is_the_same_number_of_days_before_where_the_data_reach() -> None:
    paid = [{"order_id": "1", "paid_at": "2026-06-03", "order_amount": 1},
            {"order_id": "2", "paid_at": "2026-06-04", "order_amount": 1}]  # fmt: skip
    reaches = default_scope(dataset(orders=paid, traffic=[{"date": "2026-06-01", "uv": 1}]))
    short = default_scope(dataset(orders=paid, traffic=[{"date": "2026-06-02", "uv": 1}]))
    assert reaches.baseline == period("2026-06-01", "2026-06-02")
    assert short.baseline is None


def test_without_paid_orders_the_period_is_that_of_the_dated_tables() -> None:
    data = dataset(traffic=[{"date": "2026-06-01", "uv": 1}, {"date": "2026-06-05", "uv": 1}])
    assert default_scope(data).period == period("2026-06-01", "2026-06-05")


def test_targets_of_the_uploaded_table_are_used() -> None:
    targets = [
        {
            "period_start": "2026-06-11",
            "period_end": "2026-06-20",
            "metric": "支付金额",
            "target": 40_000,
        }
    ]
    made = review(dataset(orders=orders(), targets=targets), scope=SCOPE)
    overview = made.section("overview")
    assert isinstance(overview, Section)
    # 10 days × 30 orders × 100.00 = 30,000.00 of 40,000.00
    assert overview.answer.zh.startswith("没达成。支付 3.0 万，离目标差 1.0 万（达成 75.0%）。")


def test_a_review_tells_every_analysis_in_order_then_the_reconciliations() -> None:
    payments = [
        {
            "txn_id": "t",
            "order_id": "11-1",
            "time": "2026-06-12",
            "amount": 10_000,
            "subject": "goods",
        }
    ]
    made = review(dataset(orders=orders(), payments=payments), scope=SCOPE)
    keys = [s.key for s in made.sections]
    assert keys[: len(ANALYSES)] == [a.key for a in ANALYSES]
    assert keys[len(ANALYSES) :] == [f"reconcile.{r.key}" for r in made.reconciliations] != []


def test_actions_of_all_sections_are_collected_and_the_data_are_graded() -> None:
    made = review(DATA, scope=SCOPE)
    assert made.grade is Grade.A
    assert {a.id for a in made.actions}
    assert made.actions == tuple(
        a for s in made.sections if isinstance(s, Section) for a in s.actions
    )


def test_an_empty_dataset_gives_a_review_of_sections_that_are_not_ready() -> None:
    made = review(dataset())
    ready = {s.key for s in made.sections if isinstance(s, Section)}
    assert ready == {"quality", "actions"}
    assert made.grade is None


def plain(value: object) -> object:
    """Return a section as plain values, so that two can be compared."""
    if isinstance(value, pd.DataFrame):
        return [tuple(map(plain, row)) for row in value.itertuples(index=False)]
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return repr(value)


def told(data: Dataset) -> object:
    return plain(review(data, scope=SCOPE).sections)


def test_the_same_data_give_the_same_review_whatever_the_order_of_rows() -> None:
    random = np.random.default_rng(3)
    tables = {
        key: replace(
            table,
            frame=table.frame.iloc[random.permutation(len(table.frame))].reset_index(drop=True),
        )
        for key, table in DATA.tables.items()
    }
    assert told(DATA) == told(DATA)
    assert told(replace(DATA, tables=tables)) == told(DATA)


def test_nobody_writes_into_the_frames_received() -> None:
    before: dict[str, Any] = {
        key: table.frame.copy(deep=True) for key, table in DATA.tables.items()
    }
    review(DATA, scope=SCOPE)
    for key, frame in before.items():
        pd.testing.assert_frame_equal(DATA.tables[key].frame, frame)


def test_a_section_that_does_not_exist_is_none() -> None:
    assert review(DATA, scope=SCOPE, analyses=()).section("overview") is None


@pytest.mark.real_data
def test_the_published_numbers_of_the_tmall_order_report(real_data: Callable[[str], Path]) -> None:
    path = real_data("tmall_order_report/tmall_order_report.csv")
    data = ingest([Upload.of(path.name, path.read_bytes())], run=run_inline)
    overview = review(data).section("overview")
    assert isinstance(overview, Section)
    told = {f.key: f.value for f in overview.figures}
    assert (told["orders_placed"], told["orders_paid"], told["orders_refunded"]) == (
        28_010,
        24_087,
        5_646,
    )
    # 2,474,823.07 before refunds; 1,902,487.15 net, which the file calls paid; 572,335.92 refunded
    assert (told["gmv_pay"], told["gsv"], told["refunded"]) == (
        247_482_307,
        190_248_715,
        57_233_592,
    )
    rates = [
        round(told[key] or 0, 4) for key in ("order_pay_rate", "refund_rate_all", "refund_rate_ord")
    ]
    assert rates == [0.8599, 0.2016, 0.2344]
