"""Texts for people in both languages, and the wording of numbers, money, rates and dates.

Chinese headlines use 万 with one decimal; tables and tool tips the full number. Rates are fractions in
code and percent on screen; a difference of rates is worded in percentage points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isnan
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

UNDEFINED = "—"
_WAN_CENTS = 10_000 * 100
_MILLION_CENTS = 1_000_000 * 100
_PERCENT_FINE_BELOW = 0.10  # two decimals below 10 %, one above
_POINTS_FINE_BELOW = 0.01  # two decimals below one point, one above
_WAN_COUNT = 100_000  # counts from here on are worded in 万

_CURRENCY_SIGNS = {
    "CNY": "¥",
    "GBP": "£",
    "USD": "$",
    "EUR": "€",
    "JPY": "¥",
    "HKD": "HK$",
    "BRL": "R$",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "CA$",
    "MXN": "MX$",
    "KRW": "₩",
    "THB": "฿",
    "INR": "₹",
    "VND": "₫",
    "PHP": "₱",
    "MYR": "RM",
    "IDR": "Rp",
    "RUB": "₽",
}


class Unit(StrEnum):
    """What a number counts. The value is the word used in the JSON record."""

    CENTS = "cents"
    COUNT = "count"
    RATE = "rate"
    RATIO = "ratio"
    SECONDS = "seconds"
    DAYS = "days"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    ID = "id"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or word for people, in both languages.

    Examples:
        >>> Text(zh="支付 {n} 单", en="{n} orders paid").fill(n=3).zh
        '支付 3 单'
        >>> Text(zh="主因：{why}", en="Mainly {why}").fill(why=Text(zh="访客", en="visitors")).en
        'Mainly visitors'
    """

    zh: str
    en: str

    def of(self, lang: Lang) -> str:
        """Return the half in that language."""
        return self.zh if lang == "zh" else self.en

    def fill(self, **values: Text | str | float) -> Text:
        """Return the text with its `{placeholders}` filled; a Text value fills each half with its own.

        Chinese is not parted from Chinese: the blank around a value falls where the value is a word. A
        placeholder like `{n:row is|rows are}` puts the words that agree with the number after it.

        Examples:
            >>> [Text(zh="", en="{n:row is|rows are} blank").fill(n=n).en for n in (1, "1,200")]
            ['1 row is blank', '1,200 rows are blank']
            >>> [Text(zh="有 {x} 的订单", en="").fill(x=x).zh for x in ("19.1 万", "¥9.50")]
            ['有 19.1 万的订单', '有 ¥9.50 的订单']
        """
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(zh=_close_up(self.zh, zh).format(**zh), en=_agree(self.en, en).format(**en))

    def inside(self) -> Text:
        """Return the text as it stands inside a sentence: without the English capital, acronyms apart.

        Examples:
            >>> [same(word).inside().en for word in ("Visitors", "GMV paid", "A/B test")]
            ['visitors', 'GMV paid', 'A/B test']
        """
        first, second = self.en[:1], self.en[1:2]
        return self if not second.islower() else Text(zh=self.zh, en=first.lower() + self.en[1:])

    def __add__(self, other: Text) -> Text:
        """Return both texts one after the other, with a space between English halves."""
        gap = " " if self.en and other.en else ""
        return Text(zh=self.zh + other.zh, en=f"{self.en}{gap}{other.en}")


