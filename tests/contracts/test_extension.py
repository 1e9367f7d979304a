"""One file and one line: a format and an analysis added that way are found in every room."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

SHEET = "12"
ZH = (
    "架上有 3 单玩具",
    "玩具单数",
    "玩具都在架上。",
    "每天几单玩具",
    "玩具清单",
    "哪个玩具架",
    "玩具下层",
)
EN = (
    "3 toy orders on the shelf", "Toy orders", "All toys are on the shelf.", "Toy orders per day",
    "List of toys", "Which shelf", "Lower shelf",
)  # fmt: skip


@pytest.fixture(scope="module")
def rooms() -> dict[str, Any]:
    """Return what all rooms make of the toys, in an interpreter whose tuples have one line more."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.contracts.extended"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def _section(rooms: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any] = next(s for s in rooms["record"]["sections"] if s["key"] == key)
    return found


def test_a_new_format_is_recognised_and_read(rooms: dict[str, Any]) -> None:
    (file,) = rooms["record"]["files"]
    (table,) = file["tables"]
    assert (table["format"], table["platform"], table["table"]) == ("toy-orders", "toy", "orders")
    assert (table["rows"]["header"], table["rows"]["kept"]) == (1, 3)


def test_its_rows_are_reviewed_like_those_of_any_shop(rooms: dict[str, Any]) -> None:
    told = {f["key"]: f["value"] for f in _section(rooms, "overview")["figures"]}
    assert told["gmv_pay"] == 12_34 + 7_66
    assert (told["orders_placed"], told["orders_paid"]) == (3, 2)


def test_a_new_analysis_is_in_the_record(rooms: dict[str, Any]) -> None:
    section = _section(rooms, "toys")
    assert section["ready"]
    assert [(f["key"], f["value"]) for f in section["figures"]] == [("toy_orders", 3)]
    assert section["grids"][0]["rows"] == [["T-1", 1234], ["T-2", 5000], ["T-3", 766]]


def test_a_new_analysis_stands_on_its_sheet_with_a_native_chart(rooms: dict[str, Any]) -> None:
    charts, *cells = rooms["sheets"][SHEET]
    assert charts == 1
    text = "\n".join(map(str, cells))
    assert [words for words in ZH[:5] if words not in text] == []
    assert {"T-1", 12.34, 50, 7.66} <= set(cells)


def test_each_of_its_figures_is_in_the_evidence_index_with_its_place(rooms: dict[str, Any]) -> None:
    _, *cells = rooms["sheets"]["21"]
    at = cells.index("toy_orders")
    label, place = cells[at - 1], cells[at + cells[at:].index("全部") + 1]
    assert place.startswith(f"{SHEET} ")
    assert any(
        str(cell).startswith("玩具都在架上") and label in str(cell)
        for cell in rooms["sheets"][SHEET]
    )


@pytest.mark.parametrize(("lang", "words"), [("zh", ZH), ("en", EN)])
def test_a_new_analysis_is_drawn_on_its_page_with_its_option(
    rooms: dict[str, Any], lang: str, words: tuple[str, ...]
) -> None:
    page = rooms["pages"][f"process/{lang}"]
    assert page["troubles"] == []
    assert [word for word in words if word not in page["words"]] == []
    assert "option/toys.shelf" in page["options"]


@pytest.mark.parametrize(("lang", "needs"), [("zh", "玩具库存单"), ("en", "Toy stock list")])
def test_one_that_lacks_its_data_says_everywhere_which_export_opens_it(
    rooms: dict[str, Any], lang: str, needs: str
) -> None:
    assert not _section(rooms, "toy_stock")["ready"]
    assert needs in rooms["pages"][f"process/{lang}"]["words"]
    assert needs in rooms["pages"][f"upload/{lang}"]["words"]
    if lang == "zh":
        assert any(needs in str(cell) for cell in rooms["sheets"][SHEET])
