"""Write the made-up inputs of the benchmark into a folder; the same seeds give the same rows everywhere.

    python benchmarks/make_inputs.py FOLDER [ROWS …]

Per size: `orders_<rows>.xlsx`, `orders_<rows>.csv` (GB18030), `payments_<rows>.csv` (GB18030) and the pair
`match_left_<rows>.arrow`, `match_right_<rows>.arrow` for the matching job. Nothing here imports ecreview.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import feather

if TYPE_CHECKING:
    from collections.abc import Iterator

PROVINCES = ["广东省", "浙江省", "江苏省", "山东省", "四川省", "河南省", "上海", "北京"]
CHANNELS = ["手淘搜索", "直通车", "抖音直播", "淘宝客", "老客复购", "活动会场"]
STATUS = ["交易成功", "交易成功", "交易成功", "卖家已发货", "交易关闭", "等待买家付款"]
NUMBERS = ("购买数量", "单价", "优惠金额", "买家实际支付金额", "退款金额", "运费")  # number cells
TIMES = ("订单付款时间",)  # date cells
REFUNDED, UNSHIPPED, PAID_OUT, ALTERED = 0.08, 0.15, 0.95, 0.03  # shares of the rows
PLAIN, CHINESE = 0.80, 0.97  # how the times are spelled
_EXCEL_EPOCH = np.datetime64("1899-12-30", "s")


def make_orders(rows: int) -> pd.DataFrame:
    """Return the orders with 2 % of the rows overwritten by copies of others; the order of draws matters."""
    r = np.random.default_rng(7)
    users, skus = int(rows * 0.35), 2000
    order_id = 4_000_000_000_000_000_000 + r.permutation(rows).astype("int64") * 7 + 13
    user, sku = (users * r.power(1.6, rows)).astype(int), (skus * r.power(0.45, rows)).astype(int)
    start = np.datetime64("2025-01-01", "s")
    created = pd.Series(start + r.integers(0, 365 * 86400, rows).astype("m8[s]"))
    price = np.round(9.9 + (sku * 7919 % 5000) / 10, 2)
    quantity = r.choice([1, 1, 1, 2, 3, 5], rows)
    discount = np.round(price * quantity * r.choice([0, 0, 0.05, 0.1, 0.2], rows), 2)
    paid = np.round(price * quantity - discount, 2)
    refund = np.where(r.random(rows) < REFUNDED, paid, 0.0)
    status, kind = r.choice(STATUS, rows), r.random(rows)
    shipped = created + pd.to_timedelta(r.integers(3600, 5 * 86400, rows), "s")
    unshipped, look = r.random(rows) < UNSHIPPED, r.integers(0, 20, rows)
    freight, delay = r.choice([0.0, 0.0, 6.0, 10.0], rows), r.integers(5, 3600, rows)
    province, channel = r.choice(PROVINCES, rows), r.choice(CHANNELS, rows)
    waybill = r.integers(0, 10**12, rows)
    frame = pd.DataFrame(
        {
            "订单编号": order_id.astype(str),
            "子订单编号": (order_id + 1).astype(str),
            "买家会员名": [f"  tb用户{u}" for u in user],
            "商品标题": [f"2025夏季新款宽松显瘦短袖T恤女纯棉{s:04d}号款" for s in sku],
            "商家编码": [f"SKU-{s:05d} " for s in sku],
            "商品属性": [
                f"颜色分类:{'黑白红蓝绿'[a // 4]};尺码:{('S', 'M', 'L', 'XL')[a % 4]}" for a in look
            ],
            "购买数量": quantity,
            "单价": price,
            "商品总价": [f"¥{amount:,.2f}" for amount in price * quantity],
            "优惠金额": discount,
            "买家实际支付金额": paid,
            "退款金额": refund,
            "运费": freight,
            "订单状态": status,
            "订单创建时间": _mixed_times(created, kind),
            "订单付款时间": created + pd.to_timedelta(delay, "s"),
            "发货时间": shipped.dt.strftime("%Y-%m-%d %H:%M:%S").where(~unshipped, ""),
            "省份": province,
            "渠道来源": channel,
            "物流单号": [f"YT{9 * 10**12 + w}" for w in waybill],
        }
    )
    source = r.integers(0, rows, rows // 50)
    frame.iloc[r.integers(0, rows, rows // 50)] = frame.iloc[source].values  # noqa: PD011 - as the recipe says
    return frame


def _mixed_times(times: pd.Series, kind: np.ndarray) -> np.ndarray:
    """Return times in three spellings."""
    plain = times.dt.strftime("%Y-%m-%d %H:%M:%S")
    chinese, slashed = times.dt.strftime("%Y年%m月%d日"), times.dt.strftime("%Y/%m/%d %H:%M")
    return np.where(kind <= PLAIN, plain, np.where(kind >= CHINESE, chinese, slashed))


def make_payments(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the bill: 95 % of the rows, 3 % of them 5.00 too high."""
    r = np.random.default_rng(2)
    kept = orders[r.random(len(orders)) < PAID_OUT]
    more = np.where(r.random(len(kept)) < ALTERED, 5.0, 0.0)
    amount = kept["买家实际支付金额"].astype(float).to_numpy() + more
    return pd.DataFrame(
        {
            "商户订单号": "\t" + kept["子订单编号"],
            "入账金额": np.round(amount, 2),
            "入账时间": "2025-06-18 12:00:00",
            "业务类型": "交易收款",
        }
    )


