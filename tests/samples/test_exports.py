"""The made-up exports are written as the platforms write theirs, and hold nobody's data."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from ecreview.samples import write_sample
from ecreview.samples.files import yuan
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from ecreview.model.dataset import Upload

ORDERS = "ExportOrderList202606211000.csv"
ORDERS_AGAIN = "ExportOrderList202606261000.xlsx"
LINES = "ExportOrderDetailList202606261000.xlsx"
LEDGER = "20880000000000000000_202606_账务明细.csv"
TRAFFIC = "店铺整体-2026-06-26.xls"


@pytest.fixture(scope="module")
def uploads(sample: tuple[Upload, ...]) -> dict[str, Upload]:
    return {upload.name: upload for upload in sample}


def _text_rows(upload: Upload) -> list[list[str]]:
    return list(csv.reader(StringIO(upload.content.decode("gb18030"), newline="")))


def _sheet_rows(upload: Upload) -> list[tuple[object, ...]]:
    return list(load_workbook(BytesIO(upload.content)).worksheets[0].iter_rows(values_only=True))


def test_the_first_orders_export_is_the_csv_of_54_columns(
    uploads: dict[str, Upload], sample_planted: dict[str, Any]
) -> None:
    header, *rows = _text_rows(uploads[ORDERS])
    assert len(header) == 54
    assert {"收货地址 ", "订单付款时间 ", "宝贝标题 ", "物流单号 "} <= set(header)
    assert {len(row) for row in rows} == {54}
    ids = [row[0] for row in rows]
    assert sum(bool(re.fullmatch(r'="\d{19}"', i)) for i in ids) == len(ids) - 2
    assert ids.count("") == 1
    assert sum("E+18" in i for i in ids) == 1
    assert sum(row[header.index("总金额")] == "见备注" for row in rows) == 1
    assert len(rows) == sample_planted["cleaning"]["orders_first_rows"]


def test_the_second_orders_export_has_61_columns_of_text(uploads: dict[str, Upload]) -> None:
    header, *rows = _sheet_rows(uploads[ORDERS_AGAIN])
    assert len(header) == 61
    assert header[3:5] == ("支付单号", "支付详情")
    assert {type(cell) for row in rows for cell in row} == {str, type(None)}


def test_the_item_report_ends_with_a_total_that_agrees(uploads: dict[str, Upload]) -> None:
    header, *rows, total = _sheet_rows(uploads[LINES])
    assert len(header) == 27
    amount = header.index("买家应付货款")
    cents = sum(round(float(str(row[amount])) * 100) for row in rows)
    assert total[0] == "合计"
    assert total[amount] == yuan(cents)


def test_the_titles_hold_what_breaks_careless_readers(uploads: dict[str, Upload]) -> None:
    header, *rows = _sheet_rows(uploads[LINES])
    titles = {str(row[header.index("商品标题")]) for row in rows}
    assert {"=1+1特价 纯棉打底衫", "+加绒 鲨鱼裤", '"小香风"外套,短款\n两色可选'} <= titles


def test_the_ledger_states_the_totals_of_its_rows(uploads: dict[str, Upload]) -> None:
    text = uploads[LEDGER].content.decode("gb18030")
    lines = text.split("\r\n")
    assert lines[0] == "#支付宝账务明细查询"
    assert lines[4].startswith("账务流水号,业务流水号,商户订单号")
    rows = list(csv.reader(lines[5:-5]))
    came = [round(float(row[6]) * 100) for row in rows if float(row[6]) > 0]
    went = [round(-float(row[7]) * 100) for row in rows if float(row[7]) < 0]
    assert f"#支出合计：{len(went)}笔，共{yuan(sum(went))}元" in lines
    assert f"#收入合计：{len(came)}笔，共{yuan(sum(came))}元" in lines
    assert all(row[0].endswith("\t") and row[1].endswith("\t") for row in rows)
    assert len({row[0] for row in rows}) == len(rows)


def test_the_traffic_report_is_an_xlsx_of_text_under_the_name_xls(
    uploads: dict[str, Upload],
) -> None:
    assert uploads[TRAFFIC].content.startswith(b"PK")
    rows = _sheet_rows(uploads[TRAFFIC])
    assert [row[0] for row in rows].index("统计日期") == 5
    cells = [str(cell) for row in rows[6:] for cell in row]
    assert any(re.fullmatch(r"\d,\d{3}", cell) for cell in cells)
    assert any(re.fullmatch(r"\d+\.\d{2}%", cell) for cell in cells)


def test_personal_columns_hold_visibly_false_values_only(uploads: dict[str, Upload]) -> None:
    header, *rows = _text_rows(uploads[ORDERS])
    cell = {name: {row[i] for row in rows} for i, name in enumerate(header)}
    assert cell["收货人姓名"] == {"张示例"}
    assert cell["联系手机"] == {"'18600000000"}
    assert cell["买家支付宝账号"] == {"demo@example.com"}
    assert all("示例路" in address for address in cell["收货地址 "])
    assert all(re.fullmatch(r"buyer_\d{5}", buyer) for buyer in cell["买家会员名"])


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_sample(tmp_path / name, seed=5, orders=300)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert len(files) == 11
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_another_seed_gives_another_sample(tmp_path: Path) -> None:
    for seed in (5, 6):
        write_sample(tmp_path / str(seed), seed=seed, orders=300)
    one, other = ((tmp_path / seed / "truths.json").read_text("utf-8") for seed in ("5", "6"))
    assert one != other


def test_the_sample_in_the_project_is_the_one_that_the_command_writes(tmp_path: Path) -> None:
    """Renew it with `ecreview sample sample_data`."""
    write_sample(tmp_path)
    kept = ROOT / "sample_data"
    assert sorted(p.name for p in kept.iterdir()) == sorted(p.name for p in tmp_path.iterdir())
    for path in tmp_path.iterdir():
        if path.suffix not in {".xlsx", ".xls"}:
            assert (kept / path.name).read_bytes() == path.read_bytes(), path.name
        else:
            before, after = (
                list(
                    load_workbook(BytesIO(p.read_bytes())).worksheets[0].iter_rows(values_only=True)
                )
                for p in (kept / path.name, path)
            )
            assert before == after, path.name


def test_the_sample_in_the_project_is_small() -> None:
    assert sum(path.stat().st_size for path in (ROOT / "sample_data").iterdir()) < 3_000_000


def test_the_readme_tells_the_planted_numbers_in_both_languages() -> None:
    text = (ROOT / "sample_data" / "README.md").read_text("utf-8")
    truths = json.loads((ROOT / "sample_data" / "truths.json").read_text("utf-8"))
    bill = truths["reconciliation"]["orders.payments"]
    for number in (
        f"{truths['totals']['period']['gmv_pay'] / 100:,.2f}",
        f"{bill['explained']['not_due'] / 100:,.2f}",
        f"{bill['unexplained_cents'] / 100:,.2f}".replace("-", "−"),
        f"{truths['customers']['rep_30']['numerator']} / {truths['customers']['rep_30']['denominator']}",
    ):
        assert text.count(number) == 2
