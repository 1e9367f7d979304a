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
        Column("name", ("活动", "Campaign")),
        Column("phase", ("阶段", "Phase")),
        Column("start", ("开始日期", "Start")),
        Column("end", ("结束日期", "End (last day)")),
    ),
    required=(
        ("活动", "Campaign"),
        ("阶段", "Phase"),
        ("开始日期", "Start"),
        ("结束日期", "End (last day)"),
    ),
    instruction=Text(
        zh="一行一个活动的一个阶段，两头都算在内",
        en="one row per campaign phase, first and last day included",
    ),
)
