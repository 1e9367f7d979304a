"""Sample exports cut and corrupted: data or a named refusal, and no amount that changed in silence.

What can be promised depends on the container.

- xlsx and zip carry a checksum per part: a corrupted file is refused, or gives the amounts of the original.
- Text and web pages carry none. A cut leaves all rows before the last one as they were; the last one may only
  differ without a word where the cut fell inside a number of its last column. A changed byte touches the
  row it stands in, no other, unless the answer tells: another finding, another count of rows per class, another
  column, another stated total. In its own row an amount may only change without a word where the byte turned
  one well-formed number into another (19.90 into 79.90): nobody can see that in a file without checksum, totals,
  sums or a balance. In files that have those it is told, see `test_contradictions`.

The nightly run sets ECREVIEW_FUZZ=1000, the number of changed bytes per file.
"""

from __future__ import annotations

import os
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.wire import FileAnswer, load
from ecreview.intake.worker import Job, run_inline, run_isolated
from ecreview.model.errors import FileRefused
from ecreview.model.fields import Kind
from ecreview.model.finding_kinds import REFUSALS
from ecreview.model.tables import table_spec
from tests.intake.books import zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ecreview.intake.worker import Result

FLIPS = int(os.environ.get("ECREVIEW_FUZZ", "60"))
SEED = 618
NUMERIC = frozenset(b"0123456789.,+-eE% ()")
GOLDEN = Path(__file__).parents[1] / "formats"
NAMED = {kind.code for kind in REFUSALS} - {"PARSE_CRASH", "PARSE_LIMIT", "SYSTEM_BUSY"}


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says: amounts per source row, and all that tells of a difference."""

    amounts: dict[int, tuple[Any, ...]]
    told: tuple[Any, ...]


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def page() -> bytes:
    """Return the plain orders as the web page that passes for .xls."""
    lines = golden("generic_orders/own.csv").decode("utf-8-sig").splitlines()
    rows = ("".join(f"<td>{cell}</td>" for cell in line.split(",")) for line in lines)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<html><body><table>\n{body}\n</table></body></html>\n".encode()


LINES_ABOVE = {"订单.xls": 1}  # before the first row of the page
SEALED: dict[str, Callable[[], bytes]] = {
    "明细.xlsx": lambda: golden("taobao_lines/27.xlsx"),
    "账务明细.zip": lambda: zipped({"账务明细.csv": golden("alipay_ledger/12.csv")}),
}
OPEN: dict[str, Callable[[], bytes]] = {
    "账务明细.csv": lambda: golden("alipay_ledger/12.csv"),
    "订单.csv": lambda: golden("taobao_orders/54.csv"),
    "自有订单.csv": lambda: golden("generic_orders/own.csv"),
    "订单.xls": page,
}


def said(result: Result | tuple[str, dict[str, bytes]]) -> Said:
    answer = load(FileAnswer, result[0])
    amounts: dict[int, tuple[Any, ...]] = {}
    for key, stream in result[1].items():
        frame = pa.ipc.open_stream(stream).read_all()
        fields = table_spec(answer.receipt.tables[int(key)].table or "").fields
        money = [f.key for f in fields if f.kind is Kind.CENTS and f.key in frame.column_names]
        for row in frame.select([*money, "source_row"]).to_pylist():
            at = row.pop("source_row")
            amounts[at] = (*amounts.get(at, ()), *row.values())
    told = (
        tuple(
            (t.format, dict(t.ledger.counts), t.control_totals, tuple((c.name, c.field) for c in t.columns))
            for t in answer.receipt.tables
        ),
        sorted((f.kind.code, f.count, f.place.column or "") for f in answer.findings),
    )  # fmt: skip
    return Said(amounts, told)


def cuts(content: bytes) -> list[bytes]:
    """Return the file cut at every hundredth."""
    return [content[: len(content) * share // 100] for share in range(1, 100)]


def flips(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield places and the file with another byte there; the same ones in every run."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    for _ in range(FLIPS):
        at = chance.randrange(len(content))
        other = (content[at] + chance.randrange(1, 256)) % 256
        yield at, content[:at] + bytes([other]) + content[at + 1 :]


def outcomes(name: str, contents: list[bytes]) -> list[Said | None]:
    """Return what each content gives, None where it was refused by name.

    Only the engine of workbooks can end a process, so that texts are read in this one, where a bug shows.
    """
    run = run_isolated if name.endswith(".xlsx") else run_inline
    found: list[Said | None] = []
    jobs = [Job(name, content) for content in contents]
    for outcome in run("ecreview.intake.clean_file:clean_file", jobs):
        if isinstance(outcome, FileRefused):
            assert outcome.code in NAMED
        found.append(None if isinstance(outcome, FileRefused) else said(outcome))
    return found


@pytest.mark.parametrize("name", SEALED)
def test_a_sealed_file_gives_its_own_amounts_or_tells(name: str) -> None:
    content = SEALED[name]()
    original = said(clean_file(name, content))
    assert all(found is None for found in outcomes(name, cuts(content)))
    for found in outcomes(name, [changed for _, changed in flips(content)]):
        assert found is None or found.amounts == original.amounts or found.told != original.told


@pytest.mark.parametrize("name", OPEN)
def test_a_cut_text_keeps_the_amounts_of_all_rows_before_the_last(name: str) -> None:
    content = OPEN[name]()
    original = said(clean_file(name, content))
    for cut, found in zip(cuts(content), outcomes(name, cuts(content)), strict=True):
        last = cut.count(b"\n") + 1 - LINES_ABOVE.get(name, 0)
        if found is not None:
            changed = {row for row in differing(found, original) if row in found.amounts}
            assert changed <= {last}
            assert not changed or found.told[1] != original.told[1] or cut[-1] in NUMERIC


@pytest.mark.parametrize("name", OPEN)
def test_a_changed_byte_in_a_text_changes_no_other_row_in_silence(name: str) -> None:
    content = OPEN[name]()
    original = said(clean_file(name, content))
    mutations = list(flips(content))
    found = outcomes(name, [changed for _, changed in mutations])
    silent = [
        (at, rows)
        for (at, changed), one in zip(mutations, found, strict=True)
        if one is not None and one.told == original.told
        if (rows := differing(one, original)) - visible(name, content, changed, at)
    ]
    assert silent == []


def differing(one: Said, other: Said) -> set[int]:
    """Return the rows of which the amounts differ."""
    rows = one.amounts.keys() | other.amounts.keys()
    return {row for row in rows if one.amounts.get(row) != other.amounts.get(row)}


def visible(name: str, content: bytes, changed: bytes, at: int) -> set[int]:
    """Return the row that may differ without a word: its own, where a number became another number."""
    own = content.count(b"\n", 0, at) + 1 - LINES_ABOVE.get(name, 0)
    return {own} if {content[at], changed[at]} <= NUMERIC else set()
