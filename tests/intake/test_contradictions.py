from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.wire import FileAnswer, load
from tests.intake.cleaning import clean, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.model.dataset import Upload

ENTRIES = (10, -3, 25, -3, 40, -8, 12, -5, 30, -2)
LEDGER = [(amount, 100 + sum(ENTRIES[: i + 1])) for i, amount in enumerate(ENTRIES)]


def ledger(rows: list[tuple[int, int]]) -> str:
    lines = (f"{i} | 2026-06-18 | {amount} | {after}" for i, (amount, after) in enumerate(rows, 1))
    return "\n".join(["txn_id | time | amount | balance", *lines])


def breaks(rows: list[tuple[int, int]]) -> list[tuple[tuple[int, ...], int | None]]:
    """Rows of the sheet and cents of each broken balance."""
    found = clean("payments", ledger(rows)).findings
    return [(f.place.rows, f.amount_cents) for f in found if f.kind.code == "BALANCE_BROKEN"]


def orders(amounts: dict[int, str]) -> str:
    """Twenty orders of 90.00 + 8.00 = 98.00; some totals are others."""
    lines = (f"{i} | 2026-06-18 | 90.00 | 8.00 | {amounts.get(i, '98.00')}" for i in range(20))
    return "\n".join(["order_id | created_at | goods_amount | freight | order_amount", *lines])


# --- balance ---


@pytest.mark.parametrize("step", [1, -1], ids=["oldest first", "newest first"])
def test_a_whole_ledger_has_nothing_to_tell(step: int) -> None:
    assert breaks(LEDGER[::step]) == []


def test_a_changed_amount_is_told_at_its_row_with_the_difference() -> None:
    rows = [*LEDGER[:4], (70, LEDGER[4][1]), *LEDGER[5:]]
    assert breaks(rows) == [((6,), 3_000)]
    assert breaks(rows[::-1]) == [((7,), 3_000)]


def test_a_missing_entry_is_told_behind_the_gap() -> None:
    assert breaks([*LEDGER[:4], *LEDGER[5:]]) == [((6,), 4_000)]


def test_entries_of_one_second_may_change_places() -> None:
    assert breaks([*LEDGER[:3], LEDGER[4], LEDGER[3], *LEDGER[5:]]) == []


def test_a_balance_typed_wrong_changes_no_amount() -> None:
    assert breaks([*LEDGER[:3], (-3, 999), *LEDGER[4:]]) == []


def test_a_bill_of_some_kinds_of_entries_has_no_balance_to_follow() -> None:
    assert breaks([entry for entry in LEDGER if entry[0] > 0] * 2) == []


def test_too_few_entries_tell_nothing() -> None:
    assert breaks(LEDGER[:5:2]) == []


# --- sums ---


def test_a_total_that_alone_is_not_the_sum_is_told_with_the_sum() -> None:
    (found,) = [
        f
        for f in clean("orders", orders({7: "89.00"})).findings
        if f.kind.code == "AMOUNTS_DISAGREE"
    ]
    assert (found.place.rows, found.count, found.amount_cents) == ((9,), 1, 8_900)
    assert dict(found.values)["sum"] == "goods_amount + freight = order_amount"


def test_totals_that_often_are_not_the_sum_mean_something_else() -> None:
    assert "AMOUNTS_DISAGREE" not in codes(clean("orders", orders({7: "89.00", 8: "88.00"})))


def test_sums_of_a_single_part_tell_nothing() -> None:
    text = orders({7: "99.00"}).replace("| 8.00 |", "| 0 |").replace("98.00", "90.00")
    assert "AMOUNTS_DISAGREE" not in codes(clean("orders", text))


# --- a digit that became another digit ---

FLIPS = 12


def flipped(content: bytes, encoding: str, columns: tuple[int, ...]) -> Iterator[bytes]:
    """Yield the file with another digit in an amount of one of these columns; the same ones in every run."""
    chance = random.Random(618)  # noqa: S311 - no secret
    lines = content.decode(encoding).split("\n")
    amounts = [
        (at, column)
        for at, cells in enumerate(line.split(",") for line in lines)
        for column in columns
        if len(cells) > column and re.fullmatch(r"[+-]?\d+\.\d\d", cells[column])
        if float(cells[column])
    ]
    for at, column in chance.sample(amounts, FLIPS):
        cells = lines[at].split(",")
        digits = [i for i, letter in enumerate(cells[column]) if letter in "123456789"]
        digit = chance.choice(digits)
        other = str(int(cells[column][digit]) - 1)
        cells[column] = cells[column][:digit] + other + cells[column][digit + 1 :]
        yield "\n".join([*lines[:at], ",".join(cells), *lines[at + 1 :]]).encode(encoding)


@pytest.mark.parametrize(
    ("name", "columns", "code"),
    [
        ("账务明细", (6, 7), "BALANCE_BROKEN"),  # 收入, 支出
        ("ExportOrderList202606211000", (3, 4, 6), "AMOUNTS_DISAGREE"),  # 货款, 邮费, 总金额
    ],
)
def test_a_digit_of_an_amount_that_became_another_one_is_told_where_the_file_says_it_twice(
    sample: tuple[Upload, ...], name: str, columns: tuple[int, ...], code: str
) -> None:
    (upload,) = [u for u in sample if name in u.name]
    files = [upload.content, *flipped(upload.content, "gb18030", columns)]
    told = [
        {finding.kind.code for finding in load(FileAnswer, said).findings}
        for said, _ in (clean_file(upload.name, content) for content in files)
    ]
    assert code not in told[0]
    assert all(code in codes for codes in told[1:])
