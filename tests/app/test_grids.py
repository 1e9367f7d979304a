"""Tables on the page: units in the headers, cents as currency units, nobody's key."""

from __future__ import annotations

import pandas as pd

from ecreview.app.grids import prepared, spec_columns
from ecreview.model.section import Column
from ecreview.model.tables import ORDERS
from ecreview.model.text import Text, Unit, same


def test_cents_are_shown_in_yuan_with_the_unit_in_the_header() -> None:
    frame = pd.DataFrame({"paid": pd.array([268_396_740, None], dtype="Int64")})
    shown, config = prepared(
        frame, [Column("paid", Text(zh="支付金额", en="Paid"), Unit.CENTS)], currency="CNY"
    )
    assert shown["paid"].tolist()[0] == 2_683_967.40
    assert shown["paid"].isna().tolist() == [False, True]
    assert config["paid"]["label"] == "支付金额（元）"


def test_a_header_that_names_its_unit_gets_no_second_one() -> None:
    frame = pd.DataFrame({"paid": [1]})
    _, config = prepared(
        frame, [Column("paid", same("金额（收正支负）"), Unit.CENTS)], currency="CNY"
    )
    assert config["paid"]["label"] == "金额（收正支负）"


def test_text_cells_speak_the_language_of_the_page_and_unknown_ones_stay_unknown() -> None:
    frame = pd.DataFrame({"name": [Text(zh="访客", en="Visitors"), "x", None]})
    shown, _ = prepared(frame, [Column("name", same("n"))], currency="CNY")
    assert shown["name"].tolist()[:2] == ["访客", "x"]
    assert shown["name"].isna().tolist() == [False, False, True]


def test_seconds_are_shown_in_hours() -> None:
    shown, config = prepared(
        pd.DataFrame({"wait": [5_400.0]}),
        [Column("wait", same("等待"), Unit.SECONDS)],
        currency="CNY",
    )
    assert shown["wait"].tolist() == [1.5]
    assert config["wait"]["label"] == "等待（小时）"


def test_a_column_that_the_frame_lacks_is_left_out() -> None:
    shown, config = prepared(pd.DataFrame({"a": [1]}), [Column("b", same("b"))], currency="CNY")
    assert (list(shown.columns), config) == ([], {})


def test_the_key_of_a_person_is_never_a_column() -> None:
    frame = pd.DataFrame({"order_id": ["1"], "buyer_key": ["a9f"], "order_amount": [1]})
    assert [column.key for column in spec_columns(ORDERS, frame)] == ["order_id", "order_amount"]


def test_a_yes_or_no_is_said_in_words() -> None:
    frame = pd.DataFrame({"complete": [True, False]})
    shown, _ = prepared(frame, [Column("complete", same("c"))], currency="CNY")
    assert shown["complete"].tolist() == ["是", "否"]
