"""What the definition finder tells: the definition in words, the ranking, the orders behind days that differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecreview.model.platforms import platform_name
from ecreview.model.section import Column, Grid
from ecreview.model.text import EMPTY, Text, Unit, join_texts, say_count
from ecreview.reconcile.fits import FOUND_DAYS
from ecreview.reconcile.residuals import residuals
from ecreview.reconcile.shop_sales import TIME_COLUMNS
from ecreview.reconcile.sources import Firsts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ecreview.reconcile.definitions import Definition, Sold
    from ecreview.reconcile.fits import Fit
    from ecreview.reconcile.groups import Side
    from ecreview.reconcile.shop_sales import ShopSales

RANKED, ALIKE_NAMED = 10, 4  # fits shown per platform, and definitions that cannot be told apart
LIKELY = 0.5  # where not even this share of days agrees, the definition is wrong, not single orders

_FOUND = Text(
    zh="平台口径 = {name}：{days} 天里 {equal} 天分毫不差。",
    en="The summary follows this definition: {name}. {equal} of {days:day|days} equal to the cent.",
)
_CLOSEST = Text(
    zh="没有一种口径能还原平台日报。按“{name}”比较：{days} 天里 {equal} 天分毫不差。",
    en="No definition reproduces the summary. Compared by: {name}; {equal} of {days:day|days} equal to the cent.",
)
_TOO_FEW = Text(
    zh="可比的只有 {days} 天，不到 {least} 天，口径不下结论；先按“{name}”比较，{equal} 天分毫不差。",
    en="Only {days:day|days} can be compared, fewer than {least}: no verdict. Compared by: {name}; {equal} equal to the cent.",
)
_ALIKE = Text(
    zh="这些数据分不出的口径：换成“{others}”同样符合。",
    en="These data cannot tell it apart from: {others}.",
)
_AND_MORE = Text(zh="等 {n} 种", en="{n} in all")
_OF = Text(zh="{platform}：{said}", en="{platform}: {said}")
_UNTRIED = Text(
    zh="文件里没有{what}，用到它们的口径没有试。",
    en="Definitions that need these were not tried, since the files do not tell them: {what}.",
)
_NEEDED = {
    "ship": Text(zh="发货时间", en="time of dispatch"),
    "done": Text(zh="确认收货时间", en="time of receipt"),
    "discount": Text(zh="平台优惠", en="platform's discount"),
    "receivable": Text(zh="商家应收", en="amount owed to the shop"),
    "freight": Text(zh="运费", en="postage"),
    "refunded": Text(zh="退款金额", en="refunds"),
    "refunds": Text(zh="退款日期", en="days of refunds"),
}
_VERDICTS = {
    True: Text(zh="还原了日报", en="reproduces it"),
    False: Text(zh="只是接近", en="closest only"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Which definition the summary of a platform follows.

    Attributes:
        platform: empty where files are compared as a whole.
        fits: the best first.
        chosen: the one that is compared.
        cells: the shop-days of the platform.
    """

    platform: str
    fits: tuple[Fit, ...]
    chosen: Fit
    cells: NDArray[np.bool_]

    @property
    def definition(self) -> Definition:
        """Return the definition that is compared."""
        return self.chosen.definitions[0]

    @property
    def alike(self) -> tuple[Definition, ...]:
        """Return the other definitions that fit as well, those that differ least first."""
        same = [d for f in self.fits if f.rank == self.chosen.rank for d in f.definitions]
        others = [d for d in same if d != self.definition]
        return tuple(sorted(others, key=lambda d: len(d.apart_from(self.definition))))


def answer_notes(answers: tuple[Answer, ...], sold: Sold) -> tuple[Text, ...]:
    """Return the verdicts in words, each with what cannot be told apart from it, then what was not tried."""
    said = [
        _said(answer, text)
        for answer in answers
        for text in (_verdict(answer), _alike(answer))
        if text.zh
    ]
    missing = _missing(sold)
    if missing and not all(answer.chosen.is_found for answer in answers):
        said.append(_UNTRIED.fill(what=join_texts(missing)))
    return tuple(said)


def _missing(sold: Sold) -> list[Text]:
    """Return what the files do not tell, so that definitions that need it were not tried."""
    known = {*sold.cells, *sold.amounts, *(["refunds"] if sold.refunds is not None else [])}
    return [text for key, text in _NEEDED.items() if key not in known]


def _said(answer: Answer, text: Text) -> Text:
    """Return what is said of a platform, with its name where there is one."""
    name = platform_name(answer.platform)
    return text if name is None else _OF.fill(platform=name, said=text)


def _verdict(answer: Answer) -> Text:
    """Return the verdict on the definition that is compared."""
    fit = answer.chosen
    text = _FOUND if fit.is_found else _CLOSEST if fit.days >= FOUND_DAYS else _TOO_FEW
    return text.fill(
        name=answer.definition.text,
        days=say_count(fit.days),
        equal=say_count(fit.equal),
        least=FOUND_DAYS,
    )


