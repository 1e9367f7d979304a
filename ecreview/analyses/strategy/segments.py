"""The eight RFM segments: what they are called, and what usually pays for such buyers."""

from __future__ import annotations

from dataclasses import dataclass

from ecreview.model.text import Text


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment.

    Attributes:
        key: language-free, stable.
        code: three bits from high to low: is near (R), is frequent (F), is big (M).
        treatment: what usually pays for such buyers.
    """

    key: str
    code: int
    name: Text
    treatment: Text


EIGHT = (
    Segment("important_value", 0b111,
            Text(zh="重要价值", en="Key: active"),
            Text(zh="新品和大促提前通知，给服务不给折扣", en="Early access and service, no discount")),
    Segment("important_keep", 0b011,
            Text(zh="重要保持", en="Key: slipping"),
            Text(zh="老客专属回访，问清楚为什么没来", en="Personal call-back: find out why they stay away")),
    Segment("important_develop", 0b101,
            Text(zh="重要发展", en="Key: one big order"),
            Text(zh="推搭配和补货提醒，促成第二单", en="Matching items and refill reminders for a second order")),
    Segment("important_winback", 0b001,
            Text(zh="重要挽留", en="Key: lost"),
            Text(zh="大额满减召回一次，不回就停", en="One strong win-back offer, then stop")),
    Segment("general_value", 0b110,
            Text(zh="一般价值", en="Small: active"),
            Text(zh="推套装提高客单", en="Bundles that lift the basket")),
    Segment("general_keep", 0b010,
            Text(zh="一般保持", en="Small: slipping"),
            Text(zh="小额券加新品短信", en="Small coupon with news")),
    Segment("general_develop", 0b100,
            Text(zh="一般发展", en="Small: new"),
            Text(zh="售后关怀加首单返券", en="After-sales care and a first-order coupon")),
    Segment("general_winback", 0b000,
            Text(zh="一般挽留", en="Small: lost"),
            Text(zh="不单独投入，大促统一触达", en="No extra spend; reach them in big sales only")),
)  # fmt: skip
REFUNDED_OUT = Segment(
    "refunded_out",
    len(EIGHT),
    Text(zh="全额退款", en="Refunded in full"),
    Text(zh="先查退款原因，不发营销", en="Look into the refunds first, no marketing"),
)
