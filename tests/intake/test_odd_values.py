"""A value that is written otherwise than the thousand before it must survive every reader."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from ecreview.intake.clean_file import clean_file
from ecreview.intake.ingest import ingest
from ecreview.intake.mapping import Choices, TableChoice
from ecreview.intake.wire import FileAnswer, load
from ecreview.intake.worker import run_inline
from ecreview.model.dataset import Upload
from tests.intake import books

if TYPE_CHECKING:
    from collections.abc import Callable

    from ecreview.model.dataset import Dataset

HEADER = ["订单号", "下单时间", "订单金额", "运费"]
BEFORE, AFTER = 1_200, 1_800
ODD = [
    ["00012", "2026-06-18 10:00:00", "9.90", "1.00"],
    ["ID-13", "2026年6月18日 10:00", "9.90", "1.00"],
    ["ID-14", "2026-06-18 10:00:00", "¥1,234.50", "1.00"],
    ["ID-15", "2026-06-18 10:00:00", "9.90", "见备注"],
    ["ID-16", "2026-06-18 10:00:00", "见备注", "1.00"],
]
Rows = list[list[str]]


def rows() -> Rows:
    plain = [[f"A{i}", "2026-06-17 09:00:00", "9.90", "0.00"] for i in range(BEFORE + AFTER)]
    return [HEADER, *plain[:BEFORE], *ODD, *plain[BEFORE:]]


def as_csv(table: Rows) -> bytes:
    return "".join(
        ",".join(f'"{c}"' if "," in c else c for c in row) + "\n" for row in table
    ).encode()


def as_tsv(table: Rows) -> bytes:
    return "".join("\t".join(row) + "\r\n" for row in table).encode("gb18030")


def as_damaged_csv(table: Rows) -> bytes:
    return as_csv([*table, ["坏", '"']])  # an open quote: read line by line


def as_book(table: Rows, cell: Callable[[str, str], str] = books.text) -> bytes:
    """Return a workbook whose amounts are cells of that kind where they are numbers."""
    lines = []
    for number, row in enumerate(table, 1):
        cells = [
            (cell if value.replace(".", "").isdigit() and at >= 2 else books.text)(
                f"{'ABCD'[at]}{number}", value
            )
            for at, value in enumerate(row)
        ]
        lines.append(books.row(number, *cells))
    return books.book("".join(lines))


def as_book_of_numbers(table: Rows) -> bytes:
    return as_book(table, books.number)


def as_html(table: Rows) -> bytes:
    lines = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    return f"<table>{''.join(lines)}</table>".encode()


def as_spreadsheet_xml(table: Rows) -> bytes:
    def cell(value: str) -> str:
        return f'<Cell><Data ss:Type="String">{value}</Data></Cell>'

    lines = ("<Row>" + "".join(map(cell, row)) + "</Row>" for row in table)
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="订单">'
        f"<Table>{''.join(lines)}</Table></Worksheet></Workbook>"
    ).encode()


def converted(table: Rows, form: str) -> bytes:
    """Return the table as another program saves it; its numbers and dates become cells of numbers."""
    if shutil.which("soffice") is None:
        pytest.skip("not installed: soffice")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "orders.xlsx"
        source.write_bytes(as_book(table))
        subprocess.run(  # noqa: S603 - our own arguments
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",  # noqa: S607
             "--convert-to", form, "--outdir", f"{folder}/out", str(source)],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return (Path(folder) / "out" / f"orders.{form}").read_bytes()


def as_xls(table: Rows) -> bytes:
    return converted(table, "xls")


def as_ods(table: Rows) -> bytes:
    return converted(table, "ods")


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "csv": as_csv,
    "tsv gb18030": as_tsv,
    "damaged csv": as_damaged_csv,
    "xlsx of text": as_book,
    "xlsx of numbers": as_book_of_numbers,
    "html": as_html,
    "spreadsheet xml": as_spreadsheet_xml,
    "xls": as_xls,
    "ods": as_ods,
}


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_an_odd_value_after_a_thousand_rows_is_read_or_told(write: Callable[[Rows], bytes]) -> None:
    said, frames = clean_file("订单.x", write(rows()))
    answer = load(FileAnswer, said)
    (table,) = answer.receipt.tables
    assert table.ledger.is_balanced
    frame = pa.ipc.open_stream(frames["0"]).read_all()
    kept = {row["order_id"]: row for row in frame.to_pylist()}
    assert len(kept) == BEFORE + AFTER + len(ODD) - 1
    assert "00012" in kept
    assert str(kept["ID-13"]["created_at"]) == "2026-06-18 10:00:00"
    assert kept["ID-14"]["order_amount"] == 123_450
    assert kept["ID-15"]["freight"] is None
    told = {f.kind.code: (f.count, f.place.rows, dict(f.values)["example"]) for f in answer.findings
            if f.kind.code in ("NUMBER_BAD", "AMOUNT_BAD")}  # fmt: skip
    first_odd = BEFORE + 2
    assert told == {
        "NUMBER_BAD": (1, (first_odd + 3,), "见备注"),
        "AMOUNT_BAD": (1, (first_odd + 4,), "见备注"),
    }


# --- ids of nineteen digits ---

LONG, OTHER = "3900000000000000011", "3900000000000000022"


def ingested(*uploads: Upload) -> Dataset:
    return ingest(uploads, run=run_inline)


def orders_of(*uploads: Upload) -> list[str]:
    frame = ingested(*uploads).frame("orders")
    assert frame is not None
    return [str(order_id) for order_id in frame["order_id"]]


def truncated(*uploads: Upload) -> list[tuple[str, int]]:
    found = ingested(*uploads).findings
    return [(f.place.file, f.count) for f in found if f.kind.code == "ID_TRUNCATED"]


def order(order_id: str, status: str = "10.00") -> list[str]:
    return [order_id, "2026-06-18 10:00:00", status, "0.00"]


def upload(name: str, *table: list[str], write: Callable[[Rows], bytes] = as_csv) -> Upload:
    return Upload.of(name, write([HEADER, *table]))


@pytest.mark.parametrize("write", [as_csv, as_tsv, as_book, as_html, as_spreadsheet_xml])
def test_an_id_of_nineteen_digits_survives_to_the_last_digit(
    write: Callable[[Rows], bytes],
) -> None:
    file = upload("订单.x", order(LONG), order(f"'{OTHER}"), write=write)
    assert orders_of(file) == [LONG, OTHER]
    assert truncated(file) == []


def numbered(*ids: str) -> Upload:
    """Return a workbook whose ids are number cells."""
    head = books.row(1, *(books.text(f"{'ABCD'[i]}1", name) for i, name in enumerate(HEADER)))
    body = "".join(
        books.row(
            n, books.number(f"A{n}", i), books.text(f"B{n}", "2026-06-18 10:00:00"),
            books.number(f"C{n}", "10"), books.number(f"D{n}", "0"),
        )
        for n, i in enumerate(ids, 2)
    )  # fmt: skip
    return Upload.of("数字.xlsx", books.book(head + body))


def test_a_long_id_from_a_number_cell_is_listed_and_a_short_one_is_not() -> None:
    assert truncated(numbered("3.9E+18", "12345")) == [("数字.xlsx", 1)]
    assert truncated(numbered("123456789012345")) == []


def test_damaged_ids_join_nothing_across_files() -> None:
    damaged = upload("a.csv", order("3.90E+18"), order("3.90E+18", "20.00"))
    again = upload("b.csv", order("3.90E+18", "30.00"))
    assert truncated(damaged) == [("a.csv", 2)]
    assert len(orders_of(damaged, again)) == 3  # no order takes another's place
    whole = upload("c.csv", order(LONG))
    assert len(orders_of(whole, upload("d.csv", order(LONG, "12.00")))) == 1  # sound ones do


def test_lines_with_the_same_damaged_id_are_not_taken_for_one_order() -> None:
    lines = [
        ["订单号", "下单时间", "SKU", "数量", "销售额"],
        ["3.90E+18", "2026-06-18", "A01", "1", "10.00"],
        ["3.90E+18", "2026-06-18", "A02", "1", "20.00"],
        [LONG, "2026-06-18", "A01", "1", "10.00"],
        [LONG, "2026-06-18", "A02", "1", "20.00"],
    ]
    assert sorted(orders_of(Upload.of("明细.csv", as_csv(lines)))) == ["3.90E+18", "3.90E+18", LONG]


def test_a_damaged_id_in_a_refund_names_no_order() -> None:
    head = "退款编号,订单编号,退款金额,申请时间\n"
    row = "R1,3.90E+18,10.00,2026-06-19 10:00:00\n"
    columns = (
        ("refund_id", "退款编号"),
        ("order_id", "订单编号"),
        ("amount", "退款金额"),
        ("applied_at", "申请时间"),
    )
    choices = Choices((TableChoice("退款.csv", "refunds", columns=columns),))
    files = (Upload.of("退款.csv", (head + row).encode()), upload("a.csv", order("3.90E+18")))
    refunds = ingest(files, choices=choices, run=run_inline).frame("refunds")
    assert refunds is not None
    assert refunds["order_id"].isna().tolist() == [True]
    assert truncated(*files[1:]) == [("a.csv", 1)]
