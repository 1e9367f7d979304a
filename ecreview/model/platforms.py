"""How people call the platforms whose exports are read."""

from __future__ import annotations

from ecreview.model.text import Text

PLATFORMS = {
    "taobao": Text(zh="淘宝 / 天猫", en="Taobao / Tmall"),
    "tmall": Text(zh="天猫公开数据", en="Tmall public data"),
    "1688": Text(zh="1688", en="1688"),
    "jd": Text(zh="京东", en="JD"),
    "pdd": Text(zh="拼多多", en="Pinduoduo"),
    "douyin": Text(zh="抖音", en="Douyin"),
    "kuaishou": Text(zh="快手", en="Kuaishou"),
    "xhs": Text(zh="小红书", en="Xiaohongshu"),
    "wxshop": Text(zh="微信小店", en="WeChat Shop"),
    "wechat": Text(zh="微信支付", en="WeChat Pay"),
    "alipay": Text(zh="支付宝", en="Alipay"),
    "jst": Text(zh="聚水潭", en="Jushuitan"),
    "wdt": Text(zh="旺店通", en="Wangdiantong"),
    "shopify": Text(zh="Shopify", en="Shopify"),
    "amazon": Text(zh="Amazon", en="Amazon"),
    "tiktok": Text(zh="TikTok Shop", en="TikTok Shop"),
    "sf": Text(zh="顺丰", en="SF Express"),
    "zto": Text(zh="中通", en="ZTO Express"),
    "shopee": Text(zh="Shopee", en="Shopee"),
    "lazada": Text(zh="Lazada", en="Lazada"),
    "ebay": Text(zh="eBay", en="eBay"),
    "etsy": Text(zh="Etsy", en="Etsy"),
    "olist": Text(zh="Olist", en="Olist"),
    "meta": Text(zh="Meta 广告", en="Meta Ads"),
    "google": Text(zh="Google", en="Google"),
    "ga4": Text(zh="GA4", en="GA4"),
}


def platform_name(key: str | None) -> Text | None:
    """Return the name of a platform, its key where it has none, None for files of no platform."""
    return PLATFORMS.get(key, Text(zh=key, en=key)) if key else None
