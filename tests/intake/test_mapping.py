from __future__ import annotations

import json

import pytest

from ecreview.intake.mapping import (
    AS_RECOGNISED,
    NO_CHOICES,
    Choices,
    Mapping,
    MappingUnreadable,
    TableChoice,
    suggest_choices,
)
from ecreview.model.dataset import ColumnSample, FileReceipt, TableReceipt
from ecreview.model.ledger import Ledger
from ecreview.model.text import EMPTY

CHOICE = TableChoice(
    file="*.csv",
    table="orders",
    sheet="订单",
    header_row=3,
    columns=(("order_id", "单号"), ("order_amount", 2)),
    values=(("status", (("已付", "paid_unshipped"),)),),
    duplicates="merge",
)


def test_choices_are_saved_and_read_back_unchanged() -> None:
    choices = Choices((CHOICE, TableChoice("b.xlsx", None)))
    assert Choices.from_json(choices.to_json()) == choices
    assert Choices.from_json(NO_CHOICES.to_json()) == NO_CHOICES


def test_a_saved_choice_has_the_shape_of_mapping_json() -> None:
    assert json.loads(Choices((CHOICE,)).to_json()) == {
        "tables": [
            {
                "file": "*.csv",
                "sheet": "订单",
                "table": "orders",
                "header_row": 3,
                "columns": {"order_id": "单号", "order_amount": 2},
                "values": {"status": {"已付": "paid_unshipped"}},
                "duplicates": "merge",
            }
        ]
    }


@pytest.mark.parametrize(
    ("file", "sheet", "is_for"),
    [("6月.csv", "订单", True), ("6月.xlsx", "订单", False), ("6月.csv", "说明", False)],
)
def test_a_choice_is_for_the_files_and_the_sheet_it_names(
    file: str, sheet: str, *, is_for: bool
) -> None:
    assert CHOICE.is_for(file, sheet) is is_for
    assert bool(Choices((CHOICE,)).about(file, sheet)) is is_for


def test_a_choice_names_columns_by_header_or_by_position() -> None:
    assert CHOICE.mapping(("单号", "x", "金额")) == Mapping(
        "orders", (("order_id", "单号"), ("order_amount", "金额"))
    )


def test_a_column_that_is_not_there_any_more_is_left_out() -> None:
    assert CHOICE.mapping(("编号", "x")).columns == ()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("orders", {"status_raw": {"好了": "completed"}}),
        ("order_lines", {"status": {"好了": "closed_refunded"}, "refund_state": {"退": "partial"}}),
        ("orders", {"channel": {"直播间": "任何词"}}),
        ("refunds", {"status": {"成功": "done"}}),
    ],
)
def test_status_words_are_chosen_from_the_canonical_ones_and_others_freely(
    table: str, values: dict[str, dict[str, str]]
) -> None:
    said = json.dumps({"tables": [{"file": "*", "table": table, "values": values}]})
    assert Choices.from_json(said).tables[0].words == values


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ('{"tables": [{"file": "*", "table": "order"}]}', "orders"),
        (
            '{"tables": [{"file": "*", "table": "orders", "columns": {"order_no": "x"}}]}',
            "order_id",
        ),
        ('{"tables": [{"file": "*", "table": "orders", "columms": {}}]}', "columns"),
        ('{"tables": [{"file": "*", "table": "orders", "duplicates": "drop"}]}', "merge"),
        ('{"tables": [{"file": "*", "table": "orders", "undo": ["ROW_DUPE"]}]}', "ROW_DUP"),
        ('{"tables": [{"file": "*", "undo": ["BUYER_MASKED"]}]}', "DATE_FAR"),
        (
            '{"tables": [{"file": "*", "table": "orders", "values": {"status_raw": {"好": "done"}}}]}',
            "completed",
        ),
        (
            '{"tables": [{"file": "*", "table": "orders", "values": {"refund_state": {"退": "x"}}}]}',
            "partial",
        ),
    ],
)
def test_an_unknown_word_is_refused_with_the_words_allowed(said: str, named: str) -> None:
    with pytest.raises(MappingUnreadable) as error:
        Choices.from_json(said)
    assert error.value.code == "MAPPING_UNREADABLE"
    assert named in error.value.text.zh
    assert named in error.value.text.en