def _alike(answer: Answer) -> Text:
    """Return the definitions that these data cannot tell from the one compared, empty for none."""
    others = answer.alike
    if not answer.chosen.equal or not others:
        return EMPTY
    named = [_in_words(other, answer.definition) for other in others[:ALIKE_NAMED]]
    more = [_AND_MORE.fill(n=len(others))] if len(others) > ALIKE_NAMED else []
    return _ALIKE.fill(others=join_texts([*named, *more], zh="；", en="; "))


def _in_words(definition: Definition, other: Definition) -> Text:
    """Return the words in which a definition differs from another one."""
    return join_texts(definition.apart_from(other))


def definition_grid(answers: tuple[Answer, ...]) -> Grid:
    """Return the definitions that fit best, those that are one and the same in these data in one row."""
    columns = (
        Column("rank", Text(zh="名次", en="Rank"), Unit.COUNT),
        Column("platform", Text(zh="平台", en="Platform"), is_shown=len(answers) > 1),
        Column("basis", Text(zh="口径代码", en="Definition code"), is_shown=False),
        Column("definition", Text(zh="口径", en="Definition")),
        Column("alike", Text(zh="换成这些也一样", en="The same with")),
        Column("days_equal", Text(zh="分毫不差的天数", en="Days equal"), Unit.COUNT),
        Column("days", Text(zh="比较的天数", en="Days compared"), Unit.COUNT),
        Column("gap_cents", Text(zh="每天差额合计", en="Sum of differences"), Unit.CENTS),
        Column("share", Text(zh="解释了多少", en="Share explained"), Unit.RATE),
        Column("is_found", Text(zh="已还原", en="Reproduced"), is_shown=False),
        Column("verdict", Text(zh="判断", en="Verdict")),
    )
    rows = [_fit_row(answer, fit) for answer in answers for fit in answer.fits[:RANKED]]
    return Grid(
        "definitions",
        Text(zh="日报用的是哪种口径", en="Which definition the summary follows"),
        columns,
        pd.DataFrame(rows, columns=[c.key for c in columns]),
        caption=Text(
            zh="先比分毫不差的天数，再比每天差额的绝对值合计；名次相同的口径分不出高下。",
            en="By days equal to the cent, then by the sum of daily differences in absolute terms; equal ranks fit equally well.",
        ),
        total=sum(len(answer.fits) for answer in answers),
    )


def _fit_row(answer: Answer, fit: Fit) -> tuple[object, ...]:
    """Return a fit as a row of the table."""
    first, *others = fit.definitions
    return (
        fit.rank,
        platform_name(answer.platform) or EMPTY,
        first.key,
        first.text,
        join_texts([_in_words(other, first) for other in others], zh="；", en="; "),
        fit.equal,
        fit.days,
        fit.gap_cents,
        fit.share,
        fit.is_found,
        _VERDICTS[fit.is_found],
    )


def residual_grid(sales: ShopSales, right: Side, answers: tuple[Answer, ...]) -> tuple[Grid, ...]:
    """Return the days that differ with the orders that may explain them, nothing where all days agree."""
    found = [_residuals(sales, answer) for answer in answers]
    rows = pd.concat(found, ignore_index=True)
    if rows.empty:
        return ()
    at = rows["order"].to_numpy(dtype=np.int64)
    orders = Firsts(right, at, at)
    columns = (
        Column("day", Text(zh="日期", en="Day"), Unit.ID),
        Column(
            "difference_cents", Text(zh="差额（日报 − 订单）", en="Summary − orders"), Unit.CENTS
        ),
        Column("order_id", Text(zh="订单编号", en="Order id"), Unit.ID),
        Column(
            "amount_cents", Text(zh="按此口径的金额", en="Amount by this definition"), Unit.CENTS
        ),
        Column("why", Text(zh="为什么可能是它", en="Why it may be")),
        Column("source", Text(zh="出处", en="Source")),
    )
    values = (
        sales.calendar.labels(rows["cell"].to_numpy(dtype=np.int64)).astype("str"),
        rows["gap"],
        orders.pick("order_id"),
        rows["cents"],
        rows["why"],
        orders.sources,
    )
    grid = Grid(
        "residuals",
        Text(zh="对不平的日子可能差在哪几笔", en="Orders that may explain the days that differ"),
        columns,
        pd.DataFrame(dict(zip([c.key for c in columns], values, strict=True))),
        caption=Text(
            zh="只是线索，不是结论：金额相同的订单可能不止一笔，请到后台核实。",
            en="Leads, not proof: several orders may have the same amount; check them in the seller centre.",
        ),
    )
    return (grid,)


def _residuals(sales: ShopSales, answer: Answer) -> pd.DataFrame:
    """Return the candidates of a platform, none where its definition is not even likely."""
    fit, definition = answer.chosen, answer.definition
    is_likely = fit.equal >= max(LIKELY * fit.days, 1)
    use = sales.reported.is_compared & answer.cells & is_likely
    times = sales.orders[TIME_COLUMNS[definition.time]].to_numpy(dtype="datetime64[s]")
    return residuals(
        definition,
        sales.sold,
        np.where(use, sales.reported.cents - fit.cents, 0),
        second=times.astype(np.int64) % 86_400,
        ended=sales.ended(),
        ids=sales.orders["order_id"],
    )
