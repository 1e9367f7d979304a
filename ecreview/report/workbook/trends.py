"""Sheet 03: every headline figure, and the days of those that have them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.model.section import Column, Grid, TrendChart
from ecreview.model.text import Text, Unit, say_date
from ecreview.report.workbook import look as looks
from ecreview.report.workbook.drawing import write_chart
from ecreview.report.workbook.sections import (
    basis_line,
    start_sheet,
    write_figures,
    write_grid,
    write_notes,
    write_sections,
)

if TYPE_CHECKING:
    from ecreview.model.scope import Period
    from ecreview.model.section import Figure, Section
    from ecreview.report.workbook.book import Book
    from ecreview.report.workbook.page import Page

DAILY_COLUMNS = 8  # figures side by side in a table of days
LEADING = "gmv_pay"  # the figure whose days are drawn
_DAILY = Text(zh="每日走势（{part}）", en="Day by day ({part})")
_DAY = Text(zh="日期", en="Day")
_PEAK = Text(zh="{title}最高的一天是 {day}", en="{title} peaked on {day}")
_CAPTION = Text(
    zh="每天一点；空着的天没有数据", en="One point per day; days without data are left out"
)
_ALT = Text(zh="{title}的每日折线", en="{title} day by day")


def write_trends(book: Book) -> None:
    """Write the sheet of trends: the headlines of the verdict, then sections of its own."""
    page = start_sheet(book, "03")
    verdict = book.told("01")
    if verdict and not book.told("03"):
        page.head(book.say(verdict[0].answer), basis_line(book))
    for section in verdict:
        _write_headlines(page, section)
    write_sections(page)
    page.freeze(5)
    page.close()


def _write_headlines(page: Page, section: Section) -> None:
    """Write the leading figure as a line, all figures of the verdict, then their daily values."""
    period = page.book.review.scope.period
    daily = [f for f in section.figures if len(f.trend) == period.days]  # one value per day
    leading = next((f for f in daily if f.key == LEADING), daily[0] if daily else None)
    chart = trend_of(leading, period) if leading else None
    if chart is not None:
        write_chart(page, chart)
    write_figures(page, page.book.evidence.of_section(section), in_short=True)
    write_notes(page, section.notes)
    for part, start in enumerate(range(0, len(daily), DAILY_COLUMNS), start=1):
        if part > 1:
            page.hush()
        write_grid(page, _days(daily[start : start + DAILY_COLUMNS], period, part))
    if daily:
        page.flow(page.book.say(_CAPTION), looks.CAPTION)
        page.speak()


def trend_of(figure: Figure, period: Period) -> TrendChart | None:
    """Return the daily line of a figure, None where no day has a value."""
    values = [(v, i) for i, v in enumerate(figure.trend) if v is not None]
    if not values:
        return None
    peak = period.start + timedelta(days=max(values)[1])
    frame = pd.DataFrame(
        {
            "date": pd.date_range(period.start, periods=period.days, unit="s"),
            "series": [figure.title] * period.days,
            "value": list(figure.trend),
            "tone": ["actual"] * period.days,
        }
    )
    title = _PEAK.fill(title=figure.title, day=say_date(peak))
    return TrendChart("daily", title, _CAPTION, _ALT.fill(title=figure.title), figure.unit, frame)


def _days(figures: list[Figure], period: Period, part: int) -> Grid:
    """Return one row per day with the value of each figure; `part` tells the tables apart."""
    days = [period.start + timedelta(days=i) for i in range(period.days)]
    frame = pd.DataFrame({"date": days} | {f.key: list(f.trend) for f in figures})
    columns = (Column("date", _DAY, Unit.DATE), *(Column(f.key, f.title, f.unit) for f in figures))
    return Grid("daily", _DAILY.fill(part=part), columns, frame)
