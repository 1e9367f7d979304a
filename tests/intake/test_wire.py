from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecreview.intake.wire import FileAnswer, dump, load
from ecreview.model.dataset import ColumnSample, FileReceipt, Refusal, TableReceipt
from ecreview.model.finding_kinds import FINDINGS, ROW_DUP
from ecreview.model.findings import Finding, FindingKind, Level, Place
from ecreview.model.ledger import ControlTotal, Ledger, SetAside
from ecreview.model.text import Text

TABLE = TableReceipt(
    sheet="订单",
    format="taobao-orders",
    title=Text(zh="订单", en="Orders"),
    platform=None,
    table="orders",
    score=0.96875,
    evidence=Text(zh="14/15 列对上", en="14 of 15 columns"),
    header_row=5,
    ledger=Ledger(
        total=9, header=1, kept=7, duplicate=1, cents_in=100, cents_kept=90, cents_aside=10,
        aside=(SetAside(4, ROW_DUP, "a.csv · 3", 10),),
    ),
    control_totals=(ControlTotal("支出合计", 52_316, None, "cents"),),
    columns=(ColumnSample("订单编号 ", ("1", "2"), "order_id", 1.0),),
    span=(date(2026, 6, 16), date(2026, 6, 20)),
    suggested=None,
)  # fmt: skip
ANSWER = FileAnswer(
    FileReceipt("订单.csv", "0" * 64, 1_024, "csv · gb18030 · ,", (TABLE,)),
    (
        Finding(
            ROW_DUP,
            Place("订单.csv", None, "总金额", (3, 4)),
            2,
            9,
            amount_cents=-5,
            values=(("column", "总金额"), ("order", Text(zh="日/月", en="day/month"))),
        ),
    ),
    ({"paid_basis": "net"},),
)


def test_what_was_said_is_heard_unchanged() -> None:
    assert load(FileAnswer, dump(ANSWER)) == ANSWER


def test_a_refusal_travels() -> None:
    refused = FileReceipt(
        "x.zip", "f" * 64, 3, "", error=Refusal("FILE_ARCHIVE", Text(zh="压缩包", en="archive"))
    )
    assert load(FileReceipt, dump(refused)) == refused


@pytest.mark.parametrize("kind", FINDINGS, ids=lambda kind: kind.code)
def test_every_finding_kind_travels_by_its_code(kind: FindingKind) -> None:
    finding = replace(ANSWER.findings[0], kind=kind)
    said = dump(finding)
    assert f'"kind": "{finding.kind.code}"' in said
    assert load(Finding, said).kind is kind


@given(
    st.builds(
        SetAside,
        row=st.integers(1, 2**31),
        kind=st.sampled_from(FINDINGS),
        twin=st.none() | st.text(),
        amount_cents=st.none() | st.integers(-(2**62), 2**62),
    )
)
def test_any_row_set_aside_travels(entry: SetAside) -> None:
    assert load(SetAside, dump(entry)) == entry


@pytest.mark.parametrize(
    "said",
    [
        "{",  # no JSON
        "[]",  # no value of that class
        '{"row": "3", "kind": "ROW_DUP"}',  # a text where a number belongs
        '{"row": 3, "kind": "NO_SUCH_KIND"}',
        '{"row": 3, "kind": "ROW_DUP", "more": 1}',
        '{"kind": "ROW_DUP"}',
    ],
)
def test_anything_else_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load(SetAside, said)


def test_a_truth_value_is_no_number() -> None:
    with pytest.raises(ValueError, match="SetAside"):
        load(SetAside, '{"row": true, "kind": "ROW_DUP"}')


def test_a_level_is_no_plain_text() -> None:
    assert load(Level, '"error"') is Level.ERROR
