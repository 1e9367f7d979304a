"""The exports that are known, one file each. To add one: a file and a line in `FORMATS`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecreview.intake.formats import (
    alipay_ledger,
    alipay_personal,
    event_log,
    generic_lines,
    generic_orders,
    jd_personal,
    own_calendar,
    own_cost,
    own_stock,
    own_targets,
    sycm_shop,
    taobao_lines,
    taobao_orders,
    taobao_refunds,
    tmall_report,
    wechat_personal,
)

if TYPE_CHECKING:
    from ecreview.intake.formats.base import Format

FORMATS: tuple[Format, ...] = (
    taobao_orders.FORMAT,
    tmall_report.FORMAT,
    taobao_lines.FORMAT,
    taobao_refunds.FORMAT,
    alipay_ledger.FORMAT,
    sycm_shop.FORMAT,
    own_cost.FORMAT,
    own_stock.FORMAT,
    own_targets.FORMAT,
    own_calendar.FORMAT,
    event_log.FORMAT,
    generic_lines.FORMAT,
    generic_orders.FORMAT,
    alipay_personal.FORMAT,
    wechat_personal.FORMAT,
    jd_personal.FORMAT,
)
