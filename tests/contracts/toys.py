"""A made-up export and a made-up analysis, each written as a contributor would: one file, one value.

Imports nothing that reads the tuples `FORMATS` or `ANALYSES`, so that a line can still be added to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ecreview.analyses.base import PROCESS, Analysis, Choice, Need
from ecreview.intake.formats.base import Column, Format
from ecreview.model.section import BarChart, Figure, Grid, Note, NoteKind, Section
from ecreview.model.section import Column as GridColumn
from ecreview.model.text import Text, Unit

if TYPE_CHECKING:
    from ecreview.analyses.base import Inputs

FORMAT = Format(
    key="toy-orders",
    title=Text(zh="玩具订单", en="Toy orders"),
    platform="toy",
    table="orders",
    columns=(
        Column("order_id", ("玩具单号",)),
        Column("created_at", ("玩具下单",)),
        Column("paid_at", ("玩具付款",)),
        Column("order_amount", ("玩具金额",)),
        Column("paid_amount", ("玩具实付",)),
    ),
    required=(("玩具单号",), ("玩具金额",)),
)
FILE = "玩具.csv"
CONTENT = """\
玩具单号,玩具下单,玩具付款,玩具金额,玩具实付
T-1,2026-06-18 10:00:00,2026-06-18 10:01:00,12.34,12.34
T-2,2026-06-18 11:00:00,,50.00,0.00
T-3,2026-06-19 12:00:00,2026-06-19 12:01:00,7.66,7.66
"""


@dataclass(frozen=True, slots=True, eq=False)
class ToyResult:
    """The orders on the shelf, and how they were asked for."""

    orders: pd.DataFrame
    shelf: str


def analyze(inputs: Inputs) -> ToyResult:
    return ToyResult(inputs.dataset.tables["orders"].frame, inputs.options["shelf"])


def present(result: ToyResult) -> Section:
    rows = result.orders.sort_values("order_id")[["order_id", "order_amount"]]
    days = result.orders["created_at"].dt.strftime("%m-%d").value_counts().sort_index()
    return Section(
        "toys",
        "process",
        Text(zh="玩具架", en="Toy shelf"),
        answer=Text(zh="架上有 {n} 单玩具", en="{n} toy orders on the shelf").fill(n=len(rows)),
        figures=(
            Figure(
                "toy_orders",
                Text(zh="玩具单数", en="Toy orders"),
                len(rows),
                Unit.COUNT,
                n=len(rows),
                definition=Text(zh="所有玩具订单", en="all toy orders"),
            ),
        ),
        grids=(
            Grid(
                "shelf",
                Text(zh="玩具清单", en="List of toys"),
                (
                    GridColumn("order_id", Text(zh="玩具单号", en="Toy order"), Unit.ID),
                    GridColumn("order_amount", Text(zh="玩具金额", en="Toy amount"), Unit.CENTS),
                ),
                rows,
            ),
        ),
        charts=(
            BarChart(
                "days",
                Text(zh="每天几单玩具", en="Toy orders per day"),
                Text(zh="单", en="orders"),
                Text(zh="18 日两单，19 日一单", en="two on the 18th, one on the 19th"),
                Unit.COUNT,
                pd.DataFrame({"label": days.index.astype(str), "value": days.to_numpy()}),
            ),
        ),
        notes=(
            Note(
                NoteKind.FINDING,
                Text(zh="玩具都在架上。", en="All toys are on the shelf."),
                evidence=("toys/toy_orders", "toys/shelf"),
            ),
        ),
    )


ANALYSIS = Analysis(
    key="toys",
    core="process",
    title=Text(zh="玩具架", en="Toy shelf"),
    tab=PROCESS,
    sheet="12",
    question=Text(zh="架上有几单玩具？", en="How many toy orders are on the shelf?"),
    needs=(Need("orders", ("order_amount",)),),
    analyze=analyze,
    present=present,
    options=(
        Choice(
            "shelf",
            Text(zh="哪个玩具架", en="Which shelf"),
            (
                ("upper", Text(zh="玩具上层", en="Upper shelf")),
                ("lower", Text(zh="玩具下层", en="Lower shelf")),
            ),
            "upper",
        ),
    ),
)
UNMET = Analysis(
    key="toy_stock",
    core="process",
    title=Text(zh="玩具库存", en="Toy stock"),
    tab=PROCESS,
    sheet="12",
    question=Text(zh="仓库里还有几个玩具？", en="How many toys are in stock?"),
    needs=(Need("inventory"),),
    analyze=analyze,
    present=present,
    export=Text(zh="玩具库存单", en="Toy stock list"),
)