def make_pair(rows: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return orders and payments to match by a text id: known, unknown, repeated and altered ones."""
    r = np.random.default_rng(3)
    ids = (4 * 10**18 + r.permutation(rows) * 7).astype(str)
    amounts = np.round(r.gamma(2, 60, rows), 2)
    known = r.permutation(rows)[: int(0.93 * rows)]
    again = known[: rows // 50]
    strangers = rows - len(known) - len(again)
    right = pd.DataFrame(
        {
            "id": np.concatenate([ids[known], ids[again], [f"X0{i}" for i in range(strangers)]]),
            "amount": np.concatenate(
                [amounts[known], amounts[again], np.round(r.gamma(2, 60, strangers), 2)]
            ),
        }
    )
    altered = r.random(rows) < ALTERED
    right["amount"] += np.where(altered, r.choice([-0.01, 5, 10.5], rows), 0)
    right = right.iloc[r.permutation(rows)].reset_index(drop=True)
    return pd.DataFrame({"id": ids, "amount": amounts}), right


def write_xlsx(path: Path, frame: pd.DataFrame) -> None:
    """Write one sheet with inline strings, as a streaming exporter does; blanks are not written."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for line in _rows(frame):
                sheet.write(line.encode())
            sheet.write(b"</sheetData></worksheet>")


def _rows(frame: pd.DataFrame) -> Iterator[str]:
    """Yield the rows of the sheet as XML."""
    names = [_column_name(i) for i in range(len(frame.columns))]
    cells = [_text(name, 1, title) for name, title in zip(names, frame.columns, strict=True)]
    yield f'<row r="1">{"".join(cells)}</row>'
    columns = [
        _as_cells(name, frame[title]) for name, title in zip(names, frame.columns, strict=True)
    ]
    for number, parts in enumerate(zip(*columns, strict=True), start=2):
        yield f'<row r="{number}">{"".join(parts)}</row>'


def _as_cells(name: str, column: pd.Series) -> Iterator[str]:
    """Yield the cells of a column from row 2 on."""
    if column.name in TIMES:
        days = (column.to_numpy(dtype="datetime64[s]") - _EXCEL_EPOCH).astype(np.int64) / 86400
        yield from (
            f'<c r="{name}{i}" s="1"><v>{day!r}</v></c>' for i, day in enumerate(days.tolist(), 2)
        )
    elif column.name in NUMBERS:
        yield from (f'<c r="{name}{i}"><v>{v!r}</v></c>' for i, v in enumerate(column.tolist(), 2))
    else:
        yield from (_text(name, i, v) for i, v in enumerate(column.astype(str).tolist(), 2))


def _text(name: str, row: int, value: str) -> str:
    """Return a text cell, nothing for a blank one."""
    if not value:
        return ""
    return (
        f'<c r="{name}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    )


def _column_name(index: int) -> str:
    """Return the letter of one of the first 26 columns."""
    return chr(ord("A") + index)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="订单" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="1"><font><sz val="11"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf xfId="0"/><xf numFmtId="164" applyNumberFormat="1" xfId="0"/></cellXfs></styleSheet>',
}  # fmt: skip


def write_orders(folder: Path, rows: int) -> None:
    """Write orders and payments of one size, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / f"payments_{rows}.csv").exists():
        return
    orders = make_orders(rows)
    write_xlsx(folder / f"orders_{rows}.xlsx", orders)
    orders.to_csv(folder / f"orders_{rows}.csv", index=False, encoding="gb18030")
    payments = make_payments(orders)
    payments.to_csv(folder / f"payments_{rows}.csv", index=False, encoding="gb18030")


def write_pair(folder: Path, rows: int) -> None:
    """Write the two tables to match, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / f"match_right_{rows}.arrow").exists():
        return
    for side, frame in zip(("left", "right"), make_pair(rows), strict=True):
        table = pa.Table.from_pandas(frame, preserve_index=False)
        path = folder / f"match_{side}_{rows}.arrow"
        feather.write_feather(table, path, compression="uncompressed")


if __name__ == "__main__":
    target, *sizes = sys.argv[1:]
    for size in map(int, sizes or ["100000"]):
        write_orders(Path(target), size)
        write_pair(Path(target), size)
