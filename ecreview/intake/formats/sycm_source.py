"""Traffic by source of 生意参谋: a source holds its sub-sources, the period stands in the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ecreview.intake.columns import TEXT, category, has, known, put, text_column
from ecreview.intake.duplicates import codes_of, group_rows
from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = ("source_1", "source_2", "source_3", "source_4")
_WHOLE = "汇总"  # in a level: all of its sub-sources together


def mark_parents(table: pa.Table) -> pa.Table:
    """Return the sources with those marked that hold other rows of the table: only the others are summed.

    date, source_1 … source_4 → is_parent, source_1 … source_4 (null for 汇总)
    """
    levels = [name for name in LEVELS if has(table, name)]
    for name in levels:
        words = text_column(table, name)
        whole = pc.equal(words, _WHOLE)
        table = put(table, name, category(pc.if_else(whole, pa.scalar(None, TEXT), words)))
    days = [codes_of(table["date"])] if has(table, "date") else []
    parent = np.zeros(len(table), dtype=np.bool_)
    for depth in range(1, len(levels)):
        ends_here = ~known(table, levels[depth]) & known(table, levels[depth - 1])
        upper = group_rows([*days, *(codes_of(text_column(table, n)) for n in levels[:depth])])
        parent |= ends_here & _holds_more(upper, known(table, levels[depth]))
    return put(table, "is_parent", pa.array(parent))


def _holds_more(groups: NDArray[np.int64], is_deeper: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the rows whose group has a row that goes deeper."""
    return np.isin(groups, groups[is_deeper])


FORMAT = Format(
    key="sycm-source",
    title=Text(zh="生意参谋流量来源", en="Business Advisor, traffic by source"),
    platform="taobao",
    table="traffic_source",
    columns=(
        Column("date", ("统计日期", "日期")),
        Column("source_1", ("一级来源",)),
        Column("source_2", ("二级来源",)),
        Column("source_3", ("三级来源",)),
        Column("source_4", ("四级来源",)),
        Column("uv", ("访客数",)),
        Column("pv", ("浏览量",)),
        Column("cart_users", ("加购人数",)),
        Column("fav_users", ("商品收藏人数",)),
        Column("pay_buyers", ("支付买家数",)),
        Column("pay_qty", ("支付件数",)),
        Column("pay_amount", ("支付金额",)),
    ),
    required=(("一级来源",), ("访客数",)),
    period_from="file",
    menu=Text(
        zh="生意参谋 › 流量 › 店铺来源 › 下载", en="Business Advisor › Traffic › Sources › Download"
    ),
    other=("支付转化率", "客单价"),
    prepare=mark_parents,
)
