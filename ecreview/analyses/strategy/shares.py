"""Groups of buyers by how many they are and how much they bring: chart and columns of both segmentations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.model.section import Basis, Column, ShareChart, Tone
from ecreview.model.text import Text, Unit, say_rate

if TYPE_CHECKING:
    from collections.abc import Sequence

BASIS = Basis(time="file", refund="pay_cohort", unit="buyer")
BUYERS = Column("buyers", Text(zh="人数", en="Buyers"), Unit.COUNT)
BUYER_SHARE = Column("buyer_share", Text(zh="人数占比", en="Share of buyers"), Unit.RATE)
AMOUNT_SHARE = Column("amount_share", Text(zh="金额占比", en="Share of amount"), Unit.RATE)
TREATMENT = Column("treatment", Text(zh="建议做法", en="What usually pays"))

_KEY = Text(zh="占比；灰 = 人数，蓝 = {money}", en="shares; grey = buyers, blue = {money}")
_APART = Text(
    zh="人最多的是“{many}”（{people}），钱最多的是“{rich}”（{money}）",
    en="Most buyers are “{many}” ({people}), most money comes from “{rich}” ({money})",
)
_TOGETHER = Text(
    zh="“{many}”人最多（{people}），钱也最多（{money}）",
    en="“{many}” are most buyers ({people}) and bring most money ({money})",
)
_NO_MONEY = Text(zh="人最多的是“{many}”（{people}）", en="Most buyers are “{many}” ({people})")


@dataclass(frozen=True, slots=True)
class Share:
    """One group: its share of all buyers and of their money, NaN where there is none."""

    name: Text
    people: float
    money: float


def share_chart(key: str, shares: Sequence[Share], money: Text) -> ShareChart:
    """Return share of buyers beside share of money per group; its title says who is most of each."""
    rows = [
        {"label": share.name, "series": series, "value": value, "tone": tone}
        for share in shares
        for series, value, tone in (
            (BUYERS.title, share.people, Tone.BASELINE),
            (money, share.money, Tone.ACTUAL),
        )
    ]
    title = say_most(shares)
    word = Text(zh=money.zh, en=money.en.lower())
    return ShareChart(key, title, _KEY.fill(money=word), title, Unit.RATE, pd.DataFrame(rows))


def say_most(shares: Sequence[Share]) -> Text:
    """Return which group most buyers are in, and which one brings most of the money."""
    many = max(shares, key=lambda share: share.people)
    known = [share for share in shares if share.money > 0]
    rich = max(known, key=lambda share: share.money, default=None)
    words = _NO_MONEY if rich is None else _TOGETHER if rich is many else _APART
    return words.fill(
        many=many.name,
        people=say_rate(many.people),
        rich=rich.name if rich else "",
        money=say_rate(rich.money if rich else None),
    )
