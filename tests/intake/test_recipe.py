from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import NO_CHOICES, Choices, TableChoice
from ecreview.intake.recipe import digest_of, recipe_of, replays
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from ecreview.model.tables import ORDERS
from tests.intake.cleaning import clean

if TYPE_CHECKING:
    from ecreview.model.dataset import Dataset

HEADER = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 "
ROW = "A-{n},buyer_{n},10.00,10.00,交易成功,2026-06-18 10:00:00,2026-06-18 10:01:00"
FILE = Upload.of(
    "orders.csv", "\n".join([HEADER, ROW.format(n=1), ROW.format(n=1), ROW.format(n=2)]).encode()
)
OTHER = Upload.of("other.csv", "颜色,天气\n红,晴\n".encode())


def read(choices: Choices, salt: bytes = b"s", content: bytes = FILE.content) -> Dataset:
    uploads = (Upload.of("orders.csv", content), OTHER)
    return ingest(uploads, choices=choices, salt=salt, run=run_inline)


@pytest.mark.parametrize("choices", [NO_CHOICES, NO_CHOICES.toggled("orders.csv", None, "ROW_DUP")])
def test_a_recipe_replayed_on_the_same_file_gives_the_same_table(choices: Choices) -> None:
    recipe = Choices.from_json(recipe_of(read(choices).files, choices).to_json())
    again = read(recipe, salt=b"another day")
    assert [replay.is_equal for replay in replays(again.files, recipe)] == [True]
    assert (
        again.tables["orders"].frame["order_id"].tolist()
        == read(choices).tables["orders"].frame["order_id"].tolist()
    )


def test_another_cent_or_another_rule_is_told() -> None:
    recipe = recipe_of(read(NO_CHOICES).files, NO_CHOICES)
    changed = FILE.content.replace(b"buyer_2,10.00", b"buyer_2,10.01")
    assert [r.is_equal for r in replays(read(recipe, content=changed).files, recipe)] == [False]
    (entry,) = recipe.tables
    undone = Choices((replace(entry, undo=("ROW_DUP",)),))
    assert [r.is_equal for r in replays(read(undone).files, undone)] == [False]


def test_what_a_person_left_out_stays_left_out() -> None:
    choices = Choices((TableChoice("orders.csv", None),))
    assert recipe_of(read(choices).files, choices).tables == choices.tables


def test_without_a_recipe_nothing_is_compared() -> None:
    assert replays(read(NO_CHOICES).files, NO_CHOICES) == ()


def test_a_digest_does_not_hang_on_the_salt_but_on_who_bought() -> None:
    text = """
        order_id | created_at | order_amount | buyer_key
        A-1      | 2026-06-18 | 1.00         | anna
        A-2      | 2026-06-18 | 1.00         | {second}
    """
    one = clean("orders", text.format(second="bert"), salt=b"1")
    two = clean("orders", text.format(second="bert"), salt=b"2")
    same = clean("orders", text.format(second="anna"), salt=b"1")
    assert digest_of(one.frame, ORDERS) == digest_of(two.frame, ORDERS)
    assert digest_of(one.frame, ORDERS) != digest_of(same.frame, ORDERS)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["ab", "c"], ["a", "bc"]),
        ([None, "x"], ["", "x"]),
        ([True, None], [True, False]),
        ([1, None], [1, 0]),
    ],
)
def test_tables_that_differ_have_different_digests(left: list[object], right: list[object]) -> None:
    kind = {bool: pa.bool_(), int: pa.int64(), str: pa.large_string()}[type(right[0])]
    one, two = (pa.table({"x": pa.array(cells, kind)}) for cells in (left, right))
    assert digest_of(one, ORDERS) != digest_of(two, ORDERS)


def test_a_slice_has_the_digest_of_its_own_rows() -> None:
    whole = pa.table({"x": pa.array(["a", "bb", "ccc"], pa.large_string()), "n": [1, 2, 3]})
    part = pa.table({"x": pa.array(["bb", "ccc"], pa.large_string()), "n": [2, 3]})
    assert digest_of(whole.slice(1), ORDERS) == digest_of(part, ORDERS)
