"""The vocabulary between analysis and display: what an analysis tells, whoever draws it.

The page, the workbook and the JSON record are interpreters of these values. A frame inside a value is
read-only; text cells may hold `Text`, which each interpreter words in its language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from ecreview.model.text import EMPTY, Text, Unit, say

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from ecreview.model.action import Action
    from ecreview.model.findings import Finding
    from ecreview.model.grade import Grade

Better = Literal["higher", "lower"]


class Reason(StrEnum):
    """Why a value is undefined."""

    ZERO_DENOMINATOR = "ZERO_DENOMINATOR"
    TABLE_MISSING = "TABLE_MISSING"
    COLUMN_MISSING = "COLUMN_MISSING"
    MIXED_UNITS = "MIXED_UNITS"
    BELOW_MIN_N = "BELOW_MIN_N"
    NOT_MATURE = "NOT_MATURE"
    PERIOD_UNFINISHED = "PERIOD_UNFINISHED"
    NO_BUYER_KEY = "NO_BUYER_KEY"
    COST_UNKNOWN = "COST_UNKNOWN"
    NOT_OBSERVED = "NOT_OBSERVED"

    @property
    def text(self) -> Text:
        """Return the reason in words."""
        return _REASONS[self]


_REASONS = {
    Reason.ZERO_DENOMINATOR: Text(zh="分母为 0", en="nothing to divide by"),
    Reason.TABLE_MISSING: Text(zh="缺少所需的表", en="the table it needs is missing"),
    Reason.COLUMN_MISSING: Text(zh="缺少所需的列", en="the column it needs is missing"),
    Reason.MIXED_UNITS: Text(zh="单位不同，不能相除", en="the units differ"),
    Reason.BELOW_MIN_N: Text(zh="样本不足", en="sample too small"),
    Reason.NOT_MATURE: Text(zh="还没到能看的时间", en="not mature yet"),
    Reason.PERIOD_UNFINISHED: Text(zh="期间还没结束", en="the period is not over"),
    Reason.NO_BUYER_KEY: Text(zh="没有买家标识", en="no buyer id"),
    Reason.COST_UNKNOWN: Text(zh="成本未知", en="cost unknown"),
    Reason.NOT_OBSERVED: Text(zh="没有观察到", en="not observed"),
}


@dataclass(frozen=True, slots=True)
class Basis:
    """On which definition a number stands (口径). Language-free words; `text` is for people."""

    time: Literal["order", "pay", "ship", "done", "settle", "event", "day", "file"] = "pay"
    refund: Literal["none", "pay_cohort", "refund_date"] = "none"
    subsidy: Literal["buyer_paid", "plus_platform", "merchant_receivable"] = "buyer_paid"
    unit: Literal["buyer", "order", "item_line", "visitor", "visit", "event", "user", "sku"] = (
        "order"
    )
    shipping: Literal["in", "out"] = "in"

    @property
    def key(self) -> str:
        """Return the language-free form, as in the JSON record."""
        return f"time={self.time};refund={self.refund};subsidy={self.subsidy};unit={self.unit};shipping={self.shipping}"

    @property
    def text(self) -> Text:
        """Return the basis in words."""
        words = [_TIME[self.time], _REFUND[self.refund], _UNIT[self.unit], _SHIPPING[self.shipping]]
        return Text(zh=" · ".join(w.zh for w in words), en=" · ".join(w.en for w in words))


_TIME = {
    "order": Text(zh="下单时间", en="order time"),
    "pay": Text(zh="支付时间", en="payment time"),
    "ship": Text(zh="发货时间", en="shipping time"),
    "done": Text(zh="完成时间", en="completion time"),
    "settle": Text(zh="结算时间", en="settlement time"),
    "event": Text(zh="行为时间", en="event time"),
    "day": Text(zh="平台日报", en="platform's daily report"),
    "file": Text(zh="整份文件", en="whole file"),
}
_REFUND = {
    "none": Text(zh="未扣退款", en="before refunds"),
    "pay_cohort": Text(zh="退款归属支付日", en="refunds by payment day"),
    "refund_date": Text(zh="退款按退款日", en="refunds by refund day"),
}
_UNIT = {
    "buyer": Text(zh="按买家", en="per buyer"),
    "order": Text(zh="按订单", en="per order"),
    "item_line": Text(zh="按商品行", en="per item line"),
    "visitor": Text(zh="按访客", en="per visitor"),
    "visit": Text(zh="按访问", en="per visit"),
    "event": Text(zh="按次", en="per event"),
    "user": Text(zh="按用户", en="per user"),
    "sku": Text(zh="按 SKU", en="per SKU"),
}
_SHIPPING = {
    "in": Text(zh="含邮费", en="postage in"),
    "out": Text(zh="不含邮费", en="without postage"),
}


PAID_ORDERS = Basis()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with all it stands on.

    Attributes:
        key: metric id, language-free.
        title: how people call it.
        value: in its unit (cents, a fraction, seconds …); None = undefined, see `reason`.
        numerator, denominator: what a rate was divided from.
        n: how many observations it rests on.
        basis: definition it stands on.
        grade: how far it can be trusted, None where no sample is involved.
        reason: why it is undefined.
        low, high: interval, 95 % unless the basis says otherwise.
        target, baseline: the goal and the compared period, in the same unit.
        better: which direction is good, None for neither.
        trend: daily values of the period, for a sparkline.
        definition: formula in words; empty = the metric dictionary's.
    """

    key: str
    title: Text
    value: float | None
    unit: Unit
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    basis: Basis = PAID_ORDERS
    grade: Grade | None = None
    reason: Reason | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    baseline: float | None = None
    better: Better | None = "higher"
    trend: tuple[float | None, ...] = ()
    definition: Text = EMPTY

    def __post_init__(self) -> None:
        if self.value is None and self.reason is None:
            raise ValueError(f"figure {self.key} is undefined without a reason")

    def words(self, currency: str = "CNY") -> Text:
        """Return the value worded for a headline."""
        return say(self.value, self.unit, currency)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid.

    Attributes:
        key: language-free, stable; the key in the JSON record.
        title: what people read above it.
        unit: of its cells.
        is_shown: False for what only the record needs: machine words, and numbers shown worded in another column.
    """

    key: str
    title: Text
    unit: Unit = Unit.TEXT
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """Which columns of a grid make a card of each row, by their keys.

    Attributes:
        title: what the row is.
        size: how large it is.
        lead: the number that matters most.
        text: one sentence about it.
        lines: numbers told one below the other.
        action: what to do.
    """

    title: str
    size: tuple[str, ...]
    lead: str
    text: str
    lines: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A table for people: one row per what its title says, in telling order.

    Attributes:
        frame: columns named by `columns[i].key`; None/NaN = undefined; text cells str or Text.
        caption: reading key, basis, what was left out.
        total: rows before a cut, None where nothing was cut.
        sums: what columns add up to over all rows, cut ones too, by column key; empty for no total line.
        card: how a row becomes a card on a page, None for a table only.
    """

    key: str
    title: Text
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    caption: Text = EMPTY
    total: int | None = None
    sums: tuple[tuple[str, int], ...] = ()
    card: Card | None = None