_BEFORE_WORD = re.compile(r"\{(\w+)\} (?=[\u4e00-\u9fff])")
_AFTER_WORD = re.compile(r"(?<=[\u4e00-\u9fff]) \{(\w+)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _close_up(template: str, values: Mapping[str, object]) -> str:
    """Return the template without the blanks that would part a Chinese word from the next one."""
    if " " not in template:
        return template
    template = _BEFORE_WORD.sub(
        lambda gap: gap[0][:-1] if _CHINESE.match(str(values[gap[1]])[-1:]) else gap[0], template
    )
    return _AFTER_WORD.sub(
        lambda gap: gap[0][1:] if _CHINESE.match(str(values[gap[1]])[:1]) else gap[0], template
    )


_AGREEING = re.compile(r"\{(\w+):([^|{}]*)\|([^|{}]*)\}")


def _agree(template: str, values: Mapping[str, object]) -> str:
    """Return the template with words in the singular or plural, as their number wants."""
    if "|" not in template:
        return template
    return _AGREEING.sub(
        lambda m: f"{{{m[1]}}} {m[2] if str(values[m[1]]) == '1' else m[3]}", template
    )


EMPTY = Text(zh="", en="")


def same(word: str) -> Text:
    """Return a text that reads the same in both languages: a name, an id, a file."""
    return Text(zh=word, en=word)


def join_texts(texts: list[Text] | tuple[Text, ...], *, zh: str = "、", en: str = ", ") -> Text:
    """Return the texts joined by each language's own separator."""
    return Text(zh=zh.join(t.zh for t in texts), en=en.join(t.en for t in texts))


CURRENCIES = tuple(_CURRENCY_SIGNS)  # to choose from


def currency_sign(currency: str) -> str:
    """Return the sign written before an amount, or the code and a space where no sign is known."""
    return _CURRENCY_SIGNS.get(currency, f"{currency} ")


def say_cents(cents: float | None, currency: str = "CNY") -> Text:
    """Return an amount for a headline: 万 in Chinese, M in English, the full number when small.

    Examples:
        >>> say_cents(268_396_740).zh, say_cents(268_396_740).en
        ('268.4 万', '¥2.68M')
        >>> say_cents(-31_260).zh, say_cents(268_396_740, "GBP").zh
        ('−¥312.60', '£268.4 万')
    """
    if cents is None:
        return same(UNDEFINED)
    sign, size, mark = ("−" if cents < 0 else ""), abs(cents), currency_sign(currency)
    small = f"{sign}{mark}{size / 100:,.2f}"
    foreign = "" if currency == "CNY" else mark
    zh = f"{sign}{foreign}{size / _WAN_CENTS:,.1f} 万" if size >= _WAN_CENTS else small
    if size >= _MILLION_CENTS:
        return Text(zh=zh, en=f"{sign}{mark}{size / _MILLION_CENTS:,.2f}M")
    if size >= _WAN_CENTS:
        return Text(zh=zh, en=f"{sign}{mark}{size / 100_000:,.1f}K")
    return Text(zh=zh, en=small)


def say_count(count: float | None) -> Text:
    """Return a count for a headline: 万 from 100,000 on in Chinese, thousands commas otherwise.

    Examples:
        >>> say_count(512_600).zh, say_count(512_600).en, say_count(1_933).zh
        ('51.3 万', '512,600', '1,933')
    """
    if count is None:
        return same(UNDEFINED)
    full = f"{count:,.0f}".replace("-", "−")
    zh = f"{count / 10_000:,.1f} 万".replace("-", "−") if abs(count) >= _WAN_COUNT else full
    return Text(zh=zh, en=full)


def say_rate(rate: float | None) -> Text:
    """Return a fraction as percent.

    Examples:
        >>> say_rate(0.02941).zh, say_rate(0.318).en, say_rate(None).zh
        ('2.94%', '31.8%', '—')
    """
    if rate is None or isnan(rate):
        return same(UNDEFINED)
    digits = 2 if abs(rate) < _PERCENT_FINE_BELOW else 1
    return same(f"{rate * 100:,.{digits}f}%".replace("-", "−"))


def say_points(difference: float) -> Text:
    """Return a difference of two rates in percentage points; a fall has its minus, a rise no sign.

    Examples:
        >>> say_points(-0.006).zh, say_points(0.068).en
        ('−0.60 百分点', '6.8 pt')
    """
    digits = 2 if abs(difference) < _POINTS_FINE_BELOW else 1
    number = f"{difference * 100:,.{digits}f}".replace("-", "−")
    return Text(zh=f"{number} 百分点", en=f"{number} pt")


def say_date(day: date) -> Text:
    """Return a day as it stands in a sentence.

    Examples:
        >>> say_date(date(2026, 6, 18)).zh, say_date(date(2026, 6, 18)).en
        ('6 月 18 日', '18 Jun')
    """
    return Text(zh=f"{day.month} 月 {day.day} 日", en=f"{day.day} {day:%b}")


def say_duration(seconds: float | None) -> Text:
    """Return a duration in the largest unit that keeps it readable.

    Examples:
        >>> say_duration(5_400).zh, say_duration(172_800).en
        ('1.5 小时', '2.0 days')
    """
    if seconds is None:
        return same(UNDEFINED)
    for size, zh, en in ((86_400, "天", "days"), (3_600, "小时", "hours"), (60, "分钟", "minutes")):
        if abs(seconds) >= size:
            return Text(zh=f"{seconds / size:,.1f} {zh}", en=f"{seconds / size:,.1f} {en}")
    return Text(zh=f"{seconds:,.0f} 秒", en=f"{seconds:,.0f} seconds")


def say(value: object, unit: Unit, currency: str = "CNY") -> Text:
    """Return a value worded for a headline, by its unit; None gives the undefined mark.

    Examples:
        >>> say(17_810, Unit.CENTS).zh, say(1.376, Unit.RATIO).zh, say(None, Unit.RATE).zh
        ('¥178.10', '1.38', '—')
    """
    if isinstance(value, Text):
        return value
    if value is None:
        return same(UNDEFINED)
    if isinstance(value, datetime):
        return same(f"{value:%Y-%m-%d}" if unit is Unit.DATE else f"{value:%Y-%m-%d %H:%M}")
    if isinstance(value, date):
        return same(value.isoformat())
    if isinstance(value, int | float):
        return _say_number(value, unit, currency)
    return same(str(value))


def _say_number(value: float, unit: Unit, currency: str) -> Text:
    """Return a number worded by its unit."""
    match unit:
        case Unit.CENTS:
            return say_cents(value, currency)
        case Unit.RATE:
            return say_rate(value)
        case Unit.SECONDS:
            return say_duration(value)
        case Unit.DAYS:
            return Text(zh=f"{value:,.1f} 天", en=f"{value:,.1f} days")
        case Unit.RATIO | Unit.NUMBER:
            return same(f"{value:,.2f}".replace("-", "−"))
        case _:
            return say_count(value)
