"""Members: our own template."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format
from ecreview.model.text import Text

FORMAT = Format(
    key="own-members",
    title=Text(zh="会员名单", en="Members"),
    platform="",
    table="members",
    columns=(
        Column("buyer_key", ("买家标识", "Buyer id")),
        Column("is_member", ("是否会员", "Member")),
        Column("joined_at", ("入会时间", "Joined at")),
    ),
    required=(("买家标识", "Buyer id"), ("是否会员", "Member")),
    instruction=Text(
        zh="一行一位买家，买家标识与订单里的一致",
        en="one row per buyer, with the buyer id that the orders use",
    ),
)
