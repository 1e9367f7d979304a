"""The command line: what it prints, what it writes, with which code it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import pyzipper

from ecreview import cli

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "订单编号,买家会员名,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,退款金额"
ROWS = (
    '="3900000000000000011",buyer_001,158.00,158.00,交易成功,2026-06-18 00:03:11,2026-06-18 00:03:40,0.00',
    '="3900000000000000022",buyer_002,100.00,80.00,交易成功,2026-06-18 09:29:00,2026-06-18 09:30:00,20.00',
    '="3900000000000000033",buyer_001,59.90,0.00,交易关闭,2026-06-18 09:59:00,2026-06-18 10:00:00,59.90',
    '="3900000000000000044",buyer_003,88.00,0.00,等待买家付款,2026-06-18 11:00:00,,0.00',
)
UNKNOWN = "颜色,天气\n红,晴\n蓝,雨\n绿,雪\n"


def orders_csv(folder: Path, rows: tuple[str, ...] = ROWS, name: str = "orders.csv") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join([HEADER, *rows, ""]).encode("gb18030"))
    return path


def figures(record: Path) -> dict[str, object]:
    sections = json.loads(record.read_text(encoding="utf-8"))["sections"]
    return {f["key"]: f["value"] for s in sections if s["key"] == "overview" for f in s["figures"]}


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["dance"],
        ["review"],
        ["review", "x.csv", "--start", "18.6.2026"],
        ["review", "x.csv", "--start", "2026-06-01"],
        ["review", "x.csv", "--start", "2026-06-02", "--end", "2026-06-01"],
        ["app", "--port", "many"],
    ],
)
def test_a_wrong_call_ends_with_64_and_one_line(
    call: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(call) == 64
    assert capsys.readouterr().err.count("\n") == 1


def test_files_that_cannot_be_opened_end_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", "nowhere.csv"]) == 2
    said = capsys.readouterr().err
    assert "FILE_MISSING" in said
    assert "nowhere.csv" in said


def test_a_mapping_that_is_missing_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = orders_csv(tmp_path)
    assert cli.main(["review", str(orders), "--mapping", str(tmp_path / "no.json")]) == 64
    assert "no.json" in capsys.readouterr().err


def test_a_defect_of_ours_is_named_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("张三 13800138000")

    monkeypatch.setattr(cli, "import_module", fail)
    assert cli.main(["sample", "x"]) == 70
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert "Traceback" not in said
    assert "13800138000" not in said


def test_a_review_writes_workbook_and_record_and_prints_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders, broken = orders_csv(tmp_path), tmp_path / "broken.xlsx"
    broken.write_bytes(b"%PDF-1.7 not a workbook")
    out, record = tmp_path / "review.xlsx", tmp_path / "review.json"
    call = ["review", str(orders), str(broken), "--out", str(out), "--json", str(record)]
    assert cli.main(call) == 0
    said = capsys.readouterr()
    assert "broken.xlsx: [FILE_UNKNOWN]" in said.err
    assert said.out.startswith("2026-06-18\n")
    assert out.read_bytes()[:2] == b"PK"
    # worked by hand from the four rows: paid 158 + 100 + 59.90, refunded 20 + 59.90
    told = figures(record)
    assert (told["gmv_pay"], told["refunded"], told["gsv"]) == (31_790, 7_990, 23_800)
    assert (told["orders_placed"], told["orders_paid"], told["buyers_paid"]) == (4, 3, 2)


def test_the_same_call_twice_gives_the_same_bytes_and_row_order_changes_no_figure(
    tmp_path: Path,
) -> None:
    first, second, third = (tmp_path / name for name in ("1.json", "2.json", "3.json"))
    orders = orders_csv(tmp_path)
    assert cli.main(["review", str(orders), "--json", str(first)]) == 0
    assert cli.main(["review", str(orders), "--json", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()
    shuffled = orders_csv(tmp_path, ROWS[::-1], "shuffled.csv")
    assert cli.main(["review", str(shuffled), "--json", str(third)]) == 0
    assert figures(third) == figures(first)


def test_both_days_of_a_period_are_in_it(tmp_path: Path) -> None:
    late = ROWS[0].replace("0011", "0055").replace("2026-06-18", "2026-06-20")
    orders, record = orders_csv(tmp_path, (*ROWS, late)), tmp_path / "r.json"
    span = ["--start", "2026-06-18", "--end", "2026-06-19"]
    assert cli.main(["review", str(orders), "--json", str(record), *span]) == 0
    assert figures(record)["orders_paid"] == 3
    span[-1] = "2026-06-20"
    assert cli.main(["review", str(orders), "--json", str(record), *span]) == 0
    assert figures(record)["orders_paid"] == 4


def test_inspect_prints_one_receipt_per_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["inspect", str(orders_csv(tmp_path)), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "ecreview.inspect/1"
    table = told["files"][0]["tables"][0]
    assert (table["table"], table["rows"]["total"], table["rows"]["kept"]) == ("orders", 5, 4)


def test_inspect_shows_what_an_undecided_text_reads_in_each_encoding_and_takes_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "big5.csv"
    path.write_bytes("訂單編號,金額\nD1,9.90\n".encode("big5"))
    assert cli.main(["inspect", str(path)]) == 2
    said = capsys.readouterr().out
    assert "ENCODING_ASK" in said
    assert "  big5: 訂單編號,金額" in said
    answer = tmp_path / "mapping.json"
    answer.write_text('{"tables": [{"file": "big5.csv", "encoding": "big5"}]}', encoding="utf-8")
    cli.main(["inspect", str(path), "--mapping", str(answer), "--json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["error"] is None
    assert len(file["tables"]) == 1


def test_an_encrypted_file_is_opened_by_one_of_several_passwords(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "orders.zip"
    with pyzipper.AESZipFile(path, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"618618")
        archive.writestr("orders.csv", orders_csv(tmp_path).read_bytes())
    assert cli.main(["inspect", str(path)]) == 2
    assert "[FILE_PASSWORD]" in capsys.readouterr().out
    assert cli.main(["inspect", str(path), "--password", "no", "--password", "618618"]) == 0
    assert "618618" not in capsys.readouterr().out


def test_inspect_in_words_names_rows_by_class(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["inspect", str(orders_csv(tmp_path)), "--lang", "en"]) == 0
    assert "5 = header 1 + kept 4" in capsys.readouterr().out


def test_a_table_that_nobody_recognises_is_not_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown, wanted = tmp_path / "weather.csv", tmp_path / "mapping.json"
    unknown.write_text(UNKNOWN, encoding="utf-8")
    assert cli.main(["inspect", str(unknown), "--suggest-mapping", str(wanted)]) == 0
    assert "COLUMNS_UNKNOWN" in capsys.readouterr().out
    assert json.loads(wanted.read_text(encoding="utf-8"))["tables"][0]["file"] == "weather.csv"
    assert cli.main(["review", str(unknown)]) == 2


def test_a_mapping_makes_an_unknown_table_usable(tmp_path: Path) -> None:
    odd, mapping, record = (tmp_path / n for n in ("odd.csv", "mapping.json", "r.json"))
    odd.write_text("甲,乙,丙\nA1,2026-06-18,12.50\nA2,2026-06-19,7.50\n", encoding="utf-8")
    columns = {"order_id": "甲", "created_at": "乙", "order_amount": "丙"}
    choice = {
        "file": "odd.csv",
        "sheet": None,
        "table": "orders",
        "header_row": 1,
        "columns": columns,
    }
    mapping.write_text(json.dumps({"tables": [choice | {"values": {}}]}), encoding="utf-8")
    call = ["review", str(odd), "--mapping", str(mapping), "--json", str(record)]
    assert cli.main(call) == 0
    assert figures(record)["gmv_pay"] == 2_000


def test_the_sample_command_writes_exports_and_their_truths(tmp_path: Path) -> None:
    assert cli.main(["sample", str(tmp_path / "s"), "--orders", "300"]) == 0
    names = {path.name for path in (tmp_path / "s").iterdir()}
    assert "truths.json" in names
    assert len(names) >= 8
