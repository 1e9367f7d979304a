"""What an analysis is: a value that says what it needs, how it computes and how it tells.

To add one: a file with `XResult`, `analyze`, `present` and the `Analysis` value, and one line in `ANALYSES`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from ecreview.model.text import EMPTY, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ecreview.analyses.measures import Measures
    from ecreview.model.dataset import Dataset
    from ecreview.model.scope import Goals, Scope, Settings
    from ecreview.model.section import Section
    from ecreview.reconcile.base import Reconciliation

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Tab:
    """A place on a page: where a section is drawn.

    Attributes:
        key: `page/tab`, or the page alone where it has no tabs.
        title: name of the tab.
    """

    key: str
    title: Text

    @property
    def page(self) -> str:
        """Return the page it is on."""
        return self.key.split("/", maxsplit=1)[0]


CHECK = Tab("check", Text(zh="体检与对账", en="Check"))
VERDICT = Tab("verdict", Text(zh="结论", en="Verdict"))
TRAFFIC = Tab("insight/traffic", Text(zh="流量", en="Traffic"))
FUNNEL = Tab("insight/funnel", Text(zh="转化漏斗", en="Funnel"))
CUSTOMERS = Tab("insight/customers", Text(zh="用户复购", en="Repurchase"))
PROFIT = Tab("insight/profit", Text(zh="利润", en="Profit"))
STOCK = Tab("insight/stock", Text(zh="库存", en="Stock"))
CHANNELS = Tab("strategy/channels", Text(zh="渠道投放", en="Channels"))
PRODUCTS = Tab("strategy/products", Text(zh="商品结构", en="Products"))
PRICING = Tab("strategy/pricing", Text(zh="价格促销", en="Price and promotion"))
SEGMENTS = Tab("strategy/segments", Text(zh="用户分层", en="Segments"))
AARRR = Tab("strategy/aarrr", Text(zh="AARRR", en="AARRR"))
PROCESS = Tab("process", Text(zh="组织流程", en="Process"))
RISK = Tab("risk", Text(zh="风险", en="Risk"))
ACTIONS = Tab("actions", Text(zh="行动", en="Actions"))

TABS: tuple[Tab, ...] = (
    CHECK, VERDICT, TRAFFIC, FUNNEL, CUSTOMERS, PROFIT, STOCK, CHANNELS, PRODUCTS, PRICING, SEGMENTS,
    AARRR, PROCESS, RISK, ACTIONS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """A table that an analysis cannot do without, with the columns it reads.

    Attributes:
        table: table word.
        columns: all of these.
        or_else: other needs, one of which serves as well.
    """

    table: str
    columns: tuple[str, ...] = ()
    or_else: tuple[Need, ...] = ()

    def is_met(self, dataset: Dataset) -> bool:
        """Return whether the dataset has the table with its columns, or one of the alternatives."""
        return dataset.has(self.table, *self.columns) or any(
            n.is_met(dataset) for n in self.or_else
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """An option with named values; the page draws it, the workbook records it."""

    key: str
    title: Text
    values: tuple[tuple[str, Text], ...]
    default: str


@dataclass(frozen=True, slots=True)
class Number:
    """An option with a number."""

    key: str
    title: Text
    low: float
    high: float
    default: float


Option = Choice | Number


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """All that an analysis may look at.

    Attributes:
        measures: the shared definitions, computed once over the dataset.
        options: chosen value per option key of this analysis, defaults filled in.
        results: results of the analyses named in `Analysis.after`, by key.
    """

    dataset: Dataset
    scope: Scope
    settings: Settings
    goals: Goals
    measures: Measures
    reconciliations: tuple[Reconciliation, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    results: Mapping[str, object] = field(default_factory=dict)

    def result(self, kind: type[R]) -> R | None:
        """Return the result of that type among the analyses named in `after`, or None where not ready."""
        return next((r for r in self.results.values() if isinstance(r, kind)), None)


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis.

    Attributes:
        key: section key of the JSON record.
        core: goals, insight, strategy, process, risk, quality or action.
        title: name of its section.
        tab: where a page draws it.
        sheet: number of the workbook sheet that shows it, e.g. `05`.
        question: what it answers.
        needs: tables and columns it cannot do without; all must be met.
        export: which export would help where a need is not met.
        after: keys of the analyses whose results it reads.
        options: what a person may choose.
        analyze: inputs → result.
        present: result → section.
    """

    key: str
    core: str
    title: Text
    tab: Tab
    sheet: str
    question: Text
    needs: tuple[Need, ...]
    analyze: Callable[[Inputs], Any]
    present: Callable[[Any], Section]
    export: Text = EMPTY
    after: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A section that this version does not compute, and the tables it would look at.

    The page and the workbook name them, so that nobody takes an absent section for "no problem found".
    """

    key: str
    core: str
    title: Text
    tab: Tab
    sheet: str
    question: Text
    uses: Text
