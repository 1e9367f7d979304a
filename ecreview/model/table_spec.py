"""What a canonical table is, the words its columns may hold, and the columns that many tables share."""

from __future__ import annotations

from dataclasses import dataclass

from ecreview.model.fields import Field, Kind
from ecreview.model.text import EMPTY, Text

CANONICAL_STATUS = (
    "created_unpaid",
    "paid_unshipped",
    "shipped",
    "completed",
    "closed_unpaid",
    "closed_refunded",
    "unknown",
)
REFUND_STATES = ("none", "open", "partial", "full", "rejected")
# A refund whose status holds one of these moved no money, or none yet.
NO_MONEY = "open|rejected|关闭|撤销|取消|拒绝|失败|cancel|fail|closed"
MEMORY_SHEET = "_ecreview"  # very hidden in our own workbook; tells it from all others
SUBJECTS = (
    "goods", "refund", "commission", "tech_fee", "affiliate", "freight_insurance", "freight", "subsidy",
    "compensation", "marketing", "tax", "ad_transfer", "withdraw", "deposit", "other",
)  # fmt: skip
TRANSFER_SUBJECTS = frozenset({"ad_transfer", "withdraw", "deposit"})
# Parts of a settled amount, each with the sign of the shop's view; together they make the amount.
PARTS = tuple(
    f"part_{subject}"
    for subject in (
        "goods", "refund", "commission", "tech_fee", "affiliate", "freight", "freight_insurance",
        "subsidy", "marketing", "tax", "other",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A canonical table.

    Attributes:
        key: the word of the JSON record.
        title: what people call it.
        grain: one row is …
        fields: its columns.
        natural_key: columns that name a row across files; empty = rows have no name, identical ones are real.
        time: the column that dates a row, None for undated tables.
        amount: the leading money column: what conservation of cents is proved on; None without money.
        export: which export holds it, with menu path.
    """

    key: str
    title: Text
    grain: Text
    fields: tuple[Field, ...]
    natural_key: tuple[str, ...] = ()
    time: str | None = None
    amount: str | None = None
    export: Text = EMPTY

    def field(self, key: str) -> Field:
        """Return the field of that key.

        Raises:
            KeyError: the table has no such field.
        """
        for candidate in self.fields:
            if candidate.key == key:
                return candidate
        raise KeyError(f"{self.key} has no field {key}")

    @property
    def required(self) -> tuple[Field, ...]:
        """Return the fields without which the table is of no use."""
        return tuple(f for f in self.fields if f.required)


def column(key: str, kind: Kind, zh: str, en: str, *names: str, required: bool = False) -> Field:
    """Return a field; `names` are header names seen in exports."""
    return Field(key, kind, Text(zh=zh, en=en), names, required)


PLATFORM = column("platform", Kind.CATEGORY, "平台", "Platform", "平台", "platform")
SHOP = column("shop", Kind.CATEGORY, "店铺", "Shop", "店铺名称", "店铺", "shop", "store")
BUYER = column(
    "buyer_key", Kind.KEY, "买家标识", "Buyer id",
    "买家会员名", "买家账号", "用户编号", "客户编号", "客户名称", "会员ID", "下单帐号", "CustomerID",
    "Customer ID", "customer_id", "customer_unique_id", "user_id", "Email",
)  # fmt: skip
CURRENCY = column("currency", Kind.CATEGORY, "币种", "Currency", "币种", "货币", "currency")
PROVINCE = column(
    "province", Kind.CATEGORY, "省份", "Province",
    "省份", "省/自治区", "省", "收货地址", "Country", "country", "customer_state",
)  # fmt: skip

PERIOD_END = column("period_end", Kind.TIME, "期间最后一天", "Last day", "结束日期")