class NoteKind(StrEnum):
    """What a note is for."""

    FINDING = "finding"  # something the numbers say
    CAUSE = "cause"  # a suspected cause, with evidence
    LIMIT = "limit"  # what the numbers cannot say
    ALARM = "alarm"  # a red banner
    DEFINITION = "definition"  # how something is defined


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence beside the numbers.

    Attributes:
        evidence: keys of the figures and grids it rests on, as `section/key`.
        amount_cents: the money it is about, None where none.
        grade: how far it can be trusted.
        title: short headline for a card; empty where the text stands alone.
    """

    kind: NoteKind
    text: Text
    evidence: tuple[str, ...] = ()
    amount_cents: int | None = None
    grade: Grade | None = None
    title: Text = EMPTY


class Tone(StrEnum):
    """What a mark means; interpreters choose colour and second sign."""

    ACTUAL = "actual"
    BASELINE = "baseline"
    TARGET = "target"
    GOOD = "good"
    BAD = "bad"
    CAUTION = "caution"
    TOTAL = "total"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """What all charts have. The subclasses fix the columns of `frame`; labels are str or Text.

    Attributes:
        title: states the finding.
        caption: unit and reading key.
        alt: what a person who cannot see it should know.
        unit: of the values.
    """

    key: str
    title: Text
    caption: Text
    alt: Text
    unit: Unit
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class FunnelChart(Chart):
    """Stages in process order. Columns: stage, value, target?, baseline? (counts, NaN = unknown)."""


@dataclass(frozen=True, slots=True)
class Band:
    """A shaded stretch of days, both ends in it."""

    start: date
    end: date
    label: Text
    tone: Tone = Tone.BASELINE


@dataclass(frozen=True, slots=True, eq=False)
class TrendChart(Chart):
    """Values over days. Columns: date (datetime64), series, value, tone (Tone word), low?, high?, mark? (Tone word)."""

    bands: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class BarChart(Chart):
    """Horizontal bars in the frame's order. Columns: label, value, tone?, series? (grouped), note?.

    Attributes:
        is_stacked: True puts the series of a label one behind the other, their sum at the end.
    """

    is_stacked: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class WaterfallChart(Chart):
    """Bars that add up. Columns: label, value (signed step, or the sum where kind is total), kind (step | total), tone.

    Attributes:
        horizontal: True draws the gap form (0 = target, x = difference), False the bridge form.
    """

    horizontal: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class HeatmapChart(Chart):
    """Cells. Columns: row, note (text beside the row), column (int or text), value, complete (bool).

    Attributes:
        has_labels: whether cells carry their values; False where the colour says all.
    """

    has_labels: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class ScatterChart(Chart):
    """Points. Columns: x, y, label?, size?, group?. `unit` is that of y.

    Attributes:
        x_title, x_unit, y_title: what the axes mean.
    """

    x_title: Text = EMPTY
    x_unit: Unit = Unit.NUMBER
    y_title: Text = EMPTY


@dataclass(frozen=True, slots=True, eq=False)
class ShareChart(Chart):
    """Shares of a whole side by side. Columns: label, series, value (fraction), tone."""


@dataclass(frozen=True, slots=True, eq=False)
class BoxChart(Chart):
    """Values with their interval. Columns: label, value, low, high, tone, note?.

    Attributes:
        reference: a dashed line to compare with, None for none.
    """

    reference: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TreeChart(Chart):
    """A tree of parts. Columns: id, parent (empty for the root), label, value."""


@dataclass(frozen=True, slots=True, eq=False)
class MatrixChart(Chart):
    """Counts on a grid of two ordered scales. Columns: row, column, value, label?."""


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """What one analysis tells.

    Attributes:
        key: language-free, stable; the key in the JSON record.
        core: which of the article's cores it belongs to.
        title: name of the section.
        answer: one sentence with the two or three numbers that matter.
        figures, grids, charts, notes: in telling order.
        findings: imperfect data that touch it.
        actions: what it suggests to do.
    """

    key: str
    core: str
    title: Text
    answer: Text = EMPTY
    figures: tuple[Figure, ...] = ()
    grids: tuple[Grid, ...] = ()
    charts: tuple[Chart, ...] = ()
    notes: tuple[Note, ...] = ()
    findings: tuple[Finding, ...] = ()
    actions: tuple[Action, ...] = ()

    def figure(self, key: str) -> Figure | None:
        """Return the figure of that key, or None."""
        return next((f for f in self.figures if f.key == key), None)


@dataclass(frozen=True, slots=True)
class NotReady:
    """A section that cannot be told yet.

    Attributes:
        key, core, title: of the section.
        missing: what is missing, in words.
        export: which export would help, with its menu path.
    """

    key: str
    core: str
    title: Text
    missing: Text
    export: Text
