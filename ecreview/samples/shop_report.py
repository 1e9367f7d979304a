"""The shop's daily report: text cells with commas and percent signs below a few lines of preamble."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecreview.samples.catalogue import SHOP
from ecreview.samples.days import MISSING_DAY
from ecreview.samples.files import xlsx_bytes, yuan
from ecreview.samples.world import EXPORTED_AGAIN

if TYPE_CHECKING:
    from datetime import date

    from ecreview.samples.world import Order, World

_HEADER = (
    "统计日期,浏览量,访客数,老访客数,新访客数,商品浏览量,商品访客数,平均停留时长,跳失率,下单买家数,支付买家数,"
    "下单转化率,支付转化率,下单-支付转化率,支付老买家数,老买家支付金额,支付件数,支付金额,客单价,支付商品数,"
    "加购人数,加购件数,店铺收藏买家数,商品收藏买家数,成功退货退款金额,直通车消耗,钻石展位消耗"
)
_COLUMNS = tuple(_HEADER.split(","))
_SEARCH_ADS_PERMILLE, _DISPLAY_ADS_PERMILLE = 62, 24  # of what is paid that day


@dataclass(frozen=True, slots=True)
class ShopDay:
    """What the report tells of one day; money in cents."""

    day: date
    visitors: int
    carts: int
    order_buyers: int
    pay_buyers: int
    old_buyers: int
    pay_amount: int
    old_amount: int
    pay_units: int
    refunded: int

    @property
    def search_ads(self) -> int:
        """Return the spend on search ads."""
        return self.pay_amount * _SEARCH_ADS_PERMILLE // 1000

    @property
    def display_ads(self) -> int:
        """Return the spend on display ads."""
        return self.pay_amount * _DISPLAY_ADS_PERMILLE // 1000


@dataclass(frozen=True, slots=True)
class _Diary:
    """What the orders tell per day.

    Attributes:
        placed, paid: orders of the day.
        first: day of each buyer's first payment.
        refunded: cents by the day of the refund.
    """

    placed: dict[date, list[Order]]
    paid: dict[date, list[Order]]
    first: dict[str, date]
    refunded: dict[date, int]


def shop_days(world: World) -> list[ShopDay]:
    """Return what happened on each day, the missing one too."""
    diary = _Diary(defaultdict(list), defaultdict(list), {}, defaultdict(int))
    for order in world.orders:
        diary.placed[order.created.date()].append(order)
        if order.paid:
            diary.paid[order.paid.date()].append(order)
            diary.first.setdefault(order.buyer, order.paid.date())
        if order.refunded_at:
            diary.refunded[order.refunded_at.date()] += order.refunded
    return [_shop_day(world, place, diary) for place in range(len(world.days.days))]


def _shop_day(world: World, place: int, diary: _Diary) -> ShopDay:
    """Return the numbers of a day; an old buyer paid on an earlier day."""
    day = world.days.days[place]
    placed, paid = diary.placed[day], diary.paid[day]
    old = [order for order in paid if diary.first[order.buyer] < day]
    return ShopDay(
        day=day,
        visitors=int(world.days.visitors[place]),
        carts=int(world.days.carts[place]),
        order_buyers=len({order.buyer for order in placed}),
        pay_buyers=len({order.buyer for order in paid}),
        old_buyers=len({order.buyer for order in old}),
        pay_amount=sum(order.gross for order in paid),
        old_amount=sum(order.gross for order in old),
        pay_units=sum(line.quantity for order in paid for line in order.lines),
        refunded=diary.refunded[day],
    )


def traffic_xls(world: World) -> bytes:
    """Return the report as an xlsx (its name says .xls), without the missing day."""
    above = [
        ("生意参谋 店铺整体（示例）",),
        (f"店铺：{SHOP}",),
        (f"统计时间：{world.days.days[0]} ～ {world.days.days[-1]}，按天",),
        (f"导出时间：{EXPORTED_AGAIN}",),
        ("",),
    ]
    days = [day for day in shop_days(world) if day.day != MISSING_DAY]
    body = [tuple(_cells(day)[name] for name in _COLUMNS) for day in days]
    return xlsx_bytes("店铺整体", [*above, _COLUMNS, *body])


def _percent(part: int, whole: int) -> str:
    """Return a rate as the report writes it."""
    return f"{100 * part / whole:.2f}%" if whole else "-"


def _cells(day: ShopDay) -> dict[str, str]:
    """Return the cells of a day."""
    old_visitors = day.visitors * 3 // 10
    favourites = day.carts * 4 // 10
    per_buyer = day.pay_amount // day.pay_buyers if day.pay_buyers else 0
    return {
        "统计日期": str(day.day),
        "浏览量": f"{day.visitors * 4 + day.carts:,}",
        "访客数": f"{day.visitors:,}",
        "老访客数": f"{old_visitors:,}",
        "新访客数": f"{day.visitors - old_visitors:,}",
        "商品浏览量": f"{day.visitors * 3 + day.carts:,}",
        "商品访客数": f"{day.visitors * 9 // 10:,}",
        "平均停留时长": f"{18 + day.day.day % 7}.50",
        "跳失率": _percent(day.visitors * 46 // 100, day.visitors),
        "下单买家数": f"{day.order_buyers:,}",
        "支付买家数": f"{day.pay_buyers:,}",
        "下单转化率": _percent(day.order_buyers, day.visitors),
        "支付转化率": _percent(day.pay_buyers, day.visitors),
        "下单-支付转化率": _percent(day.pay_buyers, day.order_buyers),
        "支付老买家数": f"{day.old_buyers:,}",
        "老买家支付金额": _money(day.old_amount),
        "支付件数": f"{day.pay_units:,}",
        "支付金额": _money(day.pay_amount),
        "客单价": _money(per_buyer),
        "支付商品数": f"{min(day.pay_units, 36)}",
        "加购人数": f"{day.carts:,}",
        "加购件数": f"{day.carts * 13 // 10:,}",
        "店铺收藏买家数": f"{favourites // 3:,}",
        "商品收藏买家数": f"{favourites:,}",
        "成功退货退款金额": _money(day.refunded),
        "直通车消耗": _money(day.search_ads),
        "钻石展位消耗": _money(day.display_ads),
    }


def _money(cents: int) -> str:
    """Return an amount with thousands commas.

    Examples:
        >>> _money(123_456_78)
        '123,456.78'
    """
    whole, _, rest = yuan(cents).partition(".")
    return f"{int(whole):,}.{rest}"
