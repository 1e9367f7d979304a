"""Campaign calendar: our own template. Phases stay as written; `model.calendar` reads their words."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-calendar",
    title=Text(zh="活动日历", en="Campaign calendar"),
    platform="",
    table="calendar",
    columns=(
        Column("name", ("活动",)),
        Column("phase", ("阶段",)),
        Column("start", ("开始日期",)),
        Column("end", ("结束日期",)),
    ),
    required=(("活动",), ("阶段",), ("开始日期",), ("结束日期",)),
)
