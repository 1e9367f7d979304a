"""Risk register: our own template."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-risks",
    title=Text(zh="风险清单", en="Risk register"),
    platform="",
    table="risks",
    columns=(
        Column("risk_id", ("编号", "Number")),
        Column("risk", ("风险", "Risk")),
        Column("stage", ("所属环节", "Stage")),
        Column("cause", ("原因", "Cause")),
        Column("severity", ("严重度S", "Severity S")),
        Column("occurrence", ("发生度O", "Occurrence O")),
        Column("detection", ("探测度D", "Detection D")),
        Column("owner", ("负责人", "Owner")),
        Column("measure", ("措施", "Measure")),
        Column("due", ("截止日期", "Due")),
        Column("status", ("状态", "Status")),
    ),
    required=(
        ("风险", "Risk"),
        ("严重度S", "Severity S"),
        ("发生度O", "Occurrence O"),
        ("探测度D", "Detection D"),
    ),
    instruction=Text(
        zh="S、O、D 填 1 到 10 的整数", en="S, O and D are whole numbers from 1 to 10"
    ),
)
