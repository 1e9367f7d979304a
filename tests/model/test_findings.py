"""Findings and the row ledger."""

from __future__ import annotations

import string

import pytest

from ecreview.model.errors import FileRefused
from ecreview.model.finding_kinds import AMOUNT_BAD, FILE_EMPTY, FINDINGS, REFUSALS, ROW_DUP
from ecreview.model.findings import Finding, FindingKind, Level, Place, sort_findings
from ecreview.model.ledger import ControlTotal, Ledger
from ecreview.model.metrics import METRICS


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("kind", FINDINGS, ids=lambda k: k.code)
def test_both_languages_of_a_finding_name_the_same_placeholders(kind: FindingKind) -> None:
    assert kind.message.zh
    assert kind.message.en
    assert _placeholders(kind.message.zh) == _placeholders(kind.message.en)
    assert bool(kind.advice.zh) == bool(kind.advice.en)


def test_finding_codes_are_unique() -> None:
    assert len({k.code for k in FINDINGS}) == len(FINDINGS)


def test_refusals_are_the_kinds_that_refuse() -> None:
    assert FILE_EMPTY in REFUSALS
    assert AMOUNT_BAD not in REFUSALS


def test_a_refusal_carries_its_code_and_filled_text() -> None:
    kind = FindingKind(
        "X", Level.REFUSED, FILE_EMPTY.message.__class__("{a} 坏", "{a} bad"), FILE_EMPTY.advice
    )
    error = FileRefused(kind, a="1")
    assert (error.code, error.text.en) == ("X", "1 bad")


def test_a_finding_says_file_sheet_column_and_rows() -> None:
    place = Place("订单.xlsx", "Sheet1", "实付金额", (37, 40))
    assert place.text.zh == "订单.xlsx · Sheet1 · 实付金额 · 第 37、40 行"
    finding = Finding(
        AMOUNT_BAD, place, 2, 100, None, (("column", "实付金额"), ("example", "12.3.4"))
    )
    assert "12.3.4" in finding.message.zh


def test_findings_are_told_by_level_then_by_money() -> None:
    small = Finding(AMOUNT_BAD, Place("a"), 1, 1, 100)
    large = Finding(AMOUNT_BAD, Place("b"), 1, 1, -900)
    note = Finding(ROW_DUP, Place("c"), 1, 1, 10**9)
    assert sort_findings([note, small, large]) == (large, small, note)


def test_a_ledger_that_lost_a_row_is_not_balanced() -> None:
    assert Ledger(total=5, header=1, kept=3, quarantined=1).is_balanced
    assert not Ledger(total=5, header=1, kept=3).is_balanced


def test_a_ledger_that_lost_a_cent_is_not_balanced() -> None:
    assert Ledger(total=1, kept=1, cents_in=10, cents_kept=9, cents_aside=1).is_balanced
    assert not Ledger(total=1, kept=1, cents_in=10, cents_kept=9, cents_aside=0).is_balanced


def test_a_control_total_agrees_only_to_the_cent() -> None:
    assert ControlTotal("合计", 100, 100, "cents").agrees
    assert not ControlTotal("合计", 100, 99, "cents").agrees


def test_metric_ids_are_unique_and_named_in_both_languages() -> None:
    assert len({m.key for m in METRICS}) == len(METRICS)
    assert all(m.title.zh and m.title.en and m.formula.zh and m.formula.en for m in METRICS)
