"""The shop's Alipay ledger: money comes when the parcel is received; fees, refunds, and planted troubles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ecreview.samples.files import csv_bytes, yuan
from ecreview.samples.world import BILL_END

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecreview.samples.world import Order, World

_HEADER = (
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,"
    "交易渠道,业务类型,备注"
)
_COLUMNS = tuple(_HEADER.split(","))
_OPENING = 2_000_000  # cents on the account at the start
_COMMISSION_PERCENT = 5
_INSURED_IN = 10  # of so many orders …
_INSURED = 4  # … so many carry a return insurance
_DIFFERS = (500, -300, -1_260, -2_000)
_NEARLY = (-30, 50)
_STRANGERS = (12_900, 8_900, 23_900, 5_900)  # receipts of orders that no export holds
_WITHDRAWALS = ((3, 9, 1_500_000), (4, 13, 2_500_000), (5, 18, 2_500_000), (6, 22, 8_000_000))
_SERVICE = ((3, 1), (4, 1), (5, 1), (6, 1))
_SERVICE_FEE = 19_900


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger.

    Attributes:
        order_id: the order it belongs to, empty for none.
        subject: goods, refund, commission, freight_insurance, tech_fee or withdraw.
        cents: signed.
        txn: number of the transaction; a receipt and its commission share one.
        plant: what is planted on it, empty for none.
    """

    time: datetime
    order_id: str
    subject: str
    cents: int
    txn: str
    plant: str = ""


def make_entries(world: World) -> tuple[Entry, ...]:
    """Return the entries before the end of the bill, by time."""
    entries = [entry for order in world.orders for entry in _order_entries(order)]
    entries += _plant_amounts(world)
    entries += _shop_entries()
    inside = [e for e in entries if e.time < BILL_END]
    return tuple(sorted(inside, key=lambda e: (e.time, e.order_id, e.subject, e.txn, e.plant)))


def _order_entries(order: Order) -> Iterator[Entry]:
    """Yield what an order leaves in the ledger, planted amounts apart."""
    if order.received is None or order.plant in {
        "order_only",
        "amount_differs",
        "within_tolerance",
    }:
        return
    came = order.gross - (order.refunded if order.refund_kind == "part_before_receipt" else 0)
    txn = f"2026{order.order_id[-12:]}01"
    yield from _receipt(order, came, txn)
    if order.plant == "duplicate_entry":
        later = order.received + timedelta(hours=2)
        yield Entry(later, order.order_id, "goods", came, f"2026{order.order_id[-12:]}77", "twice")
    is_late = order.refund_kind in {"after_receipt", "part_after_receipt"}
    if is_late and order.refunded_at and order.plant != "refund_unsettled":
        txn = f"2026{order.order_id[-12:]}02"
        yield Entry(order.refunded_at, order.order_id, "refund", -order.refunded, txn)


def _receipt(order: Order, cents: int, txn: str) -> Iterator[Entry]:
    """Yield the receipt of an order and its fees."""
    received = order.received
    if received is None:
        return
    commission = -(cents * _COMMISSION_PERCENT // 100)
    yield Entry(received, order.order_id, "goods", cents, txn)
    yield Entry(received, order.order_id, "commission", commission, txn)
    if int(order.order_id[-5:]) % _INSURED_IN < _INSURED:
        yield Entry(received, order.order_id, "freight_insurance", -90, f"{txn}88")


def _plant_amounts(world: World) -> list[Entry]:
    """Return the receipts whose amount is off."""
    out = []
    for plant, offs in (("amount_differs", _DIFFERS), ("within_tolerance", _NEARLY)):
        chosen = [o for o in world.orders if o.plant == plant]
        for order, off in zip(chosen, offs, strict=True):
            receipt, *fees = _receipt(order, order.gross, f"2026{order.order_id[-12:]}01")
            out += [replace(receipt, cents=receipt.cents + off), *fees]
    return out


def _shop_entries() -> list[Entry]:
    """Return what belongs to no order of the exports: withdrawals, service fees, strangers."""
    out = [
        Entry(
            datetime(2026, month, day, 9, 30),
            "",
            "withdraw",
            -cents,
            f"20260{month}{day:02d}000000000099",
        )
        for month, day, cents in _WITHDRAWALS
    ]
    out += [
        Entry(
            datetime(2026, m, d, 3), "", "tech_fee", -_SERVICE_FEE, f"20260{m}{d:02d}000000000098"
        )
        for m, d in _SERVICE
    ]
    out += [
        Entry(
            datetime(2026, 6, 9 + i, 15, 20),
            f"380000000000000{i:04d}",
            "goods",
            cents,
            f"2026060900000000{i:04d}",
        )
        for i, cents in enumerate(_STRANGERS)
    ]
    return out


def ledger_csv(entries: tuple[Entry, ...]) -> bytes:
    """Return the ledger: GB18030, `#` lines around the table with control totals, TABs after ids."""
    balance, body = _OPENING, []
    for number, entry in enumerate(entries, start=1):
        balance += entry.cents
        body.append(_cells(entry, number, balance))
    came = [e.cents for e in entries if e.cents > 0]
    went = [-e.cents for e in entries if e.cents < 0]
    line = "-" * 41
    above = [
        "#支付宝账务明细查询",
        "#账号：[20880000000000000000]",
        f"#起始日期：[2026年02月01日 00:00:00]   终止日期：[{BILL_END:%Y年%m月%d日 %H:%M:%S}]",
        f"#{line}账务明细列表{line}",
    ]
    below = [
        f"#{line}账务明细列表结束{line}",
        f"#支出合计：{len(went)}笔，共{yuan(sum(went))}元",
        f"#收入合计：{len(came)}笔，共{yuan(sum(came))}元",
        "#导出时间：[2026年06月24日 10:30:00]",
    ]
    return b"".join(
        [
            _lines(above),
            csv_bytes([_COLUMNS, *body]),
            _lines(below),
        ]
    )


def _lines(lines: list[str]) -> bytes:
    """Return lines of text as they stand around the table."""
    return "".join(f"{line}\r\n" for line in lines).encode("gb18030")


def _cells(entry: Entry, number: int, balance: int) -> tuple[str, ...]:
    """Return the cells of an entry."""
    kind, merchant_no, note = _naming(entry)
    return (
        f"5460000{number:07d}\t",
        f"{entry.txn}\t",
        f"{merchant_no}\t",
        "示例商品\t" if entry.order_id else "\t",
        str(entry.time),
        "buyer(示例)\t",
        yuan(max(entry.cents, 0)),
        yuan(min(entry.cents, 0)),
        yuan(balance),
        "支付宝",
        kind,
        note,
    )


def _naming(entry: Entry) -> tuple[str, str, str]:
    """Return how the ledger calls an entry: its type, the merchant's number and the note."""
    number = f"T200P{entry.order_id}"
    match entry.subject:
        case "goods":
            return "在线支付", number, ""
        case "refund":
            return "交易退款", f"R{entry.txn[-10:]}", f"售后退款-{number}-示例"
        case "commission":
            return "交易分账", "", f"佣金{entry.order_id}"
        case "freight_insurance":
            return "保险", number, "退货运费险"
        case "tech_fee":
            return "服务费", "", "软件服务费"
        case _:
            return "提现", "", ""