@pytest.mark.parametrize("said", ["", "[]", '{"tables": [{}]}', '{"tables": [3]}'])
def test_what_is_no_mapping_is_refused(said: str) -> None:
    with pytest.raises(MappingUnreadable):
        Choices.from_json(said)


def test_receipts_make_a_first_version_to_edit() -> None:
    columns = (
        ColumnSample("单号", (), "order_id", 1.0),
        ColumnSample("备注", (), None, 0.0),
    )
    recognised = TableReceipt(
        "订单",
        "taobao-orders",
        EMPTY,
        "taobao",
        "orders",
        1.0,
        EMPTY,
        1,
        Ledger(1),
        columns=columns,
    )
    unknown = TableReceipt(
        None, None, EMPTY, None, None, 0.2, EMPTY, 1, Ledger(1), suggested="events"
    )
    files = [
        FileReceipt("订单[1].xlsx", "", 0, "xlsx", (recognised,)),
        FileReceipt("b.csv", "", 0, "csv", (unknown,)),
    ]
    first, second = suggest_choices(files).tables
    assert (first.table, first.columns) == ("orders", (("order_id", "单号"),))
    assert first.is_for("订单[1].xlsx", "订单")
    assert (second.table, second.columns) == ("events", ())


READING = TableChoice("*.csv", AS_RECOGNISED, encoding="big5", dates="day_first")


def test_how_a_file_is_read_is_saved_beside_what_its_table_is() -> None:
    choices = Choices((READING, CHOICE))
    assert Choices.from_json(choices.to_json()) == choices
    assert choices.encoding("6月.csv") == "big5"
    assert choices.encoding("6月.xlsx") is None
    found = choices.about("6月.csv", "订单")
    assert found is not None
    assert (found.table, found.dates) == ("orders", "day_first")


def test_an_entry_without_a_table_only_says_how_the_file_is_read() -> None:
    said = Choices.from_json('{"tables": [{"file": "*.csv", "dates": "day_first"}]}')
    assert said.tables == (TableChoice("*.csv", AS_RECOGNISED, dates="day_first"),)


@pytest.mark.parametrize(
    "entry",
    [
        '{"file": "*", "dates": "year_first"}',
        '{"file": "*", "encoding": "rot13"}',
        '{"file": "*", "columns": {"order_id": "a"}}',  # of which table
    ],
)
def test_a_way_of_reading_that_does_not_exist_is_refused(entry: str) -> None:
    with pytest.raises(MappingUnreadable):
        Choices.from_json(f'{{"tables": [{entry}]}}')


def test_undone_rules_and_the_digest_are_saved_and_read_back() -> None:
    choices = Choices((TableChoice("a.csv", "orders", undo=("DATE_FAR", "ROW_DUP"), digest="ab"),))
    assert Choices.from_json(choices.to_json()) == choices


def test_undoing_keeps_what_was_chosen_about_the_table_and_touches_no_other() -> None:
    other = TableChoice("b.csv", "orders")
    coded = TableChoice("a.csv", "", encoding="gb18030")
    chosen = TableChoice("a.csv", "orders", columns=(("order_id", "x"),))
    undone = Choices((chosen, coded, other)).toggled("a.csv", None, "ROW_DUP")
    found = undone.about("a.csv", None)
    assert found is not None
    assert (found.columns, found.undo) == (chosen.columns, ("ROW_DUP",))
    assert undone.encoding("a.csv") == "gb18030"
    assert undone.about("b.csv", None) == other
    assert undone.toggled("a.csv", None, "ROW_DUP").about("a.csv", None) == chosen
