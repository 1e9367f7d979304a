"""What stands around the rows of a table: the period, the shop and the currency, and when it was exported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from ecreview.intake.dates import SHOP_OFFSET, read_time
from ecreview.model.money import CURRENCY_CODES
from ecreview.model.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecreview.intake.raw import RawTable

_DAY = r"(?:20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|20\d{6}|[A-Z][a-z]{2,8}\.? \d{1,2},? 20\d{2})"
_DAYS = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_DAY_IN_NAME = re.compile(r"(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_SHOP = re.compile(r"(?:店铺名称|店铺|商户名称|Shop name|Store)\s*[:：]\s*\[?([^\s,，;；\]]+)")
_CODES = "|".join(CURRENCY_CODES)
_CURRENCY = re.compile(
    rf"(?:All amounts in|Alle Beträge in|币种\s*[:：]|Currency\s*[:：])\s*\[?({_CODES})\b|[（(]({_CODES})[)）]"
)
_EXPORTED = re.compile(
    r"(?:导出|下载|生成)(?:时间|日期)\s*[:：]\s*\[?(20[\d\-/年月日]+(?: [\d:]+)?)"
)
_EPOCH = re.compile(r"^(1[5-9]\d{8})(?:\d{3})?_")  # Douyin: seconds since 1970 in front of the name
_STAMP = re.compile(r"(?<!\d)(20\d{10})(\d\d)?(?!\d)")  # yyyymmddHHMM[SS]
_NAME = Text(zh="文件名", en="the file's name")
_ABOVE = Text(zh="表头上方", en="the lines above the header")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the lines above a header, the header itself and the file's name say about all rows.

    Attributes:
        period: first and last day, None where nothing says it.
        period_place: where the period stands, in words.
        shop, currency: None where nothing says it.
    """

    period: tuple[date, date] | None = None
    period_place: Text = _NAME
    shop: str | None = None
    currency: str | None = None


def surroundings_of(raw: RawTable) -> Surroundings:
    """Return what stands around the rows of a table."""
    lines = tuple(_lines(raw))
    above = _period(found for line in lines for found in _DAYS.findall(_without_export(line)))
    named = period_in_name(raw.sheet.file)
    shop = next((found[1] for line in lines if (found := _SHOP.search(line))), None)
    coins = [found for text in (*lines, *raw.names) for found in _CURRENCY.findall(text)]
    codes = {code for pair in coins for code in pair if code}
    return Surroundings(
        period=above or named,
        period_place=_ABOVE if above else _NAME,
        shop=shop,
        currency=codes.pop() if len(codes) == 1 else None,
    )


def _lines(raw: RawTable) -> Iterable[str]:
    """Yield the lines above the header as text, those above the first table of the sheet included."""
    yield from raw.sheet.heading
    for row in raw.sheet.cells.take(pa.array(raw.above)).to_pylist():
        yield " ".join(cell.strip() for cell in row.values() if cell)


def _without_export(line: str) -> str:
    """Return the line without the time at which it was exported: that is no period."""
    return _EXPORTED.sub("", line)


def _period(days: Iterable[str]) -> tuple[date, date] | None:
    """Return the first and the last of these days."""
    read = [time.date() for day in days if (time := read_time(day)) is not None]
    return (min(read), max(read)) if read else None


def period_in_name(name: str) -> tuple[date, date] | None:
    """Return the period that the name of a file says, None where it names no day.

    Examples:
        >>> period_in_name("商品推广_20260605_20260630.xlsx")
        (datetime.date(2026, 6, 5), datetime.date(2026, 6, 30))
        >>> period_in_name("ExportOrderList202606211000.csv") is None
        True
    """
    return _period(f"{y}-{m}-{d}" for y, _, m, d in _DAY_IN_NAME.findall(name))


def export_time(name: str, lines: Sequence[str] = ()) -> str | None:
    """Return when a file was exported, as yyyymmddHHMMSS in shop time; None where nothing says it.

    A line of the file goes before its name.

    Examples:
        >>> export_time("1782000000_订单.csv"), export_time("ExportOrderList202606211000.csv")
        ('20260621080000', '20260621100000')
    """
    for line in lines:
        found = _EXPORTED.search(line)
        time = found and read_time(found[1])
        if time:
            return time.strftime("%Y%m%d%H%M%S")
    if epoch := _EPOCH.match(name):
        local = datetime.fromtimestamp(int(epoch[1]), UTC) + SHOP_OFFSET
        return local.strftime("%Y%m%d%H%M%S")
    stamp = _STAMP.search(name)
    return None if stamp is None else (stamp[1] + (stamp[2] or "")).ljust(14, "0")
