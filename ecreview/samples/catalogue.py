"""What the made-up shop sells: styles in sizes, with prices, costs and ids that belong to nobody."""

from __future__ import annotations

from dataclasses import dataclass

SHOP = "织岚女装示例店"
SIZES = ("S", "M", "L", "XL")
HERO = "ZL01"  # the dress of the campaign; two of its sizes run out
SOLD_OUT = (f"{HERO}-M", f"{HERO}-L")
WITHOUT_COST = ("ZL07-S", "ZL09-M")  # missing from the cost list on purpose


@dataclass(frozen=True, slots=True)
class Item:
    """One size of one style.

    Attributes:
        sku: the merchant's code.
        product_id: the platform's id of the style.
        price, cost: cents.
    """

    sku: str
    product_id: str
    title: str
    size: str
    price: int
    cost: int


# code, title, price, cost, popularity; the odd titles are what a careless export looks like
_STYLES = (
    (HERO, "法式收腰碎花连衣裙", 15_900, 6_200, 26),
    ("ZL02", "通勤西装外套", 25_900, 11_800, 9),
    ("ZL03", "高腰阔腿牛仔裤", 13_900, 5_400, 13),
    ("ZL04", "冰丝针织开衫", 9_900, 3_600, 12),
    ("ZL05", "=1+1特价 纯棉打底衫", 5_900, 2_100, 11),
    ("ZL06", "+加绒 鲨鱼裤", 7_900, 3_000, 7),
    ("ZL07", '"小香风"外套,短款\n两色可选', 22_900, 9_900, 5),
    ("ZL08", "泡泡袖雪纺衬衫", 10_900, 4_100, 9),
    ("ZL09", "A 字半身裙", 11_900, 4_300, 8),
)
SUPPLY_PIECES = 400  # of each size on hand before the campaign ends


def build_items() -> tuple[Item, ...]:
    """Return all sizes of all styles."""
    return tuple(
        Item(f"{code}-{size}", f"7000000061{number:02d}", title, size, price, cost)
        for number, (code, title, price, cost, _) in enumerate(_STYLES, start=1)
        for size in SIZES
    )


def popularity() -> tuple[float, ...]:
    """Return the share of each item in the sales, in the order of the items."""
    sizes = (0.2, 0.34, 0.31, 0.15)
    whole = sum(weight for *_, weight in _STYLES)
    return tuple(weight * size / whole for *_, weight in _STYLES for size in sizes)
