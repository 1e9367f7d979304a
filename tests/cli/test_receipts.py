"""What `inspect` says to a person: each file by itself, in both languages, with money and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ecreview import cli

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "订单编号,订单创建时间,总金额\n"
ORDERS = f"{HEADER}A1,2026-06-18 10:00:00,10.00\nA2,2026-06-19 11:00:00,20.00\n合计,,30.00\n"
LATER = (
    f"{HEADER}A2,2026-06-19 11:00:00,20.00\nA3,2026-06-20 11:00:00,x\n,2026-06-20 12:00:00,5.00\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name


def said(capsys: pytest.CaptureFixture[str], *call: str) -> list[str]:
    """Return the lines on standard output."""
    cli.main(["inspect", *call])
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "zh",
            [
                "orders.csv: 订单表（通用） | 3 列中用到 3 列 | 4 = 表头 1 + 合计 1 + 保留 2",
                "  2026-06-18 至 2026-06-19",
                "  “总金额”合计 30.00（2 个）",
                "  文件自己写的“合计”：30.00；读到：30.00，一致",
            ],
        ),
        (
            "en",
            [
                "orders.csv: Orders (any shop) | 3 of its 3 columns are understood | 4 = header 1 + footer 1 + kept 2",
                "  2026-06-18 to 2026-06-19",
                "  “总金额” adds up to 30.00 (2 amounts)",
                "  “合计” as the file states it: 30.00; as read: 30.00; equal",
            ],
        ),
    ],
)
def test_a_receipt_tells_kind_rows_period_and_sums_beside_those_the_file_states(
    folder: Path, capsys: pytest.CaptureFixture[str], lang: str, lines: list[str]
) -> None:
    told = said(capsys, written(folder, "orders.csv", ORDERS), "--lang", lang)
    assert [line for line in lines if line not in told] == []


def test_a_stated_total_that_differs_is_said_beside_the_sum_of_the_rows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, written(folder, "o.csv", ORDERS.replace("30.00", "35.00")), "--lang", "en")
    assert "  “合计” as the file states it: 35.00; as read: 30.00; not equal" in told


def test_findings_stand_below_their_file_with_row_money_and_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = written(folder, "a.csv", ORDERS), written(folder, "b.csv", LATER)
    told = said(capsys, *names)
    first, second = (next(i for i, t in enumerate(told) if t.startswith(n)) for n in names)
    (merged,) = (i for i, t in enumerate(told) if "[ROW_DUP]" in t)
    (blank,) = (i for i, t in enumerate(told) if "[ID_BLANK]" in t)
    assert first < merged < second < blank
    assert told[merged].startswith("  [ROW_DUP] a.csv · 第 3 行: ")
    assert " | 涉及金额 20.00 | 可撤销：" in told[merged]
    assert " | 涉及金额 5.00 | " in told[blank]


def test_an_unknown_table_names_its_columns_and_what_it_looks_like(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = "Date,Spent,Clicks,colour\n2026-06-18,12.50,3,red\n2026-06-19,7.50,2,blue\n"
    told = said(capsys, written(folder, "x.csv", table), "--lang", "en")
    assert "  columns: Date, Spent, Clicks, colour" in told
    assert "  looks like “Ad spend”: Date → Date; Spent → Spend; Clicks → Clicks" in told
    assert any("[COLUMNS_UNKNOWN]" in line and "--suggest-mapping" in line for line in told)


def test_many_files_end_with_how_many_are_of_use(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.xlsx").write_bytes(b"%PDF-1.7 no workbook")
    names = [
        written(folder, "a.csv", ORDERS), written(folder, "weather.csv", "颜色,天气\n红,晴\n蓝,雨\n"), "broken.xlsx",
    ]  # fmt: skip
    told = said(capsys, *names, "a.csv", "--lang", "en")
    assert told[-1] == "4 files: 1 recognised, 1 not recognised, 1 refused, 1 repeated."
    assert any(line.startswith("broken.xlsx: [FILE_UNKNOWN]") for line in told)


def test_files_of_one_name_are_told_apart_by_their_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, written(folder, "may/o.csv", ORDERS), written(folder, "june/o.csv", LATER))
    (merged,) = (line for line in told if "[ROW_DUP]" in line)
    assert "may/o.csv · 第 3 行" in merged
    assert "june/o.csv · 2" in merged


def test_an_encoding_that_cannot_be_told_comes_with_the_line_that_answers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "big5.csv").write_bytes("訂單編號,金額\nD1,9.90\n".encode("big5"))
    (line,) = (t for t in said(capsys, "big5.csv") if "--mapping" in t)
    (folder / "answer.json").write_text(line[line.index("{") :], encoding="utf-8")
    told = said(capsys, "big5.csv", "--mapping", "answer.json")
    assert "  各列：訂單編號、金額" in told
