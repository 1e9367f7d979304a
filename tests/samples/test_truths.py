"""The chain end to end: what is planted in the sample is found by reading and reviewing its files."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from ecreview.analyses.measures import measure
from ecreview.intake.ingest import ingest
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from ecreview.model.ledger import RowClass
from ecreview.model.scope import Period, Scope, Settings
from ecreview.model.section import Section
from ecreview.reconcile import reconcile_all
from ecreview.samples import SEED, sample_truths, write_sample
from ecreview.samples.alipay import make_entries
from ecreview.samples.truths import LOST_PLANTS
from ecreview.samples.world import make_world

if TYPE_CHECKING:
    from pathlib import Path

    from ecreview.model.dataset import Dataset
    from ecreview.reconcile.base import Reconciliation
    from ecreview.review import Review

TRUTHS = sample_truths()


def _period(name: str) -> Period:
    first, last = TRUTHS[name]
    return Period.over(date.fromisoformat(first), date.fromisoformat(last))


SCOPE = Scope(_period("period"), _period("baseline"))


@pytest.fixture(scope="module")
def dataset(sample_dataset: Dataset) -> Dataset:
    return sample_dataset


@pytest.fixture(scope="module")
def told(sample_review: Review) -> Review:
    return sample_review


def section(told: Review, key: str) -> Section:
    found = told.section(key)
    assert isinstance(found, Section), key
    return found


def grid(told: Review, key: str, name: str) -> Any:
    return next(g for g in section(told, key).grids if g.key == name).frame


def figure(told: Review, key: str, name: str) -> Any:
    found = section(told, key).figure(name)
    assert found is not None, f"{key}/{name}"
    return found


# --- reading and cleaning -------------------------------------------------------------------------


def test_every_file_is_recognised_for_what_it_is(dataset: Dataset) -> None:
    assert [file.error for file in dataset.files] == [None] * 9
    assert [table.format for file in dataset.files for table in file.tables] == [
        "taobao-orders", "taobao-orders", "taobao-lines", "alipay-ledger", "sycm-shop", "own-cost",
        "own-stock", "own-targets", "own-calendar",
    ]  # fmt: skip


def test_every_row_has_its_place_and_no_cent_is_lost(dataset: Dataset) -> None:
    assert all(table.ledger.is_balanced for file in dataset.files for table in file.tables)


def test_the_control_totals_of_the_ledger_and_the_item_report_agree(dataset: Dataset) -> None:
    totals = [t for f in dataset.files for table in f.tables for t in table.control_totals]
    assert {t.name for t in totals} == {"合计", "支出合计", "收入合计"}
    assert all(t.agrees for t in totals)


def test_overlapping_exports_and_repeated_rows_are_merged(dataset: Dataset) -> None:
    planted = TRUTHS["cleaning"]
    first, second = (file.tables[0].ledger.counts for file in dataset.files[:2])
    merged = first[RowClass.DUPLICATE] + second[RowClass.DUPLICATE]
    assert merged == planted["orders_in_both_exports"] + planted["rows_repeated"]
    assert first[RowClass.KEPT] + second[RowClass.KEPT] == planted["orders"]
    assert len(dataset.tables["orders"].frame) == planted["orders"]


def test_the_newer_status_wins(dataset: Dataset) -> None:
    orders = dataset.tables["orders"].frame
    again = orders[orders["created_at"] >= "2026-06-08"]
    assert set(again["source_file"].astype("str")) == {"ExportOrderList202606261000.xlsx"}


def test_unreadable_rows_are_set_aside_and_the_damaged_id_is_marked(dataset: Dataset) -> None:
    planted = TRUTHS["cleaning"]
    counted = {
        code: sum(f.count for f in dataset.findings if f.kind.code == code)
        for code in ("AMOUNT_BAD", "ID_BLANK", "ID_TRUNCATED")
    }
    assert counted == {
        "AMOUNT_BAD": planted["rows_amount_unreadable"],
        "ID_BLANK": planted["rows_id_blank"],
        "ID_TRUNCATED": planted["rows_id_truncated"],
    }
    assert dataset.files[0].tables[0].ledger.quarantined == 2
    assert dataset.tables["orders"].frame["is_id_lossy"].sum() == planted["rows_id_truncated"]


def test_the_total_row_is_not_counted_as_a_line(dataset: Dataset) -> None:
    lines = dataset.tables["order_lines"].frame
    assert len(lines) == TRUTHS["cleaning"]["lines"]
    assert lines["line_amount"].sum() == TRUTHS["cleaning"]["lines_total_row"]


def test_no_name_phone_or_street_survives(dataset: Dataset) -> None:
    for table in dataset.tables.values():
        words = table.frame.select_dtypes(["str", "category"]).astype("str")
        for word in ("张示例", "18600000000", "示例路", "buyer_", "demo@"):
            assert not words.apply(lambda c, w=word: c.str.contains(w, regex=False)).any().any(), (
                word
            )


# --- totals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["period", "baseline", "all"])
def test_the_totals_are_those_of_the_made_up_world(dataset: Dataset, name: str) -> None:
    totals = measure(dataset, SCOPE).totals(_period("data" if name == "all" else name))
    planted = {k: v for k, v in TRUTHS["totals"][name].items() if k != "pay_amount_reported"}
    assert {key: getattr(totals, key) for key in planted} == planted


def test_the_daily_report_is_read_to_the_cent(dataset: Dataset) -> None:
    paid = dataset.tables["traffic_daily"].frame["pay_amount"].sum()
    assert paid == TRUTHS["totals"]["all"]["pay_amount_reported"]


def test_the_overview_tells_paid_refunded_and_net(told: Review) -> None:
    planted = TRUTHS["totals"]["period"]
    for key in ("gmv_pay", "refunded", "gsv", "orders_paid", "buyers_paid"):
        assert figure(told, "overview", key).value == planted[key]
    assert figure(told, "overview", "gmv_pay").target == TRUTHS["targets"]["支付金额"] * 100


# --- reconciliation -------------------------------------------------------------------------------


def _assert_states(result: Reconciliation, planted: dict[str, Any]) -> None:
    found = {
        state.value: {
            "left_rows": tally.left_rows,
            "right_rows": tally.right_rows,
            "left_cents": tally.left_cents,
            "right_cents": tally.right_cents,
        }
        for state, tally in result.states.items()
    }
    assert found == planted["states"]


def test_every_order_and_entry_is_in_its_planted_state(told: Review) -> None:
    by_key = {r.key: r for r in told.reconciliations}
    assert set(by_key) == set(TRUTHS["reconciliation"])
    for key, planted in TRUTHS["reconciliation"].items():
        _assert_states(by_key[key], planted)


def test_the_difference_is_explained_to_the_cent(told: Review) -> None:
    planted = TRUTHS["reconciliation"]["orders.payments"]
    result = next(r for r in told.reconciliations if r.key == "orders.payments")
    assert dict(result.explained) == planted["explained"]
    assert result.unexplained_cents == planted["unexplained_cents"]
    assert result.difference_cents == planted["difference_cents"]


def _small_world(folder: Path, seed: int) -> tuple[list[Upload], dict[str, Any]]:
    write_sample(folder, seed=seed, orders=400)
    paths = [p for p in sorted(folder.iterdir()) if p.suffix in {".csv", ".xlsx"}]
    planted = json.loads((folder / "truths.json").read_text("utf-8"))
    return [Upload.of(p.name, p.read_bytes()) for p in paths], planted["reconciliation"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_worlds_are_reconciled_without_an_error_too(tmp_path: Path, seed: int) -> None:
    uploads, planted = _small_world(tmp_path, seed)
    for result in reconcile_all(ingest(uploads, run=run_inline), SCOPE, Settings()):
        _assert_states(result, planted[result.key])


def test_files_given_twice_change_nothing(tmp_path: Path) -> None:
    uploads, planted = _small_world(tmp_path, 4)
    again = [Upload.of(f"copy of {u.name}", u.content) for u in uploads]
    for result in reconcile_all(ingest([*uploads, *again], run=run_inline), SCOPE, Settings()):
        _assert_states(result, planted[result.key])


def test_the_order_of_the_files_changes_nothing_but_which_export_is_newer(tmp_path: Path) -> None:
    uploads, planted = _small_world(tmp_path, 5)
    orders = [u for u in uploads if u.name.startswith("ExportOrderList")]
    others = [u for u in reversed(uploads) if u not in orders]
    for result in reconcile_all(ingest([*others, *orders], run=run_inline), SCOPE, Settings()):
        _assert_states(result, planted[result.key])


# --- causes ---------------------------------------------------------------------------------------


def test_the_gap_is_traced_to_the_link_that_leaks(told: Review) -> None:
    effects = grid(told, "gap", "effects").set_index("factor")["effect_cents"]
    assert effects.idxmin() == TRUTHS["funnel"]["leak"]
    planted = TRUTHS["totals"]["period"]["gmv_pay"] - TRUTHS["targets"]["支付金额"] * 100
    assert effects.sum() == planted == figure(told, "gap", "gap").value


def test_the_sizes_that_ran_out_have_no_stock(dataset: Dataset) -> None:
    stock = dataset.tables["inventory"].frame
    assert sorted(stock.loc[stock["on_hand"] == 0, "sku_code"]) == sorted(TRUTHS["funnel"]["skus"])


def test_missing_costs_are_told_as_coverage(told: Review) -> None:
    planted = TRUTHS["costs"]
    coverage = figure(told, "overview", "cost_cov")
    assert coverage.numerator == planted["net_with_cost"]
    assert coverage.denominator == planted["net_with_cost"] + planted["net_without_cost"]


def test_the_range_of_gross_profit_holds_the_true_one_and_fees_are_those_of_the_bill(
    told: Review,
) -> None:
    world = make_world(SEED)
    exported = [o for o in world.orders if o.plant not in LOST_PLANTS]
    mine = [
        o for o in exported if o.paid and SCOPE.period.start <= o.paid.date() < SCOPE.period.end
    ]
    net = sum(o.gross - o.refunded for o in mine)
    spent = sum(
        line.item.cost * line.quantity
        for order in mine
        for line in order.lines
        if order.refunded < order.gross and (line.refunded < line.amount or not line.refunded)
    )
    gross = figure(told, "profit", "gross")
    assert gross.low <= net - spent <= gross.high
    assert gross.low < gross.value < gross.high
    numbers = {o.order_id for o in mine if o.plant != "id_truncated"}
    entries = [e for e in make_entries(world) if e.order_id in numbers]
    taken = -sum(e.cents for e in entries if e.subject == "commission")
    rate = grid(told, "profit", "fee_rates").iloc[0]  # commission
    account = grid(told, "profit", "account").set_index("key")["amount_cents"]
    settled = {e.order_id for e in entries if e.subject == "commission"}
    waiting = sum(
        o.gross - o.refunded for o in mine if o.order_id not in settled and o.refunded < o.gross
    )
    assert -account["commission"] == pytest.approx(taken + waiting * rate["rate"], abs=len(mine))


# --- days and people ------------------------------------------------------------------------------


def test_the_drop_the_new_level_and_the_missing_day_are_found(told: Review) -> None:
    planted = TRUTHS["anomalies"]
    found = grid(told, "anomalies", "findings")
    visitors = found[found["series"] == "uv"]
    days = visitors["date"].map(str).str[:10]
    drop = visitors[(days == planted["drop"]) & (visitors["kind"] == "point")]
    assert drop["direction"].tolist() == ["down"]
    shift = visitors[visitors["kind"] == "level_shift"]
    assert shift["direction"].tolist() == ["up"]
    away = date.fromisoformat(str(shift["date"].iloc[0])[:10]) - date.fromisoformat(
        planted["level_shift"]
    )
    assert abs(away.days) <= 3
    assert figure(told, "anomalies", "missing_days").value == 1


def test_repurchase_counts_only_buyers_observed_long_enough(told: Review) -> None:
    rep_30 = figure(told, "cohorts", "rep_30")
    planted = TRUTHS["customers"]["rep_30"]
    assert (rep_30.numerator, rep_30.denominator) == (planted["numerator"], planted["denominator"])


def test_cohorts_have_the_planted_sizes(told: Review) -> None:
    retention = grid(told, "cohorts", "retention")
    sizes = retention[retention["k"] == 0].set_index("cohort")["size"]
    assert sizes.to_dict() == TRUTHS["customers"]["cohorts"]


def test_all_buyers_are_segmented(told: Review) -> None:
    segments = grid(told, "rfm", "segments")
    assert segments["buyers"].sum() == TRUTHS["customers"]["buyers"]
    assert segments["amount_cents"].sum() == TRUTHS["totals"]["all"]["gsv"]


def test_the_loyal_and_the_big_spenders_are_groups_of_their_own(told: Review) -> None:
    """A buyer whose orders were all refunded stands apart, so a group may be a little smaller."""
    groups = grid(told, "clusters", "groups")
    planted = TRUTHS["customers"]["groups"]
    loyal = groups.loc[groups["frequency"].idxmax(), "buyers"]
    assert planted["loyal"] * 0.9 <= loyal <= planted["loyal"] * 1.1
    big = groups.loc[groups["units_per_order"].idxmax(), "buyers"]
    assert planted["big"] * 0.7 <= big <= planted["big"] * 1.1
