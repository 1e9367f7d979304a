"""Which columns hold personal data, told by their names: they are dropped at reading."""

from __future__ import annotations

import re

# Header names of seen exports; other spellings are told by `is_personal`.
PERSONAL = (
    "收货人姓名", "收货人", "收件人", "收件人姓名", "客户姓名", "姓名", "联系电话", "联系手机", "收件人手机号",
    "手机", "手机号", "电话", "固话", "收货地址", "客户地址", "详细地址", "地址", "邮编", "身份证号",
    "买家支付宝账号", "买家留言", "卖家备注", "订单备注", "发票抬头", "对方账号",
)  # fmt: skip

_TELLING = re.compile(
    "姓名|收货人|收件人|电话|手机号|联系手机|地址|身份证|邮编|留言|支付宝账号|对方账[号户]|发票抬头"
    "|phone|address|street|zip|postal|e-?mail|recipient|first.?name|last.?name|full.?name",
    re.IGNORECASE,
)


def is_personal(header: str) -> bool:
    """Return whether a column of that name holds names, phones, addresses, messages or identity numbers.

    Examples:
        >>> is_personal("收货人姓名"), is_personal("商品名称"), is_personal("Shipping Zip")
        (True, False, True)
    """
    return header in PERSONAL or _TELLING.search(header) is not None
