from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from ecreview.intake.header import find_tables, normalise_header
from ecreview.intake.read import read_file
from ecreview.model.dataset import Upload
from ecreview.model.errors import FileRefused
from tests.intake.books import book, parts_of, row, text, zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ecreview.intake.raw import RawFile

KNOWN = frozenset(map(normalise_header, ("订单编号", "实付金额", "交易时间", "交易对方", "收/支")))
CSV = "订单编号,实付金额\nD1,9.90\n"
ORDERS = row(1, text("A1", "订单编号")) + row(2, text("A2", "D1"))


def read(name: str, content: bytes) -> RawFile:
    return read_file(Upload.of(name, content), KNOWN)


def codes(file: RawFile) -> list[str]:
    return [finding.kind.code for finding in file.findings]


@pytest.mark.parametrize(
    ("name", "content", "engine", "found"),
    [
        ("a.csv", CSV.encode(), "csv · utf-8 · ,", []),
        ("a.tsv", CSV.replace(",", "\t").encode("gb18030"), "csv · gb18030 · TAB", []),
        ("a.xls", CSV.encode(), "csv · utf-8 · ,", ["FMT_TEXT_XLS"]),
        ("a.xlsx", CSV.encode(), "csv · utf-8 · ,", ["FMT_EXT"]),
        ("a.csv.gz", gzip.compress(CSV.encode()), "gz · csv · utf-8 · ,", []),
        ("a.xlsx", book(ORDERS), "xlsx", []),
        ("a.csv", book(ORDERS), "xlsx", ["FMT_EXT"]),
        ("a.xls", b"<table><tr><td>a<td>b<tr><td>1<td>2</table>", "html", ["FMT_HTML_XLS"]),
        ("a.XLSX", zipped(parts_of(("一", ORDERS), ("二", ORDERS))), "xlsx", ["SHEET_MANY"]),
    ],
)
def test_the_content_decides_and_a_name_that_disagrees_is_told(
    name: str, content: bytes, engine: str, found: list[str]
) -> None:
    file = read(name, content)
    assert (file.engine, codes(file)) == (engine, found)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", gzip.compress(CSV.encode()), "FILE_ARCHIVE"),
        ("a.xlsx.gz", gzip.compress(book(ORDERS)), "FILE_ARCHIVE"),
        ("a.csv", "订单编号,实付金额\n".encode(), "NO_ROWS"),
        ("a.xlsx", book(row(1, text("A1", "订单编号"))), "NO_ROWS"),
        ("a.xlsx", book(row(1)), "NO_DATA"),
        ("a.xlsx", zipped(parts_of(("订单", ORDERS), ("_ecreview", ORDERS))), "PAST_REVIEW"),
        ("a.xlsx", b"", "FILE_EMPTY"),
        ("a.xlsx", b"%PDF-1.4", "FILE_UNKNOWN"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(name: str, content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(name, content)
    assert refused.value.code == code


def letters(index: int) -> str:
    head, last = divmod(index, 26)
    return (chr(64 + head) if head else "") + chr(65 + last)


@pytest.mark.parametrize(("width", "is_read"), [(500, True), (501, False)])
def test_five_hundred_filled_columns_are_read_and_one_more_is_not(
    width: int,
    is_read: bool,  # noqa: FBT001
) -> None:
    content = book(row(1, *(text(f"{letters(i)}1", "x") for i in range(width))))
    if is_read:
        assert read("a.xlsx", content).sheets[0].cells.num_columns == width
        return
    with pytest.raises(FileRefused) as refused:
        read("a.xlsx", content)
    assert refused.value.code == "GRID_TOO_BIG"


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "header", "rows", "aside"),
    [
        ("payment_bills/example-alipay-records.csv", 25, 10, []),
        ("payment_bills/example-wechat-records.csv", 17, 27, []),
        ("superstore_zh/超市.xls", 1, 9_935, []),
        ("tmall_order_report/tmall_order_report.csv", 1, 28_010, []),
        ("clickstream_ecom/ecom.csv.gz", 1, 31_106, []),
        ("taobao_userbehavior/UserBehavior.csv", None, 84_475, [(84_476, "ROW_CUT")]),
        ("cdnow/CDNOW_master.txt", 1, 69_659, []),
        ("cdnow/CDNOW_sample.txt", None, 6_919, []),
        ("double11_cosmetics/cosmetic_full.csv", 1, 27_598, []),
        ("marketing_campaign/marketing_campaign.csv", 1, 2_240, []),
        ("olist_sample/olist_order_reviews_dataset.csv", 1, 8_225, []),
        ("ads_kag_conversion/KAG_conversion_data.csv", 1, 1_143, []),
        ("nab/realAdExchange/exchange-2_cpc_results.csv", 1, 1_624, []),
        ("uci_online_retail/Online Retail (rebuilt).xlsx", 1, 541_909, []),
    ],
)
def test_real_files_give_their_published_number_of_rows(
    real_data: Callable[[str], Path],
    name: str,
    header: int | None,
    rows: int,
    aside: list[tuple[int, str]],
) -> None:
    path = real_data(name)
    (sheet,) = read(path.name, path.read_bytes()).sheets
    (table,) = find_tables(sheet, KNOWN)
    assert (table.header_row, len(table.body)) == (header, rows)
    assert [(a.row, a.kind.code) for a in sheet.aside] == aside
