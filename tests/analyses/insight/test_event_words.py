"""Features G8: words of funnels, in Chinese and English."""

import pytest

from ecreview.analyses.insight.event_words import EventStage, stage_of


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        (("pv", "view", "product_view", "Page View", "浏览", "商品详情页浏览", "click"), EventStage.VIEW),
        (("fav", "favorite", "wishlist_add", "收藏", "收藏商品"), EventStage.FAVOURITE),
        (("cart", "add_to_cart", "add-to-cart", "加购", "加入购物车"), EventStage.CART),
        (("checkout", "begin_checkout", "shipping_details", "payment_details", "结算"), EventStage.CHECKOUT),
        (("order", "place_order", "create order", "下单", "提交订单"), EventStage.ORDER),
        (("buy", "purchase", "payment_success", "order_paid", "pay", "支付", "付款成功", "购买"), EventStage.PAY),
    ],
)  # fmt: skip
def test_words_reach_their_stage(words: tuple[str, ...], stage: EventStage) -> None:
    assert {word: stage_of(word) for word in words} == dict.fromkeys(words, stage)


@pytest.mark.parametrize(
    "word",
    ["review_order", "review_page", "cancel_order", "payment_error", "payment_failed", "remove_from_cart",
     "取消订单", "申请退款", "商品评价", "移出购物车", "home", "search", "checkout_bug", ""],
)  # fmt: skip
def test_a_word_that_is_no_step_forward_has_no_stage(word: str) -> None:
    assert stage_of(word) is None


def test_every_stage_is_worded_in_both_languages() -> None:
    for stage in EventStage:
        assert stage.text.zh
        assert stage.text.en
        assert stage.key == stage.name.lower()
