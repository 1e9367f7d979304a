"""Event log: who did what when; with a header, or the five bare columns of Alibaba's UserBehavior set."""

from __future__ import annotations

from ecreview.intake.formats.base import Column, Format, Headerless
from ecreview.model.text import Text

FORMAT = Format(
    key="event-log",
    title=Text(zh="行为明细", en="Event log"),
    platform="",
    table="events",
    columns=(
        Column("user_key", ("user_id", "用户ID", "用户", "user")),
        Column("session_id", ("session_id",)),
        Column("item_id", ("item_id", "商品ID")),
        Column("category", ("category_id", "item_category", "类目")),
        Column("event", ("event", "behavior_type", "behavior", "event_type", "行为")),
        Column("time", ("timestamp", "event_time", "time", "时间")),
        Column("channel", ("acquisition_channel", "channel", "渠道")),
        Column("device", ("platform", "device")),
    ),
    required=(
        ("user_id", "用户ID", "用户", "user"),
        ("event", "behavior_type", "behavior", "event_type", "行为"),
        ("timestamp", "event_time", "time", "时间"),
    ),
    other=("user_cohort", "user_lifecycle"),
    is_generic=True,
    headerless=Headerless(
        patterns=(
            r"\d+",
            r"\d+",
            r"\d+",
            "pv|fav|cart|buy",
            r"1\d{9}",
        ),  # unix seconds of 2001 to 2033
        fields=("user_key", "item_id", "category", "event", "time"),
    ),
)
