"""Kuaishou shop ledger (账务明细): amounts without a sign, the direction beside them; frozen money is no cost."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Direction, Format, Subject
from ecreview.intake.formats.moving import MOVED_OR_BACK
from ecreview.model.text import Text

FORMAT = Format(
    key="kuaishou-ledger",
    title=Text(zh="快手小店账务明细", en="Kuaishou ledger"),
    platform="kuaishou",
    table="payments",
    columns=(
        Column("txn_id", ("账务流水号",)),
        Column("order_id", ("关联业务单号",)),
        Column("time", ("入账时间",)),
        Column("subject_raw", ("业务类型",)),
        Column(
            "amount",
            ("发生额（元）",),
            direction=Direction(("账务方向", "财务方式"), out=("支出",), into=("收入",)),
        ),
        Column("balance", ("期末余额（元）",)),
        Column("note", ("描述", "备注")),
    ),
    required=(("账务流水号",), ("关联业务单号",), ("发生额（元）",)),
    subjects=(
        Subject("资金冻结", "deposit"),
        Subject("资金解冻", "deposit"),
        *MOVED_OR_BACK,
        Subject("技术服务费", "tech_fee", is_part=True),
        Subject("佣金", "affiliate", is_part=True),
        Subject("赔付", "compensation", is_part=True),
        Subject("补贴", "subsidy", is_part=True),
        Subject("结算", "goods", is_part=True),
        Subject("货款", "goods", is_part=True),
    ),
    yields_to=("kuaishou-settlement",),
    menu=Text(zh="快手小店 › 资金 › 账务明细 › 导出", en="Kuaishou shop › Funds › Ledger › Export"),
)
