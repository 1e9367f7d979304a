"""Action list: our own template."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-actions",
    title=Text(zh="行动清单", en="Action list"),
    platform="",
    table="actions",
    columns=(
        Column("action_id", ("编号", "Number")),
        Column("source", ("来源", "Source")),
        Column("problem", ("问题", "Problem")),
        Column("action", ("措施", "Action")),
        Column("owner", ("负责人", "Owner")),
        Column("due", ("截止日期", "Due")),
        Column("priority", ("优先级", "Priority")),
        Column("status", ("状态", "Status")),
        Column("result", ("结果", "Result")),
    ),
    required=(("编号", "Number"), ("措施", "Action"), ("优先级", "Priority")),
    instruction=Text(zh="一行一项行动", en="one row per action"),
)
