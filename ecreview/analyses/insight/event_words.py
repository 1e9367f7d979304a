"""Which stage of a purchase an event word means, in Chinese and English; words nobody knows mean none."""

from __future__ import annotations

import re
from enum import IntEnum
from unicodedata import normalize

from ecreview.model.text import Text


class EventStage(IntEnum):
    """Stages of a purchase in process order; favourites stand beside the chain."""

    VIEW = 0
    FAVOURITE = 1
    CART = 2
    CHECKOUT = 3
    ORDER = 4
    PAY = 5

    @property
    def key(self) -> str:
        """Return the language-free word."""
        return self.name.lower()

    @property
    def text(self) -> Text:
        """Return the stage in words."""
        return _TITLES[self]


_TITLES = {
    EventStage.VIEW: Text(zh="浏览", en="View"),
    EventStage.FAVOURITE: Text(zh="收藏", en="Favourite"),
    EventStage.CART: Text(zh="加购", en="Cart"),
    EventStage.CHECKOUT: Text(zh="结算", en="Checkout"),
    EventStage.ORDER: Text(zh="下单", en="Order"),
    EventStage.PAY: Text(zh="支付", en="Payment"),
}
# A word with one of these is no step forward, whatever else it says (`review_order`, `payment_failed`).
_NONE = (
    r"(?:^|_)(?:review|cancel\w*|refund\w*|return|remove\w*|delete\w*|fail\w*|error|exit|bug|un\w*)(?:_|$)"
    r"|评价|取消|退款|退货|删除|失败|移除|移出"
)
# The first pattern that fits decides: a payment that succeeded is a purchase, one that is entered is not.
_PATTERNS = (
    (EventStage.PAY, r"(?:^|_)(?:buy|bought|purchase[ds]?|paid|pay|transaction)(?:_|$)"),
    (EventStage.PAY, r"payment_(?:success\w*|complete\w*|done|choice_done|cash|card)$|^payment$"),
    (EventStage.PAY, r"支付成功|付款成功|支付完成|^支付$|^付款$|购买|成交"),
    (EventStage.CHECKOUT, r"(?:^|_)(?:checkout|shipping|delivery|payment)(?:_|$)|结算|确认订单"),
    (EventStage.ORDER, r"(?:^|_)orders?(?:ed)?(?:_|$)|下单|提交订单|创建订单"),
    (EventStage.CART, r"(?:^|_)(?:cart|basket|addtocart|add2cart)(?:_|$)|加购|购物车"),
    (EventStage.FAVOURITE, r"(?:^|_)(?:fav\w*|wish\w*|collect|like)(?:_|$)|收藏|喜欢"),
    (
        EventStage.VIEW,
        r"(?:^|_)(?:pv|views?|viewed|click|clk|browse|detail|product|item)(?:_|$)|浏览|点击|访问|曝光",
    ),
)


def stage_of(word: str) -> EventStage | None:
    """Return the stage that an event word means, None where it is no step of a purchase.

    Examples:
        >>> stage_of("payment_success"), stage_of("review_order"), stage_of("加入购物车")
        (<EventStage.PAY: 5>, None, <EventStage.CART: 2>)
    """
    plain = re.sub(r"[\s\-./]+", "_", normalize("NFKC", word).strip().casefold())
    if re.search(_NONE, plain):
        return None
    return next((stage for stage, pattern in _PATTERNS if re.search(pattern, plain)), None)
