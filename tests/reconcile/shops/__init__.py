"""Made-up shops with known truths: how the money of an order reaches a shop on five platforms.

`world` makes orders and the entries that they leave in a bill, each with the state in which an honest
reconciliation must end. The other modules write the two as the platforms do:

    alipay   Taobao pays out when the parcel is received; the ledger of Alipay books the receipt, then takes
             the commission in a row of its own that shares the number of the transaction. The order hides in
             the merchant's number (`T200P…`), of a refund or a commission in the note.
    wechat   Money comes with the payment. The trade bill names the shop's own order number on receipts and
             refunds and has the fee in a column; the fund bill books fee and refund in rows of their own, and
             a refund names only itself.
    jd       One row per order × product × fee; all rows of a settlement share its number. Amounts are signed
             or not by version, the direction stands beside them.
    pdd      A ledger without numbers of its own: order, time, money in, money out, type.
    douyin   The settlement pays a sub-order net of its fees, which stand in columns (positive there, negative
             in the ledger); a refund after it is a row of its own. The ledger has all that and the transfers.

Where a platform's order export tells no refunds (JD, Douyin), its after-sales export is written beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reconcile.shops import alipay, douyin, jd, pdd, wechat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.reconcile.shops.written import Shop

SHOPS: Mapping[str, Callable[[int, int], Shop]] = {
    "alipay_ledger": alipay.make_shop,
    "wechat_trades": wechat.make_traded,
    "wechat_funds": wechat.make_funded,
    "jd_settlement": jd.make_shop,
    "pdd_ledger": pdd.make_shop,
    "douyin_settlement": douyin.make_settled,
    "douyin_ledger": douyin.make_booked,
}
