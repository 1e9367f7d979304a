"""旺店通 stock: no day of its own (时间 cells speak of the item), the day stands in the file's name."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="wdt-stock",
    title=Text(zh="旺店通库存", en="Wangdiantong stock"),
    platform="wdt",
    table="inventory",
    columns=(
        Column("date", ("快照日期", "日期")),
        Column("warehouse", ("仓库",)),
        Column("sku_code", ("商家编码",)),
        Column("title", ("货品名称",)),
        Column("on_hand", ("实际库存", "库存")),
        Column("available", ("可用库存", "可发库存")),
        Column("reserved", ("锁定量",)),
        Column("in_transit", ("采购在途",)),
        Column("safety_min", ("警戒库存下限",)),
        Column("safety_max", ("警戒库存上限",)),
    ),
    required=(("可发库存",), ("警戒库存下限",), ("商家编码",)),
    period_from="file",
    menu=Text(zh="旺店通 › 库存 › 库存管理 › 导出", en="Wangdiantong › Stock › Export"),
    other=(
        "条码", "货品编号", "货品简称", "货品标签", "规格名称", "规格码", "品牌", "已质检库存",
        "未发货订单总数", "零售价", "批发价", "市场价", "会员价", "最低价", "分类", "单品重量", "残次品",
        "单位", "辅助单位", "辅助说明", "未付款量", "预订单量", "待审核量", "待发货量", "待采购量",
        "采购到货量", "待调拨量", "待调出量", "其他待入库量", "其他待出库量", "调拨在途", "采购退货",
        "销售退货在途量", "生产待出库量", "生产待入库量", "待质检量", "备注", "货品备注", "单品备注", "税率",
        "单品创建时间", "最后盘点时间", "实际可发库存", "图片链接", "图片", "主供应商", "自定义库存1",
        "自定义库存2", "自定义库存3", "自定义库存4", "自定义库存5",
    ),
)  # fmt: skip
