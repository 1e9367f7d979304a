"""Why the grades are what they are: every factor measured, and which of them decides on each headline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.costs import profit_of
from ecreview.analyses.headlines import TILES, headline_trust, profit_trust
from ecreview.analyses.trust import bill_factor, bill_of, known_refunds_factor, trust_in
from ecreview.model.metrics import metric
from ecreview.model.section import Column, Grid
from ecreview.model.text import EMPTY, Text, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecreview.analyses.base import Inputs
    from ecreview.analyses.trust import Factor, Trust

_GRADE = Column("grade", Text(zh="等级", en="Grade"))
_REMEDY = Column("remedy", Text(zh="怎么提高", en="What would raise it"))
_BEST = Text(zh="都在最高一档", en="all at their best")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A number that people act on, with what it rests on."""

    key: str
    title: Text
    trust: Trust


def review_trust(inputs: Inputs) -> Trust:
    """Return what limits the review as a whole: days and recognition of all tables, bill, refunds told.

    Whether refunds are still coming in, samples and costs limit single numbers, not the files.
    """
    orders = inputs.measures.orders
    tells_net = orders is not None and orders.has_refunds
    return trust_in(inputs, *inputs.dataset.tables).on(
        bill_factor(inputs) if bill_of(inputs.reconciliations) else None,
        known_refunds_factor(inputs) if tells_net else None,
    )


def conclusions_of(inputs: Inputs) -> tuple[Conclusion, ...]:
    """Return the headlines that the files tell, and the profit where costs are given."""
    totals = inputs.measures.totals(inputs.scope.period)
    told = [h for h in TILES if h.part(totals) is not None]
    trusts = {h.key: headline_trust(h, inputs) for h in told}
    profit = profit_of(inputs, inputs.scope.period)
    if profit is not None:
        trusts |= dict.fromkeys(("gross", "contrib"), profit_trust(inputs, profit.coverage))
    return tuple(Conclusion(key, metric(key).title, trust) for key, trust in trusts.items())


def all_factors(inputs: Inputs, conclusions: Sequence[Conclusion]) -> tuple[Factor, ...]:
    """Return every factor behind the review or a conclusion, once, worst first; samples are each one's own."""
    found = [*review_trust(inputs).factors, *(f for c in conclusions for f in c.trust.factors)]
    once = {f.key: f for f in found if f.key != "sample"}
    return tuple(sorted(once.values(), key=lambda f: f.grade, reverse=True))


def factor_grid(factors: Sequence[Factor]) -> Grid:
    """Return one row per factor."""
    rows = [
        {
            "factor": f.key,
            "name": f.title,
            "value": f.value,
            "grade": f.grade.value,
            "remedy": f.remedy,
        }
        for f in factors
    ]
    return Grid(
        "grades",
        Text(zh="等级从哪里来", en="Where the grade comes from"),
        (
            Column("factor", Text(zh="因素编码", en="Factor key"), Unit.ID, is_shown=False),
            Column("name", Text(zh="因素", en="Factor")),
            Column("value", Text(zh="现在", en="Now")),
            _GRADE,
            _REMEDY,
        ),
        pd.DataFrame(rows),
        caption=Text(
            zh="每个结论取它用到的因素里最差的一档；A、B 可下结论，C 仅供参考，D 数据不足，不当原因，也不触发建议。",
            en="A conclusion has the grade of the worst factor behind it; A and B allow one, C is indicative, D is not enough data: never a cause, and no advice follows from it.",
        ),
    )


def conclusion_grid(conclusions: Sequence[Conclusion]) -> Grid:
    """Return one row per headline, with the factor that decides on its grade."""
    columns = (
        Column("figure", Text(zh="指标 ID", en="Metric id"), Unit.ID, is_shown=False),
        Column("name", Text(zh="指标", en="Metric")),
        _GRADE,
        Column("factor", Text(zh="因素编码", en="Factor key"), Unit.ID, is_shown=False),
        Column("why", Text(zh="卡在哪一项", en="Decided by")),
        Column("value", Text(zh="现在", en="Now")),
        _REMEDY,
    )
    rows = [
        {
            "figure": c.key,
            "name": c.title,
            "grade": c.trust.grade.value if c.trust.grade else None,
            "factor": deciding.key if deciding else None,
            "why": deciding.title if deciding else _BEST,
            "value": deciding.value if deciding else EMPTY,
            "remedy": deciding.remedy if deciding else EMPTY,
        }
        for c in conclusions
        for deciding in (c.trust.deciding,)
    ]
    return Grid(
        "figure_grades",
        Text(zh="每个数为什么是这一档", en="Why each number has its grade"),
        columns,
        pd.DataFrame(rows, columns=[c.key for c in columns]),
    )
